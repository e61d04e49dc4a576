//! Plans and states of Terraform, and the sources they were made from.

use std::collections::{BTreeMap, BTreeSet};

use super::{Targets, Unit, boundary, called, reach};
use crate::files::{self, Files, MAX_FILE_SIZE, MAX_PLAN_SIZE};
use crate::graph::Graph;
use crate::reader::Reader;
use crate::text::FileId;
use crate::tf::inputs;
use crate::tf::plan::{self, GLANCE, Looks, Plan};
use crate::tf::{self, Modules, module};

/// What was piped in.
pub enum Stdin {
    Template(FileId),
    Plan(FileId),
    /// What cannot be read, which was said.
    Unreadable,
}

impl Stdin {
    pub fn read(reader: &Reader<'_>, name: &str, bytes: &[u8]) -> Self {
        match plan::looks_like(&bytes[..bytes.len().min(GLANCE)]) {
            Some(Looks::Json) => Self::Plan(add(reader, name, bytes.to_vec())),
            Some(other) => {
                reader.refuse(name, refused(other, "FILE"));
                Self::Unreadable
            }
            None if bytes.len() > MAX_FILE_SIZE => {
                let error = files::too_large();
                reader.refuse(name, format!("expected a readable file: {error}"));
                Self::Unreadable
            }
            None => Self::Template(reader.add(name, bytes.to_vec())),
        }
    }

    pub fn template(&self) -> Option<FileId> {
        match self {
            Self::Template(file) => Some(*file),
            Self::Plan(_) | Self::Unreadable => None,
        }
    }
}

/// What a file looks like, if it may be a plan or a state.
pub(super) fn looks_like(files: &dyn Files, path: &str) -> Option<Looks> {
    plan::looks_like(&files.read_head(path, GLANCE).ok()?)
}

/// The plans that were named, and the one that was piped in. `source` is the folder of the root
/// module that they were made from; if none is given, that may be the folder they lie in.
pub fn plans(
    modules: &Modules<'_, '_>,
    stdin: Option<&Stdin>,
    targets: &Targets,
    source: Option<&str>,
) -> Vec<Unit> {
    let mut units = Vec::new();
    if let Some(Stdin::Plan(file)) = stdin {
        units.extend(unit(modules, *file, source.unwrap_or(".")));
    }
    for path in &targets.plans {
        if let Some(file) = open(modules.reader, path) {
            units.extend(unit(modules, file, source.unwrap_or_else(|| files::parent(path))));
        }
    }
    units
}

fn open(reader: &Reader<'_>, path: &str) -> Option<FileId> {
    match looks_like(reader.files, path)? {
        Looks::Json => match reader.files.read_head(path, MAX_PLAN_SIZE + 1) {
            Ok(bytes) if bytes.len() <= MAX_PLAN_SIZE => Some(add(reader, path, bytes)),
            Ok(_) => {
                let error = files::larger_than(MAX_PLAN_SIZE);
                reader.refuse(path, format!("expected a readable file: {error}"));
                None
            }
            Err(error) => {
                reader.refuse(path, format!("expected a readable file: {error}"));
                None
            }
        },
        other => {
            reader.refuse(path, refused(other, path));
            None
        }
    }
}

fn add(reader: &Reader<'_>, path: &str, bytes: Vec<u8>) -> FileId {
    match plan::utf_16(&bytes) {
        Some(text) => reader.add(path, text.into_bytes()),
        None => reader.add(path, bytes),
    }
}

fn refused(looks: Looks, path: &str) -> String {
    let (is, what) = match looks {
        Looks::Json => ("JSON", path),
        Looks::Binary => ("a plan as Terraform saves it", path),
        Looks::State => ("a state as Terraform saves it", path),
    };
    format!(
        "expected a plan or state in JSON: this is {is}; run `terraform show -json {what}` and lint what that prints"
    )
}

fn unit(modules: &Modules<'_, '_>, file: FileId, folder: &str) -> Option<Unit> {
    let reader = modules.reader;
    let plan = Plan::read(reader, file)?;
    let (source, mut paths) = source(modules, &plan, folder);
    paths.insert(reader.path(file));
    let lowered = plan.lower(reader, source.as_ref());
    let (graph, secrets, folder) = (lowered.graph, lowered.secrets, folder.to_owned());
    Some(Unit { graph, folder, paths, is_plan: true, secrets, ..Unit::default() })
}

/// What the sources of a plan come to with the values that its variables had, and their files.
/// Nothing is missing there: the plan has it.
fn source(
    modules: &Modules<'_, '_>,
    plan: &Plan,
    folder: &str,
) -> (Option<Graph>, BTreeSet<String>) {
    let Some(root) = modules.load(folder) else { return (None, BTreeSet::new()) };
    let reader = modules.reader;
    let automatic = inputs::automatic(reader, folder);
    let assignments = inputs::written_first(&root, &automatic, plan.variables());
    let values = inputs::given(reader, &root, &assignments).values;
    let graph = tf::lower(modules, &root, values, &boundary(reader.files, folder));
    let mut calls: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut todo: Vec<String> = module::installed(reader, folder).into_values().collect();
    todo.sort();
    todo.push(folder.to_owned());
    let all: BTreeSet<String> = todo.iter().cloned().collect();
    while let Some(folder) = todo.pop() {
        if calls.contains_key(&folder) {
            continue;
        }
        let called = called(modules, &folder);
        todo.extend(called.iter().cloned());
        calls.insert(folder, called);
    }
    let calls: BTreeMap<&str, BTreeSet<String>> =
        calls.iter().map(|(from, to)| (from.as_str(), to.clone())).collect();
    let folders = all.iter().flat_map(|it| reach(it, &calls));
    let paths = folders.flat_map(|it| module::sources(reader.files, &it)).collect();
    (Some(graph), paths)
}
