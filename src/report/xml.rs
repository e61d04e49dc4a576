//! XML 1.0, as far as reports need it: elements, attributes and text.
//!
//! <https://www.w3.org/TR/xml/>

use std::io::{self, Write};

use super::excerpt::visible;

/// Writes a document.
pub(super) fn write(out: &mut dyn Write, root: &Element) -> io::Result<()> {
    writeln!(out, r#"<?xml version="1.0" encoding="UTF-8"?>"#)?;
    root.write(out, 0)
}

pub(super) struct Element {
    name: &'static str,
    /// In the order in which they are written.
    attributes: Vec<(&'static str, String)>,
    text: String,
    children: Vec<Element>,
}

impl Element {
    pub(super) fn new(name: &'static str) -> Self {
        Self { name, attributes: Vec::new(), text: String::new(), children: Vec::new() }
    }

    pub(super) fn attribute(mut self, name: &'static str, value: impl ToString) -> Self {
        self.attributes.push((name, value.to_string()));
        self
    }

    /// Text in place of children.
    pub(super) fn text(mut self, text: impl Into<String>) -> Self {
        self.text = text.into();
        self
    }

    pub(super) fn children(mut self, children: impl IntoIterator<Item = Element>) -> Self {
        self.children.extend(children);
        self
    }

    /// Writes it with what is in it, so many levels deep.
    fn write(&self, out: &mut dyn Write, depth: usize) -> io::Result<()> {
        let (name, indentation) = (self.name, "  ".repeat(depth));
        write!(out, "{indentation}<{name}")?;
        for (name, value) in &self.attributes {
            write!(out, " {name}=\"{}\"", attribute(value))?;
        }
        if self.children.is_empty() && self.text.is_empty() {
            return writeln!(out, "/>");
        }
        if self.children.is_empty() {
            return writeln!(out, ">{}</{name}>", text(&self.text));
        }
        writeln!(out, ">")?;
        for child in &self.children {
            child.write(out, depth + 1)?;
        }
        writeln!(out, "{indentation}</{name}>")
    }
}

/// A line break in an attribute would be read as a space.
fn attribute(value: &str) -> String {
    let part = |it: char| match it {
        '"' => "&quot;".into(),
        '\n' => "&#10;".into(),
        '\r' => "&#13;".into(),
        '\t' => "&#9;".into(),
        it => escaped(it),
    };
    value.chars().map(part).collect()
}

/// A carriage return in a text would be read as a line break.
fn text(value: &str) -> String {
    let part = |it: char| match it {
        '\n' => "\n".into(),
        '\r' => "&#13;".into(),
        it => escaped(it),
    };
    value.chars().map(part).collect()
}

fn escaped(character: char) -> String {
    match character {
        '&' => "&amp;".into(),
        '<' => "&lt;".into(),
        // After `]]` it must be.
        '>' => "&gt;".into(),
        // No document may hold these, written out or as references.
        '\u{fffe}' | '\u{ffff}' => char::REPLACEMENT_CHARACTER.into(),
        // Neither may it hold control characters.
        it => visible(it).into(),
    }
}
