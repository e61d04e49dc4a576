//! Deployments of root modules: which values each gives to the variables of which root.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use super::parameters::{self, ParameterFile, Unusable};
use super::{Given, Targets, Unit, boundary, is_below};
use crate::cfn::Supplied;
use crate::reader::Reader;
use crate::syntax::Parsed;
use crate::syntax::hcl::Word;
use crate::text::FileId;
use crate::tf::inputs::{self, Assignment};
use crate::tf::module::Module;
use crate::tf::{self, Modules};

/// Something that was said of Terraform's variables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    Value {
        name: String,
        text: String,
    },
    /// The files of one deployment, the later over the earlier.
    Files(Vec<String>),
}

/// What is given to Terraform's variables, besides what the files of a module give.
#[derive(Default)]
pub struct Variables {
    environment: Vec<Assignment>,
    /// What was said by name, of all deployments.
    said: Vec<Assignment>,
    pub deployments: Vec<Deployment>,
}

/// One deployment, for roots that declare one of its variables.
pub struct Deployment {
    /// The paths of its files, or what it is called.
    pub name: String,
    pub files: Vec<VarFile>,
    /// The variables that a configuration gives values to itself.
    pub own: Vec<Word>,
    /// In rising precedence, with what was said by name where it was said.
    assignments: Vec<Assignment>,
}

/// A deployment that a configuration tells of, for what it counts for.
pub struct Planned {
    /// For root modules; none if it gives their variables nothing.
    pub variables: Option<Deployment>,
    /// Whether its paths say which root modules it is for.
    pub has_paths: bool,
    /// For templates; none if it gives them nothing.
    pub parameters: Option<Supply>,
}

/// What a deployment gives a template.
pub struct Supply {
    pub name: String,
    /// Under what the parameters say.
    pub files: Vec<ParameterFile>,
    pub parameters: BTreeMap<String, Supplied>,
    /// The names of these, and where they stand.
    pub own: Vec<Word>,
    pub region: Option<String>,
}

/// A file of values that was asked for.
pub struct VarFile {
    pub path: String,
    pub file: FileId,
    /// The variables it gives values to.
    pub names: Vec<Word>,
}

/// Which of the deployments of a root something belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deployed {
    pub root: String,
    pub name: String,
}

/// Reads what was said, in the order it was said, and what the environment has by name.
pub fn read(
    reader: &Reader<'_>,
    said: &[Said],
    environment: &BTreeMap<String, String>,
) -> Result<Variables, Unusable> {
    let of_environment = |(name, text): (&String, &String)| {
        inputs::said(reader, "<environment>", name, format!("TF_VAR_{name}={text}"), text)
    };
    let mut variables = Variables {
        environment: environment.iter().map(of_environment).collect(),
        ..Variables::default()
    };
    for it in said {
        match it {
            Said::Value { name, text } => {
                let line = format!("{name} = {text}");
                let it = inputs::said(reader, "<command line>", name, line, text);
                variables.deployments.iter_mut().for_each(|to| to.assignments.push(it.clone()));
                variables.said.push(it);
            }
            Said::Files(paths) => {
                let mut deployment = Deployment {
                    name: paths.join(","),
                    files: Vec::new(),
                    own: Vec::new(),
                    assignments: variables.said.clone(),
                };
                for path in paths {
                    deployment.add(reader, path)?;
                }
                variables.deployments.push(deployment);
            }
        }
    }
    Ok(variables)
}

impl Deployment {
    /// As a configuration has it: its files, then its own values, then what was said by name.
    pub fn planned(
        reader: &Reader<'_>,
        name: String,
        files: &[String],
        own: Vec<Assignment>,
        variables: &Variables,
    ) -> Result<Self, Unusable> {
        let mut deployment = Self {
            name,
            files: Vec::new(),
            own: own.iter().map(|it| it.name.clone()).collect(),
            assignments: Vec::new(),
        };
        for path in files {
            deployment.add(reader, path)?;
        }
        deployment.assignments.extend(own);
        deployment.assignments.extend(variables.said.iter().cloned());
        Ok(deployment)
    }

    fn add(&mut self, reader: &Reader<'_>, path: &str) -> Result<(), Unusable> {
        let file = parameters::open(reader, path)?;
        let parsed = inputs::read(file, &reader.text(file), path);
        if let Some(error) = parsed.errors.into_iter().next() {
            return Err(Unusable::Malformed(error));
        }
        let parsed = Parsed { errors: Vec::new(), ..parsed };
        let assignments = reader.keep(file, parsed);
        let names = assignments.iter().map(|it| it.name.clone()).collect();
        self.files.push(VarFile { path: path.to_owned(), file, names });
        self.assignments.extend(assignments);
        Ok(())
    }

