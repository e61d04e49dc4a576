//! Whole runs over files that are only thought of.
//!
//! A case is a file in several parts. Above the first: `args: …`, and perhaps `env: NAME=value`,
//! `terminal`, `width: 60` or `today: 2027-01-31`. Then files by path, `stdin`, and what comes of it: `stdout`,
//! `stderr`, `status`, and `wrote PATH` for each file that was written.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, Write};

use clap::Parser as _;

use super::arguments::{Arguments, Color, Command, with_command};
use super::{Edge, color, run, status};
use crate::date::Date;
use crate::files::golden::{self, Sections};
use crate::files::{Files as _, Memory};
use crate::finding::{Finding, Severity, Subject, Undecided};
use crate::graph::{Cut, Graph};
use crate::lint::Outcome;
use crate::rules::RULES;
use crate::text::{FileId, Span};

/// Before the path of a file that was written.
const WROTE: &str = "wrote ";

#[test]
fn every_run_says_what_it_should() {
    for path in golden::cases("cli") {
        let mut case = Sections::parse(&golden::read(&path));
        let head = case.get("").to_owned();
        let lines = |key: &str| {
            let values = head.lines().filter_map(|it| it.strip_prefix(key).map(str::trim));
            values.map(str::to_owned).collect::<Vec<_>>()
        };
        let args = lines("args:").join(" ");
        let environment: BTreeMap<String, String> = lines("env:")
            .iter()
            .filter_map(|it| it.split_once('=').map(|it| (it.0.into(), it.1.into())))
            .collect();
        let is_file = |it: &&(String, String)| {
            !matches!(&*it.0, "" | "stdin" | "stdout" | "stderr" | "status")
                && !it.0.starts_with(WROTE)
        };
        let files = Memory::new(case.0.iter().filter(is_file).map(|it| (&it.0, it.1.as_bytes())));
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let mut store = Memory::default();
        let edge = Edge {
            store: &mut store,
            stdin: &mut case.get("stdin").as_bytes(),
            stdout: &mut stdout,
            stderr: &mut stderr,
            is_terminal: head.lines().any(|it| it == "terminal"),
            width: lines("width:").first().map(|it| it.parse().expect("a number of columns")),
            environment: &environment,
            today: lines("today:").first().map(|it| Date::parse(it).expect("a date")),
        };
        let args = ["wirelint"].into_iter().chain(args.split_whitespace()).map(OsString::from);
        let status = run(args, &files, edge);
        case.0.retain(|it| !it.0.starts_with(WROTE));
        for path in store.walk(".") {
            let text = String::from_utf8(store.read(&path).unwrap()).unwrap();
            case.set(&format!("{WROTE}{path}"), text);
        }
        case.set("stdout", String::from_utf8(stdout).unwrap());
        case.set("stderr", String::from_utf8(stderr).unwrap());
        case.set("status", format!("{status}\n"));
        golden::check(&path, &case.text());
    }
}

#[test]
fn the_exit_code_tells_what_was_found() {
    let at = |severity: Option<Severity>| {
        let mut outcome = Outcome::default();
        outcome.sources.add("t.yaml".into(), String::new());
        outcome.findings.extend(severity.map(|severity| Finding {
            rule: "rule",
            severity,
            subject: None,
            span: span(),
            message: String::new(),
            labels: vec![],
            when: vec![],
            notes: vec![],
            wanted: None,
            fix: None,
        }));
        outcome
    };
    let (error, warning, note) =
        (at(Some(Severity::Error)), at(Some(Severity::Warning)), at(Some(Severity::Note)));
    let mut undecided = at(None);
    let subject =
        Subject { address: "a".into(), kind: "b".into(), header: span(), construct: None };
    undecided.undecided.push(Undecided {
        rule: "r",
        subject,
        needs: vec![],
        when: vec![],
        notes: vec![],
    });
    let mut cut = at(None);
    let mut graph = Graph::default();
    graph.cuts.push(Cut { span: span(), message: String::new() });
    cut.graphs.push(graph);

    for (args, outcome, expected) in [
        ("", &at(None), 0),
        ("", &error, 1),
        ("", &warning, 1),
        ("", &note, 0),
        ("--fail-on error", &warning, 0),
        ("--fail-on note", &note, 1),
        ("--exit-zero", &error, 0),
        ("", &undecided, 0),
        ("--strict", &undecided, 3),
        ("--strict --exit-zero", &undecided, 0),
        ("--strict", &cut, 3),
        ("--strict", &note, 0),
        ("--strict", &error, 1),
        ("--strict --fail-on error", &warning, 0),
    ] {
        let args = ["wirelint"].into_iter().chain(args.split_whitespace()).map(OsString::from);
        let parsed = Arguments::try_parse_from(with_command(args)).unwrap();
        let Command::Check(check) = parsed.command else { panic!("not a check") };
        assert_eq!(status(&check, outcome), expected, "{check:?}");
    }
}

