//! `testdata/cfn/*/template.*` lowers to the `graph.txt` beside it. `UPDATE=1` writes it.

#![expect(clippy::disallowed_methods, reason = "reads test data")]

use std::collections::BTreeMap;
use std::path::Path;

use super::{Lowered, lowered_as};
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
        let names = ["template.yaml", "template.json"];
        let Some(path) = names.iter().map(|it| case.join(it)).find(|it| it.exists()) else {
            continue;
        };
        let text = std::fs::read_to_string(&path).expect("a template");
        let found = told(&lowered_as(&path.to_string_lossy(), &text, &inputs(&case)));
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

fn told(it: &Lowered) -> String {
    let mut told = dump(&it.sources, &it.graph);
    for again in &it.facts.duplicate_keys {
        let (first, later) = (place(&it.sources, again.first), place(&it.sources, again.again));
        told += &format!("duplicate: {} {first} {later}\n", again.key);
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
