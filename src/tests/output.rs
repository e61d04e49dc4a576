//! What `docs/output.md` shows of each format is what the program says of the demo.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::time::Duration;

use super::readme::between;
use crate::cli::{self, Edge};
use crate::files::{Disk, Memory, golden};
use crate::history::tests::Past;

#[test]
fn the_page_about_output_shows_real_reports() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/output.md");
    let mut page = golden::read(&path);
    for (mark, language, arguments) in [
        ("concise", "text", "--format concise"),
        ("statistics", "text", "--statistics"),
        ("json", "json", "--format json"),
        ("jsonl", "json", "--format jsonl"),
        ("markdown", "markdown", "--format markdown"),
        ("github", "text", "--format github"),
        ("gitlab", "json", "--format gitlab"),
        ("junit", "xml", "--format junit"),
        ("checkstyle", "xml", "--format checkstyle"),
    ] {
        let all = arguments.split(' ').chain(["testdata/demo/eks"]);
        let said = said(&all.collect::<Vec<_>>(), 1);
        // A report may have fences of its own.
        let block = format!("\n````{language}\n{}\n````\n\n", said.trim_end());
        page = between(&page, mark, &block);
    }
    golden::check(&path, &page);
}

/// What a run over the repository says, which ends with that code.
pub(super) fn said(arguments: &[&str], code: u8) -> String {
    let mut stdout = Vec::new();
    let edge = Edge {
        store: &mut Memory::default(),
        history: &Past::default(),
        waiting: None,
        stdin: &mut io::empty(),
        stdout: &mut stdout,
        stderr: &mut io::sink(),
        is_terminal: false,
        width: None,
        environment: &BTreeMap::new(),
        today: None,
        clock: &|| Duration::ZERO,
    };
    let arguments = ["wirelint"].into_iter().chain(arguments.iter().copied());
    let files = Disk::here().expect("a working directory");
    assert_eq!(cli::run(arguments.map(OsString::from), &files, edge), code);
    String::from_utf8(stdout).expect("UTF-8")
}
