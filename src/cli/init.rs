//! `wirelint init`: a configuration to begin with, which fits what is there.
//!
//! All of it is commented out. What is prose has a space after its `#`, what is configuration has
//! none.

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::config::Chosen;
use crate::files::{self, FileKind, Files};
use crate::lint::{self, Outcome, Request};
use crate::project::{CONFIG, parameters};
use crate::reader::Reader;
use crate::rules::RULES;
use crate::tf::module;

/// Why there is nothing to write.
#[derive(Debug)]
pub(super) enum Error {
    AlreadyThere(String),
    NoFolder(String),
    Lint(Box<lint::Error>),
}

/// What is looked for in a folder.
#[derive(Default)]
struct Seen {
    /// Files of values that Terraform does not read by itself, by their folders.
    var_files: BTreeMap<String, Vec<String>>,
    parameter_files: Vec<String>,
    /// Folders by names that stand for what is never deployed.
    aside: BTreeSet<String>,
}

/// How many of a kind are proposed.
const MOST: usize = 20;

/// What folders are called whose files are never deployed.
const ASIDE: [&str; 6] = ["example", "examples", "fixtures", "test", "testdata", "tests"];

/// What files are called whose values all deployments share.
const SHARED: [&str; 6] = ["all", "base", "common", "default", "global", "shared"];

/// The path of the file, and what to write to it.
pub(super) fn draft(folder: &str, files: &dyn Files) -> Result<(String, String), Error> {
    if files.kind(folder) != Some(FileKind::Folder) {
        return Err(Error::NoFolder(folder.to_owned()));
    }
    let path = files::join(folder, CONFIG);
    if files.kind(&path).is_some() {
        return Err(Error::AlreadyThere(path));
    }
    let seen = look(folder, files);
    let (clusters, outcome) = clusters(folder, files)?;
    Ok((path, text(&seen, &clusters, &outcome)))
}

fn look(folder: &str, files: &dyn Files) -> Seen {
    let reader = Reader::new(files);
    let mut seen = Seen::default();
    for path in files.walk(folder) {
        let below = files::between(folder, &path);
        let name = files::file_name(&path);
        let is_source = module::is_source(name) || is_data(name);
        if let Some(it) = aside(&below).filter(|_| is_source) {
            seen.aside.insert(it);
        } else if module::is_values(name) {
            if !module::is_automatic_values(name) {
                let folder = files::parent(&below).to_owned();
                seen.var_files.entry(folder).or_default().push(below);
            }
        } else if may_be_parameters(&below) && parameters::read(&reader, &path).is_ok() {
            seen.parameter_files.push(below);
        }
    }
    seen
}

fn is_data(name: &str) -> bool {
    matches!(files::extension(name), Some("yaml" | "yml" | "json" | "template"))
}

/// The uppermost folder on the way to a file that is there to be looked at.
fn aside(path: &str) -> Option<String> {
    let parts: Vec<&str> = files::parent(path).split('/').collect();
    let at = parts.iter().position(|it| ASIDE.contains(it))?;
    Some(format!("{}/", parts[..=at].join("/")))
}

/// Whether its name or its folder's says so. What it holds is looked at then.
fn may_be_parameters(path: &str) -> bool {
    let name = files::file_name(path);
    let says = |it: &str| it.to_lowercase().contains("param");
    is_data(name) && (says(name) || says(files::file_name(files::parent(path))))
}

/// The clusters whose attestation would clear a finding, and what a run finds without.
fn clusters(folder: &str, files: &dyn Files) -> Result<(Vec<String>, Outcome), Error> {
    let lint = |draft: String| {
        let paths = vec![folder.to_owned()];
        let request = Request { paths, config: Chosen::Draft(draft), ..Request::default() };
        lint::lint(&request, files, RULES).map_err(|it| Error::Lint(Box::new(it)))
    };
    let outcome = lint(String::new())?;
    let resources = outcome.graphs.iter().flat_map(|it| it.resources());
    let is_cluster = |kind: &str| kind.to_lowercase().contains("cluster");
    let clusters = resources.filter(|it| is_cluster(&it.kind));
    let addresses: BTreeSet<String> = clusters.map(|it| block(&it.address)).collect();
    let attest = |it: &String| format!("[[attest]]\ncluster = {}\nreason = \"-\"\n", quoted(it));
    let all: String = addresses.iter().map(attest).collect();
    if addresses.is_empty() || lint(all)?.summary.cleared == 0 {
        return Ok((Vec::new(), outcome));
    }
    let mut useful = Vec::new();
    // One by one: what one clears, another may clear as well.
    for address in addresses.into_iter().take(MOST) {
        let outcome = lint(attest(&address))?;
        if outcome.summary.cleared > 0 {
            useful.push(address);
        }
    }
    Ok((useful, outcome))
}

