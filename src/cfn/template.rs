//! A template: whether a document is one, its sections, and what was worked out of it so far.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::conditions::{self, Conditions};
use super::for_each::{Member, Scope};
use super::parameters::{self, Parameter};
use super::{DuplicateKey, Inputs, limits};
use crate::graph::{Cut, Graph, Language, Resource};
use crate::syntax::tree::{NodeId, NodeKind, Tree};
use crate::text::Span;
use crate::value::{Condition, Unknown, Value};

/// Whether a document is meant for CloudFormation.
pub fn is_template(tree: &Tree) -> bool {
    let top = tree.root;
    if tree.get(top, "AWSTemplateFormatVersion").is_some() {
        return true;
    }
    let Some(resources) = tree.get(top, "Resources") else { return false };
    let NodeKind::Mapping(members) = &tree.node(tree.resolve(resources)).kind else {
        return false;
    };
    let typed = |id: NodeId| {
        let kind = tree.get(id, "Type").map(|it| &tree.node(tree.resolve(it)).kind);
        matches!(kind, Some(NodeKind::Text(it)) if it.text.contains("::"))
    };
    members.iter().any(|it| typed(it.value)) || transforms(tree).iter().any(|it| is_aws(it))
}

fn is_aws(transform: &str) -> bool {
    transform.starts_with("AWS::")
}

/// The macros that the whole template goes through.
fn transforms(tree: &Tree) -> Vec<&str> {
    let Some(id) = tree.get(tree.root, "Transform") else { return Vec::new() };
    match &tree.node(tree.resolve(id)).kind {
        NodeKind::Sequence(items) => items.iter().filter_map(|it| tree.key(*it)).collect(),
        NodeKind::Mapping(_) => {
            tree.get(id, "Name").and_then(|it| tree.key(it)).into_iter().collect()
        }
        _ => tree.key(id).into_iter().collect(),
    }
}

/// Every key that a mapping repeats, wherever the mapping stands.
pub(super) fn duplicate_keys(tree: &Tree) -> Vec<DuplicateKey> {
    let mut found = Vec::new();
    let mut seen = HashMap::new();
    for node in &tree.nodes {
        let NodeKind::Mapping(pairs) = &node.kind else { continue };
        seen.clear();
        for pair in pairs {
            // A merge key may repeat.
            let Some(key) = tree.key(pair.key).filter(|it| *it != "<<") else { continue };
            let again = tree.node(pair.key).span;
            if let Some(first) = seen.insert(key, again) {
                found.push(DuplicateKey { key: key.into(), first, again });
            }
        }
    }
    found.sort_by_key(|it| it.again);
    found
}

/// How `Ref` of a parameter is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// In a condition: all that the parameter can be, whatever its value.
    Explored,
    /// In a condition: the value that the inputs and defaults give it.
    Given,
    /// In a property: that value, unless what a condition decided says otherwise.
    Followed,
}

/// A template, and what was worked out of it so far.
pub(super) struct Template<'t> {
    pub(super) tree: &'t Tree,
    pub(super) parameters: BTreeMap<Arc<str>, Arc<Parameter>>,
    /// The parameters by what stands for their values where those are not known.
    pub(super) unknowns: HashMap<*const Unknown, Arc<Parameter>>,
    pub(super) mappings: Option<NodeId>,
    pub(super) conditions: Conditions,
    /// The logical IDs.
    pub(super) declared: BTreeSet<Arc<str>>,
    /// Whether there may be more: made by a macro, or in what could not be read.
    pub(super) open: bool,
    pub(super) mode: Mode,
    pub(super) depth: usize,
    pub(super) steps: usize,
    /// How many aliases we are inside of.
    pub(super) aliases: usize,
    pub(super) aliased: usize,
    pub(super) rounds: usize,
    cuts: Vec<Cut>,
}

