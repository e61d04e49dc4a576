//! Rules about the source itself.
//!
//! Each check is a function of paths and texts, so that a test can show that it fails.

#![expect(clippy::disallowed_methods, reason = "tests read the source")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::rules::RULES;

/// A path from the root of the repository, with `/`, and what the file says.
pub(super) type File = (String, String);

/// A file longer than this hides a seam.
const MOST_LINES: usize = 600;

#[test]
fn a_module_names_only_the_floors_below_it() {
    let (lib, files) = (read("src/lib.rs"), rust());
    assert!(floors(&lib).len() > 5, "the floors are not found in src/lib.rs");
    hold(out_of_floor(&lib, &files));
    hold(climbs(&files));
}

#[test]
fn every_rule_has_a_file_a_page_and_a_place_in_the_list() {
    let ids: Vec<&str> = RULES.iter().map(|it| it.id).collect();
    let paths = [sources("rules", "rs"), sources("rules", "md")].concat();
    hold(not_listed(&paths, &ids));
}

#[test]
fn no_rule_knows_a_language() {
    hold(names_language(&sources("rules", "rs")));
}

#[test]
fn nothing_but_files_reads_the_outside() {
    hold(reads_outside(&rust()));
}

#[test]
fn no_file_is_too_long() {
    hold(too_long(&rust()));
}

fn hold(wrong: Vec<String>) {
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every Rust file of the library and the binary, tests included.
fn rust() -> Vec<File> {
    [sources("src", "rs"), sources("rules", "rs")].concat()
}

/// Every file below a folder with that extension, sorted.
pub(super) fn sources(folder: &str, extension: &str) -> Vec<File> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    let mut todo = vec![folder.to_owned()];
    while let Some(folder) = todo.pop() {
        for entry in fs::read_dir(root.join(&folder)).expect("a folder") {
            let entry = entry.expect("an entry");
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            if entry.file_type().expect("a type").is_dir() {
                todo.push(path);
            } else if Path::new(&path).extension().is_some_and(|it| it == extension) {
                files.push((path.clone(), read(&path)));
            }
        }
    }
    files.sort();
    assert!(!files.is_empty(), "no .{extension} below {folder}");
    files
}

pub(super) fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let bytes = fs::read(&path).unwrap_or_else(|it| panic!("{}: {it}", path.display()));
    // Some test data is no text.
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The id of the rule that a file in `rules/` holds: `rules/emr/idle_cluster.rs` has
/// `emr-idle-cluster`. None for the lists.
pub(super) fn id_of(path: &str) -> Option<String> {
    let (folder, name) = path.strip_prefix("rules/")?.split_once('/')?;
    let (stem, _) = name.rsplit_once('.')?;
    (stem != "mod").then(|| format!("{folder}-{stem}").replace(['_', '/'], "-"))
}

/// The paragraphs of `pub mod` lines.
fn floors(lib: &str) -> Vec<Vec<&str>> {
    lib.split("\n\n")
        .map(|it| {
            it.lines().filter_map(|it| it.strip_prefix("pub mod ")?.strip_suffix(';')).collect()
        })
        .filter(|it: &Vec<&str>| !it.is_empty())
        .collect()
}

fn out_of_floor(lib: &str, files: &[File]) -> Vec<String> {
    let floors = floors(lib);
    let floor_of = |module: &str| floors.iter().position(|it| it.contains(&module));
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for (path, text) in files {
        let Some(module) = module_of(path) else { continue };
        seen.insert(module);
        let Some(own) = floor_of(module) else {
            wrong.push(format!("{path} is on no floor"));
            continue;
        };
        for (line, named) in names(text) {
            let is_below = floor_of(&named).is_none_or(|it| it < own);
            if named != module && !is_below {
                wrong.push(format!("{path}:{line} names {named}, which is not below {module}"));
            }
        }
    }
    let missing = floors.iter().flatten().filter(|it| !seen.contains(**it));
    wrong.extend(missing.map(|it| format!("{it} has no file")));
    wrong
}

