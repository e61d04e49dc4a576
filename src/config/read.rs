//! What the keys of a configuration mean, and what is wrong with them.

mod deployment;

use super::{Attestation, Config, Exception, Patterns, Selector, keys};
use crate::date::Date;
use crate::finding::Severity;
use crate::suppress::nearest;
use crate::syntax::SyntaxError;
use crate::syntax::tree::{Node, NodeId, NodeKind, Scalar, Tree};
use crate::text::Span;
use crate::world::{Attested, Covered};

/// What a file says. `first` is the id of its first statement.
pub(super) fn config(tree: &Tree, mut to: Config, first: usize) -> Result<Config, SyntaxError> {
    for entry in entries(tree, tree.root, &keys::TOP)? {
        to.said.push((entry.name.to_owned(), entry.value.span));
        match entry.name {
            "select" => to.selection.select = Some(selectors(tree, &entry)?),
            "extend-select" => to.selection.extend = selectors(tree, &entry)?,
            "ignore" => to.selection.ignore = selectors(tree, &entry)?,
            "severity" => to.severities = severities(tree, &entry)?,
            "fail-on" => to.fail_on = Some(severity(&entry)?),
            "strict" => to.is_strict = truth(&entry)?,
            "require-reason" => to.require_reason = truth(&entry)?,
            "exclude" => to.exclude = Patterns::new(texts(tree, &entry)?)?,
            "deployment" => {
                for table in tables(&entry)? {
                    to.deployments.push(deployment::read(tree, table)?);
                }
            }
            "attest" => {
                for table in tables(&entry)? {
                    let id = first + to.statements();
                    to.attestations.push(attestation(tree, table, id)?);
                }
            }
            _except => {
                for table in tables(&entry)? {
                    let id = first + to.statements();
                    to.exceptions.push(exception(tree, table, id)?);
                }
            }
        }
    }
    Ok(to)
}

/// What a file excludes; nothing if it does not say that well.
pub(super) fn excluded(tree: &Tree) -> Option<Patterns> {
    let NodeKind::Mapping(pairs) = &tree.root().kind else { return None };
    let pair = pairs.iter().find(|it| tree.key(it.key) == Some("exclude"))?;
    let entry = Entry { name: "exclude", key: tree.node(pair.key), value: tree.node(pair.value) };
    Patterns::new(texts(tree, &entry).ok()?).ok().filter(|it| !it.is_empty())
}

fn exception(tree: &Tree, table: NodeId, id: usize) -> Result<Exception, SyntaxError> {
    let (mut rules, mut paths, mut addresses) = (None, None, Vec::new());
    let (mut reason, mut until) = (None, None);
    for it in entries(tree, table, &keys::EXCEPT)? {
        match it.name {
            "rules" => rules = Some((selectors(tree, &it)?, it.value.span)),
            "paths" => paths = Some(Patterns::new(texts(tree, &it)?)?),
            "addresses" => {
                addresses = texts(tree, &it)?.into_iter().map(|it| it.0.to_owned()).collect();
            }
            "reason" => reason = Some(text(&it)?.to_owned()),
            _until => until = Some((date(&it)?, it.value.span)),
        }
    }
    let lacks = |what: &str| wrong(tree.node(table).span, format!("this exception lacks {what}"));
    let (rules, span) = rules.ok_or_else(|| lacks("`rules`"))?;
    if rules.is_empty() {
        return Err(wrong(span, "no rule is named"));
    }
    let reason = reason.ok_or_else(|| lacks("a `reason`"))?;
    let is_everywhere = paths.as_ref().is_none_or(Patterns::is_empty) && addresses.is_empty();
    if is_everywhere {
        return Err(lacks("`paths` or `addresses`"));
    }
    let paths = paths.filter(|it| !it.is_empty());
    Ok(Exception { id, rules, paths, addresses, span, reason, until })
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
    for it in entries(tree, table, &keys::ATTEST)? {
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
