#!/usr/bin/env python3
"""Makes the lists of property names in this folder from published schemas.

    pip install cfn-lint botocore
    npm pack @cdktn/provider-aws && tar xzf cdktn-provider-aws-*.tgz
    git clone --depth 1 https://github.com/hashicorp/terraform-provider-awscc
    python3 testdata/schemas/trim.py package/lib terraform-provider-awscc/docs/resources [KIND...]

cfn-lint has CloudFormation's registry schemas, botocore the API's models; `@cdktn/provider-aws` is
hashicorp/aws as generated from its schema, and awscc's pages are generated from its schema.

A list holds the kinds that it held before, those that `src/aws` and `src/carriers` name, and those
that are given here. One line is one property, indented by its depth; `*` marks one of which the
schema says no more: text, which may hold a document, a map, or what holds itself.
"""

import json
import pathlib
import re
import sys
from importlib.metadata import version

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
DEPTH = 12


def wanted(file, pattern, given):
    old = HERE / file
    kinds = {it for it in old.read_text().splitlines() if it and it[0] not in " #"} if old.exists() else set()
    sources = [*ROOT.glob("src/aws/*.rs"), *ROOT.glob("src/aws/*/*.rs"), *ROOT.glob("src/carriers*.rs"),
               *ROOT.glob("src/carriers/*.rs")]
    for source in sources:
        kinds |= set(re.findall(r'"([^"\s]+)"', source.read_text()))
    return sorted(it for it in kinds | set(given) if re.fullmatch(pattern, it))


def cloudformation(kinds):
    from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER as manager

    def properties(whole, schema, above):
        while True:
            if "$ref" in schema:
                if schema["$ref"] in above or len(above) > DEPTH:
                    return None
                above = above | {schema["$ref"]}
                at = whole
                for key in schema["$ref"].removeprefix("#/").split("/"):
                    at = at[key]
                schema = at
            elif schema.get("type") == "array" or "items" in schema:
                schema = schema.get("items", {})
            else:
                break
        found = dict(schema.get("properties") or {})
        for word in ("oneOf", "anyOf", "allOf"):
            for it in schema.get(word) or []:
                found |= it.get("properties") or {}
        if not found:
            return {} if schema.get("type") in ("boolean", "integer", "number") else None
        return {name: properties(whole, it, above) for name, it in found.items()}

    for kind in kinds:
        try:
            schema = manager.get_resource_schema("us-east-1", kind).schema
        except Exception:
            continue
        yield kind, {name: properties(schema, it, frozenset()) for name, it in schema["properties"].items()}


def terraform(kinds, library):
    for kind in kinds:
        path = pathlib.Path(library) / kind.removeprefix("aws_").replace("_", "-") / "index.js"
        if not path.exists():
            continue
        text = path.read_text()
        bodies = {}
        for function in re.split(r"^(?:export )?function ", text, flags=re.M):
            if it := re.match(r"(\w+)ToTerraform\(struct\) \{.*?return \{\n(.*?)\n    \};", function, re.S):
                bodies[it.group(1)] = it.group(2)
        top = re.search(r"    synthesizeAttributes\(\) \{\n        return \{\n(.*?)\n        \};", text, re.S)

        def properties(body, depth):
            found = {}
            for name, value in re.findall(r"^\s+(\w+): (.*),$", body, re.M):
                inner = re.search(r"(\w+)ToTerraform\b", value)
                word = inner.group(1) if inner else ""
                if word in bodies and depth < DEPTH:
                    found[name] = properties(bodies[word], depth + 1)
                else:
                    is_plain = word in ("boolean", "number") and "hashMapper" not in value
                    found[name] = {} if is_plain else None
            return found

        yield kind, properties(top.group(1), 0)


def awscc(kinds, pages):
    for kind in kinds:
        path = pathlib.Path(pages) / (kind.removeprefix("awscc_") + ".md")
        if not path.exists():
            continue
        _, _, text = path.read_text().partition("\n## Schema\n")
        found, at = {}, ()
        blocks = {(): found}
        for line in text.splitlines():
            if title := re.match(r"### Nested Schema for `([^`]+)`", line):
                at = tuple(title.group(1).split("."))
            if item := re.match(r"- `(\w+)` \(([^)]*)\)", line):
                name, what = item.groups()
                is_plain = what.split(",")[0] in ("Boolean", "Number")
                blocks[at][name] = {} if is_plain or what.startswith("Attributes") else None
                blocks[(*at, name)] = blocks[at][name]
        yield kind, found


def api(kinds):
    import botocore.session

    session = botocore.session.get_session()
    renamed = {"elasticmapreduce": "emr"}
    for kind in kinds:
        service, _, operation = kind.partition(":")
        model = session.get_service_model(renamed.get(service, service))
        name = operation[0].upper() + operation[1:]
        # EMR's API says RunJobFlow where Step Functions says createCluster.
        name = {"elasticmapreduce:createCluster": "RunJobFlow"}.get(kind, name)
        if name not in model.operation_names:
            continue

        def properties(shape, above):
            if shape.type_name == "list":
                return properties(shape.member, above)
            if shape.type_name == "structure":
                if shape.name in above:
                    return None
                above = above | {shape.name}
                # Step Functions begins all names with a capital.
                return {name[0].upper() + name[1:]: properties(it, above)
                        for name, it in shape.members.items()}
            return None if shape.type_name in ("string", "map") else {}

        yield kind, properties(model.operation_model(name).input_shape, frozenset())


def write(file, title, kinds):
    lines = [f"# {title}"]

    def add(properties, depth):
        for name, inner in sorted(properties.items()):
            lines.append(" " * depth + name + ("*" if inner is None else ""))
            add(inner or {}, depth + 1)

    for kind, properties in kinds:
        lines.append(kind)
        add(properties, 1)
    (HERE / file).write_text("\n".join(lines) + "\n")
    print(file, len(lines), "lines")


def main():
    library, pages, *given = sys.argv[1:]
    package = json.loads((pathlib.Path(library).parent / "package.json").read_text())
    write("cloudformation.txt", f"cfn-lint {version('cfn-lint')}",
          cloudformation(wanted("cloudformation.txt", r"AWS::\w+::\w+", given)))
    write("terraform.txt", f"@cdktn/provider-aws {package['version']}",
          terraform(wanted("terraform.txt", r"aws_\w+", given), library))
    write("awscc.txt", "hashicorp/terraform-provider-awscc, docs/resources",
          awscc(wanted("awscc.txt", r"awscc_\w+", given), pages))
    write("api.txt", f"botocore {version('botocore')}", api(wanted("api.txt", r"[\w-]+:\w+", given)))


if __name__ == "__main__":
    main()
