//! `wirelint.toml`: what a team says once for all the files in a folder.
//!
//! The nearest counts, from the folder of a template or root module up to the top of the
//! repository, and it alone. What it says is checked to the last key.

mod excluding;
pub mod keys;
mod patterns;
mod read;
mod selection;

pub use excluding::Excluding;
pub use patterns::Patterns;
pub use selection::{Selection, Selector};

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::cfn::Supplied;
use crate::date::Date;
use crate::files;
use crate::finding::Severity;
use crate::project::parameters::Unusable;
use crate::project::{CONFIG, nearest};
use crate::reader::Reader;
use crate::syntax::hcl::Word;
use crate::syntax::{SyntaxError, toml};
use crate::text::{FileId, Span};
use crate::tf::inputs::Assignment;
use crate::world::Attested;

/// What one file says.
#[derive(Debug)]
pub struct Config {
    pub path: String,
    /// What its paths count from.
    pub folder: String,
    /// Its keys and where their values are.
    pub said: Vec<(String, Span)>,
    pub selection: Selection,
    /// Of rules by their ids.
    pub severities: Vec<(Selector, Severity)>,
    /// The least severity that makes a run fail.
    pub fail_on: Option<Severity>,
    /// Whether what could not be decided makes a run fail.
    pub is_strict: bool,
    /// Whether a comment that hides a finding says why.
    pub require_reason: bool,
    /// What is left out of a run.
    pub exclude: Patterns,
    pub attestations: Vec<Attestation>,
    pub exceptions: Vec<Exception>,
    pub deployments: Vec<Deployment>,
}

/// What a deployment gives to templates and root modules.
#[derive(Debug)]
pub struct Deployment {
    pub name: Option<String>,
    /// Which templates and root modules; all that it fits if there are none.
    pub paths: Option<Patterns>,
    /// From the folder of the file, each with where it is named.
    pub var_files: Vec<(String, Span)>,
    pub variables: Vec<Assignment>,
    /// As its var files.
    pub parameter_files: Vec<(String, Span)>,
    pub parameters: BTreeMap<String, Supplied>,
    /// Where the names of these stand.
    pub names: Vec<Word>,
    pub region: Option<String>,
    /// Where it begins.
    pub span: Span,
}

/// That what some rules find in some places is not to be shown.
#[derive(Debug)]
pub struct Exception {
    /// Tells it from all else that is said in a run.
    pub id: usize,
    pub rules: Vec<Selector>,
    /// Where; everywhere if there are none.
    pub paths: Option<Patterns>,
    /// Of which resources; of all if there are none.
    pub addresses: Vec<String>,
    /// Where its rules stand.
    pub span: Span,
    pub reason: String,
    /// As [`Attestation::until`].
    pub until: Option<(Date, Span)>,
}

impl Config {
    /// How many attestations and exceptions it has, each of which has an id.
    fn statements(&self) -> usize {
        self.attestations.len() + self.exceptions.len()
    }

    /// The last that is said of a rule.
    pub fn severity(&self, id: &str) -> Option<Severity> {
        self.severities.iter().rev().find(|it| it.0.text == id).map(|it| it.1)
    }

    /// What names a rule that there is not.
    ///
    /// `known` are all ids, `rules` those of rules alone.
    pub fn unknown(&self, known: &[&str], rules: &[&str]) -> Option<SyntaxError> {
        let of_rules = self.exceptions.iter().flat_map(|it| &it.rules);
        let named = self.selection.all().map(|it| (it, known));
        let mut named = named.chain(of_rules.map(|it| (it, rules)));
        let unknown = named.find_map(|(it, among)| Some((it.span?, it.refused(among)?)));
        let severities = || {
            let mut exact = self.severities.iter().map(|it| &it.0);
            exact.find_map(|it| Some((it.span?, it.refused_as_id(known)?)))
        };
        let (span, message) = unknown.or_else(severities)?;
        Some(SyntaxError { span, message })
    }
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
    configs: Vec<Rc<Config>>,
    /// Which of them counts for a folder.
    by_folder: BTreeMap<String, usize>,
}

impl Configs {
    /// In the order of their paths.
    pub fn all(&self) -> impl Iterator<Item = &Config> {
        self.configs.iter().map(|it| &**it)
    }

    /// What counts for a folder that was asked for.
    pub fn of(&self, folder: &str) -> Option<&Config> {
        self.configs.get(*self.by_folder.get(folder)?).map(|it| &**it)
    }

    /// What counts for a file, by the nearest of the folders above it that were asked for.
    pub fn about(&self, path: &str) -> Option<&Config> {
        let mut folder = files::parent(path);
        loop {
            if let Some(it) = self.of(folder) {
                return Some(it);
            }
            if matches!(folder, "." | "/" | "..") || folder.ends_with("/..") {
                return None;
            }
            folder = files::parent(folder);
        }
    }
}

