//! YAML, as CloudFormation reads it: YAML 1.1 without the types that JSON lacks.
//!
//! The grammar is that of a parser which stops at the first error. So what is broken is blanked
//! with spaces, which leaves every other byte where it was, and the text is read again; the tree
//! has [`NodeKind::Broken`](super::tree::NodeKind::Broken) there. A broken entry loses only itself.
//! What only the parser finds broken is rewritten for it in the same way, and nothing is lost.

mod build;
mod message;
mod quoted;
mod resolve;
mod scalar;

use std::borrow::Cow;
use std::ops::Range;

pub use resolve::is_number;

use crate::syntax::tree::{Node, NodeId, NodeKind, Tree};
use crate::syntax::{Comment, Parsed, SyntaxError};
use crate::text::{FileId, Span};

/// How often a text is read again after an error.
const MAX_RETRIES: usize = 50;

/// How many bytes may be read again after errors, in all.
const MAX_BYTES_AGAIN: usize = 32 << 20;

/// Reads the only document; a null one if there is none, and of several the first, with an error.
/// A byte order mark is skipped; spans count it.
pub fn parse(file: FileId, text: &str) -> Parsed<Tree> {
    let mut documents = parse_all(file, text).into_iter();
    let Some(mut first) = documents.next() else {
        let span = Span::new(file, text.len()..text.len());
        let nodes = vec![Node { kind: NodeKind::Null, span, tag: None }];
        let tree = Tree { nodes, root: NodeId(0) };
        return Parsed { tree, comments: Vec::new(), errors: Vec::new() };
    };
    if let Some(second) = documents.next() {
        let start = second.tree.root().span.start as usize;
        let mark = text[..start].rfind("\n---").map_or(start..start, |it| it + 1..it + 4);
        let message = "expected a single document: what follows this is not read".to_owned();
        first.errors.push(SyntaxError { span: Span::new(file, mark), message });
    }
    first
}

/// Reads every document of a stream. There is none in a text without content, unless something is
/// to be said about it: comments and errors go with the document they stand in or before.
pub fn parse_all(file: FileId, text: &str) -> Vec<Parsed<Tree>> {
    // The parser takes a NUL for the end of the text; any other control character is an error.
    let original = match text.contains('\0') {
        true => Cow::Owned(text.replace('\0', "\u{1}")),
        false => Cow::Borrowed(text),
    };
    let mut source = Cow::Borrowed(&*original);
    let mut errors = Vec::new();
    let mut lost: Vec<Lost> = Vec::new();
    let mut joined = quoted::Joined::new();
    let mut trial: Option<Trial> = None;
    let mut unclosed: Vec<usize> = Vec::new();
    let mut close_comments: Vec<Comment> = Vec::new();
    let mut last: Option<usize> = None;
    let mut level = 0;
    let mut readings = 0;
    loop {
        let mut stream = build::build(file, &original, &source, &lost, &joined);
        stream.comments.extend_from_slice(&close_comments);
        let Some(failure) = stream.failure.take() else {
            return finish(file, text, stream, errors);
        };
        let again = lost.len() < MAX_RETRIES && readings * text.len() < MAX_BYTES_AGAIN;
        readings += 1;
        if again {
            if let Some(range) = failure.close_comment.clone() {
                close_comments.push(Comment { span: Span::new(file, range.clone()), about: None });
                source = Cow::Owned(blanked(&source, &Lost { range, marked: false }));
                continue;
            }
            if let Some(dash) = failure.lone_dash {
                joined.insert(dash, "-".to_owned());
                source = Cow::Owned([&source[..dash], "x", &source[dash + 1..]].concat());
                continue;
            }
            if let Some(it) = trial.take()
                && failure.after <= it.range.end
                && failure.refused.is_none()
            {
                source = it.before;
                joined.remove(&it.range.start);
                unclosed.push(it.range.start);
                continue;
            }
            if let Some(range) = failure.refused.clone()
                && !unclosed.contains(&range.start)
                && let Some(said) = quoted::read(&original[range.clone()])
            {
                joined.insert(range.start, said);
                let next = Cow::Owned(quoted::join(&source, &range));
                trial = Some(Trial { range, before: std::mem::replace(&mut source, next) });
                continue;
            }
        }
        if last.is_none_or(|it| it < failure.at) {
            last = Some(failure.at);
            level = 0;
            if !errors.contains(&failure.error) {
                errors.push(failure.error.clone());
            }
        } else {
            level += 1;
        }
        let next = again.then(|| failure.lost(&source, level)).flatten();
        let Some(next) = next else { return finish(file, text, stream, errors) };
        source = Cow::Owned(blanked(&source, &next));
        lost.push(next);
    }
}

/// Quoted text that was just made one line. If nothing can be read after it, its closing quote is
/// one that opens another text.
struct Trial<'s> {
    range: Range<usize>,
    before: Cow<'s, str>,
}

/// What came of one reading.
struct Stream {
    documents: Vec<Document>,
    comments: Vec<Comment>,
    /// Errors that did not stop the reading.
    errors: Vec<SyntaxError>,
    failure: Option<Failure>,
}

struct Document {
    tree: Tree,
    /// Where the next document may start, in bytes.
    end: usize,
}

/// An error that stopped the reading.
struct Failure {
    error: SyntaxError,
    /// Where the parser stopped, in bytes.
    at: usize,
    /// Where the last thing that could be read ends.
    after: usize,
    /// Quoted text that is refused only for its indentation.
    refused: Option<Range<usize>>,
    /// A comment that is refused only because no space stands before it. PyYAML and CloudFormation
    /// take it.
    close_comment: Option<Range<usize>>,
    /// A dash that is all of an item between brackets, as in `!Split [-, text]`. PyYAML and
    /// CloudFormation take it for text.
    lone_dash: Option<usize>,
    /// What may be broken, narrowest first.
    suspects: Vec<Suspect>,
    /// The columns of the block mappings that were open.
    columns: Vec<usize>,
}

