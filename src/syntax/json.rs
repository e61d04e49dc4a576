//! JSON, strictly: ECMA-404, with every error reported and the readable rest kept.
//!
//! Comments, trailing commas and single quotes are errors, but what stands around them is read.

mod string;
mod token;

use std::ops::Range;

use crate::syntax::tree::{
    BOM, MAX_DEPTH, Node, NodeId, NodeKind, Pair, Scalar, ScalarBuilder, Tree,
};
use crate::syntax::{Parsed, SyntaxError};
use crate::text::{FileId, Span};
use token::Token;

/// Stands for a value that is not known in a text that is otherwise JSON; Unicode reserves it for
/// such private use.
pub const HOLE: char = '\u{fdd0}';

/// After this many errors the rest is not read: it is hardly JSON.
const MAX_ERRORS: usize = 100;

/// Reads a document. A byte order mark is skipped; spans count it.
pub fn parse(file: FileId, text: &str) -> Parsed<Tree> {
    Parser::new(file, text, false).run()
}

/// Reads a document in which each [`HOLE`] stands for text that is not known.
///
/// - Where a value may stand, a word with holes is a [`NodeKind::Text`] that is not quoted.
/// - Where a key may stand, it is such a key, with a value of [`NodeKind::Broken`] unless a colon
///   follows: any number of keys may stand there.
/// - In a string, a hole is a character like any other.
/// - Anywhere else it is an error that covers the hole, for it could even close a bracket.
pub fn parse_with_holes(file: FileId, text: &str) -> Parsed<Tree> {
    Parser::new(file, text, true).run()
}

/// How much of a value is kept. All of it is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    Kept,
    /// Where it is: one [`NodeKind::Broken`] covers it.
    Covered,
    /// Nothing, and not its key either.
    Dropped,
}

/// How much is kept, by the keys that lead to a value; arrays have no key.
pub type Folds = fn(&[&str]) -> Fold;

/// As [`parse`], but for what is not kept: a document of which little is needed takes little
/// memory. With a span, the value that stands there.
pub fn parse_folded(file: FileId, text: &str, span: Option<Span>, folds: Folds) -> Parsed<Tree> {
    let range = span.map_or(0..text.len(), Span::range);
    let text = text.get(..range.end).unwrap_or_default();
    let whole = Parser::new(file, text, false);
    let at = if span.is_some() { range.start } else { whole.at };
    Parser { at, end: at, folds: Some(folds), ..whole }.run()
}

/// The value that stands at `span` of a text, and nothing else: what was folded.
pub fn parse_at(text: &str, span: Span) -> Parsed<Tree> {
    let Span { file, start, end } = span;
    let (text, at) = (text.get(..end as usize).unwrap_or_default(), start as usize);
    Parser { at, end: at, ..Parser::new(file, text, false) }.run()
}

/// Whether the whole text is a JSON number.
pub fn is_number(text: &str) -> bool {
    token::number_error(text).is_none()
}

struct Parser<'t> {
    file: FileId,
    text: &'t str,
    at: usize,
    /// Whether [`HOLE`] means something.
    holes: bool,
    nodes: Vec<Node>,
    errors: Vec<SyntaxError>,
    /// The collections that are not closed yet, outermost first.
    open: Vec<Open>,
    root: Option<NodeId>,
    /// Where the last token ended: what is lacking is lacking there.
    end: usize,
    folds: Option<Folds>,
    /// What is folded: how many collections are open around it, how many nodes precede it, and
    /// how.
    folding: Option<(usize, usize, Fold)>,
}

struct Open {
    id: NodeId,
    inside: Inside,
}

enum Inside {
    Array(Vec<NodeId>),
    /// The entries, and the key whose value comes next.
    Object(Vec<Pair>, Option<NodeId>),
}

/// What may come next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expected {
    /// A value; if after a comma, where that stands.
    Value(Option<usize>),
    /// A value, or the end of an array that is empty so far.
    ValueOrEnd,
    /// A key; where the comma before it stands.
    Key(usize),
    /// A key, or the end of an object.
    KeyOrEnd,
    /// What follows a key.
    Colon,
    /// What follows an item or entry.
    Comma,
    /// Nothing: the document is complete.
    End,
}

impl<'t> Parser<'t> {
    fn new(file: FileId, text: &'t str, holes: bool) -> Self {
        let at = if text.starts_with(BOM) { BOM.len_utf8() } else { 0 };
        let (nodes, errors, open) = (Vec::new(), Vec::new(), Vec::new());
        let (root, folds, folding) = (None, None, None);
        Self { file, text, at, holes, nodes, errors, open, root, end: at, folds, folding }
    }

