//! The few lines of a file that one finding shows, made fit for a terminal.
//!
//! A line may have 100 kB, and a file may hold what would move a terminal's cursor or turn its
//! text around. So the lines that are shown are copied: long ones are cut around what is
//! labelled, and control characters are made visible. Nothing else of a file is copied.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use codespan_reporting::files::{Error, Files};

use crate::text::{FileId, Sources, Span};

/// Bytes of a line beyond which it is cut.
const LONG_LINE: usize = 200;
/// Bytes that stay before and after each end of a span in a line that is cut.
const AROUND: usize = 50;
const BYTE_ORDER_MARK: char = '\u{feff}';
/// Lines that stay of a span over many, as the renderer shows them: at its start and at its end.
/// One more each, since it fills a gap of one line.
const FIRST: usize = 4;
const LAST: usize = 2;

/// The excerpts that one finding shows; each is named by its place.
pub(super) struct Excerpts<'s> {
    sources: &'s Sources,
    excerpts: Vec<Excerpt>,
}

/// What is shown of one file.
struct Excerpt {
    file: FileId,
    text: String,
    /// By their index in the file.
    lines: BTreeMap<usize, Line>,
}

struct Line {
    /// In the text of the excerpt, its line break included.
    range: Range<usize>,
    /// Where characters of the file went, and the end of the line: from, to.
    marks: Vec<(usize, usize)>,
}

impl<'s> Excerpts<'s> {
    /// Of all the places that `spans` touch.
    pub(super) fn new(sources: &'s Sources, spans: &[Span]) -> Self {
        let files: BTreeSet<FileId> = spans.iter().map(|it| it.file).collect();
        let excerpt = |file| {
            let spans = spans.iter().filter(|it| it.file == file);
            Excerpt::new(sources, file, &spans.map(|it| trimmed(sources, *it)).collect::<Vec<_>>())
        };
        Self { sources, excerpts: files.into_iter().map(excerpt).collect() }
    }

    /// Where a span is shown: the excerpt, and the bytes in it.
    pub(super) fn place(&self, span: Span) -> Option<(usize, Range<usize>)> {
        let span = trimmed(self.sources, span);
        let index = self.excerpts.iter().position(|it| it.file == span.file)?;
        let source = self.sources.get(span.file);
        let place = |offset: u32| {
            let line = self.excerpts[index].lines.get(&source.line(offset))?;
            let before = line.marks.partition_point(|it| it.0 <= offset as usize);
            Some(line.marks.get(before.checked_sub(1)?)?.1)
        };
        Some((index, place(span.start)?..place(span.end)?))
    }

    fn excerpt(&self, index: usize) -> Result<&Excerpt, Error> {
        self.excerpts.get(index).ok_or(Error::FileMissing)
    }
}

/// Without the line breaks that end it.
fn trimmed(sources: &Sources, span: Span) -> Span {
    let text = sources.slice(span).trim_end_matches(['\n', '\r']);
    let end = if text.is_empty() { span.start } else { span.start + text.len() as u32 };
    Span { end, ..span }
}

impl Excerpt {
    fn new(sources: &Sources, file: FileId, spans: &[Span]) -> Self {
        let source = sources.get(file);
        let mut shown = BTreeSet::new();
        for span in spans {
            let (first, last) = (source.line(span.start), source.line(span.end));
            shown.extend(first..=last.min(first + FIRST));
            shown.extend(first.max(last.saturating_sub(LAST))..=last);
        }
        let gaps: Vec<usize> = shown.iter().map(|it| it + 1).collect();
        shown.extend(gaps.into_iter().filter(|it| *it < source.lines()));

        let ends: BTreeSet<usize> =
            spans.iter().flat_map(|it| [it.start as usize, it.end as usize]).collect();
        let mut excerpt = Self { file, text: String::new(), lines: BTreeMap::new() };
        for line in shown {
            let Some(range) = source.line_range(line) else { continue };
            let Some(text) = source.text.get(range.clone()) else { continue };
            let text = text.trim_end_matches(['\n', '\r']);
            let ends =
                ends.range(range.start..=range.start + text.len()).map(|it| it - range.start);
            let shown = excerpt.copy(text, range.start, &kept(text, ends));
            excerpt.lines.insert(line, shown);
        }
        excerpt
    }

