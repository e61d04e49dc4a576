//! What can be said on the command line, and what it means.

use std::ffi::OsString;
use std::fmt;

use clap::builder::NonEmptyStringValueParser;
use clap::{Arg, Args, CommandFactory as _, Parser, Subcommand, ValueEnum};

use super::outputs::{self, Output};
use super::selection;
use super::shell::{Completions, Pages};
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
    override_usage = "wirelint [check] [OPTIONS] [PATH]...\n       wirelint COMMAND [OPTIONS]",
    // The same on any terminal.
    term_width = 90,
    after_help = "`wirelint PATH...` is short for `wirelint check PATH...`; \
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
    Baseline(Baseline),
    Rules(Rules),
    Explain(Explain),
    Completions(Completions),
    Man(Pages),
    Init(Init),
}

/// Write a wirelint.toml to begin with, all commented out, which fits what is there
#[derive(Args, Debug)]
pub(super) struct Init {
    /// The folder that it is for
    #[arg(value_name = "FOLDER", default_value = ".", value_parser = NonEmptyStringValueParser::new())]
    pub(super) folder: String,
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

    #[command(flatten)]
    pub(super) rules: selection::Rules,

    /// How to write what was found to standard output: as `human` if not said otherwise. In a job
    /// of GitHub Actions there are annotations and a summary of the step besides, unless this is
    /// given
    #[arg(long, value_enum)]
    pub(super) format: Option<report::Format>,

    /// Write a report into a file as well; can be given many times. `-` is standard output
    #[arg(long = "output", value_name = "FORMAT=PATH", value_parser = outputs::output)]
    pub(super) outputs: Vec<Output>,

    /// Show how many findings each rule has, in place of the findings
    #[arg(long)]
    pub(super) statistics: bool,

    /// Show the files that would be linted, with those that belong to them, and end
    #[arg(long, conflicts_with_all = ["fix", "diff", "add_ignores", "show_settings", "since"])]
    pub(super) show_files: bool,

    /// Tell on standard error how long each part of the run took
    #[arg(long)]
    pub(super) timing: bool,

    /// When to use colour
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = Color::Auto)]
    pub(super) color: Color,

    /// Make the safe fixes, and show what is left. Standard input comes out fixed, and what is
    /// left goes to standard error
    #[arg(long)]
    pub(super) fix: bool,

    /// Write nothing: show what fixes would change, as a diff
    #[arg(long, conflicts_with_all = ["outputs", "statistics"])]
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

    /// In SARIF, write what comments hide too, as suppressed results. GitHub takes these for open
    /// alerts all the same
    #[arg(long)]
    pub(super) show_ignored: bool,

    /// Fail, with exit code 3, if something could not be decided
    #[arg(long)]
    pub(super) strict: bool,

    /// Report only what is new: what a change since a git revision touches, in its place or in one
    /// that tells why, and what was not found before
    #[arg(
        long,
        value_name = "REVISION",
        conflicts_with_all = ["fix", "diff", "add_ignores"],
        value_parser = NonEmptyStringValueParser::new()
    )]
    pub(super) since: Option<String>,

    /// Known findings, which are not reported; by default the nearest `wirelint-baseline.json`
    #[arg(long, value_name = "FILE", conflicts_with = "no_baseline", value_parser = NonEmptyStringValueParser::new())]
    pub(super) baseline: Option<String>,

    /// Report known findings as well
    #[arg(long)]
    pub(super) no_baseline: bool,

    /// The least severity that makes a run fail; without it, what wirelint.toml says, or warning
    #[arg(long, value_enum, value_name = "SEVERITY")]
    pub(super) fail_on: Option<Threshold>,

    /// Lint nothing; print what counts for each path, and where that is said
    #[arg(long)]
    pub(super) show_settings: bool,

    /// Exit with 0 whatever was found, for pipelines that only upload
    #[arg(long)]
    pub(super) exit_zero: bool,

    /// Show what comments hide
    #[arg(long)]
    pub(super) no_ignores: bool,

    /// Write a comment into the files for everything that is found, so that the next run finds
    /// nothing new
    #[arg(
        long,
        value_name = "REASON",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = "",
        conflicts_with_all = ["no_ignores", "fix", "diff", "outputs"]
    )]
    pub(super) add_ignores: Option<String>,
}

/// Write down what is found today, so that later runs report only what is new
#[derive(Args, Debug)]
#[command(after_help = "\
What is found in the files that are looked at replaces what the baseline said of them; what it says
of other files stays. `wirelint check` finds the baseline by its name, from the folder of a file up
to the top of the repository.")]
pub(super) struct Baseline {
    #[command(flatten)]
    pub(super) target: Target,

    /// The file to write; by default the nearest `wirelint-baseline.json`, else one at the top of
    /// the repository
    #[arg(long, value_name = "FILE", value_parser = NonEmptyStringValueParser::new())]
    pub(super) file: Option<String>,

    /// Only take out what is no longer found
    #[arg(long)]
    pub(super) prune: bool,
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
    /// Ids, as findings have them; `wirelint rules` lists those of rules
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

    /// Leave out what wirelint.toml excludes even if it is named, as pre-commit does
    #[arg(long)]
    pub(super) force_exclude: bool,

    #[command(flatten)]
    pub(super) configuration: selection::Configuration,
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

/// The arguments with the command first: the one after some options, or `check` where none is.
pub(super) fn with_command(args: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut args: Vec<OsString> = args.collect();
    if args.is_empty() {
        args.push("wirelint".into());
    }
    let asks = |it: &str| matches!(it, "help" | "-h" | "--help" | "-V" | "--version");
    let first = args.get(1).and_then(|it| it.to_str());
    if first.is_some_and(asks) {
        return args;
    }
    let command = match first_word(&args).filter(|at| args[*at].to_str().is_some_and(is_command)) {
        Some(at) => args.remove(at),
        None => "check".into(),
    };
    args.insert(1, command);
    args
}

/// Where the first argument is that is neither an option nor the value of one.
fn first_word(args: &[OsString]) -> Option<usize> {
    let arguments = Arguments::command();
    let options: Vec<_> = arguments.get_subcommands().flat_map(|it| it.get_arguments()).collect();
    let takes_next = |text: &str| {
        let is_named = |it: &&&Arg| it.get_long().is_some_and(|name| text[2..] == *name);
        let option = text.starts_with("--").then(|| options.iter().find(is_named)).flatten();
        option.is_some_and(|it| it.get_action().takes_values() && !it.is_require_equals_set())
    };
    let mut at = 1;
    while let Some(text) = args.get(at).map(|it| it.to_string_lossy()) {
        match &*text {
            "--" => return None,
            it if it.len() > 1 && it.starts_with('-') => at += 1 + usize::from(takes_next(it)),
            _ => return Some(at),
        }
    }
    None
}

pub(super) fn is_command(text: &str) -> bool {
    Arguments::command().get_subcommands().any(|it| it.get_name() == text)
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
