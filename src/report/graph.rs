//! What the linter saw: the resources of a run, their properties as far as they are known, and
//! who refers to whom.

mod edges;
mod human;
mod properties;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::io::{self, Write};

use clap::ValueEnum;
use serde::{Serialize, Serializer};

use crate::graph::{Resource, Round};
use crate::lint::Outcome;
use crate::text::{Position, Sources};
use crate::value::Condition;
use edges::Edge;
use properties::{Properties, shown};

/// How a graph is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people: resources, and what they refer to
    Human,
    /// For programs: everything; versioned
    Json,
}

/// Writes what a run saw.
pub fn write(format: Format, out: &mut dyn Write, outcome: &Outcome) -> io::Result<()> {
    match format {
        Format::Human => human::write(out, outcome),
        Format::Json => write_json(out, outcome),
    }
}

#[derive(Serialize)]
struct JsonGraph<'o> {
    version: u32,
    resources: Vec<JsonResource<'o>>,
    edges: BTreeSet<Edge<'o>>,
}

#[derive(Serialize)]
struct JsonResource<'o> {
    address: &'o str,
    #[serde(rename = "type")]
    kind: &'o str,
    file: &'o str,
    line: u32,
    column: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    construct: Option<&'o str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    rounds: Vec<JsonRound<'o>>,
    exists: Exists,
    properties: Properties<'o>,
}

#[derive(Serialize)]
struct JsonRound<'o> {
    name: &'o str,
    value: &'o str,
}

enum Exists {
    Settled(bool),
    Unknown,
    When(String),
}

impl Serialize for Exists {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Exists::Settled(it) => serializer.serialize_bool(*it),
            Exists::Unknown => serializer.serialize_str("unknown"),
            Exists::When(it) => serializer.serialize_str(it),
        }
    }
}

fn write_json(out: &mut dyn Write, outcome: &Outcome) -> io::Result<()> {
    let graph = JsonGraph {
        version: 1,
        resources: sorted(outcome)
            .into_iter()
            .map(|it| {
                let (file, Position { line, column }) = place(&outcome.sources, it);
                JsonResource {
                    address: &it.address,
                    kind: &it.kind,
                    file,
                    line,
                    column,
                    construct: it.construct.as_deref(),
                    rounds: it.rounds.iter().map(round).collect(),
                    exists: exists(&it.exists),
                    properties: Properties(&it.properties),
                }
            })
            .collect(),
        edges: outcome.graphs.iter().flat_map(edges::all).collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &graph)?;
    writeln!(out)
}

/// By file, then as they stand there, then by address.
fn sorted(outcome: &Outcome) -> Vec<&Resource> {
    let mut resources: Vec<&Resource> =
        outcome.graphs.iter().flat_map(|it| it.resources()).collect();
    let path = |it: &Resource| &*outcome.sources.get(it.header.file).path;
    // Stable, so that equal ones stay in the order of their graphs.
    resources.sort_by_key(|it| (path(it), it.header, &it.address));
    resources
}

/// Where the logical ID or the block header of a resource stands.
fn place<'o>(sources: &'o Sources, resource: &Resource) -> (&'o str, Position) {
    let position = sources.position(resource.header.file, resource.header.start);
    (&sources.get(resource.header.file).path, position)
}

fn round(it: &Round) -> JsonRound<'_> {
    JsonRound { name: &it.name, value: &it.value }
}

fn exists(condition: &Condition) -> Exists {
    match shown(condition) {
        Condition::Always(it) => Exists::Settled(it),
        Condition::Unknown(_) => Exists::Unknown,
        it => Exists::When(it.to_string()),
    }
}
