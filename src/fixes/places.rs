//! Where in a parsed text something is to be written.

use std::ops::Range;

use super::braces::{Braces, Entry, Look, Syntax};
use super::{Piece, Wanted, block, body, inside, replaced};
use crate::syntax::hcl::{Block, Body, Expr, ExprKind, Item, Part};
use crate::syntax::tree::{NodeId, NodeKind, Pair, Tree};
use crate::text::Span;

/// Where the properties of a resource stand in a template.
const PROPERTIES: &str = "Properties";

/// In YAML and JSON. A place is a mapping, the key of a resource, an empty value, or within a
/// document in a string.
pub(super) fn in_tree(
    tree: &Tree,
    text: &str,
    at: Range<usize>,
    wanted: &Wanted<'_>,
) -> Option<Vec<Piece>> {
    if is_aliased(tree, &at) {
        return None;
    }
    let ids = || (0..tree.nodes.len()).map(|it| NodeId(it as u32));
    let is_there = |id: &NodeId| tree.node(*id).span.range() == at;
    if wanted.keys.is_empty() {
        // What stands in a list may be an argument of a function, which a condition chooses.
        let values = pairs(tree).map(|it| it.value).filter(is_there);
        let mut values = values.map(|it| (it, &tree.node(it).kind));
        match values.next() {
            Some((id, NodeKind::Null)) => return in_node(tree, text, id, wanted),
            Some((_, NodeKind::Bool(_) | NodeKind::Text(_))) => {
                return replaced(text, at, wanted.value);
            }
            Some(_) => return None,
            None => (),
        }
    } else {
        let is_holder = |id: &NodeId| match tree.node(*id).kind {
            NodeKind::Mapping(_) => true,
            NodeKind::Null => pairs(tree).any(|it| it.value == *id),
            _ => false,
        };
        if let Some(id) = ids().find(|it| is_there(it) && is_holder(it)) {
            return in_node(tree, text, id, wanted);
        }
        if let Some(pair) = pairs(tree).find(|it| is_there(&it.key)) {
            return in_resource(tree, text, pair, wanted);
        }
    }
    let holding = ids().filter(|it| inside::holds(tree.node(*it), &at));
    let node = tree.node(holding.min_by_key(|it| tree.node(*it).span.len())?);
    match &node.kind {
        NodeKind::Text(scalar) => inside::scalar(node, scalar, text, &at, wanted),
        _ => None,
    }
}

/// Whether it is the default of a parameter that may be no such word.
pub(super) fn is_bound(tree: &Tree, at: &Range<usize>, word: &str) -> bool {
    let is_word =
        |id: NodeId| matches!(&tree.node(id).kind, NodeKind::Text(it) if &*it.text == word);
    let lists = |id: NodeId| match &tree.node(tree.resolve(id)).kind {
        NodeKind::Sequence(items) => items.iter().any(|it| is_word(tree.resolve(*it))),
        _ => false,
    };
    let is_here =
        |id: NodeId| tree.get(id, "Default").is_some_and(|it| tree.node(it).span.range() == *at);
    let mut ids = (0..tree.nodes.len()).map(|it| NodeId(it as u32));
    ids.any(|id| {
        let allowed = || tree.get(id, "AllowedValues").is_some_and(|it| !lists(it));
        is_here(id) && (allowed() || tree.get(id, "AllowedPattern").is_some())
    })
}

/// Whether it stands in a variable whose author says what it may be.
pub(super) fn is_validated(body: &Body, at: &Range<usize>) -> bool {
    body.blocks.iter().any(|it| {
        let span = it.span.range();
        let is_there = span.start <= at.start && at.end <= span.end;
        is_there && it.kind.text == "variable" && it.body.blocks("validation").next().is_some()
    })
}

/// Whether what stands there counts elsewhere too.
pub(super) fn is_aliased(tree: &Tree, at: &Range<usize>) -> bool {
    let named = tree.nodes.iter().filter_map(|it| match it.kind {
        NodeKind::Alias(target) => Some(tree.node(target).span.range()),
        _ => None,
    });
    let mut named = named;
    named.any(|it| it.start <= at.start && at.end <= it.end)
}

fn pairs(tree: &Tree) -> impl Iterator<Item = Pair> {
    let pairs = tree.nodes.iter().filter_map(|it| match &it.kind {
        NodeKind::Mapping(pairs) => Some(pairs),
        _ => None,
    });
    pairs.flatten().copied()
}

