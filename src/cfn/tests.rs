//! Templates in, graphs out.

mod deployments;
mod graphs;
mod hostile;
mod inputs;
mod oracle;
mod places;
mod stacks;

use super::{Facts, Inputs, Library, lower};
use crate::files::Memory;
use crate::graph::Graph;
use crate::reader::Reader;
use crate::syntax::{SyntaxError, tree};
use crate::text::Sources;
use crate::value::Value;

/// A template, lowered.
struct Lowered {
    sources: Sources,
    errors: Vec<SyntaxError>,
    graph: Graph,
    facts: Facts,
}

fn lowered(text: &str, inputs: &Inputs) -> Lowered {
    lowered_as("template", text, inputs)
}

fn lowered_as(name: &str, text: &str, inputs: &Inputs) -> Lowered {
    lowered_among(&[(name.to_owned(), text.to_owned())], inputs)
}

/// The first of several files, which may name the others.
fn lowered_among(files: &[(String, String)], inputs: &Inputs) -> Lowered {
    let memory = Memory::new(files.iter().map(|(path, text)| (path, text.as_bytes())));
    let reader = Reader::new(&memory);
    let (path, text) = &files[0];
    let file = reader.add(path, text.as_bytes().to_vec());
    let library = Library::new(&reader);
    let mut graph = Graph::default();
    let document = library.composed(file, tree::parse(file, text, path), ".");
    let facts = lower(&library, &document, ".", inputs, &mut graph);
    let read = reader.finish();
    Lowered { sources: read.sources, errors: read.errors, graph, facts }
}

/// A property of a resource that the template must have.
fn property<'g>(graph: &'g Graph, address: &str, name: &str) -> &'g Value {
    let properties = &graph.find(address).expect(address).properties;
    properties.as_map().expect("properties").get(name).expect(name)
}
