//! `docs/schemas/*-1.json` describe what programs read, for programs: every key that is written,
//! and no other.

mod held;

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Map, Value, json};

use super::output;
use super::tidy::read;
use crate::files::golden::{self, Sections};
use crate::finding::Severity;
use held::Seen;

#[test]
fn schemas_have_every_key_that_is_written_and_no_other() {
    let schemas = schemas();
    let mut seen: Vec<Seen> = schemas.iter().map(|(_, it)| Seen::new(it)).collect();
    let mut numbers = [0; NAMES.len()];
    for (path, name, value) in written() {
        let at = NAMES.iter().position(|it| *it == name).expect("one of the names");
        let wrong = seen[at].hold(&value);
        assert!(wrong.is_empty(), "{path}: {name}: {}", wrong.join("\n"));
        numbers[at] += 1;
    }
    assert!(numbers.iter().all(|it| *it > 0), "{numbers:?} of {NAMES:?}");
    for (name, seen) in NAMES.iter().zip(seen) {
        assert_eq!(seen.never(), BTreeSet::new(), "keys of {name} that nothing has");
    }
    for (name, schema) in schemas {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("docs/schemas/{name}.json"));
        let text = serde_json::to_string_pretty(&schema).expect("a schema is JSON");
        golden::check(&path, &format!("{text}\n"));
    }
}

#[test]
fn the_page_about_output_has_every_key() {
    let page = read("docs/output.md");
    for (name, schema) in schemas() {
        let keys = Seen::new(&schema);
        let keys: BTreeSet<&str> = keys.never().into_iter().filter_map(last).collect();
        // A mark is told with all that is in it.
        let told = |it: &str| match it.starts_with('$') {
            true => page.contains(&format!("\"{it}\"")),
            false => page.contains(&format!("`{it}`")),
        };
        let lacking: Vec<&str> = keys.into_iter().filter(|it| !told(it)).collect();
        assert_eq!(lacking, Vec::<&str>::new(), "keys of {name}");
    }
}

fn last(place: &str) -> Option<&str> {
    place.rsplit('.').next()
}

const NAMES: [&str; 4] = ["output-1", "lines-1", "graph-1", "rules-1"];

/// What golden files show of each kind, and what is said of all rules.
fn written() -> Vec<(String, &'static str, Value)> {
    let mut all = Vec::new();
    let mut add = |path: String, text: &str| {
        all.extend(kinds(text).into_iter().map(|(name, it)| (path.clone(), name, it)));
    };
    for case in golden::cases("formats") {
        for name in ["out.json", "out.jsonl"] {
            add(case.join(name).display().to_string(), &golden::read(&case.join(name)));
        }
    }
    add("testdata/graph".to_owned(), &read("testdata/graph/out.json"));
    for case in golden::cases("cli") {
        let sections = Sections::parse(&golden::read(&case)).0;
        for (_, text) in sections.iter().filter(|it| it.0 == "stdout") {
            add(case.display().to_string(), text);
        }
    }
    add("rules".to_owned(), &output::said(&["rules", "--format", "json"], 0));
    all
}

/// Which output a text is, if it is any of these.
fn kinds(text: &str) -> Vec<(&'static str, Value)> {
    let parsed = |it: &str| serde_json::from_str::<Value>(it).ok();
    let lines: Option<Vec<Value>> = text.lines().map(parsed).collect();
    if let Some(lines) = lines.filter(|it| !it.is_empty())
        && lines.iter().all(|it| it["type"].is_string())
    {
        return lines.into_iter().map(|it| ("lines-1", it)).collect();
    }
    let Some(whole) = parsed(text) else { return Vec::new() };
    let keys = [("findings", "output-1"), ("edges", "graph-1"), ("rules", "rules-1")];
    // A baseline has a version and findings, too.
    let is =
        |key: &str| whole.get(key).is_some() && (key != "findings" || !whole["summary"].is_null());
    let name = keys.into_iter().find(|it| is(it.0)).map(|it| it.1);
    name.map(|it| (it, whole)).into_iter().collect()
}

fn schemas() -> [(&'static str, Value); NAMES.len()] {
    let of = [output(), lines(), graph(), rules()];
    let mut names = NAMES.into_iter();
    of.map(|content| {
        let name = names.next().expect("as many names as schemas");
        (name, schema(name, content))
    })
}

/// What every schema begins with.
fn schema(name: &str, content: Value) -> Value {
    let mut whole = json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("{}/raw/main/docs/schemas/{name}.json", env!("CARGO_PKG_REPOSITORY")),
    });
    extend(&mut whole, content);
    whole
}

