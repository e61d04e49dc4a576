//! Ignores that are said in values of JSON, and how one is taken out.

use std::collections::BTreeMap;

use crate::syntax::json;
use crate::syntax::tree::{NodeId, NodeKind, Tree};
use crate::text::{FileId, Sources, Span};

/// What only holds an ignore goes with it.
const ITS_OWN: [&str; 2] = ["wirelint", "Metadata"];

/// The files of a run, each parsed once.
pub(super) struct Files<'s> {
    sources: &'s Sources,
    values: BTreeMap<FileId, Option<Values>>,
}

impl<'s> Files<'s> {
    pub(super) fn new(sources: &'s Sources) -> Self {
        Self { sources, values: BTreeMap::new() }
    }

    /// What has to go so that a value is gone; none where that cannot be told.
    pub(super) fn without(&mut self, value: Span) -> Option<Span> {
        let text = || &self.sources.get(value.file).text;
        let values = self.values.entry(value.file);
        values.or_insert_with(|| Values::of(value.file, text())).as_ref()?.without(value)
    }
}

/// A file of JSON.
struct Values {
    /// By where a value starts and ends.
    members: BTreeMap<(u32, u32), Member>,
}

/// Where a value stands in the list or the object that holds it.
struct Member {
    holder: Span,
    /// The holder itself, if it is to go where nothing is left in it.
    goes_with_it: bool,
    /// From its key on.
    start: u32,
    end: u32,
    /// Where the member before it ends, and where the one behind it starts.
    before: Option<u32>,
    behind: Option<u32>,
}

impl Values {
    /// None for what is no JSON, and for what code of the CDK writes, which writes it again.
    fn of(file: FileId, text: &str) -> Option<Self> {
        let is_json = text.trim_start_matches('\u{feff}').trim_start().starts_with('{');
        let is_generated = text.contains("\"aws:cdk:path\"");
        let parsed = (is_json && !is_generated).then(|| json::parse(file, text))?;
        parsed.errors.is_empty().then(|| Self::in_tree(&parsed.tree))
    }

    fn in_tree(tree: &Tree) -> Self {
        let span = |id: NodeId| tree.node(id).span;
        let mut own: Vec<Span> = Vec::new();
        let mut members = BTreeMap::new();
        for node in &tree.nodes {
            // From the key to the end, and the value.
            let places: Vec<(Span, Span)> = match &node.kind {
                NodeKind::Sequence(items) => {
                    items.iter().map(|it| (span(*it), span(*it))).collect()
                }
                NodeKind::Mapping(pairs) => {
                    let is_own = |it: NodeId| tree.key(it).is_some_and(|it| ITS_OWN.contains(&it));
                    own.extend(pairs.iter().filter(|it| is_own(it.key)).map(|it| span(it.value)));
                    let place = |it: NodeId, key: NodeId| (span(key).to(span(it)), span(it));
                    pairs.iter().map(|it| place(it.value, it.key)).collect()
                }
                NodeKind::Null
                | NodeKind::Bool(_)
                | NodeKind::Number(_)
                | NodeKind::Text(_)
                | NodeKind::Alias(_)
                | NodeKind::Broken => continue,
            };
            let is_list = matches!(node.kind, NodeKind::Sequence(_));
            for (at, (whole, value)) in places.iter().enumerate() {
                let before = at.checked_sub(1).map(|it| places[it].0.end);
                let behind = places.get(at + 1).map(|it| it.0.start);
                let (start, end) = (whole.start, whole.end);
                let (holder, goes_with_it) = (node.span, is_list);
                let member = Member { holder, goes_with_it, start, end, before, behind };
                members.insert((value.start, value.end), member);
            }
        }
        own.sort_unstable();
        for member in members.values_mut() {
            member.goes_with_it |= own.binary_search(&member.holder).is_ok();
        }
        Self { members }
    }

    /// What has to go so that a value is gone, and what would hold nothing without it. None if the
    /// place is that of no value, or if it stands alone in what has to stay.
    fn without(&self, value: Span) -> Option<Span> {
        let mut member = self.members.get(&(value.start, value.end))?;
        loop {
            let (start, end) = match (member.before, member.behind) {
                (_, Some(behind)) => (member.start, behind),
                (Some(before), None) => (before, member.end),
                (None, None) if member.goes_with_it => {
                    // What holds something is longer than that, so this ends.
                    member = self.members.get(&(member.holder.start, member.holder.end))?;
                    continue;
                }
                (None, None) => return None,
            };
            return Some(Span { start, end, ..value });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Values;
    use crate::text::{FileId, Span};

    /// The text without the value that is first written so.
    fn without(text: &str, value: &str) -> Option<String> {
        let start = text.find(value).expect("it is there");
        let span = Span::new(FileId(0), start..start + value.len());
        let gone = Values::of(FileId(0), text)?.without(span)?.range();
        Some(format!("{}{}", &text[..gone.start], &text[gone.end..]))
    }

    #[test]
    fn values_go_with_what_only_holds_them() {
        for (text, left) in [
            (r#"{"a": ["x", "y"]}"#, Some(r#"{"a": ["y"]}"#)),
            (r#"{"a": ["y", "x"]}"#, Some(r#"{"a": ["y"]}"#)),
            (r#"{"//": "x", "a": 1}"#, Some(r#"{"a": 1}"#)),
            ("{\n  \"a\": 1,\n  \"//\": [\"x\"]\n}", Some("{\n  \"a\": 1\n}")),
            (r#"{"//": ["x"]}"#, None),
            (
                r#"{"R": {"T": 1, "Metadata": {"wirelint": {"ignore": ["x"]}}}}"#,
                Some(r#"{"R": {"T": 1}}"#),
            ),
            (
                r#"{"R": {"Metadata": {"wirelint": {"ignore": "x"}, "a": 1}, "T": 1}}"#,
                Some(r#"{"R": {"Metadata": {"a": 1}, "T": 1}}"#),
            ),
            (r#"{"R": {"Metadata": {"wirelint": {"ignore": "x"}}}}"#, None),
            ("a: \"x\"\nb: 1\n", None),
        ] {
            assert_eq!(without(text, r#""x""#).as_deref(), left, "{text}");
        }
    }
}
