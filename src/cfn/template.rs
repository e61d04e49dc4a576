//! A template: whether a document is one, its sections, and what was worked out of it so far.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::mem;
use std::rc::Rc;
use std::sync::Arc;

use super::conditions::{self, Conditions};
use super::for_each::{self, Member, Scope};
use super::library::{Document, Library, template_property};
use super::parameters::{self, Parameter};
use super::passed::AllPassed;
use super::stacks::Stack;
use super::{DuplicateKey, Facts, Inputs, given, limits, text};
use crate::graph::{Borrowed, Cut, Graph, Language, Missing, MissingKind, Resource};
use crate::syntax::tree::{NodeId, NodeKind, Tree};
use crate::text::Span;
use crate::value::{Condition, Kind, Type, Unknown, Value, Why};

/// Whether a document is meant for CloudFormation.
pub(super) fn is_template(tree: &Tree) -> bool {
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
        NodeKind::Sequence(items) => items.iter().filter_map(|it| transform(tree, *it)).collect(),
        _ => transform(tree, id).into_iter().collect(),
    }
}

/// The name of a macro, which may have parameters.
fn transform(tree: &Tree, id: NodeId) -> Option<&str> {
    tree.key(tree.get(id, "Name").unwrap_or(id))
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Mode {
    /// In a condition: all that the parameter can be, whatever its value.
    Explored,
    /// In a condition: the value that the inputs and defaults give it.
    Given,
    /// In a property: that value, unless what a condition decided says otherwise.
    Followed,
    /// In a property, as the key of a mapping: the same, but a parameter that was given no value
    /// stays whole, because the look-up is explored key by key.
    Keyed,
}

/// Where a template stands among those that nest each other.
#[derive(Debug)]
pub(super) struct Place<'t> {
    /// Of the stack; empty at the root.
    pub(super) address: Arc<str>,
    /// As [`Resource::calls`].
    pub(super) calls: Vec<Span>,
    /// Whether the stack does.
    pub(super) exists: Condition,
    /// The templates around it, the root first.
    pub(super) within: Vec<&'t Document>,
}

/// A template, and what was worked out of it so far.
#[derive(Debug)]
pub(super) struct Template<'t> {
    pub(super) document: &'t Document,
    pub(super) tree: &'t Tree,
    /// The templates that nested stacks may have, by their paths.
    pub(super) documents: &'t Documents,
    pub(super) place: Place<'t>,
    pub(super) parameters: BTreeMap<Arc<str>, Arc<Parameter>>,
    /// What a stack that nests the template makes of them.
    pub(super) passed: AllPassed,
    /// The parameters by what stands for their values where those are not known.
    pub(super) unknowns: HashMap<*const Unknown, Arc<Parameter>>,
    pub(super) mappings: Option<NodeId>,
    pub(super) conditions: Conditions,
    /// As [`Graph::constraints`], those of this template alone.
    constraints: Vec<Condition>,
    /// The logical IDs.
    pub(super) declared: BTreeSet<Arc<str>>,
    resources: Vec<Member>,
    pub(super) stacks: BTreeMap<Arc<str>, Stack<'t>>,
    pub(super) outputs: BTreeMap<Arc<str>, Member>,
    /// The outputs that were worked out.
    pub(super) given_out: HashMap<(Arc<str>, Mode), Value>,
    /// Whether there may be more: made by a macro, or in what could not be read.
    pub(super) open: bool,
    pub(super) mode: Mode,
    pub(super) depth: usize,
    /// How many `Fn::ToJsonString` we are inside of, which take a null.
    pub(super) json: usize,
    pub(super) steps: usize,
    /// How many aliases we are inside of.
    pub(super) aliases: usize,
    pub(super) aliased: usize,
    pub(super) rounds: usize,
    /// What the resource we are in has from elsewhere.
    pub(super) borrowed: Vec<Borrowed>,
    /// How many nested stacks there are.
    pub(super) instances: usize,
    cuts: Vec<Cut>,
}

pub(super) type Documents = BTreeMap<String, Rc<Document>>;

