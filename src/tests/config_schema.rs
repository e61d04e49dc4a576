//! `docs/schemas/config.json` knows every key and every rule, for editors.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::config::keys;
use crate::files::golden;
use crate::finding::checks::CHECKS;
use crate::rules::RULES;

#[test]
fn editors_know_every_key_and_rule_of_a_configuration() {
    let schema = schema();
    for (path, keys) in [
        ("", &keys::TOP[..]),
        ("/properties/deployment/items", &keys::DEPLOYMENT),
        ("/properties/attest/items", &keys::ATTEST),
        ("/properties/except/items", &keys::EXCEPT),
    ] {
        let table = schema.pointer(path).expect("a table");
        let properties = table["properties"].as_object().expect("its keys");
        let described: BTreeSet<&str> = properties.keys().map(String::as_str).collect();
        assert_eq!(described, keys.iter().copied().collect(), "{path}");
        assert!(properties.values().all(|it| it["description"].is_string()), "{path}");
        assert_eq!(table["additionalProperties"], false, "{path}");
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/schemas/config.json");
    let text = serde_json::to_string_pretty(&schema).expect("a schema is JSON");
    golden::check(&path, &format!("{text}\n"));
}

fn schema() -> Value {
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": format!("{}/raw/main/docs/schemas/config.json", env!("CARGO_PKG_REPOSITORY")),
        "title": "wirelint.toml",
        "description": "What a team says once for all its files.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "select": selectors("Rules that look, and no others: ids, the words that ids begin with, or `all`. Switches on rules that look only where they are selected."),
            "extend-select": selectors("Rules that look as well, such as those that look only where they are selected."),
            "ignore": selectors("Rules that do not look, and findings about files that are not shown. What names a rule more narrowly counts for more."),
            "severity": {
                "description": "The severity of what a rule finds. What holds only under conditions that the defaults do not meet is a level lower.",
                "type": "object",
                "additionalProperties": false,
                "properties": severities(),
            },
            "fail-on": {
                "description": "The least severity that makes a run fail, with exit code 1.",
                "allOf": [{"$ref": "#/definitions/severity"}],
                "default": "warning",
            },
            "strict": {
                "description": "Whether a run fails, with exit code 3, if something could not be decided.",
                "type": "boolean",
                "default": false,
            },
            "require-reason": {
                "description": "Whether a comment that ignores a finding has to give a reason.",
                "type": "boolean",
                "default": false,
            },
            "exclude": patterns("What is left out of a run: patterns as in a .gitignore, from the folder of this file."),
            "deployment": tables("A deployment: values for the parameters of templates and the variables of root modules. Where several count, each is looked at.", deployment(), &[], &["var-files", "variables", "parameter-files", "parameters", "region"]),
            "attest": tables("That the nodes of a cluster or in a VPC are covered from elsewhere, as by a service mesh.", attest(), &["reason"], &["cluster", "vpc"]),
            "except": tables("Findings that are not shown, by path and by address.", except(), &["rules", "reason"], &["paths", "addresses"]),
        },
        "definitions": {
            "severity": {"type": "string", "enum": ["error", "warning", "note"]},
            "selector": {"anyOf": [
                {"type": "string", "enum": selectable()},
                {"type": "string", "pattern": "-$"},
            ]},
            "texts": {"type": "array", "items": {"type": "string", "minLength": 1}},
            "day": {"type": "string", "format": "date"},
        },
    })
}

fn deployment() -> Value {
    json!({
        "name": text("What it is called where not all deployments have a finding; without it, by its files."),
        "paths": patterns("The templates and the folders of root modules that it is for; without it, all that declare one of its variables, and all templates."),
        "var-files": texts("Files of values for Terraform's variables, from the folder of this file; the later replaces what the earlier says."),
        "variables": {
            "description": "Values of Terraform's variables, over those of its files.",
            "type": "object",
        },
        "parameter-files": texts("Files of values for CloudFormation's parameters, from the folder of this file; the later replaces what the earlier says."),
        "parameters": {
            "description": "Values of CloudFormation's parameters, over those of its files; a list is joined by commas.",
            "type": "object",
            "additionalProperties": {"type": ["string", "number", "boolean", "array"]},
        },
        "region": text("The AWS region that templates are deployed to, such as eu-central-1."),
    })
}

fn attest() -> Value {
    json!({
        "cluster": text("An EKS or HyperPod cluster, by its address or name."),
        "vpc": text("A VPC, by its address, name or ID, instead of a cluster: for the nodes in its subnets."),
        "reason": text("Why that is so."),
        "until": day(),
    })
}

fn except() -> Value {
    json!({
        "rules": {
            "description": "The rules whose findings are not shown: ids, the words that ids begin with, or `all`.",
            "type": "array",
            "items": {"anyOf": [
                {"type": "string", "enum": of_rules(RULES.iter().map(|it| it.id))},
                {"type": "string", "pattern": "-$"},
            ]},
            "minItems": 1,
        },
        "paths": patterns("Where: patterns as in a .gitignore, from the folder of this file."),
        "addresses": texts("Of which resources; a block stands for its instances, a module or nested stack for all that is in it."),
        "reason": text("Why they are not shown."),
        "until": day(),
    })
}

/// Every id, every word or words that ids begin with, and the word for all.
fn selectable() -> BTreeSet<String> {
    of_rules(RULES.iter().map(|it| it.id).chain(CHECKS.iter().map(|it| it.id)))
}

fn of_rules(ids: impl Iterator<Item = &'static str>) -> BTreeSet<String> {
    let mut names = BTreeSet::from(["all".to_owned()]);
    for id in ids {
        names.insert(id.to_owned());
        names.extend(id.match_indices('-').map(|(at, _)| id[..at].to_owned()));
    }
    names
}

fn severities() -> Value {
    let of_rules = RULES.iter().map(|it| (it.id, it.summary()));
    let all = of_rules.chain(CHECKS.iter().map(|it| (it.id, "About a file, not a workload.")));
    let entry = |(id, summary): (&str, &str)| {
        let value = json!({"description": summary, "allOf": [{"$ref": "#/definitions/severity"}]});
        (id.to_owned(), value)
    };
    Value::Object(all.map(entry).collect::<Map<String, Value>>())
}

fn selectors(description: &str) -> Value {
    json!({
        "description": description,
        "type": "array",
        "items": {"$ref": "#/definitions/selector"},
    })
}

fn text(description: &str) -> Value {
    json!({"description": description, "type": "string", "minLength": 1})
}

fn texts(description: &str) -> Value {
    json!({"description": description, "allOf": [{"$ref": "#/definitions/texts"}]})
}

fn patterns(description: &str) -> Value {
    texts(description)
}

fn day() -> Value {
    let description = "The last day on which it counts, in UTC, without quotes: 2027-03-31.";
    json!({"description": description, "allOf": [{"$ref": "#/definitions/day"}]})
}

/// A list of tables with all keys of one list, and one at least of the other.
fn tables(description: &str, properties: Value, required: &[&str], one_of: &[&str]) -> Value {
    let either: Vec<Value> = one_of.iter().map(|it| json!({"required": [it]})).collect();
    json!({
        "description": description,
        "type": "array",
        "items": {
            "type": "object",
            "additionalProperties": false,
            "required": required,
            "anyOf": either,
            "properties": properties,
        },
    })
}
