//! The command line: arguments in, text and an exit code out. Runs in process.

mod arguments;
mod baseline;
mod explain;
mod fix;
mod init;
mod outputs;
mod selection;
mod settings;
mod shell;
mod since;
mod timing;
mod variables;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::io::{self, Read, Write};
use std::time::Duration;

use clap::Parser as _;

use crate::annotate::{Annotated, annotate};
use crate::baseline::Which;
use crate::config::Selection;
use crate::date::Date;
use crate::files::{self, FileKind, Files, MAX_PLAN_SIZE, Store};
use crate::finding::{Finding, Severity};
use crate::history::{self, History};
use crate::lint::{self, Inputs, Outcome, Request, Watch};
use crate::project;
use crate::project::deployments::Said;
use crate::report;
use crate::rules::RULES;
use crate::text::Position;
use arguments::{Arguments, Check, Color, Command, Explain, Graph, Init, Rules, Target, Threshold};
use explain::Topic;
use outputs::Outputs;
use shell::{Completions, Pages};
use timing::Timing;
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
    /// Where to learn what was there before.
    pub history: &'e dyn History,
    /// Whether somebody looks at standard output.
    pub is_terminal: bool,
    /// How many columns standard output has, if that is known.
    pub width: Option<usize>,
    /// Shows who waits how far a run is; none unless standard error is a terminal.
    pub waiting: Option<&'e dyn Waiting>,
    /// The variables of the environment that are text.
    pub environment: &'e BTreeMap<String, String>,
    /// In UTC; none if the clock is of no use.
    pub today: Option<Date>,
    /// The time since some moment, which never goes back.
    pub clock: &'e dyn Fn() -> Duration,
}

/// Shows how far a run is.
pub trait Waiting: Watch {
    /// The run is over, and nothing is left on the terminal.
    fn over(&self);
}

/// Why a run failed.
#[derive(Debug)]
enum Error {
    Lint(lint::Error),
    /// What is wrong with what was selected.
    UnknownRule(String),
    /// For a graph, which is of one.
    SeveralDeployments,
    /// As a configuration has them.
    SeveralConfigured,
    Explain(explain::Error),
    Page(shell::NoSuchCommand),
    Outputs(outputs::Error),
    Init(init::Error),
    Stdin(io::Error),
    Output(io::Error),
    /// A file that was to be written.
    File(String, io::Error),
    /// What changed cannot be told.
    History(history::Error),
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
        Command::Baseline(it) => {
            baseline::write(it, files, edge)?;
            FINE
        }
        Command::Rules(it) => rules(it, edge)?,
        Command::Explain(it) => explain(it, edge)?,
        Command::Completions(it) => completions(it, edge)?,
        Command::Man(it) => man(it, edge)?,
        Command::Init(it) => init(it, files, edge)?,
    };
    edge.stdout.flush()?;
    Ok(status)
}

fn check(arguments: &Check, files: &dyn Files, edge: &mut Edge<'_>) -> Result<u8, Error> {
    let timing = Timing::new(edge.clock);
    let outputs = Outputs::of(arguments, files, edge.environment)?;
    let selection = arguments.rules.selection();
    let known = lint::known_ids(RULES);
    if let Some(message) = selection.all().find_map(|it| it.refused(&known)) {
        return Err(Error::UnknownRule(message));
    }
    let baseline = match &arguments.baseline {
        _ if arguments.no_baseline => Which::Nothing,
        Some(path) => Which::At(files.named(path)),
        None => Which::Nearest,
    };
    let shows_ignored = arguments.no_ignores;
    let target = request(&arguments.target, files, edge)?;
    let request = Request { selection, baseline, shows_ignored, ..target };
    if arguments.show_settings {
        return show_settings(arguments, &request, files, edge);
    }
    if arguments.show_files {
        return show_files(&request, files, edge);
    }
    if let Some(reason) = &arguments.add_ignores {
        return add_ignores(arguments, &request, reason, files, edge);
    }
    if arguments.diff {
        return fix::diff(arguments, request, files, edge);
    }
    if arguments.fix {
        return fix::fix(arguments, &outputs, request, files, edge);
    }
    // What cannot be told is said before anything is read.
    let changed = arguments.since.as_ref().map(|it| edge.history.since(it)).transpose();
    let changed = changed.map_err(Error::History)?;
    let outcome = match edge.waiting.filter(|_| shows_progress(arguments, edge)) {
        None => lint::watched(&request, files, RULES, &timing),
        Some(waiting) => {
            let both: [&dyn Watch; 2] = [&timing, waiting];
            let outcome = lint::watched(&request, files, RULES, &both);
            waiting.over();
            outcome
        }
    };
    let mut outcome = outcome?;
    if let Some(changed) = changed {
        since::keep_new(&mut outcome, changed, request, files, RULES);
    }
    // There is nowhere left to say that this failed.
    let _unheard = warn(&outcome, edge.stderr);
    let folder = files.working_folder();
    let options = options(arguments, edge, folder.as_deref(), None);
    timing.begin("report");
    outputs.write(&outcome, options, edge)?;
    if arguments.timing {
        // There is nowhere left to say that this failed.
        let _unheard = timing.write(edge.stderr, &outcome);
    }
    let status = status(arguments, &outcome);
    // Nothing comes after this, and the system takes back memory faster than we could.
    std::mem::forget(outcome);
    Ok(status)
}

