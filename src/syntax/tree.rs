//! The tree that YAML, JSON and TOML share.

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::ops::Range;

use crate::syntax::{Parsed, json, toml, yaml};
use crate::text::{FileId, Span};

/// How deep collections may nest, aliases not followed. Who walks a tree may recurse this deep:
/// a few hundred kilobytes of stack.
pub const MAX_DEPTH: usize = 512;

/// Reads a document in whichever of the languages it is written.
///
/// Only its name tells TOML. A text that starts with a bracket is JSON, if it is valid as that or its name says so;
/// otherwise it may be a flow collection of YAML. `name` is that of the file.
pub fn parse(file: FileId, text: &str, name: &str) -> Parsed<Tree> {
    let name = name.to_ascii_lowercase();
    if name.ends_with(".toml") {
        return toml::parse(file, text);
    }
    let named_json = name.ends_with(".json");
    let start = text.strip_prefix(BOM).unwrap_or(text).trim_start();
    if !named_json && !start.starts_with(['{', '[']) {
        return yaml::parse(file, text);
    }
    let json = json::parse(file, text);
    if named_json || json.errors.is_empty() {
        return json;
    }
    let yaml = yaml::parse(file, text);
    // In JSON, a quote or another bracket follows the first one.
    let inside = start[1..].trim_start();
    let like_yaml = inside.starts_with(|it: char| !"\"[]{}".contains(it));
    if yaml.errors.is_empty() || like_yaml { yaml } else { json }
}

/// The byte order mark, which both languages ignore at the start of a text.
pub(super) const BOM: char = '\u{feff}';

/// One document. Nodes refer to each other by index, so that an alias costs
/// nothing and a deep document drops without recursion.
#[derive(Clone, Debug)]
pub struct Tree {
    pub nodes: Vec<Node>,
    /// The top of the document; a null scalar when the document is empty.
    pub root: NodeId,
}

/// Names one node of one tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(pub u32);

#[derive(Clone, Debug)]
pub struct Node {
    pub kind: NodeKind,
    /// The value as it stands, quotes and brackets included; tag, anchor and the
    /// indicator of a block scalar (`|`, `>`) are not. A block collection ends where its last
    /// child ends.
    pub span: Span,
    /// A local tag such as `!Ref`; none for `!!str` and the like, which are resolved.
    pub tag: Option<Tag>,
}

#[derive(Clone, Debug)]
pub struct Tag {
    /// Without the `!`: `Ref`, `GetAtt`.
    pub name: String,
    /// With the `!`.
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum NodeKind {
    Null,
    Bool(bool),
    /// As written, `0x1F` and `1_000` included: see [`Scalar::number`].
    Number(Scalar),
    Text(Scalar),
    Sequence(Vec<NodeId>),
    /// In the order written; keys may repeat.
    Mapping(Vec<Pair>),
    /// `*name`: stands for the node that `&name` names, which ended before it: trees have no cycles.
    /// A few nodes can thus stand for very many, so who follows aliases must count.
    Alias(NodeId),
    /// What could not be read; an error says why.
    Broken,
}

/// One entry of a mapping. A key that is [`NodeKind::Broken`] stands for text that could not be
/// read: the mapping may have keys that are not listed.
#[derive(Clone, Copy, Debug)]
pub struct Pair {
    pub key: NodeId,
    pub value: NodeId,
}

/// Text, and where each stretch of it is written.
#[derive(Clone, Debug)]
pub struct Scalar {
    /// What it says, escapes and folding undone.
    pub text: Box<str>,
    /// Covers `text` from first byte to last, in order. One run for text that stands as it is;
    /// none for empty text.
    pub runs: Box<[Run]>,
    /// Whether it was quoted or a block, so that it is text whatever it looks like.
    pub quoted: bool,
}

/// A stretch of decoded text and where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// In bytes of decoded text.
    pub len: u32,
    /// If `exact`, as long as `len` and the same bytes; otherwise the whole stretch comes from the
    /// whole span (an escape such as `\"`, a folded line break).
    pub span: Span,
    pub exact: bool,
}

impl Tree {
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// The node itself, with aliases followed.
    pub fn resolve(&self, mut id: NodeId) -> NodeId {
        // An alias may only name a node that began before it, so this ends.
        while let NodeKind::Alias(target) = self.node(id).kind {
            id = target;
        }
        id
    }

    pub fn root(&self) -> &Node {
        self.node(self.root)
    }

