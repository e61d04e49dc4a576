//! What is said without knowing a variable holds whatever its value turns out to be.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::{Bench, with_bench};
use crate::files::Memory;
use crate::tf::functions::tests::is_invalid;
use crate::value::{Condition, Kind, Run, Text, Value};

const MODULE: &str = include_str!("sound/module.tf");

/// Values of each variable, as on the command line.
const VALUES: [(&str, &[&str]); 6] = [
    ("text", &["", "a", "abc-x", "true"]),
    ("other", &["a", "b"]),
    ("number", &["0", "1", "2"]),
    ("flag", &["true", "false"]),
    ("list", &["[]", "[\"a\"]", "[\"b\",\"a\"]"]),
    ("map", &["{}", "{a=\"1\"}", "{b=\"2\",c=\"3\"}"]),
];

#[test]
fn what_is_known_without_a_variable_is_so_with_it() {
    let expressions: Vec<String> =
        include_str!("sound/expressions.txt").lines().map(str::to_owned).collect();
    let none = values(MODULE, &expressions, &BTreeMap::new(), &[]);
    let mut wrong = Vec::new();
    for (name, candidates) in VALUES {
        let mut variables = first_values();
        variables.remove(name);
        let others = values(MODULE, &expressions, &variables, &none);
        for text in candidates {
            variables.insert(name.to_owned(), (*text).to_owned());
            for open in [&none, &others] {
                let closed = values(MODULE, &expressions, &variables, open);
                wrong.extend(closed.iter().filter_map(|it| it.wrong.clone()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Names of the oracle's module, and what else their values could be.
const OTHERWISE: [(&str, &[&str]); 19] = [
    ("s", &["\"\"", "\"hello\"", "\"true\"", "\"12\"", "null"]),
    ("n", &["0", "1", "-1", "2.5", "null"]),
    ("b", &["true", "false", "null"]),
    ("l", &["[]", "[\"a\"]", "[\"b\", \"a\", \"b\"]", "null"]),
    ("m", &["{}", "{ a = 1 }", "{ a = null, z = 9 }", "null"]),
    ("st", &["[]", "[\"y\"]", "null"]),
    ("nul", &["\"x\"", "null"]),
    ("untyped", &["\"x\"", "1", "true", "[1, \"a\"]", "{ a = 1 }", "null"]),
    ("untyped_obj", &["{}", "{ a = 2, b = true, c = [] }", "\"x\"", "null"]),
    ("conv_list", &["[]", "[\"7\"]"]),
    ("anymap", &["{}", "{ x = 1 }", "{ x = { y = { z = null } } }", "[]"]),
    ("anylist", &["[]", "[1, 2]", "[null]"]),
    ("u_str", &["\"\"", "\"x\"", "\"abc-x\"", "\"3\""]),
    ("u_num", &["0", "1", "-2.5", "100"]),
    ("u_bool", &["true", "false"]),
    ("u_list", &["[]", "[\"a\"]", "[\"b\", \"a\"]"]),
    ("u_set", &["[]", "[\"a\", \"b\"]"]),
    ("u_map", &["{}", "{ a = \"1\" }", "{ z = \"\", b = \"2\" }"]),
    ("u_obj", &["{ a = 1, b = \"x\" }", "{ a = 0, b = \"\" }"]),
];

/// The types of what the oracle's resources yield.
const YIELDED: [(&str, &str); 7] = [
    ("u_str", "string"),
    ("u_num", "number"),
    ("u_bool", "bool"),
    ("u_list", "list(string)"),
    ("u_set", "set(string)"),
    ("u_map", "map(string)"),
    ("u_obj", "object({ a = number, b = string })"),
];

#[test]
fn the_same_holds_of_the_oracle_s_expressions() {
    let mut module = include_str!("../../../testdata/tf/oracle/context.tf").to_owned();
    for (name, kind) in YIELDED {
        module = module.replace(&format!("terraform_data.{name}.output"), &format!("var.{name}"));
        module += &format!("variable \"{name}\" {{\n  type    = {kind}\n  default = null\n}}\n");
    }
    let rows = include_str!("../../../testdata/tf/oracle/tf.jsonl").lines();
    let rows = rows.map(|it| serde_json::from_str::<Json>(it).expect("a row"));
    let expressions: Vec<String> =
        rows.map(|it| it["expr"].as_str().expect("an expression").to_owned()).collect();
    let mut wrong = Vec::new();
    for (name, candidates) in OTHERWISE {
        let mentioned = [format!("var.{name}"), format!("local.{}", name.replace('_', ""))];
        let asked = |it: &&String| mentioned.iter().any(|name| it.contains(name));
        let expressions: Vec<String> = expressions.iter().filter(asked).cloned().collect();
        let open = values(&with_default(&module, name, None), &expressions, &BTreeMap::new(), &[]);
        for candidate in candidates {
            let module = with_default(&module, name, Some(candidate));
            let closed = values(&module, &expressions, &BTreeMap::new(), &open);
            let told = closed.into_iter().filter_map(|it| it.wrong);
            wrong.extend(told.map(|it| format!("{it}\n  for {name} = {candidate}")));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The module with another default of a variable, or with none.
fn with_default(module: &str, name: &str, default: Option<&str>) -> String {
    let header = format!("variable \"{name}\" {{");
    let (before, block) = module.split_once(&header).expect("a variable");
    let (start, rest) = block.split_once("default").expect("a default");
    let (_, after) = rest.split_once('\n').expect("a line");
    let end = if start.contains('\n') { "" } else { "}\n" };
    let default = default.map_or_else(String::new, |it| format!("default = {it}"));
    format!("{before}{header}\n{start}\n{default}\n{end}{after}")
}

fn first_values() -> BTreeMap<String, String> {
    VALUES.iter().map(|(name, values)| ((*name).to_owned(), values[0].to_owned())).collect()
}

/// A value as plain data, for it cannot leave the thread it was made in.
#[derive(Clone)]
struct Told {
    value: Value,
    wrong: Option<String>,
}

fn values(
    module: &str,
    expressions: &[String],
    variables: &BTreeMap<String, String>,
    open: &[Told],
) -> Vec<Told> {
    let files = Memory::new([("main.tf", module)]);
    with_bench(&files, variables, |bench| {
        let check = |(at, expression): (usize, &String)| {
            let value = bench.value(expression);
            let wrong = open.get(at).filter(|it| !covers(bench, &it.value, &value)).map(|it| {
                format!(
                    "{expression}\n  is {}\n  with {variables:?}\n  and {}",
                    told(&it.value),
                    told(&value)
                )
            });
            Told { value, wrong }
        };
        expressions.iter().enumerate().map(check).collect()
    })
}

/// Whether `open` says nothing that `closed` contradicts. What Terraform refuses says nothing.
fn covers(bench: &Bench<'_>, open: &Value, closed: &Value) -> bool {
    match (&open.kind, &closed.kind) {
        (_, Kind::Unknown(_)) => true,
        (Kind::Unknown(_), _) if is_invalid(open) => true,
        (Kind::Unknown(it), _) => {
            let prefix_fits = closed.as_str().is_none_or(|text| text.starts_with(&it.prefix));
            let has = |member: &Value| {
                let items = closed.members();
                items.iter().any(|it| covers(bench, member, it))
            };
            let first = it.first().iter().zip(closed.members());
            let starts = closed.as_list().is_none_or(|list| {
                matches!(list.shape, crate::value::ListShape::Set(_))
                    || first.clone().count() == it.first().len()
                        && first.clone().all(|(member, it)| covers(bench, member, it))
            });
            let holds = it.members().iter().all(has) && starts;
            prefix_fits && holds && !(it.not_null && closed.is_unset())
        }
        (Kind::If(it), _) => match decided(bench, &it.condition) {
            Some(true) => covers(bench, &it.then, closed),
            Some(false) => covers(bench, &it.otherwise, closed),
            None => true,
        },
        (_, Kind::If(it)) => covers(bench, open, &it.then) || covers(bench, open, &it.otherwise),
        (Kind::Absent | Kind::Null, Kind::Absent | Kind::Null) => true,
        (Kind::Bool(a), Kind::Bool(b)) => a == b,
        (Kind::Number(a), Kind::Number(b)) => a == b,
        (Kind::Text(a), Kind::Text(b)) => covers_text(a, b),
        (Kind::List(a), Kind::List(b)) => {
            let is_settled = a.items.iter().all(Value::is_wholly_known);
            let is_set = matches!(a.shape, crate::value::ListShape::Set(_));
            (is_set && !is_settled)
                || a.items.len() == b.items.len()
                    && a.items.iter().zip(&b.items).all(|(a, b)| covers(bench, a, b))
        }
        (Kind::Map(a), Kind::Map(b)) => {
            let listed = a.entries.iter().all(|entry| match b.get(&entry.key) {
                Some(it) => covers(bench, &entry.value, it),
                None => false,
            });
            let has = |key: &Value| match &key.kind {
                Kind::Text(open) => b
                    .entries
                    .iter()
                    .any(|it| covers_text(open, &Text::derived(it.key.to_string(), it.key_span))),
                _ => true,
            };
            listed
                && (b.open.is_some() || a.keys().iter().all(has))
                && (a.open.is_some() || a.entries.len() == b.entries.len())
        }
        _ => false,
    }
}

fn covers_text(open: &Text, closed: &Text) -> bool {
    let Some(mut rest) = closed.as_str() else { return true };
    if let Some(whole) = open.as_str() {
        return whole == rest;
    }
    for (at, (run, piece)) in open.pieces().enumerate() {
        match run {
            Run::Hole(_) => (),
            Run::Literal { .. } => match rest.find(piece) {
                Some(found) if at > 0 || found == 0 => rest = &rest[found + piece.len()..],
                Some(_) | None => return false,
            },
        }
    }
    true
}

/// What a condition comes to where the variables are known: its subjects are expressions.
fn decided(bench: &Bench<'_>, condition: &Condition) -> Option<bool> {
    match condition {
        Condition::Always(it) => Some(*it),
        Condition::Atom(atom) => {
            let value = bench.value(&atom.subject);
            match (&value.kind, &atom.equals) {
                (Kind::Bool(it), None) => Some(*it),
                (Kind::Text(it), Some(wanted)) => Some(it.as_str()? == &**wanted),
                (Kind::Text(it), None) => it.as_str()?.parse().ok(),
                (Kind::Number(it), Some(wanted)) => Some(it.text()? == **wanted),
                _ => None,
            }
        }
        Condition::Named(it) => decided(bench, &it.definition),
        Condition::Not(it) => decided(bench, it).map(|it| !it),
        Condition::All(parts) => {
            let parts: Vec<_> = parts.iter().map(|it| decided(bench, it)).collect();
            match parts.contains(&Some(false)) {
                true => Some(false),
                false => parts.iter().all(Option::is_some).then_some(true),
            }
        }
        Condition::Any(parts) => {
            let parts: Vec<_> = parts.iter().map(|it| decided(bench, it)).collect();
            match parts.contains(&Some(true)) {
                true => Some(true),
                false => parts.iter().all(Option::is_some).then_some(false),
            }
        }
        Condition::Unknown(_) => None,
    }
}

fn told(value: &Value) -> String {
    let json: Option<Json> = crate::tf::functions::tests::json(value);
    json.map_or_else(|| format!("{:?}", value.kind), |it| it.to_string())
}
