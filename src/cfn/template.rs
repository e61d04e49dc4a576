//! A template: whether a document is one, its sections, and what was worked out of it so far.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::conditions::{self, Conditions};
use super::for_each::{self, Member, Scope};
use super::parameters::{self, Parameter};
use super::{DuplicateKey, Inputs, limits, text};
use crate::graph::{Borrowed, Cut, Graph, Language, Resource};
use crate::syntax::tree::{NodeId, NodeKind, Tree};
use crate::text::Span;
use crate::value::{Condition, Kind, Type, Unknown, Value, Why};

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
    let made = |key: NodeId| tree.key(key).is_some_and(for_each::is_loop);
    members.iter().any(|it| typed(it.value) || made(it.key))
        || transforms(tree).iter().any(|it| is_aws(it))
}

fn is_aws(transform: &str) -> bool {
    transform.starts_with("AWS::")
}

/// The macros that the whole template goes through.
pub(super) fn transforms(tree: &Tree) -> Vec<&str> {
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
    /// What lists start with that are not known beyond it, by what stands for them, which is kept
    /// so that nothing else takes its place.
    pub(super) starts: HashMap<*const Unknown, (Arc<Unknown>, Arc<[Value]>)>,
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
    /// What the resource we are in has from elsewhere.
    pub(super) borrowed: Vec<Borrowed>,
    cuts: Vec<Cut>,
}

pub(super) fn lower(tree: &Tree, inputs: &Inputs, graph: &mut Graph) {
    let section = |name: &str| tree.get(tree.root, name);
    let parameters = parameters::declared(tree, section("Parameters"), inputs);
    let mut template = Template {
        tree,
        unknowns: parameters.values().map(|it| (it.identity(), it.clone())).collect(),
        parameters,
        starts: HashMap::new(),
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
        borrowed: Vec::new(),
        cuts: Vec::new(),
    };
    let none = Scope::default();
    if let Some(conditions) = section("Conditions") {
        template.explore_conditions(conditions);
    }
    if let Some(node) = section("Resources").map(|it| tree.node(tree.resolve(it)))
        && !matches!(node.kind, NodeKind::Mapping(_) | NodeKind::Null | NodeKind::Broken)
    {
        template.cut(node.span, "`Resources` is not a mapping");
    }
    let members = section("Resources").map(|it| template.members(it, &none)).unwrap_or_default();
    template.declared = members.iter().map(|it| it.key.clone()).collect();
    // What was cut may have been more of them.
    template.open |= template.declared.contains("Fn::Transform") || !template.cuts.is_empty();
    for member in template.counted(members) {
        if let Some(resource) = template.resource(&member) {
            graph.add(resource);
        }
    }
    graph.cuts.append(&mut template.cuts);
}

impl Template<'_> {
    /// The members that count. As every loader does, the last of equal keys; but all that loops
    /// make, for which no such rule holds.
    fn counted(&mut self, members: Vec<Member>) -> Vec<Member> {
        let mut last: BTreeMap<Arc<str>, Member> = BTreeMap::new();
        let mut counted = Vec::new();
        for member in members.into_iter().rev() {
            let Some(later) = last.get(&member.key) else {
                last.insert(member.key.clone(), member.clone());
                counted.push(member);
                continue;
            };
            if member.scope.is_empty() && later.scope.is_empty() {
                continue;
            }
            let both = Condition::all([member.exists.clone(), later.exists.clone()]);
            if both != Condition::Always(false) {
                self.cut(member.key_span, format!("`{}` is made more than once", member.key));
            }
            counted.push(member);
        }
        counted.reverse();
        counted
    }

    /// None for a member that says no type.
    fn resource(&mut self, member: &Member) -> Option<Resource> {
        let Member { key, key_span: header, value, scope, exists: made } = member;
        self.borrowed.clear();
        self.borrow(*value);
        let kind = self.part(*value, "Type").and_then(|it| self.said(it, scope))?;
        let metadata = self.part(*value, "Metadata");
        let path = metadata.and_then(|it| self.part(it, "aws:cdk:path"));
        let construct = path.and_then(|it| self.name(it, scope)).map(Arc::from);
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
                self.properties(id, scope)
            }
            _ => Value::object(Vec::new(), *header),
        };
        let properties = self.with_globals(&kind, *value, properties);
        Some(Resource {
            address: key.clone(),
            language: Language::CloudFormation,
            kind: kind.into(),
            header: *header,
            extent: header.to(self.tree.node(*value).span),
            exists: Condition::all([made.clone(), exists]),
            calls: Vec::new(),
            carrier: None,
            rounds: scope.rounds(),
            borrowed: std::mem::take(&mut self.borrowed),
            construct,
            properties,
        })
    }

    /// Unknown if they are nothing that has properties: then none of them is known to be unset.
    fn properties(&mut self, id: NodeId, scope: &Scope) -> Value {
        let value = self.value(id, scope);
        match value.kind {
            Kind::Map(_) | Kind::If(_) | Kind::Unknown(_) | Kind::Absent => value,
            Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) | Kind::List(_) => {
                let why = Why::Invalid("`Properties` is not a mapping".into());
                Value::unknown(why, Type::Any, value.span)
            }
        }
    }

    /// What a node says in plain text, once it is worked out.
    fn said(&mut self, id: NodeId, scope: &Scope) -> Option<String> {
        self.name(id, scope).or_else(|| text::plain(&self.value(id, scope)))
    }

    /// Remembers what an alias puts where it stands, if `alias` is one.
    pub(super) fn borrow(&mut self, alias: NodeId) {
        if !matches!(self.tree.node(alias).kind, NodeKind::Alias(_)) {
            return;
        }
        let text = self.tree.node(self.tree.resolve(alias)).span;
        let it = Borrowed { text, used: self.tree.node(alias).span };
        if self.borrowed.len() < limits::BORROWED && !self.borrowed.contains(&it) {
            self.borrowed.push(it);
        }
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