/// An address without the instance at its end.
fn block(address: &str) -> String {
    match address.rsplit_once('[') {
        Some((block, index)) if index.ends_with(']') && !index.contains('.') => block.to_owned(),
        _ => address.to_owned(),
    }
}

fn text(seen: &Seen, clusters: &[String], outcome: &Outcome) -> String {
    let mut lines: Vec<String> = Vec::new();
    let mut say = |it: &str| lines.push(it.to_owned());
    say(&format!("#:schema {}/raw/main/docs/schemas/config.json", env!("CARGO_PKG_REPOSITORY")));
    say("# What counts for all templates and root modules in this folder and below.");
    say(&format!("# {}/blob/main/docs/configuration.md", env!("CARGO_PKG_REPOSITORY")));
    say("");
    let found: BTreeSet<&str> =
        outcome.findings.iter().filter(|it| it.subject.is_some()).map(|it| it.rule).collect();
    let example = found.first().copied().or(RULES.first().map(|it| it.id)).unwrap_or("all");
    say("# Rules that do not look, by their ids or the words that ids begin with.");
    say(&format!("#ignore = [{}]", quoted(example)));
    say("");
    say("# The least severity that makes a run fail: error, warning or note.");
    say("#fail-on = \"warning\"");
    say("");
    say("# Whether a run fails if something could not be decided.");
    say("#strict = true");
    say("");
    say("# Whether a comment that ignores a finding has to give a reason.");
    say("#require-reason = true");
    if !seen.aside.is_empty() {
        say("");
        say("# What is left out: patterns as in a .gitignore.");
        let anchored = seen.aside.iter().take(MOST).map(|it| quoted(&format!("/{it}")));
        say(&format!("#exclude = [{}]", anchored.collect::<Vec<_>>().join(", ")));
    }
    say("");
    say("# The severity of what a rule finds.");
    say("#[severity]");
    say(&format!("#{example} = \"warning\""));
    let deployments = deployments(seen);
    if !deployments.is_empty() {
        say("");
        say("# Deployments: each is looked at with its values.");
        for it in deployments.iter().take(MOST) {
            say(it);
        }
    }
    if !clusters.is_empty() {
        say("");
        say(
            "# What encrypts in a cluster may be installed by another repository. Say so here, with",
        );
        say("# a reason, and perhaps the last day on which it counts (until = 2027-03-31).");
        for it in clusters {
            say(&format!("#[[attest]]\n#cluster = {}\n#reason = \"\u{2026}\"", quoted(it)));
        }
    }
    format!("{}\n", lines.join("\n"))
}

/// One for each file of values, with those of its folder that all share.
fn deployments(seen: &Seen) -> Vec<String> {
    let mut deployments = Vec::new();
    for files in seen.var_files.values() {
        let (shared, own): (Vec<&String>, Vec<&String>) =
            files.iter().partition(|it| SHARED.contains(&stem(it)));
        let each = if own.is_empty() { vec![None] } else { own.into_iter().map(Some).collect() };
        for own in each {
            let name = own.or(shared.first().copied()).map_or("", |it| stem(it));
            let files = shared.iter().copied().chain(own).map(|it| quoted(it));
            let files = files.collect::<Vec<_>>().join(", ");
            deployments
                .push(format!("#[[deployment]]\n#name = {}\n#var-files = [{files}]", quoted(name)));
        }
    }
    for it in &seen.parameter_files {
        deployments.push(format!(
            "#[[deployment]]\n#name = {}\n#parameter-files = [{}]",
            quoted(stem(it)),
            quoted(it)
        ));
    }
    deployments
}

fn stem(path: &str) -> &str {
    let name = files::file_name(path);
    let stem = name.split('.').find(|it| !it.is_empty());
    stem.unwrap_or(name)
}

/// A text of TOML, in quotes.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            it if it.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(it))),
            it => quoted.push(it),
        }
    }
    quoted.push('"');
    quoted
}

impl Error {
    pub(super) fn hint(&self) -> Option<&'static str> {
        match self {
            Error::AlreadyThere(_) => {
                Some("nothing is written over it; `wirelint --no-config` runs without it")
            }
            Error::NoFolder(_) | Error::Lint(_) => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::AlreadyThere(path) => write!(f, "there is a {path} already"),
            Error::NoFolder(path) => write!(f, "no such folder: {path}"),
            Error::Lint(it) => write!(f, "{it}"),
        }
    }
}