    /// What a scalar key says; none for keys that are collections.
    pub fn key(&self, id: NodeId) -> Option<&str> {
        match &self.node(self.resolve(id)).kind {
            NodeKind::Text(it) | NodeKind::Number(it) => Some(&it.text),
            _ => None,
        }
    }

    /// The value of a key of a mapping: the last one, if the key repeats, as CloudFormation's
    /// loader takes it.
    pub fn get(&self, id: NodeId, key: &str) -> Option<NodeId> {
        let NodeKind::Mapping(pairs) = &self.node(self.resolve(id)).kind else { return None };
        pairs.iter().rev().find(|it| self.key(it.key) == Some(key)).map(|it| it.value)
    }
}

impl Scalar {
    /// Each stretch with its text.
    pub fn pieces(&self) -> impl Iterator<Item = (Run, &str)> {
        let mut at = 0;
        self.runs.iter().map(move |run| {
            let start = at;
            at += run.len as usize;
            (*run, &self.text[start..at])
        })
    }

    /// The number that JSON or YAML 1.1 reads here, in decimal: `31` for `0x1F`, `8` for `010`,
    /// `1024` for `1_024`, `5400` for `1:30:00`, `1e3` as it is. None for what is not a number, for
    /// `.inf` and `.nan`, and for a hexadecimal one beyond 128 bits.
    pub fn number(&self) -> Option<Cow<'_, str>> {
        decimal(&self.text)
    }
}

fn decimal(written: &str) -> Option<Cow<'_, str>> {
    if json::is_number(written) {
        return Some(Cow::Borrowed(written));
    }
    if !yaml::is_number(written) {
        return None;
    }
    let (sign, rest) = match written.strip_prefix(['-', '+']) {
        Some(rest) if written.starts_with('-') => ("-", rest),
        Some(rest) => ("", rest),
        None => ("", written),
    };
    let digits = rest.replace('_', "");
    let radix = |digits: &str, radix| u128::from_str_radix(digits, radix).ok();
    let magnitude = match digits.split_once('.') {
        Some((_, "inf" | "Inf" | "INF" | "nan" | "NaN" | "NAN")) => return None,
        Some((whole, fraction)) if whole.contains(':') => {
            format!("{}.{fraction}", sexagesimal(whole)?)
        }
        Some(_) => digits,
        None if digits.contains(':') => sexagesimal(&digits)?.to_string(),
        None => match digits.get(..2) {
            Some("0x") => radix(&digits[2..], 16)?.to_string(),
            Some("0b") => radix(&digits[2..], 2)?.to_string(),
            Some(_) if digits.starts_with('0') => radix(&digits[1..], 8)?.to_string(),
            _ => digits,
        },
    };
    Some(Cow::Owned(format!("{sign}{magnitude}")))
}

/// `1:30` is an hour and a half, in minutes.
fn sexagesimal(digits: &str) -> Option<u128> {
    digits.split(':').try_fold(0u128, |sum, it| sum.checked_mul(60)?.checked_add(it.parse().ok()?))
}

/// Puts a scalar together, stretch by stretch.
pub(super) struct ScalarBuilder {
    file: FileId,
    pub(super) text: String,
    runs: Vec<Run>,
}

impl ScalarBuilder {
    pub(super) fn new(file: FileId) -> Self {
        Self { file, text: String::new(), runs: Vec::new() }
    }

    /// Text that stands in the source as it is, from byte `at`.
    pub(super) fn exact(&mut self, text: &str, at: usize) {
        if text.is_empty() {
            return;
        }
        self.text.push_str(text);
        let span = Span::new(self.file, at..at + text.len());
        match self.runs.last_mut() {
            Some(last) if last.exact && last.span.end == span.start => {
                last.len += text.len() as u32;
                last.span.end = span.end;
            }
            _ => self.runs.push(Run { len: text.len() as u32, span, exact: true }),
        }
    }

    /// Text that comes, as a whole, from a stretch of the source.
    pub(super) fn derived(&mut self, text: &str, source: Range<usize>) {
        if !text.is_empty() {
            self.text.push_str(text);
            let span = Span::new(self.file, source);
            self.runs.push(Run { len: text.len() as u32, span, exact: false });
        }
    }

    pub(super) fn build(self, quoted: bool) -> Scalar {
        Scalar { text: self.text.into(), runs: self.runs.into(), quoted }
    }
}
