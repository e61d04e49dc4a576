//! The command line: arguments in, text and an exit code out. Runs in process.

mod arguments;
mod explain;
mod fix;
mod variables;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::io::{self, Read, Write};

use clap::Parser as _;

use crate::date::Date;
use crate::files::{self, Files, MAX_PLAN_SIZE, Store};
use crate::finding::{Finding, Severity};
use crate::lint::{self, Inputs, Outcome, Request};
use crate::project::deployments::Said;
use crate::report;
use crate::rules::RULES;
use crate::text::Position;
use arguments::{Arguments, Check, Color, Command, Explain, Graph, Rules, Target};
use variables::{Given, Variables};

/// Nothing at or above the threshold.
const FINE: u8 = 0;
/// Findings at or above the threshold.
const FOUND: u8 = 1;
/// The run could not take place.
const FAILED: u8 = 2;
/// Nothing found, but something could not be decided; only if asked to be strict.
const UNDECIDED: u8 = 3;

/// Everything outside the program but its files.
pub struct Edge<'e> {
    /// Where files are written to, when that is asked for.
    pub store: &'e mut dyn Store,
    pub stdin: &'e mut dyn Read,
    pub stdout: &'e mut dyn Write,
    pub stderr: &'e mut dyn Write,
    /// Whether somebody looks at standard output.
    pub is_terminal: bool,
    /// How many columns standard output has, if that is known.
    pub width: Option<usize>,
    /// The variables of the environment that are text.
    pub environment: &'e BTreeMap<String, String>,
    /// In UTC; none if the clock is of no use.
    pub today: Option<Date>,
}

/// Why a run failed.
#[derive(Debug)]
enum Error {
    Lint(lint::Error),
    /// For a graph, which is of one.
    SeveralDeployments,
    Explain(explain::Error),
    Stdin(io::Error),
    /// Of the file at a path.
    Store(String, io::Error),
    Output(io::Error),
}

