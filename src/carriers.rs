//! Jobs that a resource carries inside a document, as resources of their own.
//!
//! A state machine is JSON in which a task may start a training job. The job is lowered to the
//! graph in the words of the AWS API, under the address `StateMachine/Train`, so that one rule
//! covers every way to write a job and none digs through JSON.
//!
//! What of a definition cannot be read adds nothing to the graph: whoever judges jobs asks
//! [`unread`] for it.

mod file;
mod machine;
mod substitutions;
mod task;

use crate::graph::{Cut, Graph, Language, Resource};
use crate::value::{Condition, Kind, Text, Value, Why};
pub use file::open;
use machine::{MAX_JOBS, Machine};

/// Adds the jobs that the graph's resources carry.
pub fn lower(graph: &mut Graph) {
    let mut jobs = Vec::new();
    let mut cuts = Vec::new();
    for resource in graph.resources() {
        let names: &[&str] = match &*resource.kind {
            "AWS::StepFunctions::StateMachine" => {
                &["Definition", "DefinitionString", "DefinitionS3Location"]
            }
            "AWS::Serverless::StateMachine" => &["Definition", "DefinitionUri"],
            "aws_sfn_state_machine" => &["definition"],
            "awscc_stepfunctions_state_machine" => &["definition", "definition_string"],
            _ => continue,
        };
        let substitutions = substitutions(&resource.properties);
        for name in names {
            for (given, definition) in cases(&resource.properties, name) {
                let definition = match file::PLACES.contains(name) {
                    false => definition,
                    true => match in_file(definition) {
                        Some(it) => it,
                        None => continue,
                    },
                };
                for (when, substitutions) in &substitutions {
                    let exists = Condition::all([given.clone(), when.clone()]);
                    let machine = Machine::read(definition, *substitutions, exists);
                    if machine.is_cut {
                        let message =
                            format!("not read: jobs beyond the {MAX_JOBS}th, or too deep");
                        cuts.push(Cut { span: resource.header, message });
                    }
                    jobs.extend(machine.jobs.into_iter().map(|it| Resource {
                        address: format!("{}/{}", resource.address, it.name).into(),
                        language: Language::Api,
                        kind: it.kind.into(),
                        header: it.header,
                        extent: it.extent,
                        exists: Condition::all([resource.exists.clone(), it.exists]),
                        calls: resource.calls.clone(),
                        carrier: Some(resource.header),
                        rounds: resource.rounds.clone(),
                        borrowed: resource.borrowed.clone(),
                        construct: resource.construct.clone(),
                        properties: it.properties,
                    }));
                }
            }
        }
    }
    for job in jobs {
        graph.add(job);
    }
    graph.cuts.extend(cuts);
}

/// Why a definition may hold jobs that were not lowered; nothing if all of it could be read.
///
/// Of a part that only some deployments have, it says so for all of them.
pub fn unread(definition: &Value, substitutions: Option<&Value>) -> Vec<Why> {
    Machine::read(definition, substitutions, Condition::Always(true)).unread
}

/// What the file holds that a property names, once [`open`] has read it.
pub fn in_file(place: &Value) -> Option<&Value> {
    match &place.kind {
        Kind::Text(path) => path.known_document(),
        _ => None,
    }
}

/// What `DefinitionSubstitutions` may be, each with the condition that it is.
fn substitutions(properties: &Value) -> Vec<(Condition, Option<&Value>)> {
    let names = ["DefinitionSubstitutions", "definition_substitutions"];
    let cases: Vec<_> = names
        .into_iter()
        .flat_map(|name| cases(properties, name))
        .map(|(given, it)| (given, Some(it)))
        .collect();
    if cases.is_empty() { vec![(Condition::Always(true), None)] } else { cases }
}

/// The values that a property may have, each with the condition that it does.
fn cases<'v>(properties: &'v Value, name: &str) -> Vec<(Condition, &'v Value)> {
    let mut cases = Vec::new();
    for (given, properties) in alternatives(properties) {
        let Some(value) = properties.as_map().and_then(|it| it.get(name)) else { continue };
        for (when, value) in alternatives(value) {
            cases.push((Condition::all([given.clone(), when]), value));
        }
    }
    cases
}

/// What a value may be, each with the condition that it is. Text that is nothing but a hole is
/// what stands in the hole.
fn alternatives(value: &Value) -> Vec<(Condition, &Value)> {
    let mut cases = Vec::new();
    let mut todo = vec![(Condition::Always(true), value)];
    while let Some((given, value)) = todo.pop() {
        match &value.kind {
            Kind::If(branch) => {
                let fails = branch.condition.clone().not();
                todo.push((Condition::all([given.clone(), fails]), &branch.otherwise));
                let holds = branch.condition.clone();
                todo.push((Condition::all([given, holds]), &branch.then));
            }
            Kind::Text(text) => match only_hole(text) {
                Some(hole) => todo.push((given, hole)),
                None => cases.push((given, value)),
            },
            _ => cases.push((given, value)),
        }
    }
    cases
}

/// The value of the hole that is all there is of a text.
fn only_hole(text: &Text) -> Option<&Value> {
    let mut holes = text.holes();
    let hole = holes.next()?;
    let is_all = holes.next().is_none() && text.pieces().all(|(_, literal)| literal.is_empty());
    is_all.then_some(hole)
}
