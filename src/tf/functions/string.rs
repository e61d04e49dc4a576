//! Functions on texts. Characters are what a reader takes for one: grapheme clusters.

use super::call::{Call, Outcome, Stop, append, check_count, check_len, invalid};
use crate::tf::limits;
use crate::value::{Kind, List, ListShape, Run, Text, TextBuilder, Type, Value};
use unicode_segmentation::UnicodeSegmentation as _;

pub(super) fn join(call: &Call<'_>) -> Outcome {
    let separator = call.arg(0)?;
    if call.args.len() < 2 {
        return invalid("at least one list is required");
    }
    let lists = call.args.iter().skip(1);
    let mut parts = Vec::new();
    for list in lists {
        let items = &list.as_list().ok_or(Stop::Unknown)?.items;
        parts.extend(items);
    }
    if parts.iter().any(|it| it.is_unset()) {
        return invalid("cannot concatenate null values");
    }
    if separator.weight().saturating_mul(parts.len() as u64) > limits::MAX_WEIGHT {
        return Err(Stop::Limit(limits::SIZE));
    }
    // The one element of a list is the text itself, and still names what it named.
    if let [only] = parts.as_slice()
        && matches!(only.kind, Kind::Text(_) | Kind::Unknown(_))
    {
        return call.passed(only);
    }
    let mut builder = TextBuilder::default();
    for (index, part) in parts.into_iter().enumerate() {
        if index > 0 {
            append(&mut builder, separator);
        }
        append(&mut builder, part);
        check_len(builder.len())?;
    }
    call.built(builder)
}

pub(super) fn split(call: &Call<'_>) -> Outcome {
    let (separator, text) = (call.text(0)?, call.text(1)?);
    check_count(match separator {
        "" => text.len(),
        it => text.matches(it).count() + 1,
    })?;
    let parts: Vec<String> = match separator {
        "" => text.chars().map(String::from).collect(),
        it => text.split(it).map(str::to_owned).collect(),
    };
    let whole = call.arg(1)?;
    let items =
        parts.into_iter().map(|it| Value::text(it, whole.span).made_from(whole.span, [whole]));
    call.new_list(List::new(ListShape::List(Type::Text), items.collect()))
}

/// Each character on its own, as Terraform maps it: `ß` stays.
pub(super) fn upper(call: &Call<'_>) -> Outcome {
    call.map_pieces(call.pieces(0)?, |it| it.chars().map(upper_char).collect())
}

fn upper_char(it: char) -> char {
    let mut upper = it.to_uppercase();
    match (upper.next(), upper.next()) {
        (Some(upper), None) => upper,
        _ => it,
    }
}

pub(super) fn lower(call: &Call<'_>) -> Outcome {
    let lower = |it: char| it.to_lowercase().next().unwrap_or(it);
    call.map_pieces(call.pieces(0)?, |it| it.chars().map(lower).collect())
}

/// The first letter of each word; the rest of it stays as it is.
pub(super) fn title(call: &Call<'_>) -> Outcome {
    let mut titled = String::new();
    let mut starts = true;
    for it in call.text(0)?.chars() {
        titled.push(if starts { upper_char(it) } else { it });
        starts = match it {
            '_' => false,
            it if it.is_ascii() => !it.is_ascii_alphanumeric(),
            it if it.is_alphanumeric() => false,
            it => it.is_whitespace(),
        };
    }
    call.new_text(titled)
}

pub(super) fn indent(call: &Call<'_>) -> Outcome {
    let spaces = call.whole(0)?;
    let text = call.pieces(1)?;
    let lines: usize = text.pieces().map(|(_, it)| it.matches('\n').count()).sum();
    // Go repeats nothing a negative number of times by failing.
    let Ok(spaces) = usize::try_from(spaces) else {
        return invalid("the number of spaces must not be negative");
    };
    check_len(spaces)?;
    check_len(spaces.saturating_mul(lines).saturating_add(text.len()))?;
    let margin = format!("\n{}", " ".repeat(spaces));
    call.map_pieces(text, |it| it.replace('\n', &margin))
}

pub(super) fn chomp(call: &Call<'_>) -> Outcome {
    let text = call.pieces(0)?;
    let suffix = text.suffix();
    let kept = suffix.trim_end_matches(['\r', '\n']);
    // A hole before it may end in line breaks too.
    if kept.is_empty() && text.as_str().is_none() {
        return Err(Stop::Unknown);
    }
    cut(call, text, 0, suffix.len() - kept.len())
}

pub(super) fn trim(call: &Call<'_>) -> Outcome {
    let set = call.text(1)?;
    trimmed(call, |it| set.contains(it))
}

pub(super) fn trimspace(call: &Call<'_>) -> Outcome {
    trimmed(call, char::is_whitespace)
}

fn trimmed(call: &Call<'_>, goes: impl Fn(char) -> bool) -> Outcome {
    let text = call.pieces(0)?;
    if let Some(it) = text.as_str() {
        return call.new_text(it.trim_matches(goes));
    }
    let (prefix, suffix) = (text.prefix(), text.suffix());
    let first = prefix.find(|it| !goes(it));
    let last = suffix.trim_end_matches(&goes);
    match first {
        Some(first) if !last.is_empty() => cut(call, text, first, suffix.len() - last.len()),
        _ => Err(Stop::Unknown),
    }
}

pub(super) fn trimprefix(call: &Call<'_>) -> Outcome {
    let (text, prefix) = (call.pieces(0)?, call.text(1)?);
    let known = text.prefix();
    if known.starts_with(prefix) {
        return cut(call, text, prefix.len(), 0);
    }
    let is_open = text.as_str().is_none() && prefix.starts_with(known);
    if is_open { Err(Stop::Unknown) } else { cut(call, text, 0, 0) }
}

