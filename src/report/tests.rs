//! Findings made by hand over a few files, and what each format makes of them.

use std::path::Path;

use serde::Deserialize;

use super::{Format, Options, write};
use crate::files::golden;
use crate::finding::{Finding, Label, Severity, Subject, Undecided};
use crate::lint::{Outcome, Summary};
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
            (Format::Github, "github.txt"),
            (Format::Json, "out.json"),
        ] {
            golden::check(&case.join(name), &text(format, &outcome, options));
        }
        let painted = text(Format::Human, &outcome, Options { color: true, ..options });
        let plain = text(Format::Human, &outcome, options);
        assert_eq!(without_color(&painted), plain, "colour changes nothing else");
    }
}

#[test]
fn quiet_is_silent_but_for_findings() {
    let mut outcome =
        Outcome { summary: Summary { units: 1, ..Summary::default() }, ..Outcome::default() };
    let quiet = Options { quiet: true, ..Options::default() };
    assert_eq!(text(Format::Human, &outcome, quiet), "");
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
    for format in [Format::Human, Format::Github, Format::Json] {
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

fn text(format: Format, outcome: &Outcome, options: Options) -> String {
    let mut out = Vec::new();
    write(format, &mut out, outcome, options).unwrap();
    String::from_utf8(out).unwrap()
}

pub(super) fn without_color(text: &str) -> String {
    let mut parts = text.split('\u{1b}');
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| all + part.split_once('m').map_or(part, |it| it.1))
}

fn read(folder: &Path) -> Outcome {
    let case: Case = serde_json::from_str(&golden::read(&folder.join("case.json"))).unwrap();
    let mut sources = Sources::default();
    for (name, path) in case.sources {
        sources.add(path, golden::read(&folder.join(name)));
    }
    let findings = case.findings.into_iter().map(|it| Finding {
        rule: it.rule.leak(),
        severity: [Severity::Error, Severity::Warning, Severity::Note]
            .into_iter()
            .find(|severity| severity.name() == it.severity)
            .unwrap(),
        subject: it.subject.map(|it| subject(&sources, it)),
        span: span(&sources, &it.at),
        message: it.message,
        labels: it
            .labels
            .into_iter()
            .map(|(at, message)| Label { span: span(&sources, &at), message })
            .collect(),
        when: it.when,
        notes: it.notes,
        wanted: None,
        fix: None,
    });
    let findings = findings.collect();
    let undecided = case.undecided.into_iter().map(|it| Undecided {
        rule: it.rule.leak(),
        subject: subject(&sources, it.subject),
        needs: it.needs,
        when: it.when,
        notes: vec![],
    });
    let undecided = undecided.collect();
    let [files, resources, subjects, units] = case.summary;
    let summary = Summary { files, resources, subjects, units, cleared: 0 };
    Outcome {
        sources,
        findings,
        undecided,
        ignored: vec![],
        graphs: vec![],
        summary,
        warnings: vec![],
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