/// Which file counts.
#[derive(Clone, Debug, Default)]
pub enum Chosen {
    #[default]
    Nearest,
    /// One for everything, whose paths count from the working directory.
    File(String),
    /// One for everything that is not written yet, by its text.
    Draft(String),
    None,
}

/// Reads what counts for a folder when that is asked for.
pub struct Finder<'r, 'f> {
    reader: &'r Reader<'f>,
    chosen: &'r Chosen,
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    configs: Vec<Rc<Config>>,
    by_folder: BTreeMap<String, Option<usize>>,
    /// The first.
    error: Option<Unusable>,
}

impl<'r, 'f> Finder<'r, 'f> {
    pub fn new(reader: &'r Reader<'f>, chosen: &'r Chosen) -> Self {
        Self { reader, chosen, state: RefCell::default() }
    }

    /// What counts for a folder. What cannot be used counts as nothing, and is told in the end.
    pub fn of(&self, folder: &str) -> Option<Rc<Config>> {
        let known = self.state.borrow().by_folder.get(folder).copied();
        let at = known.unwrap_or_else(|| {
            let at = self.find(folder);
            self.state.borrow_mut().by_folder.insert(folder.to_owned(), at);
            at
        });
        self.state.borrow().configs.get(at?).cloned()
    }

    fn find(&self, folder: &str) -> Option<usize> {
        let path = match self.chosen {
            Chosen::Nearest => nearest(self.reader, folder, CONFIG)?,
            Chosen::File(path) => path.clone(),
            Chosen::Draft(_) => CONFIG.to_owned(),
            Chosen::None => return None,
        };
        let mut state = self.state.borrow_mut();
        if let Some(at) = state.configs.iter().position(|it| it.path == path) {
            return Some(at);
        }
        let counts_from = match self.chosen {
            Chosen::File(_) | Chosen::Draft(_) => ".",
            Chosen::Nearest | Chosen::None => files::parent(&path),
        };
        let first = state.configs.iter().map(|it| it.statements()).sum();
        let loaded = match self.chosen {
            Chosen::Draft(text) => {
                let file = self.reader.add(&path, text.clone().into_bytes());
                parse(self.reader, file, &path, counts_from, first)
            }
            Chosen::Nearest | Chosen::File(_) | Chosen::None => {
                load(self.reader, &path, counts_from, first)
            }
        };
        match loaded {
            Ok(config) => {
                state.configs.push(Rc::new(config));
                Some(state.configs.len() - 1)
            }
            Err(error) => {
                state.error.get_or_insert(error);
                None
            }
        }
    }

    /// All that was asked for.
    pub fn finish(self) -> Result<Configs, Unusable> {
        let State { mut configs, by_folder, error } = self.state.into_inner();
        if let Some(error) = error {
            return Err(error);
        }
        let paths: Vec<String> = configs.iter().map(|it| it.path.clone()).collect();
        configs.sort_by(|a, b| a.path.cmp(&b.path));
        let at = |path: &String| configs.iter().position(|it| it.path == *path);
        let by_folder = by_folder.into_iter().filter_map(|(it, old)| Some((it, at(&paths[old?])?)));
        Ok(Configs { by_folder: by_folder.collect(), configs })
    }
}

/// `first` is the id of its first statement.
fn load(
    reader: &Reader<'_>,
    path: &str,
    counts_from: &str,
    first: usize,
) -> Result<Config, Unusable> {
    if reader.files.kind(path).is_none() {
        return Err(Unusable::Absent(path.to_owned()));
    }
    let unreadable = |it| Unusable::Unreadable(path.to_owned(), it);
    let file = reader.open(path).map_err(unreadable)?;
    parse(reader, file, path, counts_from, first)
}

fn parse(
    reader: &Reader<'_>,
    file: FileId,
    path: &str,
    counts_from: &str,
    first: usize,
) -> Result<Config, Unusable> {
    let parsed = toml::parse(file, &reader.text(file));
    if let Some(error) = parsed.errors.into_iter().next() {
        return Err(Unusable::Malformed(error));
    }
    let config = Config {
        path: path.to_owned(),
        folder: counts_from.to_owned(),
        said: Vec::new(),
        selection: Selection::default(),
        severities: Vec::new(),
        fail_on: None,
        is_strict: false,
        require_reason: false,
        exclude: Patterns::new([]).map_err(Unusable::Malformed)?,
        attestations: Vec::new(),
        exceptions: Vec::new(),
        deployments: Vec::new(),
    };
    read::config(&parsed.tree, config, first).map_err(Unusable::Malformed)
}
