//! A document inside a string, with its spans in the file that holds the string.

mod outer;
mod plain;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::syntax::json::HOLE;
use crate::syntax::tree::{MAX_DEPTH, NodeId, NodeKind, Pair, Scalar, Tree};
use crate::syntax::{Parsed, json, yaml};
use crate::text::{FileId, Span};
use crate::value::{
    Entry, Kind, Map, MapShape, Number, Text, TextBuilder, Type, Unknown, Value, Why,
};
use outer::Outer;

/// Longer documents are not read, in bytes: an AWS service takes none of this size in a property.
const MAX_LEN: usize = 1 << 20;

/// Aliases let a few nodes stand for very many; beyond this many the rest is not known.
const MAX_NODES: usize = 250_000;

/// What the text says as JSON; none if it is not JSON.
///
/// A hole where a value stands is that value, except that its type is not known: its text could
/// be any JSON. Among the elements of an array it may be several, or none: who counts them, or
/// takes one by its place, must not take it for one. A hole in a string is one of the string. A hole where a key stands leaves the
/// object open. With a hole anywhere else nothing is known of the structure, so there is none.
///
/// Broken JSON gives what can be read of it; what cannot is unknown, and objects that lack
/// something are open.
pub fn json(text: &Text) -> Option<Value> {
    let start = text.pieces().map(|(_, literal)| literal.trim_start()).find(|it| !it.is_empty());
    if !start.is_some_and(|it| it.starts_with(['{', '['])) {
        return None;
    }
    let outer = Outer::new(text)?;
    let parsed = json::parse_with_holes(INNER, &outer.text);
    is_usable(&parsed, &outer.text)
        .then(|| Reader::new(&parsed.tree, Place::Json(&outer)).value(parsed.tree.root, 0))
}

/// What the text says as YAML, document by document; nothing if it is too long.
///
/// Holes are as in [`json()`]. A scalar that is nothing but a hole is the hole's value.
pub fn yaml(text: &Text) -> Vec<Value> {
    let Some(outer) = Outer::new(text) else { return Vec::new() };
    let documents = yaml::parse_all(INNER, &outer.text);
    let read =
        |it: &Parsed<Tree>| Reader::new(&it.tree, Place::Yaml(&outer)).value(it.tree.root, 0);
    documents.iter().map(read).collect()
}

/// What a node says, with spans in its own file. Merge keys (`<<`) are merged, aliases followed.
///
/// A tag is taken for a function that this tool does not work out, so a tagged node is unknown.
pub fn of_tree(tree: &Tree, id: NodeId) -> Value {
    Reader::new(tree, Place::File).value(id, 0)
}

/// The text of a scalar, each stretch where it is written.
pub fn text_of(scalar: &Scalar) -> Text {
    let mut text = TextBuilder::default();
    for (run, piece) in scalar.pieces() {
        text.literal(piece, run.span, run.exact);
    }
    text.build()
}

/// How what cannot be read is called.
pub const NOT_YAML: &str = "not YAML";

/// The file of spans that point into a string, until they are mapped.
const INNER: FileId = FileId(u32::MAX);

/// Whether enough of a JSON document could be read to say that it is one.
fn is_usable(parsed: &Parsed<Tree>, text: &str) -> bool {
    let (tree, errors) = (&parsed.tree, &parsed.errors);
    let root = tree.root();
    let structural = errors.iter().any(|it| text[it.span.range()].contains(HOLE));
    let trailing = errors.iter().any(|it| it.span.start >= root.span.end && !it.span.is_empty());
    let readable = |id: NodeId| !matches!(tree.node(id).kind, NodeKind::Broken);
    let any = match &root.kind {
        NodeKind::Mapping(pairs) => pairs.iter().any(|it| readable(it.key)),
        NodeKind::Sequence(items) => items.iter().any(|it| readable(*it)),
        _ => false,
    };
    let is_collection = matches!(root.kind, NodeKind::Mapping(_) | NodeKind::Sequence(_));
    !structural && !trailing && is_collection && (errors.is_empty() || any)
}

