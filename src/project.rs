//! Which files belong together: a template with what it nests, a root module with what it calls.

pub mod deployments;
mod owners;
pub mod parameters;
mod plans;
mod templates;

pub use plans::{Stdin, plans};
pub use templates::templates;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use crate::cfn;
use crate::files::{self, FileKind, Files};
use crate::graph::Graph;
use crate::reader::Reader;
use crate::syntax::SyntaxError;
use crate::text::Span;
use crate::tf::Modules;
use crate::tf::module::{self, Module};
use deployments::{Deployed, Deployment, Planned, Variables};
use owners::owners;
use parameters::ParameterFile;

/// How much of a file is looked at to see that it is no template.
const GLANCE: usize = 64 << 10;

/// What a run is about.
pub struct Targets {
    /// Files that may be templates: seen to begin like one.
    pub templates: Vec<String>,
    /// Directories that hold source files of a module.
    pub modules: BTreeSet<String>,
    /// Files that look like plans or states of Terraform, and were named. Those that a walk comes
    /// across are leftovers of a run; the module they were made from is linted there.
    pub plans: Vec<String>,
    /// Files by the name of [`CONFIG`].
    pub configs: BTreeSet<String>,
    pub scope: Scope,
}

/// What the file is called in which a team says once what holds for all its files.
pub const CONFIG: &str = "wirelint.toml";

/// What of the findings is shown: those with a place in one of these.
#[derive(Debug, Default)]
pub struct Scope {
    folders: Vec<String>,
    files: BTreeSet<String>,
}

impl Scope {
    pub fn add<'p>(&mut self, paths: impl Iterator<Item = &'p String>) {
        self.files.extend(paths.cloned());
    }

    pub fn holds(&self, path: &str) -> bool {
        self.files.contains(path) || self.covers(path)
    }

    /// Whether it lies in a folder of the run: one whose files are all looked at.
    pub fn covers(&self, path: &str) -> bool {
        self.folders.iter().any(|it| is_below(path, it))
    }
}

fn is_below(path: &str, folder: &str) -> bool {
    match folder {
        "." => !path.starts_with("../") && !path.starts_with('/'),
        folder => path.strip_prefix(folder).is_some_and(|it| it.starts_with('/')) || path == folder,
    }
}

/// Sorts out what is at the paths. The first that does not exist is the error.
pub fn find(paths: &[String], files: &dyn Files) -> Result<Targets, String> {
    let mut targets = Targets {
        templates: Vec::new(),
        modules: BTreeSet::new(),
        plans: Vec::new(),
        configs: BTreeSet::new(),
        scope: Scope::default(),
    };
    let mut candidates: BTreeSet<String> = BTreeSet::new();
    for path in paths {
        match files.kind(path) {
            None => return Err(path.clone()),
            Some(FileKind::File) => {
                targets.scope.files.insert(path.clone());
                candidates.insert(path.clone());
            }
            Some(FileKind::Folder) => {
                targets.scope.folders.push(path.clone());
                candidates.extend(files.walk(path));
            }
        }
    }
    let mut parts = Vec::new();
    for path in candidates {
        let name = files::file_name(&path);
        if name == CONFIG {
            targets.configs.insert(path);
            continue;
        }
        if module::is_source(name) || module::is_values(name) {
            targets.modules.insert(files::parent(&path).to_owned());
            continue;
        }
        let is_named = targets.scope.files.contains(&path);
        let may_be_plan = is_named || is_template_name(name);
        if may_be_plan && plans::looks_like(files, &path).is_some() {
            if is_named {
                targets.plans.push(path);
            }
        } else if is_template_name(name) && begins_like_a_template(files, &path) {
            targets.templates.push(path);
        } else if is_named {
            parts.push(path);
        }
    }
    for path in owners(&parts, &targets.scope.files, files) {
        if module::is_source(files::file_name(&path)) {
            targets.modules.insert(files::parent(&path).to_owned());
        } else if let Err(at) = targets.templates.binary_search(&path) {
            targets.templates.insert(at, path);
        }
    }
    targets.modules.retain(|it| !module::sources(files, it).is_empty());
    Ok(targets)
}

fn is_template_name(name: &str) -> bool {
    matches!(files::extension(name), Some("yaml" | "yml" | "json" | "template" | "cfn" | "cft"))
}

/// Why there is nothing to lint in a file that was named.
pub fn why_not(path: &str) -> &'static str {
    let name = files::file_name(path);
    if name == CONFIG {
        "it configures"
    } else if module::is_values(name) {
        "it gives values to a module"
    } else if module::is_source(name) {
        "it is part of no module that was found"
    } else if is_template_name(name) {
        "nothing in it looks like a template, a plan or a state"
    } else {
        "its name is that of no template, module, plan or state"
    }
}

