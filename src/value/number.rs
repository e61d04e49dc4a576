//! Numbers as both languages mean them: exact decimals.

use std::cmp::Ordering;
use std::fmt;

/// A number. Terraform computes with 512 bits and CloudFormation with text, so a binary
/// float will not do: `0.1 + 0.2` is `0.3`.
#[derive(Clone, Copy, Debug)]
pub enum Number {
    /// `digits × 10^-scale`. Zeros at its end are kept only as [`Number::written`] reads them.
    Exact { digits: i128, scale: u16 },
    /// What does not fit: good to compare by, but never shown as text.
    Near(f64),
}

use Number::{Exact, Near};

/// Beyond this many decimals a number is no longer exact here.
const MAX_SCALE: u16 = 30;

impl Number {
    pub const ZERO: Self = Exact { digits: 0, scale: 0 };

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
        let digits = format!("{whole}{fraction}").parse::<i128>().ok();
        let scale = i64::try_from(fraction.len()).ok()? - i64::from(exponent);
        let near = || text.parse::<f64>().ok().filter(|it| it.is_finite()).map(Near);
        match digits {
            Some(digits) => Self::scaled(digits, scale).or_else(near),
            None => near(),
        }
    }

    /// Reads a number that a text will have as it is written: `2.50` stays that. One whose text
    /// cannot be kept, such as `1e3`, has none.
    pub fn written(text: &str) -> Option<Self> {
        let read = Self::parse(text)?;
        let decimals = text.split_once('.').map_or(0, |(_, fraction)| fraction.len());
        let scale = u16::try_from(decimals).ok().filter(|it| *it <= MAX_SCALE);
        let kept = scale.and_then(|scale| {
            let digits = text.replace('.', "").parse().ok()?;
            Some(Exact { digits, scale }).filter(|it| it.to_string() == text)
        });
        Some(kept.unwrap_or(Near(read.as_f64())))
    }

    /// The same number without zeros after its last decimal.
    fn shortest(self) -> Self {
        match self {
            Exact { digits, scale } => Self::scaled(digits, scale.into()).unwrap_or(self),
            Near(_) => self,
        }
    }

    /// `digits × 10^-scale`, if that is exact here.
    fn scaled(mut digits: i128, mut scale: i64) -> Option<Self> {
        if digits == 0 {
            return Some(Self::ZERO);
        }
        if digits == i128::MIN {
            return None;
        }
        while scale < 0 {
            digits = digits.checked_mul(10)?;
            scale += 1;
        }
        while scale > 0 && digits % 10 == 0 {
            digits /= 10;
            scale -= 1;
        }
        let scale = u16::try_from(scale).ok().filter(|it| *it <= MAX_SCALE)?;
        Some(Exact { digits, scale })
    }

    pub fn as_f64(self) -> f64 {
        match self {
            // Through text, which rounds once.
            Exact { .. } => self.to_string().parse().unwrap_or(f64::NAN),
            Near(it) => it,
        }
    }

    /// The number, if it is whole and fits.
    pub fn as_i64(self) -> Option<i64> {
        match self.shortest() {
            Exact { digits, scale: 0 } => i64::try_from(digits).ok(),
            _ => None,
        }
    }

    pub fn is_whole(self) -> bool {
        match self.shortest() {
            Exact { scale, .. } => scale == 0,
            Near(it) => it.fract() == 0.0,
        }
    }

    pub fn is_zero(self) -> bool {
        matches!(self, Exact { digits: 0, .. }) || matches!(self, Near(it) if it == 0.0)
    }

    /// As both languages print it; none for a number that is not exact here.
    pub fn text(self) -> Option<String> {
        match self {
            Exact { .. } => Some(self.to_string()),
            Near(_) => None,
        }
    }

    /// Both numbers with the same scale.
    fn aligned(self, other: Self) -> Option<(i128, i128, u16)> {
        let (Exact { digits: a, scale: x }, Exact { digits: b, scale: y }) = (self, other) else {
            return None;
        };
        let scale = x.max(y);
        let raise = |digits: i128, by: u16| digits.checked_mul(10i128.checked_pow(by.into())?);
        Some((raise(a, scale - x)?, raise(b, scale - y)?, scale))
    }

    pub fn plus(self, other: Self) -> Option<Self> {
        let exact = self
            .aligned(other)
            .and_then(|(a, b, scale)| Self::scaled(a.checked_add(b)?, scale.into()));
        exact.or_else(|| Self::near(self.as_f64() + other.as_f64()))
    }

    pub fn minus(self, other: Self) -> Option<Self> {
        self.plus(other.negated())
    }

    pub fn times(self, other: Self) -> Option<Self> {
        let exact = match (self, other) {
            (Exact { digits: a, scale: x }, Exact { digits: b, scale: y }) => {
                a.checked_mul(b).and_then(|it| Self::scaled(it, i64::from(x) + i64::from(y)))
            }
            _ => None,
        };
        exact.or_else(|| Self::near(self.as_f64() * other.as_f64()))
    }

    /// None when dividing by zero.
    pub fn divided_by(self, other: Self) -> Option<Self> {
        if other.is_zero() {
            return None;
        }
        let exact = self.aligned(other).and_then(|(a, b, _)| {
            let mut dividend = a;
            for scale in 0..=i64::from(MAX_SCALE) {
                if dividend % b == 0 {
                    return Self::scaled(dividend / b, scale);
                }
                dividend = dividend.checked_mul(10)?;
            }
            None
        });
        exact.or_else(|| Self::near(self.as_f64() / other.as_f64()))
    }

    /// What is left after dividing as often as fits, with the sign of the dividend.
    pub fn remainder(self, other: Self) -> Option<Self> {
        if other.is_zero() {
            return None;
        }
        let exact = self.aligned(other).and_then(|(a, b, scale)| Self::scaled(a % b, scale.into()));
        exact.or_else(|| Self::near(self.as_f64() % other.as_f64()))
    }

    pub fn negated(self) -> Self {
        match self {
            Exact { digits, scale } => match digits.checked_neg() {
                Some(digits) => Exact { digits, scale },
                None => Near(-self.as_f64()),
            },
            Near(it) => Near(-it),
        }
    }

    /// The greatest whole number that is not greater.
    pub fn floor(self) -> Self {
        match self {
            Exact { digits, scale } => {
                let unit = 10i128.pow(scale.into());
                Exact { digits: digits.div_euclid(unit), scale: 0 }
            }
            Near(it) => Near(it.floor()),
        }
    }

    fn near(it: f64) -> Option<Self> {
        it.is_finite().then_some(Near(it))
    }
}

