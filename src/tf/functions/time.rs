//! Functions on points in time, written as <https://www.rfc-editor.org/rfc/rfc3339> has them.

use std::cmp::Ordering;
use std::fmt::Write as _;

use super::call::{Call, Outcome, Stop, invalid};
use crate::date::{civil, days, is_day};

/// A point in time, and the zone it is shown in.
struct Time {
    /// Since 1970-01-01T00:00:00Z.
    nanos: i128,
    /// East of UTC.
    offset_minutes: i64,
}

/// The fields of a point in time in its own zone.
struct Fields {
    year: i64,
    month: i64,
    day: i64,
    /// From Monday, zero.
    weekday: usize,
    hour: i64,
    minute: i64,
    second: i64,
}

const NANOS: i128 = 1_000_000_000;
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const DAYS: [&str; 7] =
    ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

impl Time {
    fn parse(text: &str) -> Result<Self, Stop> {
        match Self::read(text) {
            Some(it) => Ok(it),
            None => invalid(format!("{text:?} is not a valid RFC 3339 timestamp")),
        }
    }

    fn read(text: &str) -> Option<Self> {
        let number = |from: usize, to: usize| {
            let digits = text.get(from..to)?;
            let all = digits.bytes().all(|it| it.is_ascii_digit());
            digits.parse::<i64>().ok().filter(|_| all)
        };
        let mark = |at: usize, of: &str| text.get(at..at + 1).filter(|it| of.contains(*it));
        let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
        let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
        mark(4, "-").and(mark(7, "-")).and(mark(10, "T")).and(mark(13, ":")).and(mark(16, ":"))?;
        let (fraction, zone) = match text.get(19..)?.strip_prefix('.') {
            Some(it) => it.split_at(it.find(|it: char| !it.is_ascii_digit())?),
            None => ("0", text.get(19..)?),
        };
        let offset_minutes = match (zone, zone.get(..1)?) {
            ("Z", _) => 0,
            (_, sign @ ("+" | "-")) if zone.len() == 6 && zone.get(3..4)? == ":" => {
                let at = text.len() - 5;
                let (hours, minutes) = (number(at, at + 2)?, number(at + 3, at + 5)?);
                let offset = hours * 60 + minutes;
                (hours < 24 && minutes < 60).then_some(if sign == "-" {
                    -offset
                } else {
                    offset
                })?
            }
            _ => return None,
        };
        let in_range = is_day(year, month, day)
            && hour < 24
            && minute < 60
            && second < 60
            && !fraction.is_empty();
        let nanos: String = fraction.chars().chain("000000000".chars()).take(9).collect();
        let minutes = (days(year, month, day) * 24 + hour) * 60 + minute - offset_minutes;
        let nanos = i128::from(minutes * 60 + second) * NANOS + nanos.parse::<i128>().ok()?;
        in_range.then_some(Self { nanos, offset_minutes })
    }

    fn fields(&self) -> Option<Fields> {
        let seconds = i64::try_from(self.nanos.div_euclid(NANOS)).ok()?;
        let local = seconds.checked_add(self.offset_minutes * 60)?;
        let (day_number, second) = (local.div_euclid(86_400), local.rem_euclid(86_400));
        let (year, month, day) = civil(day_number);
        Some(Fields {
            year,
            month,
            day,
            // 1970-01-01 was a Thursday.
            weekday: usize::try_from((day_number + 3).rem_euclid(7)).ok()?,
            hour: second / 3600,
            minute: second / 60 % 60,
            second: second % 60,
        })
    }

    /// `+01:00`, or `+0100` without a colon.
    fn zone(&self, colon: &str) -> String {
        let sign = if self.offset_minutes < 0 { '-' } else { '+' };
        let minutes = self.offset_minutes.abs();
        format!("{sign}{:02}{colon}{:02}", minutes / 60, minutes % 60)
    }
}

pub(super) fn timecmp(call: &Call<'_>) -> Outcome {
    let (a, b) = (Time::parse(call.text(0)?)?, Time::parse(call.text(1)?)?);
    call.new_number(match a.nanos.cmp(&b.nanos) {
        Ordering::Less => -1_i64,
        Ordering::Equal => 0,
        Ordering::Greater => 1,
    })
}

pub(super) fn timeadd(call: &Call<'_>) -> Outcome {
    let time = Time::parse(call.text(0)?)?;
    let Some(duration) = duration(call.text(1)?) else {
        return invalid(format!("{:?} is not a duration", call.text(1)?));
    };
    let time = Time { nanos: time.nanos.saturating_add(duration), ..time };
    let Some(it) = time.fields() else { return invalid("the time is out of range") };
    if !(0..=9999).contains(&it.year) {
        return invalid("the time is out of range");
    }
    let zone = if time.offset_minutes == 0 { "Z".to_owned() } else { time.zone(":") };
    call.new_text(format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{zone}",
        it.year, it.month, it.day, it.hour, it.minute, it.second
    ))
}