/// What a tree's spans point into.
#[derive(Clone, Copy)]
enum Place<'t> {
    File,
    Json(&'t Outer<'t>),
    Yaml(&'t Outer<'t>),
}

impl<'t> Place<'t> {
    fn outer(self) -> Option<&'t Outer<'t>> {
        match self {
            Place::File => None,
            Place::Json(it) | Place::Yaml(it) => Some(it),
        }
    }

    /// What is wrong with what cannot be read.
    fn broken(self) -> Why {
        Why::Invalid(Arc::from(match self {
            Place::File => "not readable",
            Place::Json(_) => "not JSON",
            Place::Yaml(_) => NOT_YAML,
        }))
    }
}

/// Reads one tree.
struct Reader<'t> {
    tree: &'t Tree,
    place: Place<'t>,
    nodes: usize,
}

impl<'t> Reader<'t> {
    fn new(tree: &'t Tree, place: Place<'t>) -> Self {
        Self { tree, place, nodes: 0 }
    }

    fn value(&mut self, id: NodeId, depth: usize) -> Value {
        let node = self.tree.node(id);
        let span = self.span(node.span);
        self.nodes += 1;
        if depth > MAX_DEPTH || self.nodes > MAX_NODES {
            let limit = if depth > MAX_DEPTH { "nesting" } else { "aliases" };
            return Value::unknown(Why::Limit(limit), Type::Any, span);
        }
        if let Some(tag) = &node.tag {
            return Value::unknown(Why::Function(format!("!{}", tag.name).into()), Type::Any, span);
        }
        let value = match &node.kind {
            NodeKind::Number(it) | NodeKind::Text(it)
                if let (Place::Yaml(_), false, Some(kind)) = (
                    self.place,
                    it.quoted || it.text.contains(HOLE),
                    plain::kind(&it.text, span),
                ) =>
            {
                Value::new(kind, span)
            }
            // A number to CloudFormation alone.
            NodeKind::Number(it) if matches!(self.place, Place::Yaml(_)) && !it.quoted => {
                return self.text(it, node.span);
            }
            NodeKind::Null => Value::null(span),
            NodeKind::Bool(it) => Value::bool(*it, span),
            NodeKind::Number(it) => match it.number().and_then(|it| Number::parse(&it)) {
                Some(number) => Value::number(number, span),
                None => {
                    let why = Why::Invalid(format!("{} as a number", it.text).into());
                    Value::unknown(why, Type::Number, span)
                }
            },
            NodeKind::Text(it) => return self.text(it, node.span),
            NodeKind::Sequence(items) => {
                Value::tuple(items.iter().map(|it| self.value(*it, depth + 1)).collect(), span)
            }
            NodeKind::Mapping(pairs) => self.map(pairs, span, depth),
            // Aliases name what ended before them, so this ends; the nesting adds up all the same.
            NodeKind::Alias(target) => {
                let value = self.value(*target, depth + 1);
                return Value { span, ..value };
            }
            NodeKind::Broken => Value::unknown(self.place.broken(), Type::Any, span),
        };
        match self.place.outer() {
            Some(outer) => outer.caused(value, node.span.range()),
            None => value,
        }
    }