/// What may be broken. Each starts at a byte, and ends before the next line that is not indented
/// further than its own.
#[derive(Clone, Copy)]
enum Suspect {
    /// Lines indented with tabs: the first one, and those that follow it.
    Tabs { line: usize },
    /// Brackets within brackets, beyond the limit.
    Depth { at: usize },
    /// The value of the entry whose key starts at `key`.
    Value { key: usize, at: usize },
    /// The item that starts after a dash.
    Item { dash: usize },
    /// A whole entry or line.
    Entry { at: usize },
}

/// A stretch of text that was blanked because it is broken.
struct Lost {
    range: Range<usize>,
    /// Whether a `?` was left at its start: a key of its own, so that the mapping stays one.
    marked: bool,
}

impl Failure {
    /// The stretch to blank; none if there is nothing left to try.
    fn lost(&self, source: &str, level: usize) -> Option<Lost> {
        self.suspects[level.min(self.suspects.len())..].iter().find_map(|it| {
            let lost = self.lost_to(source, *it);
            let blank = source[lost.range.clone()].trim_matches([' ', '\r', '\n', '?']).is_empty();
            (!blank).then_some(lost)
        })
    }

    fn lost_to(&self, source: &str, suspect: Suspect) -> Lost {
        let (entry, start) = match suspect {
            Suspect::Tabs { line: at } | Suspect::Depth { at } | Suspect::Entry { at } => (at, at),
            Suspect::Value { key, at } => (key, at),
            Suspect::Item { dash } => (dash, dash + 1),
        };
        let rest = &source[start..];
        let start = start + rest.len() - rest.trim_start_matches([' ', '\t']).len();
        let column = entry - scalar::line_start(source, entry);
        let item = matches!(suspect, Suspect::Item { .. });
        let after = |(_, text): &(usize, &str)| {
            let indent = text.len() - text.trim_start_matches([' ', '\t']).len();
            let content = text[indent..].trim_end();
            if content.is_empty() || content.starts_with('#') {
                return false;
            }
            match suspect {
                Suspect::Tabs { .. } => !text[..indent].contains('\t'),
                // A sequence may stand as far left as the key it belongs to.
                _ => indent < column || indent == column && (item || !is_dash(content)),
            }
        };
        let end = lines(source, entry).skip(1).find(after).map_or(source.len(), |it| it.0);
        let end = source[..end].trim_end_matches(['\r', '\n']).len().max(start);
        let marked = matches!(suspect, Suspect::Entry { .. }) && self.columns.contains(&column);
        Lost { range: start..end, marked }
    }
}

/// Whether the text starts with the mark of a sequence's item.
fn is_dash(text: &str) -> bool {
    text.strip_prefix('-')
        .is_some_and(|it| it.is_empty() || it.starts_with([' ', '\t', '\r', '\n']))
}

/// The lines from `start` on, the first one cut there, each with where it starts.
fn lines(source: &str, start: usize) -> impl Iterator<Item = (usize, &str)> {
    let mut at = start;
    source[start..].split_inclusive('\n').map(move |line| {
        at += line.len();
        (at - line.len(), line)
    })
}

fn blanked(source: &str, lost: &Lost) -> String {
    let Range { start, end } = lost.range;
    let mut out = String::with_capacity(source.len());
    out.push_str(&source[..start]);
    for character in source[start..end].chars() {
        match character {
            '\r' | '\n' => out.push(character),
            _ => out.extend(std::iter::repeat_n(' ', character.len_utf8())),
        }
    }
    out.push_str(&source[end..]);
    if lost.marked {
        out.replace_range(start..start + 1, "?");
    }
    out
}

/// Shares comments and errors out among the documents.
fn finish(file: FileId, text: &str, stream: Stream, errors: Vec<SyntaxError>) -> Vec<Parsed<Tree>> {
    let Stream { mut documents, comments, errors: more, .. } = stream;
    let mut comments: Vec<Comment> = comments;
    let mut errors: Vec<SyntaxError> = errors.into_iter().chain(more).collect();
    comments.sort_by_key(|it| it.span.start);
    errors.sort_by_key(|it| it.span.start);
    // Where text was blanked, the parser may have stopped within a character.
    let nodes = documents.iter_mut().flat_map(|it| &mut it.tree.nodes).map(|it| &mut it.span);
    for span in errors.iter_mut().map(|it| &mut it.span).chain(nodes) {
        span.start = text.floor_char_boundary(span.start as usize) as u32;
        span.end = text.floor_char_boundary(span.end as usize) as u32;
    }
    if documents.is_empty() && !(comments.is_empty() && errors.is_empty()) {
        let kind = if errors.is_empty() { NodeKind::Null } else { NodeKind::Broken };
        let node = Node { kind, span: Span::new(file, 0..0), tag: None };
        documents.push(Document { tree: Tree { nodes: vec![node], root: NodeId(0) }, end: 0 });
    }
    let (mut comments, mut errors) =
        (comments.into_iter().peekable(), errors.into_iter().peekable());
    let last = documents.len().saturating_sub(1);
    let shared = documents.into_iter().enumerate().map(|(index, Document { tree, end })| {
        let end = if index == last { usize::MAX } else { end };
        let own = |span: Span| (span.start as usize) < end;
        let comments = std::iter::from_fn(|| comments.next_if(|it| own(it.span))).collect();
        let errors = std::iter::from_fn(|| errors.next_if(|it| own(it.span))).collect();
        Parsed { tree, comments, errors }
    });
    shared.collect()
}
