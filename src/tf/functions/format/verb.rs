//! The verbs of a format string, as Go has them.

use crate::tf::convert::Invalid;
use crate::tf::functions::call::{Stop, invalid};
use crate::tf::limits;
use crate::value::Number;

pub(super) enum Piece<'t> {
    Literal { at: usize, text: &'t str },
    Verb(Verb<'t>),
}

/// `%`, flags, width, precision and index, and the letter.
pub(super) struct Verb<'t> {
    pub(super) text: &'t str,
    pub(super) letter: char,
    pub(super) sharp: bool,
    plus: bool,
    minus: bool,
    space: bool,
    zero: bool,
    pub(super) width: Option<usize>,
    pub(super) precision: Option<usize>,
    /// From one; if none, the argument after the last.
    pub(super) index: Option<usize>,
}

/// The literal stretches and the verbs of a format string.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = Result<Piece<'_>, Invalid>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let at = text.len() - rest.len();
        if let Some(after) = rest.strip_prefix("%%") {
            rest = after;
            return Some(Ok(Piece::Literal { at, text: "%" }));
        }
        if rest.starts_with('%') {
            return Some(match read(rest) {
                Some((verb, after)) => {
                    rest = after;
                    Ok(Piece::Verb(verb))
                }
                None => {
                    let wrong = Invalid::new(format!("unrecognized format verb in {rest:?}"));
                    rest = "";
                    Err(wrong)
                }
            });
        }
        let (literal, after) = rest.split_at(rest.find('%').unwrap_or(rest.len()));
        rest = after;
        Some(Ok(Piece::Literal { at, text: literal }))
    })
}

fn read(text: &str) -> Option<(Verb<'_>, &str)> {
    let mut rest = text.strip_prefix('%')?;
    let flags = rest.trim_start_matches([' ', '+', '-', '0', '#']);
    let given = &rest[..rest.len() - flags.len()];
    rest = flags;
    let width = digits(&mut rest)?;
    let precision = match rest.strip_prefix('.') {
        Some(after) => {
            rest = after;
            Some(digits(&mut rest)?.unwrap_or(0))
        }
        None => None,
    };
    let index = match rest.strip_prefix('[') {
        Some(after) => {
            rest = after;
            let index = digits(&mut rest)?.filter(|it| *it > 0)?;
            rest = rest.strip_prefix(']')?;
            Some(index)
        }
        None => None,
    };
    let letter = rest.chars().next().filter(char::is_ascii_alphabetic)?;
    rest = &rest[1..];
    let verb = Verb {
        text: &text[..text.len() - rest.len()],
        letter,
        sharp: given.contains('#'),
        plus: given.contains('+'),
        minus: given.contains('-'),
        space: given.contains(' '),
        zero: given.contains('0'),
        width,
        precision,
        index,
    };
    Some((verb, rest))
}

/// A number, if there is one; none if it is too large to be meant.
fn digits(rest: &mut &str) -> Option<Option<usize>> {
    let end = rest.find(|it: char| !it.is_ascii_digit()).unwrap_or(rest.len());
    let (digits, after) = rest.split_at(end);
    *rest = after;
    if digits.is_empty() { Some(None) } else { digits.parse().ok().map(Some) }
}

