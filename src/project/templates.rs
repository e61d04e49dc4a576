//! Templates, and those that nest them.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::deployments::{self, Deployed, Supply};
use super::{Given, Targets, Unit, boundary, is_below, is_template_name, parameters, reach, roots};
use crate::carriers;
use crate::cfn::{self, Document, Library};
use crate::files::{self, Files};
use crate::graph::Graph;
use crate::text::FileId;

/// How much of a file is looked at to see whether it nests templates.
const GLANCE: usize = 1 << 20;

/// Words of which every template that nests another from a file holds one.
const MARKS: [&str; 3] = ["TemplateURL", "AWS::Serverless::Application", "aws:asset:path"];

/// The templates that lead to those found: the ones that no other nests or includes. For named
/// files that leave parameters to whoever nests them, those are looked for up to the top of the
/// repository. `stdin` is a template by itself; of those `reached` the ones count that a named
/// parameter file gives a value.
pub fn templates(
    library: &Library<'_, '_>,
    stdin: Option<FileId>,
    targets: &Targets,
    reached: &[String],
    given: &Given<'_>,
) -> Vec<Unit> {
    let files = library.reader.files;
    let mut units = Vec::new();
    if let Some(file) = stdin {
        let top = boundary(files, ".");
        units.extend(library.read(file, &top).map(|it| unit(library, &it, &top, given, None)));
    }
    let known = known(library, targets, reached);
    let parts: BTreeMap<&str, BTreeSet<String>> = known
        .iter()
        .map(|(path, it)| (path.as_str(), it.nested.union(&it.included).cloned().collect()))
        .collect();
    let paths: BTreeSet<String> = known.keys().cloned().collect();
    let found: BTreeSet<&String> = targets.templates.iter().collect();
    let roots = roots(&paths, &parts, |_| false);
    let wanted = roots.iter().filter(|it| reach(it, &parts).iter().any(|it| found.contains(it)));
    let mut lowered: BTreeSet<String> = BTreeSet::new();
    // What nothing could follow after all stands for itself.
    for path in wanted.chain(targets.templates.iter()) {
        let Some(document) = known.get(path).filter(|_| !lowered.contains(path)) else { continue };
        let deployed = deployed(library, document, &top_of(files, path), given);
        lowered.extend(deployed.iter().flat_map(|it| it.paths.iter().cloned()));
        units.extend(deployed);
    }
    for path in roots.iter().filter(|it| reached.contains(it) && !lowered.contains(*it)) {
        let unit = unit(library, &known[path], &top_of(files, path), given, None);
        let mut named = parameters::named(targets, given.parameter_files);
        if named.any(|file| file.gives_any(path, &unit.parameters)) {
            units.push(unit);
        }
    }
    // What is wrong with a file that several nest or include is told once.
    let (mut repeated, mut cut) = (BTreeSet::new(), BTreeSet::new());
    for unit in &mut units {
        unit.repeated.retain(|it| repeated.insert(*it));
        unit.graph.cuts.retain(|it| cut.insert((it.span, it.message.clone())));
    }
    units
}

/// The templates found, and those that may nest them.
fn known(
    library: &Library<'_, '_>,
    targets: &Targets,
    reached: &[String],
) -> BTreeMap<String, Rc<Document>> {
    let files = library.reader.files;
    let mut known: BTreeMap<String, Rc<Document>> = BTreeMap::new();
    let load = |path: &str| library.load(path, &top_of(files, path));
    for path in targets.templates.iter().chain(reached) {
        known.extend(load(path).map(|it| (path.clone(), it)));
    }
    let named = known.iter().filter(|(path, it)| {
        let is_found = targets.scope.folders.iter().any(|folder| is_below(path, folder));
        it.parameters > 0 && !is_found
    });
    let tops: BTreeSet<String> = named.map(|(path, _)| top_of(files, path)).collect();
    for path in tops.iter().flat_map(|it| files.walk(it)) {
        if !known.contains_key(&path)
            && is_template_name(files::file_name(&path))
            && may_nest(files, &path)
        {
            known.extend(load(&path).map(|it| (path, it)));
        }
    }
    known
}

fn may_nest(files: &dyn Files, path: &str) -> bool {
    let Ok(head) = files.read_head(path, GLANCE) else { return false };
    let text = String::from_utf8_lossy(&head);
    MARKS.iter().any(|it| text.contains(it))
}

fn top_of(files: &dyn Files, path: &str) -> String {
    boundary(files, files::parent(path))
}