/// Words of which every template holds one.
const MARKS: [&str; 3] = ["Resources", "AWSTemplateFormatVersion", "AWS::Serverless"];

/// The sections a template may have at its top.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html>
const SECTIONS: [&str; 12] = [
    "AWSTemplateFormatVersion",
    "Description",
    "Metadata",
    "Parameters",
    "Rules",
    "Mappings",
    "Conditions",
    "Transform",
    "Resources",
    "Outputs",
    "Globals",
    "Hooks",
];

/// Whether a file could be a template: it holds a word that every template holds, or is long and
/// begins with a section.
fn begins_like_a_template(files: &dyn Files, path: &str) -> bool {
    // What cannot be read is for the reader to report.
    let Ok(head) = files.read_head(path, GLANCE) else { return true };
    let text = String::from_utf8_lossy(&head);
    MARKS.iter().any(|it| text.contains(it))
        || head.len() == GLANCE && first_key(&text).is_some_and(|it| SECTIONS.contains(&it))
}

/// The first key at the top of a YAML or JSON text.
fn first_key(text: &str) -> Option<&str> {
    let text = text.trim_start_matches('\u{feff}');
    let line = text.lines().map(str::trim_end).find(|line| {
        let start = line.trim_start();
        !(start.is_empty() || start.starts_with(['#', '%']) || start.starts_with("---"))
    })?;
    let mut rest = line.trim_start();
    if let Some(inner) = rest.strip_prefix('{') {
        // The key may stand on a later line than the brace.
        let at = inner.as_ptr() as usize - text.as_ptr() as usize;
        rest = text.get(at..)?.trim_start();
    }
    let rest = rest.trim_start_matches(['"', '\'']);
    let end = rest.find(['"', '\'', ':', ' ', '\n', '\r'])?;
    Some(&rest[..end])
}

/// What one deployment would create, and what it was read from.
#[derive(Default)]
pub struct Unit {
    pub graph: Graph,
    /// That of the template or root module.
    pub folder: String,
    /// The files, what they include or call among them.
    pub paths: BTreeSet<String>,
    /// Keys that repeat: the first and the later one.
    pub repeated: Vec<(Span, Span)>,
    /// The names of a template's parameters.
    pub parameters: Vec<Arc<str>>,
    /// Whether a plan says what its values are, whatever its sources say.
    pub is_plan: bool,
    /// What nobody is to be shown, the longest first.
    pub secrets: Vec<Arc<str>>,
    /// Values given to a template that it does not allow.
    pub refused: Vec<cfn::Refused>,
    /// Which of several deployments of a root module this is.
    pub deployed: Option<Deployed>,
    /// The names of a root module's variables; none for a template.
    pub variables: Option<Vec<Arc<str>>>,
    /// Values said for a root module's variables that cannot be read.
    pub unreadable: Vec<SyntaxError>,
}

impl Unit {
    /// Whether both are the same root in different deployments.
    pub fn shares_root(&self, other: &Unit) -> bool {
        match (&self.deployed, &other.deployed) {
            (Some(one), Some(other)) => one.root == other.root,
            (None, _) | (_, None) => false,
        }
    }
}

/// Values given from outside.
pub struct Given<'i> {
    /// For templates, said on the command line.
    pub parameters: &'i BTreeMap<String, String>,
    /// For templates, in the order given.
    pub parameter_files: &'i [ParameterFile],
    pub variables: &'i Variables,
    pub region: Option<&'i str>,
    /// What configurations have for a root module, by its folder, or for a template.
    pub planned: &'i dyn Fn(&str) -> Vec<Rc<Planned>>,
}

