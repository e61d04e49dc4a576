//! Findings made by hand over a few files, and what each format makes of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use clap::ValueEnum as _;
use serde::Deserialize;
use serde_json::Value;

use super::{Format, Options, markdown_within, write};
use crate::files::golden;
use crate::finding::{Edit, Finding, Fix, Label, Severity, Subject, Undecided};
use crate::lint::{Outcome, Summary};
use crate::suppress::Ignored;
use crate::text::{FileId, Sources, Span};

/// `case.json` of a case.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// Names of files of the case, and the paths they are to have.
    sources: Vec<(String, String)>,
    findings: Vec<CaseFinding>,
    #[serde(default)]
    undecided: Vec<CaseUndecided>,
    #[serde(default)]
    ignored: Vec<CaseIgnored>,
    /// Files, resources, subjects, units.
    summary: [usize; 4],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFinding {
    rule: String,
    severity: String,
    #[serde(default)]
    subject: Option<CaseSubject>,
    at: At,
    message: String,
    #[serde(default)]
    labels: Vec<(At, String)>,
    #[serde(default)]
    when: Vec<String>,
    #[serde(default)]
    notes: Vec<String>,
    #[serde(default)]
    fix: Option<CaseFix>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFix {
    title: String,
    is_safe: bool,
    edits: Vec<(At, String)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseIgnored {
    finding: CaseFinding,
    comment: At,
    #[serde(default)]
    by_configuration: bool,
    reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseUndecided {
    rule: String,
    subject: CaseSubject,
    needs: Vec<String>,
    #[serde(default)]
    when: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseSubject {
    address: String,
    kind: String,
    header: At,
    #[serde(default)]
    construct: Option<String>,
}

/// A file by its place in the list, a text in it, and perhaps another to which the span goes.
#[derive(Deserialize)]
#[serde(untagged)]
enum At {
    Text(u32, String),
    Range(u32, String, String),
}

#[test]
fn every_format_shows_every_case() {
    for case in golden::cases("formats") {
        let outcome = read(&case);
        let options = Options { show_undecided: true, ..Options::default() };
        for (format, name) in [
            (Format::Human, "human.txt"),
            (Format::Concise, "concise.txt"),
            (Format::Markdown, "markdown.md"),
            (Format::Github, "github.txt"),
            (Format::Gitlab, "gitlab.json"),
            (Format::Junit, "junit.xml"),
            (Format::Checkstyle, "checkstyle.xml"),
            (Format::Json, "out.json"),
            (Format::Jsonl, "out.jsonl"),
        ] {
            golden::check(&case.join(name), &text(format, &outcome, options));
        }
        for format in [Format::Human, Format::Concise] {
            let painted = text(format, &outcome, Options { color: true, ..options });
            let plain = text(format, &outcome, options);
            assert_eq!(without_color(&painted), plain, "colour changes nothing else");
        }
    }
}

#[test]
fn quiet_is_silent_but_for_findings() {
    let mut outcome =
        Outcome { summary: Summary { units: 1, ..Summary::default() }, ..Outcome::default() };
    let quiet = Options { quiet: true, ..Options::default() };
    assert_eq!(text(Format::Human, &outcome, quiet), "");
    assert_eq!(text(Format::Concise, &outcome, quiet), "");
    assert_eq!(text(Format::Github, &outcome, quiet), "");
    let file = outcome.sources.add("t.yaml".into(), "a: b");
    let header = Span::new(file, 0..1);
    let subject = Subject { address: "a".into(), kind: "b".into(), header, construct: None };
    outcome.undecided.push(Undecided {
        rule: "r",
        subject,
        needs: vec!["p".into()],
        when: vec![],
        notes: vec![],
    });
    assert_eq!(text(Format::Human, &outcome, quiet), "");
    assert_eq!(
        text(Format::Human, &outcome, Options::default()),
        "no findings in 0 files (0 resources, 0 workloads judged); \
         1 undecided (show with --show-undecided)\n"
    );
}

/// Spans that no parser makes must still not end the program.
#[test]
fn odd_spans_are_survived() {
    let mut sources = Sources::default();
    let file = sources.add("t.yaml".into(), "é: 1\r\n\r\nb: 漢字\n");
    let len = sources.get(file).text.len() as u32;
    let span = |start, end| Span { file, start, end };
    let mut findings = Vec::new();
    for start in 0..len + 3 {
        for end in start..len + 3 {
            let labels = vec![Label { span: span(end, end), message: "m".into() }];
            findings.push(finding(span(start, end), labels));
        }
    }
    let outcome = Outcome { sources, findings, ..Outcome::default() };
    for format in Format::value_variants() {
        let format = *format;
        assert!(!text(format, &outcome, Options::default()).is_empty());
    }
}

#[test]
fn a_line_of_a_megabyte_is_cut() {
    let mut sources = Sources::default();
    let item = "\"é\": {\"key\": \"value\"}, ";
    let file = sources.add("t.json".into(), item.repeat(40_000));
    let start = 20_000 * item.len();
    let whole = Span::new(file, 0..sources.get(file).text.len());
    let labels = vec![Label { span: whole, message: "in here".into() }];
    let findings = vec![finding(Span::new(file, start..start + 4), labels)];
    let outcome = Outcome { sources, findings, ..Outcome::default() };
    let text = text(Format::Human, &outcome, Options::default());
    assert!(text.len() < 1000, "{} bytes", text.len());
    assert!(text.contains("t.json:1:460001\n"), "the column is that of the file: {text}");
}

#[test]
fn lines_hold_what_the_whole_holds() {
    for case in golden::cases("formats") {
        let outcome = read(&case);
        let parse = |it: &str| serde_json::from_str::<Value>(it).unwrap();
        let whole = parse(&text(Format::Json, &outcome, Options::default()));
        let mut lines = Vec::new();
        for line in text(Format::Jsonl, &outcome, Options::default()).lines() {
            let mut line = parse(line);
            let kind = line.as_object_mut().unwrap().remove("type").unwrap();
            lines.push((kind.as_str().unwrap().to_owned(), line));
        }
        let (kind, mut summary) = lines.pop().unwrap();
        assert_eq!(kind, "summary");
        assert_eq!(summary.as_object_mut().unwrap().remove("version").unwrap(), whole["version"]);
        assert_eq!(summary, whole["summary"]);
        let all = [
            ("finding", "findings"),
            ("ignored", "ignored"),
            ("undecided", "undecided"),
            ("missing", "missing"),
        ];
        let expected = all.into_iter().flat_map(|(kind, list)| {
            whole[list].as_array().unwrap().iter().map(|it| (kind.to_owned(), it.clone()))
        });
        assert_eq!(lines, expected.collect::<Vec<_>>());
    }
}

/// Many findings, one on each line.
fn many(number: usize) -> Outcome {
    let mut outcome = Outcome::default();
    let file = outcome.sources.add("t.yaml".into(), "key: value\n".repeat(number));
    outcome.findings =
        (0..number).map(|at| finding(Span::new(file, at * 11..at * 11 + 3), vec![])).collect();
    outcome.summary.units = 1;
    outcome
}

#[test]
fn a_page_keeps_within_its_room() {
    let outcome = many(300);
    let whole = text(Format::Markdown, &outcome, Options::default());
    let mut before = 0;
    for most in (0..whole.len() + 1000).step_by(500) {
        let page = markdown_within(&outcome, Options::default(), most);
        assert!(page.len() <= most, "{} in {most}", page.len());
        assert!(page.len() >= before, "more room holds no less");
        before = page.len();
        let number = |it: &str| page.matches(it).count();
        assert_eq!(number("<details>"), number("</details>"));
        assert_eq!(number("```text\n"), number("\n```\n"));
        let left: Vec<usize> = page
            .lines()
            .filter_map(|it| it.strip_prefix("There is no room here for ")?.split(' ').next())
            .map(|it| it.parse().unwrap())
            .collect();
        let shown = [number("| error | `rule` |"), number("error[rule]")];
        match left.as_slice() {
            [] => assert!(page.is_empty() || page == whole),
            [rows] => assert!([300 - shown[0], 300 - shown[1]].contains(rows), "{page}"),
            left => assert_eq!(left, shown.map(|it| 300 - it)),
        }
    }
    assert_eq!(before, whole.len());
}

#[test]
fn the_log_says_what_is_not_shown_beside_the_code() {
    let log = |number| text(Format::Github, &many(number), Options::default());
    assert!(!log(10).contains("annotations"));
    let said = "GitHub shows 10 annotations of a kind for a step; 2 of these are in the log alone";
    assert!(log(12).contains(said), "{}", log(12));
    assert_eq!(log(12).matches("::error ").count(), 12, "the log has all");
}

#[test]
fn those_outside_are_told_paths_of_the_repository() {
    for (path, folder, told) in [
        ("a.tf", ".", "a.tf"),
        ("a.tf", "infra/dev", "infra/dev/a.tf"),
        ("../b/a.tf", "infra/dev", "infra/b/a.tf"),
        ("/srv/a.tf", "infra/dev", "/srv/a.tf"),
        ("<stdin>", "infra/dev", "<stdin>"),
    ] {
        let mut outcome = Outcome::default();
        let file = outcome.sources.add(path.into(), "a");
        outcome.findings = vec![finding(Span::new(file, 0..1), vec![])];
        let options = Options { folder, ..Options::default() };
        let has =
            |format, it: String| assert!(text(format, &outcome, options).contains(&it), "{it}");
        has(Format::Gitlab, format!("\"path\": \"{told}\""));
        has(Format::Github, format!("file={told},"));
        has(Format::Junit, format!(" file=\"{}\"", told.replace('<', "&lt;").replace('>', "&gt;")));
        // These are read where the run takes place.
        has(Format::Concise, format!("{path}:1:1:"));
    }
}

#[test]
fn a_test_fails_where_the_run_does() {
    for (fail_on, failures) in [(Severity::Note, 3), (Severity::Warning, 2), (Severity::Error, 1)] {
        let mut outcome = many(3);
        outcome.findings[1].severity = Severity::Warning;
        outcome.findings[2].severity = Severity::Note;
        for (it, rule) in outcome.findings.iter_mut().zip(["a", "b", "c"]) {
            it.rule = rule;
        }
        let report =
            text(Format::Junit, &outcome, Options { fail_on: Some(fail_on), ..Options::default() });
        assert_eq!(report.matches("<failure ").count(), failures);
        assert_eq!(report.matches("<system-out>").count(), 3 - failures);
        assert!(report.contains(&format!("tests=\"3\" failures=\"{failures}\"")), "{report}");
    }
}

fn finding(span: Span, labels: Vec<Label>) -> Finding {
    Finding {
        rule: "rule",
        severity: Severity::Error,
        subject: None,
        span,
        message: "message".into(),
        labels,
        when: vec![],
        notes: vec![],
        wanted: None,
        fix: None,
    }
}

pub(super) fn text(format: Format, outcome: &Outcome, options: Options) -> String {
    let mut out = Vec::new();
    write(format, &mut out, outcome, options).unwrap();
    String::from_utf8(out).unwrap()
}

pub(super) fn without_color(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| all + part.split_once('m').map_or(part, |it| it.1))
}

pub(super) fn read(folder: &Path) -> Outcome {
    let case: Case = serde_json::from_str(&golden::read(&folder.join("case.json"))).unwrap();
    let mut sources = Sources::default();
    for (name, path) in case.sources {
        sources.add(path, golden::read(&folder.join(name)));
    }
    let findings = case.findings.into_iter().map(|it| made(&sources, it)).collect();
    let ignored = case.ignored.into_iter().map(|it| Ignored {
        finding: made(&sources, it.finding),
        comment: span(&sources, &it.comment),
        is_in_source: !it.by_configuration,
        reason: it.reason,
    });
    let ignored = ignored.collect();
    let undecided = case.undecided.into_iter().map(|it| Undecided {
        rule: it.rule.leak(),
        subject: subject(&sources, it.subject),
        needs: it.needs,
        when: it.when,
        notes: vec![],
    });
    let undecided = undecided.collect();
    let [files, resources, subjects, units] = case.summary;
    let summary = Summary { files, resources, subjects, units, cleared: 0, known: 0, older: 0 };
    Outcome {
        sources,
        findings,
        undecided,
        ignored,
        graphs: vec![],
        scope: Default::default(),
        files: BTreeSet::new(),
        summary,
        warnings: vec![],
        thresholds: BTreeMap::new(),
        is_strict: false,
    }
}

fn made(sources: &Sources, it: CaseFinding) -> Finding {
    let labels = it.labels.into_iter();
    let fix = it.fix.map(|it| Fix {
        title: it.title,
        is_safe: it.is_safe,
        edits: it
            .edits
            .into_iter()
            .map(|(at, text)| Edit { span: span(sources, &at), text })
            .collect(),
    });
    Finding {
        rule: it.rule.leak(),
        severity: [Severity::Error, Severity::Warning, Severity::Note]
            .into_iter()
            .find(|severity| severity.name() == it.severity)
            .unwrap(),
        subject: it.subject.map(|it| subject(sources, it)),
        span: span(sources, &it.at),
        message: it.message,
        labels: labels.map(|(at, message)| Label { span: span(sources, &at), message }).collect(),
        when: it.when,
        notes: it.notes,
        wanted: None,
        fix,
    }
}

fn subject(sources: &Sources, it: CaseSubject) -> Subject {
    let header = span(sources, &it.header);
    Subject { address: it.address, kind: it.kind, header, construct: it.construct }
}

fn span(sources: &Sources, at: &At) -> Span {
    let (file, from, to) = match at {
        At::Text(file, text) => (*file, text, ""),
        At::Range(file, from, to) => (*file, from, to.as_str()),
    };
    let file = FileId(file);
    let text = &sources.get(file).text;
    let start = text.find(from.as_str()).unwrap_or_else(|| panic!("no {from:?}"));
    let after = start + from.len();
    let end = after + text[after..].find(to).unwrap_or_else(|| panic!("no {to:?}")) + to.len();
    Span::new(file, start..end)
}
