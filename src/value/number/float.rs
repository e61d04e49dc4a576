//! Binary floats of so many bits, rounded to the nearest, to even where two are as near.
//!
//! These are Go's, in which Terraform computes, digit for digit: `10 / 3` has 155 of them.

use std::cmp::Ordering;

use num_bigint::BigUint;

use super::decimal::Decimal;

/// The bits of a number that is written, or read from text.
pub(super) const WRITTEN: u64 = 512;
/// The bits of a number that a function counts.
pub(super) const COUNTED: u64 = 64;
/// The bits of a number that a function works out in floating point.
pub(super) const DOUBLE: u64 = 53;

/// How large or small a number may be, as a power of two.
const MAX_EXPONENT: i64 = 4096;

/// `mantissa × 2^exponent`. Zero has a sign too.
#[derive(Clone, Debug)]
pub struct Float {
    pub(super) negative: bool,
    /// Odd, or zero.
    pub(super) mantissa: BigUint,
    pub(super) exponent: i64,
    /// To how many it is rounded.
    pub(super) bits: u64,
}

impl Float {
    pub(super) fn whole(value: i128, bits: u64) -> Self {
        let mantissa = BigUint::from(value.unsigned_abs());
        Self { negative: value < 0, mantissa, exponent: 0, bits }
    }

    /// `digits × 10^-scale`.
    pub(super) fn of_decimal(value: Decimal) -> Option<Self> {
        let whole =
            |mantissa| Self { negative: value.negative, mantissa, exponent: 0, bits: WRITTEN };
        let digits = BigUint::from_radix_be(&value.digits, 10)?;
        let power = u32::try_from(value.point - value.digits.len() as i64);
        match power {
            Ok(power) => whole(digits * BigUint::from(10_u8).pow(power)).rounded(),
            Err(_) => {
                let places = u32::try_from(value.digits.len() as i64 - value.point).ok()?;
                let unit = BigUint::from(10_u8).pow(places);
                whole(digits).over(&Self { negative: false, ..whole(unit) })
            }
        }
    }

    pub(super) fn of_double(value: f64) -> Option<Self> {
        let bits = value.abs().to_bits();
        let (exponent, fraction) = ((bits >> 52) as i64, bits & ((1 << 52) - 1));
        // Neither tiny nor infinite.
        if !(1..0x7ff).contains(&exponent) {
            return None;
        }
        let mantissa = BigUint::from(fraction | (1 << 52));
        let exponent = exponent - 1075;
        Self { negative: value < 0.0, mantissa, exponent, bits: DOUBLE }.rounded()
    }

    pub(super) fn is_zero(&self) -> bool {
        self.mantissa.bits() == 0
    }

    /// The number, if it is whole and fits.
    pub(super) fn as_whole(&self) -> Option<i128> {
        let shift = u64::try_from(self.exponent).ok()?;
        if self.mantissa.bits() + shift > 127 {
            return None;
        }
        let size = i128::try_from(&self.mantissa << shift).ok()?;
        Some(if self.negative { -size } else { size })
    }

    /// To as many bits as it has; none if it is too large or small.
    pub(super) fn rounded(self) -> Option<Self> {
        let Self { negative, mut mantissa, mut exponent, bits } = self;
        let excess = mantissa.bits().saturating_sub(bits);
        if let Some(half) = excess.checked_sub(1) {
            let is_half = mantissa.bit(half);
            let is_more = mantissa.trailing_zeros().is_some_and(|it| it < half);
            mantissa >>= excess;
            exponent += excess as i64;
            if is_half && (is_more || mantissa.bit(0)) {
                mantissa += 1_u8;
            }
        }
        match mantissa.trailing_zeros() {
            Some(zeros) => {
                mantissa >>= zeros;
                exponent += zeros as i64;
            }
            None => exponent = 0,
        }
        let size = mantissa.bits() as i64 + exponent;
        (size.abs() <= MAX_EXPONENT).then_some(Self { negative, mantissa, exponent, bits })
    }

    /// How many bits it needs.
    fn least_bits(&self) -> u64 {
        self.mantissa.bits() - self.mantissa.trailing_zeros().unwrap_or(0)
    }

    /// Both mantissas by the same exponent.
    fn aligned(&self, other: &Self) -> (BigUint, BigUint, i64) {
        let exponent = self.exponent.min(other.exponent);
        let raised = |it: &Self| &it.mantissa << (it.exponent - exponent).unsigned_abs();
        (raised(self), raised(other), exponent)
    }

