//! Where something stands, as a finding tells it.

use std::collections::BTreeMap;

use crate::graph::Foreign;
use crate::text::{FileId, Span};
use crate::value::{Hop, Role, Value};
use crate::world::Resource;

/// Where something stands: what to underline, and what had a part in it.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// In the resource itself: the value, or what introduces the place where it is lacking.
    pub span: Span,
    /// Elsewhere: where the value was written or decided.
    pub hops: Vec<Hop>,
    /// Whether nothing is set there.
    pub lacking: bool,
}

impl Place {
    pub fn at(span: Span) -> Self {
        Self { span, hops: Vec::new(), lacking: false }
    }

    /// Where the value is written: here, or in the one place that a name here stands for. None if
    /// a condition chose that.
    pub fn source(&self) -> Option<Span> {
        let is = |role: Role| move |it: &&Hop| it.role == role;
        let mut set = self.hops.iter().filter(is(Role::Set));
        let is_decided = self.hops.iter().any(|it| it.role == Role::Decided);
        match (set.next(), set.next()) {
            _ if self.lacking => None,
            (None, _) => Some(self.span),
            (Some(only), None) => (!is_decided).then_some(only.span),
            (Some(_), Some(_)) => None,
        }
    }
}

/// How a place was reached.
#[derive(Clone)]
pub(super) struct Trail<'w> {
    /// The nearest text that introduces it.
    pub(super) near: Span,
    /// Where a name stands for what is written elsewhere, once that was passed.
    pub(super) used: Option<Span>,
    hops: Vec<Hop>,
    /// As [`crate::graph::Graph::foreign`].
    foreign: &'w BTreeMap<FileId, Foreign>,
    /// What introduces the resource.
    header: Span,
}

impl<'w> Trail<'w> {
    /// At the top of a resource's properties.
    pub(super) fn from(resource: Resource<'w>) -> Self {
        let header = resource.span();
        let foreign = &resource.world.graph.foreign;
        Self { near: header, used: None, hops: Vec::new(), foreign, header }
    }

    pub(super) fn pass(&mut self, value: &Value) {
        match self.used {
            // Still in the resource itself, and nearer to what is read.
            Some(used) if used.holds(value.span) => {
                self.hops.retain(|it| it.role == Role::Decided);
                self.used = None;
                self.pass_here(value);
            }
            None => self.pass_here(value),
            Some(_) => {
                // What lies within what was noted is the more exact.
                self.hops.retain(|it| !it.span.holds(value.span));
                let role = if value.hops().is_empty() { Role::Set } else { Role::Passed };
                self.hops.push(Hop { span: value.span, role });
                self.add(value.hops());
            }
        }
    }

    fn pass_here(&mut self, value: &Value) {
        if !value.hops().is_empty() {
            self.used = Some(value.span);
            self.add(value.hops());
        }
    }

    /// Whether somebody else wrote a file.
    pub(super) fn is_foreign(&self, file: FileId) -> bool {
        self.foreign.contains_key(&file)
    }

    fn add(&mut self, hops: &[Hop]) {
        for hop in hops {
            if !self.hops.contains(hop) {
                self.hops.push(*hop);
            }
        }
    }

    pub(super) fn place(&self, span: Span) -> Place {
        let place = match self.used {
            Some(used) if used == span || !used.holds(span) => {
                Place { span: used, hops: self.hops.clone(), lacking: false }
            }
            // Within what is used, it stands where it was written.
            _ => {
                let decided = |it: &&Hop| self.used.is_none() || it.role == Role::Decided;
                let hops = self.hops.iter().filter(decided).copied().collect();
                Place { span, hops, lacking: false }
            }
        };
        self.at_home(place)
    }

    /// A place in code that somebody else wrote, as the place in this code that led there: the
    /// value that was handed to it, else what introduces the resource. Of foreign places only that
    /// is told where a value was set.
    fn at_home(&self, place: Place) -> Place {
        let is_foreign = |it: Span| self.foreign.contains_key(&it.file);
        let Place { span, mut hops, lacking } = place;
        hops.retain(|it| it.role == Role::Set && !lacking || !is_foreign(it.span));
        if !is_foreign(span) {
            return Place { span, hops, lacking };
        }
        let given = hops.iter().position(|it| it.role != Role::Decided && !is_foreign(it.span));
        if let Some(given) = given {
            let span = hops.remove(given).span;
            hops.retain(|it| !is_foreign(it.span));
            return Place { span, hops, lacking };
        }
        if !lacking && hops.iter().all(|it| it.role != Role::Set) {
            hops.insert(0, Hop { span, role: Role::Set });
        }
        Place { span: self.header, hops, lacking }
    }

    /// Where something would have stood.
    pub(super) fn gap(&self) -> Place {
        Place { lacking: true, ..self.place(self.near) }
    }
}