/// A resource without properties.
fn in_resource(tree: &Tree, text: &str, pair: Pair, wanted: &Wanted<'_>) -> Option<Vec<Piece>> {
    if let Some(properties) = tree.get(pair.value, PROPERTIES) {
        return in_node(tree, text, properties, wanted);
    }
    let keys: Vec<String> =
        [PROPERTIES.to_owned()].into_iter().chain(wanted.keys.to_vec()).collect();
    in_node(tree, text, pair.value, &Wanted { keys: &keys, ..*wanted })
}

fn in_node(tree: &Tree, text: &str, id: NodeId, wanted: &Wanted<'_>) -> Option<Vec<Piece>> {
    let node = tree.node(id);
    let range = node.span.range();
    let is_json = matches!(text[tree.root().span.range()].chars().next(), Some('{' | '['));
    let syntax = if is_json { Syntax::Json } else { Syntax::Flow };
    let holder = pairs(tree).find(|it| it.value == id);
    let in_block = holder.filter(|it| !is_json && is_in_block(tree, text, *it));
    let key = |it: Pair| tree.node(it.key).span.range();
    match &node.kind {
        NodeKind::Mapping(pairs) => match pairs.last() {
            None if let Some(pair) = in_block => block::fill(text, &key(pair), &range, wanted),
            Some(last) if !text[range.clone()].starts_with('{') => {
                if is_kept(tree, text, last.value) {
                    return None;
                }
                let last = entry(tree, last);
                block::insert(text, in_block.map(|it| key(it).start), &last, wanted)
            }
            _ => {
                let entries = pairs.iter().map(|it| entry(tree, it)).collect();
                Braces { syntax, span: range, entries }.insert(text, wanted)
            }
        },
        NodeKind::Null => match in_block {
            Some(pair) => block::fill(text, &key(pair), &range, wanted),
            None if range.is_empty() => None,
            None => {
                let entry = Look::of(syntax).entry(wanted, None);
                let text = if wanted.keys.is_empty() { entry } else { format!("{{{entry}}}") };
                Some(vec![Piece { range, text }])
            }
        },
        _ => None,
    }
}

fn entry(tree: &Tree, pair: &Pair) -> Entry {
    let range = |id: NodeId| tree.node(id).span.range();
    Entry { key: range(pair.key), value: range(pair.value) }
}

/// Whether an entry stands in a block mapping.
fn is_in_block(tree: &Tree, text: &str, pair: Pair) -> bool {
    let mut mappings = tree.nodes.iter().filter(|it| match &it.kind {
        NodeKind::Mapping(pairs) => pairs.iter().any(|it| it.key == pair.key),
        _ => false,
    });
    mappings.next().is_some_and(|it| !text[it.span.range()].starts_with('{'))
}

/// Whether it ends in a block scalar (`|+`) that the lines below it are part of.
fn is_kept(tree: &Tree, text: &str, mut id: NodeId) -> bool {
    loop {
        let node = tree.node(id);
        id = match &node.kind {
            NodeKind::Mapping(pairs) if let Some(last) = pairs.last() => last.value,
            NodeKind::Sequence(items) if let Some(last) = items.last() => *last,
            NodeKind::Text(_) => {
                let before = text[..node.span.range().start].trim_end();
                let token = before.rsplit(char::is_whitespace).next().unwrap_or_default();
                return token.starts_with(['|', '>']) && token.contains('+');
            }
            _ => return false,
        };
    }
}

/// In HCL. A place is what introduces a block, an object, an empty value, or within a document in
/// a string.
pub(super) fn in_hcl(
    body: &Body,
    text: &str,
    at: Range<usize>,
    wanted: &Wanted<'_>,
) -> Option<Vec<Piece>> {
    match find(body, &at)? {
        Found::Block(_) | Found::Object(..) if wanted.keys.is_empty() => None,
        Found::Value => match wanted.keys.is_empty() {
            true => replaced(text, at, wanted.value),
            false => None,
        },
        Found::Block(block) => body::insert(block, text, wanted),
        Found::Object(span, items) => {
            let range = |it: &Expr| it.span.range();
            let entry = |it: &Item| Entry { key: range(&it.key), value: range(&it.value) };
            let entries = items.iter().map(entry).collect();
            Braces { syntax: Syntax::Hcl, span: span.range(), entries }.insert(text, wanted)
        }
        Found::Null if wanted.in_blocks && !wanted.keys.is_empty() => None,
        Found::Null => {
            let entry = Look::of(Syntax::Hcl).entry(wanted, None);
            let text = if wanted.keys.is_empty() { entry } else { format!("{{ {entry} }}") };
            Some(vec![Piece { range: at, text }])
        }
        Found::Template(span, parts) => inside::template(&span.range(), parts, text, &at, wanted),
    }
}