    pub(super) fn plus(&self, other: &Self) -> Option<Self> {
        let bits = self.bits.max(other.bits);
        if self.is_zero() && other.is_zero() {
            let negative = self.negative && other.negative;
            return Some(Self { negative, bits, ..self.clone() });
        }
        let (a, b, exponent) = self.aligned(other);
        let (negative, mantissa) = if self.negative == other.negative {
            (self.negative, a + b)
        } else {
            match a.cmp(&b) {
                Ordering::Greater => (self.negative, a - b),
                Ordering::Less => (other.negative, b - a),
                Ordering::Equal => (false, BigUint::default()),
            }
        };
        Self { negative, mantissa, exponent, bits }.rounded()
    }

    pub(super) fn negated(&self) -> Self {
        Self { negative: !self.negative, ..self.clone() }
    }

    /// A product has more bits than its factors if it needs them.
    pub(super) fn times(&self, other: &Self) -> Option<Self> {
        let product = Self { bits: WRITTEN, ..self.product(other) }.rounded()?;
        let bits = self.bits.max(other.bits).max(product.least_bits());
        Some(Self { bits, ..product })
    }

    fn product(&self, other: &Self) -> Self {
        Self {
            negative: self.negative != other.negative,
            mantissa: &self.mantissa * &other.mantissa,
            exponent: self.exponent + other.exponent,
            bits: self.bits,
        }
    }

    pub(super) fn over(&self, other: &Self) -> Option<Self> {
        let bits = self.bits.max(other.bits);
        let lack = (bits + 2 + other.mantissa.bits()).saturating_sub(self.mantissa.bits());
        let dividend = &self.mantissa << lack;
        let quotient = &dividend / &other.mantissa;
        // One more bit tells that something is left.
        let rest = u8::from(&quotient * &other.mantissa != dividend);
        Self {
            negative: self.negative != other.negative,
            mantissa: (quotient << 1_u8) | BigUint::from(rest),
            exponent: self.exponent - lack as i64 - other.exponent - 1,
            bits,
        }
        .rounded()
    }

    /// As Terraform has it: what a whole multiple of `other` leaves, each step rounded.
    pub(super) fn remainder(&self, other: &Self) -> Option<Self> {
        let whole = self.over(other)?.truncated();
        let times = Self { bits: self.bits, ..whole }.rounded()?;
        let multiple = Self { bits: self.bits, ..times.product(other) }.rounded()?;
        let rest = Self { bits: self.bits, ..multiple.negated() }.plus(self)?;
        Some(Self { bits: self.bits, ..rest })
    }

    /// Without its fraction.
    fn truncated(&self) -> Self {
        match u64::try_from(-self.exponent) {
            Ok(places) if places > 0 => {
                let mantissa = &self.mantissa >> places;
                let negative = self.negative && mantissa.bits() > 0;
                Self { negative, mantissa, exponent: 0, bits: self.bits }
            }
            _ => self.clone(),
        }
    }

    pub(super) fn floor(&self) -> Option<Self> {
        let whole = self.truncated();
        if self.negative && whole.compared(self) == Ordering::Greater {
            return whole.plus(&Self::whole(-1, 1));
        }
        whole.rounded()
    }

    pub(super) fn compared(&self, other: &Self) -> Ordering {
        let (a, b, _) = self.aligned(other);
        let size = a.cmp(&b);
        match (self.negative && !self.is_zero(), other.negative && !other.is_zero()) {
            (false, false) => size,
            (true, true) => size.reverse(),
            (false, true) => Ordering::Greater,
            (true, false) => Ordering::Less,
        }
    }

    /// All its digits.
    pub(super) fn decimal(&self) -> Decimal {
        Decimal::new(self.negative, &self.mantissa, self.exponent)
    }

    /// As many digits as tell it from its neighbours.
    pub(super) fn shortest(&self) -> Decimal {
        let exact = self.decimal();
        if self.is_zero() {
            return exact;
        }
        let shift = self.bits + 1 - self.mantissa.bits().min(self.bits + 1);
        let mantissa = &self.mantissa << shift;
        let exponent = self.exponent - shift as i64;
        let is_inclusive = !mantissa.bit(1);
        let lower = Decimal::new(self.negative, &(&mantissa - 1_u8), exponent);
        let upper = Decimal::new(self.negative, &(&mantissa + 1_u8), exponent);
        for at in 0..exact.digits.len() {
            let (low, own, high) = (lower.at(at), exact.at(at), upper.at(at));
            let down = low != own || is_inclusive && at + 1 == lower.digits.len();
            let up = own != high && (is_inclusive || own + 1 < high || at + 1 < upper.digits.len());
            match (down, up) {
                (true, true) => return exact.rounded(at + 1),
                (true, false) => return exact.rounded_down(at + 1),
                (false, true) => return exact.rounded_up(at + 1),
                (false, false) => (),
            }
        }
        exact
    }
}
