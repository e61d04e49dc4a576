//! What an expression may cost at most.
//!
//! Counted, never timed, so that every machine gives the same answer. What would go beyond a
//! limit is not computed: it is a value that is not known.

use crate::value::{Value, Why};

/// How many values one value may be, written out.
pub(crate) const MAX_WEIGHT: u64 = 100_000;
/// How deep lists and objects may nest. Recursion over values goes no deeper.
pub(crate) const MAX_DEPTH: u32 = 200;
/// The bytes of a text that is put together.
pub(crate) const MAX_TEXT: usize = 1 << 20;
/// The stretches and values that a text is put together from.
pub(crate) const MAX_PIECES: usize = 20_000;
/// Terraform's own limit for `range`.
pub(crate) const MAX_RANGE: usize = 1024;
/// The bytes of a regular expression.
pub(crate) const MAX_PATTERN: usize = 4 << 10;
/// The bytes of a compiled regular expression.
pub(crate) const MAX_REGEX: usize = 1 << 18;

/// The name of the limit on the size of values.
pub(crate) const SIZE: Why = Why::Limit("value too large");
/// The name of the limit on numbers: not exact, or not finite.
pub(crate) const NUMBER: Why = Why::Limit("number not exact");

/// Whether a value is too large to be read through.
pub(crate) fn is_too_large(value: &Value) -> bool {
    value.weight() > MAX_WEIGHT || value.depth() > MAX_DEPTH
}

/// How deep expressions may nest, calls of locals and outputs included.
pub(crate) const MAX_EXPRESSION_DEPTH: usize = 300;
/// Steps of one root module: nodes evaluated, iterations, elements handled.
pub(crate) const MAX_STEPS: u64 = 3_000_000;
/// Of those, for one argument, with all that it leads to for the first time.
pub(crate) const MAX_EXPRESSION_STEPS: u64 = 500_000;
/// How many cases one expression may distinguish.
pub(crate) const MAX_ALTERNATIVES: usize = 16;
/// How many conditions may decide which elements a `for` keeps, each both ways.
pub(crate) const MAX_OPEN_FILTERS: usize = 4;
/// How many instances one block may have; one more stands for the rest.
pub(crate) const MAX_COPIES: usize = 1024;
/// How deep module calls may nest.
pub(crate) const MAX_MODULE_DEPTH: usize = 32;
/// How many module instances one root may have.
pub(crate) const MAX_MODULES: usize = 4096;