fn span() -> Span {
    Span::new(FileId(0), 0..0)
}

#[test]
fn colour_is_as_people_expect() {
    for (choice, variables, on_terminal, elsewhere) in [
        (Color::Auto, "", true, false),
        (Color::Always, "NO_COLOR=1", true, true),
        (Color::Never, "FORCE_COLOR=1", false, false),
        (Color::Auto, "NO_COLOR=1", false, false),
        (Color::Auto, "NO_COLOR=", true, false),
        (Color::Auto, "NO_COLOR=1 FORCE_COLOR=1", false, false),
        (Color::Auto, "CLICOLOR_FORCE=1 TERM=dumb", true, true),
        (Color::Auto, "FORCE_COLOR=0", true, false),
        (Color::Auto, "TERM=dumb", false, false),
        (Color::Auto, "CLICOLOR=0", false, false),
    ] {
        let pairs = variables.split(' ').filter_map(|it| it.split_once('='));
        let environment = pairs.map(|it| (it.0.to_owned(), it.1.to_owned())).collect();
        for (is_terminal, expected) in [(true, on_terminal), (false, elsewhere)] {
            let edge = Edge {
                store: &mut Memory::default(),
                stdin: &mut io::empty(),
                stdout: &mut io::sink(),
                stderr: &mut io::sink(),
                is_terminal,
                width: None,
                environment: &environment,
                today: None,
            };
            assert_eq!(color(choice, &edge), expected, "{choice:?} {variables} {is_terminal}");
        }
    }
}

/// Fails as a closed pipe or a full disk does.
struct Fails(io::ErrorKind);

impl Write for Fails {
    fn write(&mut self, _: &[u8]) -> io::Result<usize> {
        Err(self.0.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Err(self.0.into())
    }
}

#[test]
fn a_closed_pipe_is_success_and_a_full_disk_is_not() {
    for (kind, expected) in [(io::ErrorKind::BrokenPipe, 0), (io::ErrorKind::StorageFull, 2)] {
        for args in [
            &["wirelint"][..],
            &["wirelint", "--help"],
            &["wirelint", "graph"],
            &["wirelint", "rules"],
            &["wirelint", "explain", "emr-invalid-tls"],
        ] {
            let edge = Edge {
                store: &mut Memory::default(),
                stdin: &mut io::empty(),
                stdout: &mut Fails(kind),
                stderr: &mut io::sink(),
                is_terminal: false,
                width: None,
                environment: &BTreeMap::new(),
                today: None,
            };
            let args = args.iter().map(OsString::from);
            assert_eq!(run(args, &Memory::default(), edge), expected, "{kind}");
        }
    }
}

#[test]
fn every_rule_is_listed_and_explained() {
    let told = |args: &[&str]| {
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let edge = Edge {
            store: &mut Memory::default(),
            stdin: &mut io::empty(),
            stdout: &mut stdout,
            stderr: &mut stderr,
            is_terminal: false,
            width: None,
            environment: &BTreeMap::new(),
            today: None,
        };
        let args = ["wirelint"].iter().chain(args).map(OsString::from);
        let status = run(args, &Memory::default(), edge);
        let text = |it| String::from_utf8(it).unwrap();
        (status, text(stdout), text(stderr))
    };
    let ids: Vec<&str> = RULES.iter().map(|it| it.id).collect();

    let (status, list, _) = told(&["rules"]);
    assert_eq!(status, 0);
    let first: Vec<&str> = list.lines().filter_map(|it| it.split(' ').next()).collect();
    assert_eq!(first, ids);

    // Twice the same is once.
    let (status, pages, _) = told(&[&["explain"], &ids[..], &ids[..1]].concat());
    assert_eq!(status, 0);
    let titles = RULES.iter().map(|it| format!("{} ({})", it.id, it.severity.name()));
    let shown: Vec<&str> =
        pages.lines().filter(|it| titles.clone().any(|title| title == *it)).collect();
    assert_eq!(shown, titles.clone().collect::<Vec<_>>());

    let (status, none, said) = told(&["explain"]);
    assert_eq!((status, none.as_str()), (2, ""));
    assert!(said.starts_with("error: no rule is named\n"));
    assert!(ids.iter().all(|id| said.contains(&format!("\n  {id}\n"))), "{said}");

    let (status, none, said) = told(&["explain", ids[0], "emr"]);
    assert_eq!((status, none.as_str()), (2, ""));
    let is_meant = |id: &&&str| id.contains("emr");
    assert!(ids.iter().filter(is_meant).all(|id| said.contains(&format!("`{id}`"))), "{said}");
}
