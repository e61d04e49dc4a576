//! Find AWS workloads whose nodes would talk to each other in plaintext, before you deploy them.
//!
//! This page is the architecture. Data flows one way, down the list of modules below:
//!
//! ```text
//! bytes ─syntax→ trees with spans ─cfn | tf→ values in a graph ─carriers→ jobs inside documents
//!       ─world→ fields ─aws→ views ─rules→ findings ─suppress→ outcome ─report→ text
//! ```
//!
//! What a run is about is settled before: `project` tells which files belong together. A *unit* is
//! one deployment: a template with those that it nests and the files that it includes, a root
//! module with those that it calls, or a plan laid over its sources. Each unit is lowered into one
//! graph, with the values that the command line and parameter files give it. `cfn::Library` and
//! `tf::Modules` remember what several units share, so that every file is read once. A module that
//! is not installed may be known by a description. Places in code that somebody else wrote are told
//! as the places in the caller's that led there: `world` sees to that, and no rule knows of it.
//!
//! A graph holds resources, and the *constraints* that every deployment meets: CloudFormation's
//! `Rules`. A value may hang on conditions; `world` explores them, within the constraints, as rules
//! read. What a unit lacks is counted (`Graph::missing` and its kin), what was too much is a *cut*.
//!
//! What would mend a finding is said by a rule as a value that a field should have; `fixes` tells how
//! that is written where the field stands, and `mend` makes such edits and lints what they give.
//!
//! Each paragraph of the list is a floor: a module may name the floors before its own, and
//! nothing beside or above it. `tests::tidy` reads this very page and holds us to it.
//!
//! # Invariants
//!
//! 1. Parsing never fails. A broken file gives a tree of what could be read, and an
//!    `invalid-syntax` finding for the rest.
//! 2. A span is made once, by the parser. Nobody computes a line number before `report`.
//! 3. Files are read through [`files::Files`] alone, inside the repository, and written through
//!    [`files::Store`]; nothing else touches a file, the clock, the environment or the network.
//!    [`lint::lint`] and [`mend::mend`] are functions.
//! 4. A rule cannot tell which language it is looking at: only `aws` knows.
//! 5. A rule cannot see a condition. It sees plain values, in one world at a time.
//! 6. [`truth::Truth`] does not become `bool` by itself: whoever asks says how sure they need to be.
//! 7. The engine names no rule; the last rule could be deleted and it would compile.
//! 8. Only `report` and `cli` know that output exists.
//! 9. The same input gives the same bytes, on any machine. Findings are sorted; no hash map is
//!    iterated into output.
//! 10. No input makes it panic, hang or eat all memory: recursion, expansion and evaluation are
//!     bounded, by counting and never by the clock, and what was cut is said.
//! 11. Deliberately absent: async, a database, a rule language, plugins, procedural macros of our
//!     own, global state, `unsafe`.
//!
//! # Words
//!
//! A *finding* is a claim that holds; its *subject* is the workload; its *span* the smallest text
//! that is wrong; a *label* any other place that tells why; *when* the conditions under which it
//! holds. A workload that cannot be judged is *undecided*. *Evidence* is what clears a workload.
//! A *constraint* is what the author of a template demands of every deployment; *bounds* are what
//! one parameter may be.

// Bytes, and places in them; days.
pub mod date;
pub mod files;
pub mod text;

// What is written; what is said of it; and how sure one can be.
pub mod finding;
pub mod syntax;
pub mod truth;

// A text changed in some places; what was there before; and what should hold, as edits.
pub mod edits;
pub mod history;

pub mod fixes;

// The files of a run, each read once.
pub mod reader;

// What it means, as far as that can be known.
pub mod value;

// Resources.
pub mod graph;

// The two languages, neither of which knows of the other.
pub mod cfn;
pub mod tf;

// Jobs that a resource carries inside a document.
pub mod carriers;

// The graph as a rule reads it: one resource, in one world.
pub mod world;

// AWS as the rules see it, whichever language wrote it.
pub mod aws;

// Rules, and what several of them ask.
pub mod rule;

pub mod evidence;
pub mod instances;
pub mod peers;

pub mod nodes;

#[path = "../rules/mod.rs"]
pub mod rules;

// Which findings are the same in another run.
pub mod fingerprint;

// Comments that hide a finding.
pub mod suppress;

// Which files belong together.
pub mod project;

// What a team says once for all its files, and what it knows.
pub mod baseline;
pub mod config;

// The whole run, from files to an outcome.
pub mod lint;

// Comments written for what a run finds; and the whole run, again, on texts that were mended.
pub mod annotate;
pub mod mend;

// What people and programs are shown.
pub mod report;

pub mod cli;

#[cfg(test)]
mod tests;
