//! Who refers to whom, and in which property.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde::Serialize;

use super::properties::{elements, members};
use crate::graph::{Graph, Missing, MissingKind, Resource};
use crate::value::{Kind, Reference, Run, Unknown, Value, Why};

/// A reference from one resource to another of the same graph, or to a module that is not at
/// hand.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct Edge<'g> {
    pub(super) from: &'g str,
    pub(super) to: &'g str,
    /// The property it stands in: `Instances.Ec2SubnetId`, `launch_template[0].id`.
    pub(super) path: String,
}

/// Every edge of a graph; the same one may occur several times.
pub(super) fn all(graph: &Graph) -> Vec<Edge<'_>> {
    graph.resources().iter().flat_map(|it| of(graph, it)).collect()
}

/// The edges that start at a resource.
pub(super) fn of<'g>(graph: &'g Graph, resource: &'g Resource) -> BTreeSet<Edge<'g>> {
    let from = &*resource.address;
    let mut walk = Walk { graph, from, path: String::new(), edges: BTreeSet::new() };
    walk.value(&resource.properties);
    walk.edges
}

struct Walk<'g> {
    graph: &'g Graph,
    from: &'g str,
    path: String,
    edges: BTreeSet<Edge<'g>>,
}

impl<'g> Walk<'g> {
    /// Adds the edges at a value and below it, and says where they lead. What a collection was
    /// made from, its elements often remember too: the deepest place is the one that counts.
    fn value(&mut self, value: &Value) -> BTreeSet<&'g str> {
        let mut below = BTreeSet::new();
        let mut here = BTreeSet::new();
        match &value.kind {
            Kind::Unknown(why) => self.unknown(why, &mut here),
            Kind::Text(text) => {
                for (run, _) in text.pieces() {
                    match run {
                        Run::Hole(hole) => below.extend(self.value(hole)),
                        Run::Literal { cause: Some(cause), .. } => {
                            self.references(&cause.from, &mut here);
                        }
                        Run::Literal { cause: None, .. } => (),
                    }
                }
            }
            Kind::List(list) => {
                for (index, item) in elements(&list.items).enumerate() {
                    below.extend(self.at(|path| path.push_str(&format!("[{index}]")), item));
                }
            }
            Kind::Map(map) => {
                for (entry, member) in members(map) {
                    below.extend(self.at(|path| path_key(path, &entry.key), member));
                }
                if let Some(why) = &map.open {
                    self.unknown(why, &mut here);
                }
            }
            Kind::If(branch) => {
                below.extend(self.value(&branch.then));
                below.extend(self.value(&branch.otherwise));
            }
            Kind::Absent | Kind::Null | Kind::Bool(_) | Kind::Number(_) => (),
        }
        if let Some(cause) = &value.cause {
            self.references(&cause.from, &mut here);
        }
        for to in here.difference(&below) {
            self.edges.insert(Edge { from: self.from, to, path: self.path.clone() });
        }
        here.extend(below);
        here
    }

    fn at(&mut self, step: impl FnOnce(&mut String), value: &Value) -> BTreeSet<&'g str> {
        let length = self.path.len();
        step(&mut self.path);
        let found = self.value(value);
        self.path.truncate(length);
        found
    }

    fn unknown(&self, unknown: &Unknown, into: &mut BTreeSet<&'g str>) {
        for why in &unknown.why {
            if let Why::Output(it) = why {
                self.references(std::slice::from_ref(it), into);
            }
        }
    }

    fn references(&self, references: &[Reference], into: &mut BTreeSet<&'g str>) {
        into.extend(references.iter().filter_map(|it| self.named(&it.address)));
    }

    /// A resource of the graph, or the module that is not at hand and has what is named.
    fn named(&self, address: &str) -> Option<&'g str> {
        if let Some(it) = self.graph.find(address) {
            return Some(&it.address);
        }
        let is_in = |it: &&Missing| {
            let within = address.strip_prefix(it.address.as_str());
            it.what == MissingKind::Module
                && within.is_some_and(|it| it.is_empty() || it.starts_with(['.', '[']))
        };
        Some(&self.graph.missing.iter().find(is_in)?.address)
    }
}

/// A key that would read as more than one step is quoted.
fn path_key(path: &mut String, key: &str) {
    if key.is_empty() || key.contains(['.', '[', ']', '"']) {
        let _infallible = write!(path, "[{key:?}]");
        return;
    }
    if !path.is_empty() {
        path.push('.');
    }
    path.push_str(key);
}
