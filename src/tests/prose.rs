//! What the README and the pages in `docs/` name is there: files, headings, options, hooks, crates.
//!
//! Each check is a function of paths and texts, so that a test can show that it fails.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::io;
use std::time::Duration;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use regex::Regex;

use super::tidy::{File, read, sources};
use crate::cli::{self, Edge};
use crate::files::{self, Disk, Files as _, Memory};
use crate::history::tests::Past;
use crate::rules::RULES;

const COMMANDS: &[&str] =
    &["check", "graph", "baseline", "rules", "explain", "completions", "man", "init"];

#[test]
fn every_page_is_linked_from_the_readme() {
    hold(unlinked(&read("README.md"), &sources("docs", "md")));
}

#[test]
fn every_link_leads_somewhere() {
    let files = Disk::here().expect("a working directory");
    let others = |path: &str| files.kind(path).is_some();
    hold(dead_links(&pages(), &others));
}

#[test]
fn every_option_that_is_named_is_there() {
    hold(unknown_options(&pages(), &options()));
}

#[test]
fn every_hook_that_is_named_is_there() {
    let hooks = read(".pre-commit-hooks.yaml");
    let mut named = 0;
    for (path, text) in pages() {
        for (_, after) in text.match_indices("wirelint-pre-commit\n").map(|it| text.split_at(it.0))
        {
            let (block, _) = after.split_once("```").expect("the end of the block");
            for id in block.lines().filter_map(|it| it.trim().strip_prefix("- id: ")) {
                named += 1;
                assert!(hooks.contains(&format!("- id: {id}\n")), "{path}: {id}");
            }
        }
    }
    assert!(named > 2, "{named}");
}

#[test]
fn the_local_hook_is_as_ours() {
    let (hooks, page) = (read(".pre-commit-hooks.yaml"), read("docs/ci.md"));
    for key in ["entry: ", "files: "] {
        let line = |text: &str| {
            let line = text.lines().find_map(|it| it.trim().strip_prefix(key));
            line.map(|it| it.trim_start_matches("&files ").to_owned())
        };
        assert!(line(&page).is_some());
        assert_eq!(line(&page), line(&hooks));
    }
}

#[test]
fn every_input_of_the_action_is_on_its_page() {
    let (action, page) = (read("action.yml"), read("docs/ci.md"));
    let (_, inputs) = action.split_once("\ninputs:\n").expect("the inputs");
    let (inputs, _) = inputs.split_once("\noutputs:\n").expect("the end of the inputs");
    let input = |it: &str| {
        let name = it.strip_prefix("  ").filter(|it| !it.starts_with(' '))?;
        name.strip_suffix(':').map(str::to_owned)
    };
    let inputs: BTreeSet<String> = inputs.lines().filter_map(input).collect();
    let (_, table) = page.split_once("| input | |\n|---|---|\n").expect("the table of inputs");
    let (table, _) = table.split_once("\n\n").expect("the end of the table");
    let row = |it: &str| it.split('`').nth(1).expect("the input's name").to_owned();
    assert_eq!(table.lines().map(row).collect::<BTreeSet<_>>(), inputs);
    assert!(inputs.len() > 5);
}

#[test]
fn the_problem_matcher_takes_lines_of_every_rule() {
    let page = read("docs/editors.md");
    let block = page.split_once("```json\n").and_then(|(_, it)| it.split_once("```"));
    let tasks = block.expect("tasks of VS Code").0;
    let tasks: serde_json::Value = serde_json::from_str(tasks).expect("JSON");
    let pattern = &tasks["tasks"][0]["problemMatcher"]["pattern"];
    let regexp = Regex::new(pattern["regexp"].as_str().expect("text")).expect("an expression");
    for rule in RULES {
        let severity = rule.severity.name();
        let line = format!("a b/main.tf:14:20: {severity}[{}] a: b [c]", rule.id);
        let found = regexp.captures(&line).unwrap_or_else(|| panic!("{line}"));
        let part = |key: &str| &found[pattern[key].as_u64().expect("a group") as usize];
        let parts = ["file", "line", "column", "severity", "code", "message"].map(part);
        assert_eq!(parts, ["a b/main.tf", "14", "20", severity, rule.id, "a: b [c]"]);
    }
    assert!(!regexp.is_match("1 error in 2 files (2 resources, 1 workload judged)"));
}

