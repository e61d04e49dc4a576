//! CloudFormation: a template, as the resources it would create.
//!
//! Functions are worked out as far as the source, the inputs and the defaults allow. What a named
//! condition decides stays open, because its author wrote it to be used both ways: it becomes a
//! [`Condition`](crate::value::Condition) whose atoms remember what the inputs make of them.

mod alternatives;
mod assertions;
mod bounds;
mod cidr;
mod conditions;
mod describe;
mod evaluate;
mod for_each;
mod given;
mod globals;
mod include;
pub mod inputs;
mod intrinsics;
mod json;
mod library;
mod limits;
mod mappings;
mod parameters;
mod passed;
mod pseudo;
mod references;
mod remarks;
mod stacks;
mod sub;
mod template;
mod text;

#[cfg(test)]
mod tests;

pub use given::Refused;
pub use inputs::{Inputs, Supplied};
pub use library::{Document, Library};

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::graph::Graph;
use crate::text::Span;

/// What is worth saying of a template besides its resources.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The paths of what was lowered: the template, those it nests, and what they include.
    pub files: BTreeSet<String>,
    /// In the order they stand.
    pub duplicate_keys: Vec<DuplicateKey>,
    /// The names of its parameters.
    pub parameters: Vec<Arc<str>>,
    /// Values of parameters that nobody is to be shown, defaults included.
    pub secrets: Vec<Arc<str>>,
    /// Values given from outside that it does not allow.
    pub refused: Vec<Refused>,
}

/// A key that a mapping has more than once. The last one counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DuplicateKey {
    pub key: Box<str>,
    pub first: Span,
    pub again: Span,
}

/// Adds every resource of a template and of those it nests to the graph, and to its cuts each
/// limit that was hit. Outside of `boundary` nothing is read.
pub fn lower(
    library: &Library<'_, '_>,
    template: &Document,
    boundary: &str,
    inputs: &Inputs,
    graph: &mut Graph,
) -> Facts {
    template::lower(library, template, boundary, inputs, graph)
}