    fn map(&mut self, pairs: &[Pair], span: Span, depth: usize) -> Value {
        let mut entries = Vec::with_capacity(pairs.len());
        let mut open: Vec<Arc<Unknown>> = Vec::new();
        // What is merged comes first: a key of the mapping's own wins, as the last one does.
        let (merges, own): (Vec<&Pair>, Vec<&Pair>) =
            pairs.iter().partition(|it| self.is_merge(it));
        for pair in merges {
            let merged = self.value(pair.value, depth + 1);
            let several = merged.as_list().map(|it| it.items.iter().rev().collect());
            for it in several.unwrap_or_else(|| vec![&merged]) {
                match &it.kind {
                    Kind::Map(it) => {
                        entries.extend(it.entries.iter().cloned());
                        open.extend(it.open.clone());
                    }
                    _ => open.push(self.unreadable()),
                }
            }
        }
        for pair in own {
            let key = self.tree.node(self.tree.resolve(pair.key));
            match &key.kind {
                NodeKind::Text(it) if self.place.outer().is_some() && it.text.contains(HOLE) => {
                    open.push(self.unknown_key(it, key.span));
                }
                NodeKind::Text(it) => {
                    let key_span = self.span(self.tree.node(pair.key).span);
                    let value = self.value(pair.value, depth + 1);
                    entries.push(Entry { key: Arc::from(&*it.text), key_span, value });
                }
                _ => open.push(self.unreadable()),
            }
        }
        let mut map = Map::new(MapShape::Object, entries);
        if !open.is_empty() {
            map = map.opened(Arc::new(Unknown::because(open.iter().map(|it| &**it), Type::Any)));
        }
        Value::new(Kind::Map(Arc::new(map)), span)
    }

    /// JSON quotes its keys, and has no merge.
    fn is_merge(&self, pair: &Pair) -> bool {
        match &self.tree.node(pair.key).kind {
            NodeKind::Text(it) => !it.quoted && &*it.text == "<<",
            _ => false,
        }
    }

    /// Why the keys are not known that stand where this one does.
    fn unknown_key(&self, key: &Scalar, span: Span) -> Arc<Unknown> {
        let text = self.text(key, span);
        let unknowns: Vec<Arc<Unknown>> = match &text.kind {
            Kind::Unknown(it) => vec![it.clone()],
            Kind::Text(it) => it.unknowns().cloned().collect(),
            _ => Vec::new(),
        };
        match unknowns.is_empty() {
            true => {
                Arc::new(Unknown::new(Why::Limit("a key that depends on a condition"), Type::Any))
            }
            false => Arc::new(Unknown::because(unknowns.iter().map(|it| &**it), Type::Any)),
        }
    }

    fn unreadable(&self) -> Arc<Unknown> {
        Arc::new(Unknown::new(self.place.broken(), Type::Any))
    }

    fn text(&self, scalar: &Scalar, inner: Span) -> Value {
        let span = self.span(inner);
        let outer = match self.place {
            Place::File => return Value::new(Kind::Text(Arc::new(text_of(scalar))), span),
            Place::Json(it) | Place::Yaml(it) => it,
        };
        let is_hole = scalar.text.strip_prefix(HOLE) == Some("");
        match self.place {
            Place::Json(_) if !scalar.quoted && is_hole => {
                return outer.hole(inner.range(), any_json);
            }
            Place::Json(_) if !scalar.quoted => return outer.word(inner.range()),
            Place::Yaml(_) if is_hole && scalar.quoted => return outer.quoted_hole(inner.range()),
            Place::Yaml(_) if is_hole => return outer.hole(inner.range(), any_yaml),
            Place::File | Place::Json(_) | Place::Yaml(_) => {}
        }
        let mut text = TextBuilder::default();
        for (run, piece) in scalar.pieces() {
            match run.exact {
                true => outer.copy(run.span.range(), &mut text),
                false => outer.derive(piece, run.span.range(), &mut text),
            }
        }
        text.value(span)
    }

    fn span(&self, span: Span) -> Span {
        self.place.outer().map_or(span, |it| it.span(span.range()))
    }
}

/// What a text without holes says as any JSON value; none if it is not valid.
pub fn any_json(text: &Text) -> Option<Value> {
    let outer = Outer::new(text).filter(|_| text.as_str().is_some())?;
    let parsed = json::parse(INNER, &outer.text);
    let reader = || Reader::new(&parsed.tree, Place::Json(&outer)).value(parsed.tree.root, 0);
    parsed.errors.is_empty().then(reader)
}

/// What a text without holes says as any YAML value.
fn any_yaml(text: &Text) -> Option<Value> {
    text.as_str()?;
    yaml(text).into_iter().next()
}
