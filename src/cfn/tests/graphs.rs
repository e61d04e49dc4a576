//! `testdata/cfn/*/template.*`, with the files beside it, lowers to the `graph.txt` there.
//! `UPDATE=1` writes it.

#![expect(clippy::disallowed_methods, reason = "reads test data")]

use std::collections::BTreeMap;
use std::path::Path;

use super::{Lowered, lowered_among};
use crate::cfn::{Inputs, Supplied};
use crate::graph::dump::{dump, place};

#[test]
fn templates_lower_to_their_graphs() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/cfn");
    let mut cases: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder of cases")
        .map(|it| it.expect("a case").path())
        .collect();
    cases.sort();
    let mut stale = Vec::new();
    for case in cases {
        let mut files = files_in(&case);
        let is_template = |it: &(String, String)| it.0.starts_with("template.");
        let Some(at) = files.iter().position(is_template) else { continue };
        files.swap(0, at);
        let found = told(&lowered_among(&files, &inputs(&case)));
        let expected = case.join("graph.txt");
        if std::fs::read_to_string(&expected).ok().as_ref() != Some(&found) {
            if std::env::var_os("UPDATE").is_some() {
                std::fs::write(&expected, &found).expect("writing a graph");
            }
            stale.push(format!("{}:\n{found}", expected.display()));
        }
    }
    assert!(stale.is_empty() || std::env::var_os("UPDATE").is_some(), "{}", stale.join("\n"));
}

/// The files of a case with their paths in it.
fn files_in(case: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    let mut todo = vec![(case.to_owned(), String::new())];
    while let Some((folder, prefix)) = todo.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy();
            if path.is_dir() {
                todo.push((path.clone(), format!("{prefix}{name}/")));
            } else if name.ends_with(".yaml") || name.ends_with(".json") {
                let text = std::fs::read_to_string(&path).expect("a file of text");
                files.push((format!("{prefix}{name}"), text));
            }
        }
    }
    files.sort();
    files
}

fn told(it: &Lowered) -> String {
    let mut told = dump(&it.sources, &it.graph);
    for again in &it.facts.duplicate_keys {
        let (first, later) = (place(&it.sources, again.first), place(&it.sources, again.again));
        told += &format!("duplicate: {} {first} {later}\n", again.key);
    }
    for error in &it.errors {
        told += &format!("error: {} {}\n", error.message, place(&it.sources, error.span));
    }
    told
}

/// `inputs.txt` has a line `Name=value` for each parameter given; `AWS::Region` is the region.
fn inputs(case: &Path) -> Inputs {
    let text = std::fs::read_to_string(case.join("inputs.txt")).unwrap_or_default();
    let mut parameters: BTreeMap<String, Supplied> = text
        .lines()
        .filter_map(|it| it.split_once('='))
        .map(|(name, value)| (name.to_owned(), Supplied::Said(value.into())))
        .collect();
    let region = parameters.remove("AWS::Region").and_then(|it| Some(it.text()?.to_owned()));
    Inputs { parameters, region }
}
