//! What is said without knowing a variable holds whatever its value turns out to be.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::{Bench, with_bench};
use crate::files::Memory;
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
    let none = values(&expressions, &BTreeMap::new(), &[]);
    let mut wrong = Vec::new();
    for (name, candidates) in VALUES {
        let mut variables = first_values();
        variables.remove(name);
        let others = values(&expressions, &variables, &none);
        for text in candidates {
            variables.insert(name.to_owned(), (*text).to_owned());
            for open in [&none, &others] {
                let closed = values(&expressions, &variables, open);
                wrong.extend(closed.iter().filter_map(|it| it.wrong.clone()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
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
    expressions: &[String],
    variables: &BTreeMap<String, String>,
    open: &[Told],
) -> Vec<Told> {
    let files = Memory::new([("main.tf", MODULE)]);
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
        (Kind::Unknown(_), _) | (_, Kind::Unknown(_)) => true,
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
            listed && (a.open.is_some() || a.entries.len() == b.entries.len())
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
