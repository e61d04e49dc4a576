//! The digits of a number.

use std::fmt;

use num_bigint::BigUint;

/// `0.digits × 10^point`.
#[derive(Clone, Debug)]
pub(super) struct Decimal {
    pub(super) negative: bool,
    /// From zero to nine each, without zeros at the end.
    pub(super) digits: Vec<u8>,
    pub(super) point: i64,
}

impl Decimal {
    /// `mantissa × 2^exponent`.
    pub(super) fn new(negative: bool, mantissa: &BigUint, exponent: i64) -> Self {
        let power = u32::try_from(exponent.unsigned_abs()).unwrap_or(u32::MAX);
        let (digits, places) = match exponent < 0 {
            true => (mantissa * BigUint::from(5_u8).pow(power), exponent),
            false => (mantissa << power, 0),
        };
        let digits = digits.to_radix_be(10);
        let point = digits.len() as i64 + places;
        Self { negative, digits, point }.trimmed()
    }

    fn trimmed(mut self) -> Self {
        while self.digits.last() == Some(&0) {
            self.digits.pop();
        }
        if self.digits.is_empty() {
            self.point = 0;
        }
        self
    }

    pub(super) fn at(&self, index: usize) -> u8 {
        self.digits.get(index).copied().unwrap_or(0)
    }

    /// So many digits, the nearest; to even where two are as near.
    pub(super) fn rounded(self, count: usize) -> Self {
        let Some(next) = self.digits.get(count) else { return self };
        let is_half = *next == 5 && count + 1 == self.digits.len();
        let is_odd = count > 0 && self.digits[count - 1] % 2 == 1;
        match if is_half { is_odd } else { *next >= 5 } {
            true => self.rounded_up(count),
            false => self.rounded_down(count),
        }
    }

    pub(super) fn rounded_down(mut self, count: usize) -> Self {
        self.digits.truncate(count);
        self.trimmed()
    }

    pub(super) fn rounded_up(mut self, count: usize) -> Self {
        self.digits.truncate(count);
        while self.digits.last() == Some(&9) {
            self.digits.pop();
        }
        match self.digits.last_mut() {
            Some(last) => *last += 1,
            None => {
                self.digits.push(1);
                self.point += 1;
            }
        }
        self
    }

    /// With so many decimals.
    pub(super) fn fixed(self, decimals: usize) -> String {
        let kept = self.point.saturating_add(i64::try_from(decimals).unwrap_or(i64::MAX));
        let it = match usize::try_from(kept) {
            Ok(kept) => self.rounded(kept),
            Err(_) => Self { digits: Vec::new(), point: 0, ..self },
        };
        let digit = |at: i64| usize::try_from(at).map_or(0, |at| it.at(at));
        let mut text = String::from(if it.negative { "-" } else { "" });
        text.extend(
            (0..it.point.max(1))
                .map(|at| char::from(b'0' + if it.point > 0 { digit(at) } else { 0 })),
        );
        if decimals > 0 {
            text.push('.');
        }
        text.extend((0..decimals).map(|at| char::from(b'0' + digit(it.point + at as i64))));
        text
    }

    /// `1.234568e+04`, with so many decimals.
    pub(super) fn scientific(self, decimals: usize) -> String {
        let it = self.rounded(decimals.saturating_add(1));
        let exponent = if it.digits.is_empty() { 0 } else { it.point - 1 };
        let mut text = String::from(if it.negative { "-" } else { "" });
        text.push(char::from(b'0' + it.at(0)));
        if decimals > 0 {
            text.push('.');
        }
        text.extend((1..=decimals).map(|at| char::from(b'0' + it.at(at))));
        let sign = if exponent < 0 { '-' } else { '+' };
        format!("{text}e{sign}{:02}", exponent.abs())
    }
}

/// As many decimals as there are digits.
impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = usize::try_from(self.digits.len() as i64 - self.point).unwrap_or(0);
        f.write_str(&self.clone().fixed(decimals))
    }
}
