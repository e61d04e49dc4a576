//! A description, as far as it is compared with the module itself.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;

use wirelint::files::Disk;
use wirelint::lint::{self, Request};
use wirelint::syntax::hcl::{self, Block, Body, ExprKind, Part};
use wirelint::text::FileId;
use wirelint::value::{Kind, Value};

use crate::checkout::Repository;
use crate::compare;

pub(crate) struct Described {
    /// Of the file, without its ending.
    pub(crate) name: String,
    pub(crate) registry: String,
    pub(crate) git: String,
    /// Within the repository; empty for the module at its top.
    pub(crate) folder: String,
    pub(crate) checked: Vec<String>,
    releases: String,
    text: String,
    body: Body,
}

impl Described {
    /// Those of a folder.
    pub(crate) fn all(folder: &Path) -> Result<Vec<Self>, Box<dyn Error>> {
        let mut paths: Vec<_> = std::fs::read_dir(folder)?
            .map(|it| it.map(|it| it.path()))
            .collect::<Result<_, _>>()?;
        paths.retain(|it| it.extension().is_some_and(|it| it == "hcl"));
        paths.sort();
        paths.iter().map(|it| Self::read(it)).collect()
    }

    fn read(path: &Path) -> Result<Self, Box<dyn Error>> {
        let text = std::fs::read_to_string(path)?;
        let parsed = hcl::parse(FileId(0), &text);
        if let Some(error) = parsed.errors.first() {
            return Err(format!("{}: {error:?}", path.display()).into());
        }
        let body = parsed.tree;
        let header = body.blocks("module").find(|it| it.labels.is_empty());
        let header = header.ok_or_else(|| format!("{}: no module block", path.display()))?;
        let word = |name: &str| string(header, name).unwrap_or_default();
        Ok(Self {
            name: path.file_stem().unwrap_or_default().to_string_lossy().into_owned(),
            registry: word("registry"),
            git: word("git"),
            folder: word("folder"),
            checked: strings(header, "checked"),
            releases: word("releases"),
            text,
            body,
        })
    }

    /// Whether a checkout may be one of its repository.
    pub(crate) fn is_of(&self, checkout: &Repository) -> bool {
        let address: Vec<&str> = self.git.split('/').collect();
        matches!(address.as_slice(), [_, owner, name] if checkout.is(owner, name))
    }

    pub(crate) fn holds(&self, release: &str) -> bool {
        admits(&self.releases, release)
    }

    /// The kinds of resources that it speaks of, by itself or by what it calls in the registry.
    pub(crate) fn kinds(&self, all: &[Self]) -> BTreeSet<String> {
        let mut kinds: BTreeSet<String> =
            self.body.blocks("resource").map(|it| it.labels[0].text.clone()).collect();
        let called = self.body.blocks("module").filter(|it| !it.labels.is_empty());
        for source in called.filter_map(|it| string(it, "source")) {
            let inner = all.iter().filter(|it| it.registry == source && it.folder.is_empty());
            kinds.extend(inner.flat_map(|it| it.kinds(all)));
        }
        kinds
    }

    fn at<'s>(&'s self, kind: &'s str, release: &'s str) -> impl Iterator<Item = &'s Block> {
        let holds = |it: &&Block| {
            string(it, "releases").is_none_or(|constraint| admits(&constraint, release))
        };
        self.body.blocks(kind).filter(holds)
    }

    /// What can be told of a release's inputs without callers.
    pub(crate) fn compare_inputs(
        &self,
        release: &str,
        real: &BTreeMap<String, Option<String>>,
    ) -> Result<Inputs<'_>, Box<dyn Error>> {
        let mut wrong = Vec::new();
        let mut names: BTreeSet<String> = BTreeSet::new();
        let mut defaults = BTreeMap::new();
        let listed = self.at("inputs", release).flat_map(|it| strings(it, "names"));
        let variables = self.at("variable", release).map(|it| it.labels[0].text.clone());
        for name in listed.chain(variables) {
            if !real.contains_key(&name) {
                wrong.push(format!("{}: there is no input {name}", self.name));
            }
            if !names.insert(name.clone()) {
                wrong.push(format!("{}: {name} is declared twice", self.name));
            }
        }
        let forgotten = real.keys().filter(|it| !names.contains(*it));
        wrong.extend(forgotten.map(|it| format!("{}: {it} is not declared", self.name)));
        for block in self.at("variable", release) {
            let name = &block.labels[0].text;
            let ours = block.body.attribute("default").map(|it| &self.text[it.value.span.range()]);
            match (ours, real.get(name).and_then(Option::as_deref)) {
                (Some(ours), Some(real)) => {
                    defaults.insert(name.clone(), (ours.to_owned(), real.to_owned()));
                }
                (None, None) => (),
                (ours, _) => {
                    let has = if ours.is_some() { "no default" } else { "a default" };
                    wrong.push(format!("{}: {name} has {has}", self.name));
                }
            }
        }
        let mut inputs = Inputs { described: self, count: names.len(), wrong, empty: Vec::new() };
        inputs.compare_defaults(&defaults)?;
        Ok(inputs)
    }
}

