//! `testdata/tf/*/` lowers to the `graph.txt` in it. `UPDATE=1` writes it.

#![expect(clippy::disallowed_methods, reason = "reads test data")]

use std::collections::BTreeMap;
use std::path::Path;

use super::lowered;
use crate::files::{Memory, golden};
use crate::graph::dump::dump;

#[test]
fn modules_lower_to_their_graphs() {
    for case in golden::cases("tf") {
        let mut files = Memory::default();
        add(&mut files, &case, "");
        if !case.join("main.tf").exists() && !case.join("main.tf.json").exists() {
            continue;
        }
        let (sources, graph) = lowered(&files, &inputs(&case));
        golden::check(&case.join("graph.txt"), &dump(&sources, &graph));
    }
}

fn add(files: &mut Memory, folder: &Path, below: &str) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        let inner = format!("{below}{name}");
        match path.is_dir() {
            true => add(files, &path, &format!("{inner}/")),
            false => files.add(&inner, std::fs::read(&path).unwrap()),
        }
    }
}

/// `inputs.txt` has a line `name=value` for each variable given on the command line.
fn inputs(case: &Path) -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(case.join("inputs.txt")).unwrap_or_default();
    let lines = text.lines().filter_map(|it| it.split_once('='));
    lines.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}
