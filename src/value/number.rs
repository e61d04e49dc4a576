//! Numbers as both languages mean them.

mod decimal;
mod float;

#[cfg(test)]
mod tests;

use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

use decimal::Decimal;
use float::{COUNTED, DOUBLE, Float, WRITTEN};

/// A number. Terraform computes with 512 bits and CloudFormation with text, so a float of the
/// machine's will not do: `0.1 + 0.2` is `0.3`.
#[derive(Clone, Debug)]
pub enum Number {
    Whole {
        value: i128,
        /// How many a result has that it is used for.
        bits: u64,
    },
    /// What is not whole, does not fit, or is zero below zero.
    Float(Arc<Float>),
    /// What is not known to the last digit: good to compare by, but never shown as text.
    Near(f64),
    /// A number that a text has as it is written, and not as it would be printed.
    Written(Arc<Written>),
}

use Number::{Near, Whole};

#[derive(Debug)]
pub struct Written {
    number: Number,
    /// None where it is not known how the language prints it.
    text: Option<Box<str>>,
}

/// Digits that a written number may have, and a power of ten, for its last bit to be certain.
const MAX_DIGITS: usize = 150;
const MAX_POWER: i64 = 240;

impl Number {
    pub const ZERO: Self = Whole { value: 0, bits: WRITTEN };

    /// Reads what HCL, JSON and YAML write: `-1`, `1.50`, `1e3`, `1E-2`.
    pub fn parse(text: &str) -> Option<Self> {
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let unsigned = whole.strip_prefix(['-', '+']).unwrap_or(whole);
        let all_digits = |it: &str| it.bytes().all(|it| it.is_ascii_digit());
        if !all_digits(unsigned)
            || !all_digits(fraction)
            || (unsigned.is_empty() && fraction.is_empty())
        {
            return None;
        }
        if fraction.is_empty()
            && exponent == 0
            && let Ok(value) = whole.parse::<i128>()
            && (value != 0 || !whole.starts_with('-'))
        {
            return Some(Whole { value, bits: WRITTEN });
        }
        let digits = unsigned.bytes().chain(fraction.bytes()).map(|it| it - b'0');
        let mut digits: Vec<u8> = digits.skip_while(|it| *it == 0).collect();
        let point = digits.len() as i64 - fraction.len() as i64 + i64::from(exponent);
        while digits.last() == Some(&0) {
            digits.pop();
        }
        let point = if digits.is_empty() { 0 } else { point };
        let power = point - digits.len() as i64;
        if digits.len() > MAX_DIGITS || power.abs() > MAX_POWER {
            return text.parse().ok().and_then(Self::near);
        }
        let decimal = Decimal { negative: whole.starts_with('-'), digits, point };
        Float::of_decimal(decimal).map(Self::of_float)
    }

    /// Reads a number that a text will have as it is written: `2.50` stays that. One whose text
    /// cannot be kept, such as `1e3`, has none.
    pub fn written(text: &str) -> Option<Self> {
        let number = Self::parse(text)?;
        let is_negative_zero = text.starts_with('-') && number.is_zero();
        if number.text().as_deref() == Some(text) && !is_negative_zero {
            return Some(number);
        }
        let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
        let whole = whole.strip_prefix('-').unwrap_or(whole);
        let all_digits = |it: &str| !it.is_empty() && it.bytes().all(|it| it.is_ascii_digit());
        let is_plain = all_digits(whole)
            && all_digits(fraction)
            && (whole == "0" || !whole.starts_with('0'))
            && !is_negative_zero;
        let text = is_plain.then(|| text.into());
        Some(Self::Written(Arc::new(Written { number, text })))
    }

    /// What a function works out in floating point, if it is known to the last bit.
    pub fn of_double(it: f64) -> Option<Self> {
        match it == 0.0 {
            true => Some(Whole { value: 0, bits: DOUBLE }),
            false => Float::of_double(it).map(Self::of_float),
        }
    }

