//! Expressions against Terraform's own answers.

#![expect(clippy::disallowed_methods, reason = "reads test data")]

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value as Json;

use super::with_bench;
use crate::files::{Memory, golden};
use crate::syntax::json;
use crate::text::FileId;
use crate::value::{Kind, Type, Value, document};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/tf/oracle");

/// Of the values that Terraform knows, in a thousand, how many are known here at least.
const FLOOR: usize = 990;

/// Where we know more or less than Terraform on purpose, and why.
const DIFFERENCES: [(&str, &str); 16] = [
    ("t0092", "decided as of Terraform 1.12"),
    ("t0094", "decided as of Terraform 1.12"),
    ("t0097", "decided as of Terraform 1.12"),
    ("t0144", "a choice keeps its sides, even equal ones: each has a place of its own"),
    ("t0241", "the workspace is what the command line says, not always `default`"),
    ("t0268", "nothing here keeps account of what is sensitive"),
    ("t0272", "nothing here keeps account of what is sensitive"),
    ("t0790", "the keys that are known to be there are listed, their values are not known"),
    ("t0825", "a sorted list of unknown order is unknown as a whole"),
    ("t0843", "not worked out: no rule reads what is compressed"),
    ("t1060", "a text that has it before what is not known has it"),
    ("t1078", "a document keeps the values it was made from"),
    ("t1081", "a document is read around what is not known"),
    ("t1085", "the characters before what is not known are known"),
    ("t1093", "keys that are written are listed; those that are not known may be any"),
    ("t1094", "a later key wins, whatever those before it are"),
];

#[test]
fn expressions_are_what_terraform_makes_of_them() {
    let rows = std::fs::read_to_string(format!("{FOLDER}/tf.jsonl")).unwrap();
    let (told, known, knowable) = with_bench(&context(), &BTreeMap::new(), |bench| {
        let (mut told, mut known, mut knowable) = (Vec::new(), 0, 0);
        for row in rows.lines() {
            let row: Json = serde_json::from_str(row).unwrap();
            let (id, expr) = (row["id"].as_str().unwrap(), row["expr"].as_str().unwrap());
            let value = bench.value(expr);
            let verdict = judge(&row, &value);
            if row["kind"] == "known" {
                knowable += 1;
                known += usize::from(verdict == Verdict::Equal);
            }
            if let Verdict::Less(it) | Verdict::More(it) | Verdict::Wrong(it) = &verdict {
                let wrong = matches!(verdict, Verdict::Wrong(_));
                told.push((id.to_owned(), wrong, format!("{id} {expr}: {it}")));
            }
        }
        (told, known, knowable)
    });
    let listed: BTreeSet<&str> = DIFFERENCES.iter().map(|(id, _)| *id).collect();
    let differing: BTreeSet<&str> = told.iter().map(|(id, ..)| id.as_str()).collect();
    let unlisted: Vec<&str> = told
        .iter()
        .filter(|(id, wrong, _)| *wrong || !listed.contains(id.as_str()))
        .map(|it| it.2.as_str())
        .collect();
    let stale: Vec<&&str> = listed.difference(&differing).collect();
    assert!(unlisted.is_empty(), "{}", unlisted.join("\n"));
    assert!(stale.is_empty(), "no longer different: {stale:?}");
    assert!(known * 1000 >= knowable * FLOOR, "{known} of {knowable} are known");
    let figures = format!(
        "Of {knowable} recorded expressions whose value Terraform 1.11.4 knows, {known} have"
    );
    assert!(include_str!("../../../docs/compatibility.md").contains(&figures), "{figures}");
}

/// The page for users tells every difference, and no other.
#[test]
fn the_differences_are_told() {
    let page = include_str!("../../../docs/compatibility.md");
    let (_, section) = page.split_once("### Where answers differ").expect("a section");
    let section = section.split("\n## ").next().expect("text");
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let (_, bullets) = section.split_once("\n- ").expect("a list");
    let told: BTreeSet<String> =
        bullets.split("\n- ").map(|it| words(it).trim_end_matches('.').to_owned()).collect();
    let listed: BTreeSet<String> = DIFFERENCES.iter().map(|(_, why)| words(why)).collect();
    assert_eq!(told, listed);
}

fn context() -> Memory {
    let mut files = Memory::default();
    let read = |path: &str| std::fs::read(format!("{FOLDER}/{path}")).unwrap();
    files.add("context.tf", read("context.tf"));
    for path in golden::cases("tf/oracle/files") {
        let name = path.file_name().unwrap().to_str().unwrap();
        files.add(&format!("files/{name}"), read(&format!("files/{name}")));
    }
    files
}

#[derive(Debug, PartialEq)]
enum Verdict {
    Equal,
    /// Known there and not here.
    Less(String),
    /// Known here and not there.
    More(String),
    /// Known here and there, and not the same.
    Wrong(String),
}

