//! Comments over a few lines, and what they hide.
//!
//! A case is a file in several parts: sources; `findings`, one in a line: the rule, the header of
//! the subject, the primary span, labels, each a text of a source or `-`, with a `?` before the
//! rule if it is undecided; and `outcome`. The header of each scope is the text before its colon.

use std::collections::BTreeMap;

use super::{Ignores, Options, Scope, Way, around};
use crate::date::Date;
use crate::edits;
use crate::files::golden::{self, Sections};
use crate::finding::{Finding, Label, Severity, Subject, Undecided};
use crate::reader::Said;
use crate::syntax::Comment;
use crate::text::{FileId, Sources, Span};

const KNOWN: &[&str] = &["emr-plaintext-cluster", "emr-invalid-tls", "invalid-syntax"];

#[test]
fn comments_hide_what_they_should() {
    for path in golden::cases("suppress") {
        let mut case = Sections::parse(&golden::read(&path));
        case.set("outcome", outcome(&case));
        golden::check(&path, &case.text());
    }
}

fn outcome(case: &Sections) -> String {
    let mut sources = Sources::default();
    for (name, text) in &case.0 {
        if name.contains('.') {
            sources.add(name.clone(), text.clone());
        }
    }
    let (mut findings, mut undecided) = (Vec::new(), Vec::new());
    for line in case.get("findings").lines() {
        let parts: Vec<&str> = line.split(" | ").map(str::trim).collect();
        let [rule, subject, spans @ ..] = parts.as_slice() else { panic!("{line}") };
        let subject = (*subject != "-").then(|| {
            let header = find(&sources, subject);
            Subject { address: (*subject).into(), kind: "type".into(), header, construct: None }
        });
        if let Some(rule) = rule.strip_prefix('?') {
            let (rule, subject) = (rule.to_owned().leak(), subject.unwrap());
            undecided.push(Undecided { rule, subject, needs: vec![], when: vec![], notes: vec![] });
            continue;
        }
        let spans: Vec<Span> = spans.iter().map(|it| find(&sources, it)).collect();
        findings.push(Finding {
            rule: (*rule).to_owned().leak(),
            severity: Severity::Error,
            subject,
            span: spans[0],
            message: String::new(),
            labels: spans[1..].iter().map(|it| Label { span: *it, message: "".into() }).collect(),
            when: vec![],
            notes: vec![],
            wanted: None,
            fix: None,
        });
    }
    let scopes: Vec<Scope> = case.get("scopes").lines().map(|it| scope(&sources, it)).collect();
    let comments = comments(&sources);
    let said = Said { comments, remarks: Vec::new() };
    let options = Options {
        is_off: false,
        known: KNOWN,
        ran: KNOWN,
        today: Date::parse("2027-01-31"),
        needs_reason: case.get("").contains("A reason is required."),
    };
    let ignores = Ignores::read(&said, &sources, options);
    let headers = |subject: Option<&Subject>| {
        let header = subject.map(|it| it.header);
        let around = around(&header.into_iter().collect(), scopes.iter().copied().collect());
        header.into_iter().chain(around.into_values().flatten()).collect::<Vec<Span>>()
    };
    let place = |span: Span| {
        let at = sources.position(span.file, span.start);
        format!(
            "{}:{}:{} {:?}",
            sources.get(span.file).path,
            at.line,
            at.column,
            sources.slice(span)
        )
    };
    let mut text = String::new();
    let (mut ignored, mut left) = (String::new(), String::new());
    for it in findings {
        let headers = headers(it.subject.as_ref());
        let way = Way {
            rule: it.rule,
            place: it.span,
            spans: it.spans().collect(),
            headers,
            resource: None,
        };
        match ignores.hide(&way) {
            Some(by) => {
                ignored += &format!("ignored {} {}: {}\n", it.rule, place(it.span), by.reason);
            }
            None => text += &told(&it, &sources, &place),
        }
    }
    for it in undecided {
        let (rule, place) = (it.rule, it.subject.header);
        let headers = headers(Some(&it.subject));
        if ignores.hide(&Way { rule, place, spans: vec![], headers, resource: None }).is_none() {
            left += &format!("undecided {} {}\n", it.rule, it.subject.address);
        }
    }
    for it in ignores.findings(&sources) {
        text += &told(&it, &sources, &place);
    }
    text += &left;
    text += &ignored;
    text
}

/// A finding, and what becomes of the lines that its fix touches.
fn told(finding: &Finding, sources: &Sources, place: &dyn Fn(Span) -> String) -> String {
    let notes: String = finding.notes.iter().map(|it| format!(" ({it})")).collect();
    let mut text =
        format!("{} {}: {}{notes}\n", finding.rule, place(finding.span), finding.message);
    if !finding.rule.starts_with("emr-") {
        for it in &finding.labels {
            text += &format!("  {} {}\n", place(it.span), it.message);
        }
    }
    let Some(fix) = &finding.fix else { return text };
    let is_safe = if fix.is_safe { "" } else { " (unsafe)" };
    let source = sources.get(finding.span.file);
    let fixed = edits::apply(&source.text, &fix.edits.iter().collect::<Vec<_>>()).unwrap();
    let start = source.line_range(source.line(fix.edits[0].span.start)).unwrap().start;
    let after = fixed[start..].lines().next().unwrap_or_default();
    text += &format!("  fix: {}{is_safe}: {after:?}\n", fix.title);
    text
}

/// `file.yaml:text`, or a text that occurs in one of them.
fn find(sources: &Sources, text: &str) -> Span {
    let found = sources.all().iter().enumerate().find_map(|(file, source)| {
        let text = match text.split_once(':') {
            Some((path, text)) if path == source.path => text,
            _ => text,
        };
        let start = source.text.find(text)?;
        Some(Span::new(FileId(file as u32), start..start + text.len()))
    });
    found.unwrap_or_else(|| panic!("no {text}"))
}

/// From a header to a text after it: `Cluster: … end`.
fn scope(sources: &Sources, line: &str) -> Scope {
    let (header, last) = line.split_once(" … ").unwrap();
    let header = find(sources, header);
    Scope { extent: header.to(find(sources, last)), header }
}

/// Good enough for cases in which no string holds a mark.
fn comments(sources: &Sources) -> BTreeMap<FileId, Vec<Comment>> {
    let mut comments = BTreeMap::new();
    for (file, source) in sources.all().iter().enumerate() {
        let file = FileId(file as u32);
        let found: &mut Vec<Comment> = comments.entry(file).or_default();
        let mut at = 0;
        while let Some(start) = source.text[at..].find(['#', '/']).map(|it| at + it) {
            let rest = &source.text[start..];
            let len = if rest.starts_with("/*") {
                rest.find("*/").map_or(rest.len(), |it| it + 2)
            } else {
                rest.find(['\n', '\r']).unwrap_or(rest.len())
            };
            found.push(Comment { span: Span::new(file, start..start + len), about: None });
            at = start + len;
        }
    }
    comments
}
