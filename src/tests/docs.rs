//! The examples of the pages in `docs/` do what the pages show.
//!
//! A block with a path is a file, which replaces one that was there. A block of `text` is what a
//! run says, with the arguments that follow the word.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::time::Duration;

use crate::cli::{self, Edge};
use crate::date::Date;
use crate::files::{Memory, golden};
use crate::history::tests::Past;

const PAGES: [&str; 2] = ["configuration", "suppression"];

#[test]
fn pages_show_real_runs() {
    for name in PAGES {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("docs/{name}.md"));
        golden::check(&path, &run(&golden::read(&path)));
    }
}

/// The page as it should be.
fn run(page: &str) -> String {
    let mut files = Memory::default();
    let (mut shown, mut runs) = (String::new(), 0);
    let mut rest = page;
    while let Some((before, block)) = rest.split_once("```") {
        if before.contains("<!-- files begin anew -->") {
            files = Memory::default();
        }
        let (info, block) = block.split_once('\n').expect("a line that opens a block");
        let (text, after) = block.split_once("```").expect("a line that closes it");
        let mut words = info.split(' ');
        let text = match (words.next(), words.next()) {
            (Some("text"), _) => {
                runs += 1;
                said(&files, info)
            }
            (_, Some(path)) => {
                files.add(path, text);
                text.to_owned()
            }
            // What is only shown.
            (_, None) => text.to_owned(),
        };
        shown.push_str(&format!("{before}```{info}\n{text}```"));
        rest = after;
    }
    assert!(runs > 0, "nothing is run");
    format!("{shown}{rest}")
}

fn said(files: &Memory, info: &str) -> String {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let edge = Edge {
        store: &mut Memory::default(),
        history: &Past::default(),
        stdin: &mut io::empty(),
        stdout: &mut stdout,
        stderr: &mut stderr,
        is_terminal: false,
        width: None,
        waiting: None,
        environment: &BTreeMap::new(),
        today: Date::parse("2027-01-31"),
        clock: &|| Duration::ZERO,
    };
    let arguments = info.split(' ').skip(1);
    cli::run(["wirelint"].into_iter().chain(arguments).map(OsString::from), files, edge);
    let text = |it| String::from_utf8(it).expect("UTF-8");
    format!("{}{}", text(stdout), text(stderr))
}
