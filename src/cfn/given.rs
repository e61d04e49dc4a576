//! What is to be said of the values that a template is given: those it does not allow, and those
//! that nobody is to be shown.

use std::sync::Arc;

use super::bounds::Bounds;
use super::{Inputs, Supplied, parameters};
use crate::syntax::tree::{NodeId, NodeKind, Tree};
use crate::text::Span;
use crate::value::Value;

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
        let texts: Vec<Arc<str>> = match inputs.parameters.get(name) {
            Some(Supplied::Written { value, resolved }) => {
                let values = [Some(value), resolved.as_ref()];
                values.into_iter().flatten().filter_map(Value::as_str).map(Into::into).collect()
            }
            Some(Supplied::Said(it)) => vec![it.clone()],
            Some(Supplied::Previous) => Vec::new(),
            None => default.iter().filter_map(Value::as_str).map(Into::into).collect(),
        };
        if parameters::is_list(parameters::declared_kind(tree, id)) {
            secrets.extend(texts.iter().flat_map(|it| it.split(',')).map(|it| it.trim().into()));
        }
        secrets.extend(texts);
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
            let (said, reason) = refusal(tree, id, supplied.text()?)?;
            let shown = if parameters::is_hidden(tree, id) { "****" } else { said };
            let reason = format!("`{shown}` {reason}");
            Some(Refused { parameter: name.into(), span: supplied.span(), reason })
        })
        .collect()
}

/// What of a text a declaration does not allow, and why.
fn refusal<'t>(tree: &Tree, declaration: NodeId, text: &'t str) -> Option<(&'t str, String)> {
    let kind = parameters::declared_kind(tree, declaration);
    // What is given is a name, and the bounds are about the value it stands for.
    if parameters::is_stored(kind) {
        return None;
    }
    let bounds = Bounds::read(tree, declaration, kind);
    let members: Vec<&str> = match parameters::is_list(kind) {
        true if text.is_empty() => Vec::new(),
        true => text.split(',').map(str::trim).collect(),
        false => vec![text],
    };
    members.into_iter().find_map(|it| Some((it, bounds.refusal(it)?)))
}
