//! What the README shows and lists is what the program says and has.

use std::path::Path;

use super::docs;
use crate::files::golden;
use crate::rules::RULES;

#[test]
fn the_readme_shows_real_runs_and_every_rule() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = docs::run(&golden::read(&path));
    golden::check(&path, &between(&readme, "rules", &format!("\n{}\n", table())));
}

/// The text with what stands between two marks replaced.
pub(super) fn between(text: &str, mark: &str, replacement: &str) -> String {
    let (start, end) = (format!("<!-- {mark} -->\n"), format!("<!-- /{mark} -->"));
    let (before, rest) = text.split_once(&start).expect("the mark that starts it");
    let (_, after) = rest.split_once(&end).expect("the mark that ends it");
    format!("{before}{start}{replacement}{end}{after}")
}

fn table() -> String {
    let mut table = String::from("| rule | severity | what it finds |\n|---|---|---|\n");
    for rule in RULES {
        let (id, path, severity) = (rule.id, rule.path(), rule.severity.name());
        table.push_str(&format!("| [`{id}`]({path}) | {severity} | {} |\n", rule.summary()));
    }
    table
}