/// In nanoseconds: `1h30m`, `-1.5h`.
fn duration(text: &str) -> Option<i128> {
    let (negative, mut rest) = match text.strip_prefix('-') {
        Some(it) => (true, it),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Some(0);
    }
    let mut total: i128 = 0;
    loop {
        let end = rest.find(|it: char| !it.is_ascii_digit() && it != '.')?;
        let (number, after) = rest.split_at(end);
        let units = [
            ("ns", 1),
            ("us", 1000),
            ("µs", 1000),
            ("μs", 1000),
            ("ms", 1_000_000),
            ("s", NANOS),
            ("m", 60 * NANOS),
            ("h", 3600 * NANOS),
        ];
        let (unit, size) = units.iter().find(|(unit, _)| after.starts_with(unit))?;
        total = total.checked_add(scaled(number, *size)?)?;
        rest = after.strip_prefix(unit)?;
        if rest.is_empty() {
            break;
        }
    }
    // As many as 64 bits hold, some 292 years.
    i64::try_from(total).ok().map(|it| if negative { -i128::from(it) } else { it.into() })
}

fn scaled(number: &str, size: i128) -> Option<i128> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if (whole.is_empty() && fraction.is_empty()) || fraction.contains('.') {
        return None;
    }
    let whole: i128 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let digits: String = fraction.chars().chain("000000000000".chars()).take(12).collect();
    let part = digits.parse::<i128>().ok()?.checked_mul(size)? / 1_000_000_000_000;
    whole.checked_mul(size)?.checked_add(part)
}

pub(super) fn formatdate(call: &Call<'_>) -> Outcome {
    let (format, time) = (call.text(0)?, Time::parse(call.text(1)?)?);
    let Some(it) = time.fields() else { return invalid("the time is out of range") };
    let mut shown = String::new();
    let mut rest = format;
    while let Some(first) = rest.chars().next() {
        if let Some(after) = rest.strip_prefix("''") {
            shown.push('\'');
            rest = after;
            continue;
        }
        if first == '\'' {
            rest = quoted(rest, &mut shown)?;
            continue;
        }
        let end = rest.find(|it| it != first).unwrap_or(rest.len());
        let (verb, after) = rest.split_at(end);
        rest = after;
        if !first.is_ascii_alphabetic() {
            shown.push_str(verb);
            continue;
        }
        let month = usize::try_from(it.month - 1).ok().and_then(|it| MONTHS.get(it).copied());
        let (month, day) = (month.unwrap_or_default(), DAYS.get(it.weekday).copied());
        let day = day.unwrap_or_default();
        let hour = if it.hour % 12 == 0 { 12 } else { it.hour % 12 };
        let half = if it.hour < 12 { "AM" } else { "PM" };
        let utc = time.offset_minutes == 0;
        _ = match verb {
            "YYYY" => write!(shown, "{:04}", it.year),
            "YY" => write!(shown, "{:02}", it.year % 100),
            "MMMM" => write!(shown, "{month}"),
            "MMM" => write!(shown, "{}", &month[..month.len().min(3)]),
            "MM" => write!(shown, "{:02}", it.month),
            "M" => write!(shown, "{}", it.month),
            "EEEE" => write!(shown, "{day}"),
            "EEE" => write!(shown, "{}", &day[..day.len().min(3)]),
            "DD" => write!(shown, "{:02}", it.day),
            "D" => write!(shown, "{}", it.day),
            "hh" => write!(shown, "{:02}", it.hour),
            "h" => write!(shown, "{}", it.hour),
            "HH" => write!(shown, "{hour:02}"),
            "H" => write!(shown, "{hour}"),
            "AA" => write!(shown, "{half}"),
            "aa" => write!(shown, "{}", half.to_ascii_lowercase()),
            "mm" => write!(shown, "{:02}", it.minute),
            "m" => write!(shown, "{}", it.minute),
            "ss" => write!(shown, "{:02}", it.second),
            "s" => write!(shown, "{}", it.second),
            "ZZZZZ" => write!(shown, "{}", time.zone(":")),
            "ZZZZ" => write!(shown, "{}", time.zone("")),
            "ZZZ" if utc => write!(shown, "UTC"),
            "ZZZ" => write!(shown, "{}", time.zone("")),
            "Z" if utc => write!(shown, "Z"),
            "Z" => write!(shown, "{}", time.zone(":")),
            _ => return invalid(format!("invalid date format verb {verb:?}")),
        };
    }
    call.new_text(shown)
}

/// Adds a quoted text, in which two quotes are one, and gives what follows it.
fn quoted<'t>(text: &'t str, into: &mut String) -> Result<&'t str, Stop> {
    let mut rest = text.get(1..).unwrap_or_default();
    loop {
        let Some((before, after)) = rest.split_once('\'') else {
            return invalid("unterminated literal '");
        };
        into.push_str(before);
        match after.strip_prefix('\'') {
            Some(after) => {
                into.push('\'');
                rest = after;
            }
            None => return Ok(after),
        }
    }
}
