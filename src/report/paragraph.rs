//! Text that is broken into lines between words, and tables whose last column is.

use std::io;

use codespan_reporting::term::termcolor::{Color, ColorSpec, WriteColor};

/// How a piece of text looks where there is colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Strong,
    Emphasis,
    Code,
    Link,
    /// What is wrong, what is doubtful, what is right.
    Bad,
    Doubtful,
    Good,
}

impl Style {
    pub(super) fn write(self, out: &mut dyn WriteColor, text: &str) -> io::Result<()> {
        let mut spec = ColorSpec::new();
        match self {
            Style::Plain => return write!(out, "{text}"),
            Style::Strong => spec.set_bold(true),
            Style::Emphasis => spec.set_italic(true),
            Style::Code => spec.set_fg(Some(Color::Cyan)),
            Style::Link => spec.set_underline(true),
            Style::Bad => spec.set_fg(Some(Color::Red)).set_bold(true),
            Style::Doubtful => spec.set_fg(Some(Color::Yellow)).set_bold(true),
            Style::Good => spec.set_fg(Some(Color::Green)).set_bold(true),
        };
        out.set_color(&spec)?;
        write!(out, "{text}")?;
        out.reset()
    }
}

/// Words, each of pieces that stand together.
#[derive(Clone, Debug, Default)]
pub(super) struct Paragraph {
    words: Vec<Vec<(Style, String)>>,
    /// Whether what comes next belongs to the last word, unless it begins with a space.
    is_open: bool,
}

impl Paragraph {
    pub(super) fn of(style: Style, text: &str) -> Self {
        let mut paragraph = Self::default();
        paragraph.push(style, text);
        paragraph
    }

    pub(super) fn push(&mut self, style: Style, text: &str) {
        for (index, part) in text.split(char::is_whitespace).enumerate() {
            self.is_open &= index == 0;
            if part.is_empty() {
                continue;
            }
            if !self.is_open {
                self.words.push(Vec::new());
                self.is_open = true;
            }
            let word = self.words.last_mut().expect("a word was just begun, or is open");
            word.push((style, part.to_owned()));
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// As one line.
    pub(super) fn width(&self) -> usize {
        let spaces = self.words.len().saturating_sub(1);
        self.words.iter().map(|it| width(it)).sum::<usize>() + spaces
    }

    /// Writes lines of at most that width, if words allow it, all but the first indented. What
    /// stands before the first is as wide as the indentation.
    pub(super) fn write(
        &self,
        out: &mut dyn WriteColor,
        indentation: usize,
        most: usize,
    ) -> io::Result<()> {
        let mut column = indentation;
        for (index, word) in self.words.iter().enumerate() {
            if index > 0 && column + 1 + width(word) > most {
                write!(out, "\n{:indentation$}", "")?;
                column = indentation;
            } else if index > 0 {
                write!(out, " ")?;
                column += 1;
            }
            for (style, text) in word {
                style.write(out, text)?;
            }
            column += width(word);
        }
        writeln!(out)
    }
}

fn width(word: &[(Style, String)]) -> usize {
    word.iter().map(|(_, text)| text.chars().count()).sum()
}

/// Writes rows of cells. What is in the last column may take several lines; where the others alone
/// are too wide, each cell stands below the one before.
pub(super) fn write_table(
    out: &mut dyn WriteColor,
    rows: &[Vec<Paragraph>],
    indentation: usize,
    most: usize,
) -> io::Result<()> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let widths: Vec<usize> = (0..columns)
        .map(|at| rows.iter().filter_map(|it| it.get(at)).map(Paragraph::width).max())
        .map(Option::unwrap_or_default)
        .collect();
    let others = widths.split_last().map_or(&[][..], |(_, others)| others);
    if indentation + others.iter().map(|it| it + GAP).sum::<usize>() > most {
        return write_stacked(out, rows, indentation, most);
    }
    for row in rows {
        let Some((last, others)) = row.split_last() else { continue };
        write!(out, "{:indentation$}", "")?;
        let mut column = indentation;
        // What the last word still lacks to where the next cell begins.
        let mut gap = 0;
        for (cell, width) in others.iter().zip(&widths) {
            write!(out, "{:gap$}", "")?;
            for (index, word) in cell.words.iter().enumerate() {
                write!(out, "{}", if index > 0 { " " } else { "" })?;
                for (style, text) in word {
                    style.write(out, text)?;
                }
            }
            gap = width - cell.width() + GAP;
            column += width + GAP;
        }
        // A column too narrow for words is none; they stand below.
        if most < column + NARROW {
            column = indentation + BELOW;
            write!(out, "\n{:column$}", "")?;
        } else {
            write!(out, "{:gap$}", "")?;
        }
        last.write(out, column, most)?;
    }
    Ok(())
}

/// Writes rows whose cells stand below each other, all but the first indented.
fn write_stacked(
    out: &mut dyn WriteColor,
    rows: &[Vec<Paragraph>],
    indentation: usize,
    most: usize,
) -> io::Result<()> {
    for row in rows {
        for (at, cell) in row.iter().enumerate() {
            let column = indentation + if at == 0 { 0 } else { BELOW };
            write!(out, "{:column$}", "")?;
            cell.write(out, column, most)?;
        }
    }
    Ok(())
}

/// Between columns.
const GAP: usize = 2;
const NARROW: usize = 24;
const BELOW: usize = 4;
