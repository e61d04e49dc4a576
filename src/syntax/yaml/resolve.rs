//! What a plain scalar is in YAML 1.1, as PyYAML and CloudFormation take it.
//!
//! `1e3` has no point and `0o17` no meaning, so both are text; so are dates, which CloudFormation
//! leaves alone.

use crate::syntax::tree::{NodeKind, Scalar};

/// The kind of a plain scalar that has no tag.
pub(super) fn plain(scalar: Scalar) -> NodeKind {
    match &*scalar.text {
        text if is_null(text) => NodeKind::Null,
        text if let Some(it) = boolean(text) => NodeKind::Bool(it),
        text if is_number(text) => NodeKind::Number(scalar),
        _ => NodeKind::Text(scalar),
    }
}

/// The kind of a scalar with one of YAML's own tags, such as `int` for `!!int`. One that does not
/// fit its tag is text. With the lone `!`, PyYAML and CloudFormation see what it would be without
/// quotes.
pub(super) fn tagged(scalar: Scalar, tag: &str) -> NodeKind {
    match tag {
        "!" => plain(scalar),
        "null" => NodeKind::Null,
        "bool" => match boolean(&scalar.text) {
            Some(it) => NodeKind::Bool(it),
            None => NodeKind::Text(scalar),
        },
        "int" | "float" if is_number(&scalar.text) || scalar.number().is_some() => {
            NodeKind::Number(scalar)
        }
        _ => NodeKind::Text(scalar),
    }
}

pub(super) fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}

fn boolean(text: &str) -> Option<bool> {
    match text {
        "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => Some(true),
        "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => Some(false),
        _ => None,
    }
}

/// Whether the whole text is an integer or a float of YAML 1.1, `.inf` and `.nan` included.
pub fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
    is_integer(unsigned) || is_float(unsigned, unsigned.len() < text.len())
}

fn is_integer(text: &str) -> bool {
    let all = |digits: &str, fits: fn(u8) -> bool| {
        !digits.is_empty() && digits.bytes().all(|it| it == b'_' || fits(it))
    };
    let octal = |it: u8| matches!(it, b'0'..=b'7');
    if let Some(digits) = text.strip_prefix("0b") {
        return all(digits, |it| matches!(it, b'0' | b'1'));
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return all(digits, |it| it.is_ascii_hexdigit());
    }
    match text.strip_prefix('0') {
        Some(digits) => digits.is_empty() || all(digits, octal),
        None => {
            let (first, rest) = text.split_once(':').unwrap_or((text, "0"));
            is_grouped(first) && rest.split(':').all(is_sixtieth)
        }
    }
}

fn is_float(text: &str, signed: bool) -> bool {
    let Some((whole, rest)) = text.split_once('.') else { return false };
    if let Some((first, sixtieths)) = whole.split_once(':') {
        let fraction = rest.bytes().all(|it| it == b'_' || it.is_ascii_digit());
        return is_grouped(first) && sixtieths.split(':').all(is_sixtieth) && fraction;
    }
    let (fraction, exponent) = rest.split_once(['e', 'E']).unwrap_or((rest, "+0"));
    let power = exponent.strip_prefix(['+', '-']).unwrap_or_default();
    let has_exponent = !power.is_empty() && power.bytes().all(|it| it.is_ascii_digit());
    let has_fraction = fraction.bytes().all(|it| it == b'_' || it.is_ascii_digit());
    match whole {
        "" if matches!(rest, "inf" | "Inf" | "INF") => true,
        "" if matches!(rest, "nan" | "NaN" | "NAN") => !signed,
        "" => !signed && is_grouped(fraction) && has_exponent,
        _ => is_grouped(whole) && has_fraction && has_exponent,
    }
}

/// Digits and underscores, a digit first.
fn is_grouped(text: &str) -> bool {
    text.starts_with(|it: char| it.is_ascii_digit())
        && text.bytes().all(|it| it == b'_' || it.is_ascii_digit())
}

/// 0 to 59, with or without a leading zero.
fn is_sixtieth(text: &str) -> bool {
    match text.as_bytes() {
        [digit] => digit.is_ascii_digit(),
        [tens, digit] => matches!(tens, b'0'..=b'5') && digit.is_ascii_digit(),
        _ => false,
    }
}
