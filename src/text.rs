//! Bytes, and places in them.
//!
//! A span is made once, by the parser that read the text. Lines and columns
//! exist only where something is shown: see [`Sources::position`].

use std::ops::Range;
use std::sync::Arc;

/// Names one file of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// A range of bytes in one file; `start <= end`, both on character boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    pub file: FileId,
    pub start: u32,
    pub end: u32,
}

impl Span {
    pub fn new(file: FileId, range: Range<usize>) -> Self {
        Self { file, start: range.start as u32, end: range.end as u32 }
    }

    /// In bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The span from the start of this one to the end of `other`, in the same file.
    pub fn to(self, other: Span) -> Span {
        Span { end: other.end.max(self.start), ..self }
    }

    /// Whether all of another lies in this one.
    pub fn holds(self, other: Span) -> bool {
        self.file == other.file && self.start <= other.start && other.end <= self.end
    }

    /// The empty span before the first byte.
    pub fn start(self) -> Span {
        Span { end: self.start, ..self }
    }
}

/// Where an offset lies, as people count: from one. Columns are in Unicode scalar values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: u32,
    pub column: u32,
}

/// A file that was read.
#[derive(Debug)]
pub struct Source {
    /// Relative to the working directory, with `/`; `<stdin>` for standard input.
    pub path: String,
    pub text: Arc<str>,
    /// Where each line starts, in bytes.
    lines: Vec<u32>,
}

impl Source {
    fn new(path: String, text: Arc<str>) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let lines = [0].into_iter().chain(breaks.map(|(at, _)| at as u32 + 1)).collect();
        Self { path, text, lines }
    }

    /// The index of the line that holds `offset`, from zero.
    pub fn line(&self, offset: u32) -> usize {
        self.lines.partition_point(|start| *start <= offset) - 1
    }

    /// The bytes of a line, counted from zero, its line break included.
    pub fn line_range(&self, line: usize) -> Option<Range<usize>> {
        let start = *self.lines.get(line)? as usize;
        let end = self.lines.get(line + 1).map_or(self.text.len(), |it| *it as usize);
        Some(start..end)
    }

    pub fn lines(&self) -> usize {
        self.lines.len()
    }

    /// A byte order mark takes no column.
    pub fn position(&self, offset: u32) -> Position {
        let line = self.line(offset);
        let start = self.lines[line] as usize;
        let before = self.text.get(start..offset as usize).unwrap_or_default();
        let column = before.chars().filter(|it| *it != '\u{feff}').count() + 1;
        Position { line: line as u32 + 1, column: column as u32 }
    }
}

/// The files of a run.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    pub fn add(&mut self, path: String, text: impl Into<Arc<str>>) -> FileId {
        self.files.push(Source::new(path, text.into()));
        FileId(self.files.len() as u32 - 1)
    }

    pub fn get(&self, file: FileId) -> &Source {
        &self.files[file.0 as usize]
    }

    pub fn all(&self) -> &[Source] {
        &self.files
    }

    /// The text that a span covers.
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.file).text.get(span.range()).unwrap_or_default()
    }

    pub fn position(&self, file: FileId, offset: u32) -> Position {
        self.get(file).position(offset)
    }

    /// Where a span starts and where it ends, the end exclusive.
    pub fn positions(&self, span: Span) -> (Position, Position) {
        (self.position(span.file, span.start), self.position(span.file, span.end))
    }
}
