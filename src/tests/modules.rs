//! Modules that are known by their inputs.
//!
//! `testdata/modules/<description>/<case>/` holds callers, and in `expected.txt` what is found
//! there when the module is not installed.

#![expect(clippy::disallowed_methods, reason = "tests read their own cases")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use super::readme::between;
use super::rules::{EXPECTED, files_in, place, told};
use crate::files::{Memory, golden};
use crate::lint::{Outcome, Request, lint};
use crate::rules::RULES;
use crate::tf::{descriptions, installed};

fn cases() -> Vec<PathBuf> {
    let folders = golden::cases("modules");
    let inside = folders.iter().flat_map(|it| fs::read_dir(it).expect("a folder"));
    let mut cases: Vec<PathBuf> = inside.map(|it| it.expect("an entry").path()).collect();
    cases.sort();
    cases
}

fn outcome(files: &Memory) -> Outcome {
    let request = Request { paths: vec![".".to_owned()], ..Request::default() };
    lint(&request, files, RULES).expect("the folder of the case")
}

#[test]
fn callers_come_out_as_expected() {
    for case in cases() {
        let outcome = outcome(&Memory::new(files_in(&case)));
        let mut told = told(&outcome, "");
        for it in outcome.graphs.iter().flat_map(|it| &it.missing) {
            let place = place(&outcome.sources, it.place);
            let needs = it.needs.as_ref().unwrap_or(&it.source);
            writeln!(told, "missing {place} {} needs {needs}", it.address).unwrap();
        }
        golden::check(&case.join(EXPECTED), &told);
    }
}

#[test]
fn the_page_lists_what_is_known() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/modules.md");
    let mut table = String::from("\n| module | releases | held against |\n|---|---|---|\n");
    for (name, releases, checked) in descriptions() {
        writeln!(table, "| `{name}` | {releases} | {} |", checked.join(", ")).unwrap();
    }
    table.push('\n');
    golden::check(&page, &between(&golden::read(&page), "known", &table));
}

/// Findings and undecided workloads, without the places in code that others wrote.
fn verdicts(outcome: &Outcome) -> String {
    let foreign = |path: &str| path.contains(".terraform/") || path.starts_with('<');
    let mut told = String::new();
    for it in &outcome.findings {
        let span = place(&outcome.sources, it.span);
        writeln!(told, "{} {} {span} {} {:?}", it.severity.name(), it.rule, it.message, it.when)
            .unwrap();
        writeln!(told, "  {:?}", it.subject.as_ref().map(|it| &it.address)).unwrap();
        for label in &it.labels {
            if !foreign(&outcome.sources.get(label.span.file).path) {
                let span = place(&outcome.sources, label.span);
                writeln!(told, "  {span} {}", label.message).unwrap();
            }
        }
        for note in it.notes.iter().filter(|it| !it.starts_with("this module's default")) {
            writeln!(told, "  = {note}").unwrap();
        }
    }
    for it in &outcome.undecided {
        let header = place(&outcome.sources, it.subject.header);
        writeln!(told, "undecided {} {header} {}", it.rule, it.subject.address).unwrap();
        writeln!(told, "  {:?} {:?}", it.needs, it.when).unwrap();
    }
    told
}

#[test]
fn a_module_is_judged_alike_installed_and_described() {
    let mut compared = 0;
    for case in cases() {
        let mut files = Memory::new(files_in(&case));
        let described = outcome(&files);
        let Some(modules) = installed(&files) else { continue };
        for (path, text) in modules {
            files.add(&path, text);
        }
        compared += 1;
        let installed = outcome(&files);
        assert!(
            installed.graphs.iter().all(|it| it.missing.is_empty()),
            "{}: {:?}",
            case.display(),
            installed.graphs.iter().map(|it| &it.missing).collect::<Vec<_>>()
        );
        assert_eq!(verdicts(&installed), verdicts(&described), "{}", case.display());
    }
    assert!(compared > 10, "only {compared} cases could be compared");
}