    /// Whether one of its files is among the paths of a run.
    fn is_named(&self, targets: &Targets) -> bool {
        self.files.iter().any(|it| targets.scope.files.contains(&it.path))
    }

    /// Whether a module declares one of its variables. What has none is for any.
    fn suits(&self, module: &Module) -> bool {
        let mut names = self.files.iter().flat_map(|it| &it.names).chain(&self.own).peekable();
        names.peek().is_none() || names.any(|it| module.variables.contains_key(&it.text))
    }

    /// The roots that it is for: the nearest above each of its files, else all it suits.
    fn roots<'r>(&self, roots: &'r BTreeMap<String, Arc<Module>>) -> BTreeSet<&'r str> {
        let suited: Vec<&str> =
            roots.iter().filter(|it| self.suits(it.1)).map(|it| it.0.as_str()).collect();
        let nearest = |file: &VarFile| {
            let above = suited.iter().copied().filter(|root| is_below(&file.path, root));
            above.max_by_key(|root| if *root == "." { 0 } else { root.len() })
        };
        let above: BTreeSet<&str> = self.files.iter().filter_map(nearest).collect();
        if above.is_empty() { suited.into_iter().collect() } else { above }
    }
}

impl Variables {
    /// The files of values among the paths of a run.
    pub(super) fn named<'v>(&'v self, targets: &'v Targets) -> impl Iterator<Item = &'v VarFile> {
        let files = self.deployments.iter().flat_map(|it| &it.files);
        files.filter(|it| targets.scope.files.contains(&it.path))
    }

    /// The deployments of each root that has one.
    pub(super) fn by_root<'v>(
        &'v self,
        roots: &'v BTreeMap<String, Arc<Module>>,
    ) -> BTreeMap<&'v str, Vec<&'v Deployment>> {
        let mut by_root: BTreeMap<&str, Vec<&Deployment>> = BTreeMap::new();
        for deployment in &self.deployments {
            for root in deployment.roots(roots) {
                by_root.entry(root).or_default().push(deployment);
            }
        }
        by_root
    }
}

/// The deployments that a configuration has for a root.
pub(super) fn planned_for(
    planned: &[Rc<Planned>],
    root: &str,
    roots: &BTreeMap<String, Arc<Module>>,
) -> Vec<usize> {
    let is_for = |it: &Planned| match &it.variables {
        Some(deployment) => it.has_paths || deployment.roots(roots).contains(root),
        None => false,
    };
    (0..planned.len()).filter(|at| is_for(&planned[*at])).collect()
}

/// Whether a path of the run is a file of values for a root.
pub(super) fn is_reached(deployments: &[&Deployment], targets: &Targets) -> bool {
    deployments.iter().any(|it| it.is_named(targets))
}

/// A root module, once for each of its deployments.
pub(super) fn units(
    modules: &Modules<'_, '_>,
    root: &Arc<Module>,
    deployments: &[&Deployment],
    given: &Given<'_>,
    paths: &BTreeSet<String>,
) -> Vec<Unit> {
    let reader = modules.reader;
    let automatic = inputs::automatic(reader, &root.folder);
    let top = boundary(reader.files, &root.folder);
    let unit = |assignments: &[Assignment], deployed: Option<Deployed>| {
        let all = given.variables.environment.iter().chain(&automatic).chain(assignments);
        let inputs::Given { values, refused } = inputs::given(reader, root, all);
        let graph = tf::lower(modules, root, values, &top);
        let variables = root.variables.keys().map(|it| it.as_str().into()).collect();
        Unit {
            graph,
            folder: root.folder.clone(),
            paths: paths.clone(),
            deployed,
            variables: Some(variables),
            unreadable: refused,
            ..Unit::default()
        }
    };
    let mut units = match deployments {
        [] => vec![unit(&given.variables.said, None)],
        [only] => vec![unit(&only.assignments, None)],
        several => {
            let named = |it: &&Deployment| {
                let (root, name) = (root.folder.clone(), it.name.clone());
                unit(&it.assignments, Some(Deployed { root, name }))
            };
            several.iter().map(named).collect()
        }
    };
    once(&mut units);
    units
}

/// What is wrong with the source itself is told once.
pub(super) fn once(units: &mut [Unit]) {
    let (mut cut, mut missing) = (BTreeSet::new(), BTreeSet::new());
    for unit in units {
        unit.graph.cuts.retain(|it| cut.insert((it.span, it.message.clone())));
        unit.graph.missing.retain(|it| missing.insert(it.clone()));
    }
}
