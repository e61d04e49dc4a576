//! Regressions: folders of files, and what all rules together make of them.
//!
//! `testdata/rules/<rule-id>/<case>/` holds the files of one repository, and in `expected.txt`
//! what is found there. The rule of the folder goes unnamed.

#![expect(clippy::disallowed_methods, reason = "tests read their own cases")]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::files::{Memory, golden};
use crate::lint::{Outcome, Request, lint};
use crate::rule::Rule;
use crate::rule::controls::{self, Source};
use crate::rules::RULES;
use crate::text::{Sources, Span};

pub(super) const EXPECTED: &str = "expected.txt";

#[test]
fn every_case_comes_out_as_expected() {
    for folder in golden::cases("rules") {
        let id = folder.file_name().expect("a name").to_string_lossy().into_owned();
        assert!(RULES.iter().any(|it| it.id == id), "{id} is no rule");
        let mut cases: Vec<_> = fs::read_dir(&folder)
            .expect("a folder")
            .map(|it| it.expect("an entry").path())
            .collect();
        cases.sort();
        for case in cases {
            let memory = Memory::new(files_in(&case));
            let request = Request { paths: vec![".".to_owned()], ..Request::default() };
            let outcome = lint(&request, &memory, RULES).expect("the folder of the case");
            golden::check(&case.join(EXPECTED), &told(&outcome, &id));
        }
    }
}

/// The files of a case, by their paths in it.
pub(super) fn files_in(case: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut todo = vec![(case.to_owned(), String::new())];
    while let Some((folder, prefix)) = todo.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let entry = entry.expect("an entry");
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type().expect("a type").is_dir() {
                todo.push((entry.path(), name + "/"));
            } else if name != EXPECTED {
                files.push((name, fs::read(entry.path()).expect("a file")));
            }
        }
    }
    files.sort();
    files
}

pub(super) fn told(outcome: &Outcome, id: &str) -> String {
    let mut told = String::new();
    for it in &outcome.findings {
        let place = place(&outcome.sources, it.span);
        write!(told, "{} {place} ", it.severity.name()).unwrap();
        if it.rule != id {
            write!(told, "{}: ", it.rule).unwrap();
        }
        writeln!(told, "{}{}", it.message, when(&it.when)).unwrap();
        if let Some(subject) = &it.subject {
            writeln!(told, "  subject {}", subject.address).unwrap();
            if let Some(construct) = &subject.construct {
                writeln!(told, "  construct {construct}").unwrap();
            }
        }
        for label in &it.labels {
            let place = self::place(&outcome.sources, label.span);
            writeln!(told, "  {place} {}", label.message).unwrap();
        }
        for note in &it.notes {
            writeln!(told, "  = {note}").unwrap();
        }
    }
    for it in &outcome.undecided {
        let place = place(&outcome.sources, it.subject.header);
        write!(told, "undecided {place} ").unwrap();
        if it.rule != id {
            write!(told, "{}: ", it.rule).unwrap();
        }
        let needs = it.needs.join(", ");
        writeln!(told, "{} needs {needs}{}", it.subject.address, when(&it.when)).unwrap();
    }
    if told.is_empty() {
        told.push_str("fine\n");
    }
    told
}

fn when(conditions: &[String]) -> String {
    match conditions {
        [] => String::new(),
        conditions => format!(" when {}", conditions.join(" and ")),
    }
}

/// `path:line:column-line:column`, the end exclusive, and what stands there.
pub(super) fn place(sources: &Sources, span: Span) -> String {
    let (start, end) = sources.positions(span);
    let path = &sources.get(span.file).path;
    let text = sources.slice(span).lines().next().unwrap_or_default();
    format!("{path}:{}:{}-{}:{} `{text}`", start.line, start.column, end.line, end.column)
}

#[test]
fn every_control_that_a_rule_names_is_known() {
    let mut wrong = Vec::new();
    for rule in RULES {
        for id in rule.controls.iter().chain(rule.related) {
            match controls::control(id) {
                None => wrong.push(format!("{}: {id} is no control", rule.id)),
                // A framework demands an outcome, and looks for no defect.
                Some(it) if rule.controls.contains(id) && it.source == Source::Nist => {
                    wrong.push(format!("{}: {id} can only be related", rule.id));
                }
                Some(_) => (),
            }
        }
        if rule.references().count() != rule.controls.len() + rule.related.len() {
            wrong.push(format!("{}: not all its controls are shown", rule.id));
        }
    }
    for it in controls::CONTROLS {
        let named = |rule: &&Rule| rule.controls.contains(&it.id) || rule.related.contains(&it.id);
        if !RULES.iter().copied().any(|rule| named(&rule)) {
            wrong.push(format!("no rule names {}", it.id));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