pub(super) fn lower(tree: &Tree, inputs: &Inputs, graph: &mut Graph) {
    let section = |name: &str| tree.get(tree.root, name);
    let parameters = parameters::declared(tree, section("Parameters"), inputs);
    let mut template = Template {
        tree,
        unknowns: parameters.values().map(|it| (it.identity(), it.clone())).collect(),
        parameters,
        mappings: section("Mappings"),
        conditions: Conditions::default(),
        declared: BTreeSet::new(),
        open: transforms(tree).iter().any(|it| *it != "AWS::LanguageExtensions")
            || tree.nodes.iter().any(|it| matches!(it.kind, NodeKind::Broken)),
        mode: Mode::Followed,
        depth: 0,
        steps: 0,
        aliases: 0,
        aliased: 0,
        rounds: 0,
        cuts: Vec::new(),
    };
    let none = Scope::default();
    if let Some(conditions) = section("Conditions") {
        template.explore_conditions(conditions);
    }
    let members = section("Resources").map(|it| template.members(it, &none)).unwrap_or_default();
    // As every loader does, the last of equal keys counts.
    let last: BTreeMap<Arc<str>, usize> =
        members.iter().enumerate().map(|(index, it)| (it.key.clone(), index)).collect();
    template.open |= last.contains_key("Fn::Transform");
    template.declared = last.keys().cloned().collect();
    for (index, member) in members.into_iter().enumerate() {
        if last.get(&member.key) == Some(&index)
            && let Some(resource) = template.resource(&member)
        {
            graph.add(resource);
        }
    }
    graph.cuts.append(&mut template.cuts);
}

impl Template<'_> {
    /// None for a member that says no type.
    fn resource(&mut self, member: &Member) -> Option<Resource> {
        let Member { key, key_span: header, value, scope } = member;
        let kind = self.part(*value, "Type").and_then(|it| self.name(it, scope))?;
        let exists = match self.part(*value, "Condition") {
            None => Condition::Always(true),
            Some(id) => match self.name(id, scope) {
                Some(name) => self.named_condition(&name),
                None => conditions::invalid("`Condition` is not the name of a condition"),
            },
        };
        let properties = self.part(*value, "Properties");
        let properties = match properties {
            Some(id) if !matches!(self.tree.node(self.tree.resolve(id)).kind, NodeKind::Null) => {
                self.value(id, scope)
            }
            _ => Value::object(Vec::new(), *header),
        };
        Some(Resource {
            address: key.clone(),
            language: Language::CloudFormation,
            kind: kind.into(),
            header: *header,
            extent: header.to(self.tree.node(*value).span),
            exists,
            calls: Vec::new(),
            carrier: None,
            properties,
        })
    }

    /// A part of a mapping, those that merge keys bring included.
    pub(super) fn part(&mut self, mapping: NodeId, name: &str) -> Option<NodeId> {
        let pairs = self.pairs(mapping);
        let it = pairs.iter().rev().find(|it| self.tree.key(it.key) == Some(name))?;
        Some(it.value)
    }

    /// Says once that a limit was hit.
    pub(super) fn cut(&mut self, span: Span, message: impl Into<String>) {
        let message = message.into();
        if self.cuts.len() < limits::CUTS && !self.cuts.iter().any(|it| it.message == message) {
            self.cuts.push(Cut { span, message });
        }
    }

    /// Counts work; false when there has been enough.
    pub(super) fn step(&mut self, span: Span, steps: usize) -> bool {
        self.steps = self.steps.saturating_add(steps);
        if self.aliases > 0 {
            self.aliased = self.aliased.saturating_add(steps);
        }
        if self.aliases > 0 && self.aliased > limits::ALIASED {
            let limit = limits::ALIASED;
            self.cut(span, format!("aliases stand for more than {limit} values"));
            return false;
        }
        if self.steps > limits::STEPS {
            let limit = limits::STEPS;
            self.cut(span, format!("the template takes more than {limit} steps to work out"));
            return false;
        }
        true
    }
}
