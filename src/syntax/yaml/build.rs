//! From the parser's events to a tree.

use std::collections::HashMap;
use std::ops::Range;

use granit_parser::{
    ErrorKind, Event, Parser, ScalarStyle, ScanError, Span as Place, StructureStyle, Tag as Mark,
};

use super::{Document, Failure, Lost, Stream, Suspect, is_dash, message, quoted, resolve, scalar};
use crate::syntax::tree::{MAX_DEPTH, Node, NodeId, NodeKind, Pair, Scalar, Tag, Tree};
use crate::syntax::{Comment, SyntaxError};
use crate::text::{FileId, Span};

/// What YAML's own tags start with.
const CORE: &str = "tag:yaml.org,2002:";

/// What is wrong with a key that is a collection or null.
const NOT_TEXT: &str = "expected a key that is text";

/// Reads `source`, which is `original` with `lost` blanked and each of `joined` rewritten.
pub(super) fn build(
    file: FileId,
    original: &str,
    source: &str,
    lost: &[Lost],
    joined: &quoted::Joined,
) -> Stream {
    // Its own limits would refuse long keys and long runs of comments.
    let options = granit_parser::options! {
        emit_unresolved_aliases: true,
        max_buffered_comment_events: usize::MAX,
        simple_key_max_lookahead: usize::MAX,
        flow_nesting_limit: MAX_DEPTH / 2,
        block_nesting_limit: MAX_DEPTH / 2,
    };
    let mut builder = Builder {
        file,
        original,
        source,
        lost,
        joined,
        nodes: Vec::new(),
        open: Vec::new(),
        root: None,
        anchors: HashMap::new(),
        after: 0,
        stream: Stream {
            documents: Vec::new(),
            comments: Vec::new(),
            errors: Vec::new(),
            failure: None,
        },
    };
    for event in Parser::new_from_str_with_options(source, options) {
        match event {
            Ok((event, place)) => builder.event(event, &place),
            Err(error) => {
                builder.fail(&error);
                break;
            }
        }
    }
    builder.stream
}

struct Builder<'s> {
    file: FileId,
    original: &'s str,
    source: &'s str,
    lost: &'s [Lost],
    joined: &'s quoted::Joined,
    nodes: Vec<Node>,
    /// The collections that are not complete yet, outermost first.
    open: Vec<Open>,
    root: Option<NodeId>,
    anchors: HashMap<usize, NodeId>,
    /// Where the last node or bracket ends.
    after: usize,
    stream: Stream,
}

struct Open {
    id: NodeId,
    flow: bool,
    inside: Inside,
}