/// The module at the top of the crate that a file belongs to; none for a test, `lib.rs` itself,
/// and the binary, which sees the crate from outside.
fn module_of(path: &str) -> Option<&str> {
    if is_test(path) {
        return None;
    }
    if path.starts_with("rules/") {
        return Some("rules");
    }
    let path = path.strip_prefix("src/")?;
    let name = path.split_once('/').map_or(path, |(folder, _)| folder);
    let name = name.strip_suffix(".rs").unwrap_or(name);
    (!["lib", "main"].contains(&name)).then_some(name)
}

fn is_test(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/")
}

/// The lines that are no tests and no comments, with their numbers.
fn code(text: &str) -> Vec<(usize, &str)> {
    let mut code = Vec::new();
    let mut lines = text.lines().enumerate().map(|(at, line)| (at + 1, line));
    while let Some((number, line)) = lines.next() {
        if line.trim() == "#[cfg(test)]" {
            let indentation = &line[..line.len() - line.trim_start().len()];
            let end = format!("{indentation}}}");
            // The item that it is about: to its semicolon or its brace.
            let mut is_open = false;
            for (_, line) in lines.by_ref() {
                is_open |= line.ends_with('{');
                if line == end || (!is_open && line.ends_with([';', '}'])) {
                    break;
                }
            }
        } else if !line.trim_start().starts_with("//") {
            code.push((number, line));
        }
    }
    code
}

/// The modules that are named by `crate::x` or `crate::{x, …}`, with the lines that name them.
fn names(text: &str) -> Vec<(usize, String)> {
    let lines = code(text);
    let word = |it: &str| -> String {
        it.chars().take_while(|it| it.is_alphanumeric() || *it == '_').collect()
    };
    let mut names = Vec::new();
    for (at, (number, line)) in lines.iter().enumerate() {
        for rest in line.split("crate::").skip(1) {
            let Some(group) = rest.strip_prefix('{') else {
                names.push((*number, word(rest)));
                continue;
            };
            let following = lines[at + 1..].iter().map(|(_, line)| *line);
            let group: String = [group].into_iter().chain(following).collect();
            let mut depth = 1;
            let mut item = String::new();
            for letter in group.chars() {
                match letter {
                    '{' => depth += 1,
                    '}' => depth -= 1,
                    _ => (),
                }
                if depth == 0 || (depth == 1 && letter == ',') {
                    names.push((*number, word(item.trim())));
                    item.clear();
                } else if depth >= 1 {
                    item.push(letter);
                }
                if depth == 0 {
                    break;
                }
            }
        }
    }
    names.retain(|(_, it)| !it.is_empty());
    names
}

/// Ways out of a module that do not say `crate`.
fn climbs(files: &[File]) -> Vec<String> {
    let mut wrong = Vec::new();
    for (path, text) in files.iter().filter(|(path, _)| !is_test(path)) {
        let is_top =
            path == "rules/mod.rs" || path.strip_prefix("src/").is_some_and(|it| !it.contains('/'));
        for (number, line) in code(text) {
            if line.contains("super::super") || (is_top && line.contains("super::")) {
                wrong.push(format!("{path}:{number} climbs out of its module by `super`"));
            }
        }
    }
    wrong
}

fn not_listed(files: &[File], ids: &[&str]) -> Vec<String> {
    let of = |extension: &str| -> BTreeSet<String> {
        let paths = files.iter().map(|(path, _)| path);
        paths.filter(|it| it.ends_with(extension)).filter_map(|it| id_of(it)).collect()
    };
    let (checks, pages) = (of(".rs"), of(".md"));
    let listed: BTreeSet<String> = ids.iter().map(|it| (*it).to_owned()).collect();
    let mut wrong = Vec::new();
    if listed.len() < ids.len() {
        wrong.push("a rule is listed twice".to_owned());
    }
    let sets = [("check", &checks), ("page", &pages), ("place in RULES", &listed)];
    let all: BTreeSet<&String> = sets.iter().flat_map(|(_, it)| *it).collect();
    for id in all {
        for (what, set) in &sets {
            if !set.contains(id) {
                wrong.push(format!("{id} has no {what}"));
            }
        }
    }
    // A check says its own id.
    for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".rs")) {
        let Some(id) = id_of(path) else { continue };
        if !text.contains(&format!("id: \"{id}\"")) {
            wrong.push(format!("{path} does not say `id: \"{id}\"`"));
        }
    }
    wrong
}

