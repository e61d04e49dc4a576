//! What is written, as trees with a span on everything.
//!
//! Parsing never fails: a broken file gives a tree of what could be read, and an
//! error for the rest. Nothing here knows what a template or a module is.

pub mod hcl;
pub mod json;
pub mod toml;
pub mod tree;
pub mod yaml;

use crate::date::Date;
use crate::text::Span;

/// What came of a text: its tree, its comments, and what was wrong with it.
#[derive(Debug)]
pub struct Parsed<T> {
    pub tree: T,
    /// In the order they stand.
    pub comments: Vec<Comment>,
    pub errors: Vec<SyntaxError>,
}

/// A comment, its marks (`#`, `//`, `/* */`) included. In Terraform's JSON it is a string, with its
/// quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    pub span: Span,
    /// Where JSON says what it speaks of: the header of the block.
    pub about: Option<Span>,
}

/// What a document says to this tool in a value of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remark {
    Ignore(Ignore),
    /// What cannot be understood.
    Mistake(SyntaxError),
}

/// A rule that a document ignores.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignore {
    /// All of it.
    pub span: Span,
    /// The header of the resource that it speaks of; none for the file.
    pub about: Option<Span>,
    pub rule: String,
    /// Of the rule's id, within its quotes.
    pub rule_span: Span,
    pub instance: Option<String>,
    pub until: Option<Date>,
    pub reason: String,
}

/// Text that the language does not allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The text that is wrong; empty at the place where something is lacking.
    pub span: Span,
    /// Lower case, no full stop; says what was expected.
    pub message: String,
}