fn judge(row: &Json, value: &Value) -> Verdict {
    let less = || Verdict::Less(format!("{:?}", value.kind));
    match row["kind"].as_str().unwrap() {
        "known" => {
            let text = row["value_json"].as_str().unwrap();
            let tree = json::parse(FileId(0), text).tree;
            let theirs = document::of_tree(&tree, tree.root);
            match same(value, &theirs) {
                Some(true) if !is_of(&value.type_of(), &row["type"]) => {
                    Verdict::Wrong(format!("is {:?}, not {}", value.type_of(), row["type"]))
                }
                Some(true) => Verdict::Equal,
                Some(false) => Verdict::Wrong(format!("is {:?}, not {text}", value.kind)),
                None => less(),
            }
        }
        "unknown" => unknown(value, &row["value_with_unknowns"]),
        // Parts of what Terraform refuses as a whole may be known here, but not all.
        _ if !value.is_wholly_known() => Verdict::Equal,
        _ => Verdict::Wrong(format!("is {:?}, not an error", value.kind)),
    }
}

/// None if not enough is known.
fn same(ours: &Value, theirs: &Value) -> Option<bool> {
    let all = |parts: &mut dyn Iterator<Item = Option<bool>>| {
        let parts: Vec<Option<bool>> = parts.collect();
        match parts.contains(&Some(false)) {
            true => Some(false),
            false => parts.iter().all(Option::is_some).then_some(true),
        }
    };
    match (&ours.kind, &theirs.kind) {
        (Kind::Unknown(_) | Kind::If(_), _) => None,
        (Kind::Text(it), _) if it.as_str().is_none() => None,
        (Kind::Absent | Kind::Null, Kind::Null) => Some(true),
        (Kind::Bool(a), Kind::Bool(b)) => Some(a == b),
        (Kind::Number(a), Kind::Number(b)) if a.text().is_none() => {
            let (a, b) = (a.as_f64(), b.as_f64());
            if (a - b).abs() <= b.abs() * 1e-9 { None } else { Some(false) }
        }
        (Kind::Number(a), Kind::Number(b)) => Some(a == b),
        (Kind::Text(a), Kind::Text(b)) => Some(a.as_str() == b.as_str()),
        (Kind::List(a), Kind::List(b)) if a.items.len() == b.items.len() => {
            all(&mut a.items.iter().zip(&b.items).map(|(a, b)| same(a, b)))
        }
        (Kind::Map(a), Kind::Map(_)) if a.open.is_some() => None,
        (Kind::Map(a), Kind::Map(b)) if a.entries.len() == b.entries.len() => all(&mut a
            .entries
            .iter()
            .zip(&b.entries)
            .map(|(a, b)| if a.key == b.key { same(&a.value, &b.value) } else { Some(false) })),
        _ => Some(false),
    }
}

/// What Terraform does not know here may be known in part.
fn unknown(ours: &Value, theirs: &Json) -> Verdict {
    if theirs.get("unknown").is_some() {
        return match &ours.kind {
            Kind::Unknown(_) | Kind::If(_) => Verdict::Equal,
            Kind::Text(it) if it.as_str().is_none() => Verdict::Equal,
            kind => Verdict::More(format!("is {kind:?}")),
        };
    }
    let parts: Vec<Verdict> = match (&ours.kind, theirs) {
        (Kind::Unknown(_), _) => return Verdict::Less(format!("{:?}", ours.kind)),
        (Kind::List(a), Json::Array(b)) if a.items.len() == b.len() => {
            a.items.iter().zip(b).map(|(a, b)| unknown(a, b)).collect()
        }
        (Kind::Map(a), Json::Object(b)) if a.entries.len() == b.len() => {
            a.entries.iter().map(|a| unknown(&a.value, &b[&*a.key])).collect()
        }
        _ => {
            let text = theirs.to_string();
            let tree = json::parse(FileId(0), &text).tree;
            let theirs = document::of_tree(&tree, tree.root);
            return match same(ours, &theirs) {
                Some(true) => Verdict::Equal,
                Some(false) => Verdict::Wrong(format!("is {:?}, not {text}", ours.kind)),
                None => Verdict::Less(format!("{:?}", ours.kind)),
            };
        }
    };
    parts.into_iter().find(|it| *it != Verdict::Equal).unwrap_or(Verdict::Equal)
}

/// Whether a type is the one that Terraform's JSON tells.
fn is_of(ours: &Type, theirs: &Json) -> bool {
    let name = theirs.as_str().or_else(|| theirs[0].as_str());
    match ours {
        Type::Any => true,
        Type::Bool => name == Some("bool"),
        Type::Number => name == Some("number"),
        Type::Text => name == Some("string"),
        Type::List(it) => name == Some("list") && is_of(it, &theirs[1]),
        Type::Set(it) => name == Some("set") && is_of(it, &theirs[1]),
        Type::Map(it) => name == Some("map") && is_of(it, &theirs[1]),
        Type::Tuple(it) => {
            name == Some("tuple")
                && theirs[1].as_array().is_some_and(|theirs| {
                    theirs.len() == it.len()
                        && it.iter().zip(theirs).all(|(ours, theirs)| is_of(ours, theirs))
                })
        }
        Type::Object(it) => {
            name == Some("object")
                && theirs[1].as_object().is_some_and(|theirs| {
                    theirs.len() == it.len()
                        && it.iter().all(|(name, ours)| {
                            theirs.get(&**name).is_some_and(|theirs| is_of(ours, theirs))
                        })
                })
        }
    }
}
