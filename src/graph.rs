//! The resources of one deployment: one template, or one root module with what it calls.

#[cfg(test)]
pub(crate) mod dump;
pub mod foreign;
mod index;

pub use foreign::Foreign;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::sync::Arc;

use crate::text::{FileId, Span};
use crate::value::{Condition, Value};
use index::Index;

/// What one deployment would create. Its edges are the references that values hold.
#[derive(Debug, Default)]
pub struct Graph {
    resources: Vec<Resource>,
    index: HashMap<Arc<str>, usize>,
    kinds: Index,
    /// What is looked up and not made, by address, if a rule may ask.
    data: BTreeMap<Arc<str>, Resource>,
    /// What holds in every deployment: the author refuses any other. What is unknown in one
    /// constrains nothing, and neither do those that cannot all hold.
    pub constraints: Vec<Condition>,
    /// What was cut short, and where: a limit of this tool that was hit.
    pub cuts: Vec<Cut>,
    /// What was not looked into: its source is not at hand.
    pub missing: BTreeSet<Missing>,
    /// Files that the authors of this code did not write. A place in one is told as the place in
    /// this code that led there.
    pub foreign: BTreeMap<FileId, Foreign>,
}

/// Something that may hold resources, and whose source is not at hand.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Missing {
    pub what: MissingKind,
    /// Of the module or the stack; empty for an included file.
    pub address: String,
    /// What names it: the block, the logical ID, the location.
    pub place: Span,
    /// The source as it is written; empty if it is no plain text.
    pub source: String,
    /// What would have to be known to look into it, where that is not the source.
    pub needs: Option<String>,
}

/// Where more resources may be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MissingKind {
    Module,
    NestedTemplate,
    IncludedFile,
}

/// A limit that was hit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    pub span: Span,
    /// What was not looked at, and the limit: lower case, no full stop.
    pub message: String,
}

#[derive(Clone, Debug)]
pub struct Resource {
    /// The logical ID, in a nested stack after the stack's own address and `/`; in Terraform
    /// `module.a["x"].aws_emr_cluster.this[0]`; for a job inside a state machine or pipeline that
    /// one's address, `/`, and the name of the state or step.
    pub address: Arc<str>,
    pub language: Language,
    /// `AWS::EMR::Cluster`, `aws_emr_cluster`, `sagemaker:createTrainingJob`.
    pub kind: Arc<str>,
    /// What introduces the resource: the logical ID, the block header, the key of the state.
    pub header: Span,
    /// The whole of it, for comments that speak of all of it.
    pub extent: Span,
    pub exists: Condition,
    /// The `module` blocks or nested stacks through which it is reached, innermost first: their
    /// headers.
    pub calls: Vec<Span>,
    /// For a job inside a document, the resource that holds the document.
    pub carrier: Option<CarriedBy>,
    /// The rounds of the loops that made it, outermost first: `Fn::ForEach` in CloudFormation.
    pub rounds: Vec<Round>,
    /// What introduces each of these loops, those included that have no known round.
    pub loops: Vec<Span>,
    /// What of it is written elsewhere.
    pub borrowed: Vec<Borrowed>,
    /// The path of the CDK construct that the template was written from.
    pub construct: Option<Arc<str>>,
    /// How the provider is configured that makes it, if a rule may ask.
    pub provider: Option<Value>,
    pub properties: Value,
}

/// One round of a loop: what its name stands for. Values that are not known have no round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    pub name: Arc<str>,
    pub value: Arc<str>,
    /// Where the value is written; none if that is no place of its own, as on the command line.
    pub span: Option<Span>,
}

impl fmt::Display for Round {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "for `{}` = `{}`", self.name, self.value)
    }
}

/// A stretch that an alias or a merge key puts where it is not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Borrowed {
    pub text: Span,
    /// The alias.
    pub used: Span,
}

/// The resource in whose document a job stands.
#[derive(Clone, Copy, Debug)]
pub struct CarriedBy {
    /// What introduces it.
    pub header: Span,
    /// What it is, in words: `state machine`.
    pub noun: &'static str,
}

/// The words in which a resource is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    CloudFormation,
    /// Terraform, in the words of `hashicorp/aws` or any provider but the next.
    Terraform,
    /// Terraform, in the words of `hashicorp/awscc`.
    Awscc,
    /// The AWS API's own request, as state machines and pipelines hold it.
    Api,
}

impl Graph {
    /// Whether there may be more resources than it has.
    pub fn is_partial(&self) -> bool {
        !(self.cuts.is_empty() && self.missing.is_empty())
    }

    /// Adds a resource. The first of equal addresses is the one that can be found.
    pub fn add(&mut self, resource: Resource) {
        self.index.entry(resource.address.clone()).or_insert(self.resources.len());
        self.kinds.add(self.resources.len(), &resource);
        self.resources.push(resource);
    }

    pub fn add_data(&mut self, it: Resource) {
        self.data.entry(it.address.clone()).or_insert(it);
    }

    /// Adds what another graph of the same deployment has looked up.
    pub fn add_data_of(&mut self, other: &Graph) {
        for it in other.data.values() {
            self.add_data(it.clone());
        }
    }

    pub fn find_data(&self, address: &str) -> Option<&Resource> {
        self.data.get(address)
    }

    pub fn find(&self, address: &str) -> Option<&Resource> {
        self.index.get(address).map(|it| &self.resources[*it])
    }

    /// To add to what is known of their properties; addresses stay as they are.
    pub fn resources_mut(&mut self) -> &mut [Resource] {
        self.kinds.forget_names();
        &mut self.resources
    }

    pub fn resources(&self) -> &[Resource] {
        &self.resources
    }

    /// For each kind of resource, the positions of all that are of it, in rising order.
    pub fn kinds(&self) -> impl Iterator<Item = &[usize]> {
        self.kinds.kinds()
    }

    /// The positions of the resources of the same kind that may have a text for a property.
    pub fn named(&self, like: &Resource, property: &str, text: &str) -> Vec<usize> {
        self.kinds.named(&self.resources, like, property, text)
    }
}