/// A template, once for each of its deployments.
fn deployed(
    library: &Library<'_, '_>,
    document: &Document,
    top: &str,
    given: &Given<'_>,
) -> Vec<Unit> {
    let planned = match given.parameter_files {
        [] => (given.planned)(&document.path),
        _ => Vec::new(),
    };
    let planned: Vec<&Supply> = planned.iter().filter_map(|it| it.parameters.as_ref()).collect();
    match planned.as_slice() {
        [] => vec![unit(library, document, top, given, None)],
        [only] => vec![unit(library, document, top, given, Some(only))],
        several => {
            let named = several.iter().map(|it| {
                let deployed = Deployed { root: document.path.clone(), name: it.name.clone() };
                let unit = unit(library, document, top, given, Some(it));
                Unit { deployed: Some(deployed), ..unit }
            });
            let mut units: Vec<Unit> = named.collect();
            deployments::once(&mut units);
            units
        }
    }
}

fn unit(
    library: &Library<'_, '_>,
    document: &Document,
    top: &str,
    given: &Given<'_>,
    planned: Option<&Supply>,
) -> Unit {
    let mut graph = Graph::default();
    let inputs = parameters::inputs(&document.path, given, planned);
    let facts = cfn::lower(library, document, top, &inputs, &mut graph);
    carriers::open(&mut graph, library.reader, top);
    let repeated = facts.duplicate_keys.iter().map(|it| (it.first, it.again)).collect();
    Unit {
        graph,
        folder: files::parent(&document.path).to_owned(),
        paths: facts.files,
        repeated,
        parameters: facts.parameters,
        secrets: facts.secrets,
        refused: facts.refused,
        ..Unit::default()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::templates;
    use crate::cfn::Library;
    use crate::files::Memory;
    use crate::project::deployments::Variables;
    use crate::project::{Given, find};
    use crate::reader::Reader;

    /// The addresses in each unit that linting `paths` leads to.
    fn units(files: &[(String, String)], paths: &[&str]) -> Vec<Vec<String>> {
        let memory = Memory::new(files.iter().map(|(path, text)| (path, text.as_bytes())));
        let reader = Reader::new(&memory);
        let paths: Vec<String> = paths.iter().map(|it| (*it).to_owned()).collect();
        let targets = find(&paths, &memory).expect("the paths");
        let none = BTreeMap::new();
        let variables = Variables::default();
        let given = Given {
            parameters: &none,
            parameter_files: &[],
            variables: &variables,
            region: None,
            planned: &|_| Vec::new(),
        };
        templates(&Library::new(&reader), None, &targets, &[], &given)
            .iter()
            .map(|it| it.graph.resources().iter().map(|it| it.address.to_string()).collect())
            .collect()
    }

    fn file(path: &str, text: &str) -> (String, String) {
        (path.to_owned(), text.to_owned())
    }

    fn nests(path: &str) -> String {
        format!(
            "Resources: {{S: {{Type: AWS::CloudFormation::Stack, Properties: {{TemplateURL: {path}}}}}}}"
        )
    }

    #[test]
    fn what_another_nests_is_no_root() {
        let files = [
            file("a/main.yaml", &nests("../b/open.yaml")),
            file("a/other.yaml", &nests("../b/closed.yaml")),
            file("b/open.yaml", "Parameters: {P: {Type: String}}\nResources: {R: {Type: A::B::C}}"),
            file("b/closed.yaml", "Resources: {R: {Type: A::B::C}}"),
        ];
        assert_eq!(units(&files, &["."]), [["S", "S/R"], ["S", "S/R"]]);
        // Whoever nests a folder's templates from outside is not looked for.
        assert_eq!(units(&files, &["b"]), [["R"], ["R"]]);
        // A named file may leave something open that its parent settles.
        assert_eq!(units(&files, &["b/open.yaml"]), [["S", "S/R"]]);
        assert_eq!(units(&files, &["b/closed.yaml"]), [["R"]]);
        assert_eq!(units(&files, &["a/other.yaml"]), [["S", "S/R"]]);
    }

    #[test]
    fn what_cannot_be_followed_is_not_lost() {
        let row: Vec<_> = (10..40)
            .map(|at| file(&format!("{at}.yaml"), &nests(&format!("{}.yaml", at + 1))))
            .collect();
        let lengths: Vec<usize> = units(&row, &["."]).iter().map(Vec::len).collect();
        assert_eq!(lengths, [17, 13]);
        let circle = [file("a.yaml", &nests("b.yaml")), file("b.yaml", &nests("a.yaml"))];
        assert_eq!(units(&circle, &["."]), [["S", "S/S"]]);
        assert_eq!(units(&circle, &["b.yaml"]), [["S", "S/S"]]);
    }

    #[test]
    fn what_another_includes_is_no_root() {
        let including = "Resources: {Fn::Transform: {Name: AWS::Include, Parameters: {Location: b.yaml}}, \
            R: {Type: A::B::C}}";
        let files = [
            file("a.yaml", including),
            file("b.yaml", "AWSTemplateFormatVersion: x\nI: {Type: A::B::C}"),
        ];
        assert_eq!(units(&files, &["."]), [["I", "R"]]);
    }
}
