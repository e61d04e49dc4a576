//! Where the values of a plan come from, as its configuration has it: which expressions mention
//! which resources, through the variables and outputs of modules.
//!
//! A plan does not hold expressions themselves, and no locals: what goes through one is lost.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use super::addresses::{Step, longest, steps};
use super::outline::{Planned, items, text};
use crate::syntax::json::{self, Fold};
use crate::syntax::tree::{NodeId, NodeKind, Tree};
use crate::text::Span;

/// What is kept of a configuration at first.
pub(super) fn folds(keys: &[&str]) -> Fold {
    match keys {
        ["provider_config"] => Fold::Dropped,
        [.., "root_module" | "module", "resources", last] => match *last {
            "address" | "for_each_expression" => Fold::Kept,
            "expressions" => Fold::Covered,
            _ => Fold::Dropped,
        },
        _ => Fold::Kept,
    }
}

/// How far a value is followed through variables and outputs.
const MAX_DEPTH: usize = 64;
/// How many mentions are followed for one value.
const MAX_MENTIONS: usize = 1000;

/// The modules of a configuration, and the resources that are planned.
pub(super) struct Configuration<'p> {
    tree: &'p Tree,
    source: &'p str,
    modules: Vec<Module<'p>>,
    by_path: HashMap<String, usize>,
    /// The instances of each block: by the address without its last key.
    instances: HashMap<String, Vec<usize>>,
    planned: &'p [Planned],
    /// The expressions that were read last: instances of a block follow each other.
    last: RefCell<Option<(NodeId, Rc<Tree>)>>,
    mentions: Cell<usize>,
}

struct Module<'p> {
    parent: Option<usize>,
    path: String,
    /// Its call, in the parent.
    call: Option<NodeId>,
    resources: HashMap<&'p str, NodeId>,
    outputs: Option<NodeId>,
}

/// Where an expression stands: a module, and which instance of it.
#[derive(Clone)]
struct Site<'s> {
    module: usize,
    prefix: String,
    /// The key of this instance of the module.
    key: &'s str,
    calls: &'s [(String, String)],
}

/// What `each` and `count` stand for where an expression stands.
#[derive(Clone, Copy)]
struct Round<'s> {
    key: &'s str,
    for_each: Option<(&'s Tree, NodeId)>,
}

/// What a value may be made of.
#[derive(Debug, Default)]
pub(super) struct Origins {
    pub targets: BTreeSet<Target>,
    /// Whether there may be others.
    pub is_open: bool,
}

/// An attribute that a value may be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Target {
    /// Of the resource, or the data source.
    pub address: String,
    pub attribute: String,
    /// The planned resources that the address may stand for; none for a data source.
    pub instances: Vec<usize>,
}

impl<'p> Configuration<'p> {
    /// None without a root module. The tree is that of the configuration.
    pub(super) fn of(tree: &'p Tree, source: &'p str, planned: &'p [Planned]) -> Option<Self> {
        let root = tree.get(tree.root, "root_module")?;
        let mut it = Self {
            tree,
            source,
            modules: Vec::new(),
            by_path: HashMap::new(),
            instances: HashMap::new(),
            planned,
            last: RefCell::default(),
            mentions: Cell::new(0),
        };
        let mut todo = vec![(root, None, None, String::new())];
        while let Some((node, parent, call, path)) = todo.pop() {
            let own = it.modules.len();
            it.add(node, parent, call, path.clone());
            let Some(calls) = tree.get(node, "module_calls") else { continue };
            for (name, call) in entries(tree, calls) {
                let Some(node) = tree.get(call, "module") else { continue };
                let path = if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
                todo.push((node, Some(own), Some(call), path));
            }
        }
        for (at, planned) in planned.iter().enumerate() {
            let block = format!("{}{}", planned.place.prefix, planned.place.name);
            it.instances.entry(block).or_default().push(at);
        }
        Some(it)
    }

    fn add(&mut self, node: NodeId, parent: Option<usize>, call: Option<NodeId>, path: String) {
        let tree = self.tree;
        let address = |it: &NodeId| Some((text(tree, tree.get(*it, "address")?)?, *it));
        let resources = items(tree, tree.get(node, "resources"));
        self.by_path.insert(path.clone(), self.modules.len());
        self.modules.push(Module {
            parent,
            path,
            call,
            resources: resources.iter().filter_map(address).collect(),
            outputs: tree.get(node, "outputs"),
        });
    }

