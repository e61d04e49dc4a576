//! Checks the descriptions of known modules against the modules themselves.
//!
//! ```sh
//! cargo run --release --example check-modules -- CHECKOUT [RELEASE…] …
//! ```
//!
//! `CHECKOUT` is a clone of a module's repository, or a mirror, with its tags; somewhere in its
//! path stands whose it is, as `owner/name` or as `owner+name`. Every description of a module that
//! lies there is checked, in the releases of its `checked` list, or in those that follow.
//! Others are what modules call: these are installed in the one release that a call's `version` or
//! `?ref=` names. What is called and not given is unknown. For each release
//!
//! - the names of all inputs and the defaults of those that are described are compared with the
//!   module's own. An empty collection is told from null, unless callers that leave the input out
//!   show that it comes to the same: there are such, and in the whole release no value and no
//!   verdict differs;
//! - every caller is lowered and linted twice, once with the module installed and once without,
//!   so that its description stands for it. Callers are those below `testdata/modules/`, and
//!   the module's own `examples` and `tests`, without those that pass what a release does not
//!   take, and those of ours whose `version` begins with a later one. Compared are the resources
//!   of the kinds that are described: which there are, each property that the description sets,
//!   and what rules say. What no rule reads may differ: the order of names in a list, what tags
//!   say besides their keys and which ones a module adds, and what user data does besides making
//!   an instance a node.
//!
//! It prints a table, then what differs, and fails if anything does.

#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a program")]

mod callers;
mod checkout;
mod compare;
mod described;
mod installed;

use std::collections::BTreeSet;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use wirelint::files::Disk;
use wirelint::lint::{self, Outcome, Request};
use wirelint::rules::RULES;

use callers::Caller;
use checkout::{Checkout, Repository};
use compare::Compared;
use described::{Described, Inputs};

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut checkouts = Vec::new();
    // Of each checkout, in that order.
    let mut releases: Vec<Vec<String>> = Vec::new();
    for it in std::env::args().skip(1) {
        match releases.last_mut() {
            _ if Path::new(&it).is_dir() => {
                checkouts.push(Repository(PathBuf::from(it).canonicalize()?));
                releases.push(Vec::new());
            }
            Some(last) if it.starts_with(|it: char| it.is_ascii_digit()) => last.push(it),
            _ => return Err(format!("{it}: no folder and no release").into()),
        }
    }
    if checkouts.is_empty() {
        return Err("usage: check-modules CHECKOUT [RELEASE…] …".into());
    }
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let described = Described::all(&project.join("src/tf/known"))?;
    let scratch = std::env::temp_dir().join(format!("check-modules-{}", std::process::id()));
    if !checkouts.iter().any(|it| described.iter().any(|described| described.is_of(it))) {
        return Err("no module is described whose owner and name stand in these paths".into());
    }
    let mut is_good = true;
    for (checkout, releases) in checkouts.iter().zip(&releases) {
        let own: Vec<&Described> = described.iter().filter(|it| it.is_of(checkout)).collect();
        if own.is_empty() {
            continue;
        }
        println!("{}", checkout.0.display());
        println!(
            "{:<9} {:>6} {:>6} {:>7} {:>9} {:>7} {:>9} {:>8} {:>9}",
            "release",
            "inputs",
            "wrong",
            "callers",
            "resources",
            "equal",
            "different",
            "verdicts",
            "different"
        );
        for release in wanted(&own, releases) {
            let folder = scratch.join(&release);
            let checkout = Checkout::at(checkout, &release, &folder)?;
            let holding: Vec<&Described> =
                own.iter().copied().filter(|it| it.holds(&release)).collect();
            let kinds = holding.iter().flat_map(|it| it.kinds(&described)).collect();
            let callers = Caller::all(&holding, &checkout, &project.join("testdata/modules"))?;
            let row = check(&holding, &kinds, &callers, &checkout, &checkouts)?;
            row.print(&release);
            is_good &= row.is_good();
            std::fs::remove_dir_all(&folder)?;
        }
    }
    Ok(if is_good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The releases to look at, each once.
fn wanted(described: &[&Described], named: &[String]) -> Vec<String> {
    if !named.is_empty() {
        return named.to_vec();
    }
    let mut all: Vec<&String> = described.iter().flat_map(|it| &it.checked).collect();
    all.sort_by_key(|it| described::release(it));
    all.dedup();
    all.into_iter().cloned().collect()
}

/// What one release came to.
#[derive(Default)]
struct Row {
    inputs: usize,
    wrong: Vec<String>,
    callers: usize,
    compared: Compared,
}

impl Row {
    fn is_good(&self) -> bool {
        self.wrong.is_empty() && self.compared.is_good()
    }

    fn print(&self, release: &str) {
        println!(
            "{release:<9} {:>6} {:>6} {:>7} {:>9} {:>7} {:>9} {:>8} {:>9}",
            self.inputs,
            self.wrong.len(),
            self.callers,
            self.compared.resources,
            self.compared.equal,
            self.compared.different.len(),
            self.compared.verdicts,
            self.compared.judged_differently.len(),
        );
        let lists = [&self.wrong, &self.compared.different, &self.compared.judged_differently];
        for it in lists.into_iter().flatten() {
            println!("  {it}");
        }
    }
}

fn check(
    described: &[&Described],
    kinds: &BTreeSet<String>,
    callers: &[Caller<'_>],
    checkout: &Checkout,
    repositories: &[Repository],
) -> Result<Row, Box<dyn Error>> {
    let mut row = Row { callers: callers.len(), ..Row::default() };
    for caller in callers {
        let installed = linted(checkout, &caller.write(checkout, repositories, true)?)?;
        let known = linted(checkout, &caller.write(checkout, repositories, false)?)?;
        row.compared.add(caller, kinds, &installed, &known);
    }
    for it in described {
        let real = checkout.variables(&it.folder)?;
        let inputs = it.compare_inputs(&checkout.release, &real)?;
        row.inputs += inputs.count;
        let shown = |name: &str| row.compared.is_good() && is_left_out(&inputs, name, callers);
        let unshown = inputs.empty.iter().filter(|(name, _)| !shown(name));
        row.wrong.extend(unshown.map(|(_, how)| how.clone()));
        row.wrong.extend(inputs.wrong);
    }
    Ok(row)
}

/// Whether a caller leaves an input at its default.
fn is_left_out(inputs: &Inputs<'_>, name: &str, callers: &[Caller<'_>]) -> bool {
    let mut calls = callers.iter().flat_map(|it| &it.calls);
    calls.any(|it| it.described.name == inputs.described.name && !it.inputs.contains(name))
}

fn linted(checkout: &Checkout, folder: &str) -> Result<Outcome, Box<dyn Error>> {
    let files = Disk::new(&checkout.root);
    let request = Request { paths: vec![folder.to_owned()], ..Request::default() };
    lint::lint(&request, &files, RULES).map_err(|_| format!("{folder}: cannot be linted").into())
}
