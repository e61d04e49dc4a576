//! What the keys of a configuration mean, and what is wrong with them.

use super::{Attestation, Config, Selector};
use crate::date::Date;
use crate::finding::Severity;
use crate::suppress::nearest;
use crate::syntax::SyntaxError;
use crate::syntax::tree::{Node, NodeId, NodeKind, Scalar, Tree};
use crate::text::Span;
use crate::world::{Attested, Covered};

/// The keys at the top of a file.
const KEYS: [&str; 8] = [
    "select",
    "extend-select",
    "ignore",
    "severity",
    "fail-on",
    "strict",
    "require-reason",
    "attest",
];

/// What a file says. `first` is the id of its first attestation.
pub(super) fn config(tree: &Tree, mut to: Config, first: usize) -> Result<Config, SyntaxError> {
    for entry in entries(tree, tree.root, &KEYS)? {
        match entry.name {
            "select" => to.selection.select = Some(selectors(tree, &entry)?),
            "extend-select" => to.selection.extend = selectors(tree, &entry)?,
            "ignore" => to.selection.ignore = selectors(tree, &entry)?,
            "severity" => to.severities = severities(tree, &entry)?,
            "fail-on" => to.fail_on = Some(severity(&entry)?),
            "strict" => to.is_strict = truth(&entry)?,
            "require-reason" => to.require_reason = truth(&entry)?,
            _attest => {
                for table in tables(&entry)? {
                    let id = first + to.attestations.len();
                    to.attestations.push(attestation(tree, table, id)?);
                }
            }
        }
    }
    Ok(to)
}

fn tables(entry: &Entry<'_>) -> Result<Vec<NodeId>, SyntaxError> {
    let message = || format!("expected a list of tables: `[[{}]]`", entry.name);
    match &entry.value.kind {
        NodeKind::Sequence(tables) => Ok(tables.clone()),
        _ => Err(wrong(entry.key.span, message())),
    }
}

/// A list of rules.
fn selectors(tree: &Tree, entry: &Entry<'_>) -> Result<Vec<Selector>, SyntaxError> {
    let of = |(text, span): (&str, Span)| Selector::new(text, Some(span));
    Ok(texts(tree, entry)?.into_iter().map(of).collect())
}

/// A list of texts, none empty.
fn texts<'t>(tree: &'t Tree, entry: &Entry<'_>) -> Result<Vec<(&'t str, Span)>, SyntaxError> {
    let message = || format!("`{}` is a list of texts: [\"…\"]", entry.name);
    let NodeKind::Sequence(items) = &entry.value.kind else {
        return Err(wrong(entry.value.span, message()));
    };
    let items = items.iter().map(|it| {
        let node = tree.node(*it);
        match &node.kind {
            NodeKind::Text(it) if it.quoted && !it.text.trim().is_empty() => {
                Ok((&*it.text, node.span))
            }
            NodeKind::Text(it) if it.quoted => Err(wrong(node.span, "this is empty")),
            _ => Err(wrong(node.span, message())),
        }
    });
    items.collect()
}

fn severities(tree: &Tree, entry: &Entry<'_>) -> Result<Vec<(Selector, Severity)>, SyntaxError> {
    let NodeKind::Mapping(pairs) = &entry.value.kind else {
        return Err(wrong(entry.value.span, "expected a table: `[severity]`"));
    };
    let pairs = pairs.iter().map(|it| {
        let (key, value) = (tree.node(it.key), tree.node(it.value));
        let name = tree.key(it.key).unwrap_or_default();
        let severity = severity(&Entry { name, key, value })?;
        Ok((Selector::new(name, Some(key.span)), severity))
    });
    pairs.collect()
}

fn severity(entry: &Entry<'_>) -> Result<Severity, SyntaxError> {
    let of = |it: &str| Severity::ALL.into_iter().find(|severity| severity.name() == it);
    let severity = match &entry.value.kind {
        NodeKind::Text(it) if it.quoted => of(&it.text),
        _ => None,
    };
    let message = || format!("`{}` is \"error\", \"warning\" or \"note\"", entry.name);
    severity.ok_or_else(|| wrong(entry.value.span, message()))
}

fn truth(entry: &Entry<'_>) -> Result<bool, SyntaxError> {
    match entry.value.kind {
        NodeKind::Bool(it) => Ok(it),
        _ => Err(wrong(entry.value.span, format!("`{}` is true or false", entry.name))),
    }
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