pub(super) fn trimsuffix(call: &Call<'_>) -> Outcome {
    let (text, suffix) = (call.pieces(0)?, call.text(1)?);
    let known = text.suffix();
    if known.ends_with(suffix) {
        return cut(call, text, 0, suffix.len());
    }
    let is_open = text.as_str().is_none() && suffix.ends_with(known);
    if is_open { Err(Stop::Unknown) } else { cut(call, text, 0, 0) }
}

/// The literal texts between holes.
fn stretches(text: &Text) -> Vec<String> {
    let mut stretches = vec![String::new()];
    for (run, piece) in text.pieces() {
        match (run, stretches.last_mut()) {
            (Run::Literal { .. }, Some(last)) => last.push_str(piece),
            _ => stretches.push(String::new()),
        }
    }
    stretches
}

/// The text without some bytes at its start and at its end, where it is known.
fn cut(call: &Call<'_>, text: &Text, from_start: usize, from_end: usize) -> Outcome {
    if let Some(whole) = text.as_str() {
        let kept = whole.get(from_start..whole.len().saturating_sub(from_end));
        return call.new_text(kept.unwrap_or_default());
    }
    let mut builder = TextBuilder::default();
    let kept = from_start..text.len().saturating_sub(from_end);
    let mut at: usize = 0;
    for (run, piece) in text.pieces() {
        match run {
            Run::Hole(it) => builder.hole(it.clone()),
            Run::Literal { .. } => {
                let start = kept.start.saturating_sub(at).min(piece.len());
                let end = kept.end.saturating_sub(at).min(piece.len());
                builder.piece((run, piece), piece.get(start..end).unwrap_or_default());
                at += piece.len();
            }
        }
    }
    call.built(builder)
}

pub(super) fn startswith(call: &Call<'_>) -> Outcome {
    let (text, prefix) = (call.pieces(0)?, call.text(1)?);
    let known = text.prefix();
    if known.starts_with(prefix) {
        return call.new_bool(true);
    }
    if text.as_str().is_some() || !prefix.starts_with(known) {
        return call.new_bool(false);
    }
    Err(Stop::Unknown)
}

pub(super) fn endswith(call: &Call<'_>) -> Outcome {
    let (text, suffix) = (call.pieces(0)?, call.text(1)?);
    let known = text.suffix();
    if known.ends_with(suffix) {
        return call.new_bool(true);
    }
    if text.as_str().is_some() || !suffix.ends_with(known) {
        return call.new_bool(false);
    }
    Err(Stop::Unknown)
}

pub(super) fn strcontains(call: &Call<'_>) -> Outcome {
    let (text, part) = (call.pieces(0)?, call.text(1)?);
    match text.as_str() {
        Some(it) => call.new_bool(it.contains(part)),
        None if stretches(text).iter().any(|it| it.contains(part)) => call.new_bool(true),
        None => Err(Stop::Unknown),
    }
}

pub(super) fn strrev(call: &Call<'_>) -> Outcome {
    call.new_text(call.text(0)?.graphemes(true).rev().collect::<String>())
}

pub(super) fn substr(call: &Call<'_>) -> Outcome {
    let (offset, length) = (call.whole(1)?, call.whole(2)?);
    let text = call.pieces(0)?;
    let Some(whole) = text.as_str() else {
        // The last character of the prefix may go on in the hole.
        let known: Vec<&str> = text.prefix().graphemes(true).collect();
        let range = usize::try_from(offset).ok().zip(usize::try_from(length).ok());
        let end = range.and_then(|(offset, length)| offset.checked_add(length));
        return match (range, end) {
            (Some((offset, length)), Some(end)) if end < known.len() => {
                call.new_text(known.iter().skip(offset).take(length).copied().collect::<String>())
            }
            _ => Err(Stop::Unknown),
        };
    };
    let all: Vec<&str> = whole.graphemes(true).collect();
    let offset = match usize::try_from(offset) {
        Ok(it) => it,
        Err(_) => {
            all.len().saturating_sub(usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX))
        }
    };
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    call.new_text(all.into_iter().skip(offset).take(length).collect::<String>())
}

pub(super) fn basename(call: &Call<'_>) -> Outcome {
    let path = call.text(0)?;
    let trimmed = path.trim_end_matches('/');
    call.new_text(match (path, trimmed) {
        ("", _) => ".",
        (_, "") => "/",
        (_, it) => it.rsplit('/').next().unwrap_or(it),
    })
}

pub(super) fn dirname(call: &Call<'_>) -> Outcome {
    let path = call.text(0)?;
    let directory = path.rfind('/').map_or("", |at| &path[..=at]);
    call.new_text(clean(directory))
}

/// A relative path depends on where the command runs.
pub(super) fn abspath(call: &Call<'_>) -> Outcome {
    let path = call.text(0)?;
    if path.starts_with('/') { call.new_text(clean(path)) } else { Err(Stop::Function) }
}

pub(super) fn pathexpand(call: &Call<'_>) -> Outcome {
    let path = call.pieces(0)?;
    match path.prefix().starts_with('~') {
        true => Err(Stop::Function),
        false if path.prefix().is_empty() && path.as_str().is_none() => Err(Stop::Unknown),
        false => call.passed(call.arg(0)?),
    }
}

/// The shortest path that means the same.
fn clean(path: &str) -> String {
    let rooted = path.starts_with('/');
    let mut kept: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => (),
            ".." if kept.last().is_some_and(|it| *it != "..") => {
                kept.pop();
            }
            ".." if rooted => (),
            part => kept.push(part),
        }
    }
    match (rooted, kept.join("/")) {
        (true, it) => format!("/{it}"),
        (false, it) if it.is_empty() => ".".to_owned(),
        (false, it) => it,
    }
}