/// Does what the arguments say, the first being the program's own name, and gives the exit code.
pub fn run(args: impl Iterator<Item = OsString>, files: &dyn Files, mut edge: Edge<'_>) -> u8 {
    let status = match Arguments::try_parse_from(arguments::with_command(args)) {
        Ok(arguments) => execute(&arguments.command, files, &mut edge),
        Err(error) => usage(&error, &mut edge),
    };
    let error = match status {
        Ok(status) => return status,
        // Who reads has read enough: `wirelint | head`.
        Err(Error::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => return FINE,
        Err(error) => error,
    };
    // There is nowhere left to say that this failed too.
    let _unheard = complain(&error, edge.stderr);
    FAILED
}

fn execute(command: &Command, files: &dyn Files, edge: &mut Edge<'_>) -> Result<u8, Error> {
    let status = match command {
        Command::Check(it) => check(it, files, edge)?,
        Command::Graph(it) => graph(it, files, edge)?,
        Command::Rules(it) => rules(it, edge)?,
        Command::Explain(it) => explain(it, edge)?,
    };
    edge.stdout.flush()?;
    Ok(status)
}

fn check(arguments: &Check, files: &dyn Files, edge: &mut Edge<'_>) -> Result<u8, Error> {
    let request = request(&arguments.target, files, edge)?;
    if arguments.diff {
        return fix::diff(arguments, request, files, edge);
    }
    if arguments.fix {
        return fix::fix(arguments, request, files, edge);
    }
    let outcome = lint::lint(&request, files, RULES)?;
    // There is nowhere left to say that this failed.
    let _unheard = warn(&outcome, edge.stderr);
    let options = options(arguments, edge, None);
    report::write(arguments.format, edge.stdout, &outcome, options)?;
    let status = status(arguments, &outcome);
    // Nothing comes after this, and the system takes back memory faster than we could.
    std::mem::forget(outcome);
    Ok(status)
}

fn options(arguments: &Check, edge: &Edge<'_>, fixed: Option<usize>) -> report::Options {
    report::Options {
        color: color(arguments.color, edge),
        quiet: arguments.quiet,
        show_undecided: arguments.show_undecided,
        accept: arguments.accept(),
        fixed,
    }
}

fn status(arguments: &Check, outcome: &Outcome) -> u8 {
    let threshold = arguments.fail_on.severity();
    let is_partial = || outcome.graphs.iter().any(|it| it.is_partial());
    let unsettled = || !outcome.undecided.is_empty() || is_partial();
    if arguments.exit_zero {
        FINE
    } else if outcome.findings.iter().any(|it| it.severity >= threshold) {
        FOUND
    } else if arguments.strict && unsettled() {
        UNDECIDED
    } else {
        FINE
    }
}

fn graph(arguments: &Graph, files: &dyn Files, edge: &mut Edge<'_>) -> Result<u8, Error> {
    let request = request(&arguments.target, files, edge)?;
    let is_files = |it: &&Said| matches!(it, Said::Files(_));
    if request.inputs.variables.iter().filter(is_files).count() > 1 {
        return Err(Error::SeveralDeployments);
    }
    let outcome = lint::lint(&request, files, &[])?;
    // There is nowhere left to say that this failed.
    let _unheard = warn(&outcome, edge.stderr);
    report::graph::write(arguments.format, edge.stdout, &outcome)?;
    // No rule ran, so these are files that could not be read to the end.
    let broken: Vec<&Finding> =
        outcome.findings.iter().filter(|it| it.severity == Severity::Error).collect();
    let status = if broken.is_empty() { FINE } else { FOUND };
    let options = report::Options::default();
    report::write_findings(edge.stderr, &outcome.sources, broken, options)?;
    Ok(status)
}

fn rules(arguments: &Rules, edge: &mut Edge<'_>) -> Result<u8, Error> {
    let layout = layout(arguments.color, edge);
    report::rules::write(arguments.format, edge.stdout, RULES, layout)?;
    Ok(FINE)
}

fn explain(arguments: &Explain, edge: &mut Edge<'_>) -> Result<u8, Error> {
    let rules = explain::named(&arguments.rules, RULES)?;
    let layout = layout(arguments.color, edge);
    for (index, rule) in rules.into_iter().enumerate() {
        if index > 0 {
            write!(edge.stdout, "\n\n")?;
        }
        report::rules::write_page(edge.stdout, rule, layout)?;
    }
    Ok(FINE)
}

fn layout(choice: Color, edge: &Edge<'_>) -> report::rules::Layout {
    report::rules::Layout { color: color(choice, edge), width: edge.width }
}

fn request(target: &Target, files: &dyn Files, edge: &mut Edge<'_>) -> Result<Request, Error> {
    let mut paths = Vec::new();
    let mut stdin = None;
    for path in &target.paths {
        match path.as_str() {
            "-" if stdin.is_some() => (),
            "-" => stdin = Some(read_stdin(edge)?),
            path => paths.push(files.named(path)),
        }
    }
    let map = |pairs: &[(String, String)]| -> BTreeMap<String, String> {
        pairs.iter().cloned().collect()
    };
    let inputs = Inputs {
        parameters: map(&target.parameters),
        parameter_files: target.parameter_files.iter().map(|it| files.named(it)).collect(),
        variables: said(&target.variables, files),
        environment: match target.variables.environment {
            true => of_terraform(edge.environment),
            false => BTreeMap::new(),
        },
        region: target.region.clone(),
    };
    let source = target.source.as_ref().map(|it| files.named(it));
    Ok(Request { paths, stdin, source, inputs, today: edge.today })
}

fn said(variables: &Variables, files: &dyn Files) -> Vec<Said> {
    let said = variables.given.iter().map(|it| match it {
        Given::Value(name, text) => Said::Value { name: name.clone(), text: text.clone() },
        // A comma may be part of a name.
        Given::Files(path) if files.kind(&files.named(path)).is_some() => {
            Said::Files(vec![files.named(path)])
        }
        Given::Files(paths) => Said::Files(paths.split(',').map(|it| files.named(it)).collect()),
    });
    said.collect()
}

/// The variables that Terraform would take from the environment.
fn of_terraform(environment: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let all = environment.iter();
    all.filter_map(|(name, it)| Some((name.strip_prefix("TF_VAR_")?.to_owned(), it.clone())))
        .collect()
}

fn read_stdin(edge: &mut Edge<'_>) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    let mut limited = edge.stdin.take(MAX_PLAN_SIZE as u64 + 1);
    limited.read_to_end(&mut bytes).map_err(Error::Stdin)?;
    if bytes.len() > MAX_PLAN_SIZE {
        return Err(Error::Stdin(files::larger_than(MAX_PLAN_SIZE)));
    }
    Ok(bytes)
}

/// As <https://no-color.org> and <https://bixense.com/clicolors> have it.
fn color(choice: Color, edge: &Edge<'_>) -> bool {
    let set = |name| edge.environment.get(name).map(String::as_str).filter(|it| !it.is_empty());
    let forced = |name| set(name).is_some_and(|it| it != "0");
    match choice {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if set("NO_COLOR").is_some() => false,
        Color::Auto if forced("CLICOLOR_FORCE") || forced("FORCE_COLOR") => true,
        Color::Auto if set("TERM") == Some("dumb") => false,
        Color::Auto if set("CLICOLOR") == Some("0") => false,
        Color::Auto => edge.is_terminal,
    }
}

/// Help and the version are asked for, and go where output goes.
fn usage(error: &clap::Error, edge: &mut Edge<'_>) -> Result<u8, Error> {
    let text = error.render();
    if error.use_stderr() {
        write!(edge.stderr, "{text}")?;
        return Ok(FAILED);
    }
    if color(Color::Auto, edge) {
        write!(edge.stdout, "{}", text.ansi())?;
    } else {
        write!(edge.stdout, "{text}")?;
    }
    edge.stdout.flush()?;
    Ok(FINE)
}

fn warn(outcome: &Outcome, out: &mut dyn Write) -> io::Result<()> {
    for it in &outcome.warnings {
        let place = it.span.map(|span| {
            let Position { line, column } = outcome.sources.position(span.file, span.start);
            format!("{}:{line}:{column}: ", outcome.sources.get(span.file).path)
        });
        writeln!(out, "warning: {}{}", place.unwrap_or_default(), it.message)?;
    }
    out.flush()
}

fn complain(error: &Error, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "error: {error}")?;
    if let Some(hint) = error.hint() {
        writeln!(out, "hint: {hint}")?;
    }
    out.flush()
}

