//! What is known of a list of which not all is known.

use std::sync::Arc;

use crate::value::{List, ListShape, Unknown, Value};

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

impl Value {
    /// The elements that a list is sure to have: all of them, if it is known.
    pub fn members(&self) -> &[Value] {
        match &self.kind {
            super::Kind::List(it) => &it.items,
            super::Kind::Unknown(it) => it.members(),
            _ => &[],
        }
    }
}
