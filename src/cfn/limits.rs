//! How far the lowering of a template goes. Each limit that is hit is reported as a cut.
//!
//! What is said of one template holds for a template and all that it nests, taken together.

/// How deep values, conditions and functions may nest, aliases followed.
pub(super) const DEPTH: usize = 128;

/// Nodes looked at, list items and stretches of text made, in one template.
pub(super) const STEPS: usize = 2_000_000;

/// Nodes looked at through aliases and merge keys, in one template.
pub(super) const ALIASED: usize = 250_000;

/// How many values a function may have, one for each combination of what conditions choose.
pub(super) const ALTERNATIVES: usize = 16;

/// Bytes of a text that a function makes.
pub(super) const TEXT: usize = 1 << 20;

/// Stretches of a text that a function makes.
pub(super) const RUNS: usize = 20_000;

/// Items of a list that a function makes.
pub(super) const ITEMS: usize = 20_000;

/// Parts of one condition, with the conditions it names written out.
pub(super) const CONDITION: usize = 2_000;

/// How deep merge keys may nest.
pub(super) const MERGES: usize = 16;

/// Parts of all constraints that the rules of a template make, written out.
pub(super) const RULES: usize = 1_000;

/// How many assertions one rule may make, and how many values one of them may compare.
pub(super) const ASSERTIONS: usize = 500;

/// Bytes of an `AllowedPattern` that is held against a text, and of what it is compiled to.
pub(super) const PATTERN: usize = 1_000;
pub(super) const COMPILED: usize = 1 << 18;

/// Rounds of one `Fn::ForEach`.
pub(super) const ROUNDS: usize = 64;

/// Rounds of all `Fn::ForEach` of a template, those inside others counted each time.
pub(super) const ALL_ROUNDS: usize = 2_000;

/// How many aliases a resource remembers, to be told with what is found in what they stand for.
pub(super) const BORROWED: usize = 64;

/// How many stacks one template may come to, those inside others counted each time.
pub(super) const STACKS: usize = 256;

/// How deep stacks may nest.
pub(super) const NESTED: usize = 16;

/// Parts of a value that a stack is given or gives.
pub(super) const PASSED: usize = 1_000;

/// How deep included files may nest.
pub(super) const INCLUDES: usize = 4;

/// Values of all files that a template includes, each time they are included.
pub(super) const INCLUDED: usize = 200_000;

/// How many limits that were hit are told.
pub(super) const CUTS: usize = 100;
