//! The graph for people: one line for a resource, and one for each place it refers to another in.

use std::io::{self, Write};

use super::{Exists, cuts, edges, exists, place};
use crate::graph::{Graph, Resource};
use crate::lint::Outcome;
use crate::report::excerpt::visible;
use crate::report::{missing, plural};
use crate::text::Position;

pub(super) fn write(out: &mut dyn Write, outcome: &Outcome) -> io::Result<()> {
    let (mut resources, mut never, mut edges_shown) = (0, 0, 0);
    for graph in &outcome.graphs {
        for resource in graph.resources() {
            resources += 1;
            never += usize::from(matches!(exists(&resource.exists), Exists::Settled(false)));
            edges_shown += write_resource(out, outcome, graph, resource)?;
        }
    }
    let missing = missing::all(outcome);
    for it in &missing {
        let (file, Position { line, .. }) = place(&outcome.sources, it.place);
        let head = format!("not looked into: {} {file}:{line}", missing::words(it));
        writeln!(out, "{}", plain(&head))?;
    }
    for it in cuts(outcome) {
        let (file, Position { line, .. }) = place(&outcome.sources, it.span);
        writeln!(out, "{}", plain(&format!("{} {file}:{line}", it.message)))?;
    }
    if outcome.summary.units == 0 && resources == 0 {
        return writeln!(
            out,
            "nothing to show: no CloudFormation template or Terraform module found"
        );
    }
    write!(out, "{}", plural(resources, "resource"))?;
    if never > 0 {
        write!(out, " ({never} {} not exist)", if never == 1 { "does" } else { "do" })?;
    }
    write!(out, ", {}", plural(edges_shown, "reference"))?;
    match missing::counted(&missing) {
        Some(told) => writeln!(out, "; {told}"),
        None => writeln!(out),
    }
}

/// Says how many edges it wrote.
fn write_resource(
    out: &mut dyn Write,
    outcome: &Outcome,
    graph: &Graph,
    resource: &Resource,
) -> io::Result<usize> {
    let (file, Position { line, .. }) = place(&outcome.sources, resource.header);
    let exists = match exists(&resource.exists) {
        Exists::Settled(true) => String::new(),
        Exists::Settled(false) => ", does not exist".into(),
        Exists::Unknown(needs) => format!(", not known to exist (needs {needs})"),
        Exists::When(it) => format!(", when {it}"),
    };
    let construct = resource.construct.as_ref().map(|it| format!(", construct `{it}`"));
    let construct = construct.unwrap_or_default();
    let head = format!("{} ({}) {file}:{line}{exists}{construct}", resource.address, resource.kind);
    writeln!(out, "{}", plain(&head))?;
    let edges = edges::of(graph, resource);
    for edge in &edges {
        let path = if edge.path.is_empty() { "." } else { &edge.path };
        writeln!(out, "  {}", plain(&format!("{path} -> {}", edge.to)))?;
    }
    Ok(edges.len())
}

fn plain(text: &str) -> String {
    text.chars().map(visible).collect()
}
