//! HCL, and the JSON that Terraform reads as HCL, as blocks and expressions.

mod body;
mod expression;
mod lexeme;
mod origin;
mod scan;
mod template;
mod terraform_json;
#[cfg(test)]
mod tests;

use crate::syntax::Parsed;
use crate::syntax::tree::{Scalar, Tree};
use crate::text::{FileId, Span};

use body::Parser;
use origin::Origin;
use template::Style;

/// How many blocks may lie in each other.
const MAX_BLOCKS: usize = 64;

/// How deep expressions may nest, templates in expressions in templates included: the tree is
/// walked by recursion.
const MAX_DEPTH: usize = 256;

/// How many strings may lie in each other's `${ … }`.
const MAX_TEMPLATES: usize = 16;

/// How many `%{ if … }` and `%{ for … }` may lie in each other in one template.
const MAX_DIRECTIVES: usize = 32;

/// `hcl-edit` compares each key of an object with all others.
const MAX_KEYS: usize = 10_000;

/// Reads a `.tf`, `.tfvars` or other HCL file. A byte order mark is skipped; spans count it.
///
/// What is broken loses only itself: an attribute keeps its name, with [`ExprKind::Broken`] for a
/// value.
pub fn parse(file: FileId, text: &str) -> Parsed<Body> {
    body::parse(file, text)
}

/// Reads a template file, as for `templatefile`.
pub fn parse_template(file: FileId, text: &str) -> Parsed<Vec<Part>> {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let mut parser = Parser::new(text, Origin::File(file));
    let parts = parser.template(start..text.len(), Style::Bare);
    parser.finish(parts)
}

/// Reads the template that a string of `.tf.json` holds; `span` is that of the whole string.
pub fn parse_template_in(scalar: &Scalar, span: Span) -> Parsed<Vec<Part>> {
    let mut parser = Parser::new(&scalar.text, Origin::of(scalar, span));
    let parts = parser.template(0..scalar.text.len(), Style::Bare);
    parser.finish(parts)
}

/// Makes of a JSON document what Terraform makes of a `.tf.json` file. The errors of the document
/// itself are not repeated.
pub fn from_json(tree: &Tree) -> Parsed<Body> {
    terraform_json::from_json(tree)
}

/// What stands between the braces of a block, or a whole file.
#[derive(Clone, Debug)]
pub struct Body {
    /// In the order written.
    pub attributes: Vec<Attribute>,
    pub blocks: Vec<Block>,
    pub span: Span,
}

/// `name = value`.
#[derive(Clone, Debug)]
pub struct Attribute {
    pub name: Word,
    pub value: Expr,
}

/// `kind "label" { … }`.
#[derive(Clone, Debug)]
pub struct Block {
    pub kind: Word,
    pub labels: Vec<Word>,
    /// From the block's kind to its last label: `resource "aws_vpc" "this"`. In JSON, where other
    /// blocks may stand between those, the last label alone, or the kind if there is none.
    pub header: Span,
    pub body: Body,
    /// Whether JSON wrote it, where a nested block is an attribute like any other.
    pub json: bool,
    pub span: Span,
}