    /// Copies the parts of a line that are kept. `start` is where the line starts in the file.
    fn copy(&mut self, line: &str, start: usize, kept: &[Range<usize>]) -> Line {
        let begin = self.text.len();
        let mut marks = Vec::new();
        let mut from = 0;
        for part in kept {
            if part.start > from {
                marks.push((start + from, self.text.len()));
                self.text.push('…');
            }
            for (at, character) in line[part.clone()].char_indices() {
                marks.push((start + part.start + at, self.text.len()));
                if character != BYTE_ORDER_MARK {
                    self.text.push(visible(character));
                }
            }
            from = part.end;
        }
        marks.push((start + from, self.text.len()));
        if from < line.len() {
            self.text.push('…');
            marks.push((start + line.len(), self.text.len()));
        }
        self.text.push('\n');
        Line { range: begin..self.text.len(), marks }
    }
}

/// The parts of a line to keep, in order: all of it, or what is near to one of `ends`.
fn kept(line: &str, ends: impl Iterator<Item = usize>) -> Vec<Range<usize>> {
    if line.len() <= LONG_LINE {
        return std::iter::once(0..line.len()).collect();
    }
    let mut parts: Vec<Range<usize>> = Vec::new();
    for end in ends {
        let first = line.floor_char_boundary(end.saturating_sub(AROUND));
        let last = line.ceil_char_boundary((end + AROUND).min(line.len()));
        match parts.last_mut() {
            Some(part) if first <= part.end => part.end = last,
            _ => parts.push(first..last),
        }
    }
    if parts.is_empty() {
        parts.push(0..line.floor_char_boundary(LONG_LINE));
    }
    parts
}

/// Names come from files, and may hold anything.
pub(super) fn one_line(text: &str) -> String {
    text.chars().map(visible).collect()
}

/// The character, or one that stands for it if it would do something to a terminal.
pub(super) fn visible(character: char) -> char {
    match character {
        '\t' => '\t',
        // Unicode has a picture of each.
        '\0'..='\u{1f}' => char::from_u32('\u{2400}' as u32 + character as u32).unwrap_or('?'),
        '\u{7f}' => '\u{2421}',
        // C1 controls, and what turns the direction of text around.
        '\u{80}'..='\u{9f}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' => char::REPLACEMENT_CHARACTER,
        it => it,
    }
}

impl<'a> Files<'a> for Excerpts<'_> {
    type FileId = usize;
    type Name = String;
    type Source = &'a str;

    fn name(&'a self, index: usize) -> Result<String, Error> {
        Ok(self.sources.get(self.excerpt(index)?.file).path.chars().map(visible).collect())
    }

    fn source(&'a self, index: usize) -> Result<&'a str, Error> {
        Ok(&self.excerpt(index)?.text)
    }

    fn line_index(&'a self, index: usize, byte: usize) -> Result<usize, Error> {
        let excerpt = self.excerpt(index)?;
        let line = excerpt.lines.iter().find(|(_, it)| it.range.contains(&byte));
        let max = excerpt.text.len();
        line.map(|it| *it.0).ok_or(Error::IndexTooLarge { given: byte, max })
    }

    fn column_number(&'a self, index: usize, line: usize, byte: usize) -> Result<usize, Error> {
        let excerpt = self.excerpt(index)?;
        let missing = Error::LineTooLarge { given: line, max: excerpt.lines.len() };
        let marks = &excerpt.lines.get(&line).ok_or(missing)?.marks;
        let mark = marks.partition_point(|it| it.1 <= byte).checked_sub(1);
        let offset = mark.and_then(|it| marks.get(it)).map_or(0, |it| it.0);
        Ok(self.sources.position(excerpt.file, offset as u32).column as usize)
    }

    /// Empty for a line that is not shown: the renderer asks for those too.
    fn line_range(&'a self, index: usize, line: usize) -> Result<Range<usize>, Error> {
        Ok(self.excerpt(index)?.lines.get(&line).map_or(0..0, |it| it.range.clone()))
    }
}
