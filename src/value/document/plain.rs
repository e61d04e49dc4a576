//! What a plain scalar is in the YAML of Go's tools: Terraform's `yamldecode`, and Kubernetes.

use crate::text::Span;
use crate::value::{Kind, Number, Type, Unknown, Value, Why};

/// The kind of a plain scalar that is no text; none for text.
///
/// Unlike in CloudFormation, `y` is true, `014` is fourteen, `1e3` a number and `1:30` a text.
pub(super) fn kind(text: &str, span: Span) -> Option<Kind> {
    let unknown = |kind| {
        let why = Why::Function("yamldecode".into());
        Some(Kind::Unknown(Unknown::new(why, kind).into()))
    };
    let (sign, unsigned) = match text.strip_prefix(['-', '+']) {
        Some(it) => (&text[..1], it),
        None => ("", text),
    };
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Some(Kind::Null),
        "y" | "Y" | "yes" | "Yes" | "YES" | "on" | "On" | "ON" => return Some(Kind::Bool(true)),
        "n" | "N" | "no" | "No" | "NO" | "off" | "Off" | "OFF" => return Some(Kind::Bool(false)),
        "true" | "True" | "TRUE" => return Some(Kind::Bool(true)),
        "false" | "False" | "FALSE" => return Some(Kind::Bool(false)),
        _ => (),
    }
    if matches!(unsigned, ".inf" | ".Inf" | ".INF" | ".nan" | ".NaN" | ".NAN") {
        return unknown(Type::Number);
    }
    if !unsigned.starts_with(|it: char| it.is_ascii_digit() || it == '.') {
        return None;
    }
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(digits) = unsigned.strip_prefix(prefix) {
            let number = i64::from_str_radix(&format!("{sign}{digits}"), radix).ok()?;
            return Some(Kind::Number(number.into()));
        }
    }
    if let Some(number) = Number::parse(text) {
        return Some(Kind::Number(number));
    }
    match date(text) {
        Some(it) => Some(Value::text(it, span).kind),
        // Times, and numbers with underscores, are written anew in ways that differ by version.
        None if may_be_rewritten(text) => unknown(Type::Any),
        None => None,
    }
}

/// A date becomes a time.
fn date(text: &str) -> Option<String> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let is_number = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
    let short = |it: &str| is_number(it) && it.len() <= 2;
    let plain = parts.next().is_none() && year.len() == 4 && is_number(year);
    let (month, day): (u8, u8) = match plain && short(month) && short(day) {
        true => (month.parse().ok()?, day.parse().ok()?),
        false => return None,
    };
    let days = match month {
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    (1..=days).contains(&day).then(|| format!("{year}-{month:02}-{day:02}T00:00:00Z"))
}

fn may_be_rewritten(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let is_time = digits == 4 && text[digits..].starts_with('-');
    let is_grouped = text.contains('_')
        && text
            .bytes()
            .all(|it| it.is_ascii_digit() || matches!(it, b'_' | b'.' | b'+' | b'-' | b'e'));
    is_time || is_grouped
}
