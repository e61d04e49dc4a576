//! Parameter files: which values they give to which template.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use super::deployments::Supply;
use super::{Given, Targets, begins_like_a_template, boundary, is_template_name};
use crate::cfn::{self, Inputs, Supplied};
use crate::files::{self, Files};
use crate::reader::Reader;
use crate::syntax::{SyntaxError, tree};
use crate::text::{FileId, Span};

/// A parameter file that was read.
#[derive(Debug)]
pub struct ParameterFile {
    pub path: String,
    values: BTreeMap<String, Supplied>,
    /// The path of the one template it is for.
    template: Option<String>,
    /// Names that are given more than one value: the first place and the later one.
    pub repeated: Vec<(Span, Span)>,
}

/// Why a file of values cannot be used.
#[derive(Debug)]
pub enum Unusable {
    Absent(String),
    Unreadable(String, io::Error),
    Malformed(SyntaxError),
}

/// Reads a parameter file. `path#prod` is the environment `prod` of a SAM configuration.
pub fn read(reader: &Reader<'_>, named: &str) -> Result<ParameterFile, Unusable> {
    let (path, environment) = match named.rsplit_once('#') {
        Some((path, environment)) if reader.files.kind(named).is_none() => {
            (path, Some(environment))
        }
        _ => (named, None),
    };
    let file = open(reader, path)?;
    let parsed = tree::parse(file, &reader.text(file), path);
    if let Some(error) = parsed.errors.into_iter().next() {
        return Err(Unusable::Malformed(error));
    }
    let read = cfn::inputs::read(&parsed.tree, environment).map_err(Unusable::Malformed)?;
    let template = match read.template {
        Some((said, span)) => Some(template(reader.files, path, &said, span)?),
        None => None,
    };
    let repeated = read.repeated.iter().map(|it| (it.first, it.again)).collect();
    Ok(ParameterFile { path: path.to_owned(), values: read.parameters, template, repeated })
}

/// Opens a file that was asked for.
pub(super) fn open(reader: &Reader<'_>, path: &str) -> Result<FileId, Unusable> {
    if reader.files.kind(path).is_none() {
        return Err(Unusable::Absent(path.to_owned()));
    }
    reader.open(path).map_err(|it| Unusable::Unreadable(path.to_owned(), it))
}

/// Where the template of a deployment file is. The file counts from the top of its repository.
fn template(files: &dyn Files, path: &str, said: &str, span: Span) -> Result<String, Unusable> {
    let top = boundary(files, files::parent(path));
    let template = files::join(&top, said.trim_start_matches('/'));
    match files.kind(&template) {
        Some(files::FileKind::File) => Ok(template),
        _ => {
            let message = format!("expected the path of a template: there is no file {template}");
            Err(Unusable::Malformed(SyntaxError { span, message }))
        }
    }
}

impl ParameterFile {
    fn is_for(&self, template: &str) -> bool {
        self.template.as_ref().is_none_or(|it| it == template)
    }

    /// Whether it gives a value to one of these parameters of a template.
    pub fn gives_any(&self, template: &str, names: &[Arc<str>]) -> bool {
        self.is_for(template) && names.iter().any(|it| self.values.contains_key(&**it))
    }
}

/// What a template is given: values of later files replace those of earlier ones, and what was
/// said on the command line replaces them all, what a deployment says among them.
pub(super) fn inputs(template: &str, given: &Given<'_>, planned: Option<&Supply>) -> Inputs {
    let mut parameters = BTreeMap::new();
    let mut add = |files: &[ParameterFile]| {
        for file in files.iter().filter(|it| it.is_for(template)) {
            parameters.extend(file.values.iter().map(|(name, it)| (name.clone(), it.clone())));
        }
    };
    add(planned.map_or(&[], |it| &it.files));
    add(given.parameter_files);
    let own = planned.iter().flat_map(|it| &it.parameters);
    parameters.extend(own.map(|(name, it)| (name.clone(), it.clone())));
    let said = given.parameters.iter();
    parameters.extend(said.map(|(name, it)| (name.clone(), Supplied::Said(it.as_str().into()))));
    let region = given.region.or(planned.and_then(|it| it.region.as_deref()));
    Inputs { parameters, region: region.map(str::to_owned) }
}

/// Takes parameter files out of what may be templates. What a named one may speak of is looked
/// for up to the top of the repository: the templates found there and not named themselves.
pub fn reached(
    targets: &mut Targets,
    parameter_files: &[ParameterFile],
    files: &dyn Files,
) -> Vec<String> {
    let is_one = |path: &String| parameter_files.iter().any(|it| it.path == *path);
    targets.templates.retain(|it| !is_one(it));
    let mut found: BTreeSet<String> = BTreeSet::new();
    for file in named(targets, parameter_files) {
        match &file.template {
            Some(template) => found.extend([template.clone()]),
            None => found.extend(files.walk(&boundary(files, files::parent(&file.path)))),
        }
    }
    found.retain(|it| {
        is_template_name(files::file_name(it))
            && !is_one(it)
            && !targets.templates.contains(it)
            && begins_like_a_template(files, it)
    });
    found.into_iter().collect()
}

/// The parameter files among the paths of a run.
pub fn named<'f>(
    targets: &'f Targets,
    parameter_files: &'f [ParameterFile],
) -> impl Iterator<Item = &'f ParameterFile> {
    parameter_files.iter().filter(|it| targets.scope.files.contains(&it.path))
}
