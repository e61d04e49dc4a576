//! What should be written, as edits of the text it is to be written in.
//!
//! A change names a place by its span, as every finding does. Here the text is parsed once more,
//! for the style of what stands around that place: what is put in looks as if its author had
//! written it. A document inside a string is a text in which the same is done; what comes of that
//! is written as the string has it.

mod block;
mod body;
mod braces;
mod inside;
mod places;
mod style;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::finding::{Change, Edit, Fix, Wish};
use crate::syntax::hcl::{self, Body};
use crate::syntax::json;
use crate::syntax::tree::{self, Tree};
use crate::text::{FileId, Source, Sources, Span};

/// A text in place of another, in bytes of the text that is changed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    range: Range<usize>,
    text: String,
}

impl Piece {
    fn put_in(at: usize, text: String) -> Self {
        Self { range: at..at, text }
    }
}

/// What should hold, where a text says nothing of it yet.
struct Wanted<'c> {
    /// Outermost first.
    keys: &'c [String],
    in_blocks: bool,
    value: bool,
}

/// A text, parsed.
enum Written {
    Tree(Tree),
    Hcl(Body),
    /// Of Terraform; with what Terraform makes of it.
    Json(Tree, Body),
}

/// Writes changes into the files of one run, each of which is parsed once.
pub struct Writer<'s> {
    sources: &'s Sources,
    written: BTreeMap<FileId, Written>,
}

impl<'s> Writer<'s> {
    pub fn new(sources: &'s Sources) -> Self {
        Self { sources, written: BTreeMap::new() }
    }

    /// None if it cannot be told how to write all of it, or what else that would change.
    pub fn fix(&mut self, changes: &[Change]) -> Option<Fix> {
        let title = changes.first()?.title.clone();
        let mut edits: Vec<Edit> = Vec::new();
        for change in changes {
            let new = self.edits(change)?;
            edits.extend(new.into_iter().filter(|it| !edits.contains(it)).collect::<Vec<_>>());
        }
        edits.sort_by_key(|it| it.span);
        let are_apart = edits
            .windows(2)
            .all(|it| it[0].span.file != it[1].span.file || it[0].span.end < it[1].span.start);
        let is_safe = changes.iter().all(|it| it.is_safe);
        are_apart.then_some(Fix { title, is_safe, edits })
    }

    fn edits(&mut self, change: &Change) -> Option<Vec<Edit>> {
        let file = change.at.file;
        let source = self.sources.get(file);
        let range = change.at.range();
        source.text.get(range.clone())?;
        let written = self.written.entry(file).or_insert_with(|| parse(file, source));
        let Change { keys, in_blocks, value, .. } = change;
        let pieces = match value {
            Wish::Flag(value) => {
                let wanted = Wanted { keys, in_blocks: *in_blocks, value: *value };
                written.change(&source.text, range, &wanted)?
            }
            Wish::Word { old, new } => written.reword(&source.text, range, old, new)?,
        };
        let edit = |it: Piece| Edit { span: Span::new(file, it.range), text: it.text };
        Some(joined(pieces).into_iter().map(edit).collect())
    }
}

fn parse(file: FileId, source: &Source) -> Written {
    let Source { path, text, .. } = source;
    if path.ends_with(".tf.json") || path.ends_with(".tofu.json") {
        let tree = json::parse(file, text).tree;
        let body = hcl::from_json(&tree).tree;
        return Written::Json(tree, body);
    }
    if path.ends_with(".tf") || path.ends_with(".tofu") {
        return Written::Hcl(hcl::parse(file, text).tree);
    }
    let parsed = tree::parse(file, text, path);
    if parsed.errors.is_empty() {
        return Written::Tree(parsed.tree);
    }
    // A template of a document, perhaps.
    let masked = json::parse(file, &inside::masked(text));
    Written::Tree(if masked.errors.is_empty() { masked.tree } else { parsed.tree })
}

impl Written {
    fn change(&self, text: &str, at: Range<usize>, wanted: &Wanted<'_>) -> Option<Vec<Piece>> {
        match self {
            Written::Tree(tree) => places::in_tree(tree, text, at, wanted),
            Written::Hcl(body) => places::in_hcl(body, text, at, wanted),
            Written::Json(tree, body) => {
                let at = places::body_at(body, &at).unwrap_or(at);
                places::in_tree(tree, text, at, wanted)
            }
        }
    }

    /// A word needs no look at what is around it, but for who else relies on it.
    fn reword(&self, text: &str, at: Range<usize>, old: &str, new: &str) -> Option<Vec<Piece>> {
        let is_bound = match self {
            Written::Tree(tree) | Written::Json(tree, _) => {
                places::is_aliased(tree, &at) || places::is_bound(tree, &at, new)
            }
            Written::Hcl(body) => places::is_validated(body, &at),
        };
        let range = unquoted(text, at);
        (!is_bound && text[range.clone()] == *old)
            .then(|| vec![Piece { range, text: new.to_owned() }])
    }
}

/// Another value in place of a literal, in the same quotes.
fn replaced(text: &str, at: Range<usize>, value: bool) -> Option<Vec<Piece>> {
    let range = unquoted(text, at);
    let new = in_case(value, &text[range.clone()])?;
    Some(vec![Piece { range, text: new }])
}

/// What stands within quotes, if there are any.
fn unquoted(text: &str, at: Range<usize>) -> Range<usize> {
    let written = &text[at.clone()];
    let quotes = ["\\\"", "\"", "'"].into_iter().find(|it| {
        written.len() >= 2 * it.len() && written.starts_with(it) && written.ends_with(it)
    });
    let margin = quotes.map_or(0, str::len);
    at.start + margin..at.end - margin
}

/// A truth value as the opposite one is written; none if that is no such value.
fn in_case(value: bool, written: &str) -> Option<String> {
    const WORDS: [&str; 8] = ["true", "false", "yes", "no", "on", "off", "y", "n"];
    if !WORDS.contains(&written.to_ascii_lowercase().as_str()) {
        return None;
    }
    let word = value.to_string();
    let mut letters = written.chars();
    let is_upper = |it: char| it.is_ascii_uppercase();
    Some(match (letters.next().is_some_and(is_upper), letters.any(is_upper)) {
        (true, true) => word.to_ascii_uppercase(),
        (true, false) => format!("{}{}", word[..1].to_ascii_uppercase(), &word[1..]),
        (false, _) => word,
    })
}

/// In the order of their places, those of one place as one.
fn joined(mut pieces: Vec<Piece>) -> Vec<Piece> {
    pieces.sort_by_key(|it| (it.range.start, it.range.end));
    let mut joined: Vec<Piece> = Vec::new();
    for piece in pieces {
        match joined.last_mut() {
            Some(last) if last.range.end == piece.range.start => {
                last.range.end = piece.range.end;
                last.text.push_str(&piece.text);
            }
            _ => joined.push(piece),
        }
    }
    joined
}
