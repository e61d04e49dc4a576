//! The templates of a run, each read once, with what they include put in.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use super::template::{duplicate_keys, is_template};
use super::{DuplicateKey, include, limits, remarks};
use crate::files;
use crate::graph::{Cut, Missing};
use crate::reader::Reader;
use crate::syntax::Parsed;
use crate::syntax::tree::{self, NodeId, NodeKind, Tree};
use crate::text::FileId;

/// Reads templates and remembers them.
pub struct Library<'r, 'f> {
    pub reader: &'r Reader<'f>,
    documents: RefCell<HashMap<String, Option<Rc<Document>>>>,
    /// The files that templates include; none for one that cannot be read.
    snippets: RefCell<HashMap<String, Option<Rc<Tree>>>>,
}

/// A template as it is written, with what it includes put in.
#[derive(Debug)]
pub struct Document {
    pub path: String,
    /// The files it names as the templates of nested stacks.
    pub nested: BTreeSet<String>,
    /// The files that were put in.
    pub included: BTreeSet<String>,
    /// How many parameters it has.
    pub parameters: usize,
    pub(super) tree: Tree,
    pub(super) duplicate_keys: Vec<DuplicateKey>,
    pub(super) cuts: Vec<Cut>,
    /// The files to include that are not at hand.
    pub(super) missing: BTreeSet<Missing>,
}

impl<'r, 'f> Library<'r, 'f> {
    pub fn new(reader: &'r Reader<'f>) -> Self {
        Self { reader, documents: RefCell::default(), snippets: RefCell::default() }
    }

    /// The template at a path; none if what is there is something else. Outside of `boundary`
    /// nothing is read that it names.
    pub fn load(&self, path: &str, boundary: &str) -> Option<Rc<Document>> {
        if let Some(known) = self.documents.borrow().get(path) {
            return known.clone();
        }
        let file = self.reader.open_or_report(path);
        let document = file.and_then(|it| self.document(it, boundary)).map(Rc::new);
        self.documents.borrow_mut().insert(path.to_owned(), document.clone());
        document
    }

    /// As [`Library::load`], for a text that is at hand.
    pub fn read(&self, file: FileId, boundary: &str) -> Option<Rc<Document>> {
        self.document(file, boundary).map(Rc::new)
    }

    fn document(&self, file: FileId, boundary: &str) -> Option<Document> {
        let (path, text) = (self.reader.path(file), self.reader.text(file));
        let parsed = tree::parse(file, &text, &path);
        // A template that is too broken to tell by its tree still says what it is.
        if !is_template(&parsed.tree) && (parsed.errors.is_empty() || !says_so(&text)) {
            return None;
        }
        Some(self.composed(file, parsed, boundary))
    }

    /// What was parsed, with what it includes put in.
    pub(super) fn composed(&self, file: FileId, parsed: Parsed<Tree>, boundary: &str) -> Document {
        let path = self.reader.path(file);
        let mut tree = self.reader.keep(file, parsed);
        self.reader.remark(remarks::of(&tree));
        let mut duplicate_keys = duplicate_keys(&tree);
        let included = include::splice(&mut tree, self, &path, boundary);
        duplicate_keys.extend(included.duplicate_keys);
        let mut nested = templates_of(&tree, files::parent(&path));
        let parameters = tree.get(tree.root, "Parameters");
        nested.retain(|it| self.reader.has(it, boundary));
        Document {
            path,
            nested,
            included: included.files,
            parameters: match parameters.map(|it| &tree.node(tree.resolve(it)).kind) {
                Some(NodeKind::Mapping(pairs)) => pairs.len(),
                _ => 0,
            },
            tree,
            duplicate_keys,
            cuts: included.cuts,
            missing: included.missing,
        }
    }

    /// What a file that is included says; none if it is broken, which is then an error.
    pub(super) fn snippet(&self, path: &str) -> Option<Rc<Tree>> {
        if let Some(known) = self.snippets.borrow().get(path) {
            return known.clone();
        }
        let snippet = self.reader.open_or_report(path).and_then(|file| {
            let parsed = tree::parse(file, &self.reader.text(file), path);
            let is_whole = parsed.errors.is_empty();
            let tree = self.reader.keep(file, parsed);
            self.reader.remark(remarks::of(&tree));
            is_whole.then(|| Rc::new(tree))
        });
        self.snippets.borrow_mut().insert(path.to_owned(), snippet.clone());
        snippet
    }