/// Adds the resources of a template, and of those that it nests.
pub(super) fn lower(
    library: &Library<'_, '_>,
    root: &Document,
    boundary: &str,
    inputs: &Inputs,
    graph: &mut Graph,
) -> Facts {
    let documents = library.reach(root, boundary);
    let place = Place {
        address: "".into(),
        calls: Vec::new(),
        exists: Condition::Always(true),
        within: Vec::new(),
    };
    let section = root.tree.get(root.tree.root, "Parameters");
    let parameters = parameters::declared(&root.tree, section, inputs, &place.address);
    let mut template = Template::new(root, &documents, place, parameters);
    template.begin();
    template.lower_into(graph);
    graph.cuts.append(&mut template.cuts);

    let nested: BTreeSet<&str> = template.lowered().into_iter().collect();
    let read = [root].into_iter().chain(nested.iter().map(|it| &*documents[*it]));
    let mut facts = Facts::default();
    for document in read {
        graph.cuts.extend(document.cuts.iter().cloned());
        graph.missing.extend(document.missing.iter().cloned());
        facts.files.insert(document.path.clone());
        facts.files.extend(document.included.iter().cloned());
        facts.duplicate_keys.extend(document.duplicate_keys.iter().cloned());
        facts.secrets.extend(given::secrets(&document.tree, inputs));
    }
    facts.parameters = given::names(&root.tree);
    facts.refused = given::refused(&root.tree, inputs);
    facts.duplicate_keys.sort_by_key(|it| it.again);
    facts.duplicate_keys.dedup();
    facts
}

impl<'t> Template<'t> {
    pub(super) fn new(
        document: &'t Document,
        documents: &'t Documents,
        place: Place<'t>,
        parameters: BTreeMap<Arc<str>, Arc<Parameter>>,
    ) -> Self {
        let tree = &document.tree;
        Self {
            document,
            tree,
            documents,
            place,
            unknowns: parameters.values().map(|it| (it.identity(), it.clone())).collect(),
            parameters,
            passed: AllPassed::new(),
            mappings: tree.get(tree.root, "Mappings"),
            conditions: Conditions::default(),
            constraints: Vec::new(),
            declared: BTreeSet::new(),
            resources: Vec::new(),
            stacks: BTreeMap::new(),
            outputs: BTreeMap::new(),
            given_out: HashMap::new(),
            open: transforms(tree).iter().any(|it| *it != "AWS::LanguageExtensions")
                || tree.nodes.iter().any(|it| matches!(it.kind, NodeKind::Broken)),
            mode: Mode::Followed,
            depth: 0,
            json: 0,
            steps: 0,
            aliases: 0,
            aliased: 0,
            rounds: 0,
            borrowed: Vec::new(),
            instances: 0,
            cuts: Vec::new(),
        }
    }

    /// Works out the conditions, and what there is: resources, outputs, stacks.
    pub(super) fn begin(&mut self) {
        let none = Scope::default();
        let section = |name: &str| self.tree.get(self.tree.root, name);
        let (conditions, resources) = (section("Conditions"), section("Resources"));
        let outputs = section("Outputs");
        // Before the conditions, which then ask nothing of defaults that a rule refuses.
        if let Some(it) = section("Rules") {
            let constraints = self.rules(it).into_iter();
            let gone = self.place.exists.clone().not();
            self.constraints = constraints.map(|it| Condition::any([gone.clone(), it])).collect();
        }
        if let Some(it) = conditions {
            self.explore_conditions(it);
        }
        if let Some(node) = resources.map(|it| self.tree.node(self.tree.resolve(it)))
            && !matches!(node.kind, NodeKind::Mapping(_) | NodeKind::Null | NodeKind::Broken)
        {
            self.cut(node.span, "`Resources` is not a mapping");
        }
        let cuts = self.cuts.len();
        let members = resources.map(|it| self.members(it, &none)).unwrap_or_default();
        self.declared = members.iter().map(|it| it.key.clone()).collect();
        // What was cut may have been more of them.
        self.open |= self.declared.contains("Fn::Transform") || self.cuts.len() > cuts;
        self.resources = self.counted(members);
        if let Some(it) = outputs {
            let outputs = self.members(it, &none).into_iter();
            self.outputs = outputs.map(|it| (it.key.clone(), it)).collect();
        }
        for member in self.resources.clone() {
            self.note_stack(&member);
        }
        self.open_stacks();
    }