enum Inside {
    Sequence(Vec<NodeId>),
    /// The entries, and the key whose value comes next.
    Mapping(Vec<Pair>, Option<NodeId>),
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, place: &Place) {
        let Some(range) = place.byte_range() else { return };
        match event {
            Event::Comment(..) => {
                self.stream
                    .comments
                    .push(Comment { span: Span::new(self.file, range), about: None });
            }
            Event::DocumentStart(..) => self.after = range.end,
            Event::DocumentEnd => self.document(range.end),
            Event::Alias(anchor) => self.alias(anchor, range),
            Event::UnresolvedAlias(name) => {
                let message = format!("expected an anchor `&{name}` before this alias");
                self.error(range.clone(), message);
                self.leaf(NodeKind::Broken, range, None);
            }
            Event::Scalar(text, style, anchor, mark) => {
                let (tag, core) = self.tag(mark.as_deref(), place);
                let id = self.scalar(&text, style, range, tag, core.as_deref());
                self.anchors.insert(anchor, id);
            }
            Event::SequenceStart(style, anchor, mark) => {
                let (tag, _) = self.tag(mark.as_deref(), place);
                let start = self.sequence_start(style, range.start);
                let id = self.start(start, style, tag, Inside::Sequence(Vec::new()));
                self.anchors.insert(anchor, id);
            }
            Event::MappingStart(style, anchor, mark) => {
                let (tag, _) = self.tag(mark.as_deref(), place);
                let inside = Inside::Mapping(Vec::new(), None);
                let id = self.start(range.start, style, tag, inside);
                self.anchors.insert(anchor, id);
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(range.end),
            // The crate may add others, which then mean nothing to us.
            _ => {}
        }
    }

    /// A local tag; or the name of one of YAML's own, `!` for the lone `!`.
    fn tag(&self, mark: Option<&Mark>, place: &Place) -> (Option<Tag>, Option<String>) {
        let Some(mark) = mark else { return (None, None) };
        let full = format!("{}{}", mark.handle(), mark.suffix());
        if full == "!" {
            return (None, Some(full));
        }
        if let Some(core) = full.strip_prefix(CORE) {
            return (None, Some(core.to_owned()));
        }
        let range =
            place.tag_span().and_then(|it| it.byte_range()).unwrap_or(self.after..self.after);
        let name = full.strip_prefix('!').unwrap_or(&full).to_owned();
        (Some(Tag { name, span: Span::new(self.file, range) }), None)
    }

    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        range: Range<usize>,
        tag: Option<Tag>,
        core: Option<&str>,
    ) -> NodeId {
        // The parser says `~` where nothing is written.
        let empty = style == ScalarStyle::Plain && range.is_empty();
        let range = if empty { self.empty(range.start, tag.is_some()) } else { range };
        let shown = match style {
            ScalarStyle::Literal | ScalarStyle::Folded => self.trimmed(range.clone()),
            _ => range.clone(),
        };
        let text = if empty { "" } else { text };
        let text = match style {
            ScalarStyle::Literal | ScalarStyle::Folded => self.without_end(text, range.end),
            _ => text,
        };
        let (source, text) = match self.joined.get(&range.start) {
            Some(said) => (self.original, said.as_str()),
            None => (self.source, text),
        };
        let scalar = scalar::scalar(self.file, source, text, style, range.clone());
        let overlaps = |it: &Lost| {
            let (start, end) = (it.range.start as u32, it.range.end as u32);
            scalar.runs.iter().any(|it| start < it.span.end && it.span.start < end)
        };
        if self.lost.iter().any(overlaps) {
            return self.leaf(NodeKind::Broken, shown, None);
        }
        let is_key = self.expects_key();
        if empty && let Some(lost) = self.lost_at(&range, is_key) {
            return self.leaf(NodeKind::Broken, lost, None);
        }
        if is_key {
            self.check_key(&scalar, tag.as_ref(), &range);
        }
        let kind = match core {
            _ if is_key || tag.is_some() => NodeKind::Text(scalar),
            Some(core) => resolve::tagged(scalar, core),
            None if style == ScalarStyle::Plain => resolve::plain(scalar),
            None => NodeKind::Text(scalar),
        };
        self.leaf(kind, shown, tag)
    }

    /// Reports a key that CloudFormation does not take for text.
    fn check_key(&mut self, key: &Scalar, tag: Option<&Tag>, range: &Range<usize>) {
        if let Some(tag) = tag {
            let message = "expected a key without a tag: write the function as `Fn::…: …`";
            self.error(tag.span.range(), message.to_owned());
        } else if !key.quoted && resolve::is_null(&key.text) {
            self.error(range.clone(), NOT_TEXT.to_owned());
        }
    }

    /// What a block scalar says that ends at `end`: the parser adds a line break at the end of a
    /// text that has none.
    fn without_end<'t>(&self, text: &'t str, end: usize) -> &'t str {
        let rest = self.source.trim_end_matches(' ');
        match end >= rest.len() && !rest.ends_with(['\r', '\n']) {
            true => text.strip_suffix('\n').unwrap_or(text),
            false => text,
        }
    }

    /// A block scalar without the indentation and line breaks around it.
    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let blanks = [' ', '\t', '\r', '\n'];
        let end = self.source[range.clone()].trim_end_matches(blanks).len() + range.start;
        match end == range.start {
            true => {
                let end = self.source[..range.start].trim_end_matches(blanks).len();
                end.max(self.after)..end.max(self.after)
            }
            false => range.start..end,
        }
    }

    /// Where something is lacking that the parser misses at `at`: after the mark that calls for it.
    fn empty(&self, at: usize, tagged: bool) -> Range<usize> {
        let found = match self.open.last().map(|it| &it.inside) {
            _ if tagged => None,
            Some(Inside::Mapping(_, Some(key))) => {
                let key = self.nodes[key.0 as usize].span.end as usize;
                let rest = &self.source[key..];
                let colon = rest.trim_start_matches([' ', '\t']);
                colon.starts_with(':').then(|| key + rest.len() - colon.len() + 1)
            }
            Some(Inside::Sequence(_)) => self.dash(self.after, at).map(|it| it + 1),
            _ => None,
        };
        let at = found.unwrap_or_else(|| {
            self.source[..at].trim_end_matches([' ', '\t', '\r', '\n']).len().max(self.after)
        });
        at..at
    }

    /// The dash of the item that starts after `from` and before `at`.
    fn dash(&self, mut from: usize, at: usize) -> Option<usize> {
        while from < at {
            let rest = &self.source[from..at];
            let content = rest.trim_start_matches([' ', '\t', '\r', '\n', '\u{feff}']);
            from = at - content.len();
            if !content.starts_with('#') {
                return is_dash(&self.source[from..]).then_some(from);
            }
            from += content.find(['\r', '\n'])?;
        }
        None
    }

    /// The text that stood where a node is now empty, if it was blanked.
    fn lost_at(&self, range: &Range<usize>, is_key: bool) -> Option<Range<usize>> {
        let mut lost = self.lost.iter();
        if is_key {
            let lost = lost.find(|it| it.marked && it.range.start + 1 == range.start);
            return lost.map(|it| it.range.clone());
        }
        if let Some(Inside::Mapping(_, Some(key))) = self.open.last().map(|it| &it.inside)
            && let key = &self.nodes[key.0 as usize]
            && matches!(key.kind, NodeKind::Broken)
        {
            return Some(key.span.range().end..key.span.range().end);
        }
        let rest = &self.source[range.start..];
        let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\r', '\n']).len();
        let end = range.start + blank;
        let lost = lost.find(|it| it.range.start < end && range.start < it.range.end);
        lost.map(|it| it.range.clone())
    }

    /// Where a sequence starts: the parser says, of one that is not indented, where the first item
    /// does.
    fn sequence_start(&self, style: StructureStyle, at: usize) -> usize {
        let Some(Open { inside: Inside::Mapping(_, Some(key)), flow: false, .. }) =
            self.open.last()
        else {
            return at;
        };
        if style == StructureStyle::Flow {
            return at;
        }
        let key = self.nodes[key.0 as usize].span.end as usize;
        let dash = super::lines(self.source, key).skip(1).take_while(|(line, _)| *line < at);
        let mut dash = dash.filter_map(|(line, text)| {
            let content = text.trim_start_matches(' ');
            is_dash(content).then_some(line + text.len() - content.len())
        });
        dash.next().filter(|it| *it < at).unwrap_or(at)
    }

    /// Begins a collection.
    fn start(
        &mut self,
        start: usize,
        style: StructureStyle,
        tag: Option<Tag>,
        inside: Inside,
    ) -> NodeId {
        let flow = style == StructureStyle::Flow;
        let id = self.node(NodeKind::Broken, start..start, tag);
        self.open.push(Open { id, flow, inside });
        // The bracket, if there is one.
        self.after = match self.source.as_bytes().get(start) {
            Some(b'[' | b'{') if flow => start + 1,
            _ => start,
        };
        id
    }

    /// Completes the innermost collection.
    fn end(&mut self, at: usize) {
        let Some(Open { id, flow, inside }) = self.open.pop() else { return };
        let start = self.nodes[id.0 as usize].span.start as usize;
        let (bracket, last) = match &inside {
            Inside::Sequence(items) => (b'[', items.last().copied()),
            Inside::Mapping(pairs, key) => (b'{', key.or(pairs.last().map(|it| it.value))),
        };
        let bytes = self.source.as_bytes();
        let closed = flow && bytes.get(start) == Some(&bracket) && at > start + 1;
        let last = last.map_or(start, |it| self.nodes[it.0 as usize].span.end as usize);
        let end = if closed { at } else { last.max(start) };
        let node = &mut self.nodes[id.0 as usize];
        node.span.end = end as u32;
        node.kind = match inside {
            Inside::Sequence(items) => NodeKind::Sequence(items),
            Inside::Mapping(pairs, _) => NodeKind::Mapping(pairs),
        };
        self.after = end;
        if self.expects_key() && self.stream.failure.is_none() {
            self.error(start..end, NOT_TEXT.to_owned());
        }
        self.attach(id);
    }

    fn alias(&mut self, anchor: usize, range: Range<usize>) {
        let kind = match self.anchors.get(&anchor) {
            Some(target) if self.open.iter().all(|it| it.id != *target) => NodeKind::Alias(*target),
            _ => {
                self.error(
                    range.clone(),
                    "expected an alias of something that ends before it".to_owned(),
                );
                NodeKind::Broken
            }
        };
        self.leaf(kind, range, None);
    }

    fn expects_key(&self) -> bool {
        matches!(self.open.last(), Some(Open { inside: Inside::Mapping(_, None), .. }))
    }

    fn leaf(&mut self, kind: NodeKind, range: Range<usize>, tag: Option<Tag>) -> NodeId {
        self.after = self.after.max(range.end);
        let id = self.node(kind, range, tag);
        self.attach(id);
        id
    }

    fn node(&mut self, kind: NodeKind, range: Range<usize>, tag: Option<Tag>) -> NodeId {
        self.nodes.push(Node { kind, span: Span::new(self.file, range), tag });
        NodeId(self.nodes.len() as u32 - 1)
    }

    /// Puts a complete node where it belongs.
    fn attach(&mut self, id: NodeId) {
        match self.open.last_mut().map(|it| &mut it.inside) {
            Some(Inside::Sequence(items)) => items.push(id),
            Some(Inside::Mapping(pairs, key)) => match key.take() {
                Some(key) => pairs.push(Pair { key, value: id }),
                None => *key = Some(id),
            },
            None => self.root = self.root.or(Some(id)),
        }
    }

    fn document(&mut self, end: usize) {
        let Some(root) = self.root.take() else { return };
        let mut tree = Tree { nodes: std::mem::take(&mut self.nodes), root };
        let start = self.stream.documents.last().map_or(0, |it| it.end);
        for lost in
            self.lost.iter().filter(|it| !it.marked && (start..end).contains(&it.range.start))
        {
            self.mark_lost(&mut tree, &lost.range);
        }
        self.anchors.clear();
        self.stream.documents.push(Document { tree, end });
    }

    /// Marks the mapping that blanked text stood in, unless a node of its own says so.
    fn mark_lost(&self, tree: &mut Tree, range: &Range<usize>) {
        let at = range.start;
        let mut innermost: Option<usize> = None;
        for (index, node) in tree.nodes.iter().enumerate() {
            let (start, end) = (node.span.start as usize, node.span.end as usize);
            let reaches = || end >= at || self.source[end..at].trim().is_empty();
            match node.kind {
                NodeKind::Broken if start == at => return,
                NodeKind::Mapping(_)
                    if start <= at
                        && reaches()
                        && innermost
                            .is_none_or(|it| tree.nodes[it].span.start <= node.span.start) =>
                {
                    innermost = Some(index);
                }
                _ => {}
            }
        }
        let Some(innermost) = innermost else { return };
        let id = NodeId(tree.nodes.len() as u32);
        let span = Span::new(self.file, range.clone());
        tree.nodes.push(Node { kind: NodeKind::Broken, span, tag: None });
        if let NodeKind::Mapping(pairs) = &mut tree.nodes[innermost].kind {
            pairs.push(Pair { key: id, value: id });
        }
    }

    fn error(&mut self, range: Range<usize>, message: String) {
        let span = Span::new(self.file, range);
        self.stream.errors.push(SyntaxError { span, message });
    }

    /// Keeps what was read up to an error.
    fn fail(&mut self, error: &ScanError) {
        let at = error.marker().byte_offset().unwrap_or(self.after).min(self.source.len());
        let blocks = || self.open.iter().rev().filter(|it| !it.flow);
        let start = |it: &Open| self.nodes[it.id.0 as usize].span.start as usize;
        let bracket = self.open.iter().find(|it| it.flow).map(start);
        let (range, message) =
            message::describe(self.source, error.kind(), at, self.after, bracket);
        let after = self.after;
        let refused = quoted::refused(self.source, error.kind(), at, after, bracket.is_some());
        let close_comment = (*error.kind() == ErrorKind::CommentNotSeparated
            && self.source[at..].starts_with('#'))
        .then(|| at..message::line_end(self.source, at));
        let lone_dash = (*error.kind() == ErrorKind::PlainScalarStartsWithDashFlowIndicator
            && ["-,", "-]", "-}"].iter().any(|it| self.source[at..].starts_with(it)))
        .then_some(at);
        let is_tab = self.source.as_bytes().get(range.start) == Some(&b'\t');
        let error_at = if is_tab { range.start } else { at };

        let mut suspects = Vec::new();
        if *error.kind() == ErrorKind::RecursionLimitExceeded {
            suspects.push(Suspect::Depth { at });
        }
        if is_tab {
            suspects.push(Suspect::Tabs { line: scalar::line_start(self.source, range.start) });
        }
        let line = self.line(error_at);
        let innermost =
            blocks().next().and_then(|it| Some((self.entry(it, at)?, self.is_pending(it))));
        match innermost {
            Some((entry, pending)) if pending || entry == line => {
                suspects.extend(self.value_of(entry, at));
            }
            _ if is_dash(&self.source[line..])
                && blocks().any(|it| {
                    matches!(it.inside, Inside::Sequence(_))
                        && start(it) <= line
                        && self.column(start(it)) == self.column(line)
                }) =>
            {
                suspects.push(Suspect::Item { dash: line });
            }
            _ => suspects.push(Suspect::Entry { at: line }),
        }
        for it in blocks() {
            suspects.extend(self.entry(it, at).map(|entry| match is_dash(&self.source[entry..]) {
                true => Suspect::Item { dash: entry },
                false => Suspect::Entry { at: entry },
            }));
        }
        suspects.push(Suspect::Entry { at: line });
        let mappings = blocks().filter(|it| matches!(it.inside, Inside::Mapping(..)));
        let columns = mappings.map(|it| self.column(start(it))).collect();
        let error = SyntaxError { span: Span::new(self.file, range), message };
        self.stream.failure = Some(Failure {
            error,
            at,
            after,
            refused,
            close_comment,
            lone_dash,
            suspects,
            columns,
        });
        self.close_all();
    }

    /// Completes what is open as collections of which something could not be read.
    fn close_all(&mut self) {
        let end = self.after;
        while let Some(open) = self.open.last() {
            let nodes = match open.inside {
                Inside::Sequence(_) => 1,
                Inside::Mapping(_, None) => 2,
                Inside::Mapping(_, Some(_)) => 3,
            };
            for _ in 0..nodes {
                self.leaf(NodeKind::Broken, end..end, None);
            }
            self.end(end);
        }
        self.document(self.source.len());
    }

    /// Where the entry of a block collection starts that was being read, or read last.
    fn entry(&self, open: &Open, at: usize) -> Option<usize> {
        match &open.inside {
            Inside::Mapping(pairs, key) => {
                let key = key.or(pairs.last().map(|it| it.key))?;
                Some(self.nodes[key.0 as usize].span.start as usize)
            }
            Inside::Sequence(items) => {
                let after = items.last().map(|it| self.nodes[it.0 as usize].span.end as usize);
                let after = after.unwrap_or(self.nodes[open.id.0 as usize].span.start as usize);
                self.dash(after, at)
            }
        }
    }

    /// Whether the entry that [`Self::entry`] names is not complete.
    fn is_pending(&self, open: &Open) -> bool {
        match &open.inside {
            Inside::Mapping(_, key) => key.is_some(),
            Inside::Sequence(_) => true,
        }
    }

    /// What is left of an entry without its key or dash.
    fn value_of(&self, entry: usize, at: usize) -> Option<Suspect> {
        if is_dash(&self.source[entry..]) {
            return Some(Suspect::Item { dash: entry });
        }
        let is_key =
            |it: &&Node| it.span.start as usize == entry && matches!(it.kind, NodeKind::Text(_));
        let end = self.nodes.iter().rev().find(is_key)?.span.end as usize;
        let rest = &self.source[end..];
        let content = rest.trim_start_matches([' ', '\t']);
        let colon = end + rest.len() - content.len();
        (content.starts_with(':') && colon < at)
            .then_some(Suspect::Value { key: entry, at: colon + 1 })
    }

    /// Where the text of a line starts.
    fn line(&self, at: usize) -> usize {
        let line = scalar::line_start(self.source, at);
        let rest = &self.source[line..];
        line + rest.len() - rest.trim_start_matches([' ', '\t']).len()
    }

    /// In bytes, from zero.
    fn column(&self, at: usize) -> usize {
        at - scalar::line_start(self.source, at)
    }
}
