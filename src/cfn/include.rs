//! `AWS::Include` of files that lie beside the template: what they say, put where it is asked for.
//!
//! The nodes of an included file are added to those of the template, so that all that reads a
//! template reads them too; their spans stay those of the file they are written in.

use std::collections::{BTreeSet, HashSet};
use std::ops::Range;
use std::rc::Rc;

use super::library::{Library, local};
use super::template::duplicate_keys;
use super::{DuplicateKey, limits};
use crate::files;
use crate::graph::{Cut, Missing, MissingKind};
use crate::syntax::tree::{Node, NodeId, NodeKind, Pair, Tree};

pub(super) const INCLUDE: &str = "AWS::Include";

/// What putting in brought with it.
#[derive(Debug, Default)]
pub(super) struct Included {
    pub(super) files: BTreeSet<String>,
    pub(super) duplicate_keys: Vec<DuplicateKey>,
    pub(super) cuts: Vec<Cut>,
    /// The locations of files that are not at hand.
    pub(super) missing: BTreeSet<Missing>,
}

/// One place that asks for a file.
#[derive(Debug)]
struct Site {
    at: NodeId,
    form: Form,
    /// As it is written; none if it is put together.
    location: Option<Box<str>>,
    location_at: NodeId,
}

#[derive(Clone, Copy, Debug)]
enum Form {
    /// The node stands for what the file says.
    Alone,
    /// `Fn::Transform` beside other keys: the file adds its own.
    Beside(Pair),
    /// The section `Transform`, which adds the file's sections.
    Section(Pair),
    /// One of several transforms in that section.
    Listed { list: NodeId, item: NodeId },
}

/// Puts in every file that can be found. What cannot stays as it is written.
pub(super) fn splice(
    tree: &mut Tree,
    library: &Library<'_, '_>,
    path: &str,
    top: &str,
) -> Included {
    let mut splicing = Splicing { library, boundary: top, added: 0, made: Included::default() };
    let mut chain = vec![path.to_owned()];
    let all = 0..tree.nodes.len();
    let mut sites = sections(tree);
    sites.extend(sites_in(tree, all));
    splicing.put_all(tree, sites, &mut chain);
    splicing.made
}

struct Splicing<'l, 'r, 'f> {
    library: &'l Library<'r, 'f>,
    boundary: &'l str,
    /// The weight of all so far.
    added: usize,
    made: Included,
}

impl Splicing<'_, '_, '_> {
    fn put_all(&mut self, tree: &mut Tree, sites: Vec<Site>, chain: &mut Vec<String>) {
        for site in sites {
            let folder = files::parent(chain.last().map_or("", String::as_str));
            let path = site.location.as_ref().and_then(|it| local(folder, it));
            let Some(path) = path.filter(|it| self.library.reader.has(it, self.boundary)) else {
                self.made.missing.insert(Missing {
                    what: MissingKind::IncludedFile,
                    address: String::new(),
                    place: tree.node(site.location_at).span,
                    source: site.location.as_deref().unwrap_or_default().to_owned(),
                    needs: None,
                });
                continue;
            };
            let Some(snippet) = self.snippet(tree, &site, &path, chain) else { continue };
            let start = tree.nodes.len();
            let by = start as u32;
            tree.nodes.extend(snippet.nodes.iter().map(|it| shifted(it, by)));
            chain.push(path);
            let inner = sites_in(tree, start..tree.nodes.len());
            self.put_all(tree, inner, chain);
            chain.pop();
            self.put(tree, &site, NodeId(snippet.root.0 + by));
        }
    }

    /// What a file says, unless that cannot be read or would be too much.
    fn snippet(
        &mut self,
        tree: &Tree,
        site: &Site,
        path: &str,
        chain: &[String],
    ) -> Option<Rc<Tree>> {
        if chain.iter().any(|it| it == path) {
            return self.cut(tree, site, format!("`{path}` includes itself"));
        }
        if chain.len() > limits::INCLUDES {
            let limit = limits::INCLUDES;
            return self.cut(tree, site, format!("included files nest deeper than {limit} levels"));
        }
        let snippet = self.library.snippet(path)?;
        let added = self.added.saturating_add(weight(&snippet));
        if added > limits::INCLUDED {
            let limit = limits::INCLUDED;
            return self.cut(tree, site, format!("included files have more than {limit} values"));
        }
        self.added = added;
        if self.made.files.insert(path.to_owned()) {
            self.made.duplicate_keys.extend(duplicate_keys(&snippet));
        }
        Some(snippet)
    }

    fn cut<T>(&mut self, tree: &Tree, site: &Site, message: String) -> Option<T> {
        let cuts = &self.made.cuts;
        if cuts.len() < limits::CUTS && cuts.iter().all(|it| it.message != message) {
            self.made.cuts.push(Cut { span: tree.node(site.location_at).span, message });
        }
        None
    }

    fn put(&mut self, tree: &mut Tree, site: &Site, snippet: NodeId) {
        let Form::Beside(pair) = site.form else {
            return match site.form {
                Form::Listed { list, item } => {
                    if self.add(tree, site.at, snippet, None)
                        && let NodeKind::Sequence(items) = &mut tree.nodes[list.0 as usize].kind
                    {
                        items.retain(|it| *it != item);
                    }
                }
                Form::Section(pair) => {
                    self.add(tree, site.at, snippet, Some(pair));
                }
                Form::Alone | Form::Beside(_) => {
                    tree.nodes[site.at.0 as usize] = tree.node(snippet).clone();
                }
            };
        };
        self.add(tree, site.at, snippet, Some(pair));
    }

    /// Adds the keys of a file to a mapping, in place of the pair that asked for them. What the
    /// mapping says itself counts. False if the file is no mapping.
    fn add(&mut self, tree: &mut Tree, into: NodeId, snippet: NodeId, asked: Option<Pair>) -> bool {
        let node = tree.node(snippet);
        let (NodeKind::Mapping(added), None) = (&node.kind, &node.tag) else {
            self.library.reader.error(node.span, "expected a mapping, to be put among other keys");
            return false;
        };
        let NodeKind::Mapping(own) = &tree.node(into).kind else { return false };
        let own: Vec<Pair> =
            own.iter().filter(|it| asked.is_none_or(|pair| it.key != pair.key)).copied().collect();
        let written: HashSet<&str> = own.iter().filter_map(|it| tree.key(it.key)).collect();
        let is_new = |it: &&Pair| tree.key(it.key).is_none_or(|it| !written.contains(it));
        let mut pairs: Vec<Pair> = added.iter().filter(is_new).copied().collect();
        pairs.extend(own);
        tree.nodes[into.0 as usize].kind = NodeKind::Mapping(pairs);
        true
    }
}

