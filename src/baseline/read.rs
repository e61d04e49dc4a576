//! What a baseline says, and what is wrong with it.

use super::Entry;
use crate::fingerprint::Fingerprint;
use crate::syntax::tree::{Node, NodeId, NodeKind, Tree};
use crate::syntax::{SyntaxError, json};
use crate::text::{FileId, Span};

/// The shape that is read and written.
const VERSION: &str = "1";

pub(super) fn entries(file: FileId, text: &str) -> Result<Vec<Entry>, SyntaxError> {
    let parsed = json::parse(file, text);
    if let Some(error) = parsed.errors.into_iter().next() {
        return Err(error);
    }
    let tree = &parsed.tree;
    let version = tree.get(tree.root, "version").map(|it| tree.node(it));
    match version {
        Some(Node { kind: NodeKind::Number(it), .. }) if &*it.text == VERSION => (),
        Some(it) => {
            return Err(wrong(it.span, "expected version 1: another release wrote this file"));
        }
        None => return Err(wrong(tree.root().span.start(), "expected a baseline of wirelint")),
    }
    let findings = tree.get(tree.root, "findings").map(|it| tree.node(it));
    match findings {
        Some(Node { kind: NodeKind::Sequence(items), .. }) => {
            items.iter().map(|it| entry(tree, *it)).collect()
        }
        Some(it) => Err(wrong(it.span, "expected a list of findings")),
        None => Err(wrong(tree.root().span.start(), "expected `findings`, a list")),
    }
}

fn entry(tree: &Tree, item: NodeId) -> Result<Entry, SyntaxError> {
    let span = tree.node(item).span;
    let text = |key: &str| match tree.get(item, key).map(|it| &tree.node(it).kind) {
        Some(NodeKind::Text(it)) => Ok(it.text.to_string()),
        _ => Err(wrong(span, format!("expected `{key}`, a text"))),
    };
    let fingerprint = Fingerprint::parse(&text("fingerprint")?)
        .ok_or_else(|| wrong(span, "expected `fingerprint`, 32 hexadecimal digits"))?;
    let (file, subject) = (text("file")?, text("subject")?);
    // What tells it best to people.
    let told = if subject.is_empty() { "file" } else { "subject" };
    let span = tree.get(item, told).map(|it| tree.node(it).span);
    Ok(Entry { file, rule: text("rule")?, subject, message: text("message")?, fingerprint, span })
}

fn wrong(span: Span, message: impl Into<String>) -> SyntaxError {
    SyntaxError { span, message: message.into() }
}