    /// The block that a resource is an instance of; none if the configuration has it no more.
    pub(super) fn block(&self, planned: &Planned) -> Option<Block> {
        let calls: Vec<&str> = planned.place.calls.iter().map(|it| it.0.as_str()).collect();
        let module = *self.by_path.get(&calls.join("."))?;
        let node = *self.modules[module].resources.get(planned.place.name.as_str())?;
        let expressions = self.expressions(node);
        let root = expressions.root;
        Some(Block { module, node, expressions, root })
    }

    fn expressions(&self, node: NodeId) -> Rc<Tree> {
        if let Some((known, tree)) = &*self.last.borrow()
            && *known == node
        {
            return tree.clone();
        }
        let tree = match self.tree.get(node, "expressions").map(|it| self.tree.node(it).span) {
            Some(span) => json::parse_at(self.source, span).tree,
            None => json::parse_at("{}", Span { start: 0, end: 2, ..self.tree.root().span }).tree,
        };
        let tree = Rc::new(tree);
        *self.last.borrow_mut() = Some((node, tree.clone()));
        tree
    }

    /// What a value may be made of that some expressions of a block lead to.
    pub(super) fn origins(&self, planned: &Planned, block: &Block, at: &[NodeId]) -> Origins {
        let tree = &*block.expressions;
        let references = at.iter().flat_map(|it| references(tree, *it)).collect();
        let site = Site {
            module: block.module,
            prefix: planned.place.prefix.clone(),
            key: planned.place.calls.last().map_or("", |it| it.1.as_str()),
            calls: &planned.place.calls,
        };
        let for_each = self.tree.get(block.node, "for_each_expression");
        let round = Round { key: &planned.place.key, for_each: for_each.map(|it| (self.tree, it)) };
        let mut origins = Origins::default();
        self.mentions.set(0);
        self.follow(&site, references, Some(round), &mut origins, 0);
        origins
    }

    fn follow(
        &self,
        site: &Site<'_>,
        references: Vec<String>,
        round: Option<Round<'_>>,
        origins: &mut Origins,
        depth: usize,
    ) {
        if references.len() > MAX_MENTIONS {
            origins.is_open = true;
            return;
        }
        let references = longest(references);
        let is_own = references.iter().any(|it| it == "each.key" || it == "count.index");
        let own_key = round.map(|it| it.key).filter(|_| is_own);
        for it in &references {
            self.mentions.set(self.mentions.get() + 1);
            if depth > MAX_DEPTH || self.mentions.get() > MAX_MENTIONS {
                origins.is_open = true;
                return;
            }
            let steps = steps(it);
            match steps.as_slice() {
                [first, name, ..] if first.name == "var" => {
                    self.variable(site, name.name, origins, depth);
                }
                [first, call, output, ..] if first.name == "module" => {
                    self.output(site, *call, output.name, own_key, origins, depth);
                }
                [first, kind, name, rest @ ..] if first.name == "data" => {
                    let address =
                        format!("{}data.{}.{}{}", site.prefix, kind.name, name.name, name.key);
                    let attribute = attribute(rest);
                    origins.targets.insert(Target { address, attribute, instances: Vec::new() });
                }
                [first, value, ..] if first.name == "each" => {
                    if let (Some((tree, at)), "value") =
                        (round.and_then(|it| it.for_each), value.name)
                    {
                        let references = self::references(tree, at).collect();
                        self.follow(site, references, None, origins, depth + 1);
                    }
                }
                [first, ..] if matches!(first.name, "count" | "path" | "terraform" | "self") => {}
                [first, ..] if matches!(first.name, "local" | "module" | "ephemeral") => {
                    origins.is_open = true;
                }
                [kind, name, rest @ ..] => {
                    self.resource(site, (*kind, *name), rest, own_key, origins);
                }
                _ => origins.is_open = true,
            }
        }
    }

    /// A variable is what the call of its module says. That of the root is known.
    fn variable(&self, site: &Site<'_>, name: &str, origins: &mut Origins, depth: usize) {
        let module = &self.modules[site.module];
        let (Some(parent), Some(call)) = (module.parent, module.call) else { return };
        let tree = self.tree;
        let Some(at) = tree.get(call, "expressions").and_then(|it| tree.get(it, name)) else {
            return;
        };
        let calls = &site.calls[..site.calls.len().saturating_sub(1)];
        let prefix = calls.iter().map(|(name, key)| format!("module.{name}{key}.")).collect();
        let key = calls.last().map_or("", |it| it.1.as_str());
        let outer = Site { module: parent, prefix, key, calls };
        let for_each = tree.get(call, "for_each_expression").map(|it| (tree, it));
        let round = Round { key: site.key, for_each };
        let references = references(tree, at).collect();
        self.follow(&outer, references, Some(round), origins, depth + 1);
    }

