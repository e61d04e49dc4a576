//! Functions on regular expressions. Terraform's are RE2's, and so, nearly, are Rust's.

mod pattern;

use std::sync::Arc;

use super::call::{Call, Outcome, Stop, check_count, check_len, invalid};
use crate::tf::limits;
use crate::value::{Entry, Kind, List, ListShape, Type, Value};
use ::regex::{Captures, Regex, RegexBuilder};

fn compile(pattern: &str) -> Result<Regex, Stop> {
    if pattern.len() > limits::MAX_PATTERN {
        return Err(Stop::Limit(limits::SIZE));
    }
    let builder = RegexBuilder::new(&pattern::translated(pattern))
        .size_limit(limits::MAX_REGEX)
        .dfa_size_limit(limits::MAX_REGEX)
        .build();
    match builder {
        Ok(it) => Ok(it),
        Err(::regex::Error::CompiledTooBig(_)) => Err(Stop::Limit(limits::SIZE)),
        Err(_) => invalid(format!("invalid regular expression {pattern:?}")),
    }
}

/// The type of a match: a text, or its groups.
fn kind(regex: &Regex) -> Result<Type, Stop> {
    let names: Vec<Option<&str>> = regex.capture_names().skip(1).collect();
    let named: Vec<&str> = names.iter().flatten().copied().collect();
    if names.is_empty() {
        return Ok(Type::Text);
    }
    if named.is_empty() {
        return Ok(Type::Tuple(vec![Type::Text; names.len()]));
    }
    if named.len() < names.len() {
        return invalid("cannot mix both named and unnamed capture groups");
    }
    let mut fields: Vec<(Arc<str>, Type)> =
        named.into_iter().map(|it| (it.into(), Type::Text)).collect();
    fields.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(Type::Object(fields))
}

fn matched(call: &Call<'_>, kind: &Type, captures: &Captures<'_>) -> Kind {
    let span = call.span;
    let group = |it: Option<::regex::Match<'_>>| match it {
        Some(it) => Value::text(it.as_str(), span).made_from(span, call.args),
        None => Value::null(span),
    };
    match kind {
        Type::Tuple(_) => Value::tuple(captures.iter().skip(1).map(group).collect(), span).kind,
        Type::Object(fields) => {
            let entries = fields.iter().map(|(name, _)| Entry {
                key: name.clone(),
                key_span: span,
                value: group(captures.name(name)),
            });
            Value::object(entries.collect(), span).kind
        }
        _ => group(captures.get(0)).kind,
    }
}

pub(super) fn regex(call: &Call<'_>) -> Outcome {
    let regex = compile(call.text(0)?)?;
    let kind = kind(&regex)?;
    let Some(text) = call.arg(1)?.as_str() else { return Err(Stop::UnknownOf(kind)) };
    match regex.captures(text) {
        Some(it) => {
            let value = Value::new(matched(call, &kind, &it), call.span);
            Ok(value.made_from(call.span, call.args))
        }
        None => invalid("the pattern did not match any part of the given string"),
    }
}

pub(super) fn regexall(call: &Call<'_>) -> Outcome {
    let regex = compile(call.text(0)?)?;
    let kind = kind(&regex)?;
    let Some(text) = call.arg(1)?.as_str() else {
        return Err(Stop::UnknownOf(Type::List(Box::new(kind))));
    };
    let mut items = Vec::new();
    let mut weight = 0;
    for it in regex.captures_iter(text) {
        let item = Value::new(matched(call, &kind, &it), call.span);
        let item = item.made_from(call.span, call.args);
        weight += usize::try_from(item.weight()).unwrap_or(usize::MAX);
        check_count(weight)?;
        items.push(item);
    }
    call.new_list(List::new(ListShape::List(kind), items))
}

/// `/…/` is a regular expression, anything else is what it is.
pub(super) fn replace(call: &Call<'_>) -> Outcome {
    let (part, with) = (call.text(1)?, call.text(2)?);
    let pattern = part.strip_prefix('/').and_then(|it| it.strip_suffix('/'));
    let Some(pattern) = pattern else {
        let text = call.pieces(0)?;
        // A single character is never half in a hole.
        if part.chars().count() != 1 && text.as_str().is_none() {
            return Err(Stop::Unknown);
        }
        let count = match part {
            "" => text.len() + 1,
            part => text.pieces().map(|(_, it)| it.matches(part).count()).sum(),
        };
        check_len(count.saturating_mul(with.len()).saturating_add(text.len()))?;
        return call.map_pieces(text, |it| it.replace(part, with));
    };
    let regex = compile(pattern)?;
    let text = call.text(0)?;
    let mut replaced = String::new();
    let mut at = 0;
    for captures in regex.captures_iter(text) {
        let Some(whole) = captures.get(0) else { continue };
        replaced.push_str(text.get(at..whole.start()).unwrap_or_default());
        captures.expand(with, &mut replaced);
        check_len(replaced.len())?;
        at = whole.end();
    }
    replaced.push_str(text.get(at..).unwrap_or_default());
    call.new_text(replaced)
}
