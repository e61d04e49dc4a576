//! Which resources are of a kind, and which of those go by a name.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::graph::{Language, Resource};
use crate::value::Kind;

type KindOf = (Language, Arc<str>);

/// Positions in a graph, in rising order.
#[derive(Debug, Default)]
pub(super) struct Index {
    by_kind: BTreeMap<KindOf, Vec<usize>>,
    names: RefCell<HashMap<(KindOf, Box<str>), Names>>,
}

/// The resources of a kind by what one of their properties says.
#[derive(Debug, Default)]
struct Names {
    plain: HashMap<Box<str>, Vec<usize>>,
    /// Those of which it takes a world to know.
    others: Vec<usize>,
}

impl Index {
    pub(super) fn add(&mut self, at: usize, resource: &Resource) {
        let kind = (resource.language, resource.kind.clone());
        self.by_kind.entry(kind).or_default().push(at);
        self.forget_names();
    }

    /// Properties may have changed.
    pub(super) fn forget_names(&mut self) {
        self.names.get_mut().clear();
    }

    pub(super) fn kinds(&self) -> impl Iterator<Item = &[usize]> {
        self.by_kind.values().map(Vec::as_slice)
    }

    /// Those of a resource's kind whose property may be a text; all of them if that is deep in it.
    pub(super) fn named(
        &self,
        resources: &[Resource],
        like: &Resource,
        property: &str,
        text: &str,
    ) -> Vec<usize> {
        let kind = (like.language, like.kind.clone());
        let Some(all) = self.by_kind.get(&kind) else { return Vec::new() };
        if property.contains('.') {
            return all.clone();
        }
        let mut names = self.names.borrow_mut();
        let names = names
            .entry((kind, property.into()))
            .or_insert_with(|| Names::of(resources, all, property));
        let mut found = names.others.clone();
        found.extend(names.plain.get(text).into_iter().flatten());
        found.sort_unstable();
        found
    }
}

impl Names {
    fn of(resources: &[Resource], all: &[usize], property: &str) -> Self {
        let mut names = Self::default();
        for at in all {
            let Kind::Map(map) = &resources[*at].properties.kind else {
                names.others.push(*at);
                continue;
            };
            match map.entry(property) {
                Some(it) => match it.value.as_str() {
                    Some(text) => names.plain.entry(text.into()).or_default().push(*at),
                    None => names.others.push(*at),
                },
                None if map.open.is_some() => names.others.push(*at),
                None => (),
            }
        }
        names
    }
}
