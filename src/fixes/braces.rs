//! What stands between braces: JSON, YAML's flow collections, objects of HCL.

use std::ops::Range;

use super::style::{self, ends_line, line_break, line_end};
use super::{Piece, Wanted};

/// An object between braces.
pub(super) struct Braces {
    pub(super) syntax: Syntax,
    /// Braces included.
    pub(super) span: Range<usize>,
    /// In the order written.
    pub(super) entries: Vec<Entry>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Syntax {
    Json,
    Flow,
    Hcl,
}

pub(super) struct Entry {
    /// As it stands, quotes included.
    pub(super) key: Range<usize>,
    /// Where its value starts and ends.
    pub(super) value: Range<usize>,
}

/// How entries of an object look.
pub(super) struct Look {
    quote: &'static str,
    /// What stands between a key and its value.
    sets: String,
    /// What stands within braces on one line.
    padding: &'static str,
}

impl Look {
    pub(super) fn of(syntax: Syntax) -> Self {
        let (quote, sets, padding) = match syntax {
            Syntax::Json => ("\"", ": ", ""),
            Syntax::Flow => ("", ": ", ""),
            Syntax::Hcl => ("", " = ", " "),
        };
        Self { quote, sets: sets.to_owned(), padding }
    }

    /// One entry, with all that lies in it: on lines of its own if it is given a margin and a step.
    pub(super) fn entry(&self, wanted: &Wanted<'_>, lines: Option<&Lines<'_>>) -> String {
        let Some((last, outer)) = wanted.keys.split_last() else {
            return wanted.value.to_string();
        };
        let key = |it: &String| format!("{}{it}{0}", self.quote);
        let (mut before, mut after) = (String::new(), String::new());
        for (depth, it) in outer.iter().enumerate() {
            let (open, close) = match lines {
                Some(it) => (it.at(depth + 1), it.at(depth)),
                None => (self.padding.to_owned(), self.padding.to_owned()),
            };
            before.push_str(&format!("{}{}{{{open}", key(it), self.sets));
            after.insert_str(0, &format!("{close}}}"));
        }
        format!("{before}{}{}{}{after}", key(last), self.sets, wanted.value)
    }
}

/// How lines are broken and indented.
pub(super) struct Lines<'t> {
    pub(super) line_break: &'static str,
    pub(super) margin: &'t str,
    pub(super) step: &'t str,
}

impl Lines<'_> {
    /// A new line, so many levels deeper.
    pub(super) fn at(&self, depth: usize) -> String {
        format!("{}{}{}", self.line_break, self.margin, self.step.repeat(depth))
    }
}

impl Braces {
    /// None if it cannot be told where an entry ends.
    pub(super) fn insert(&self, text: &str, wanted: &Wanted<'_>) -> Option<Vec<Piece>> {
        match self.entries.last() {
            None => self.fill(text, wanted),
            Some(last) => self.append(text, last, wanted),
        }
    }

    fn look(&self, text: &str) -> Look {
        let mut look = Look::of(self.syntax);
        if let Some(last) = self.entries.last() {
            let written = &text[last.key.clone()];
            look.quote = ["\"", "'"].into_iter().find(|it| written.starts_with(it)).unwrap_or("");
            let between = text.get(last.key.end..last.value.start).unwrap_or_default();
            let separator = between.trim();
            if separator == ":" || separator == "=" {
                // More blanks align one value with others.
                let before = if between.starts_with([' ', '\t']) { " " } else { "" };
                let after = if between.ends_with(char::is_whitespace) { " " } else { "" };
                look.sets = format!("{before}{separator}{after}");
            }
        }
        if text.get(self.span.start + 1..).is_some_and(|it| it.starts_with(' ')) {
            look.padding = " ";
        }
        look
    }

    /// Where there is nothing yet.
    fn fill(&self, text: &str, wanted: &Wanted<'_>) -> Option<Vec<Piece>> {
        let range = self.span.start + 1..self.span.end.checked_sub(1)?;
        let within = text.get(range.clone())?;
        if !within.trim().is_empty() {
            return None;
        }
        let look = self.look(text);
        let on_lines = within.contains('\n') || self.syntax == Syntax::Json && text.contains('\n');
        if !on_lines {
            let padding = if self.syntax == Syntax::Hcl { " " } else { "" };
            let text = format!("{padding}{}{padding}", look.entry(wanted, None));
            return Some(vec![Piece { range, text }]);
        }
        let outer = style::indentation(text, self.span.start);
        let step = style::step(text);
        let line_break = line_break(text);
        let margin = format!("{outer}{step}");
        let lines = Lines { line_break, margin: &margin, step };
        let entry = look.entry(wanted, Some(&lines));
        let text = format!("{line_break}{margin}{entry}{line_break}{outer}");
        Some(vec![Piece { range, text }])
    }

