//! The process: its streams, its environment, its exit code.

#[path = "main/progress.rs"]
mod progress;

use std::collections::BTreeMap;
use std::io::{self, BufWriter, IsTerminal as _, Write as _};
use std::process::ExitCode;
use std::thread;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use progress::Progress;
use wirelint::cli::{self, Edge, Waiting};
use wirelint::date::Date;
use wirelint::files::Disk;
use wirelint::history::Git;

/// Values are worked out by recursion, as deep as the limits allow. Taken only as it is used.
const STACK: usize = 256 << 20;

fn main() -> ExitCode {
    let run = thread::Builder::new().name("wirelint".into()).stack_size(STACK).spawn(run);
    match run.map(thread::JoinHandle::join) {
        Ok(Ok(status)) => status.into(),
        // It has said so itself.
        Ok(Err(_panic)) => 101.into(),
        Err(error) => failed(&format!("cannot start a thread: {error}")).into(),
    }
}

fn run() -> u8 {
    let files = match Disk::here() {
        Ok(files) => files,
        Err(error) => return failed(&format!("cannot read the working directory: {error}")),
    };
    let start = Instant::now();
    let stdout = io::stdout();
    let progress = Progress::default();
    let edge = Edge {
        store: &mut files.clone(),
        history: &Git::new(files.clone()),
        stdin: &mut io::stdin(),
        is_terminal: stdout.is_terminal(),
        width: terminal_size::terminal_size_of(&stdout).map(|(width, _)| width.0.into()),
        stdout: &mut BufWriter::new(stdout.lock()),
        stderr: &mut io::stderr(),
        waiting: io::stderr().is_terminal().then_some(&progress as &dyn Waiting),
        environment: &environment(),
        today: today(),
        clock: &|| start.elapsed(),
    };
    cli::run(std::env::args_os(), &files, edge)
}

/// The variables that are text.
#[expect(clippy::disallowed_methods, reason = "the edge of the program")]
fn environment() -> BTreeMap<String, String> {
    std::env::vars_os()
        .filter_map(|(name, it)| Some((name.into_string().ok()?, it.into_string().ok()?)))
        .collect()
}

#[expect(clippy::disallowed_methods, reason = "the edge of the program")]
fn today() -> Option<Date> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    Some(Date::of_days(i64::try_from(now.as_secs() / 86_400).ok()?))
}

fn failed(message: &str) -> u8 {
    // There is nowhere left to say that this failed too.
    let _unheard = writeln!(io::stderr(), "error: {message}");
    2
}
