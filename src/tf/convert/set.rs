//! Sets: what makes two values the same one, and the order they stand in.

use std::cmp::Ordering;

use crate::value::{Kind, List, ListShape, Type, Value};

/// A set of values that are of one type already.
pub(crate) fn set(each: Type, mut items: Vec<Value>) -> List {
    items.sort_by_cached_key(Place::of);
    items.dedup_by(|a, b| match (identity(a), identity(b)) {
        (Some(a), Some(b)) => a == b,
        _ => false,
    });
    List::new(ListShape::Set(each), items)
}

/// Whether it is known how many elements there are and in what order: not for a set of which
/// some are not known.
pub(crate) fn is_settled(list: &List) -> bool {
    !matches!(list.shape, ListShape::Set(_))
        || list.items.len() < 2
        || list.items.iter().all(Value::is_wholly_known)
}

/// Bytes that are equal for equal values of one type, and differ for others; none for what is
/// not wholly known.
pub(crate) fn identity(value: &Value) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    write_identity(value, &mut bytes).then_some(bytes)
}

/// The order of a set: texts by their bytes, numbers by size, `false` first. Terraform leaves
/// the order of others open; this is the one it happens to have.
struct Place {
    group: u8,
    /// Zero for what is no number.
    number: f64,
    /// Also tells numbers apart that are equal as floats.
    bytes: Vec<u8>,
}

impl Place {
    fn of(value: &Value) -> Self {
        let last = |group| Self { group, number: 0.0, bytes: Vec::new() };
        let known = |bytes| Self { group: 0, number: 0.0, bytes };
        match &value.kind {
            Kind::Number(it) => {
                Self { number: it.as_f64(), ..known(it.text().unwrap_or_default().into_bytes()) }
            }
            Kind::Bool(it) => known(vec![(*it).into()]),
            Kind::Absent | Kind::Null => last(1),
            Kind::Text(it) => match it.as_str() {
                Some(it) => known(it.into()),
                None => last(2),
            },
            Kind::List(_) | Kind::Map(_) | Kind::Unknown(_) | Kind::If(_) => {
                identity(value).map_or_else(|| last(2), known)
            }
        }
    }
}

impl PartialEq for Place {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Place {}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Place {
    fn cmp(&self, other: &Self) -> Ordering {
        self.group
            .cmp(&other.group)
            .then(self.number.total_cmp(&other.number))
            .then_with(|| self.bytes.cmp(&other.bytes))
    }
}

fn write_identity(value: &Value, into: &mut Vec<u8>) -> bool {
    match &value.kind {
        Kind::Absent | Kind::Null => into.push(b'~'),
        Kind::Bool(it) => into.push(if *it { b'T' } else { b'F' }),
        Kind::Number(it) => match it.text() {
            Some(it) => into.extend(it.as_bytes()),
            None => return false,
        },
        Kind::Text(it) => match it.as_str() {
            Some(it) => write_quoted(it, into),
            None => return false,
        },
        Kind::List(it) => {
            into.push(b'(');
            for it in &it.items {
                if !write_identity(it, into) {
                    return false;
                }
                into.push(b';');
            }
            into.push(b')');
        }
        Kind::Map(it) if it.open.is_none() => {
            into.push(b'{');
            for it in &it.entries {
                write_quoted(&it.key, into);
                into.push(b':');
                if !write_identity(&it.value, into) {
                    return false;
                }
                into.push(b';');
            }
            into.push(b'}');
        }
        Kind::Map(_) | Kind::Unknown(_) | Kind::If(_) => return false,
    }
    true
}

fn write_quoted(text: &str, into: &mut Vec<u8>) {
    into.push(b'"');
    for byte in text.bytes() {
        if matches!(byte, b'"' | b'\\') {
            into.push(b'\\');
        }
        into.push(byte);
    }
    into.push(b'"');
}
