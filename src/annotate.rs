//! Writes a comment for everything that is found, so that the next run finds nothing.
//!
//! A comment goes above the line of a finding; where it would be no comment there, as in a string
//! over many lines, above what introduces the resource or the call that leads there. One that
//! stands there and gives the same reason takes the id among its own. Whether it is one, another
//! run over the changed texts tells, before anything is written.

mod json;

use std::collections::{BTreeMap, BTreeSet};

use crate::edits;
use crate::files::{Files, Overlay};
use crate::finding::{Edit, Finding};
use crate::lint::{self, Outcome, Request};
use crate::project;
use crate::rule::Rule;
use crate::suppress;
use crate::text::{FileId, Sources, Span};

/// How often places are tried. Each time is a run.
const MOST_TRIES: usize = 6;

/// Changed files, and what they come to.
#[derive(Debug)]
pub struct Annotated {
    /// In the order of their paths.
    pub files: Vec<Changed>,
    /// What a run over the changed files finds.
    pub outcome: Outcome,
}

/// A file with comments put in.
#[derive(Debug)]
pub struct Changed {
    pub path: String,
    pub text: String,
    /// How many rules are ignored in how many places.
    pub count: usize,
}

/// A finding to be ignored, and the places where that can be said.
struct Wanted {
    rule: &'static str,
    span: Span,
    /// The best first.
    places: Vec<Span>,
    tried: usize,
}

