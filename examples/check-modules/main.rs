//! Checks the descriptions of known modules against the modules themselves.
//!
//! ```sh
//! cargo run --release --example check-modules -- CHECKOUT… [RELEASE…]
//! ```
//!
//! `CHECKOUT` is a clone of a module's repository, or a mirror, with its tags; the name of the
//! repository stands somewhere in its path. Every description of a module that lies there is
//! checked, in the releases of its `checked` list, or in those that are named. For each release
//!
//! - the names of all inputs and the defaults of those that are described are compared with the
//!   module's own;
//! - every caller is lowered and linted twice, once with the module installed and once without,
//!   so that its description stands for it. Callers are those below `testdata/modules/`, and
//!   the module's own `examples` and `tests`. Compared are the resources of the kinds that are
//!   described: which there are, each property that the description sets, and what rules say.
//!
//! It prints a table, then what differs, and fails if anything does.

#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a program")]

mod callers;
mod checkout;
mod compare;
mod described;

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use wirelint::files::Disk;
use wirelint::lint::{self, Outcome, Request};
use wirelint::rules::RULES;

use callers::Caller;
use checkout::Checkout;
use compare::Compared;
use described::Described;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut checkouts = Vec::new();
    let mut releases = Vec::new();
    for it in std::env::args().skip(1) {
        match Path::new(&it).is_dir() {
            true => checkouts.push(PathBuf::from(it).canonicalize()?),
            false if it.starts_with(|it: char| it.is_ascii_digit()) => releases.push(it),
            false => return Err(format!("{it}: no folder and no release").into()),
        }
    }
    if checkouts.is_empty() {
        return Err("usage: check-modules CHECKOUT… [RELEASE…]".into());
    }
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let described = Described::all(&project.join("src/tf/known"))?;
    let scratch = std::env::temp_dir().join(format!("check-modules-{}", std::process::id()));
    let mut is_good = true;
    for checkout in &checkouts {
        let own: Vec<&Described> = described.iter().filter(|it| it.is_of(checkout)).collect();
        if own.is_empty() {
            return Err(format!("{}: no module of it is described", checkout.display()).into());
        }
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
        for release in wanted(&own, &releases) {
            let folder = scratch.join(&release);
            let checkout = Checkout::at(checkout, &release, &folder)?;
            let row = check(&own, &checkout, &project.join("testdata/modules"))?;
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
    checkout: &Checkout,
    cases: &Path,
) -> Result<Row, Box<dyn Error>> {
    let mut row = Row::default();
    let holding: Vec<&Described> =
        described.iter().copied().filter(|it| it.holds(&checkout.release)).collect();
    for it in &holding {
        let real = checkout.variables(&it.folder)?;
        let (inputs, wrong) = it.compare_inputs(&checkout.release, &real)?;
        row.inputs += inputs;
        row.wrong.extend(wrong);
    }
    let kinds = holding.iter().flat_map(|it| it.kinds()).collect();
    for caller in Caller::all(&holding, checkout, cases)? {
        let installed = linted(checkout, &caller.write(checkout, true)?)?;
        let known = linted(checkout, &caller.write(checkout, false)?)?;
        row.callers += 1;
        row.compared.add(&caller, &kinds, &installed, &known);
    }
    Ok(row)
}

fn linted(checkout: &Checkout, folder: &str) -> Result<Outcome, Box<dyn Error>> {
    let files = Disk::new(&checkout.root);
    let request = Request { paths: vec![folder.to_owned()], ..Request::default() };
    lint::lint(&request, &files, RULES).map_err(|_| format!("{folder}: cannot be linted").into())
}
