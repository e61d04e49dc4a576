//! An expression in a few words, as its author would say it.

use super::template::Template;
use crate::syntax::tree::{NodeId, NodeKind};

/// How deep an expression is told.
const DEPTH: usize = 6;

/// How many operands of a list are told.
const ITEMS: usize = 8;

impl Template<'_> {
    /// The same for the short and the long form of a function.
    pub(super) fn describe(&self, id: NodeId) -> String {
        let mut said = String::new();
        self.tell(id, DEPTH, &mut said);
        said
    }

    fn tell(&self, id: NodeId, depth: usize, into: &mut String) {
        let id = self.tree.resolve(id);
        if depth == 0 {
            return into.push('…');
        }
        let Some((name, argument)) = self.call(id) else { return self.tell_bare(id, depth, into) };
        let name = name.strip_prefix("Fn::").unwrap_or(&name);
        if name == "Ref" || name == "Condition" {
            return into
                .push_str(self.plain(argument).and_then(|it| self.tree.key(it)).unwrap_or("…"));
        }
        into.push_str(name);
        into.push('(');
        match self.items(argument) {
            Some(items) => self.tell_list(items, depth, into),
            None => match self.plain(argument) {
                Some(it) => self.tell_bare(it, depth, into),
                None => into.push('…'),
            },
        }
        into.push(')');
    }

    fn tell_bare(&self, id: NodeId, depth: usize, into: &mut String) {
        match &self.tree.node(id).kind {
            NodeKind::Null | NodeKind::Broken | NodeKind::Alias(_) => into.push_str("null"),
            NodeKind::Bool(it) => into.push_str(&it.to_string()),
            NodeKind::Number(it) => into.push_str(&it.text),
            NodeKind::Text(it) => into.push_str(&format!("{:?}", it.text)),
            NodeKind::Sequence(items) => {
                into.push('[');
                self.tell_list(items, depth, into);
                into.push(']');
            }
            NodeKind::Mapping(_) => into.push_str("{…}"),
        }
    }

    fn tell_list(&self, items: &[NodeId], depth: usize, into: &mut String) {
        for (index, it) in items.iter().enumerate() {
            if index > 0 {
                into.push_str(", ");
            }
            if index == ITEMS {
                return into.push('…');
            }
            self.tell(*it, depth - 1, into);
        }
    }
}
