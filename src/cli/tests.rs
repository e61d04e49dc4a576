//! Whole runs over files that are only thought of.
//!
//! A case is a file in several parts. Above the first: `args: …`, and perhaps `env: NAME=value`,
//! `terminal`, `width: 60`, `today: 2027-01-31`, or `refuses: PATH` for a file that cannot be
//! written. Then files by path, `stdin`, `had PATH` for what stood in a file to be written, and
//! what comes of it: `stdout`, `stderr`, `status`, and `wrote PATH` for each file that was written.
//! `before PATH` is how a file was at an earlier revision.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io::{self, Write};
use std::time::Duration;

use clap::Parser as _;

use super::arguments::{Arguments, Color, Command, with_command};
use super::{Edge, Waiting, color, run, status};
use crate::date::Date;
use crate::files::golden::{self, Sections};
use crate::files::{Files as _, Memory, Store};
use crate::finding::{Finding, Severity, Subject, Undecided};
use crate::graph::{Cut, Graph};
use crate::history::Changed;
use crate::history::tests::Past;
use crate::lint::{Outcome, Stage, Watch};
use crate::rules::RULES;
use crate::text::{FileId, Span};

/// Before the path of a file that was written.
const WROTE: &str = "wrote ";
/// Before the path of one that has something in it already.
const HAD: &str = "had ";

/// Takes what is written, but not into these files.
struct Choosy {
    memory: Memory,
    refused: Vec<String>,
}

impl Choosy {
    fn takes(&self, path: &str) -> io::Result<()> {
        match self.refused.iter().any(|it| it == path) {
            true => Err(io::Error::new(io::ErrorKind::PermissionDenied, "permission denied")),
            false => Ok(()),
        }
    }
}

impl Store for Choosy {
    fn write(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.takes(path)?;
        self.memory.write(path, bytes)
    }

    fn append(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.takes(path)?;
        self.memory.append(path, bytes)
    }

    fn size(&self, path: &str) -> io::Result<u64> {
        self.memory.size(path)
    }
}

/// Before the path of a file that is not as it was, and what stands there if it was not.
const BEFORE: &str = "before ";
const NOT_THERE: &str = "(not there)\n";

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
                && !it.0.starts_with(BEFORE)
                && !it.0.starts_with(HAD)
        };
        let files = Memory::new(case.0.iter().filter(is_file).map(|it| (&it.0, it.1.as_bytes())));
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let before = case.0.iter().filter_map(|(name, text)| {
            let before = (text != NOT_THERE).then(|| text.clone().into_bytes());
            Some(Changed { path: name.strip_prefix(BEFORE)?.to_owned(), before })
        });
        let past = Past(before.collect());
        let had = case.0.iter().filter_map(|it| Some((it.0.strip_prefix(HAD)?, it.1.as_bytes())));
        let mut store = Choosy { memory: Memory::new(had), refused: lines("refuses:") };
        let edge = Edge {
            store: &mut store,
            history: &past,
            stdin: &mut case.get("stdin").as_bytes(),
            stdout: &mut stdout,
            stderr: &mut stderr,
            is_terminal: head.lines().any(|it| it == "terminal"),
            width: lines("width:").first().map(|it| it.parse().expect("a number of columns")),
            waiting: None,
            environment: &environment,
            today: lines("today:").first().map(|it| Date::parse(it).expect("a date")),
            clock: &|| Duration::ZERO,
        };
        let args = ["wirelint"].into_iter().chain(args.split_whitespace()).map(OsString::from);
        let status = run(args, &files, edge);
        case.0.retain(|it| !it.0.starts_with(WROTE));
        for path in store.memory.walk(".") {
            let text = String::from_utf8(store.memory.read(&path).unwrap()).unwrap();
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
                history: &Past::default(),
                stdin: &mut io::empty(),
                stdout: &mut io::sink(),
                stderr: &mut io::sink(),
                is_terminal,
                width: None,
                waiting: None,
                environment: &environment,
                today: None,
                clock: &|| Duration::ZERO,
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
                history: &Past::default(),
                stdin: &mut io::empty(),
                stdout: &mut Fails(kind),
                stderr: &mut io::sink(),
                is_terminal: false,
                width: None,
                waiting: None,
                environment: &BTreeMap::new(),
                today: None,
                clock: &|| Duration::ZERO,
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
            history: &Past::default(),
            stdin: &mut io::empty(),
            stdout: &mut stdout,
            stderr: &mut stderr,
            is_terminal: false,
            width: None,
            waiting: None,
            environment: &BTreeMap::new(),
            today: None,
            clock: &|| Duration::ZERO,
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

#[test]
fn shells_complete_what_belongs_to_check_with_and_without_it() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = said(&["completions", shell]);
        for word in ["fail-on", "show-undecided", "explain", "completions"] {
            assert!(script.contains(word), "{shell} does not know {word}");
        }
    }
    let script = said(&["completions", "bash"]);
    let options: Vec<&str> = script.lines().filter(|it| it.contains("opts=\"-")).collect();
    assert!(options[0].contains("--fail-on") && options[0].contains(" graph "), "{}", options[0]);
}