    fn of_float(it: Float) -> Self {
        match it.as_whole() {
            // Of more digits than its bits can tell, only the first are shown.
            Some(value) if bits_of(value) <= it.bits && !(it.negative && value == 0) => {
                Whole { value, bits: it.bits }
            }
            Some(_) | None => Self::Float(Arc::new(it)),
        }
    }

    fn near(it: f64) -> Option<Self> {
        it.is_finite().then_some(Near(it))
    }

    /// None for a number that is not known to the last digit.
    fn float(&self) -> Option<Float> {
        match self {
            Whole { value, bits } => Some(Float::whole(*value, *bits)),
            Self::Float(it) => Some((**it).clone()),
            Near(_) => None,
            Self::Written(it) => it.number.float(),
        }
    }

    pub fn as_f64(&self) -> f64 {
        match self {
            // Through text, which rounds once.
            Whole { .. } | Self::Float(_) => self.to_string().parse().unwrap_or(f64::NAN),
            Near(it) => *it,
            Self::Written(it) => it.number.as_f64(),
        }
    }

    /// The number, if it is whole and fits.
    pub fn as_i64(&self) -> Option<i64> {
        self.as_i128().and_then(|it| i64::try_from(it).ok())
    }

    /// The number, if it is whole and fits.
    pub fn as_i128(&self) -> Option<i128> {
        match self {
            Whole { value, .. } => Some(*value),
            Self::Float(it) => it.as_whole(),
            Near(_) => None,
            Self::Written(it) => it.number.as_i128(),
        }
    }

    pub fn is_whole(&self) -> bool {
        match self {
            Whole { .. } => true,
            Self::Float(it) => it.exponent >= 0,
            Near(it) => it.fract() == 0.0,
            Self::Written(it) => it.number.is_whole(),
        }
    }

    pub fn is_zero(&self) -> bool {
        match self {
            Whole { value, .. } => *value == 0,
            Self::Float(it) => it.is_zero(),
            Near(it) => *it == 0.0,
            Self::Written(it) => it.number.is_zero(),
        }
    }

    /// Whether it is known to the last digit.
    pub fn is_exact(&self) -> bool {
        match self {
            Whole { .. } | Self::Float(_) => true,
            Near(_) => false,
            Self::Written(it) => it.number.is_exact(),
        }
    }

    /// As the language prints it; none where that is not known.
    pub fn text(&self) -> Option<String> {
        match self {
            Self::Written(it) => it.text.as_deref().map(str::to_owned),
            _ => self.is_exact().then(|| self.to_string()),
        }
    }

    /// With so many decimals.
    pub fn fixed(&self, decimals: usize) -> String {
        match self.float() {
            Some(it) => it.decimal().fixed(decimals),
            None => format!("{:.decimals$}", self.as_f64()),
        }
    }

    /// `1.234568e+04`, with so many decimals.
    pub fn scientific(&self, decimals: usize) -> String {
        let float = self.float().or_else(|| Float::of_double(self.as_f64()));
        float.map_or_else(|| self.to_string(), |it| it.decimal().scientific(decimals))
    }

    /// By machine floats where either number is one already, or the result is too large.
    fn by(
        &self,
        other: &Self,
        exact: fn(&Float, &Float) -> Option<Float>,
        near: fn(f64, f64) -> f64,
    ) -> Option<Self> {
        let exact = self.float().zip(other.float()).and_then(|(a, b)| exact(&a, &b));
        match exact {
            Some(it) => Some(Self::of_float(it)),
            None => Self::near(near(self.as_f64(), other.as_f64())),
        }
    }

    /// The same by whole numbers, where neither is zero and the result fits: zero has a sign.
    fn whole(&self, other: &Self, work: fn(i128, i128) -> Option<i128>) -> Option<Self> {
        let (Whole { value: a, bits: x }, Whole { value: b, bits: y }) = (self, other) else {
            return None;
        };
        let bits = *x.max(y);
        let result = (*a != 0 && *b != 0).then(|| work(*a, *b))?;
        result.filter(|it| bits_of(*it) <= bits).map(|value| Whole { value, bits })
    }