#[test]
fn every_dependency_has_its_reason() {
    hold(unexplained(&read("Cargo.toml"), &read("DEPENDENCIES.md")));
}

fn hold(wrong: Vec<String>) {
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn pages() -> Vec<File> {
    let top = ["README.md", "CHANGELOG.md", "DEPENDENCIES.md", "SECURITY.md"];
    let top = top.map(|path| (path.to_owned(), read(path)));
    [top.to_vec(), sources("docs", "md")].concat()
}

/// What every command's help says.
fn options() -> BTreeSet<String> {
    let mut options = named(&help(&["--help"]));
    for command in COMMANDS {
        options.extend(named(&help(&[command, "--help"])));
    }
    options
}

fn help(arguments: &[&str]) -> String {
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
    let arguments = ["wirelint"].iter().chain(arguments).map(OsString::from);
    assert_eq!(cli::run(arguments, &Memory::default(), edge), 0, "help is there");
    String::from_utf8(stdout).expect("UTF-8")
}

/// The options in a text: `--` and a name.
fn named(text: &str) -> BTreeSet<String> {
    let is_part = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
    let words = text.split(|it: char| !is_part(it)).filter(|it| it.starts_with("--"));
    let words = words.filter(|it| it[2..].starts_with(|it: char| it.is_ascii_lowercase()));
    words.map(str::to_owned).collect()
}

/// A page, as far as it is looked at here.
#[derive(Default)]
struct Seen {
    links: Vec<String>,
    headings: BTreeSet<String>,
    /// Code in a line, and the lines of blocks.
    code: Vec<String>,
}

fn seen(text: &str) -> Seen {
    let mut seen = Seen::default();
    let mut heading: Option<String> = None;
    let mut is_block = false;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => seen.links.push(dest_url.into_string()),
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::Start(Tag::CodeBlock(_)) => is_block = true,
            Event::End(TagEnd::CodeBlock) => is_block = false,
            Event::End(TagEnd::Heading(_)) => {
                let anchor = anchor(&heading.take().expect("a heading that began"));
                let again = (1..).map(|it| format!("{anchor}-{it}"));
                let all = [anchor.clone()].into_iter().chain(again);
                let mut free = all.filter(|it| !seen.headings.contains(it));
                let anchor = free.next().expect("numbers without end");
                seen.headings.insert(anchor);
            }
            Event::Text(it) if is_block => seen.code.extend(it.lines().map(str::to_owned)),
            Event::Text(it) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&it);
                }
            }
            Event::Code(it) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&it);
                }
                seen.code.push(it.into_string());
            }
            _ => {}
        }
    }
    seen
}

/// What GitHub calls a heading in links.
fn anchor(heading: &str) -> String {
    let kept = |it: char| match it {
        ' ' => Some('-'),
        '-' | '_' => Some(it),
        it if it.is_alphanumeric() => Some(it),
        _ => None,
    };
    heading.to_lowercase().chars().filter_map(kept).collect()
}

fn unlinked(readme: &str, pages: &[File]) -> Vec<String> {
    let links = seen(readme).links;
    let file = |it: &str| it.split('#').next().unwrap_or_default().to_owned();
    let links: BTreeSet<String> = links.iter().map(|it| file(it)).collect();
    let lacks = |path: &&String| !links.contains(*path);
    let paths = pages.iter().map(|(path, _)| path);
    paths.filter(lacks).map(|it| format!("{it}: not linked from the README")).collect()
}

