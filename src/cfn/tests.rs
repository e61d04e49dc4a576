//! Templates in, graphs out.

mod deployments;
mod graphs;
mod hostile;
mod inputs;
mod oracle;
mod places;

use super::{Facts, Inputs, lower};
use crate::graph::Graph;
use crate::syntax::tree;
use crate::text::Sources;
use crate::value::Value;

/// A template, lowered.
struct Lowered {
    sources: Sources,
    graph: Graph,
    facts: Facts,
}

fn lowered(text: &str, inputs: &Inputs) -> Lowered {
    lowered_as("template", text, inputs)
}

fn lowered_as(name: &str, text: &str, inputs: &Inputs) -> Lowered {
    let mut sources = Sources::default();
    let file = sources.add(name.to_owned(), text.to_owned());
    let parsed = tree::parse(file, text, name);
    let mut graph = Graph::default();
    let facts = lower(&parsed.tree, inputs, &mut graph);
    Lowered { sources, graph, facts }
}

/// A property of a resource that the template must have.
fn property<'g>(graph: &'g Graph, address: &str, name: &str) -> &'g Value {
    let properties = &graph.find(address).expect(address).properties;
    properties.as_map().expect("properties").get(name).expect(name)
}
