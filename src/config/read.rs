//! What the keys of a configuration mean, and what is wrong with them.

use super::Attestation;
use crate::date::Date;
use crate::suppress::nearest;
use crate::syntax::SyntaxError;
use crate::syntax::tree::{Node, NodeId, NodeKind, Scalar, Tree};
use crate::text::Span;
use crate::world::{Attested, Covered};

/// What a file attests. `first` is the id of the first.
pub(super) fn attestations(tree: &Tree, first: usize) -> Result<Vec<Attestation>, SyntaxError> {
    let mut attestations = Vec::new();
    for entry in entries(tree, tree.root, &["attest"])? {
        let NodeKind::Sequence(tables) = &entry.value.kind else {
            return Err(wrong(entry.key.span, "expected a list of tables: `[[attest]]`"));
        };
        for table in tables {
            attestations.push(attestation(tree, *table, first + attestations.len())?);
        }
    }
    Ok(attestations)
}

fn attestation(tree: &Tree, table: NodeId, id: usize) -> Result<Attestation, SyntaxError> {
    let (mut about, mut reason, mut until) = (None, None, None);
    for it in entries(tree, table, &["cluster", "vpc", "reason", "until"])? {
        match it.name {
            "reason" => reason = Some(text(&it)?.to_owned()),
            "until" => until = Some((date(&it)?, it.value.span)),
            name => {
                let what = if name == "vpc" { Covered::Vpc } else { Covered::Cluster };
                if about.is_some() {
                    let message = "one attestation is about a cluster or a VPC, not both";
                    return Err(wrong(it.key.span, message));
                }
                let attested = Attested { id, what, name: text(&it)?.to_owned() };
                about = Some((attested, it.value.span));
            }
        }
    }
    let lacks = |what: &str| wrong(tree.node(table).span, format!("this attestation lacks {what}"));
    let (attested, span) = about.ok_or_else(|| lacks("a `cluster` or a `vpc`"))?;
    let reason = reason.ok_or_else(|| lacks("a `reason`"))?;
    Ok(Attestation { attested, span, reason, until })
}

/// One key of a table.
struct Entry<'t> {
    name: &'t str,
    key: &'t Node,
    value: &'t Node,
}

/// The keys of a table, all of them known.
fn entries<'t>(
    tree: &'t Tree,
    table: NodeId,
    known: &[&str],
) -> Result<Vec<Entry<'t>>, SyntaxError> {
    let NodeKind::Mapping(pairs) = &tree.node(table).kind else {
        return Err(wrong(tree.node(table).span, "expected a table"));
    };
    let entry = |key: NodeId, value: NodeId| {
        let name = tree.key(key).unwrap_or_default();
        let (key, value) = (tree.node(key), tree.node(value));
        if known.contains(&name) {
            return Ok(Entry { name, key, value });
        }
        let meant = match nearest(name, known) {
            Some(it) => format!("; did you mean `{it}`?"),
            None => format!(", expected {}", listed(known)),
        };
        Err(wrong(key.span, format!("there is no key `{name}`{meant}")))
    };
    pairs.iter().map(|it| entry(it.key, it.value)).collect()
}

fn listed(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|it| format!("`{it}`")).collect();
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, before)) => format!("{} or {last}", before.join(", ")),
        None => String::new(),
    }
}

fn text<'t>(entry: &Entry<'t>) -> Result<&'t str, SyntaxError> {
    match &entry.value.kind {
        NodeKind::Text(Scalar { text, quoted: true, .. }) if !text.trim().is_empty() => Ok(text),
        NodeKind::Text(Scalar { quoted: true, .. }) => {
            Err(wrong(entry.value.span, format!("`{}` is empty", entry.name)))
        }
        _ => Err(wrong(entry.value.span, format!("`{}` is a text, in quotes", entry.name))),
    }
}

fn date(entry: &Entry<'_>) -> Result<Date, SyntaxError> {
    let date = match &entry.value.kind {
        NodeKind::Text(it) if !it.quoted => Date::parse(&it.text),
        _ => None,
    };
    let message = format!("`{}` is a day, without quotes: 2027-03-31", entry.name);
    date.ok_or_else(|| wrong(entry.value.span, message))
}

fn wrong(span: Span, message: impl Into<String>) -> SyntaxError {
    SyntaxError { span, message: message.into() }
}