    pub fn plus(&self, other: &Self) -> Option<Self> {
        self.whole(other, i128::checked_add).or_else(|| self.by(other, Float::plus, |a, b| a + b))
    }

    pub fn minus(&self, other: &Self) -> Option<Self> {
        self.plus(&other.negated())
    }

    pub fn times(&self, other: &Self) -> Option<Self> {
        self.whole(other, i128::checked_mul).or_else(|| self.by(other, Float::times, |a, b| a * b))
    }

    /// None when dividing by zero.
    pub fn divided_by(&self, other: &Self) -> Option<Self> {
        if other.is_zero() {
            return None;
        }
        let exact = |a: i128, b: i128| if a.checked_rem(b)? == 0 { a.checked_div(b) } else { None };
        self.whole(other, exact).or_else(|| self.by(other, Float::over, |a, b| a / b))
    }

    /// What is left after dividing as often as fits, with the sign of the dividend.
    pub fn remainder(&self, other: &Self) -> Option<Self> {
        if other.is_zero() {
            return None;
        }
        self.whole(other, i128::checked_rem)
            .or_else(|| self.by(other, Float::remainder, |a, b| a % b))
    }

    pub fn negated(&self) -> Self {
        match self {
            Whole { value, bits } if *value != 0 && *value != i128::MIN => {
                Whole { value: -value, bits: *bits }
            }
            Whole { value, bits } => Self::of_float(Float::whole(*value, *bits).negated()),
            Self::Float(it) => Self::of_float(it.negated()),
            Near(it) => Near(-it),
            Self::Written(it) => it.number.negated(),
        }
    }

    pub fn size(&self) -> Self {
        match self {
            Whole { value, .. } if *value < 0 => self.negated(),
            Self::Float(it) if it.negative => self.negated(),
            Near(it) => Near(it.abs()),
            Self::Written(it) => it.number.size(),
            Whole { .. } | Self::Float(_) => self.clone(),
        }
    }

    /// The greatest whole number that is not greater.
    pub fn floor(&self) -> Self {
        match self {
            Whole { .. } => self.clone(),
            Self::Float(it) => it.floor().map_or_else(|| self.clone(), Self::of_float),
            Near(it) => Near(it.floor()),
            Self::Written(it) => it.number.floor(),
        }
    }

    /// The least whole number that is not less.
    pub fn ceiling(&self) -> Self {
        let ceiling = self.negated().floor().negated();
        if ceiling.is_zero() { ceiling.size() } else { ceiling }
    }
}

fn bits_of(value: i128) -> u64 {
    u64::from(128 - value.unsigned_abs().leading_zeros())
}

impl From<i64> for Number {
    fn from(it: i64) -> Self {
        Whole { value: it.into(), bits: COUNTED }
    }
}

impl From<i128> for Number {
    fn from(value: i128) -> Self {
        Whole { value, bits: bits_of(value).max(COUNTED) }
    }
}

impl From<usize> for Number {
    fn from(it: usize) -> Self {
        Whole { value: it as i128, bits: COUNTED }
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        if let (Whole { value: a, .. }, Whole { value: b, .. }) = (self, other) {
            return Some(a.cmp(b));
        }
        match self.float().zip(other.float()) {
            Some((a, b)) => Some(a.compared(&b)),
            None => self.as_f64().partial_cmp(&other.as_f64()),
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Whole { value, .. } => write!(f, "{value}"),
            Self::Float(it) => it.shortest().fmt(f),
            Near(it) => write!(f, "{it}"),
            Self::Written(it) => match &it.text {
                Some(text) => f.write_str(text),
                None => it.number.fmt(f),
            },
        }
    }
}
