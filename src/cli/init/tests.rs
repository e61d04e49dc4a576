//! What `wirelint init` writes is understood, as it stands and with its lines in force.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::time::Duration;

use super::{block, quoted};
use crate::cli::{Edge, run};
use crate::files::golden::{self, Sections};
use crate::files::{Files as _, Memory};
use crate::history::tests::Past;
use crate::syntax::toml;
use crate::syntax::tree::NodeKind;
use crate::text::FileId;

#[test]
fn what_is_written_is_understood_with_and_without_its_comments() {
    let mut written = 0;
    for path in golden::cases("cli") {
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if !name.starts_with("init_") {
            continue;
        }
        let case = Sections::parse(&golden::read(&path));
        let is_file = |it: &&(String, String)| it.0.contains('.') && !it.0.contains(' ');
        let files = Memory::new(case.0.iter().filter(is_file).map(|it| (&it.0, it.1.as_bytes())));
        let config = case.0.iter().find(|it| it.0.starts_with("wrote "));
        let Some((path, text)) = config else { continue };
        let path = path.trim_start_matches("wrote ");
        written += 1;
        let in_force: Vec<&str> = text.lines().map(in_force).collect();
        for text in [text.clone(), in_force.join("\n")] {
            let mut files = files.clone();
            files.add(path, text.as_bytes());
            let (status, said) = check(&files);
            assert!(status != 2, "{name}: {said}\n{text}");
        }
    }
    assert!(written > 1, "nothing is written");
}

/// The line without the sign that takes it out of force. Prose stays a comment.
fn in_force(line: &str) -> &str {
    line.strip_prefix('#').filter(|it| !it.starts_with([' ', ':'])).unwrap_or(line)
}

fn check(files: &Memory) -> (u8, String) {
    let mut stderr = Vec::new();
    let edge = Edge {
        store: &mut Memory::default(),
        history: &Past::default(),
        waiting: None,
        clock: &|| Duration::ZERO,
        stdin: &mut io::empty(),
        stdout: &mut io::sink(),
        stderr: &mut stderr,
        is_terminal: false,
        width: None,
        environment: &BTreeMap::new(),
        today: None,
    };
    let status = run(["wirelint"].into_iter().map(OsString::from), files, edge);
    (status, String::from_utf8(stderr).expect("UTF-8"))
}

#[test]
fn a_file_is_written_once() {
    let mut store = Memory::default();
    let mut status = |files: &Memory| {
        let edge = Edge {
            store: &mut store,
            history: &Past::default(),
            waiting: None,
            clock: &|| Duration::ZERO,
            stdin: &mut io::empty(),
            stdout: &mut io::sink(),
            stderr: &mut io::sink(),
            is_terminal: false,
            width: None,
            environment: &BTreeMap::new(),
            today: None,
        };
        run(["wirelint", "init", "a"].into_iter().map(OsString::from), files, edge)
    };
    assert_eq!(status(&Memory::new([("a/x", "")])), 0);
    assert_eq!(status(&Memory::new([("a/wirelint.toml", "")])), 2);
    assert_eq!(status(&Memory::new([("a", "")])), 2);
    assert_eq!(store.walk("."), ["a/wirelint.toml"]);
}

#[test]
fn names_are_written_as_toml_has_them() {
    let parsed = |text: &str| {
        let parsed = toml::parse(FileId(0), &format!("a = {}", quoted(text)));
        assert!(parsed.errors.is_empty(), "{text:?}");
        let NodeKind::Mapping(pairs) = &parsed.tree.root().kind else { panic!("no table") };
        match &parsed.tree.node(pairs[0].value).kind {
            NodeKind::Text(it) => Some(it.text.to_string()),
            _ => None,
        }
    };
    for text in ["a", "a\"b\\c", "new\nline", "\u{7f}\u{0}", "\u{2026}"] {
        assert_eq!(parsed(text).as_deref(), Some(text));
    }
    assert_eq!(block("aws_eks_cluster.main[\"a\"]"), "aws_eks_cluster.main");
    assert_eq!(block("module.eks[0].aws_eks_cluster.main"), "module.eks[0].aws_eks_cluster.main");
}
