//! Where JSON has room for what would be a comment elsewhere: `Metadata` of a template's resource,
//! `"//"` of a block of Terraform's.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::directive;
use crate::finding::Edit;
use crate::syntax::json;
use crate::syntax::tree::{NodeId, NodeKind, Pair, Tree};
use crate::text::{FileId, Source, Span};

/// A file of JSON.
pub(super) struct Document {
    file: FileId,
    path: String,
    text: Arc<str>,
    tree: Tree,
}

impl Document {
    /// None for what is another language.
    pub(super) fn of(file: FileId, source: &Source) -> Option<Self> {
        let text = source.text.trim_start_matches('\u{feff}').trim_start();
        let is_named = source.path.ends_with(".json");
        if !is_named && !text.starts_with('{') {
            return None;
        }
        let parsed = json::parse(file, &source.text);
        let (path, text) = (source.path.clone(), source.text.clone());
        (is_named || parsed.errors.is_empty()).then_some(Self {
            file,
            path,
            text,
            tree: parsed.tree,
        })
    }

    /// Whether something can be put into what a key introduces.
    pub(super) fn has_room(&self, header: Span) -> bool {
        !self.edits(header, &BTreeSet::from([""]), "").is_empty()
    }

    /// What puts an ignore of these rules into what a key introduces; nothing if there is no room.
    pub(super) fn edits(&self, header: Span, rules: &BTreeSet<&str>, reason: &str) -> Vec<Edit> {
        let pairs = self.tree.nodes.iter().filter_map(|it| match &it.kind {
            NodeKind::Mapping(pairs) => Some(pairs),
            _ => None,
        });
        let introduced = pairs.flatten().find(|it| self.tree.node(it.key).span == header);
        let Some(value) = introduced.map(|it| it.value) else { return Vec::new() };
        let made = match self.path.ends_with(".tf.json") {
            true => self.terraform(value, &string(&directive(rules, reason))),
            false => {
                let entries: Vec<String> = rules.iter().map(|it| entry(it, reason)).collect();
                self.template(value, &entries.join(", "))
            }
        };
        made.unwrap_or_default()
    }
    fn terraform(&self, block: NodeId, said: &str) -> Option<Vec<Edit>> {
        let Some(known) = self.tree.get(block, "//") else {
            return Some(vec![self.first(block, &format!("\"//\": {said}"))?]);
        };
        let span = self.tree.node(known).span;
        match &self.tree.node(known).kind {
            NodeKind::Text(_) => Some(vec![
                self.put(span.start, "[".to_owned()),
                self.put(span.end, format!(", {said}]")),
            ]),
            NodeKind::Sequence(_) => Some(vec![self.last(known, said)?]),
            _ => None,
        }
    }

    fn template(&self, resource: NodeId, entries: &str) -> Option<Vec<Edit>> {
        let ignore = format!("\"ignore\": [{entries}]");
        let wirelint = format!("\"wirelint\": {{{ignore}}}");
        let Some(metadata) = self.tree.get(resource, "Metadata") else {
            let after = self.tree.get(resource, "Type")?;
            let at = self.tree.node(after).span.end;
            let between = self.between(resource)?;
            let text = format!(",{between}\"Metadata\": {{{wirelint}}}");
            return Some(vec![self.put(at, text)]);
        };
        let Some(known) = self.tree.get(metadata, "wirelint") else {
            return Some(vec![self.first(metadata, &wirelint)?]);
        };
        match self.tree.get(known, "ignore") {
            None => Some(vec![self.first(known, &ignore)?]),
            Some(list) => Some(vec![self.last(list, entries)?]),
        }
    }

    fn pairs(&self, id: NodeId) -> Option<&[Pair]> {
        match &self.tree.node(id).kind {
            NodeKind::Mapping(pairs) => Some(pairs),
            _ => None,
        }
    }

    /// What stands between a brace and the first key.
    fn between(&self, object: NodeId) -> Option<&str> {
        let first = self.pairs(object)?.first()?;
        let start = self.tree.node(object).span.start as usize + 1;
        let between = self.text.get(start..self.tree.node(first.key).span.start as usize)?;
        Some(if between.is_empty() { " " } else { between })
    }

    /// Puts a member before all others.
    fn first(&self, object: NodeId, member: &str) -> Option<Edit> {
        let Some(first) = self.pairs(object)?.first() else {
            return Some(self.put(self.tree.node(object).span.start + 1, member.to_owned()));
        };
        let between = self.between(object)?;
        let at = self.tree.node(first.key).span.start;
        Some(self.put(at, format!("{member},{between}")))
    }

    /// Puts an item behind all others.
    fn last(&self, list: NodeId, item: &str) -> Option<Edit> {
        let NodeKind::Sequence(items) = &self.tree.node(list).kind else { return None };
        Some(match items.last() {
            Some(last) => self.put(self.tree.node(*last).span.end, format!(", {item}")),
            None => self.put(self.tree.node(list).span.start + 1, item.to_owned()),
        })
    }

    fn put(&self, at: u32, text: String) -> Edit {
        Edit { span: Span { file: self.file, start: at, end: at }, text }
    }
}

fn entry(rule: &str, reason: &str) -> String {
    match reason {
        "" => format!("{{\"rule\": {}}}", string(rule)),
        reason => format!("{{\"rule\": {}, \"reason\": {}}}", string(rule), string(reason)),
    }
}

fn string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