fn names_language(files: &[File]) -> Vec<String> {
    let is_named = |line: &str| {
        line.split(|it: char| !it.is_alphanumeric() && it != '_').any(|it| it == "Language")
    };
    let mut wrong = Vec::new();
    for (path, text) in files {
        for (number, line) in code(text) {
            if is_named(line) {
                wrong.push(format!("{path}:{number} names Language"));
            }
        }
    }
    wrong
}

/// The file system, the environment and the clock.
fn reads_outside(files: &[File]) -> Vec<String> {
    const FREE: [&str; 4] = ["src/files/", "src/files.rs", "src/main/", "src/main.rs"];
    let is_free = |path: &str| is_test(path) || FREE.iter().any(|it| path.starts_with(it));
    let mut wrong = Vec::new();
    for (path, text) in files.iter().filter(|(path, _)| !is_free(path)) {
        for (number, line) in code(text) {
            let grouped = line.split_once("std::{").map(|(_, group)| {
                let words = group.split(|it: char| !it.is_alphanumeric() && it != '_');
                words.into_iter().any(|it| ["fs", "env"].contains(&it))
            });
            let named = ["std::fs", "std::env", "SystemTime", "Instant::now"];
            if grouped == Some(true) || named.iter().any(|it| line.contains(it)) {
                wrong.push(format!("{path}:{number} reads past `Files`: {}", line.trim()));
            }
        }
    }
    wrong
}

fn too_long(files: &[File]) -> Vec<String> {
    let long = |(path, text): &File| {
        let lines = text.lines().count();
        (lines > MOST_LINES).then(|| format!("{path} has {lines} lines, over {MOST_LINES}"))
    };
    files.iter().filter_map(long).collect()
}

/// Made-up sources: `a` below `b` and `c`, which are beside each other.
const LIB: &str = "pub mod a;\n\n// Beside each other.\npub mod b;\npub mod c;\n";

