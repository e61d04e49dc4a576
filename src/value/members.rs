//! What is known of a list, or of the keys of a map, of which not all is known.

use std::sync::Arc;

use crate::value::{Kind, List, ListShape, Map, Unknown, Value};

/// How many keys of which not all is known an object remembers.
const MAX_KEYS: usize = 16;

/// Elements that a list is sure to have, whatever else is in it.
#[derive(Clone, Debug)]
pub struct Members {
    items: Arc<List>,
    /// How many of them it starts with, in their order; of the others only that they are there.
    first: usize,
}

impl Members {
    /// None without any.
    pub fn new(items: Vec<Value>, first: usize) -> Option<Self> {
        let first = first.min(items.len());
        let items = Arc::new(List::new(ListShape::Tuple, items));
        (!items.items.is_empty()).then_some(Self { items, first })
    }

    pub(super) fn list(&self) -> &List {
        &self.items
    }
}

/// Whether they are the same ones, not only alike.
impl PartialEq for Members {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.items, &other.items) && self.first == other.first
    }
}

impl Unknown {
    /// The same, but for elements that it is sure to have. What has elements is not null.
    pub fn with_members(mut self, members: Option<Members>) -> Self {
        self.not_null |= members.is_some();
        self.members = members;
        self
    }

    /// The elements that it is sure to have.
    pub fn members(&self) -> &[Value] {
        self.members.as_ref().map_or(&[], |it| &it.items.items)
    }

    /// The elements that it is sure to start with.
    pub fn first(&self) -> &[Value] {
        self.members.as_ref().map_or(&[], |it| &it.items.items[..it.first])
    }
}

impl Map {
    /// The same, sure to have these keys as well: texts of which not all is known. Only the first
    /// few are kept.
    pub fn with_keys<'v>(mut self, keys: impl IntoIterator<Item = &'v Value>) -> Self {
        for key in keys {
            let Kind::Text(text) = &key.kind else { continue };
            let is_known = |it: &Value| matches!(&it.kind, Kind::Text(it) if Arc::ptr_eq(it, text));
            if self.open.is_none() || self.keys.len() >= MAX_KEYS || self.keys.iter().any(is_known)
            {
                continue;
            }
            self.weight = self.weight.saturating_add(key.weight());
            self.keys.push(key.clone());
        }
        self
    }

    /// Keys that it is sure to have and that are not listed, since only a part of each is known.
    pub fn keys(&self) -> &[Value] {
        &self.keys
    }
}

impl Value {
    /// The elements that a list is sure to have: all of them, if it is known.
    pub fn members(&self) -> &[Value] {
        match &self.kind {
            Kind::List(it) => &it.items,
            Kind::Unknown(it) => it.members(),
            _ => &[],
        }
    }
}