fn dead_links(pages: &[File], is_there: &dyn Fn(&str) -> bool) -> Vec<String> {
    let all: BTreeMap<&str, Seen> =
        pages.iter().map(|(path, text)| (path.as_str(), seen(text))).collect();
    let mut dead = Vec::new();
    for (path, page) in &all {
        for link in page.links.iter().filter(|it| !it.contains("://")) {
            let (file, heading) = match link.split_once('#') {
                Some((file, heading)) => (file, Some(heading)),
                None => (link.as_str(), None),
            };
            let target = match file {
                "" => (*path).to_owned(),
                file => files::join(files::parent(path), file),
            };
            let is_dead = match (all.get(target.as_str()), heading) {
                (Some(page), Some(heading)) => !page.headings.contains(heading),
                (Some(_), None) => false,
                (None, _) => !is_there(&target),
            };
            if is_dead {
                dead.push(format!("{path}: {link}"));
            }
        }
    }
    dead
}

/// Options of wirelint: in code that begins with one, and after its name.
fn unknown_options(pages: &[File], known: &BTreeSet<String>) -> Vec<String> {
    let mut unknown = Vec::new();
    for (path, text) in pages {
        for code in seen(text).code {
            let ours = match code.split_once("wirelint ") {
                Some((before, after)) if !before.ends_with(['/', '-', '.']) => after,
                _ if code.starts_with("--") => &code,
                _ => continue,
            };
            let ours = ours.split(" # ").next().unwrap_or_default();
            let ours = named(ours).into_iter().filter(|it| !known.contains(it));
            unknown.extend(ours.map(|it| format!("{path}: {it}")));
        }
    }
    unknown
}

/// Dependencies, of tests too, that have no row.
fn unexplained(manifest: &str, rows: &str) -> Vec<String> {
    let mut is_list = false;
    let mut lacking = Vec::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            is_list = line.ends_with("dependencies]");
            continue;
        }
        let Some((name, _)) = line.split_once(" = ").filter(|_| is_list) else { continue };
        let is_row = |it: &&str| {
            it.starts_with('|')
                && it.split('|').nth(1).is_some_and(|it| it.contains(&format!("`{name}`")))
        };
        if rows.lines().find(is_row).is_none() {
            lacking.push(format!("{name}: no row in DEPENDENCIES.md"));
        }
    }
    lacking
}

fn file(path: &str, text: &str) -> File {
    (path.to_owned(), text.to_owned())
}

#[test]
fn a_page_that_is_not_linked_is_noticed() {
    let pages = [file("docs/a.md", ""), file("docs/b.md", "")];
    let wrong = unlinked("[a](docs/a.md#there)", &pages);
    assert_eq!(wrong, ["docs/b.md: not linked from the README"]);
}

#[test]
fn a_dead_link_is_noticed() {
    let pages = [
        file("docs/a.md", "# One `--two`\n## Twice\n## Twice\n[up](../b.md) [x](#one---two)"),
        file("b.md", "[a](docs/a.md#twice-1) [no](docs/a.md#three) [c](docs/c.md) [d](docs/d.rs)"),
    ];
    let wrong = dead_links(&pages, &|path| path == "docs/d.rs");
    assert_eq!(wrong, ["b.md: docs/a.md#three", "b.md: docs/c.md"]);
}

#[test]
fn an_option_that_is_none_is_noticed() {
    let known = named("--fix, --diff <WHAT>");
    let text =
        "`--fix` `--fixed=x` `cargo --locked`\n\n```sh\nx --no wirelint --diff --how # --n\n```";
    let wrong = unknown_options(&[file("a.md", text)], &known);
    assert_eq!(wrong, ["a.md: --fixed", "a.md: --how"]);
}

#[test]
fn a_dependency_without_a_reason_is_noticed() {
    let manifest =
        "[package]\nname = \"x\"\n[dependencies]\na = \"1\"\n[dev-dependencies]\nb = \"1\"\n";
    let wrong = unexplained(manifest, "| `a` | instead of `b` |\n");
    assert_eq!(wrong, ["b: no row in DEPENDENCIES.md"]);
}
