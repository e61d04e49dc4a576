//! For tests: which properties are asked for, of which kinds of resource.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use crate::graph::Language;
use crate::world::Kinds;

thread_local! {
    static ASKED: RefCell<Option<Asked>> = const { RefCell::new(None) };
}

/// What was asked for while something ran.
#[derive(Default)]
pub(crate) struct Asked {
    /// CloudFormation's name, Terraform's, `awscc`'s, the API's.
    pub(crate) kinds: BTreeSet<[&'static str; 4]>,
    /// Each property, by its path from the resource, as it is spelled in that language.
    pub(crate) paths: BTreeSet<Place>,
    /// Each path that was asked for in either column of a view.
    pub(crate) words: BTreeSet<&'static str>,
    places: Vec<Place>,
    known: BTreeMap<Place, usize>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Place {
    pub(crate) column: Column,
    pub(crate) kind: String,
    /// Keys joined by dots; lists are passed through.
    pub(crate) path: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Column {
    CloudFormation,
    Terraform,
    Awscc,
    Api,
}

/// A place that was noted; the same for all while nothing is noted.
#[derive(Clone, Copy)]
pub(super) struct At(usize);

/// What is asked for while that runs, on this thread.
pub(crate) fn during(run: impl FnOnce()) -> Asked {
    ASKED.set(Some(Asked::default()));
    run();
    ASKED.take().unwrap_or_default()
}

fn note<T>(none: T, note: impl FnOnce(&mut Asked) -> T) -> T {
    ASKED.with_borrow_mut(|it| it.as_mut().map(note)).unwrap_or(none)
}

impl Asked {
    fn at(&mut self, place: Place) -> At {
        let next = self.places.len();
        let at = *self.known.entry(place.clone()).or_insert(next);
        if at == next {
            self.places.push(place);
        }
        At(at)
    }

    fn below(&self, At(at): At, keys: &str) -> Place {
        let mut place = self.places[at].clone();
        if !place.path.is_empty() {
            place.path.push('.');
        }
        place.path.push_str(keys);
        place
    }
}

pub(super) fn kinds(it: Kinds) {
    note((), |asked| {
        asked.kinds.insert([it.cloudformation, it.terraform, it.awscc, it.api]);
    });
}

pub(super) fn resource(language: Language, kind: &str) -> At {
    let column = match language {
        Language::CloudFormation => Column::CloudFormation,
        Language::Terraform => Column::Terraform,
        Language::Awscc => Column::Awscc,
        Language::Api => Column::Api,
    };
    let place = Place { column, kind: kind.to_owned(), path: String::new() };
    note(At(0), |asked| asked.at(place))
}

/// What a key leads to.
pub(super) fn below(at: At, key: &str) -> At {
    note(at, |asked| {
        let place = asked.below(at, key);
        asked.at(place)
    })
}

/// A path that is asked for, and both words of the view that has it.
pub(super) fn path(at: At, spelled: &str, words: [&'static str; 2]) {
    note((), |asked| {
        asked.words.extend(words.iter().filter(|it| !it.is_empty()));
        if !spelled.is_empty() {
            let place = asked.below(at, spelled);
            asked.paths.insert(place);
        }
    });
}