impl Error {
    fn hint(&self) -> Option<String> {
        match self {
            // A word in the wrong place is taken for a path.
            Error::Lint(lint::Error::NoSuchPath(path)) if arguments::is_command(path) => {
                Some(format!("a command comes first: `wirelint {path} …`"))
            }
            Error::Lint(it) => it.hint().map(Into::into),
            Error::SeveralDeployments => Some(
                "join the files of one deployment: `--var-file common.tfvars,prod.tfvars`".into(),
            ),
            Error::Explain(it) => Some(it.hint(RULES)),
            Error::Stdin(_) | Error::Store(..) | Error::Output(_) => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Lint(it) => write!(f, "{it}"),
            Error::SeveralDeployments => {
                f.write_str("a graph is that of one deployment: --var-file is given several times")
            }
            Error::Explain(it) => write!(f, "{it}"),
            Error::Stdin(it) => write!(f, "cannot read standard input: {it}"),
            Error::Store(path, it) => write!(f, "cannot write {path}: {it}"),
            Error::Output(it) => write!(f, "cannot write: {it}"),
        }
    }
}

impl From<lint::Error> for Error {
    fn from(it: lint::Error) -> Self {
        Error::Lint(it)
    }
}

impl From<explain::Error> for Error {
    fn from(it: explain::Error) -> Self {
        Error::Explain(it)
    }
}

impl From<io::Error> for Error {
    fn from(it: io::Error) -> Self {
        Error::Output(it)
    }
}