fn output() -> Value {
    let mut whole = object(
        "What `wirelint check --format json` writes. Keys may be added.",
        json!({
            "version": version(),
            "findings": list("By file, position and rule.", of("finding")),
            "ignored": list("Findings that comments and exceptions hide, in the same order.", of("ignored")),
            "undecided": list("Workloads that a rule could not judge.", of("undecided")),
            "missing": list("What was not looked into, because its source is not at hand, and may hold any workload.", of("missing")),
            "summary": {"description": "How many there are.", "$ref": "#/$defs/summary"},
        }),
        &[],
    );
    extend(&mut whole, json!({"$defs": defs()}));
    whole
}

/// The same, an object on each line.
fn lines() -> Value {
    let mut defs = defs();
    let line = |name: &str| {
        let kind = json!({"description": "What the line is.", "const": name});
        let mut line = json!({
            "type": "object",
            "required": ["type"],
            "properties": {"type": kind},
            "allOf": [{"$ref": format!("#/$defs/{name}")}],
        });
        if name == "summary" {
            line["required"] = json!(["type", "version"]);
            line["properties"]["version"] = version();
        }
        line
    };
    let kinds = ["finding", "ignored", "undecided", "missing", "summary"];
    let lines: Vec<Value> = kinds.into_iter().map(line).collect();
    defs["summary"]["description"] = json!("The last line: how many there are.");
    json!({
        "description": "A line of what `wirelint check --format jsonl` writes; its `type` tells what it is. Keys may be added.",
        "oneOf": lines,
        "$defs": defs,
    })
}

fn defs() -> Value {
    let mut finding = object("A claim that holds.", finding(), &[]);
    finding["properties"]["subject"] = described(
        "The workload; null for what is wrong with a file, which a check of files found and no rule.",
        json!({"anyOf": [{"$ref": "#/$defs/subject"}, {"type": "null"}]}),
    );
    let ignored = object(
        "A finding that is hidden.",
        json!({
            "ignored_at": described("Where that is which hides it: the comment, the first if there are several, or the exception in a configuration.", json!({"$ref": "#/$defs/place"})),
            "reason": optional("What its author gave as a reason."),
        }),
        &[],
    );
    json!({
        "finding": finding,
        "ignored": merged(ignored, json!({"allOf": [{"$ref": "#/$defs/finding"}]})),
        "undecided": object("A workload that a rule could not judge.", undecided(), &[]),
        "missing": missing(),
        "summary": object("How many there are.", summary(), &[]),
        "subject": object("A workload.", subject(), &["construct"]),
        "place": place("A position."),
        "related": merged(
            object("Another place that tells why.", json!({"message": text("What is there.")}), &[]),
            json!({"allOf": [{"$ref": "#/$defs/place"}]}),
        ),
        "control": object("A control that the rule stands beside, for this kind of resource.", reference(), &[]),
        "fix": object("A change of the source after which the finding is gone.", json!({
            "title": text("What it does, as an order."),
            "safe": flag("Whether it may be made unasked, as `--fix` does; the others with `--unsafe-fixes`."),
            "edits": list("In the order of their places; none overlaps another.", of("edit")),
        }), &[]),
        "edit": object("A text in place of another.", merged(region("the text that is replaced; empty where something is put in"), json!({
            "text": text("What stands there then."),
        })), &[]),
        "severity": {"enum": Severity::ALL.map(Severity::name)},
    })
}

fn finding() -> Value {
    let mut finding = json!({
        "rule": text("The id of the rule or of the check of files."),
        "severity": {"description": "As configured, and lower where it holds only under conditions that the defaults do not meet.", "$ref": "#/$defs/severity"},
        "message": text("What is wrong: lower case, no full stop."),
        "subject": {},
    });
    extend(
        &mut finding,
        region(
            "the smallest text that is wrong, or of what introduces the place where something is lacking",
        ),
    );
    extend(
        &mut finding,
        json!({
            "when": texts("The conditions under which it holds, in the author's words. All of them must hold; empty when it always does."),
            "related": list("Other places that tell why, at most ten.", of("related")),
            "notes": texts("What is worth knowing and has no place."),
            "controls": list("What the rule stands beside, for this kind of resource.", of("control")),
            "fix": described("What would mend it, where that can be written down; null otherwise.", json!({"anyOf": [{"$ref": "#/$defs/fix"}, {"type": "null"}]})),
            "fingerprint": {
                "description": "Stays the same while the file, the rule, the workload and the text that is wrong do. No other of this run has it.",
                "type": "string",
                "pattern": "^[0-9a-f]{32}$",
            },
        }),
    );
    finding
}

