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

use crate::graph::{Cut, Resource, Round};
use crate::lint::Outcome;
use crate::report::missing::{self, JsonMissing};
use crate::text::{Position, Sources, Span};
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
    missing: Vec<JsonMissing<'o>>,
    cuts: Vec<JsonCut<'o>>,
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

/// Where resources or values are lacking because a limit was hit.
#[derive(Serialize)]
struct JsonCut<'o> {
    message: &'o str,
    file: &'o str,
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct JsonRound<'o> {
    name: &'o str,
    value: &'o str,
}

enum Exists {
    Settled(bool),
    /// What would have to be known.
    Unknown(String),
    When(String),
}

impl Serialize for Exists {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Exists::Settled(it) => serializer.serialize_bool(*it),
            Exists::Unknown(_) => serializer.serialize_str("unknown"),
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
                let (file, Position { line, column }) = place(&outcome.sources, it.header);
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
        missing: missing::json(outcome),
        cuts: cuts(outcome).into_iter().map(|it| cut(&outcome.sources, it)).collect(),
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

/// By file and position.
fn cuts(outcome: &Outcome) -> Vec<&Cut> {
    let mut cuts: Vec<&Cut> = outcome.graphs.iter().flat_map(|it| &it.cuts).collect();
    let path = |it: &Cut| &*outcome.sources.get(it.span.file).path;
    cuts.sort_by_key(|it| (path(it), it.span, &it.message));
    cuts
}

fn cut<'o>(sources: &'o Sources, it: &'o Cut) -> JsonCut<'o> {
    let (file, Position { line, column }) = place(sources, it.span);
    JsonCut { message: &it.message, file, line, column }
}

fn place(sources: &Sources, span: Span) -> (&str, Position) {
    (&sources.get(span.file).path, sources.position(span.file, span.start))
}

fn round(it: &Round) -> JsonRound<'_> {
    JsonRound { name: &it.name, value: &it.value }
}

fn exists(condition: &Condition) -> Exists {
    match shown(condition) {
        Condition::Always(it) => Exists::Settled(it),
        Condition::Unknown(it) => Exists::Unknown(it.to_string()),
        it => Exists::When(it.to_string()),
    }
}