    fn append(&self, text: &str, last: &Entry, wanted: &Wanted<'_>) -> Option<Vec<Piece>> {
        let mut look = self.look(text);
        let end = last.value.end;
        let trailing = comma_after(text.get(end..self.span.end)?).map(|it| end + it);
        let comma = match trailing {
            None if self.has_commas(text) => ",",
            None | Some(_) => "",
        };
        let after = if trailing.is_some() { "," } else { "" };
        let at = trailing.map_or(end, |it| it + 1);
        if !style::is_first(text, last.key.start) {
            let space = if self.is_tight(text, last, &look) { "" } else { " " };
            let comma = if trailing.is_some() { "" } else { "," };
            let entry = look.entry(wanted, None);
            return Some(vec![Piece::put_in(at, format!("{comma}{space}{entry}{after}"))]);
        }
        let margin = style::indentation(text, last.key.start);
        let outer = style::indentation(text, self.span.start);
        let step = style::step_between(outer, margin).unwrap_or_else(|| style::step(text));
        let line_break = line_break(text);
        let gap = if self.syntax == Syntax::Hcl {
            let key = wanted.keys.first().map_or(0, |it| it.len() + 2 * look.quote.len());
            match align(text, &last.key, &last.value, key) {
                Some(sets) if wanted.keys.len() == 1 => {
                    look.sets = sets;
                    ""
                }
                Some(_) => "",
                None => line_break,
            }
        } else {
            ""
        };
        let lines = Lines { line_break, margin, step };
        let entry = look.entry(wanted, Some(&lines));
        let entry = format!("{gap}{line_break}{margin}{entry}{after}");
        let line = if ends_line(text, at) { line_end(text, at) } else { at };
        Some(vec![Piece::put_in(end, comma.to_owned()), Piece::put_in(line, entry)])
    }

    /// Whether nothing stands between a comma and the entry after it.
    fn is_tight(&self, text: &str, last: &Entry, look: &Look) -> bool {
        let before = self.entries.iter().rev().nth(1);
        match before.map(|it| text.get(it.value.end..last.key.start).unwrap_or_default()) {
            Some(between) => between.ends_with(','),
            None => look.sets.trim() == look.sets,
        }
    }

    /// Whether commas part its entries; in HCL, line breaks may.
    fn has_commas(&self, text: &str) -> bool {
        let mut ends = self.entries.iter().rev();
        let (Some(last), Some(before)) = (ends.next(), ends.next()) else {
            return self.syntax != Syntax::Hcl;
        };
        let between = text.get(before.value.end..last.key.start).unwrap_or_default();
        self.syntax != Syntax::Hcl || comma_after(between).is_some()
    }
}

/// How HCL's formatter sets a name of that length below another line: as far to the right as there.
/// None if it would move the line above; a line between keeps the two apart.
pub(super) fn align(
    text: &str,
    above: &Range<usize>,
    value: &Range<usize>,
    name: usize,
) -> Option<String> {
    let sets = text.get(above.end..value.start)?;
    let is_one_line = !text.get(value.clone())?.contains('\n');
    if !is_one_line || sets.trim() != "=" {
        return Some(" = ".to_owned());
    }
    let column = above.len() + sets.find('=')?;
    let blanks = column.checked_sub(name).filter(|it| *it > 0)?;
    Some(format!("{}= ", " ".repeat(blanks)))
}

/// Where a comma stands, if nothing but blanks and comments stand before it.
fn comma_after(text: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        at += text[at..].len() - text[at..].trim_start().len();
        let rest = &text[at..];
        if rest.starts_with(',') {
            return Some(at);
        }
        at += match () {
            () if rest.starts_with('#') || rest.starts_with("//") => rest.find('\n')?,
            () if rest.starts_with("/*") => rest.find("*/")? + 2,
            () => return None,
        };
    }
}