    fn output(
        &self,
        site: &Site<'_>,
        call: Step<'_>,
        output: &str,
        own_key: Option<&str>,
        origins: &mut Origins,
        depth: usize,
    ) {
        let path = match self.modules[site.module].path.as_str() {
            "" => call.name.to_owned(),
            outer => format!("{outer}.{}", call.name),
        };
        let Some(child) = self.by_path.get(&path).copied() else {
            origins.is_open = true;
            return;
        };
        let module = &self.modules[child];
        let tree = self.tree;
        let repeats = ["count_expression", "for_each_expression"];
        let is_repeated =
            module.call.is_some_and(|it| repeats.iter().any(|key| tree.get(it, key).is_some()));
        let key = match (call.key, own_key) {
            ("", Some(own)) if is_repeated => own,
            ("", None) if is_repeated => {
                origins.is_open = true;
                return;
            }
            (key, _) => key,
        };
        let expression = module.outputs.and_then(|it| tree.get(it, output));
        let Some(at) = expression.and_then(|it| tree.get(it, "expression")) else { return };
        let mut calls = site.calls.to_vec();
        calls.push((call.name.to_owned(), key.to_owned()));
        let prefix = format!("{}module.{}{key}.", site.prefix, call.name);
        let inner = Site { module: child, prefix, key, calls: &calls };
        let references = references(tree, at).collect();
        self.follow(&inner, references, None, origins, depth + 1);
    }

    fn resource(
        &self,
        site: &Site<'_>,
        (kind, name): (Step<'_>, Step<'_>),
        rest: &[Step<'_>],
        own_key: Option<&str>,
        origins: &mut Origins,
    ) {
        let block = format!("{}{}.{}", site.prefix, kind.name, name.name);
        // One of which there is no instance yields nothing.
        let Some(all) = self.instances.get(&block) else { return };
        let of_key = |key: &str| all.iter().copied().find(|it| self.planned[*it].place.key == key);
        let instances: Vec<usize> = match (name.key, all.as_slice()) {
            ("", [only]) => vec![*only],
            ("", all) => match own_key.and_then(of_key) {
                Some(own) => vec![own],
                None => all.to_vec(),
            },
            (key, _) => of_key(key).into_iter().collect(),
        };
        let address = match instances.as_slice() {
            [only] => self.planned[*only].address.to_string(),
            [] => return,
            _ => block,
        };
        origins.targets.insert(Target { address, attribute: attribute(rest), instances });
    }
}

/// A block of the configuration.
pub(super) struct Block {
    module: usize,
    node: NodeId,
    pub expressions: Rc<Tree>,
    pub root: NodeId,
}

impl Origins {
    /// The attribute that a value is, if it is sure to be that of one.
    pub(super) fn only(&self) -> Option<&Target> {
        let mut targets = self.targets.iter();
        match (targets.next(), targets.next()) {
            (Some(only), None) if !self.is_open => Some(only),
            _ => None,
        }
    }
}

fn attribute(steps: &[Step<'_>]) -> String {
    let steps: Vec<String> = steps.iter().map(|it| format!("{}{}", it.name, it.key)).collect();
    steps.join(".")
}

/// What an expression mentions, or the expressions of a block.
fn references(tree: &Tree, id: NodeId) -> impl Iterator<Item = String> {
    let mut found = Vec::new();
    let mut todo = vec![id];
    while let Some(id) = todo.pop() {
        match &tree.node(id).kind {
            NodeKind::Sequence(items) => todo.extend(items),
            NodeKind::Mapping(pairs) => match is_expression(tree, id) {
                true => {
                    let all = items(tree, tree.get(id, "references"));
                    found.extend(all.iter().filter_map(|it| text(tree, *it)).map(str::to_owned));
                }
                false => todo.extend(pairs.iter().map(|it| it.value)),
            },
            _ => (),
        }
    }
    found.into_iter()
}

/// Whether it is an expression, and not a block of them. A block without any is as good as one.
pub(super) fn is_expression(tree: &Tree, id: NodeId) -> bool {
    let NodeKind::Mapping(pairs) = &tree.node(id).kind else { return false };
    let is_known = |it: &str| matches!(it, "references" | "constant_value");
    pairs.iter().all(|it| tree.key(it.key).is_some_and(is_known))
}

fn entries(tree: &Tree, id: NodeId) -> impl Iterator<Item = (&str, NodeId)> {
    let pairs = match &tree.node(id).kind {
        NodeKind::Mapping(pairs) => pairs.as_slice(),
        _ => &[],
    };
    pairs.iter().filter_map(|it| Some((tree.key(it.key)?, it.value)))
}
