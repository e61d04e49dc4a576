//! TOML, as the tree that YAML and JSON share. `toml` reads it; comments are not kept.

mod string;

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

use crate::syntax::tree::{
    BOM, MAX_DEPTH, Node, NodeId, NodeKind, Pair, Scalar, ScalarBuilder, Tree,
};
use crate::syntax::{Parsed, SyntaxError};
use crate::text::{FileId, Span};

/// Reads a document. A byte order mark is skipped; spans count it.
pub fn parse(file: FileId, text: &str) -> Parsed<Tree> {
    let document = text.strip_prefix(BOM).unwrap_or(text);
    let mut reader =
        Reader { file, text, skipped: text.len() - document.len(), nodes: Vec::new(), depth: 0 };
    let (table, errors) = DeTable::parse_recoverable(document);
    let errors: Vec<SyntaxError> = errors.iter().map(|it| reader.error(it)).collect();
    let root = reader.table(table.get_ref(), table.span());
    Parsed { tree: Tree { nodes: reader.nodes, root }, comments: Vec::new(), errors }
}

struct Reader<'t> {
    file: FileId,
    text: &'t str,
    /// Bytes before what spans of the library count from.
    skipped: usize,
    nodes: Vec<Node>,
    depth: usize,
}

impl Reader<'_> {
    fn error(&self, error: &Error) -> SyntaxError {
        let whole = 0..self.text.len() - self.skipped;
        let span = self.span(error.span().unwrap_or(whole));
        SyntaxError { span, message: error.message().replace('\n', ", ") }
    }

    fn span(&self, range: Range<usize>) -> Span {
        let floor = |at: usize| self.text.floor_char_boundary(at + self.skipped);
        Span::new(self.file, floor(range.start)..floor(range.end))
    }

    fn node(&mut self, kind: NodeKind, span: Span) -> NodeId {
        self.nodes.push(Node { kind, span, tag: None });
        NodeId(self.nodes.len() as u32 - 1)
    }

    fn table(&mut self, table: &DeTable<'_>, range: Range<usize>) -> NodeId {
        // The library sorts by key.
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(key, _)| key.span().start);
        let mut pairs = Vec::new();
        for (key, value) in entries {
            let text = self.string(key.get_ref(), key.span());
            let span = self.span(key.span());
            let key = self.node(NodeKind::Text(text), span);
            pairs.push(Pair { key, value: self.value(value) });
        }
        let span = self.span(range);
        self.node(NodeKind::Mapping(pairs), span)
    }

    fn value(&mut self, value: &Spanned<DeValue<'_>>) -> NodeId {
        let span = self.span(value.span());
        if self.depth == MAX_DEPTH {
            return self.node(NodeKind::Broken, span);
        }
        self.depth += 1;
        let kind = match value.get_ref() {
            DeValue::String(it) => NodeKind::Text(self.string(it, value.span())),
            DeValue::Integer(_) | DeValue::Float(_) => NodeKind::Number(self.plain(span)),
            DeValue::Datetime(_) => NodeKind::Text(self.plain(span)),
            DeValue::Boolean(it) => NodeKind::Bool(*it),
            DeValue::Array(it) => NodeKind::Sequence(it.iter().map(|it| self.value(it)).collect()),
            DeValue::Table(it) => {
                let table = self.table(it, value.span());
                self.depth -= 1;
                return table;
            }
        };
        self.depth -= 1;
        self.node(kind, span)
    }

    /// What stands there, as it stands.
    fn plain(&self, span: Span) -> Scalar {
        let mut scalar = ScalarBuilder::new(self.file);
        scalar.exact(&self.text[span.range()], span.start as usize);
        scalar.build(false)
    }

    /// Where each stretch of a string or key is written.
    fn string(&self, said: &str, range: Range<usize>) -> Scalar {
        let span = self.span(range);
        string::read(self.file, &self.text[span.range()], span.start as usize, said)
    }
}