/// What came of the inputs of one release.
pub(crate) struct Inputs<'d> {
    pub(crate) described: &'d Described,
    pub(crate) count: usize,
    pub(crate) wrong: Vec<String>,
    /// Those whose default is an empty collection, and null by the description, or the other way
    /// round; with how that is told if callers do not show that it comes to the same.
    pub(crate) empty: Vec<(String, String)>,
}

impl Inputs<'_> {
    /// Has the evaluator tell whether two texts are the same value.
    fn compare_defaults(
        &mut self,
        defaults: &BTreeMap<String, (String, String)>,
    ) -> Result<(), Box<dyn Error>> {
        let folder = std::env::temp_dir().join(format!("check-defaults-{}", std::process::id()));
        std::fs::create_dir_all(&folder)?;
        let folder = folder.canonicalize()?;
        let probes = defaults.iter().map(|(name, (ours, real))| {
            format!("resource \"probe\" \"{name}\" {{\n  ours = {ours}\n  real = {real}\n}}\n")
        });
        std::fs::write(folder.join("main.tf"), probes.collect::<String>())?;
        let request = Request { paths: vec![".".to_owned()], ..Request::default() };
        let outcome = lint::lint(&request, &Disk::new(&folder), &[]);
        std::fs::remove_dir_all(&folder)?;
        let outcome = outcome.map_err(|_| "defaults cannot be evaluated")?;
        for it in outcome.graphs.iter().flat_map(|it| it.resources()) {
            let Some(both) = it.properties.as_map() else { continue };
            let (Some(ours), Some(real)) = (both.get("ours"), both.get("real")) else { continue };
            let name = it.address.trim_start_matches("probe.");
            let is_empty = is_null(ours) && is_empty(real) || is_empty(ours) && is_null(real);
            for how in compare::values(ours, real).different {
                let how = format!("{}: default of {name}{how}", self.described.name);
                match is_empty {
                    true => self.empty.push((name.to_owned(), how)),
                    false => self.wrong.push(how),
                }
            }
        }
        Ok(())
    }
}

fn is_null(value: &Value) -> bool {
    matches!(value.kind, Kind::Absent | Kind::Null)
}

fn is_empty(value: &Value) -> bool {
    value.as_map().is_some_and(|it| it.entries.is_empty())
        || value.as_list().is_some_and(|it| it.items.is_empty())
}

/// What an attribute says that is a plain string.
pub(crate) fn string(block: &Block, name: &str) -> Option<String> {
    plain(&block.body.attribute(name)?.value.kind)
}

fn strings(block: &Block, name: &str) -> Vec<String> {
    match block.body.attribute(name).map(|it| &it.value.kind) {
        Some(ExprKind::List(items)) => items.iter().filter_map(|it| plain(&it.kind)).collect(),
        _ => Vec::new(),
    }
}

fn plain(kind: &ExprKind) -> Option<String> {
    match kind {
        ExprKind::Template(parts) => match parts.as_slice() {
            [Part::Literal { text, .. }] => Some(text.clone()),
            _ => None,
        },
        _ => None,
    }
}

/// A release's numbers, to compare them.
pub(crate) fn release(text: &str) -> Vec<u32> {
    text.split('.').map(|it| it.parse().unwrap_or(0)).collect()
}

/// Whether a list of bounds admits a release.
fn admits(constraint: &str, wanted: &str) -> bool {
    let wanted = release(wanted);
    constraint.split(',').map(str::trim).all(|it| match it.split_once(' ') {
        Some((">=", bound)) => wanted >= release(bound),
        Some(("<", bound)) => wanted < release(bound),
        _ => false,
    })
}
