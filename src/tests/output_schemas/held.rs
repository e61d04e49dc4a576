//! As much of JSON Schema as the schemas here make use of, and one thing more: a key that a schema
//! lacks is wrong, and so is one that nothing has.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

/// A schema, and which of its keys occurred: the place of each in the schema.
pub(super) struct Seen<'s> {
    root: &'s Value,
    keys: BTreeMap<*const Value, String>,
    seen: BTreeSet<*const Value>,
}

impl<'s> Seen<'s> {
    pub(super) fn new(root: &'s Value) -> Self {
        let mut keys = BTreeMap::new();
        every_key(root, "", &mut keys);
        assert!(!keys.is_empty(), "a schema without keys");
        Self { root, keys, seen: BTreeSet::new() }
    }

    /// What is wrong with a value.
    pub(super) fn hold(&mut self, value: &Value) -> Vec<String> {
        let mut check = Check { root: self.root, wrong: Vec::new(), seen: BTreeSet::new() };
        check.value(value, self.root, "$");
        self.seen.extend(check.seen);
        check.wrong
    }

    /// The keys that no value had.
    pub(super) fn never(&self) -> BTreeSet<&str> {
        let never = self.keys.iter().filter(|it| !self.seen.contains(it.0));
        never.map(|it| it.1.as_str()).collect()
    }
}

fn every_key(schema: &Value, place: &str, keys: &mut BTreeMap<*const Value, String>) {
    let Value::Object(members) = schema else { return };
    for (name, it) in members.get("properties").and_then(Value::as_object).into_iter().flatten() {
        keys.insert(it, format!("{place}.{name}"));
        assert!(it["description"].is_string(), "{place}.{name} is not described");
        every_key(it, &format!("{place}.{name}"), keys);
    }
    for (name, it) in members.get("$defs").and_then(Value::as_object).into_iter().flatten() {
        every_key(it, name, keys);
    }
    for name in ["allOf", "anyOf", "oneOf"] {
        for it in members.get(name).and_then(Value::as_array).into_iter().flatten() {
            every_key(it, place, keys);
        }
    }
}

/// What else a schema may say without being asked here.
const SILENT: [&str; 8] =
    ["$schema", "$id", "$defs", "description", "pattern", "minimum", "minItems", "maxItems"];

struct Check<'s> {
    root: &'s Value,
    wrong: Vec<String>,
    seen: BTreeSet<*const Value>,
}

impl<'s> Check<'s> {
    fn value(&mut self, value: &Value, schema: &'s Value, place: &str) {
        let parts = self.parts(schema);
        for part in &parts {
            self.part(value, part, place);
        }
        let mut known: Vec<&'s Map<String, Value>> = Vec::new();
        known.extend(parts.iter().filter_map(|it| it["properties"].as_object()));
        let others = parts.iter().find_map(|it| it.get("additionalProperties"));
        // A choice knows the keys of what it chose.
        let chooses = parts.iter().any(|it| it.get("oneOf").or(it.get("anyOf")).is_some());
        for (name, it) in value.as_object().into_iter().flatten() {
            let place = format!("{place}.{name}");
            let schemas: Vec<&'s Value> = known.iter().filter_map(|it| it.get(name)).collect();
            for schema in &schemas {
                self.seen.insert(*schema);
                self.value(it, schema, &place);
            }
            match others {
                _ if !schemas.is_empty() || chooses => (),
                Some(schema) => self.value(it, schema, &place),
                None => self.wrong.push(format!("{place} is not in the schema")),
            }
        }
    }

    /// The schema and all that it refers to.
    fn parts(&self, schema: &'s Value) -> Vec<&'s Value> {
        let mut parts = vec![schema];
        let mut at = 0;
        while let Some(part) = parts.get(at).copied() {
            parts.extend(part["allOf"].as_array().into_iter().flatten());
            if let Some(reference) = part["$ref"].as_str() {
                let there = reference.strip_prefix('#').and_then(|it| self.root.pointer(it));
                parts.push(there.unwrap_or_else(|| panic!("{reference} leads nowhere")));
            }
            at += 1;
        }
        parts
    }

    fn part(&mut self, value: &Value, schema: &'s Value, place: &str) {
        for (word, said) in schema.as_object().expect("a schema is an object") {
            let holds = match word.as_str() {
                "type" => texts(said).any(|it| is(value, it)),
                "const" => value == said,
                "enum" => said.as_array().is_some_and(|it| it.contains(value)),
                "required" => texts(said).all(|it| value.get(it).is_some()),
                "items" => {
                    for (at, it) in value.as_array().into_iter().flatten().enumerate() {
                        self.value(it, said, &format!("{place}[{at}]"));
                    }
                    true
                }
                "oneOf" | "anyOf" => self.one(value, said, place),
                "properties" | "additionalProperties" | "allOf" | "$ref" => true,
                word => {
                    assert!(SILENT.contains(&word), "{word} is not understood");
                    true
                }
            };
            if !holds {
                self.wrong.push(format!("{place}: {word} should be {said}, and this is {value}"));
            }
        }
    }

    /// Whether one schema fits. The first does.
    fn one(&mut self, value: &Value, schemas: &'s Value, place: &str) -> bool {
        for schema in schemas.as_array().into_iter().flatten() {
            let mut check = Check { root: self.root, wrong: Vec::new(), seen: BTreeSet::new() };
            check.value(value, schema, place);
            if check.wrong.is_empty() {
                self.seen.extend(check.seen);
                return true;
            }
            // Of what says by its type which it is, one tells what is wrong.
            let kind = &schema["properties"]["type"]["const"];
            if kind.is_string() && *kind == value["type"] {
                self.wrong.extend(check.wrong);
            }
        }
        false
    }
}

/// One text, or several.
fn texts(said: &Value) -> impl Iterator<Item = &str> {
    let all = said.as_array().into_iter().flatten();
    said.as_str().into_iter().chain(all.filter_map(Value::as_str))
}

fn is(value: &Value, name: &str) -> bool {
    match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_u64(),
        "number" => value.is_number(),
        "null" => value.is_null(),
        name => panic!("{name} is no type"),
    }
}

#[test]
fn what_does_not_fit_is_said() {
    let schema = serde_json::json!({
        "type": "object",
        "required": ["a"],
        "properties": {
            "a": {"description": "a", "type": ["integer", "null"]},
            "b": {"description": "b", "$ref": "#/$defs/b"},
        },
        "$defs": {"b": {"anyOf": [{"enum": ["x"]}, {"type": "array", "items": {"const": 1}}]}},
    });
    let wrong = |text: &str| {
        let value: Value = serde_json::from_str(text).expect("JSON");
        !Seen::new(&schema).hold(&value).is_empty()
    };
    for text in [r#"{"a":1,"b":"x"}"#, r#"{"a":null,"b":[1,1]}"#, r#"{"a":2}"#] {
        assert!(!wrong(text), "{text}");
    }
    for text in [
        r#"{"b":"x"}"#,
        r#"{"a":"1"}"#,
        r#"{"a":1,"b":"y"}"#,
        r#"{"a":1,"b":[2]}"#,
        r#"{"a":1,"c":1}"#,
        "[]",
    ] {
        assert!(wrong(text), "{text}");
    }
    let mut seen = Seen::new(&schema);
    seen.hold(&serde_json::json!({"a": 1}));
    assert_eq!(seen.never(), BTreeSet::from([".b"]));
}