    fn run(mut self) -> Parsed<Tree> {
        let mut expected = Expected::Value(None);
        while self.errors.len() < MAX_ERRORS {
            let token = self.token();
            let Some(next) = self.step(token, expected) else { break };
            expected = next;
        }
        while !self.open.is_empty() {
            self.finish_unclosed();
        }
        let root = match self.root {
            Some(root) => root,
            None => self.broken(self.end..self.end),
        };
        self.errors.sort_by_key(|it| it.span.start);
        Parsed { tree: Tree { nodes: self.nodes, root }, comments: Vec::new(), errors: self.errors }
    }

    /// Takes one token, or none of it where something is lacking before it. Gives what may come
    /// next; none at the end.
    fn step(&mut self, token: Token, expected: Expected) -> Option<Expected> {
        use Expected::{Colon, Comma, End, Key, KeyOrEnd, Value, ValueOrEnd};
        match (expected, token) {
            (End, Token::End) => None,
            (End, _) => {
                let rest = self.text[self.at..].trim_end().len();
                self.error(self.at..self.at + rest, "expected nothing more after the document");
                None
            }
            (_, Token::End) => {
                let wanted = self.wanted(expected);
                self.error(self.end..self.end, wanted);
                None
            }

            (Value(_) | ValueOrEnd, Token::Open(bracket)) => Some(self.open(bracket)),
            (Value(_) | ValueOrEnd, Token::Quote) => {
                let id = self.string();
                Some(self.value(id))
            }
            (Value(_) | ValueOrEnd, Token::Word(end)) => {
                let id = self.word(end);
                Some(self.value(id))
            }
            (ValueOrEnd, Token::Close(b']')) => Some(self.close(b']')),
            (Value(Some(comma)), Token::Close(b']')) => {
                self.error(comma..comma + 1, "expected a value after `,`");
                Some(self.close(b']'))
            }
            (Value(_) | ValueOrEnd, Token::Close(_) | Token::Comma) => {
                let wanted = self.wanted(expected);
                self.error(self.end..self.end, wanted);
                let id = self.broken(self.end..self.end);
                Some(self.value(id))
            }
            (Value(_) | ValueOrEnd, Token::Colon) => {
                let wanted = self.wanted(expected);
                self.error(self.at..self.at + 1, wanted);
                self.take(1);
                Some(expected)
            }

            (Key(_) | KeyOrEnd, Token::Quote) => {
                let id = self.string();
                Some(self.key(id))
            }
            (Key(_) | KeyOrEnd, Token::Word(end)) if self.is_hole(end) => {
                let id = self.word(end);
                Some(self.key(id))
            }
            (Key(_) | KeyOrEnd, Token::Word(end)) => {
                self.error(self.at..end, "expected a key in double quotes");
                let id = self.broken(self.at..end);
                self.take(end - self.at);
                Some(self.key(id))
            }
            (KeyOrEnd, Token::Close(b'}')) => Some(self.close(b'}')),
            (Key(comma), Token::Close(b'}')) => {
                self.error(comma..comma + 1, "expected a key after `,`");
                Some(self.close(b'}'))
            }
            (Key(_) | KeyOrEnd, Token::Close(bracket)) => {
                let wanted = self.wanted(expected);
                self.error(self.at..self.at + 1, wanted);
                Some(self.close(bracket))
            }
            (Key(_) | KeyOrEnd, Token::Comma) => {
                self.error(self.at..self.at + 1, "expected a key in double quotes");
                self.lost();
                self.take(1);
                Some(expected)
            }
            (Key(_) | KeyOrEnd, Token::Colon | Token::Open(_)) => {
                self.error(self.at..self.at + 1, "expected a key in double quotes");
                let id = self.broken(self.at..self.at);
                self.key(id);
                self.take(usize::from(token == Token::Colon));
                Some(Value(None))
            }

            (Colon, Token::Colon) => {
                self.take(1);
                Some(Value(None))
            }
            (Colon, _) if self.key_is_hole() => {
                let id = self.broken(self.end..self.end);
                let next = self.value(id);
                // What the hole stands for may end in a comma.
                let starts_key = matches!(token, Token::Quote | Token::Word(_));
                Some(if starts_key { KeyOrEnd } else { next })
            }
            (Colon, Token::Comma | Token::Close(_)) => {
                self.error(self.end..self.end, "expected `:` and a value");
                let id = self.broken(self.end..self.end);
                Some(self.value(id))
            }
            (Colon, Token::Word(end)) if self.is_hole(end) => {
                self.error(self.at..end, "expected `:`");
                Some(Value(None))
            }
            (Colon, Token::Open(_) | Token::Quote | Token::Word(_)) => {
                self.error(self.end..self.end, "expected `:`");
                Some(Value(None))
            }

            (Comma, Token::Comma) => {
                let comma = self.at;
                self.take(1);
                Some(self.after_comma(comma))
            }
            (Comma, Token::Close(bracket)) => Some(self.close(bracket)),
            (Comma, Token::Colon) => {
                let wanted = self.wanted(Comma);
                self.error(self.at..self.at + 1, wanted);
                let colon = self.at;
                self.take(1);
                self.lost();
                Some(self.after_comma(colon))
            }
            (Comma, Token::Open(_) | Token::Quote | Token::Word(_)) => {
                let wanted = self.wanted(Comma);
                match token {
                    Token::Word(end) if self.is_hole(end) => self.error(self.at..end, wanted),
                    _ => self.error(self.end..self.end, wanted),
                }
                Some(self.after_comma(self.end))
            }
        }
    }

