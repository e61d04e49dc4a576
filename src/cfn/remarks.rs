//! What a template says to this tool in its metadata: `Metadata.wirelint.ignore`, at its top for
//! all of the file or in a resource. JSON has no comments.

use crate::date::Date;
use crate::syntax::tree::{NodeId, NodeKind, Pair, Tree};
use crate::syntax::{Ignore, Remark, SyntaxError};
use crate::text::Span;

/// Where what is said to this tool stands in `Metadata`.
const NAME: &str = "wirelint";

/// All that is said in a template, or in a file that one includes.
pub(super) fn of(tree: &Tree) -> Vec<Remark> {
    let mut reader = Reader { tree, remarks: Vec::new() };
    if tree.get(tree.root, "Resources").is_some() {
        reader.metadata(tree.root, None);
    }
    for node in &tree.nodes {
        let NodeKind::Mapping(pairs) = &node.kind else { continue };
        for pair in pairs.iter().filter(|it| is_resource(tree, it.value)) {
            reader.metadata(pair.value, Some(tree.node(pair.key).span));
        }
    }
    reader.remarks
}

/// Aliases are left out: what they stand for speaks where it is written.
fn is_resource(tree: &Tree, id: NodeId) -> bool {
    matches!(tree.node(id).kind, NodeKind::Mapping(_))
        && tree.get(id, "Type").and_then(|it| tree.key(it)).is_some_and(|it| it.contains("::"))
}

struct Reader<'t> {
    tree: &'t Tree,
    remarks: Vec<Remark>,
}

impl Reader<'_> {
    fn metadata(&mut self, holder: NodeId, about: Option<Span>) {
        let metadata = self.tree.get(holder, "Metadata");
        let Some(said) = metadata.and_then(|it| self.tree.get(it, NAME)) else { return };
        let Some(pairs) = self.pairs(said) else {
            return self.mistake(said, "expected a mapping with `ignore`");
        };
        for pair in pairs {
            match self.tree.key(pair.key) {
                Some("ignore") => match &self.tree.node(pair.value).kind {
                    NodeKind::Sequence(items) => {
                        items.clone().into_iter().for_each(|it| self.ignore(it, about));
                    }
                    _ => self.ignore(pair.value, about),
                },
                _ => self.mistake(pair.key, "only `ignore` is understood here"),
            }
        }
    }

    /// `{rule, reason, until, instance}`, or the id of a rule alone.
    fn ignore(&mut self, id: NodeId, about: Option<Span>) {
        let span = self.tree.node(id).span;
        let (mut rule, mut instance, mut until, mut reason) = (None, None, None, String::new());
        match self.pairs(id) {
            None => rule = self.text(id),
            Some(pairs) => {
                for pair in pairs {
                    let Some(text) = self.text(pair.value) else { continue };
                    match self.tree.key(pair.key) {
                        Some("rule") => rule = Some(text),
                        Some("instance") => instance = Some(text.0),
                        Some("reason") => reason = text.0,
                        Some("until") => match Date::parse(&text.0) {
                            Some(it) => until = Some(it),
                            None => {
                                return self.mistake(pair.value, "expected a day: `2027-03-31`");
                            }
                        },
                        _ => self.mistake(
                            pair.key,
                            "only `rule`, `reason`, `until` and `instance` are understood here",
                        ),
                    }
                }
                if self.tree.get(id, "rule").is_none() {
                    return self.mistake(id, "no rule is named: `rule` is lacking");
                }
            }
        }
        if let Some((rule, rule_span)) = rule {
            let rule = rule.to_lowercase();
            let ignore = Ignore { span, about, rule, rule_span, instance, until, reason };
            self.remarks.push(Remark::Ignore(ignore));
        }
    }

    fn pairs(&self, id: NodeId) -> Option<Vec<Pair>> {
        match &self.tree.node(self.tree.resolve(id)).kind {
            NodeKind::Mapping(pairs) => Some(pairs.clone()),
            _ => None,
        }
    }

    /// A text and where it stands, without its quotes; what is none is a mistake.
    fn text(&mut self, id: NodeId) -> Option<(String, Span)> {
        match &self.tree.node(self.tree.resolve(id)).kind {
            NodeKind::Text(it) | NodeKind::Number(it) => {
                let span = match &*it.runs {
                    [only] if only.exact => only.span,
                    _ => self.tree.node(id).span,
                };
                Some((it.text.to_string(), span))
            }
            _ => {
                self.mistake(id, "expected a text");
                None
            }
        }
    }

    fn mistake(&mut self, id: NodeId, message: &str) {
        let (span, message) = (self.tree.node(id).span, message.to_owned());
        self.remarks.push(Remark::Mistake(SyntaxError { span, message }));
    }
}
