//! `csvdecode`: <https://www.rfc-editor.org/rfc/rfc4180>, with a header line.

use std::collections::HashSet;
use std::sync::Arc;

use super::call::{Call, Outcome, Stop, check_count, invalid, sorted};
use crate::value::{Entry, List, ListShape, Type, Value};

pub(super) fn decode(call: &Call<'_>) -> Outcome {
    let mut rows = rows(call.text(0)?)?.into_iter();
    let Some(header) = rows.next() else { return invalid("missing header line") };
    let mut names = HashSet::new();
    if let Some(twice) = header.iter().find(|it| !names.insert(it.as_str())) {
        return invalid(format!("duplicate column name {twice:?}"));
    }
    let source = call.arg(0)?;
    check_count((rows.len() + 1).saturating_mul(header.len() + 1))?;
    let mut items = Vec::new();
    for row in rows {
        if row.len() != header.len() {
            return invalid("wrong number of fields");
        }
        let entries = header.iter().zip(row).map(|(name, it)| Entry {
            key: name.as_str().into(),
            key_span: source.span,
            value: Value::text(it, source.span).made_from(source.span, [source]),
        });
        items.push(Value::object(sorted(entries.collect()), call.span));
    }
    let mut fields: Vec<(Arc<str>, Type)> =
        header.iter().map(|it| (it.as_str().into(), Type::Text)).collect();
    fields.sort_by(|(a, _), (b, _)| a.cmp(b));
    call.new_list(List::new(ListShape::List(Type::Object(fields)), items))
}

/// Empty lines are no rows.
fn rows(text: &str) -> Result<Vec<Vec<String>>, Stop> {
    let text = text.replace("\r\n", "\n");
    let mut rows = Vec::new();
    let mut rest = text.as_str();
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('\n') {
            rest = after;
            continue;
        }
        let mut row = Vec::new();
        loop {
            let (field, after) = field(rest)?;
            row.push(field);
            rest = after;
            match rest.strip_prefix(',') {
                Some(after) => rest = after,
                None => break,
            }
        }
        rest = rest.strip_prefix('\n').unwrap_or(rest);
        rows.push(row);
    }
    Ok(rows)
}

/// A field, and the text from the comma or line break after it.
fn field(text: &str) -> Result<(String, &str), Stop> {
    let Some(mut rest) = text.strip_prefix('"') else {
        let end = text.find([',', '\n']).unwrap_or(text.len());
        let (field, rest) = text.split_at(end);
        return match field.contains('"') {
            true => invalid("bare \" in a field that is not quoted"),
            false => Ok((field.to_owned(), rest)),
        };
    };
    let mut field = String::new();
    loop {
        let Some((before, after)) = rest.split_once('"') else {
            return invalid("a quoted field has no end");
        };
        field.push_str(before);
        match after.strip_prefix('"') {
            Some(after) => {
                field.push('"');
                rest = after;
            }
            None if after.is_empty() || after.starts_with([',', '\n']) => {
                return Ok((field, after));
            }
            None => return invalid("text after the end of a quoted field"),
        }
    }
}
