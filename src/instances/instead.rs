//! Types that encrypt, to be written in the places of those that do not.

use std::collections::BTreeMap;

use crate::aws::nitro;
use crate::finding::{Change, Wish};
use crate::world::Place;

/// What would have all of them encrypt: for each that does not, the nearest that does and that is
/// not among them already. None where there is no such type, or where one is not written in a
/// place of its own. Which types to take, and when instances may go, remains to be decided.
pub fn instead(types: &[(&str, &Place)], effect: Option<&str>) -> Option<Vec<Change>> {
    let is_plain = |it: &&(&str, &Place)| nitro::encrypts(it.0) == Some(false);
    let mut taken: Vec<String> =
        types.iter().filter(|it| !is_plain(it)).map(|it| it.0.to_owned()).collect();
    let mut new: BTreeMap<&str, String> = BTreeMap::new();
    let mut names = Vec::new();
    for (name, _) in types.iter().filter(is_plain) {
        if !new.contains_key(name) {
            let it = nitro::nearest(name).into_iter().find(|it| !taken.contains(it))?;
            taken.push(it.clone());
            names.push(it.clone());
            new.insert(name, it);
        }
    }
    let mut old = Vec::new();
    let mut changes = Vec::new();
    let mut is_shared = false;
    for (name, place) in types.iter().filter(is_plain) {
        let at = place.source()?;
        is_shared |= at != place.span;
        if !old.contains(name) {
            old.push(*name);
        }
        let value = Wish::Word { old: (*name).to_owned(), new: new.get(name)?.clone() };
        changes.push((at, value));
    }
    let mut title = format!("use {} instead of {}", listed(&names), listed(&old));
    if let Some(effect) = effect {
        title.push_str(&format!(", {effect}"));
    }
    if is_shared {
        title.push_str(", for all that share it");
    }
    let change = |(at, value)| Change {
        title: title.clone(),
        is_safe: false,
        at,
        keys: Vec::new(),
        in_blocks: false,
        value,
    };
    let changes: Vec<Change> = changes.into_iter().map(change).collect();
    (!changes.is_empty()).then_some(changes)
}

fn listed<T: AsRef<str>>(names: &[T]) -> String {
    let names: Vec<&str> = names.iter().map(AsRef::as_ref).collect();
    match names.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        Some((last, _)) => (*last).to_owned(),
        None => String::new(),
    }
}