    /// The templates that a template nests, directly or not, by their paths.
    pub(super) fn reach(&self, root: &Document, boundary: &str) -> BTreeMap<String, Rc<Document>> {
        let mut reached: BTreeMap<String, Rc<Document>> = BTreeMap::new();
        let mut todo: Vec<String> = root.nested.iter().rev().cloned().collect();
        while let Some(path) = todo.pop() {
            if reached.contains_key(&path) || reached.len() >= limits::STACKS {
                continue;
            }
            if let Some(document) = self.load(&path, boundary) {
                todo.extend(document.nested.iter().rev().cloned());
                reached.insert(path, document);
            }
        }
        reached
    }
}

impl Document {
    pub(super) fn folder(&self) -> &str {
        files::parent(&self.path)
    }
}

/// Whether a text that cannot be read as a whole has a section at its top that only a template has.
/// Other files hold templates too, in a script or a list.
fn says_so(text: &str) -> bool {
    let text = text.trim_start_matches('\u{feff}');
    let in_brackets = text.trim_start().starts_with('{');
    let names = |line: &str, key: &str| {
        let line = if in_brackets { line.trim_start_matches([' ', '\t', '{']) } else { line };
        let rest = line.trim_start_matches(['"', '\'']).strip_prefix(key);
        rest.is_some_and(|it| it.trim_start_matches(['"', '\'']).trim_start().starts_with(':'))
    };
    text.lines().any(|it| names(it, "AWSTemplateFormatVersion"))
        || text.contains("AWS::") && text.lines().any(|it| names(it, "Resources"))
}

/// The file that a template names where `aws cloudformation package` would upload it; none for an
/// address, and for an absolute path, which would not mean the same on another machine.
/// <https://docs.aws.amazon.com/cli/latest/reference/cloudformation/package.html>
pub(super) fn local(folder: &str, written: &str) -> Option<String> {
    let path = written.strip_prefix("file://").unwrap_or(written);
    let is_local = !path.is_empty() && !path.starts_with('/') && !path.contains("://");
    is_local.then(|| files::join(folder, path))
}

/// The file that holds the template of a nested stack, if a resource is one and names it.
pub(super) fn template_of(tree: &Tree, resource: NodeId, folder: &str) -> Option<String> {
    let property = template_property(tree.key(tree.get(resource, "Type")?)?)?;
    let plain = |id: NodeId, name: &str| {
        let id = tree.get(id, name)?;
        tree.key(id).filter(|_| tree.node(tree.resolve(id)).tag.is_none())
    };
    // The CDK says where its asset lies, and in the property where that will be uploaded to.
    let asset = tree.get(resource, "Metadata").and_then(|it| {
        let is_asset = plain(it, "aws:asset:property") == Some(property);
        plain(it, "aws:asset:path").filter(|_| is_asset)
    });
    let written = || plain(tree.get(resource, "Properties")?, property);
    local(folder, asset.or_else(written)?)
}

/// The property in which a nested stack names its template; none for any other resource.
pub(super) fn template_property(kind: &str) -> Option<&'static str> {
    match kind {
        "AWS::CloudFormation::Stack" => Some("TemplateURL"),
        "AWS::Serverless::Application" => Some("Location"),
        _ => None,
    }
}

fn templates_of(tree: &Tree, folder: &str) -> BTreeSet<String> {
    let resources = (0..tree.nodes.len()).map(|it| NodeId(it as u32));
    resources
        .filter(|it| matches!(tree.node(*it).kind, NodeKind::Mapping(_)))
        .filter_map(|it| template_of(tree, it, folder))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::says_so;

    #[test]
    fn a_broken_template_says_so_at_its_top() {
        for (text, says) in [
            ("AWSTemplateFormatVersion: '2010-09-09'\nResources: [\n", true),
            ("\u{feff}# hello\n\"Resources\" :\n  A: {Type: AWS::S3::Bucket\n", true),
            ("{\n  \"Resources\": {\"A\" {\"Type\": \"AWS::S3::Bucket\"}}", true),
            ("Resources: [\n", false),
            ("run: |\n  Resources:\n    A: {Type: AWS::S3::Bucket}\n\tx", false),
            ("- template: {{ it }}\n  type: AWS::S3::Bucket\n", false),
            ("Resources\n  AWS::S3::Bucket\n", false),
        ] {
            assert_eq!(says_so(text), says, "{text:?}");
        }
    }
}
