//! The examples of the pages in `docs/` do what the pages show.
//!
//! A block with a path is a file, which replaces one that was there. A block of `text` is what a
//! run says, with the arguments that follow the word. One of `console` has commands after `$ `,
//! each with what it says below it; what they write is there for those that follow. Comments of HTML
//! say where files come from: `<!-- files begin anew -->`, `<!-- files of testdata/demo -->`.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;
use std::time::Duration;

use super::rules::files_in;
use crate::cli::{self, Edge};
use crate::date::Date;
use crate::files::{Files as _, Memory, golden};
use crate::history::Changed;
use crate::history::tests::Past;

const PAGES: [&str; 5] = ["baseline", "configuration", "editors", "fixes", "suppression"];

#[test]
fn pages_show_real_runs() {
    for name in PAGES {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("docs/{name}.md"));
        golden::check(&path, &run(&golden::read(&path)));
    }
}

#[test]
fn a_page_is_written_as_its_commands_go() {
    let page = "```yaml a.yaml\nResources: {}\n```\n\n```console\n$ cat a.yaml\nwas this\n$ wirelint \
                --nonsense 2>/dev/null\n$ echo $?\n```\n";
    let shown = "```yaml a.yaml\nResources: {}\n```\n\n```console\n$ cat a.yaml\nResources: {}\n$ \
                 wirelint --nonsense 2>/dev/null\n$ echo $?\n2\n```\n";
    assert_eq!(run(page), shown);
}

/// The page as it should be.
pub(super) fn run(page: &str) -> String {
    let mut place = Place::default();
    let (mut shown, mut runs) = (String::new(), 0);
    let mut rest = page;
    while let Some((before, block)) = rest.split_once("```") {
        if before.contains("<!-- files begin anew -->") {
            place = Place::default();
        }
        if let Some((_, folder)) = before.split_once("<!-- files of ") {
            let (folder, _) = folder.split_once(" -->").expect("the end of the comment");
            place.take(folder);
        }
        let (info, block) = block.split_once('\n').expect("a line that opens a block");
        let (text, after) = block.split_once("```").expect("a line that closes it");
        let mut words = info.split(' ');
        let text = match (words.next(), words.next()) {
            (Some("text"), _) => {
                runs += 1;
                place.wirelint(&info.split(' ').skip(1).collect::<Vec<_>>(), &[], Heard::All)
            }
            (Some("console"), None) => {
                runs += 1;
                place.session(text)
            }
            (_, Some(path)) => {
                place.files.add(path, text);
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

/// Where a page's commands run.
#[derive(Default)]
struct Place {
    files: Memory,
    committed: Memory,
    exit_code: u8,
}

/// What is seen of what a run says.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Heard {
    All,
    Output,
}

impl Place {
    /// What lies there in the repository of wirelint lies here, too.
    fn take(&mut self, folder: &str) {
        for (name, bytes) in files_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)) {
            self.files.add(&format!("{folder}/{name}"), bytes);
        }
    }

    /// Each command, with what it says in place of what the page has below it.
    fn session(&mut self, text: &str) -> String {
        let mut shown = String::new();
        for command in text.lines().filter_map(|it| it.strip_prefix("$ ")) {
            shown.push_str(&format!("$ {command}\n{}", self.said(command)));
        }
        shown
    }

    fn said(&mut self, command: &str) -> String {
        let (command, heard) = match command.strip_suffix(" 2>/dev/null") {
            Some(it) => (it, Heard::Output),
            None => (command, Heard::All),
        };
        let (command, stdin) = match command.split_once(" < ") {
            Some((it, path)) => (it, self.files.read(path).expect("a file of the page")),
            None => (command, Vec::new()),
        };
        let words: Vec<&str> = command.split(' ').collect();
        match &*words {
            ["wirelint", arguments @ ..] => self.wirelint(arguments, &stdin, heard),
            ["git", "commit", ..] => {
                self.committed = self.files.clone();
                String::new()
            }
            ["sed", "-i", change, path] => {
                let (before, after) = replacement(change);
                let text = self.text(path);
                assert!(text.contains(before), "`{command}` changes nothing");
                self.files.add(path, text.replacen(before, after, 1));
                String::new()
            }
            ["cat", path] => self.text(path),
            ["echo", "$?"] => format!("{}\n", self.exit_code),
            _ => panic!("what `{command}` does is not known here"),
        }
    }

    fn text(&self, path: &str) -> String {
        String::from_utf8(self.files.read(path).expect("a file of the page")).expect("UTF-8")
    }

    fn wirelint(&mut self, arguments: &[&str], mut stdin: &[u8], heard: Heard) -> String {
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let (files, history) = (self.files.clone(), self.history());
        let edge = Edge {
            store: &mut self.files,
            history: &history,
            stdin: &mut stdin,
            stdout: &mut stdout,
            stderr: &mut stderr,
            is_terminal: false,
            width: None,
            waiting: None,
            environment: &BTreeMap::new(),
            today: Date::parse("2027-01-31"),
            clock: &|| Duration::ZERO,
        };
        let arguments = ["wirelint"].iter().chain(arguments).map(OsString::from);
        self.exit_code = cli::run(arguments, &files, edge);
        if heard == Heard::All {
            stdout.extend(stderr);
        }
        String::from_utf8(stdout).expect("UTF-8")
    }

    fn history(&self) -> Past {
        let paths = |it: &Memory| it.walk(".");
        let mut all = [paths(&self.files), paths(&self.committed)].concat();
        all.sort();
        all.dedup();
        let changed = |path: String| {
            let before = self.committed.read(&path).ok();
            (before != self.files.read(&path).ok()).then_some(Changed { path, before })
        };
        Past(all.into_iter().filter_map(changed).collect())
    }
}

/// The two sides of `s/before/after/`, which are plain text.
fn replacement(change: &str) -> (&str, &str) {
    let sides = change.strip_prefix("s/").and_then(|it| it.strip_suffix('/'));
    sides.and_then(|it| it.split_once('/')).expect("`s/before/after/`")
}