/// The root modules that lead to the directories found: those that nothing calls. For named
/// files, callers are looked for up to the top of the repository, and so are the roots that a
/// named file of values is for.
pub fn modules(modules: &Modules<'_, '_>, targets: &Targets, given: &Given<'_>) -> Vec<Unit> {
    let mut known = targets.modules.clone();
    let named: BTreeSet<&str> = targets
        .scope
        .files
        .iter()
        .map(|it| files::parent(it))
        .filter(|it| targets.modules.contains(*it))
        .collect();
    let mut searched: BTreeSet<String> = BTreeSet::new();
    let is_values = |it: &&String| module::is_values(files::file_name(it));
    let values = given.variables.named(targets).map(|it| files::parent(&it.path));
    let values =
        values.chain(targets.scope.files.iter().filter(is_values).map(|it| files::parent(it)));
    for folder in named.iter().copied().chain(values) {
        let top = boundary(modules.reader.files, folder);
        if searched.insert(top.clone()) {
            for path in modules.reader.files.walk(&top) {
                if module::is_source(files::file_name(&path)) {
                    known.insert(files::parent(&path).to_owned());
                }
            }
        }
    }
    let calls: BTreeMap<&str, BTreeSet<String>> =
        known.iter().map(|it| (it.as_str(), called(modules, it))).collect();
    let roots = roots(&known, &calls, |it| module::is_marked_root(modules.reader, it));
    let wanted = |root: &str| {
        let reached = reach(root, &calls);
        reached.iter().any(|it| {
            named.contains(it.as_str())
                || targets.scope.folders.iter().any(|folder| is_below(it, folder))
                    && targets.modules.contains(it)
        })
    };
    let roots: BTreeMap<String, Arc<Module>> =
        roots.into_iter().filter_map(|it| modules.load(&it).map(|module| (it, module))).collect();
    let by_root = given.variables.by_root(&roots);
    let mut units = Vec::new();
    for (root, module) in &roots {
        let planned = match given.variables.deployments.is_empty() {
            true => (given.planned)(root),
            false => Vec::new(),
        };
        let for_root = deployments::planned_for(&planned, root, &roots);
        let planned = for_root.iter().filter_map(|it| planned[*it].variables.as_ref());
        let said = by_root.get(root.as_str()).into_iter().flatten().copied();
        let deployments: Vec<&Deployment> = said.chain(planned).collect();
        let deployments = deployments.as_slice();
        if wanted(root) || deployments::is_reached(deployments, targets) {
            let sources = |it: &String| module::sources(modules.reader.files, it);
            let paths = reach(root, &calls).iter().flat_map(sources).collect();
            units.extend(deployments::units(modules, module, deployments, given, &paths));
        }
    }
    units
}

/// The folder outside of which nothing is read for what lies in `folder`: the repository, else
/// the working directory, else the folder itself.
pub fn boundary(files: &dyn Files, folder: &str) -> String {
    files.repository(folder).unwrap_or_else(|| match is_below(folder, ".") || folder == "." {
        true => ".".to_owned(),
        false => folder.to_owned(),
    })
}

/// How far down a folder may lie below the top of its repository.
pub const MAX_STEPS: usize = 256;

/// The file of that name that is nearest to a folder, up to the top of the repository.
pub fn nearest(reader: &Reader<'_>, folder: &str, name: &str) -> Option<String> {
    let top = boundary(reader.files, folder);
    let mut folder = folder.to_owned();
    for _ in 0..MAX_STEPS {
        let path = files::join(&folder, name);
        if reader.has(&path, &top) {
            return Some(path);
        }
        if folder == top {
            return None;
        }
        folder = files::join(&folder, "..");
    }
    None
}

/// The directories of the local modules that a module calls.
fn called(modules: &Modules<'_, '_>, folder: &str) -> BTreeSet<String> {
    let Some(module) = modules.load(folder) else { return BTreeSet::new() };
    module.calls.iter().filter_map(|it| it.local_source(folder)).collect()
}

/// What nothing calls, of modules and templates alike, and what is meant to be a root even so.
fn roots(
    known: &BTreeSet<String>,
    calls: &BTreeMap<&str, BTreeSet<String>>,
    is_marked: impl Fn(&str) -> bool,
) -> Vec<String> {
    let called: BTreeSet<&String> = calls
        .iter()
        .flat_map(|(from, to)| to.iter().filter(move |it| it.as_str() != *from))
        .collect();
    let mut roots: Vec<String> =
        known.iter().filter(|it| !called.contains(it) || is_marked(it)).cloned().collect();
    // Those that call each other in a circle have no root: the first stands for it.
    let mut reached: BTreeSet<String> = roots.iter().flat_map(|it| reach(it, calls)).collect();
    for folder in known {
        if !reached.contains(folder) {
            reached.extend(reach(folder, calls));
            roots.push(folder.clone());
        }
    }
    roots.sort();
    roots
}

/// A module or template and all that it calls, directly or not.
fn reach(root: &str, calls: &BTreeMap<&str, BTreeSet<String>>) -> BTreeSet<String> {
    let mut reached = BTreeSet::from([root.to_owned()]);
    let mut todo = vec![root.to_owned()];
    while let Some(folder) = todo.pop() {
        for next in calls.get(folder.as_str()).into_iter().flatten() {
            if reached.insert(next.clone()) {
                todo.push(next.clone());
            }
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::first_key;

    #[test]
    fn the_first_key_tells_what_a_file_is() {
        for (text, key) in [
            ("AWSTemplateFormatVersion: '2010-09-09'\n", Some("AWSTemplateFormatVersion")),
            ("\u{feff}# hello\n---\nResources:\n", Some("Resources")),
            ("{\n  \"Resources\": {}", Some("Resources")),
            ("{\"name\": \"x\"}", Some("name")),
            ("apiVersion: v1\n", Some("apiVersion")),
            ("'Resources' : {}\n", Some("Resources")),
            ("", None),
            ("{", None),
            ("- a\n- b\n", Some("-")),
        ] {
            assert_eq!(first_key(text), key, "{text:?}");
        }
    }
}