/// Finds out where comments are to stand so that everything is ignored that can be.
pub fn annotate(
    request: &Request,
    files: &dyn Files,
    rules: &[&'static Rule],
    reason: &str,
) -> Result<Annotated, lint::Error> {
    let reason = reason.replace(char::is_control, " ");
    let mut outcome = lint::lint(request, files, rules)?;
    let scope = project::find(&request.paths, files).map_err(lint::Error::NoSuchPath)?.scope;
    let foreign: BTreeSet<FileId> =
        outcome.graphs.iter().flat_map(|it| it.foreign.keys().copied()).collect();
    let is_ours = |file: FileId| {
        let source = outcome.sources.get(file);
        let path = source.path.as_str();
        // What is not UTF-8, or holds what nobody is to be shown, is not all at hand.
        let is_whole = || files.read(path).is_ok_and(|it| it == source.text.as_bytes());
        scope.holds(path)
            && !foreign.contains(&file)
            && path.split('/').all(|it| it != ".terraform")
            && is_whole()
    };
    let spans = outcome
        .findings
        .iter()
        .flat_map(|it| it.spans().chain(it.subject.as_ref().map(|it| it.header)));
    let ours: BTreeSet<FileId> = spans.map(|it| it.file).collect();
    let ours: BTreeSet<FileId> = ours.into_iter().filter(|it| is_ours(*it)).collect();
    let mut wanted = wanted(&outcome, rules, &ours);
    let sources = std::mem::take(&mut outcome.sources);
    let documents = ours.into_iter().filter_map(|it: FileId| {
        json::Document::of(it, sources.get(it)).map(|document| (it, document))
    });
    let documents: BTreeMap<FileId, json::Document> = documents.collect();
    let mut tries = 0;
    let changes = loop {
        tries += 1;
        let changes = changes(&mut wanted, &sources, &documents, &reason);
        let mut overlay = Overlay::new(files);
        for it in &changes {
            overlay.put(&it.path, it.text.as_bytes());
        }
        outcome = lint::lint(request, &overlay, rules)?;
        let ignored = outcome.ignored.iter().map(|it| &it.finding);
        let ignored = places(ignored, &outcome.sources, &changes);
        let left = places(outcome.findings.iter(), &outcome.sources, &changes);
        let mut is_done = true;
        for it in wanted.iter_mut().filter(|it| it.tried < it.places.len()) {
            let path = sources.get(it.span.file).path.clone();
            let place = (it.rule, path, it.span.start);
            if left.contains(&place) || !ignored.contains(&place) {
                it.tried = if tries < MOST_TRIES { it.tried + 1 } else { it.places.len() };
                is_done = false;
            }
        }
        if is_done || tries > MOST_TRIES {
            break changes;
        }
    };
    let changed =
        changes.into_iter().map(|it| Changed { path: it.path, text: it.text, count: it.count });
    Ok(Annotated { files: changed.collect(), outcome })
}

/// What is to be ignored. What is wrong with a file's syntax is not, and neither is what is wrong
/// with a comment.
fn wanted(outcome: &Outcome, rules: &[&'static Rule], ours: &BTreeSet<FileId>) -> Vec<Wanted> {
    let can_be = |it: &&Finding| {
        rules.iter().any(|rule| rule.id == it.rule)
            || lint::ANNOTATED.iter().any(|own| own.id == it.rule)
    };
    let findings: Vec<&Finding> = outcome.findings.iter().filter(can_be).collect();
    let header = |it: &Finding| it.subject.as_ref().map(|it| it.header);
    let mut of_subject: BTreeMap<(&str, Span), usize> = BTreeMap::new();
    for it in &findings {
        *of_subject.entry((it.rule, header(it).unwrap_or(it.span))).or_default() += 1;
    }
    let wanted = findings.into_iter().map(|it| {
        let header = header(it);
        // Several of one resource are best ignored once.
        let is_one = header.is_none_or(|header| of_subject[&(it.rule, header)] == 1);
        let own = is_one.then_some(it.span);
        let others = it.labels.iter().map(|it| it.span);
        let mut places: Vec<Span> = Vec::new();
        for span in own.into_iter().chain(header).chain([it.span]).chain(others) {
            if ours.contains(&span.file) && !places.contains(&span) {
                places.push(span);
            }
        }
        Wanted { rule: it.rule, span: it.span, places, tried: 0 }
    });
    wanted.collect()
}

/// A file with what was put into it.
struct Change {
    path: String,
    text: String,
    count: usize,
    /// Where in the text as it was, and how many bytes.
    put_in: Vec<(u32, u32)>,
}

impl Change {
    /// Where that was before: what was put in has no place, and is taken for what follows it.
    fn before(&self, at: u32) -> u32 {
        let mut shift = 0;
        for (place, len) in &self.put_in {
            if at < place + shift + len {
                return at.saturating_sub(shift).min(*place);
            }
            shift += len;
        }
        at - shift
    }
}

/// The files with comments at the places that are next to be tried.
fn changes(
    wanted: &mut [Wanted],
    sources: &Sources,
    documents: &BTreeMap<FileId, json::Document>,
    reason: &str,
) -> Vec<Change> {
    let mut files: BTreeMap<(String, FileId), BTreeMap<Target, BTreeSet<&'static str>>> =
        BTreeMap::new();
    for it in wanted {
        while let Some(place) = it.places.get(it.tried).copied() {
            let source = sources.get(place.file);
            let target = match documents.get(&place.file) {
                Some(document) => document.has_room(place).then_some(Target::Value(place)),
                None => {
                    source.line_range(source.line(place.start)).map(|it| Target::Line(it.start))
                }
            };
            let Some(target) = target else {
                it.tried += 1;
                continue;
            };
            let file = files.entry((source.path.clone(), place.file)).or_default();
            file.entry(target).or_default().insert(it.rule);
            break;
        }
    }
    let changes = files.into_iter().filter_map(|((path, file), targets)| {
        let text = &sources.get(file).text;
        let count = targets.values().map(BTreeSet::len).sum();
        let edits: Vec<Edit> = targets
            .into_iter()
            .flat_map(|(target, rules)| match target {
                Target::Line(start) => vec![comment(file, text, start, &rules, reason)],
                Target::Value(header) => match documents.get(&file) {
                    Some(document) => document.edits(header, &rules, reason),
                    None => Vec::new(),
                },
            })
            .collect();
        let text = edits::apply(text, &edits.iter().collect::<Vec<_>>())?;
        let mut put_in: Vec<(u32, u32)> =
            edits.iter().map(|it| (it.span.start, it.text.len() as u32)).collect();
        put_in.sort_by_key(|it| it.0);
        Some(Change { path, text, count, put_in })
    });
    changes.collect()
}

/// Where an ignore can be said.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Target {
    /// Above the line that starts there.
    Line(usize),
    /// In the object that follows this key.
    Value(Span),
}

/// A comment above a line, as far to the right as that; or more ids in one that stands there.
fn comment(file: FileId, text: &str, start: usize, rules: &BTreeSet<&str>, reason: &str) -> Edit {
    if let Some(end) = end_of_ids_above(file, text, start, reason) {
        let more: Vec<String> = rules.iter().map(|it| format!(", {it}")).collect();
        return Edit { span: Span { file, start: end, end }, text: more.concat() };
    }
    let start = match text[start..].strip_prefix('\u{feff}') {
        Some(rest) => text.len() - rest.len(),
        None => start,
    };
    let line = text[start..].split_inclusive('\n').next().unwrap_or_default();
    let indent = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
    let is_windows = match line.ends_with('\n') {
        true => line.ends_with("\r\n"),
        false => text.contains("\r\n"),
    };
    let end = if is_windows { "\r\n" } else { "\n" };
    let said = directive(rules, reason);
    Edit { span: Span::new(file, start..start), text: format!("{indent}# {said}{end}") }
}

/// Where more ids can be added to a comment above a line.
fn end_of_ids_above(file: FileId, text: &str, start: usize, reason: &str) -> Option<u32> {
    let is_comment = |it: &&str| it.trim_start().starts_with(['#', '/']);
    let line = text[start..].split('\n').next();
    // What stands above it may be above what is another place, too.
    if line.is_none_or(|it| is_comment(&it)) {
        return None;
    }
    let mut end = start;
    text[..start].split_inclusive('\n').rev().take_while(is_comment).find_map(|it| {
        let begin = end - it.len();
        let span = Span::new(file, begin..end);
        end = begin;
        suppress::end_of_ids(it, span, reason)
    })
}

fn directive(rules: &BTreeSet<&str>, reason: &str) -> String {
    let ids: Vec<&str> = rules.iter().copied().collect();
    format!("wirelint: ignore[{}] {reason}", ids.join(", ")).trim_end().to_owned()
}

/// Where findings are in the files as they were.
fn places<'f>(
    findings: impl Iterator<Item = &'f Finding>,
    sources: &Sources,
    changes: &[Change],
) -> BTreeSet<(&'static str, String, u32)> {
    let places = findings.map(|it| {
        let path = sources.get(it.span.file).path.clone();
        let at = match changes.binary_search_by(|it| it.path.cmp(&path)) {
            Ok(change) => changes[change].before(it.span.start),
            Err(_) => it.span.start,
        };
        (it.rule, path, at)
    });
    places.collect()
}