fn undecided() -> Value {
    json!({
        "rule": text("The id of the rule."),
        "subject": {"description": "The workload.", "$ref": "#/$defs/subject"},
        "needs": texts("What would have to be known, in the author's words."),
        "when": texts("The conditions under which it is so, in the author's words."),
        "notes": texts("What tells it from others of the same place."),
    })
}

fn missing() -> Value {
    let mut keys = json!({
        "kind": {"description": "A called module, a nested stack's template, or a file for AWS::Include.", "enum": ["module", "template", "include"]},
        "address": optional("That of the module call or of the stack; null for an included file."),
        "source": optional("What is written; null where functions or inputs make it."),
        "needs": optional("What would make it known without the source, such as a release of a known module."),
    });
    extend(&mut keys, position("the block, the logical ID or the location"));
    object("What was not looked into, because its source is not at hand.", keys, &[])
}

fn summary() -> Value {
    json!({
        "files": number("Files of the templates and modules that were linted."),
        "resources": number("Resources that would be created, as far as that is known."),
        "subjects": number("Workloads that some rule judged."),
        "errors": number("Findings of this severity."),
        "warnings": number("Findings of this severity."),
        "notes": number("Findings of this severity."),
        "ignored": number("Findings that comments and exceptions hide."),
        "undecided": number("Workloads that a rule could not judge, once for each rule."),
        "cleared": number("Findings that attestations clear, which are nowhere else."),
        "known": number("Findings that a baseline knows, which are nowhere else."),
        "older": number("Findings that no change touches, which are nowhere else; only with --since."),
        "missing_modules": number("Of `missing`, those that are called modules."),
        "missing_templates": number("Of `missing`, those that are nested stacks' templates."),
        "missing_includes": number("Of `missing`, those that are included files."),
    })
}

fn subject() -> Value {
    json!({
        "address": text("The logical ID, the address as Terraform writes it, or that of a state or step in what it is part of: StateMachine/State."),
        "type": text("The type of the resource."),
        "file": text("Where it is written; as `file` of a finding."),
        "line": line("The line of the logical ID, the block header, or the key of the state or step."),
        "construct": text("The path of the CDK construct that wrote it: Stack/Train/Resource."),
    })
}

fn graph() -> Value {
    let mut resource = json!({
        "address": text("The logical ID; in Terraform as Terraform writes it, with [*] for the instances of a block whose count or for_each is not known; for a job inside a state machine or pipeline StateMachine/State."),
        "type": text("The type of the resource."),
    });
    extend(&mut resource, position("the logical ID or the block header"));
    extend(
        &mut resource,
        json!({
            "construct": text("The path of the CDK construct that it was written from."),
            "rounds": list("The loops that made it, outermost first.", json!({"$ref": "#/$defs/round"})),
            "exists": described("Whether there is such a resource: true, false, \"unknown\", or the text of the condition.", json!({"type": ["boolean", "string"]})),
            "properties": {
                "description": "What is known of its properties. One that is absent is left out.",
                "type": "object",
                "additionalProperties": {"$ref": "#/$defs/value"},
            },
        }),
    );
    let edge = json!({
        "from": text("The address of the resource that refers."),
        "to": text("The address of the resource, or of the module not at hand, that is referred to."),
        "path": text("The property in which the reference stands: Instances.Ec2SubnetId, launch_template[0].id."),
    });
    let mut cut = json!({"message": text("What was too much.")});
    extend(&mut cut, position("the text of which a part is lacking"));
    let mut whole = object(
        "What `wirelint graph --format json` writes. Keys may be added.",
        json!({
            "version": version(),
            "resources": list("Resources of every type, by file and place.", of("resource")),
            "edges": list("Who refers to whom.", of("edge")),
            "missing": list("What was not looked into, because its source is not at hand.", of("missing")),
            "cuts": list("Where resources or values are lacking because a limit was hit.", of("cut")),
        }),
        &[],
    );
    let defs = json!({
        "resource": object("A resource of a template, module or plan.", resource, &["construct", "rounds"]),
        "round": object("A round of a loop.", json!({
            "name": text("The name of the loop's variable."),
            "value": text("What it is in this round."),
        }), &[]),
        "edge": object("A reference from one resource to another.", edge, &[]),
        "missing": missing(),
        "cut": object("A limit that was hit.", cut, &[]),
        "value": value(),
        "unknown": object("What is not known before it is deployed, or not from here. Beside other keys: there may be more of them.", json!({
            "$unknown": text("Why."),
        }), &[]),
        "choice": object("A condition decides.", json!({
            "$if": {
                "description": "The condition, what is so if it holds, and what otherwise; null for what is absent then.",
                "type": "array",
                "minItems": 3,
                "maxItems": 3,
                "items": {"$ref": "#/$defs/value"},
            },
            "$default": flag("What inputs and defaults make of the condition."),
        }), &["$default"]),
        "text": object("Text with holes.", json!({
            "$text": list("Stretches of text, and values between them.", of("value")),
        }), &[]),
    });
    extend(&mut whole, json!({"$defs": defs}));
    whole
}

