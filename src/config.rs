//! `wirelint.toml`: what a team says once for all the files in a folder.
//!
//! The nearest counts, from the folder of a template or root module up to the top of the
//! repository, and it alone. What it says is checked to the last key.

mod read;

use std::collections::{BTreeMap, BTreeSet};

use crate::date::Date;
use crate::project::parameters::Unusable;
use crate::project::{CONFIG, nearest};
use crate::reader::Reader;
use crate::syntax::toml;
use crate::text::Span;
use crate::world::Attested;

/// What one file says.
#[derive(Debug)]
pub struct Config {
    pub path: String,
    pub attestations: Vec<Attestation>,
}

/// That a cluster or a VPC is covered from elsewhere.
#[derive(Debug)]
pub struct Attestation {
    pub attested: Attested,
    /// Where its name stands.
    pub span: Span,
    pub reason: String,
    /// The last day on which it counts, and where that is said.
    pub until: Option<(Date, Span)>,
}

/// The files of a run, and what each counts for.
#[derive(Debug, Default)]
pub struct Configs {
    configs: Vec<Config>,
    /// Which of them counts for a folder.
    by_folder: BTreeMap<String, usize>,
}

impl Configs {
    /// In the order of their paths.
    pub fn all(&self) -> &[Config] {
        &self.configs
    }

    /// What counts for a folder that was asked for.
    pub fn of(&self, folder: &str) -> Option<&Config> {
        self.configs.get(*self.by_folder.get(folder)?)
    }
}

/// Reads what counts for these folders.
pub fn find(reader: &Reader<'_>, folders: BTreeSet<String>) -> Result<Configs, Unusable> {
    let nearest =
        folders.into_iter().filter_map(|it| nearest(reader, &it, CONFIG).map(|path| (it, path)));
    let by_folder: BTreeMap<String, String> = nearest.collect();
    let paths: BTreeSet<String> = by_folder.values().cloned().collect();
    let mut configs = Configs::default();
    for path in &paths {
        let first = configs.configs.iter().map(|it| it.attestations.len()).sum();
        configs.configs.push(load(reader, path, first)?);
    }
    let at = |path: &String| paths.iter().position(|it| it == path);
    configs.by_folder =
        by_folder.iter().filter_map(|(it, path)| Some((it.clone(), at(path)?))).collect();
    Ok(configs)
}

/// `first` is the id of its first attestation.
fn load(reader: &Reader<'_>, path: &str, first: usize) -> Result<Config, Unusable> {
    let unreadable = |it| Unusable::Unreadable(path.to_owned(), it);
    let file = reader.open(path).map_err(unreadable)?;
    let parsed = toml::parse(file, &reader.text(file));
    if let Some(error) = parsed.errors.into_iter().next() {
        return Err(Unusable::Malformed(error));
    }
    let attestations = read::attestations(&parsed.tree, first).map_err(Unusable::Malformed)?;
    Ok(Config { path: path.to_owned(), attestations })
}
