mod dump;
mod json;
mod properties;

use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::text::Sources;

/// The inputs under `testdata`, with their file names.
#[expect(clippy::disallowed_methods, reason = "tests read their data")]
fn cases() -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/syntax/hcl");
    let entries = fs::read_dir(folder).unwrap().map(|it| it.unwrap().path());
    let mut paths: Vec<_> = entries.filter(|it| it.extension().unwrap() != "tree").collect();
    paths.sort();
    paths.into_iter().map(|it| (it.clone(), fs::read_to_string(it).unwrap())).collect()
}

fn dump(path: &Path, text: &str) -> String {
    let mut sources = Sources::default();
    let file = sources.add(path.display().to_string(), text.to_owned());
    match path.extension().unwrap().to_str().unwrap() {
        "json" => dump::body(&sources, &from_json(&json::tree(file, text))),
        "tftpl" => dump::template(&sources, &parse_template(file, text)),
        _ => dump::body(&sources, &parse(file, text)),
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "tests read and, when asked to, write their data")]
fn trees() {
    let update = std::env::var("UPDATE").is_ok();
    let mut wrong = Vec::new();
    for (path, text) in cases() {
        let tree = path.with_extension("tree");
        let actual = dump(&path, &text);
        if update {
            fs::write(&tree, actual).unwrap();
        } else if fs::read_to_string(&tree).unwrap_or_default() != actual {
            wrong.push(tree);
        }
    }
    assert!(wrong.is_empty(), "UPDATE=1 rewrites {wrong:#?}");
}