/// What it costs to put in a file: its nodes, its text, and the place it is put in.
fn weight(snippet: &Tree) -> usize {
    let node = |it: &Node| match &it.kind {
        NodeKind::Number(it) | NodeKind::Text(it) => 1 + it.text.len() / 64,
        NodeKind::Null
        | NodeKind::Bool(_)
        | NodeKind::Sequence(_)
        | NodeKind::Mapping(_)
        | NodeKind::Alias(_)
        | NodeKind::Broken => 1,
    };
    100 + snippet.nodes.iter().map(node).sum::<usize>()
}

/// The places in the section `Transform`.
fn sections(tree: &Tree) -> Vec<Site> {
    let NodeKind::Mapping(pairs) = &tree.root().kind else { return Vec::new() };
    let Some(pair) = pairs.iter().rev().find(|it| tree.key(it.key) == Some("Transform")) else {
        return Vec::new();
    };
    let list = tree.resolve(pair.value);
    let found: Vec<(NodeId, Form)> = match &tree.node(list).kind {
        NodeKind::Sequence(items) => {
            items.iter().map(|it| (*it, Form::Listed { list, item: *it })).collect()
        }
        _ => vec![(list, Form::Section(*pair))],
    };
    let site = |(asks, form)| site(tree, tree.root, asks, form);
    found.into_iter().filter_map(site).collect()
}

/// The places among some nodes, in the order they stand.
fn sites_in(tree: &Tree, nodes: Range<usize>) -> Vec<Site> {
    let mut sites = Vec::new();
    for index in nodes {
        let at = NodeId(index as u32);
        let node = tree.node(at);
        let NodeKind::Mapping(pairs) = &node.kind else { continue };
        if node.tag.as_ref().is_some_and(|it| it.name == "Transform") {
            sites.extend(site(tree, at, at, Form::Alone));
        }
        let is_transform = |it: &&Pair| tree.key(it.key) == Some("Fn::Transform");
        if let Some(pair) = pairs.iter().rev().find(is_transform) {
            let form = if pairs.len() == 1 { Form::Alone } else { Form::Beside(*pair) };
            sites.extend(site(tree, at, pair.value, form));
        }
    }
    sites
}

/// The place, if what `asks` there is `AWS::Include`.
fn site(tree: &Tree, at: NodeId, asks: NodeId, form: Form) -> Option<Site> {
    let name = tree.get(asks, "Name").and_then(|it| tree.key(it));
    let location_at = tree.get(tree.get(asks, "Parameters")?, "Location")?;
    if name != Some(INCLUDE) {
        return None;
    }
    let is_plain = tree.node(tree.resolve(location_at)).tag.is_none();
    let location = tree.key(location_at).filter(|_| is_plain).map(Into::into);
    Some(Site { at, form, location, location_at })
}

/// A node whose children stand so many places later.
fn shifted(node: &Node, by: u32) -> Node {
    let later = |it: NodeId| NodeId(it.0 + by);
    let kind = match &node.kind {
        NodeKind::Sequence(items) => {
            NodeKind::Sequence(items.iter().map(|it| later(*it)).collect())
        }
        NodeKind::Mapping(pairs) => {
            let pair = |it: &Pair| Pair { key: later(it.key), value: later(it.value) };
            NodeKind::Mapping(pairs.iter().map(pair).collect())
        }
        NodeKind::Alias(target) => NodeKind::Alias(later(*target)),
        NodeKind::Null
        | NodeKind::Bool(_)
        | NodeKind::Number(_)
        | NodeKind::Text(_)
        | NodeKind::Broken => node.kind.clone(),
    };
    Node { kind, span: node.span, tag: node.tag.clone() }
}
