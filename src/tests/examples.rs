//! The rules' pages, and the examples on them.
//!
//! An example is a fenced block whose fence says the language and what must come of it:
//! `yaml bad`, `hcl good`, `json undecided`. What must come of it stands in the example itself,
//! in comment lines that are taken out before it runs:
//!
//! - carets mark the line above, with the conditions and, where it is not the rule's own, the
//!   severity: `# ^^^^ warning when not IsProd`. A `#` that touches the carets counts as one.
//! - `# needs: var.types, var.size` says what would have to be known, sorted.
//! - `# file: variables.tf` begins another file.
//!
//! In JSON they begin with `//`.

use std::path::{Path, PathBuf};

use crate::config::Selection;
use crate::files::Memory;
use crate::files::golden;
use crate::lint::{Outcome, Request, lint};
use crate::rule::Rule;
use crate::rules::RULES;

pub(super) struct Page {
    pub(super) rule: &'static Rule,
    pub(super) path: PathBuf,
    /// As it is on disk.
    pub(super) text: String,
}

/// The page of every rule.
pub(super) fn pages() -> Vec<Page> {
    let files = super::tidy::sources("rules", "md");
    let page = |rule: &&'static Rule| {
        let path = files
            .iter()
            .map(|(path, _)| path)
            .find(|it| super::tidy::id_of(it).as_deref() == Some(rule.id))
            .unwrap_or_else(|| panic!("{} has no page", rule.id));
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
        Page { rule, text: golden::read(&path), path }
    };
    RULES.iter().map(page).collect()
}

/// A fenced block.
#[derive(Debug)]
pub(super) struct Block {
    /// The section that it stands in.
    pub(super) section: String,
    /// Lines of the page, from zero: the fences, and what is between them.
    pub(super) lines: std::ops::Range<usize>,
    /// What follows the backticks.
    pub(super) info: String,
    pub(super) body: String,
}

pub(super) fn blocks(page: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut section = String::new();
    let mut lines = page.lines().enumerate();
    while let Some((start, line)) = lines.next() {
        if let Some(title) = line.strip_prefix("## ") {
            section = title.to_owned();
        }
        let Some(info) = line.strip_prefix("```") else { continue };
        let (mut body, mut end) = (String::new(), start + 1);
        for (at, line) in lines.by_ref() {
            end = at + 1;
            if line == "```" {
                break;
            }
            body.push_str(line);
            body.push('\n');
        }
        let section = section.clone();
        blocks.push(Block { section, lines: start..end, info: info.to_owned(), body });
    }
    blocks
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Bad,
    Good,
    Undecided,
}

#[derive(Debug)]
pub(super) struct Example {
    pub(super) verdict: Verdict,
    pub(super) files: Vec<(String, String)>,
    /// As [`super::pages::mark`] writes them.
    pub(super) marks: Vec<String>,
    /// Joined by commas.
    pub(super) needs: String,
}

impl Example {
    /// None for a block that is no example.
    pub(super) fn of(block: &Block, rule: &Rule) -> Option<Self> {
        let (language, verdict) = block.info.split_once(' ')?;
        let verdict = match verdict {
            "bad" => Verdict::Bad,
            "good" => Verdict::Good,
            "undecided" => Verdict::Undecided,
            _ => return None,
        };
        let name = match language {
            "yaml" => "template.yaml",
            "json" => "template.json",
            "hcl" => "main.tf",
            _ => return None,
        };
        let mut example =
            Self { verdict, files: Vec::new(), marks: Vec::new(), needs: String::new() };
        let (mut path, mut text) = (name.to_owned(), String::new());
        for line in block.body.lines() {
            match Line::of(line) {
                Line::Source => {
                    text.push_str(line);
                    text.push('\n');
                }
                Line::File(next) => {
                    if !text.is_empty() {
                        example.files.push((path, std::mem::take(&mut text)));
                    }
                    path = next.to_owned();
                }
                Line::Needs(needs) => example.needs = needs.to_owned(),
                Line::Carets { start, end, said } => {
                    let line = text.lines().count();
                    let (severity, when) = match said.split_once(' ').unwrap_or((said, "")) {
                        (it @ ("error" | "warning" | "note"), when) => (it, when),
                        _ => (rule.severity.name(), said),
                    };
                    let mark = format!("{path}:{line}:{start}-{end} {severity} {when}");
                    example.marks.push(mark.trim_end().to_owned());
                }
            }
        }
        example.files.push((path, text));
        Some(example)
    }

    /// What becomes of it under that rule alone.
    pub(super) fn run(&self, rule: &'static Rule) -> Outcome {
        let memory = Memory::new(self.files.clone());
        let paths = vec![".".to_owned()];
        // Some look only where they are selected.
        let request = Request { paths, selection: Selection::everything(), ..Request::default() };
        lint(&request, &memory, &[rule]).expect("the folder that holds the example")
    }
}

/// What a line of an example is.
#[derive(Debug, PartialEq)]
enum Line<'t> {
    Source,
    File(&'t str),
    Needs(&'t str),
    /// Columns from one, the end exclusive, and what follows.
    Carets {
        start: usize,
        end: usize,
        said: &'t str,
    },
}

impl<'t> Line<'t> {
    fn of(line: &'t str) -> Self {
        let comment = line.trim_start();
        let Some(marker) = ["//", "#"].into_iter().find(|it| comment.starts_with(it)) else {
            return Line::Source;
        };
        let rest = &comment[marker.len()..];
        let said = rest.trim_start();
        if let Some(needs) = said.strip_prefix("needs: ") {
            return Line::Needs(needs);
        }
        if let Some(name) = said.strip_prefix("file: ") {
            return Line::File(name);
        }
        let after = said.trim_start_matches('^');
        let carets = said.len() - after.len();
        if carets == 0 {
            return Line::Source;
        }
        let touching = if said.len() == rest.len() { marker.len() } else { 0 };
        let before = line.len() - said.len() - touching;
        let start = before + 1;
        Line::Carets { start, end: start + touching + carets, said: after.trim_start() }
    }
}

#[test]
fn a_line_of_carets_marks_the_columns_above_it() {
    assert_eq!(Line::of("  # ^^^^"), Line::Carets { start: 5, end: 9, said: "" });
    assert_eq!(Line::of("#^^^"), Line::Carets { start: 1, end: 5, said: "" });
    assert_eq!(Line::of(" //^^ when A"), Line::Carets { start: 2, end: 6, said: "when A" });
    assert_eq!(Line::of("# needs: a, b"), Line::Needs("a, b"));
    assert_eq!(Line::of("# file: a.tf"), Line::File("a.tf"));
    assert_eq!(Line::of("# An ^ in a comment"), Line::Source);
    assert_eq!(Line::of("a: 1 # ^^^^"), Line::Source);
}
