//! What a comment tells this tool.

use crate::date::Date;
use crate::text::Span;

/// `wirelint: ignore[rule-id, …] until=2027-03-31 reason`.
#[derive(Debug)]
pub(super) struct Directive {
    /// Whether it speaks of all of its file: `ignore-file`.
    pub(super) is_of_file: bool,
    /// At least one.
    pub(super) ids: Vec<Named>,
    pub(super) until: Option<Date>,
    pub(super) reason: String,
}

/// A rule's id as a comment names it, in lower case.
#[derive(Debug)]
pub(super) struct Named {
    pub(super) text: String,
    /// The key or index of the only instance that is meant.
    pub(super) instance: Option<String>,
    /// Of the id alone.
    pub(super) id: Span,
    /// With the instance.
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
    // In JSON it is a string.
    let line = if line.starts_with('"') { line.strip_suffix('"').unwrap_or(line) } else { line };
    let text = line.trim_start().trim_start_matches(['"', '#', '/', '*']).trim_start();
    let text = strip_word(text, "wirelint")?.trim_start().strip_prefix(':')?.trim_start();

    let end = text.find(|it: char| !it.is_alphanumeric() && !matches!(it, '-' | '_'));
    let (word, rest) = text.split_at(end.unwrap_or(text.len()));
    let rest = rest.trim_start();
    let mistake = |message: String| Some(Err(Mistake { span, message }));
    let list = rest.strip_prefix('[');
    let is_of_file = word.eq_ignore_ascii_case("ignore-file");
    if !is_of_file && !word.eq_ignore_ascii_case("ignore") {
        // Without brackets it is prose that happens to begin with the name.
        list?;
        return mistake(format!("`{word}[…]` is not understood: it is `ignore[rule-id]`"));
    }
    let word = if is_of_file { "ignore-file" } else { "ignore" };
    let Some(list) = list else {
        return mistake(format!("no rule is named: it is `{word}[rule-id]`"));
    };
    // All of these are ends of the line, so lengths tell where they start.
    let start = span.start as usize + at + (line.len() - list.len());
    let Some(end) = ends(list, ']').next() else {
        return mistake("the `]` after the rule is lacking".into());
    };
    let ids = ids(&list[..end], start, span);
    if ids.is_empty() {
        return mistake(format!("no rule is named: it is `{word}[rule-id]`"));
    }
    let (until, reason) = match explained(&list[end + 1..]) {
        Ok(it) => it,
        Err(written) => {
            return mistake(format!("`until={written}` names no day: it is `until=2027-03-31`"));
        }
    };
    Some(Ok(Directive { is_of_file, ids, until, reason }))
}

fn strip_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (start, rest) = text.split_at_checked(word.len())?;
    start.eq_ignore_ascii_case(word).then_some(rest)
}

/// Where a mark stands outside of quotes.
fn ends(text: &str, mark: char) -> impl Iterator<Item = usize> {
    let mut quote = None;
    text.char_indices().filter_map(move |(at, it)| {
        match quote {
            Some(open) if it == open => quote = None,
            Some(_) => (),
            // Only a key has quotes.
            None if matches!(it, '"' | '\'')
                && text[..at].trim_end_matches('\\').ends_with('@') =>
            {
                quote = Some(it);
            }
            None if it == mark => return Some(at),
            None => (),
        }
        None
    })
}

fn ids(list: &str, start: usize, comment: Span) -> Vec<Named> {
    let mut begins = 0;
    let mut ids = Vec::new();
    for end in ends(list, ',').chain([list.len()]) {
        let part = &list[begins..end];
        let written = part.trim();
        let begin = start + begins + (part.len() - part.trim_start().len());
        begins = end + 1;
        if written.is_empty() {
            continue;
        }
        let (id, instance) = match written.split_once('@') {
            Some((id, key)) => (id.trim_end(), Some(unquoted(key.trim_start()))),
            None => (written, None),
        };
        let span = |len: usize| Span::new(comment.file, begin..begin + len);
        let (text, id, span) = (id.to_lowercase(), span(id.len()), span(written.len()));
        ids.push(Named { text, instance, id, span });
    }
    ids
}

/// A key without its quotes, before which JSON has a backslash.
fn unquoted(key: &str) -> String {
    let quoted = |quote: &str| key.strip_prefix(quote)?.strip_suffix(quote);
    let inner = ["\\\"", "\"", "'"].into_iter().find_map(quoted);
    inner.unwrap_or(key).to_owned()
}

/// The last day, and the reason: what follows the bracket. A day that is none is the error.
fn explained(text: &str) -> Result<(Option<Date>, String), &str> {
    let marks = [' ', '\t', ':', ',', ';', '-', '–', '—'];
    let text = text.trim_start_matches(marks).trim_end();
    let word = "until=";
    let begins = |at: usize| text[..at].chars().next_back().is_none_or(|it| marks.contains(&it));
    let Some(at) = text.match_indices(word).map(|it| it.0).find(|it| begins(*it)) else {
        return Ok((None, text.to_owned()));
    };
    let rest = &text[at + word.len()..];
    let end = rest.find(|it: char| it.is_whitespace() || matches!(it, ',' | ';' | ':'));
    let (day, after) = rest.split_at(end.unwrap_or(rest.len()));
    let Some(until) = Date::parse(day) else { return Err(day) };
    let parts = [text[..at].trim_end_matches(marks), after.trim_start_matches(marks)];
    let reason = parts.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ");
    Ok((Some(until), reason))
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