    fn wanted(&self, expected: Expected) -> &'static str {
        let in_array = matches!(self.open.last(), Some(Open { inside: Inside::Array(_), .. }));
        match expected {
            Expected::Value(_) => "expected a value",
            Expected::ValueOrEnd => "expected a value or `]`",
            Expected::Key(_) => "expected a key in double quotes",
            Expected::KeyOrEnd => "expected a key in double quotes or `}`",
            Expected::Colon => "expected `:`",
            Expected::Comma if in_array => "expected `,` or `]`",
            Expected::Comma => "expected `,` or `}`",
            Expected::End => "expected nothing more after the document",
        }
    }

    /// Whether the word that ends at `end` holds a hole.
    fn is_hole(&self, end: usize) -> bool {
        self.holes && self.text[self.at..end].contains(HOLE)
    }

    fn key_is_hole(&self) -> bool {
        let Some(Open { inside: Inside::Object(_, Some(key)), .. }) = self.open.last() else {
            return false;
        };
        match &self.nodes[key.0 as usize].kind {
            NodeKind::Text(it) => !it.quoted,
            _ => false,
        }
    }

    fn word(&mut self, end: usize) -> NodeId {
        let range = self.at..end;
        let is_folded = self.folding.is_some();
        let word = &self.text[range.clone()];
        let kind = match word {
            "null" => NodeKind::Null,
            "true" => NodeKind::Bool(true),
            "false" => NodeKind::Bool(false),
            _ if is_folded && is_number(word) => NodeKind::Null,
            _ if is_number(word) => NodeKind::Number(self.bare(range.start, word)),
            _ if self.is_hole(end) => NodeKind::Text(self.bare(range.start, word)),
            _ => {
                let number = word.strip_prefix('-').unwrap_or(word);
                let message = if number.starts_with(|it: char| it.is_ascii_digit()) || word == "-" {
                    token::number_error(word).unwrap_or("expected a number")
                } else if word.starts_with('\'') {
                    "expected a string in double quotes"
                } else {
                    "expected a value: a string in double quotes, a number, `true`, `false`, `null`, `[` or `{`"
                };
                self.error(range.clone(), message);
                NodeKind::Broken
            }
        };
        self.take(range.len());
        self.node(kind, range)
    }

    fn bare(&self, at: usize, word: &str) -> Scalar {
        let mut scalar = ScalarBuilder::new(self.file);
        scalar.exact(word, at);
        scalar.build(false)
    }

    fn open(&mut self, bracket: u8) -> Expected {
        let start = self.at;
        if self.open.len() == MAX_DEPTH {
            self.error(start..start + 1, "expected no more than 512 levels of brackets");
            self.skip_brackets();
            let id = self.broken(start..self.at);
            return self.value(id);
        }
        self.take(1);
        let id = self.broken(start..start + 1);
        let (inside, expected) = match bracket {
            b'[' => (Inside::Array(Vec::new()), Expected::ValueOrEnd),
            _ => (Inside::Object(Vec::new(), None), Expected::KeyOrEnd),
        };
        self.open.push(Open { id, inside });
        expected
    }

    /// Skips from an opening bracket to the one that closes it.
    fn skip_brackets(&mut self) {
        let bytes = self.text.as_bytes();
        let (mut depth, mut in_string) = (0usize, false);
        while let Some(byte) = bytes.get(self.at) {
            match byte {
                b'"' | b'\n' => in_string = *byte == b'"' && !in_string,
                b'\\' if in_string && bytes.get(self.at + 1).is_some_and(u8::is_ascii) => {
                    self.at += 1
                }
                b'{' | b'[' if !in_string => depth += 1,
                b'}' | b']' if !in_string => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                break;
            }
        }
        self.end = self.at;
    }

    /// Takes a closing bracket. One of the wrong kind closes what it fits, if anything.
    fn close(&mut self, bracket: u8) -> Expected {
        let closes = |open: &Open| match open.inside {
            Inside::Array(_) => bracket == b']',
            Inside::Object(..) => bracket == b'}',
        };
        let Some(depth) = self.open.iter().rposition(closes) else {
            let wanted = self.wanted(Expected::Comma);
            self.error(self.at..self.at + 1, wanted);
            self.take(1);
            self.lost();
            return Expected::Comma;
        };
        if depth + 1 < self.open.len() {
            let wanted = self.wanted(Expected::Comma);
            self.error(self.at..self.at + 1, wanted);
        }
        while self.open.len() > depth + 1 {
            self.finish_unclosed();
        }
        self.take(1);
        self.finish()
    }

    /// Ends the innermost collection, whose bracket is lacking.
    fn finish_unclosed(&mut self) {
        if let Some(Open { inside: Inside::Object(_, Some(_)), .. }) = self.open.last() {
            let id = self.broken(self.end..self.end);
            self.value(id);
        }
        self.lost();
        self.finish();
    }

    /// Ends the innermost collection here.
    fn finish(&mut self) -> Expected {
        let Some(Open { id, inside }) = self.open.pop() else { return Expected::End };
        self.folding = self.folding.filter(|it| it.0 <= self.open.len());
        let node = &mut self.nodes[id.0 as usize];
        node.span.end = self.end as u32;
        node.kind = match inside {
            Inside::Array(items) => NodeKind::Sequence(items),
            Inside::Object(pairs, _) => NodeKind::Mapping(pairs),
        };
        self.value(id)
    }

    /// Puts a value where it belongs.
    fn value(&mut self, id: NodeId) -> Expected {
        let Some(id) = self.folded(id) else { return Expected::Comma };
        match self.open.last_mut().map(|it| &mut it.inside) {
            Some(Inside::Array(items)) => items.push(id),
            Some(Inside::Object(pairs, key)) => {
                if let Some(key) = key.take() {
                    pairs.push(Pair { key, value: id });
                }
            }
            None => {
                self.root = Some(id);
                return Expected::End;
            }
        }
        Expected::Comma
    }

    fn key(&mut self, id: NodeId) -> Expected {
        if let Some(Open { inside: Inside::Object(_, key), .. }) = self.open.last_mut() {
            *key = Some(id);
        }
        if let (Some(folds), None) = (self.folds, self.folding)
            && let fold @ (Fold::Covered | Fold::Dropped) = folds(&self.keys())
        {
            self.folding = Some((self.open.len(), self.nodes.len(), fold));
        }
        Expected::Colon
    }

    /// The keys whose values are being read, outermost first.
    fn keys(&self) -> Vec<&str> {
        let key = |it: &Open| match it.inside {
            Inside::Object(_, key) => key,
            Inside::Array(_) => None,
        };
        let text = |it: NodeId| match &self.nodes[it.0 as usize].kind {
            NodeKind::Text(it) => Some(&*it.text),
            _ => None,
        };
        self.open.iter().filter_map(key).filter_map(text).collect()
    }

    /// What stands for a value that is complete: itself, unless it is folded; none if it is
    /// dropped.
    fn folded(&mut self, id: NodeId) -> Option<NodeId> {
        let Some((_, nodes, fold)) = self.folding.filter(|it| it.0 == self.open.len()) else {
            return Some(id);
        };
        let span = self.nodes[id.0 as usize].span;
        self.folding = None;
        self.nodes.truncate(nodes);
        if let (Fold::Dropped, Some(Open { inside: Inside::Object(_, key), .. })) =
            (fold, self.open.last_mut())
        {
            *key = None;
            self.nodes.pop();
            return None;
        }
        Some(self.broken(span.range()))
    }

    /// Marks the innermost collection as one of which something could not be read.
    fn lost(&mut self) {
        let id = self.broken(self.end..self.end);
        if let Some(Open { inside: Inside::Object(..), .. }) = self.open.last() {
            self.key(id);
            let value = self.broken(self.end..self.end);
            self.value(value);
        } else if !self.open.is_empty() {
            self.value(id);
        }
    }

    fn after_comma(&self, comma: usize) -> Expected {
        match self.open.last() {
            Some(Open { inside: Inside::Object(..), .. }) => Expected::Key(comma),
            _ => Expected::Value(Some(comma)),
        }
    }

    fn take(&mut self, bytes: usize) {
        self.at += bytes;
        self.end = self.at;
    }

    fn broken(&mut self, range: Range<usize>) -> NodeId {
        self.node(NodeKind::Broken, range)
    }

    fn node(&mut self, kind: NodeKind, range: Range<usize>) -> NodeId {
        self.nodes.push(Node { kind, span: Span::new(self.file, range), tag: None });
        NodeId(self.nodes.len() as u32 - 1)
    }

    /// Reports an error, unless one was reported there already.
    fn error(&mut self, range: Range<usize>, message: &str) {
        let span = Span::new(self.file, range);
        if self.errors.last().is_none_or(|it| it.span.start != span.start) {
            self.errors.push(SyntaxError { span, message: message.to_owned() });
        }
    }
}