#[test]
fn every_command_has_a_page() {
    let commands = said(&["man", "--list"]);
    let mut pages = vec![said(&["man"])];
    for command in commands.lines() {
        let page = said(&["man", command]);
        assert!(page.contains(&format!(".TH wirelint-{command} 1")), "{page}");
        assert!(pages[0].contains(&format!("wirelint\\-{command}(1)")), "{command}");
        pages.push(page);
    }
    assert!(pages.len() > 4);
    assert!(pages.iter().all(|it| it.contains(env!("CARGO_PKG_VERSION"))));
}

/// What a run writes that reads nothing.
fn said(args: &[&str]) -> String {
    let mut stdout = Vec::new();
    let edge = Edge {
        store: &mut Memory::default(),
        history: &Past::default(),
        stdin: &mut io::empty(),
        stdout: &mut stdout,
        stderr: &mut io::sink(),
        is_terminal: false,
        width: None,
        waiting: None,
        environment: &BTreeMap::new(),
        today: None,
        clock: &|| Duration::ZERO,
    };
    let args = ["wirelint"].iter().chain(args).map(OsString::from);
    assert_eq!(run(args, &Memory::default(), edge), 0);
    String::from_utf8(stdout).unwrap()
}

/// How often a run that somebody waits for told how far it is, and that it is over.
#[derive(Default)]
struct Wait {
    told: Cell<usize>,
    over: Cell<usize>,
}

impl Watch for Wait {
    fn stage(&self, _: Stage) {
        assert_eq!(self.over.get(), 0, "it is over");
        self.told.set(self.told.get() + 1);
    }

    fn units(&self, _: usize) {}

    fn unit_done(&self) {}
}

impl Waiting for Wait {
    fn over(&self) {
        self.over.set(self.over.get() + 1);
    }
}

