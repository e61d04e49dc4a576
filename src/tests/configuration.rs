//! The examples of `docs/configuration.md` do what the page shows.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::path::Path;

use crate::cli::{self, Edge};
use crate::date::Date;
use crate::files::{Memory, golden};

#[test]
fn the_page_about_configuration_shows_real_runs() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/configuration.md");
    let page = golden::read(&path);
    let mut files = Memory::default();
    let (mut shown, mut runs) = (String::new(), 0);
    let mut rest = page.as_str();
    // A block with a path is a file, which replaces one that was there; `text` is what a run says.
    while let Some((before, block)) = rest.split_once("```") {
        if before.contains("<!-- files begin anew -->") {
            files = Memory::default();
        }
        let (info, block) = block.split_once('\n').expect("a line that opens a block");
        let (text, after) = block.split_once("```").expect("a line that closes it");
        let text = match info.split_once(' ') {
            Some((_, path)) => {
                files.add(path, text);
                text.to_owned()
            }
            None if info == "text" => {
                runs += 1;
                said(&files)
            }
            // What is only shown.
            None => text.to_owned(),
        };
        shown.push_str(&format!("{before}```{info}\n{text}```"));
        rest = after;
    }
    assert!(runs > 0, "nothing is run");
    golden::check(&path, &format!("{shown}{rest}"));
}

fn said(files: &Memory) -> String {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let edge = Edge {
        store: &mut Memory::default(),
        stdin: &mut io::empty(),
        stdout: &mut stdout,
        stderr: &mut stderr,
        is_terminal: false,
        width: None,
        environment: &BTreeMap::new(),
        today: Date::parse("2027-01-31"),
    };
    cli::run(["wirelint"].into_iter().map(OsString::from), files, edge);
    let text = |it| String::from_utf8(it).expect("UTF-8");
    format!("{}{}", text(stdout), text(stderr))
}