impl Verb<'_> {
    /// Whether the argument comes out as it is.
    pub(super) fn is_plain(&self) -> bool {
        !self.sharp && self.width.is_none() && self.precision.is_none()
    }

    /// To the width, with zeros only before.
    pub(super) fn pad(&self, text: String) -> String {
        let lack = self.width.unwrap_or(0).saturating_sub(text.chars().count());
        match (self.minus, self.zero) {
            (true, _) => format!("{text}{}", " ".repeat(lack)),
            (false, true) => format!("{}{text}", "0".repeat(lack)),
            (false, false) => format!("{}{text}", " ".repeat(lack)),
        }
    }

    pub(super) fn number(&self, number: &Number) -> Result<String, Stop> {
        let negative = *number < Number::ZERO;
        let size = &number.size();
        let digits = match self.letter {
            'b' | 'd' | 'o' | 'x' | 'X' => self.integer(size)?,
            letter => {
                let digits = match (letter, self.precision) {
                    ('f', it) => size.fixed(it.unwrap_or(6)),
                    ('e' | 'E', it) => size.scientific(it.unwrap_or(6)),
                    (_, Some(it)) => general(size, it),
                    (_, None) => shortest(size)?,
                };
                if letter.is_ascii_uppercase() { digits.to_ascii_uppercase() } else { digits }
            }
        };
        let sign = match (negative, self.plus, self.space) {
            (true, ..) => "-",
            (false, true, _) => "+",
            (false, false, true) => " ",
            (false, false, false) => "",
        };
        // Zeros stand between the sign and the digits.
        let lack = self.width.unwrap_or(0).saturating_sub(sign.len() + digits.len());
        if self.zero && !self.minus {
            return Ok(format!("{sign}{}{digits}", "0".repeat(lack)));
        }
        Ok(Verb { zero: false, ..*self }.pad(format!("{sign}{digits}")))
    }

    fn integer(&self, size: &Number) -> Result<String, Stop> {
        let digits = match size.as_i128() {
            Some(it) => it,
            None if size.is_whole() => return Err(Stop::Limit(limits::NUMBER)),
            None => return invalid("an integer is required"),
        };
        let (mark, digits) = match self.letter {
            'b' => ("0b", format!("{digits:b}")),
            'o' => ("0", format!("{digits:o}")),
            'x' => ("0x", format!("{digits:x}")),
            'X' => ("0X", format!("{digits:X}")),
            _ => ("", digits.to_string()),
        };
        let least = self.precision.unwrap_or(0).saturating_sub(digits.len());
        let mark = if self.sharp { mark } else { "" };
        Ok(format!("{mark}{}{digits}", "0".repeat(least)))
    }
}

/// `%g`: plain digits unless the exponent is small or large.
fn general(size: &Number, precision: usize) -> String {
    let precision = precision.max(1);
    let rounded = size.scientific(precision - 1);
    let Some((mantissa, exponent)) = rounded.split_once('e') else { return rounded };
    let places = exponent.parse::<i64>().unwrap_or(0);
    let least = |it: &str| match it.contains('.') {
        true => it.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => it.to_owned(),
    };
    let precision = i64::try_from(precision).unwrap_or(i64::MAX);
    if places < -4 || places >= precision {
        return format!("{}e{exponent}", least(mantissa));
    }
    let decimals = usize::try_from(precision - 1 - places).unwrap_or(0);
    least(&size.fixed(decimals))
}

/// All the digits of a number; beyond six before the point, with an exponent.
pub(super) fn shortest(number: &Number) -> Result<String, Stop> {
    let Some(text) = number.text() else { return Err(Stop::Limit(limits::NUMBER)) };
    let (sign, size) = match text.strip_prefix('-') {
        Some(it) => ("-", it),
        None => ("", &*text),
    };
    let (whole, fraction) = size.split_once('.').unwrap_or((size, ""));
    let all = format!("{whole}{fraction}");
    let digits = all.trim_start_matches('0');
    let zeros = all.len() - digits.len();
    let digits = digits.trim_end_matches('0');
    let Some((first, rest)) = digits.split_at_checked(1) else { return Ok(text) };
    // Of the first digit that counts: at zero, it stands right before the point.
    let places = whole.len() as i64 - 1 - zeros as i64;
    if (-4..6).contains(&places) {
        return Ok(text);
    }
    let point = if rest.is_empty() { "" } else { "." };
    let mark = if places < 0 { '-' } else { '+' };
    Ok(format!("{sign}{first}{point}{rest}e{mark}{:02}", places.abs()))
}
