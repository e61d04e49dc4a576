//! What a template allows for its parameters, and what of the values given it does not.

use std::cmp::Ordering;
use std::sync::Arc;

use regex::RegexBuilder;

use super::{Inputs, Supplied, limits, parameters};
use crate::syntax::tree::{NodeId, NodeKind, Tree};
use crate::text::Span;
use crate::value::{Number, Value};

/// A value given from outside with which a deployment would fail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    pub parameter: Arc<str>,
    /// Where the value is written; none for the command line.
    pub span: Option<Span>,
    /// What is wrong with the value, as a statement about it.
    pub reason: String,
}

/// The parameters that a template declares, in the order they stand.
pub(super) fn names(tree: &Tree) -> Vec<Arc<str>> {
    declared(tree).map(|(name, _)| name.into()).collect()
}

fn declared(tree: &Tree) -> impl Iterator<Item = (&str, NodeId)> {
    let section = tree.get(tree.root, "Parameters").map(|it| &tree.node(tree.resolve(it)).kind);
    let pairs = match section {
        Some(NodeKind::Mapping(pairs)) => pairs.as_slice(),
        _ => &[],
    };
    pairs.iter().filter_map(|it| Some((tree.key(it.key)?, it.value)))
}

/// The values of parameters that nobody is to be shown: as a whole, and each member of a list.
pub(super) fn secrets(tree: &Tree, inputs: &Inputs) -> Vec<Arc<str>> {
    let mut secrets: Vec<Arc<str>> = Vec::new();
    for (name, id) in declared(tree).filter(|it| parameters::is_hidden(tree, it.1)) {
        let default = tree.get(id, "Default").and_then(|it| parameters::written(tree, it));
        let said = match inputs.parameters.get(name) {
            Some(Supplied::Written { value, resolved }) => [Some(value), resolved.as_ref()],
            Some(Supplied::Said(it)) => {
                secrets.extend([it.clone()]);
                [None, None]
            }
            Some(Supplied::Previous) => [None, None],
            None => [default.as_ref(), None],
        };
        let texts = said.into_iter().flatten().filter_map(Value::as_str);
        secrets.extend(texts.map(Into::into));
        let kind = tree.get(id, "Type").and_then(|it| tree.key(it)).unwrap_or_default();
        if parameters::is_list(kind) {
            let members: Vec<Arc<str>> =
                secrets.iter().flat_map(|it| it.split(',').map(|it| it.trim().into())).collect();
            secrets.extend(members);
        }
    }
    secrets.retain(|it| !it.is_empty());
    // What holds another goes first.
    secrets.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    secrets.dedup();
    secrets
}

/// Every value given that its parameter does not allow.
pub(super) fn refused(tree: &Tree, inputs: &Inputs) -> Vec<Refused> {
    declared(tree)
        .filter_map(|(name, id)| {
            let supplied = inputs.parameters.get(name)?;
            let declaration = Declaration { tree, id, hidden: parameters::is_hidden(tree, id) };
            let reason = declaration.refusal(supplied.text()?)?;
            Some(Refused { parameter: name.into(), span: supplied.span(), reason })
        })
        .collect()
}

struct Declaration<'t> {
    tree: &'t Tree,
    id: NodeId,
    hidden: bool,
}

impl Declaration<'_> {
    fn refusal(&self, text: &str) -> Option<String> {
        let kind = self.said("Type").unwrap_or("String");
        // What is given is a name, and the rest is about the value it stands for.
        if parameters::is_stored(kind) {
            return None;
        }
        let is_list = parameters::is_list(kind);
        let members: Vec<&str> = match is_list {
            true if text.is_empty() => Vec::new(),
            true => text.split(',').map(str::trim).collect(),
            false => vec![text],
        };
        let is_number = kind == "Number" || kind == "List<Number>";
        let wrong = members.iter().find_map(|it| self.refusal_of_one(it, is_number));
        wrong.or_else(|| if is_list { None } else { self.refusal_of_text(text) })
    }

    fn refusal_of_one(&self, text: &str, is_number: bool) -> Option<String> {
        let shown = self.shown(text);
        let number = Number::parse(text.trim());
        if is_number && number.is_none() {
            return Some(format!("{shown} is not a number"));
        }
        if let Some(allowed) = self.allowed() {
            let same = |it: &String| {
                let numbers = || Number::parse(it).partial_cmp(&number) == Some(Ordering::Equal);
                it == text || is_number && numbers()
            };
            if !allowed.iter().any(same) {
                let most = allowed.len().min(limits::ALTERNATIVES);
                let more = if allowed.len() > most { ", …" } else { "" };
                let all = allowed[..most].join(", ");
                return Some(format!("{shown} is none of {all}{more}"));
            }
        }
        let number = number.filter(|_| is_number)?;
        let bound = |name: &str| self.said(name).and_then(|it| Some((it, Number::parse(it)?)));
        if let Some((said, least)) = bound("MinValue")
            && number < least
        {
            return Some(format!("{shown} is less than {said}"));
        }
        if let Some((said, most)) = bound("MaxValue")
            && number > most
        {
            return Some(format!("{shown} is more than {said}"));
        }
        None
    }

    fn refusal_of_text(&self, text: &str) -> Option<String> {
        let shown = self.shown(text);
        let length = text.chars().count();
        let bound = |name: &str| self.said(name)?.parse::<usize>().ok();
        if let Some(least) = bound("MinLength").filter(|it| length < *it) {
            return Some(format!("{shown} has fewer than {least} characters"));
        }
        if let Some(most) = bound("MaxLength").filter(|it| length > *it) {
            return Some(format!("{shown} has more than {most} characters"));
        }
        let pattern = self.said("AllowedPattern")?;
        let matches = matches(pattern, text)?;
        (!matches).then(|| format!("{shown} does not match {pattern}"))
    }

    fn shown(&self, text: &str) -> String {
        if self.hidden { "`****`".to_owned() } else { format!("`{text}`") }
    }

    fn said(&self, key: &str) -> Option<&str> {
        self.tree.key(self.tree.get(self.id, key)?)
    }

    /// None if there are none, or not all of them are plain.
    fn allowed(&self) -> Option<Vec<String>> {
        let id = self.tree.get(self.id, "AllowedValues")?;
        let NodeKind::Sequence(items) = &self.tree.node(self.tree.resolve(id)).kind else {
            return None;
        };
        items
            .iter()
            .map(|it| match &self.tree.node(self.tree.resolve(*it)).kind {
                NodeKind::Bool(it) => Some(it.to_string()),
                _ => self.tree.key(*it).map(ToOwned::to_owned),
            })
            .collect()
    }
}

/// Whether all of a text matches a pattern of Java's; none where Java may see it otherwise.
fn matches(pattern: &str, text: &str) -> Option<bool> {
    if !text.is_ascii() || pattern.contains("&&") {
        return None;
    }
    let whole = format!(r"\A(?:{pattern})\z");
    let regex = RegexBuilder::new(&whole).size_limit(limits::TEXT).build().ok()?;
    Some(regex.is_match(text))
}
