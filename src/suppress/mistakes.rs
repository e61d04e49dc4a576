//! What is wrong with comments, and what would mend them.

use std::ops::Range;

use super::Ignore;
use super::directive::{self, Named, nearest};
use super::lines::{is_blank, lines};
use super::values::Files;
use crate::finding::checks::{EXPIRED_IGNORE, UNEXPLAINED_IGNORE, UNKNOWN_IGNORE, UNUSED_IGNORE};
use crate::finding::{Edit, Finding, Fix};
use crate::text::{Source, Sources, Span};

pub(super) fn unclear(span: Span, message: String) -> Finding {
    Finding::of_file(&UNKNOWN_IGNORE, span, message)
}

pub(super) fn unexplained(comment: Span) -> Finding {
    Finding::of_file(&UNEXPLAINED_IGNORE, comment, "no reason is given to ignore this".to_owned())
}

pub(super) fn no_such_rule(id: &Named, known: &[&str]) -> Finding {
    let mut finding =
        Finding::of_file(&UNKNOWN_IGNORE, id.id, format!("there is no rule `{}`", id.text));
    if let Some(nearest) = nearest(&id.text, known) {
        finding.note(format!("did you mean `{nearest}`?"));
        let edits = vec![Edit { span: id.id, text: nearest.to_owned() }];
        // What it comes to hide is for its author to see.
        let title = format!("name `{nearest}`");
        finding.fix = Some(Fix { title, is_safe: false, edits });
    }
    finding
}

/// What is wrong with the ignores of one comment that say what is known.
pub(super) fn of(ignores: &[Ignore], sources: &Sources, files: &mut Files<'_>) -> Vec<Finding> {
    let is_useless = |it: &Ignore| !it.used.get() && !it.is_idle;
    let useless: Vec<&Ignore> = ignores.iter().filter(|it| is_useless(it)).collect();
    let Some(first) = useless.first() else { return Vec::new() };
    let text = sources.slice(first.comment);
    let said = directive::read(text, first.comment);
    let is_alone = text.lines().filter(|it| it.contains(char::is_alphanumeric)).count() == 1;
    // Those that are not known are of the comment, too.
    let ids: Vec<Span> = match said.as_slice() {
        [Ok(only)] if is_alone && (!first.is_value || text.starts_with('"')) => {
            only.ids.iter().map(|it| it.span).collect()
        }
        _ => Vec::new(),
    };
    let is_all = useless.len() == ids.len().max(1) && ignores.iter().all(is_useless);
    let mut findings: Vec<Finding> = if is_all {
        vec![useless_all(&useless)]
    } else {
        useless.iter().map(|it| useless_one(it, it.id.span)).collect()
    };
    let is_over = |it: &Ignore| !it.lapsed.borrow().is_empty();
    if is_all {
        let (gone, title) = match first.is_value {
            true => (files.without(first.comment), "remove the ignore"),
            false => {
                let whole = || removed(sources.get(first.comment.file), first.comment);
                let gone = (!ids.is_empty()).then(|| Span::new(first.comment.file, whole()));
                (gone, "remove the comment")
            }
        };
        findings[0].fix = gone.map(|span| Fix {
            title: title.to_owned(),
            // It may be that the day is to be moved.
            is_safe: !useless.iter().any(|it| is_over(it)),
            edits: vec![Edit { span, text: String::new() }],
        });
    } else {
        let gone: Vec<usize> = useless
            .iter()
            .filter_map(|useless| ids.iter().position(|it| *it == useless.id.span))
            .collect();
        if gone.len() == useless.len() {
            for ((finding, at), ignore) in findings.iter_mut().zip(&gone).zip(&useless) {
                let edits = vec![Edit { span: without(&ids, *at, &gone), text: String::new() }];
                let title = format!("remove `{}`", ignore.id.text);
                finding.fix = Some(Fix { title, is_safe: !is_over(ignore), edits });
            }
        }
    }
    findings
}

/// About a comment of which nothing is left.
fn useless_all(ignores: &[&Ignore]) -> Finding {
    let comment = ignores[0].comment;
    if let [only] = ignores {
        return useless_one(only, comment);
    }
    if let Some(first) = ignores.iter().find(|it| !it.lapsed.borrow().is_empty()) {
        let mut finding = useless_one(first, comment);
        for place in ignores.iter().flat_map(|it| it.lapsed.borrow().clone()) {
            finding.label(place, NO_LONGER);
        }
        return finding;
    }
    let ids: Vec<String> = ignores.iter().map(|it| format!("`{}`", it.id.text)).collect();
    let message = match ids.split_last() {
        Some((last, before)) => {
            format!("{} and {last} find nothing here to ignore", before.join(", "))
        }
        None => String::new(),
    };
    Finding::of_file(&UNUSED_IGNORE, comment, message)
}

const NO_LONGER: &str = "no longer ignored";

fn useless_one(ignore: &Ignore, span: Span) -> Finding {
    let id = &ignore.id.text;
    if let Some(until) = ignore.until.filter(|_| !ignore.lapsed.borrow().is_empty()) {
        let message = format!("this is no longer ignored: its last day was {until}");
        let mut finding = Finding::of_file(&EXPIRED_IGNORE, span, message);
        for place in ignore.lapsed.borrow().iter() {
            finding.label(*place, NO_LONGER);
        }
        if !ignore.reason.is_empty() {
            finding.note(format!("its reason was: {}", ignore.reason));
        }
        return finding;
    }
    let message = match &ignore.id.instance {
        Some(key) => format!("`{id}` finds nothing here to ignore in an instance `{key}`"),
        None => format!("`{id}` finds nothing here to ignore"),
    };
    Finding::of_file(&UNUSED_IGNORE, span, message)
}

/// The comment with what stands around it for its sake: its lines, if nothing else is on them.
fn removed(source: &Source, comment: Span) -> Range<usize> {
    let (first, last) = lines(source, comment).into_inner();
    let start = source.line_range(first).unwrap_or_default().start;
    let end = source.line_range(last).unwrap_or_default().end;
    let range = comment.range();
    let text = &source.text;
    let start =
        if text[start..].starts_with('\u{feff}') { start + '\u{feff}'.len_utf8() } else { start };
    let (is_first, is_last) =
        (is_blank(source, start..range.start), is_blank(source, range.end..end));
    match (is_first, is_last) {
        (true, true) => start..end,
        (true, false) => {
            let rest = &text[range.end..end];
            range.start..range.end + (rest.len() - rest.trim_start_matches([' ', '\t']).len())
        }
        (false, _) => {
            let before = text[start..range.start].trim_end_matches([' ', '\t']);
            start + before.len()..range.end
        }
    }
}

/// What has to go so that one of several ids is gone, where `gone` are all that have to go, in
/// rising order: no two of these overlap.
fn without(ids: &[Span], at: usize, gone: &[usize]) -> Span {
    let is_trailing = (at..ids.len()).all(|it| gone.contains(&it));
    let (start, end) = match (is_trailing, at.checked_sub(1), ids.get(at + 1)) {
        (true, Some(before), _) => (ids[before].end, ids[at].end),
        (_, _, Some(next)) => (ids[at].start, next.start),
        (_, _, None) => (ids[at].start, ids[at].end),
    };
    Span { start, end, ..ids[at] }
}
