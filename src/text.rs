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

    /// The span from the start of this one to the end of `other`; this one alone if that stands
    /// in another file.
    pub fn to(self, other: Span) -> Span {
        if other.file != self.file {
            return self;
        }
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
    /// How many characters start before each stretch of [`STRETCH`] bytes: a line may be long.
    characters: Vec<u32>,
}

/// How many bytes are looked at, at most, to tell a column.
const STRETCH: usize = 1 << 10;

/// What a byte order mark is in UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

impl Source {
    fn new(path: String, text: Arc<str>) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let lines = [0].into_iter().chain(breaks.map(|(at, _)| at as u32 + 1)).collect();
        let starts = (0..=text.len()).step_by(STRETCH);
        let characters = starts
            .scan(0, |before, start| {
                let here = *before;
                *before += characters(&text, start..text.len().min(start + STRETCH));
                Some(here)
            })
            .collect();
        Self { path, text, lines, characters }
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
        let column = self.characters(offset) - self.characters(self.lines[line]) + 1;
        Position { line: line as u32 + 1, column }
    }

    /// How many characters start before `offset`.
    fn characters(&self, offset: u32) -> u32 {
        let end = self.text.len().min(offset as usize);
        let stretch = end / STRETCH;
        self.characters[stretch] + characters(&self.text, stretch * STRETCH..end)
    }
}

/// How many characters start in a range, byte order marks not counted.
fn characters(text: &str, range: Range<usize>) -> u32 {
    if text.as_bytes()[range.clone()].is_ascii() {
        return range.len() as u32;
    }
    let starts = |at: &usize| {
        text.is_char_boundary(*at) && !text.as_bytes()[*at..].starts_with(BYTE_ORDER_MARK)
    };
    range.filter(starts).count() as u32
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

    /// Puts a star, or another character of as many bytes, in place of each that is hidden.
    pub fn mask(&mut self, file: FileId, hidden: &[Span]) {
        let Some(source) = self.files.get_mut(file.0 as usize) else { return };
        let mut masked = String::with_capacity(source.text.len());
        let mut done = 0;
        for it in hidden.iter().map(|it| it.range()) {
            let Some(secret) = source.text.get(it.clone()).filter(|_| it.start >= done) else {
                continue;
            };
            masked.push_str(&source.text[done..it.start]);
            masked.extend(secret.chars().map(|it| match it.len_utf8() {
                1 if it.is_ascii_whitespace() || it == '"' => it,
                1 => '*',
                2 => '\u{b7}',
                3 => '\u{2022}',
                _ => '\u{1f784}',
            }));
            done = it.end;
        }
        masked.push_str(&source.text[done..]);
        source.text = masked.into();
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

#[cfg(test)]
mod tests {
    use super::{Source, Sources, Span};

    #[test]
    fn what_is_masked_leaves_all_places_as_they_are() {
        let mut sources = Sources::default();
        let text = "{\"a\": \"xé日😀\\n\", \"b\": 12}";
        let file = sources.add(String::new(), text);
        let span = |part: &str| {
            let start = text.find(part).unwrap();
            Span::new(file, start..start + part.len())
        };
        sources.mask(file, &[span("\"xé日😀\\n\""), span("12")]);
        let masked = &sources.get(file).text;
        assert_eq!(&**masked, "{\"a\": \"*·•🞄**\", \"b\": **}");
        assert_eq!(masked.len(), text.len());
    }

    /// The same, counted from the start of the line.
    fn counted(source: &Source, offset: usize) -> usize {
        let start = source.text[..offset].rfind('\n').map_or(0, |it| it + 1);
        source.text[start..offset].chars().filter(|it| *it != '\u{feff}').count() + 1
    }

    #[test]
    fn columns_are_counted_in_long_lines_too() {
        let long = "aé日😀\u{feff}b".repeat(700);
        for text in ["", "\u{feff}", "a", &"x".repeat(1024), &format!("\u{feff}{long}\n{long}")] {
            let source = Source::new(String::new(), text.into());
            for offset in (0..=text.len()).filter(|it| text.is_char_boundary(*it)) {
                let column = source.position(offset as u32).column as usize;
                assert_eq!(column, counted(&source, offset), "{offset}");
            }
        }
    }
}