    /// Takes parameters as if they had no default.
    pub(super) fn forget_defaults(&mut self, names: &BTreeSet<Arc<str>>) {
        for it in self.parameters.values() {
            self.unknowns.remove(&it.identity());
        }
        for (name, it) in &mut self.parameters {
            if names.contains(name)
                && let Some(it) = Arc::get_mut(it)
            {
                it.without_default();
            }
            self.unknowns.insert(it.identity(), it.clone());
        }
    }

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

    /// Adds the resources to the graph, those of each stack after the stack.
    pub(super) fn lower_into(&mut self, graph: &mut Graph) {
        graph.constraints.append(&mut self.constraints);
        for member in self.resources.clone() {
            let has_template = self.stacks.contains_key(&member.key);
            if let Some(resource) = self.resource(&member) {
                let property = template_property(&resource.kind).filter(|_| !has_template);
                if let Some(property) = property
                    && resource.exists != Condition::Always(false)
                {
                    let properties = resource.properties.as_map();
                    let source = properties.and_then(|it| it.get(property)?.as_str());
                    graph.missing.insert(Missing {
                        what: MissingKind::NestedTemplate,
                        address: resource.address.to_string(),
                        place: resource.header,
                        source: source.unwrap_or_default().to_owned(),
                        needs: None,
                    });
                }
                graph.add(resource);
            }
            if has_template {
                self.lower_stack(&member.key, graph);
            }
        }
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
        let exists = self.existence(*value, scope);
        let properties = self.part(*value, "Properties");
        let properties = match properties {
            Some(id) if !matches!(self.tree.node(self.tree.resolve(id)).kind, NodeKind::Null) => {
                self.properties(id, scope)
            }
            _ => Value::object(Vec::new(), *header),
        };
        let properties = self.with_globals(&kind, *value, properties);
        Some(Resource {
            address: self.address(key),
            language: Language::CloudFormation,
            kind: kind.into(),
            header: *header,
            extent: header.to(self.tree.node(*value).span),
            exists: Condition::all([self.place.exists.clone(), made.clone(), exists]),
            calls: self.place.calls.clone(),
            carrier: None,
            rounds: scope.rounds(),
            loops: scope.loops(),
            borrowed: mem::take(&mut self.borrowed),
            construct,
            provider: None,
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

    /// What the `Condition` of a resource or output says.
    pub(super) fn existence(&mut self, id: NodeId, scope: &Scope) -> Condition {
        match self.part(id, "Condition") {
            None => Condition::Always(true),
            Some(id) => match self.name(id, scope) {
                Some(name) => self.named_condition(&name),
                None => conditions::invalid("`Condition` is not the name of a condition"),
            },
        }
    }

    /// The address of a resource by its logical ID.
    pub(super) fn address(&self, name: &str) -> Arc<str> {
        match &*self.place.address {
            "" => name.into(),
            stack => format!("{stack}/{name}").into(),
        }
    }

    /// Hands what counts for all templates of a deployment to another of them, and takes it back.
    pub(super) fn exchange(&mut self, other: &mut Self) {
        mem::swap(&mut self.conditions.compared, &mut other.conditions.compared);
        mem::swap(&mut self.conditions.asked, &mut other.conditions.asked);
        mem::swap(&mut self.conditions.mentioned, &mut other.conditions.mentioned);
        mem::swap(&mut self.depth, &mut other.depth);
        mem::swap(&mut self.steps, &mut other.steps);
        mem::swap(&mut self.aliases, &mut other.aliases);
        mem::swap(&mut self.aliased, &mut other.aliased);
        mem::swap(&mut self.rounds, &mut other.rounds);
        mem::swap(&mut self.instances, &mut other.instances);
        mem::swap(&mut self.cuts, &mut other.cuts);
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