#[test]
fn who_waits_at_a_terminal_sees_how_far_a_run_is() {
    let waited = |args: &[&str], variable: Option<(&str, &str)>| {
        let wait = Wait::default();
        let environment =
            variable.into_iter().map(|(name, it)| (name.to_owned(), it.to_owned())).collect();
        let edge = Edge {
            store: &mut Memory::default(),
            history: &Past::default(),
            stdin: &mut io::empty(),
            stdout: &mut Vec::new(),
            stderr: &mut Vec::new(),
            is_terminal: false,
            width: None,
            waiting: Some(&wait),
            environment: &environment,
            today: None,
            clock: &|| Duration::ZERO,
        };
        let args = ["wirelint"].iter().chain(args).map(OsString::from);
        run(args, &Memory::new([("t.yaml", "Resources: {}")]), edge);
        assert_eq!(wait.over.get() > 0, wait.told.get() > 0, "a line is left");
        wait.told.get() > 0
    };
    assert!(waited(&[], None));
    assert!(waited(&["nowhere"], None));
    assert!(waited(&[], Some(("CI", "false"))));
    assert!(waited(&[], Some(("TERM", "xterm"))));
    assert!(!waited(&["--quiet"], None));
    for variable in [("CI", "true"), ("PRE_COMMIT", "1"), ("TERM", "dumb")] {
        assert!(!waited(&[], Some(variable)), "{variable:?}");
    }
}
#[test]
fn a_summary_of_a_step_is_no_larger_than_github_takes() {
    const MOST: usize = 1 << 20;
    let cluster = |at: usize| {
        format!(
            "  C{at}: {{Type: AWS::EMR::SecurityConfiguration, Properties: {{SecurityConfiguration: {{}}}}}}\n"
        )
    };
    let template: String =
        ["Resources:\n".to_owned()].into_iter().chain((0..40).map(cluster)).collect();
    let files = Memory::new([("t.yaml", template)]);
    let environment = [("GITHUB_ACTIONS", "true"), ("GITHUB_STEP_SUMMARY", "step.md")];
    let environment = environment.map(|it| (it.0.to_owned(), it.1.to_owned())).into();
    for (free, is_cut, is_refused) in
        [(MOST, false, false), (5_000, true, false), (100, false, true)]
    {
        let before = "x".repeat(MOST - free);
        let mut store = Memory::new([("step.md", before.as_str())]);
        let mut stderr = Vec::new();
        let edge = Edge {
            store: &mut store,
            history: &Past::default(),
            stdin: &mut io::empty(),
            stdout: &mut io::sink(),
            stderr: &mut stderr,
            is_terminal: false,
            width: None,
            waiting: None,
            environment: &environment,
            today: None,
            clock: &|| Duration::ZERO,
        };
        assert_eq!(run(["wirelint"].map(OsString::from).into_iter(), &files, edge), 1);
        let summary = String::from_utf8(store.read("step.md").unwrap()).unwrap();
        let said = String::from_utf8(stderr).unwrap();
        let added = summary.strip_prefix(&before).expect("what was there stays");
        assert!(summary.len() <= MOST);
        assert_eq!(added.contains("There is no room here for "), is_cut, "{added}");
        assert_eq!(added.is_empty(), is_refused);
        assert_eq!(said.contains("no room left in it"), is_refused, "{said}");
    }
}

#[test]
fn every_command_in_the_pages_is_understood() {
    let mut commands = 0;
    for page in ["README", "docs/baseline", "docs/ci", "docs/editors", "docs/fixes", "docs/output"]
    {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("{page}.md"));
        for line in golden::read(&path).split("```").skip(1).step_by(2).flat_map(str::lines) {
            let Some(arguments) = command(line) else { continue };
            commands += 1;
            let arguments = ["wirelint".to_owned()].into_iter().chain(arguments);
            let parsed = Arguments::try_parse_from(with_command(arguments.map(OsString::from)));
            if let Err(error) = parsed {
                panic!("{page}: {line}\n{error}");
            }
        }
    }
    assert!(commands > 30, "{commands}");
    assert_eq!(command("$ wirelint a 'b c'd < e # f"), Some(vec!["a".into(), "b cd".into()]));
    assert_eq!(command("pip install wirelint"), None);
}

/// What follows the name of the program in a line of a block, if the line runs it.
fn command(line: &str) -> Option<Vec<String>> {
    let (before, after) = line.split_once("wirelint")?;
    let before = before.trim_start();
    let is_run = before.is_empty() || ["- ", ": ", "$ "].iter().any(|it| before.ends_with(it));
    if !is_run || !after.starts_with(' ') {
        return None;
    }
    let (mut words, mut quote) = (vec![String::new()], None);
    for it in after.chars() {
        let word = words.last_mut().expect("one at least");
        match (it, quote) {
            (it, Some(open)) if it == open => quote = None,
            ('\'' | '"', None) => quote = Some(it),
            ('#' | '<' | '>' | '|' | '&', None) if word.is_empty() => break,
            (' ', None) => words.push(String::new()),
            (it, _) => word.push(it),
        }
    }
    words.retain(|it| !it.is_empty());
    Some(words)
}
