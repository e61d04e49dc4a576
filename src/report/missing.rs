//! What was not looked into, because its source is not at hand.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::excerpt::visible;
use super::plural;
use crate::graph::{Missing, MissingKind};
use crate::lint::Outcome;
use crate::text::Position;

/// How many sources a summary names.
const NAMED: usize = 3;
/// Characters of a source beyond which a summary cuts it.
const LONG_SOURCE: usize = 80;

/// By file, position and address. What several graphs lack in common is one.
pub(super) fn all(outcome: &Outcome) -> Vec<&Missing> {
    // Templates that several nest include the same.
    let all: BTreeSet<&Missing> = outcome.graphs.iter().flat_map(|it| &it.missing).collect();
    let mut all: Vec<&Missing> = all.into_iter().collect();
    let path = |it: &Missing| &*outcome.sources.get(it.place.file).path;
    all.sort_by_key(|it| (path(it), it.place, &it.address));
    all
}

/// What to call it: its address, if it has one.
pub(super) fn name(it: &Missing) -> &str {
    match it.what {
        MissingKind::Module | MissingKind::NestedTemplate => &it.address,
        MissingKind::IncludedFile => "an included file",
    }
}

/// With the source, if that is known, and with what is needed besides.
pub(super) fn words(it: &Missing) -> String {
    match (it.source.as_str(), &it.needs) {
        (_, Some(needs)) => format!("{}, which needs {needs}", name(it)),
        ("", None) => name(it).to_owned(),
        (source, None) => format!("{} ({source})", name(it)),
    }
}

pub(super) fn number(all: &[&Missing], what: MissingKind) -> usize {
    all.iter().filter(|it| it.what == what).count()
}

/// `2 modules and 1 nested template not looked into`; none if there is nothing to tell.
pub(super) fn counted(all: &[&Missing]) -> Option<String> {
    let kinds = [
        (MissingKind::Module, "module"),
        (MissingKind::NestedTemplate, "nested template"),
        (MissingKind::IncludedFile, "included file"),
    ];
    let told = kinds.into_iter().map(|(what, noun)| (number(all, what), noun));
    let mut told: Vec<String> =
        told.filter(|it| it.0 > 0).map(|(number, noun)| plural(number, noun)).collect();
    let last = told.pop()?;
    Some(match told.is_empty() {
        true => format!("{last} not looked into"),
        false => format!("{} and {last} not looked into", told.join(", ")),
    })
}

/// The same with the sources that most of them have: `: a/b/aws (2), network.yaml and 3 more`.
pub(super) fn told(all: &[&Missing]) -> Option<String> {
    let counted = counted(all)?;
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    for it in all.iter().filter(|it| !it.source.is_empty()) {
        *numbers.entry(&it.source).or_default() += 1;
    }
    let mut sources: Vec<(&str, usize)> = numbers.into_iter().collect();
    sources.sort_by_key(|it| Reverse(it.1));
    sources.truncate(NAMED);
    if sources.is_empty() {
        return Some(counted);
    }
    let others = all.len() - sources.iter().map(|it| it.1).sum::<usize>();
    let named = sources.into_iter().map(|(source, number)| match number {
        1 => short(source),
        _ => format!("{} ({number})", short(source)),
    });
    let named = named.collect::<Vec<_>>().join(", ");
    Some(match others {
        0 => format!("{counted}: {named}"),
        _ => format!("{counted}: {named} and {others} more"),
    })
}

/// Both ends of a source tell what it is: the host, and the file or the revision.
fn short(source: &str) -> String {
    let letters: Vec<char> = source.chars().map(visible).collect();
    if letters.len() <= LONG_SOURCE {
        return letters.into_iter().collect();
    }
    let kept = LONG_SOURCE / 2;
    let (start, end) = (&letters[..kept], &letters[letters.len() - kept..]);
    start.iter().chain(&['…']).chain(end).collect()
}

/// As JSON has it, with the findings and with the graph.
#[derive(Serialize)]
pub(super) struct JsonMissing<'o> {
    kind: &'static str,
    address: Option<&'o str>,
    source: Option<&'o str>,
    needs: Option<&'o str>,
    file: &'o str,
    line: u32,
    column: u32,
}

pub(super) fn json(outcome: &Outcome) -> Vec<JsonMissing<'_>> {
    let sources = &outcome.sources;
    let all = all(outcome).into_iter().map(|it| {
        let Position { line, column } = sources.position(it.place.file, it.place.start);
        JsonMissing {
            kind: match it.what {
                MissingKind::Module => "module",
                MissingKind::NestedTemplate => "template",
                MissingKind::IncludedFile => "include",
            },
            address: known(&it.address),
            source: known(&it.source),
            needs: it.needs.as_deref(),
            file: &sources.get(it.place.file).path,
            line,
            column,
        }
    });
    all.collect()
}

fn known(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}
