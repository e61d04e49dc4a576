//! What a field should be, and where that would be written.

use crate::finding::{Change, Wish};
use crate::graph::Language;
use crate::world::field::{Path, Reached};
use crate::world::place::Trail;
use crate::world::{Field, Node, Place};

/// Where a path ended before its end: nothing is set there.
pub(super) struct Lack<'w> {
    trail: Trail<'w>,
    /// None where only a plan says that nothing is.
    written: Option<Written<'w>>,
}

struct Written<'w> {
    /// What should hold the first of the keys; the lacking value itself, if there are none.
    holder: Node<'w>,
    /// Joined by dots.
    keys: &'static str,
    path: Path,
}

impl<'w> From<Trail<'w>> for Lack<'w> {
    fn from(trail: Trail<'w>) -> Self {
        Self { trail, written: None }
    }
}

impl<'w> Lack<'w> {
    pub(super) fn of(holder: Node<'w>, path: Path, keys: &'static str) -> Self {
        let trail = holder.trail.clone();
        Self { trail, written: Some(Written { holder, keys, path }) }
    }

    /// Where it would have stood.
    pub(super) fn gap(&self) -> Place {
        self.trail.gap()
    }
}

impl<T> Field<'_, T> {
    /// Says that no change of it can be made to a declared resource as it is: it takes a new one.
    pub fn replacing(mut self) -> Self {
        self.replaces = true;
        self
    }
}

impl Field<'_, bool> {
    /// The change that makes it so; none where nobody could tell what else that changes.
    pub fn set_to(&self, value: bool) -> Option<Change> {
        let (node, keys, path) = match self.reached() {
            // What a condition chose, another may need.
            Reached::Set(node) if node.is_chosen => return None,
            Reached::Set(node) => (node, "", self.path),
            Reached::Unset(lack) => {
                let Written { holder, keys, path } = lack.written?;
                (holder, keys, path)
            }
            Reached::Unknown(_) => return None,
        };
        let at = node.document().span;
        if node.trail.is_foreign(at.file) {
            return None;
        }
        let language = node.language;
        // What a name stands for may have other uses. A document is written for one.
        let is_shared = node.trail.used.is_some() && !node.is_in_document;
        let replaces = self.replaces && language != Language::Api;
        let keys = keys.split('.').filter(|it| !it.is_empty());
        let keys: Vec<String> = keys.map(|it| path.spelled(it, language).into_owned()).collect();
        let name = self.path.in_words_of(language).rsplit('.').next().unwrap_or_default();
        let mut title = format!("set `{}` to {value}", self.path.spelled(name, language));
        if replaces {
            title.push_str(", which replaces the resource");
        }
        if is_shared {
            title.push_str(", for all that share it");
        }
        Some(Change {
            title,
            is_safe: !replaces && !is_shared,
            at,
            keys,
            in_blocks: language == Language::Terraform,
            value: Wish::Flag(value),
        })
    }
}
