//! What a comment tells this tool.

use crate::text::Span;

/// `wirelint: ignore[rule-id, …] reason`.
#[derive(Debug)]
pub(super) struct Directive {
    /// At least one.
    pub(super) ids: Vec<Named>,
    pub(super) reason: String,
}

/// A rule's id as a comment names it, in lower case.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) text: String,
    pub(super) span: Span,
}

/// A comment that speaks to this tool and cannot be understood.
#[derive(Debug)]
pub(super) struct Mistake {
    pub(super) span: Span,
    pub(super) message: String,
}

/// What a comment says, its marks included. One over many lines may say several things.
pub(super) fn read(comment: &str, span: Span) -> Vec<Result<Directive, Mistake>> {
    let mut at = 0;
    let mut said = Vec::new();
    for line in comment.split_inclusive('\n') {
        said.extend(read_line(line, at, span));
        at += line.len();
    }
    said
}

/// What a line of a comment says, `at` bytes into it.
fn read_line(line: &str, at: usize, span: Span) -> Option<Result<Directive, Mistake>> {
    let line = line.trim_end();
    let line = line.strip_suffix("*/").unwrap_or(line);
    let text = line.trim_start().trim_start_matches(['#', '/', '*']).trim_start();
    let text = strip_word(text, "wirelint")?.trim_start().strip_prefix(':')?.trim_start();

    let end = text.find(|it: char| !it.is_alphanumeric() && !matches!(it, '-' | '_'));
    let (word, rest) = text.split_at(end.unwrap_or(text.len()));
    let rest = rest.trim_start();
    let mistake = |message: String| Some(Err(Mistake { span, message }));
    let list = rest.strip_prefix('[');
    if !word.eq_ignore_ascii_case("ignore") {
        // Without brackets it is prose that happens to begin with the name.
        list?;
        return mistake(format!("`{word}[…]` is not understood: it is `ignore[rule-id]`"));
    }
    let Some(list) = list else {
        return mistake("no rule is named: it is `ignore[rule-id]`".into());
    };
    // All of these are ends of the line, so lengths tell where they start.
    let start = span.start as usize + at + (line.len() - list.len());
    let Some((list, reason)) = list.split_once(']') else {
        return mistake("the `]` after the rule is lacking".into());
    };
    let ids = ids(list, start, span);
    if ids.is_empty() {
        return mistake("no rule is named: it is `ignore[rule-id]`".into());
    }
    let reason = reason.trim_start_matches([' ', '\t', ':', ',', '-', '–', '—']).trim_end();
    Some(Ok(Directive { ids, reason: reason.into() }))
}

fn strip_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (start, rest) = text.split_at_checked(word.len())?;
    start.eq_ignore_ascii_case(word).then_some(rest)
}

fn ids(list: &str, start: usize, comment: Span) -> Vec<Named> {
    let mut at = start;
    let mut ids = Vec::new();
    for part in list.split(',') {
        let id = part.trim();
        let begin = at + (part.len() - part.trim_start().len());
        if !id.is_empty() {
            let span = Span::new(comment.file, begin..begin + id.len());
            ids.push(Named { text: id.to_lowercase(), span });
        }
        at += part.len() + 1;
    }
    ids
}

/// The known name that was probably meant.
pub fn nearest<'k>(id: &str, known: &[&'k str]) -> Option<&'k str> {
    let most = (id.len() / 3).max(2);
    let near = known.iter().map(|it| (distance(id, it), *it));
    near.filter(|it| it.0 <= most).min_by_key(|it| it.0).map(|it| it.1)
}

/// How many characters to put in, take out or change to make one text the other.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (index, from) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = index + 1;
        for (at, to) in b.iter().enumerate() {
            let change = diagonal + usize::from(from != *to);
            diagonal = row[at + 1];
            row[at + 1] = change.min(row[at] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
