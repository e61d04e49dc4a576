//! What can be said on the command line, and what it means.

use std::ffi::OsString;
use std::fmt;

use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Parser, Subcommand, ValueEnum};

use super::variables::Variables;
use crate::finding::Severity;
use crate::mend::Accept;
use crate::report;

/// Find AWS workloads whose nodes would talk to each other in plaintext, before you deploy them.
#[derive(Debug, Parser)]
#[command(
    name = "wirelint",
    bin_name = "wirelint",
    version,
    override_usage = "wirelint [check] [OPTIONS] [PATH]...\n       wirelint graph [OPTIONS] [PATH]...\n       wirelint rules [OPTIONS]\n       wirelint explain [OPTIONS] RULE...",
    // The same on any terminal.
    term_width = 90,
    after_help = "`wirelint PATH…` is short for `wirelint check PATH…`; \
                  `wirelint check --help` lists its options."
)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Check(Check),
    Graph(Graph),
    Rules(Rules),
    Explain(Explain),
}

/// Lint CloudFormation templates and Terraform modules
#[derive(Args, Debug)]
#[command(after_help = "\
Exit codes:
  0  nothing found at or above the threshold
  1  something was found; with --diff, something would be changed
  2  the run could not take place: a bad argument, no such path
  3  only with --strict: nothing was found, but something could not be decided")]
pub(super) struct Check {
    #[command(flatten)]
    pub(super) target: Target,

    /// How to write what was found
    #[arg(long, value_enum, default_value_t = report::Format::Human)]
    pub(super) format: report::Format,

    /// When to use colour
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    pub(super) color: Color,

    /// Make the safe fixes, and show what is left. Standard input comes out fixed, and what is
    /// left goes to standard error
    #[arg(long)]
    pub(super) fix: bool,

    /// Write nothing: show what fixes would change, as a diff
    #[arg(long)]
    pub(super) diff: bool,

    /// Make those fixes too that replace a resource or that somebody has to decide on
    #[arg(long)]
    pub(super) unsafe_fixes: bool,

    /// Print findings only, no summary
    #[arg(short, long)]
    pub(super) quiet: bool,

    /// List what could not be decided, and what would have to be known
    #[arg(long)]
    pub(super) show_undecided: bool,

    /// Fail, with exit code 3, if something could not be decided
    #[arg(long)]
    pub(super) strict: bool,

    /// The least severity that makes a run fail
    #[arg(long, value_enum, value_name = "SEVERITY", default_value_t = Threshold::Warning)]
    pub(super) fail_on: Threshold,

    /// Exit with 0 whatever was found, for pipelines that only upload
    #[arg(long)]
    pub(super) exit_zero: bool,
}

/// Show what the linter sees: resources, their properties, who refers to whom
#[derive(Args, Debug)]
pub(super) struct Graph {
    #[command(flatten)]
    pub(super) target: Target,

    /// How to write the graph
    #[arg(long, value_enum, default_value_t = report::graph::Format::Human)]
    pub(super) format: report::graph::Format,
}

/// List the rules: id, severity, and what each finds
#[derive(Args, Debug)]
pub(super) struct Rules {
    /// How to write the list
    #[arg(long, value_enum, default_value_t = report::rules::Format::Human)]
    pub(super) format: report::rules::Format,

    /// When to use colour
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    pub(super) color: Color,
}

/// Show the page of a rule: why it matters, how to fix it, examples
#[derive(Args, Debug)]
pub(super) struct Explain {
    /// Ids of rules, as findings have them; `wirelint rules` lists them
    #[arg(value_name = "RULE")]
    pub(super) rules: Vec<String>,

    /// When to use colour
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    pub(super) color: Color,
}

/// What to look at, and with which inputs.
#[derive(Args, Debug)]
pub(super) struct Target {
    /// Files and folders; `-` is one template or plan from standard input. A plan or state of
    /// Terraform, as `terraform show -json` prints it, is linted if it is named. Folders are
    /// walked as ignore files have it, and what is no template or module is passed over
    #[arg(value_name = "PATH", default_value = ".", value_parser = NonEmptyStringValueParser::new())]
    pub(super) paths: Vec<String>,

    /// The value of a CloudFormation parameter; can be given many times
    #[arg(long = "parameter", value_name = "NAME=VALUE", value_parser = pair)]
    pub(super) parameters: Vec<(String, String)>,

    /// Values of CloudFormation parameters, in any shape that the AWS CLI, CodePipeline, Git sync
    /// or SAM reads; later files replace what earlier ones say, and --parameter replaces them
    /// all. `samconfig.toml#prod` is another environment than `default`
    #[arg(long = "parameter-file", value_name = "FILE", value_parser = NonEmptyStringValueParser::new())]
    pub(super) parameter_files: Vec<String>,

    #[command(flatten)]
    pub(super) variables: Variables,

    /// The root module that a plan was made from, if it does not lie beside the plan: findings
    /// then point into it
    #[arg(long, value_name = "FOLDER", value_parser = NonEmptyStringValueParser::new())]
    pub(super) source: Option<String>,

    /// The AWS region to deploy to, such as eu-central-1
    #[arg(long)]
    pub(super) region: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Color {
    /// On a terminal, unless the environment says otherwise
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Threshold {
    Error,
    Warning,
    Note,
}

impl Check {
    /// Which fixes are meant.
    pub(super) fn accept(&self) -> Accept {
        if self.unsafe_fixes { Accept::All } else { Accept::Safe }
    }
}

impl Threshold {
    pub(super) fn severity(self) -> Severity {
        match self {
            Threshold::Error => Severity::Error,
            Threshold::Warning => Severity::Warning,
            Threshold::Note => Severity::Note,
        }
    }
}

/// The arguments with the command that was left out: `check`.
pub(super) fn with_command(args: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut args: Vec<OsString> = args.collect();
    if args.is_empty() {
        args.push("wirelint".into());
    }
    let asks = |it: &str| matches!(it, "help" | "-h" | "--help" | "-V" | "--version");
    let first = args.get(1).and_then(|it| it.to_str());
    if !first.is_some_and(|it| asks(it) || is_command(it)) {
        args.insert(1, "check".into());
    }
    args
}

pub(super) fn is_command(text: &str) -> bool {
    matches!(text, "check" | "graph" | "rules" | "explain")
}

/// An argument that is not of the form `Name=Value`.
#[derive(Debug)]
pub(super) struct NotAPair;

impl fmt::Display for NotAPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected a name, `=`, and a value")
    }
}

impl std::error::Error for NotAPair {}

pub(super) fn pair(text: &str) -> Result<(String, String), NotAPair> {
    let (name, value) = text.split_once('=').ok_or(NotAPair)?;
    let name = name.trim();
    if name.is_empty() { Err(NotAPair) } else { Ok((name.into(), value.into())) }
}
