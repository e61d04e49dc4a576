//! What is written, as trees with a span on everything.
//!
//! Parsing never fails: a broken file gives a tree of what could be read, and an
//! error for the rest. Nothing here knows what a template or a module is.

pub mod hcl;
pub mod json;
pub mod toml;
pub mod tree;
pub mod yaml;

use crate::text::Span;

/// What came of a text: its tree, its comments, and what was wrong with it.
#[derive(Debug)]
pub struct Parsed<T> {
    pub tree: T,
    /// In the order they stand.
    pub comments: Vec<Comment>,
    pub errors: Vec<SyntaxError>,
}

/// A comment, its marks (`#`, `//`, `/* */`) included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comment {
    pub span: Span,
}

/// Text that the language does not allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// The text that is wrong; empty at the place where something is lacking.
    pub span: Span,
    /// Lower case, no full stop; says what was expected.
    pub message: String,
}
