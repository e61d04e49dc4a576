//! Whether two values are the same one.

use std::collections::BTreeSet;

use crate::tf::convert::identity;
use crate::tf::limits;
use crate::value::{Kind, List, ListShape, Map, MapShape, Number, Text, Type, Value};

/// `left == right`; none if it is not known.
///
/// Values of different types are never equal, not even `1` and `"1"`. One part that surely
/// differs decides, whatever is not known of the others.
pub(crate) fn equal(left: &Value, right: &Value) -> Option<bool> {
    if limits::is_too_large(left) || limits::is_too_large(right) {
        return None;
    }
    equal_parts(left, right)
}

fn equal_parts(left: &Value, right: &Value) -> Option<bool> {
    match (&left.kind, &right.kind) {
        (Kind::If(it), _) => agree(equal_parts(&it.then, right), equal_parts(&it.otherwise, right)),
        (_, Kind::If(it)) => agree(equal_parts(left, &it.then), equal_parts(left, &it.otherwise)),
        (Kind::Absent | Kind::Null, Kind::Absent | Kind::Null) => Some(true),
        (Kind::Unknown(it), Kind::Absent | Kind::Null)
        | (Kind::Absent | Kind::Null, Kind::Unknown(it)) => it.not_null.then_some(false),
        (Kind::Absent | Kind::Null, _) | (_, Kind::Absent | Kind::Null) => Some(false),
        (Kind::Unknown(_), _) | (_, Kind::Unknown(_)) => {
            let apart = differ(&left.type_of(), &right.type_of())
                || prefixes_differ(prefix(left), prefix(right), whole(left), whole(right));
            apart.then_some(false)
        }
        (Kind::Bool(a), Kind::Bool(b)) => Some(a == b),
        (Kind::Number(a), Kind::Number(b)) if is_close(a, b) => None,
        (Kind::Number(a), Kind::Number(b)) => Some(a == b),
        (Kind::Text(a), Kind::Text(b)) => equal_texts(a, b),
        (Kind::List(a), Kind::List(b)) => equal_lists(a, b),
        (Kind::Map(a), Kind::Map(b)) => equal_maps(a, b),
        (Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) | Kind::List(_) | Kind::Map(_), _) => {
            Some(false)
        }
    }
}

fn agree(a: Option<bool>, b: Option<bool>) -> Option<bool> {
    if a == b { a } else { None }
}

/// Whether all hold; one that does not decides.
fn all(parts: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    let mut all = Some(true);
    for part in parts {
        match part {
            Some(true) => (),
            Some(false) => return Some(false),
            None => all = None,
        }
    }
    all
}

/// Whether a number that is not exact is too close to another to tell them apart.
pub(super) fn is_close(a: &Number, b: &Number) -> bool {
    if a.is_exact() && b.is_exact() {
        return false;
    }
    let (a, b) = (a.as_f64(), b.as_f64());
    (a - b).abs() <= a.abs().max(b.abs()) * 1e-12
}

/// Whether no value can be of both types.
fn differ(a: &Type, b: &Type) -> bool {
    match (a, b) {
        (Type::Any, _) | (_, Type::Any) => false,
        (Type::List(a), Type::List(b))
        | (Type::Set(a), Type::Set(b))
        | (Type::Map(a), Type::Map(b)) => differ(a, b),
        (Type::Tuple(a), Type::Tuple(b)) => {
            a.len() != b.len() || a.iter().zip(b).any(|(a, b)| differ(a, b))
        }
        (Type::Object(a), Type::Object(b)) => {
            a.len() != b.len() || a.iter().zip(b).any(|((x, a), (y, b))| x != y || differ(a, b))
        }
        (a, b) => a != b,
    }
}

/// What a text is sure to start with.
fn prefix(value: &Value) -> &str {
    match &value.kind {
        Kind::Unknown(it) => &it.prefix,
        Kind::Text(it) => it.prefix(),
        _ => "",
    }
}

fn whole(value: &Value) -> bool {
    value.as_str().is_some()
}

fn prefixes_differ(a: &str, b: &str, a_whole: bool, b_whole: bool) -> bool {
    match (a_whole, b_whole) {
        (true, true) => a != b,
        (true, false) => !a.starts_with(b),
        (false, true) => !b.starts_with(a),
        (false, false) => !a.starts_with(b) && !b.starts_with(a),
    }
}

fn equal_texts(a: &Text, b: &Text) -> Option<bool> {
    match (a.as_str(), b.as_str()) {
        (Some(a), Some(b)) => Some(a == b),
        (Some(whole), None) => (!may_be(b, whole)).then_some(false),
        (None, Some(whole)) => (!may_be(a, whole)).then_some(false),
        (None, None) => prefixes_differ(a.prefix(), b.prefix(), false, false).then_some(false),
    }
}

/// Whether some text in each hole might make it that text.
fn may_be(holed: &Text, whole: &str) -> bool {
    if !whole.starts_with(holed.prefix()) {
        return false;
    }
    let mut rest = whole;
    for (_, piece) in holed.pieces() {
        match rest.find(piece) {
            Some(at) => rest = &rest[at + piece.len()..],
            None => return false,
        }
    }
    whole.ends_with(holed.suffix())
}

fn equal_lists(a: &List, b: &List) -> Option<bool> {
    match (&a.shape, &b.shape) {
        (ListShape::Tuple, ListShape::Tuple) => (),
        (ListShape::List(a), ListShape::List(b)) if !differ(a, b) => (),
        (ListShape::Set(x), ListShape::Set(y)) if !differ(x, y) => return equal_sets(a, b),
        _ => return Some(false),
    }
    if a.items.len() != b.items.len() {
        return Some(false);
    }
    all(a.items.iter().zip(&b.items).map(|(a, b)| equal_parts(a, b)))
}

fn equal_sets(a: &List, b: &List) -> Option<bool> {
    let known = |it: &List| it.items.iter().map(identity).collect::<Option<BTreeSet<_>>>();
    Some(known(a)? == known(b)?)
}

fn equal_maps(a: &Map, b: &Map) -> Option<bool> {
    match (&a.shape, &b.shape) {
        (MapShape::Object, MapShape::Object) => (),
        (MapShape::Map(a), MapShape::Map(b)) if !differ(a, b) => (),
        _ if a.open.is_some() || b.open.is_some() => return None,
        _ => return Some(false),
    }
    let closed = a.open.is_none() && b.open.is_none();
    if closed && a.entries.len() != b.entries.len() {
        return Some(false);
    }
    // Both are sorted by key.
    let find = |map: &Map, key: &str| {
        let at = map.entries.binary_search_by(|it| (*it.key).cmp(key));
        at.ok().and_then(|at| map.entries.get(at)).map(|it| it.value.clone())
    };
    let shared = a.entries.iter().map(|it| match find(b, &it.key) {
        Some(other) => equal_parts(&it.value, &other),
        None if b.open.is_some() => None,
        None => Some(false),
    });
    let others = b.entries.iter().map(|it| match find(a, &it.key) {
        Some(_) => Some(true),
        None if a.open.is_some() => None,
        None => Some(false),
    });
    let open = (!closed).then_some(None);
    all(shared.chain(others).chain(open))
}
