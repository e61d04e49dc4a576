//! What the README shows is what the program says.

use std::path::Path;

use crate::files::{Disk, golden};
use crate::lint::{self, Request};
use crate::report;
use crate::rules::RULES;

#[test]
fn the_readme_shows_a_real_finding_and_every_rule() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = golden::read(&path);
    let readme = between(&readme, "finding", &format!("\n```text\n{}```\n\n", first_finding()));
    let readme = between(&readme, "rules", &format!("\n{}\n", table()));
    golden::check(&path, &readme);
}

/// The text with what stands between two marks replaced.
pub(super) fn between(text: &str, mark: &str, replacement: &str) -> String {
    let (start, end) = (format!("<!-- {mark} -->\n"), format!("<!-- /{mark} -->"));
    let (before, rest) = text.split_once(&start).expect("the mark that starts it");
    let (_, after) = rest.split_once(&end).expect("the mark that ends it");
    format!("{before}{start}{replacement}{end}{after}")
}

fn first_finding() -> String {
    let files = Disk::here().expect("a working directory");
    let request = Request { paths: vec!["testdata/demo".to_owned()], ..Request::default() };
    let outcome = lint::lint(&request, &files, RULES).expect("the demo is there");
    let mut out = Vec::new();
    let options = report::Options { quiet: true, ..report::Options::default() };
    let findings = outcome.findings.iter().take(1);
    report::write_findings(&mut out, &outcome.sources, findings, options).expect("text");
    let text = String::from_utf8(out).expect("UTF-8");
    format!("{}\n", text.trim_end())
}

fn table() -> String {
    let mut table = String::from("| rule | severity | what it finds |\n|---|---|---|\n");
    for rule in RULES {
        let (id, path, severity) = (rule.id, rule.path(), rule.severity.name());
        table.push_str(&format!("| [`{id}`]({path}) | {severity} | {} |\n", rule.summary()));
    }
    table
}