/// Marks first; then plain JSON, in which an object may happen to have keys of the same names.
fn value() -> Value {
    let value = || of("value");
    json!({
        "description": "Plain JSON where it is known, and marked with a $ where it is not. A secret is ****.",
        "anyOf": [
            of("choice"),
            of("text"),
            of("unknown"),
            {"type": "object", "additionalProperties": value()},
            {"type": "array", "items": value()},
            {"type": ["string", "number", "boolean", "null"]},
        ],
    })
}

fn rules() -> Value {
    let mut control = reference();
    extend(
        &mut control,
        json!({
            "title": optional("The title of the control."),
            "config_rule": optional("The rule of AWS Config that looks for the same."),
            "requirements": texts("What AWS lists as its related requirements, of NIST 800-53 r5."),
        }),
    );
    let rule = json!({
        "id": text("What comments, configurations and findings call it."),
        "severity": {"description": "The severity of what it finds, unless a configuration says otherwise.", "$ref": "#/$defs/severity"},
        "summary": text("What it looks for, in a sentence."),
        "page": text("The address of its page."),
        "controls": list("The controls that it stands beside.", of("control")),
    });
    let mut whole = object(
        "What `wirelint rules --format json` writes. Keys may be added.",
        json!({"version": version(), "rules": list("By their ids.", of("rule"))}),
        &[],
    );
    extend(
        &mut whole,
        json!({"$defs": {
            "rule": object("A rule.", rule, &[]),
            "control": object("A control of AWS Security Hub or of a standard.", control, &[]),
            "severity": {"enum": Severity::ALL.map(Severity::name)},
        }}),
    );
    whole
}

fn reference() -> Value {
    json!({
        "id": text("What its source calls it."),
        "source": text("Who wrote it: AWS Security Hub, NIST 800-53 r5."),
        "relation": {"description": "Whether it looks for the same or is related.", "enum": ["same", "related"]},
    })
}

fn version() -> Value {
    json!({"description": "That of the shape. A key that changes or goes away makes it another.", "const": 1})
}

/// An object with all these keys, of which some may lack.
fn object(description: &str, keys: Value, may_lack: &[&str]) -> Value {
    let names = keys.as_object().into_iter().flat_map(Map::keys);
    let required: Vec<&String> = names.filter(|it| !may_lack.contains(&it.as_str())).collect();
    json!({"description": description, "type": "object", "required": required, "properties": keys})
}

fn place(description: &str) -> Value {
    object(description, position("it"), &[])
}

fn position(of: &str) -> Value {
    json!({
        "file": text("The path from the working directory, with /; <stdin>, <command line> and <environment> are no files."),
        "line": line(&format!("The first line of {of}, from 1.")),
        "column": line(&format!("The first column of {of}, from 1, in Unicode scalar values.")),
    })
}

fn region(of: &str) -> Value {
    merged(
        position(of),
        json!({
            "end_line": line("The line of the end."),
            "end_column": line("The column after the last."),
        }),
    )
}

fn text(description: &str) -> Value {
    json!({"description": description, "type": "string"})
}

fn optional(description: &str) -> Value {
    json!({"description": description, "type": ["string", "null"]})
}

fn flag(description: &str) -> Value {
    json!({"description": description, "type": "boolean"})
}

fn number(description: &str) -> Value {
    json!({"description": description, "type": "integer", "minimum": 0})
}

fn line(description: &str) -> Value {
    json!({"description": description, "type": "integer", "minimum": 1})
}

fn texts(description: &str) -> Value {
    list(description, json!({"type": "string"}))
}

fn list(description: &str, items: Value) -> Value {
    json!({"description": description, "type": "array", "items": items})
}

fn described(description: &str, schema: Value) -> Value {
    merged(json!({"description": description}), schema)
}

fn of(name: &str) -> Value {
    json!({"$ref": format!("#/$defs/{name}")})
}

fn merged(mut one: Value, other: Value) -> Value {
    extend(&mut one, other);
    one
}

fn extend(one: &mut Value, other: Value) {
    if let (Value::Object(one), Value::Object(other)) = (one, other) {
        one.extend(other);
    }
}
