//! What a plan or a state holds, and where; the values themselves are not read yet.

use std::collections::HashMap;
use std::sync::Arc;

use super::addresses::{self, Place};
use crate::syntax::json::Fold;
use crate::syntax::tree::{NodeId, NodeKind, Tree};
use crate::text::Span;

/// What is kept of a plan: not what is not needed, and where that is which is read later.
pub(super) fn folds(keys: &[&str]) -> Fold {
    match keys {
        ["format_version" | "terraform_version" | "version" | "complete" | "errored"] => Fold::Kept,
        ["planned_values" | "values" | "resource_changes" | "variables"] => Fold::Kept,
        ["configuration" | "deferred_changes"] => Fold::Covered,
        [_] => Fold::Dropped,
        ["planned_values" | "values", "outputs"] => Fold::Dropped,
        ["planned_values" | "values", .., "root_module" | "child_modules", "resources", last] => {
            match *last {
                "values" | "sensitive_values" => Fold::Covered,
                "address" | "mode" | "type" | "deposed_key" => Fold::Kept,
                _ => Fold::Dropped,
            }
        }
        ["resource_changes", "address" | "deposed" | "change"] => Fold::Kept,
        ["resource_changes", _] => Fold::Dropped,
        ["resource_changes", "change", last] => match *last {
            "actions" => Fold::Kept,
            "after_unknown" | "after_sensitive" => Fold::Covered,
            _ => Fold::Dropped,
        },
        _ => Fold::Kept,
    }
}

/// A resource that will be there once the plan is applied, or is there as the state has it.
pub(super) struct Planned {
    pub address: Arc<str>,
    pub kind: Arc<str>,
    pub place: Place,
    /// What introduces it: its address.
    pub header: Span,
    pub extent: Span,
    pub values: Option<Span>,
    /// What marks parts of its values, each in its shape: those that nobody is to be shown, and
    /// those that are known only after apply.
    pub sensitive: Vec<Span>,
    pub unknown: Option<Span>,
    /// Whether that is not there, although it is a plan: it ends too early.
    pub is_cut: bool,
}

/// What becomes of a resource.
struct Change {
    is_left: bool,
    unknown: Option<Span>,
    sensitive: Option<Span>,
}

/// The resources of all modules, in the order they are listed.
pub(super) fn planned(tree: &Tree) -> Vec<Planned> {
    let values = tree.get(tree.root, "planned_values").or_else(|| tree.get(tree.root, "values"));
    let Some(root) = values.and_then(|it| tree.get(it, "root_module")) else { return Vec::new() };
    let changes = changes(tree);
    let is_plan = tree.get(tree.root, "planned_values").is_some();
    let mut planned = Vec::new();
    let mut todo = vec![root];
    while let Some(module) = todo.pop() {
        let children = tree.get(module, "child_modules");
        todo.extend(items(tree, children).iter().rev());
        let prefix = tree.get(module, "address").and_then(|it| text(tree, it)).unwrap_or_default();
        for it in items(tree, tree.get(module, "resources")) {
            planned.extend(resource(tree, *it, prefix, &changes, is_plan));
        }
    }
    planned
}

fn resource(
    tree: &Tree,
    id: NodeId,
    prefix: &str,
    changes: &HashMap<&str, Change>,
    is_plan: bool,
) -> Option<Planned> {
    let say = |key: &str| tree.get(id, key).and_then(|it| text(tree, it));
    // What was replaced and not destroyed yet has the address of what replaced it.
    let is_deposed = say("deposed_key").is_some();
    if is_deposed || say("mode").is_some_and(|it| it != "managed") {
        return None;
    }
    let written = tree.get(id, "address")?;
    let address = text(tree, written)?;
    // Old versions leave the module out.
    let full = match prefix {
        "" => address.to_owned(),
        prefix if address.starts_with("module.") || address.starts_with(prefix) => {
            address.to_owned()
        }
        prefix => format!("{prefix}.{address}"),
    };
    let change = changes.get(full.as_str());
    if change.is_some_and(|it| !it.is_left) {
        return None;
    }
    let span = |key: &str| tree.get(id, key).map(|it| tree.node(it).span);
    let sensitive = span("sensitive_values").into_iter();
    Some(Planned {
        place: addresses::place(&full)?,
        kind: say("type")?.into(),
        header: tree.node(written).span,
        extent: tree.node(id).span,
        values: span("values"),
        sensitive: sensitive.chain(change.and_then(|it| it.sensitive)).collect(),
        unknown: change.and_then(|it| it.unknown),
        is_cut: is_plan && change.is_none(),
        address: full.into(),
    })
}

fn changes(tree: &Tree) -> HashMap<&str, Change> {
    let mut changes = HashMap::new();
    for it in items(tree, tree.get(tree.root, "resource_changes")) {
        let say = |key: &str| tree.get(*it, key).and_then(|it| text(tree, it));
        let (Some(address), None) = (say("address"), say("deposed")) else { continue };
        let Some(change) = tree.get(*it, "change") else { continue };
        let actions = items(tree, tree.get(change, "actions"));
        let mut actions = actions.iter().filter_map(|it| text(tree, *it)).peekable();
        let span = |key: &str| tree.get(change, key).map(|it| tree.node(it).span);
        let is_left =
            actions.peek().is_none() || actions.any(|it| !matches!(it, "delete" | "forget"));
        let (unknown, sensitive) = (span("after_unknown"), span("after_sensitive"));
        changes.insert(address, Change { is_left, unknown, sensitive });
    }
    changes
}

/// Why there may be resources that are not planned, and where that is said.
pub(super) fn left_out(tree: &Tree) -> Option<(Span, &'static str)> {
    let at = |key: &str| tree.get(tree.root, key);
    let is = |key: &str, wanted: bool| {
        at(key).filter(|it| matches!(tree.node(*it).kind, NodeKind::Bool(it) if it == wanted))
    };
    // An empty list is as long as its brackets.
    let deferred = at("deferred_changes").filter(|it| tree.node(*it).span.len() > 2);
    let reasons = [
        (is("errored", true), "not evaluated: what Terraform did not come to plan"),
        (deferred, "not evaluated: changes that this plan defers"),
        (is("complete", false), "not evaluated: what this plan leaves for another"),
    ];
    reasons.into_iter().find_map(|(it, message)| Some((tree.node(it?).span, message)))
}

/// The elements of an array; none of anything else.
pub(super) fn items(tree: &Tree, id: Option<NodeId>) -> &[NodeId] {
    match id.map(|it| &tree.node(it).kind) {
        Some(NodeKind::Sequence(items)) => items,
        _ => &[],
    }
}

pub(super) fn text(tree: &Tree, id: NodeId) -> Option<&str> {
    match &tree.node(id).kind {
        NodeKind::Text(it) => Some(&it.text),
        _ => None,
    }
}