impl From<i64> for Number {
    fn from(it: i64) -> Self {
        Exact { digits: it.into(), scale: 0 }
    }
}

impl From<usize> for Number {
    fn from(it: usize) -> Self {
        Exact { digits: it as i128, scale: 0 }
    }
}

impl PartialEq for Number {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd for Number {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match self.aligned(*other) {
            Some((a, b, _)) => Some(a.cmp(&b)),
            None => self.as_f64().partial_cmp(&other.as_f64()),
        }
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Exact { digits, scale: 0 } => write!(f, "{digits}"),
            Exact { digits, scale } => {
                let unit = 10i128.pow(scale.into());
                let sign = if digits < 0 { "-" } else { "" };
                let (whole, fraction) = (digits.abs() / unit, digits.abs() % unit);
                write!(f, "{sign}{whole}.{fraction:0width$}", width = scale.into())
            }
            Near(it) => write!(f, "{it}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Number;

    fn number(text: &str) -> Number {
        Number::parse(text).expect("a number")
    }

    #[test]
    fn decimals_are_exact() {
        let sum = number("0.1").plus(number("0.2")).expect("a sum");
        assert_eq!(sum.to_string(), "0.3");
        assert_eq!(number("1.50").to_string(), "1.5");
        assert_eq!(number("1e21").to_string(), "1000000000000000000000");
        assert_eq!(number("1E-2").to_string(), "0.01");
        assert_eq!(number("-0.05").to_string(), "-0.05");
        assert_eq!(number("7").divided_by(number("2")), Some(number("3.5")));
        assert_eq!(number("-7").remainder(number("3")), Some(number("-1")));
        assert_eq!(number("-1.5").floor(), number("-2"));
    }

    #[test]
    fn what_is_written_is_kept() {
        let written = |text| Number::written(text).expect("a number");
        for text in ["2.50", "0.0", "3", "-1.00", "0", "12345678901234567890123456789012345678"] {
            assert_eq!(written(text).text().as_deref(), Some(text));
        }
        assert_eq!(written("2.50"), number("2.5"));
        assert_eq!(written("2.0").as_i64(), Some(2));
        assert!(written("2.0").is_whole());
        for text in ["1e3", "-0", ".5", "5.", "1.5e+3"] {
            assert_eq!(written(text).text(), None, "{text}");
        }
        assert_eq!(Number::written("2.5.0").map(Number::text), None);
    }

    #[test]
    fn what_is_not_exact_has_no_text() {
        assert_eq!(number("10").divided_by(number("3")).and_then(Number::text), None);
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in ["", ".", "-", "1.2.3", "abc", "0x10", "1e", "1_000"] {
            assert!(Number::parse(text).is_none(), "{text}");
        }
    }
}
