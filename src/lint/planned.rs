//! The deployments that configurations tell of, read when something they count for is found.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::{Error, ValuesOf};
use crate::config::{self, Config, Finder};
use crate::files::{self, FileKind};
use crate::project;
use crate::project::deployments::{Deployment, Planned, Supply, Variables};
use crate::project::parameters::{self, Unusable};
use crate::reader::Reader;
use crate::syntax::SyntaxError;
use crate::text::{FileId, Sources, Span};

pub(super) struct Plans<'r> {
    reader: &'r Reader<'r>,
    configs: &'r Finder<'r, 'r>,
    variables: &'r Variables,
    state: RefCell<State>,
}

/// What is wrong, with a file of values or with the configuration itself.
type Failed = (Option<ValuesOf>, Unusable);

#[derive(Default)]
struct State {
    /// What each configuration has, by its path, in its order.
    by_config: BTreeMap<String, Vec<Option<Rc<Planned>>>>,
    /// The first.
    error: Option<Failed>,
}

impl<'r> Plans<'r> {
    pub(super) fn new(
        reader: &'r Reader<'r>,
        configs: &'r Finder<'r, 'r>,
        variables: &'r Variables,
    ) -> Self {
        Self { reader, configs, variables, state: RefCell::default() }
    }

    /// What counts for a root module, by its folder, or for a template.
    pub(super) fn of(&self, path: &str) -> Vec<Rc<Planned>> {
        let is_folder = self.reader.files.kind(path) == Some(FileKind::Folder);
        let folder = if is_folder { path } else { files::parent(path) };
        let Some(config) = self.configs.of(folder) else { return Vec::new() };
        let counts = |it: &config::Deployment| {
            it.paths.as_ref().is_none_or(|it| it.fit(&config.folder, path, is_folder))
        };
        let all = config.deployments.iter().enumerate();
        let counting = all.filter(|(_, it)| counts(it));
        counting.filter_map(|(at, it)| self.planned(&config, at, it)).collect()
    }

    fn planned(
        &self,
        config: &Config,
        at: usize,
        deployment: &config::Deployment,
    ) -> Option<Rc<Planned>> {
        let mut state = self.state.borrow_mut();
        let known = state.by_config.entry(config.path.clone()).or_default();
        known.resize(known.len().max(config.deployments.len()), None);
        if let Some(it) = &known[at] {
            return Some(it.clone());
        }
        match self.read(config, at, deployment) {
            Ok(it) => {
                let it = Rc::new(it);
                known[at] = Some(it.clone());
                Some(it)
            }
            Err(error) => {
                state.error.get_or_insert(error);
                None
            }
        }
    }

    fn read(&self, config: &Config, at: usize, it: &config::Deployment) -> Result<Planned, Failed> {
        let var_files = self.found(config, &it.var_files)?;
        let parameter_files = self.found(config, &it.parameter_files)?;
        let called = |files: &[String]| match (&it.name, files) {
            (Some(name), _) => name.clone(),
            (None, []) => format!("deployment {}", at + 1),
            (None, files) => files.join(","),
        };
        let variables = it.gives_variables().then(|| {
            let (name, own) = (called(&var_files), it.variables.clone());
            Deployment::planned(self.reader, name, &var_files, own, self.variables)
        });
        let parameters = it.gives_parameters().then(|| {
            let read = parameter_files.iter().map(|it| parameters::read(self.reader, it));
            let files = read.collect::<Result<Vec<_>, _>>()?;
            let (parameters, own) = (it.parameters.clone(), it.names.clone());
            let (name, region) = (called(&parameter_files), it.region.clone());
            Ok(Supply { name, files, parameters, own, region })
        });
        Ok(Planned {
            variables: variables.transpose().map_err(|it| (Some(ValuesOf::Variables), it))?,
            has_paths: it.paths.is_some(),
            parameters: parameters.transpose().map_err(|it| (Some(ValuesOf::Parameters), it))?,
        })
    }

    /// The paths of files that are there, and within the repository: who writes a configuration
    /// is not who runs it.
    fn found(&self, config: &Config, named: &[(String, Span)]) -> Result<Vec<String>, Failed> {
        let top = project::boundary(self.reader.files, &config.folder);
        let found = named.iter().map(|(said, span)| {
            let path = files::join(&config.folder, said);
            let file = path.rsplit_once('#').map_or(path.as_str(), |it| it.0);
            if self.reader.has(&path, &top) || self.reader.has(file, &top) {
                return Ok(path);
            }
            let message = format!("there is no file {path} in this repository");
            Err((None, Unusable::Malformed(SyntaxError { span: *span, message })))
        });
        found.collect()
    }

    /// All that was read.
    pub(super) fn finish(self) -> Result<Vec<Rc<Planned>>, Failed> {
        let State { by_config, error } = self.state.into_inner();
        match error {
            Some(error) => Err(error),
            None => Ok(by_config.into_values().flatten().flatten().collect()),
        }
    }
}

/// The files whose places do not tell the findings of two deployments apart, as
/// [`super::deployments::varying`] has it.
pub(super) fn files(
    planned: &[Rc<Planned>],
    configs: &config::Configs,
    reader: &Reader<'_>,
) -> BTreeSet<FileId> {
    let of_variables = planned.iter().filter_map(|it| it.variables.as_ref());
    let var_files = of_variables.flat_map(|it| &it.files).map(|it| it.path.as_str());
    let supplies = planned.iter().filter_map(|it| it.parameters.as_ref());
    let parameter_files = supplies.flat_map(|it| &it.files).map(|it| it.path.as_str());
    let configs = configs.all().map(|it| it.path.as_str());
    let paths = var_files.chain(parameter_files).chain(configs);
    paths.filter_map(|it| reader.open(it).ok()).collect()
}

pub(super) fn failed((of, error): Failed, sources: Sources) -> Error {
    match of {
        Some(of) => Error::Values(of, error, sources),
        None => Error::Config(error, sources),
    }
}