/// A name and where it stands; a label's span includes its quotes.
#[derive(Clone, Debug)]
pub struct Word {
    pub text: String,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub struct Expr {
    pub kind: ExprKind,
    /// Of the expression itself, quotes and brackets included.
    pub span: Span,
}

#[derive(Clone, Debug)]
pub enum ExprKind {
    Null,
    Bool(bool),
    /// As written.
    Number(String),
    /// A quoted string or a heredoc: a sequence of literal text, interpolations and directives.
    Template(Vec<Part>),
    List(Vec<Expr>),
    Object(Vec<Item>),
    /// A name on its own: `var`, `local`, `aws_vpc`, the iterator of a `for`.
    Variable(String),
    /// `base.name`
    Attr(Box<Expr>, Word),
    /// `base[key]`, and the legacy `base.0`.
    Index(Box<Expr>, Box<Expr>),
    /// `base.*` or `base[*]`, and the operators that follow apply to each element.
    Splat(Box<Splat>),
    Call(Box<Call>),
    Conditional(Box<Conditional>),
    Unary(Unary, Box<Expr>),
    Binary(Box<Binary>),
    For(Box<For>),
    Parens(Box<Expr>),
    /// What could not be read; an error says why.
    Broken,
}

/// One part of a template.
#[derive(Clone, Debug)]
pub enum Part {
    /// Text as it comes out: escapes undone, indentation of `<<-` stripped, `~` applied.
    /// As in [`crate::syntax::tree::Run`], `exact` says whether it stands in the source as it is.
    /// One part a line in a heredoc, so that each is exact.
    Literal {
        text: String,
        span: Span,
        exact: bool,
    },
    /// `${ … }`; `span` includes the markers.
    Interpolation {
        value: Expr,
        span: Span,
    },
    If(Box<IfDirective>),
    For(Box<ForDirective>),
}

/// `%{ if … }`; the span is that of the opening marker.
#[derive(Clone, Debug)]
pub struct IfDirective {
    pub condition: Expr,
    pub then: Vec<Part>,
    pub otherwise: Vec<Part>,
    pub span: Span,
}

/// `%{ for … }`; the span is that of the opening marker.
#[derive(Clone, Debug)]
pub struct ForDirective {
    pub key: Option<String>,
    pub value: String,
    pub collection: Expr,
    pub body: Vec<Part>,
    pub span: Span,
}

#[derive(Clone, Debug)]
pub struct Item {
    /// A bare name in key position is a [`ExprKind::Template`] of that text;
    /// `(name)` is the expression.
    pub key: Expr,
    pub value: Expr,
}

#[derive(Clone, Debug)]
pub struct Splat {
    pub base: Expr,
    /// Applied to each element, in order.
    pub each: Vec<Step>,
    /// `[*]` rather than `.*`: only the former carries on over index operators.
    pub full: bool,
}

#[derive(Clone, Debug)]
pub enum Step {
    Attr(Word),
    Index(Expr),
    /// A splat applied to each element of another, as in `a[*].b[*].c`.
    Splat {
        each: Vec<Step>,
        full: bool,
    },
}

#[derive(Clone, Debug)]
pub struct Call {
    /// Namespaced functions with `::`.
    pub name: Word,
    pub args: Vec<Expr>,
    /// Whether the last argument ends in `...`.
    pub spread: bool,
}

#[derive(Clone, Debug)]
pub struct Conditional {
    pub condition: Expr,
    pub then: Expr,
    pub otherwise: Expr,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unary {
    Not,
    Negate,
}

#[derive(Clone, Debug)]
pub struct Binary {
    pub left: Expr,
    pub operator: Operator,
    pub right: Expr,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

/// `[for k, v in c : v if p]`, `{ for k, v in c : k => v... if p }`.
#[derive(Clone, Debug)]
pub struct For {
    pub key_name: Option<String>,
    pub value_name: String,
    pub collection: Expr,
    /// For an object; none for a list.
    pub key: Option<Expr>,
    pub value: Expr,
    pub condition: Option<Expr>,
    /// `...` after the value: equal keys gather into a list.
    pub grouped: bool,
}

impl Expr {
    /// The text of a plain string that is not empty.
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            ExprKind::Template(parts) => match parts.as_slice() {
                [Part::Literal { text, .. }] => Some(text),
                _ => None,
            },
            _ => None,
        }
    }
}

impl Body {
    pub fn attribute(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|it| it.name.text == name)
    }

    pub fn blocks<'b>(&'b self, kind: &'b str) -> impl Iterator<Item = &'b Block> {
        self.blocks.iter().filter(move |it| it.kind.text == kind)
    }
}