fn files(files: &[(&str, &str)]) -> Vec<File> {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

#[test]
fn a_name_from_beside_or_above_is_noticed() {
    let wrong = |text: &str| {
        let given = files(&[("src/a.rs", ""), ("src/b/deep.rs", text), ("src/c.rs", "")]);
        out_of_floor(LIB, &given).join("\n")
    };
    assert_eq!(floors(LIB), [vec!["a"], vec!["b", "c"]]);
    assert_eq!(wrong("use crate::a::X;\nuse crate::b::Y;"), "");
    assert_eq!(wrong("use crate::c::X;"), "src/b/deep.rs:1 names c, which is not below b");
    assert_eq!(wrong("\nlet it = crate::c::x();"), "src/b/deep.rs:2 names c, which is not below b");
    assert_eq!(wrong("use crate::{a, b::{c, a},\n    c};").lines().count(), 1);
    assert_eq!(wrong("use crate::{a, b::{c, a}};"), "");
    // Tests and comments may name anything, and what follows them may not.
    assert_eq!(wrong("/// As [`crate::c`].\n#[cfg(test)]\nmod tests;\n"), "");
    assert_eq!(wrong("#[cfg(test)]\nmod tests {\n    use crate::c;\n}\n"), "");
    assert_ne!(wrong("#[cfg(test)]\nmod tests;\nuse crate::c;"), "");
    assert_ne!(wrong("#[cfg(test)]\nmod tests {\n    use crate::a;\n}\nuse crate::c;"), "");

    let upward = files(&[("src/a.rs", "use crate::b;"), ("src/b.rs", ""), ("src/c.rs", "")]);
    assert_eq!(out_of_floor(LIB, &upward), ["src/a.rs:1 names b, which is not below a"]);
    let stray = files(&[("src/a.rs", ""), ("src/b.rs", ""), ("src/d.rs", "")]);
    assert_eq!(out_of_floor(LIB, &stray), ["src/d.rs is on no floor", "c has no file"]);
    let test = files(&[("src/a/tests.rs", "use crate::c;"), ("src/a/tests/x.rs", "crate::c")]);
    assert_eq!(out_of_floor("", &test), [""; 0]);
}

#[test]
fn a_climb_is_noticed() {
    let climbs = |path: &str, text: &str| climbs(&files(&[(path, text)])).len();
    assert_eq!(climbs("src/a/b.rs", "use super::super::c;"), 1);
    assert_eq!(climbs("src/a/b.rs", "use super::c;"), 0);
    // What is above a module at the top is the crate.
    assert_eq!(climbs("src/a.rs", "use super::c;"), 1);
    assert_eq!(climbs("rules/mod.rs", "use super::c;"), 1);
    assert_eq!(climbs("src/a.rs", "#[cfg(test)]\nmod tests {\n    use super::c;\n}"), 0);
}

#[test]
fn a_rule_that_lacks_a_part_is_noticed() {
    let check = ("rules/x/y_z.rs", "id: \"x-y-z\"");
    let page = ("rules/x/y_z.md", "");
    let lists = [("rules/mod.rs", ""), ("rules/x/mod.rs", "")];
    let said = |given: &[(&str, &str)], ids: &[&str]| {
        not_listed(&files(&[given, &lists].concat()), ids).join("; ")
    };
    assert_eq!(said(&[check, page], &["x-y-z"]), "");
    assert_eq!(said(&[check], &["x-y-z"]), "x-y-z has no page");
    assert_eq!(said(&[page], &["x-y-z"]), "x-y-z has no check");
    assert_eq!(said(&[check, page], &[]), "x-y-z has no place in RULES");
    assert_eq!(said(&[check, page], &["x-y-z", "x-y-z"]), "a rule is listed twice");
    assert_eq!(
        said(&[("rules/x/y_z.rs", "id: \"x-y\""), page], &["x-y-z"]),
        "rules/x/y_z.rs does not say `id: \"x-y-z\"`"
    );
}

#[test]
fn a_language_in_a_rule_is_noticed() {
    let named = |text: &str| names_language(&files(&[("rules/x/y.rs", text)])).len();
    assert_eq!(named("use crate::graph::Language;"), 1);
    assert_eq!(named("use crate::graph::{Graph, Language};"), 1);
    assert_eq!(named("// Language\nlet languages = Languages;"), 0);
}

#[test]
fn a_read_past_files_is_noticed() {
    let reads = |path: &str, text: &str| reads_outside(&files(&[(path, text)])).len();
    assert_eq!(reads("src/tf.rs", "use std::fs;"), 1);
    assert_eq!(reads("src/tf.rs", "use std::{env, fmt};"), 1);
    assert_eq!(reads("rules/x/y.rs", "std::env::var(\"X\")"), 1);
    assert_eq!(reads("src/lint.rs", "std::time::SystemTime::now()"), 1);
    assert_eq!(reads("src/tf.rs", "use std::{fmt, io};\n// std::fs"), 0);
    assert_eq!(reads("src/files/disk.rs", "use std::fs;"), 0);
    assert_eq!(reads("src/main.rs", "use std::env;"), 0);
    assert_eq!(reads("src/tf/tests.rs", "use std::fs;"), 0);
}

#[test]
fn a_long_file_is_noticed() {
    let text = "\n".repeat(MOST_LINES + 1);
    assert_eq!(too_long(&files(&[("src/a.rs", &text)])), ["src/a.rs has 601 lines, over 600"]);
    assert_eq!(too_long(&files(&[("src/a.rs", &text[1..])])), [""; 0]);
}
