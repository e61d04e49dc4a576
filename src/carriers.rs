//! Jobs that a resource carries inside a document, as resources of their own.
//!
//! A state machine is JSON in which a task may start a training job, a pipeline is JSON whose steps
//! are jobs. Each job is lowered to the graph in the words of the AWS API, under the address
//! `StateMachine/Train`, so that one rule covers every way to write a job and none digs through
//! JSON.
//!
//! What of a document cannot be read adds nothing to the graph: whoever judges jobs asks
//! [`Carrier::unread`] for it.

mod file;
mod machine;
mod pipeline;
mod reading;
mod rewrite;
mod substitutions;
mod task;

use crate::graph::{CarriedBy, Cut, Graph, Language, Resource};
use crate::value::{Condition, Kind, Text, Value, Why};
pub use file::open;
use reading::{MAX_JOBS, Reading};

/// A kind of resource that carries jobs. Of its properties, dots lead into objects.
#[derive(Debug)]
pub struct Carrier {
    kind: &'static str,
    format: Format,
    /// The properties that may hold the document: as an object, or as text.
    pub documents: &'static [&'static str],
    /// Those that may say where it is kept.
    pub places: &'static [&'static str],
}

/// The languages in which documents say what they start.
#[derive(Clone, Copy, Debug)]
enum Format {
    StateMachine,
    Pipeline,
}

const CARRIERS: [Carrier; 7] = [
    Carrier {
        kind: "AWS::StepFunctions::StateMachine",
        format: Format::StateMachine,
        documents: &["Definition", "DefinitionString"],
        places: &["DefinitionS3Location"],
    },
    Carrier {
        kind: "AWS::Serverless::StateMachine",
        format: Format::StateMachine,
        documents: &["Definition"],
        places: &["DefinitionUri"],
    },
    Carrier {
        kind: "aws_sfn_state_machine",
        format: Format::StateMachine,
        documents: &["definition"],
        places: &[],
    },
    Carrier {
        kind: "awscc_stepfunctions_state_machine",
        format: Format::StateMachine,
        documents: &["definition", "definition_string"],
        places: &["definition_s3_location"],
    },
    Carrier {
        kind: "AWS::SageMaker::Pipeline",
        format: Format::Pipeline,
        documents: &["PipelineDefinition.PipelineDefinitionBody"],
        places: &["PipelineDefinition.PipelineDefinitionS3Location"],
    },
    Carrier {
        kind: "aws_sagemaker_pipeline",
        format: Format::Pipeline,
        documents: &["pipeline_definition"],
        places: &["pipeline_definition_s3_location"],
    },
    Carrier {
        kind: "awscc_sagemaker_pipeline",
        format: Format::Pipeline,
        documents: &["pipeline_definition.pipeline_definition_body"],
        places: &["pipeline_definition.pipeline_definition_s3_location"],
    },
];

impl Carrier {
    pub fn of(kind: &str) -> Option<&'static Self> {
        CARRIERS.iter().find(|it| it.kind == kind)
    }

    /// Why a document may hold jobs that were not lowered, each with the condition under which it
    /// may; nothing if all of it could be read.
    pub fn unread(&self, document: &Value, substitutions: Option<&Value>) -> Vec<(Condition, Why)> {
        self.format.read(document, substitutions, Condition::Always(true)).unread
    }
}

impl Format {
    fn noun(self) -> &'static str {
        match self {
            Format::StateMachine => "state machine",
            Format::Pipeline => "pipeline",
        }
    }

    fn read(self, document: &Value, substitutions: Option<&Value>, exists: Condition) -> Reading {
        match self {
            Format::StateMachine => machine::read(document, substitutions, exists),
            Format::Pipeline => pipeline::read(document, exists),
        }
    }
}

/// Adds the jobs that the graph's resources carry.
pub fn lower(graph: &mut Graph) {
    let mut jobs = Vec::new();
    let mut cuts = Vec::new();
    for resource in graph.resources() {
        let Some(carrier) = Carrier::of(&resource.kind) else { continue };
        let substitutions = substitutions(&resource.properties);
        for (given, document) in documents(carrier, resource) {
            for (when, substitutions) in &substitutions {
                let exists = Condition::all([given.clone(), when.clone()]);
                let reading = carrier.format.read(document, *substitutions, exists);
                if reading.is_cut {
                    let message = format!("not read: jobs beyond the {MAX_JOBS}th, or too deep");
                    cuts.push(Cut { span: resource.header, message });
                }
                let by = CarriedBy { header: resource.header, noun: carrier.format.noun() };
                jobs.extend(reading.jobs.into_iter().map(|it| Resource {
                    address: format!("{}/{}", resource.address, it.name).into(),
                    language: Language::Api,
                    kind: it.kind.into(),
                    header: it.header,
                    extent: it.extent,
                    exists: Condition::all([resource.exists.clone(), it.exists]),
                    calls: resource.calls.clone(),
                    carrier: Some(by),
                    rounds: resource.rounds.clone(),
                    loops: resource.loops.clone(),
                    borrowed: resource.borrowed.clone(),
                    construct: resource.construct.clone(),
                    provider: None,
                    properties: it.properties,
                }));
            }
        }
    }
    for job in jobs {
        graph.add(job);
    }
    graph.cuts.extend(cuts);
}

/// What the file holds that a property names, once [`open`] has read it.
pub fn in_file(place: &Value) -> Option<&Value> {
    match &place.kind {
        Kind::Text(path) => path.known_document(),
        _ => None,
    }
}

/// What a resource may have for a document, each with the condition that it has.
fn documents<'g>(carrier: &Carrier, resource: &'g Resource) -> Vec<(Condition, &'g Value)> {
    let written = carrier.documents.iter().flat_map(|it| cases(&resource.properties, it));
    let kept = carrier.places.iter().flat_map(|it| cases(&resource.properties, it));
    written.chain(kept.filter_map(|(given, it)| Some((given, in_file(it)?)))).collect()
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

/// The values that a property may have, each with the condition that it does. What a document in
/// text holds is looked up in it.
fn cases<'v>(properties: &'v Value, path: &str) -> Vec<(Condition, &'v Value)> {
    let mut cases = alternatives(properties);
    for key in path.split('.') {
        let mut inner = Vec::new();
        for (given, holder) in cases {
            let holder = match &holder.kind {
                Kind::Text(text) => text.document().unwrap_or(holder),
                _ => holder,
            };
            let Some(value) = holder.as_map().and_then(|it| it.get(key)) else { continue };
            for (when, value) in alternatives(value) {
                inner.push((Condition::all([given.clone(), when]), value));
            }
        }
        cases = inner;
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