/// The braces of what a header introduces; none if it is no header, or one of several.
pub(super) fn body_at(body: &Body, header: &Range<usize>) -> Option<Range<usize>> {
    let mut found = Vec::new();
    let mut todo: Vec<&Block> = body.blocks.iter().collect();
    while let Some(block) = todo.pop() {
        if block.header.range() == *header {
            found.extend(content(block).map(|it| it.body.span.range()));
        }
        todo.extend(&block.body.blocks);
    }
    match found.as_slice() {
        [only] => Some(only.clone()),
        _ => None,
    }
}

/// Where the arguments stand of what a block makes; none if that cannot be told.
fn content(block: &Block) -> Option<&Block> {
    if block.kind.text != "dynamic" {
        return Some(block);
    }
    let mut contents = block.body.blocks("content");
    contents.next().filter(|_| contents.next().is_none())
}

enum Found<'b> {
    Block(&'b Block),
    Object(Span, &'b [Item]),
    /// What an argument or a key is set to.
    Value,
    Null,
    Template(Span, &'b [Part]),
}

fn find<'b>(body: &'b Body, at: &Range<usize>) -> Option<Found<'b>> {
    let holds = |span: Span| span.range().start <= at.start && at.end <= span.range().end;
    if let Some(block) = body.blocks.iter().find(|it| holds(it.span)) {
        return match block.header.range() == *at {
            true => content(block).map(Found::Block),
            false => find(&block.body, at),
        };
    }
    let attribute = body.attributes.iter().find(|it| holds(it.value.span))?;
    let mut expression = &attribute.value;
    // What is part of anything else may be one side of a choice.
    let mut is_set = true;
    let mut found = None;
    loop {
        let is_it = expression.span.range() == *at;
        match &expression.kind {
            ExprKind::Object(items) if is_it => return Some(Found::Object(expression.span, items)),
            ExprKind::Null if is_it => return is_set.then_some(Found::Null),
            _ if is_it && is_set => return Some(Found::Value),
            ExprKind::Template(parts) => found = Some(Found::Template(expression.span, parts)),
            _ => (),
        }
        is_set = matches!(expression.kind, ExprKind::Object(_));
        match parts(expression).into_iter().find(|it| holds(it.span)) {
            Some(inner) => expression = inner,
            None => return found,
        }
    }
}

/// The expressions that an expression is made of.
fn parts(expression: &Expr) -> Vec<&Expr> {
    match &expression.kind {
        ExprKind::List(items) => items.iter().collect(),
        ExprKind::Object(items) => items.iter().flat_map(|it| [&it.key, &it.value]).collect(),
        ExprKind::Attr(base, _) | ExprKind::Unary(_, base) | ExprKind::Parens(base) => vec![base],
        ExprKind::Index(base, key) => vec![base, key],
        ExprKind::Splat(it) => vec![&it.base],
        ExprKind::Call(it) => it.args.iter().collect(),
        ExprKind::Conditional(it) => vec![&it.condition, &it.then, &it.otherwise],
        ExprKind::Binary(it) => vec![&it.left, &it.right],
        ExprKind::For(it) => {
            let given = [it.key.as_ref(), it.condition.as_ref()];
            [&it.collection, &it.value].into_iter().chain(given.into_iter().flatten()).collect()
        }
        ExprKind::Template(parts) => {
            let values = parts.iter().filter_map(|it| match it {
                Part::Interpolation { value, .. } => Some(value),
                Part::Literal { .. } | Part::If(_) | Part::For(_) => None,
            });
            values.collect()
        }
        ExprKind::Null
        | ExprKind::Bool(_)
        | ExprKind::Number(_)
        | ExprKind::Variable(_)
        | ExprKind::Broken => Vec::new(),
    }
}