/// Whether somebody sits at the terminal. pre-commit and some CI servers give programs one of their
/// own, and write down all that comes there.
fn shows_progress(arguments: &Check, edge: &Edge<'_>) -> bool {
    let said = |name| edge.environment.get(name).map(String::as_str);
    let is_set = |name| said(name).is_some_and(|it| !matches!(it, "" | "0" | "false"));
    !arguments.quiet && !is_set("CI") && !is_set("PRE_COMMIT") && said("TERM") != Some("dumb")
}

fn show_settings(
    arguments: &Check,
    request: &Request,
    files: &dyn Files,
    edge: &mut Edge<'_>,
) -> Result<u8, Error> {
    for path in &request.paths {
        let mut settings = lint::settings(path, request, files, RULES)?;
        settings.iter_mut().for_each(|it| settings::replace(it, arguments));
        settings::write(edge.stdout, path, &settings)?;
    }
    Ok(FINE)
}

/// The files on standard output, for other programs; what was named in vain beside it.
fn show_files(request: &Request, files: &dyn Files, edge: &mut Edge<'_>) -> Result<u8, Error> {
    let outcome = lint::lint(request, files, &[])?;
    for path in &outcome.files {
        writeln!(edge.stdout, "{path}")?;
    }
    edge.stdout.flush()?;
    let is_file = |path: &&String| files.kind(path) == Some(FileKind::File);
    for path in request.paths.iter().filter(is_file).filter(|it| !outcome.files.contains(*it)) {
        writeln!(edge.stderr, "not linted: {path}: {}", project::why_not(path))?;
    }
    Ok(FINE)
}

/// Writes comments, and shows what is left.
fn add_ignores(
    arguments: &Check,
    request: &Request,
    reason: &str,
    files: &dyn Files,
    edge: &mut Edge<'_>,
) -> Result<u8, Error> {
    let Annotated { files: changed, outcome } = annotate(request, files, RULES, reason)?;
    // There is nowhere left to say that this failed.
    let _unheard = warn(&outcome, edge.stderr);
    for it in &changed {
        edge.store
            .write(&it.path, it.text.as_bytes())
            .map_err(|error| Error::File(it.path.clone(), error))?;
        let ignores = if it.count == 1 { "ignore" } else { "ignores" };
        writeln!(edge.stdout, "{}: wrote {} {ignores}", it.path, it.count)?;
    }
    if changed.is_empty() && outcome.findings.is_empty() {
        writeln!(edge.stdout, "nothing to ignore")?;
    }
    let options = report::Options { color: color(arguments.color, edge), ..Default::default() };
    let left: Vec<&Finding> = outcome.findings.iter().collect();
    report::write_findings(edge.stdout, &outcome.sources, left, options)?;
    Ok(status(arguments, &outcome))
}

fn options<'o>(
    arguments: &Check,
    edge: &Edge<'_>,
    folder: Option<&'o str>,
    fixed: Option<usize>,
) -> report::Options<'o> {
    report::Options {
        color: color(arguments.color, edge),
        quiet: arguments.quiet,
        show_undecided: arguments.show_undecided,
        show_ignored: arguments.show_ignored,
        fail_on: arguments.fail_on.map(Threshold::severity),
        folder: folder.unwrap_or("."),
        accept: arguments.accept(),
        fixed,
    }
}

fn status(arguments: &Check, outcome: &Outcome) -> u8 {
    let said = arguments.fail_on.map(Threshold::severity);
    let is_partial = || outcome.graphs.iter().any(|it| it.is_partial());
    let unsettled = || !outcome.undecided.is_empty() || is_partial();
    if arguments.exit_zero {
        FINE
    } else if outcome.findings.iter().any(|it| outcome.fails(it, said)) {
        FOUND
    } else if (arguments.strict || outcome.is_strict) && unsettled() {
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
    if outcome.graphs.len() > outcome.summary.units {
        return Err(Error::SeveralConfigured);
    }
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
    let topics = explain::named(&arguments.rules, RULES)?;
    let layout = layout(arguments.color, edge);
    for (index, topic) in topics.into_iter().enumerate() {
        if index > 0 {
            write!(edge.stdout, "\n\n")?;
        }
        match topic {
            Topic::Rule(it) => report::rules::write_page(edge.stdout, it, layout)?,
            Topic::Check(it) => report::rules::write_check(edge.stdout, it, layout)?,
        }
    }
    Ok(FINE)
}

fn completions(arguments: &Completions, edge: &mut Edge<'_>) -> Result<u8, Error> {
    shell::completions(arguments, edge.stdout)?;
    Ok(FINE)
}

fn man(arguments: &Pages, edge: &mut Edge<'_>) -> Result<u8, Error> {
    shell::page(arguments, edge.stdout)?.map_err(Error::Page)?;
    Ok(FINE)
}

fn init(arguments: &Init, files: &dyn Files, edge: &mut Edge<'_>) -> Result<u8, Error> {
    let (path, text) = init::draft(&files.named(&arguments.folder), files)?;
    edge.store.write(&path, text.as_bytes()).map_err(|it| Error::File(path.clone(), it))?;
    writeln!(edge.stdout, "wrote {path}: all of it is commented out")?;
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
    let config = target.configuration.chosen(files);
    let (today, forces_exclude) = (edge.today, target.force_exclude);
    let given = Request {
        paths,
        stdin,
        source,
        inputs,
        config,
        forces_exclude,
        today,
        ..Request::default()
    };
    Ok(Request { selection: Selection::default(), baseline: Which::Nothing, ..given })
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
            Error::SeveralConfigured => {
                Some("choose one: `--var-file prod.tfvars` or `--parameter-file prod.json`".into())
            }
            Error::Explain(it) => Some(it.hint(RULES)),
            Error::History(it) => it.hint().map(Into::into),
            Error::Page(_) => Some("`wirelint man --list` lists them".into()),
            Error::Outputs(it) => it.hint().map(Into::into),
            Error::Init(it) => it.hint().map(Into::into),
            Error::UnknownRule(_) | Error::Stdin(_) | Error::Output(_) | Error::File(..) => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Lint(it) => write!(f, "{it}"),
            Error::UnknownRule(message) => f.write_str(message),
            Error::SeveralDeployments => {
                f.write_str("a graph is that of one deployment: --var-file is given several times")
            }
            Error::SeveralConfigured => {
                f.write_str("a graph is that of one deployment: wirelint.toml has several")
            }
            Error::Explain(it) => write!(f, "{it}"),
            Error::Page(it) => write!(f, "{it}"),
            Error::Outputs(it) => write!(f, "{it}"),
            Error::Init(it) => write!(f, "{it}"),
            Error::Stdin(it) => write!(f, "cannot read standard input: {it}"),
            Error::Output(it) => write!(f, "cannot write: {it}"),
            Error::File(path, it) => write!(f, "cannot write {path}: {it}"),
            Error::History(it) => write!(f, "cannot tell what changed: {it}"),
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

impl From<outputs::Error> for Error {
    fn from(it: outputs::Error) -> Self {
        Error::Outputs(it)
    }
}

impl From<init::Error> for Error {
    fn from(it: init::Error) -> Self {
        Error::Init(it)
    }
}

impl From<io::Error> for Error {
    fn from(it: io::Error) -> Self {
        Error::Output(it)
    }
}
