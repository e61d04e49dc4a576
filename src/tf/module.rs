//! One module as it is written: all the files of a directory.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::files::{self, Files};
use crate::reader::Reader;
use crate::syntax::hcl::{self, Block, Body, Expr};
use crate::syntax::json;
use crate::text::{FileId, Span};
use crate::tf::known::Origin;
use crate::value::document;

/// The declarations of a directory, by name.
#[derive(Debug, Default)]
pub struct Module {
    /// The directory; `.` for the working directory.
    pub folder: String,
    pub variables: BTreeMap<String, Block>,
    pub locals: BTreeMap<String, Expr>,
    pub outputs: BTreeMap<String, Block>,
    /// In the order written, file by file.
    pub resources: Vec<Declared>,
    pub calls: Vec<Declared>,
    pub data: Vec<Declared>,
    /// The configurations of providers.
    pub providers: Vec<Block>,
    pub files: Vec<FileId>,
    /// None for one that was read from its own files.
    pub(super) origin: Option<Origin>,
    index: HashMap<String, usize>,
}

/// A resource, a data source, or the call of a module.
#[derive(Debug)]
pub struct Declared {
    /// `aws_vpc.this`, `data.aws_vpc.this`, `module.vpc`.
    pub address: String,
    /// `aws_vpc`, `data.aws_vpc`, `module`.
    pub kind: String,
    pub block: Block,
}

/// Whether Terraform or OpenTofu reads a file of that name as part of a module.
pub fn is_source(name: &str) -> bool {
    !is_backup(name)
        && (name.ends_with(".tf")
            || name.ends_with(".tf.json")
            || name.ends_with(".tofu")
            || name.ends_with(".tofu.json"))
}

fn is_backup(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~') || (name.starts_with('#') && name.ends_with('#'))
}

/// Whether a file of that name gives values to variables.
pub fn is_values(name: &str) -> bool {
    name.ends_with(".tfvars") || name.ends_with(".tfvars.json")
}

/// Whether a directory is meant to be a root even if something calls it: it has values of its
/// own, or says where its state is kept.
pub fn is_marked_root(reader: &Reader<'_>, folder: &str) -> bool {
    let names = reader.files.list(folder).unwrap_or_default();
    names.iter().any(|it| is_automatic_values(it))
}

/// Whether a file of that name gives values to a root module's variables without being asked to.
pub fn is_automatic_values(name: &str) -> bool {
    name == "terraform.tfvars"
        || name == "terraform.tfvars.json"
        || name.ends_with(".auto.tfvars")
        || name.ends_with(".auto.tfvars.json")
}

/// The source files of a directory in the order they are read: a `.tofu` file takes the place of
/// the `.tf` file of that name, and overrides come last.
pub fn sources(files: &dyn Files, folder: &str) -> Vec<String> {
    let names = files.list(folder).unwrap_or_default();
    let tofu: BTreeSet<&str> = names.iter().filter_map(|it| stem(it, "tofu")).collect();
    let mut kept: Vec<&String> = names
        .iter()
        .filter(|it| is_source(it))
        .filter(|it| stem(it, "tf").is_none_or(|it| !tofu.contains(it)))
        .collect();
    kept.sort_by_key(|it| (is_override(it), (*it).clone()));
    kept.into_iter().map(|it| files::join(folder, it)).collect()
}

fn stem<'n>(name: &'n str, language: &str) -> Option<&'n str> {
    name.strip_suffix(".json").unwrap_or(name).strip_suffix(language)?.strip_suffix('.')
}

fn is_override(name: &str) -> bool {
    let stem = stem(name, "tf").or_else(|| stem(name, "tofu")).unwrap_or(name);
    stem == "override" || stem.ends_with("_override")
}

impl Module {
    /// Reads a directory; none if it holds no source file.
    pub fn load(reader: &Reader<'_>, folder: &str) -> Option<Self> {
        let sources = sources(reader.files, folder);
        if sources.is_empty() {
            return None;
        }
        let mut module = Module { folder: folder.to_owned(), ..Module::default() };
        for path in sources {
            let Some((file, body)) = read_body(reader, &path) else { continue };
            module.files.push(file);
            let overrides = is_override(files::file_name(&path));
            module.add(body, overrides, reader);
        }
        Some(module)
    }

    /// What a description makes of itself.
    pub(super) fn described(body: Body, file: FileId, origin: Origin, reader: &Reader<'_>) -> Self {
        let mut module = Module { files: vec![file], origin: Some(origin), ..Module::default() };
        module.add(body, false, reader);
        module
    }

    fn add(&mut self, body: Body, overrides: bool, reader: &Reader<'_>) {
        for mut block in body.blocks {
            let labels = block.labels.len();
            match (block.kind.text.as_str(), labels) {
                ("variable", 1) => {
                    insert(&mut self.variables, block, overrides);
                }
                ("output", 1) => {
                    insert(&mut self.outputs, block, overrides);
                }
                ("locals", 0) => {
                    for it in std::mem::take(&mut block.body.attributes) {
                        match self.locals.contains_key(&it.name.text) && !overrides {
                            true => reader.error(
                                it.name.span,
                                format!("expected one local named `{}`", it.name.text),
                            ),
                            false => {
                                self.locals.insert(it.name.text, it.value);
                            }
                        }
                    }
                }
                ("resource", 2) => {
                    let kind = block.labels[0].text.clone();
                    let address = format!("{kind}.{}", block.labels[1].text);
                    self.declare(address, kind, block, overrides, Self::resources_mut);
                }
                ("data", 2) => {
                    let kind = format!("data.{}", block.labels[0].text);
                    let address = format!("{kind}.{}", block.labels[1].text);
                    self.declare(address, kind, block, overrides, Self::data_mut);
                }
                ("module", 1) => {
                    let address = format!("module.{}", block.labels[0].text);
                    self.declare(address, "module".to_owned(), block, overrides, Self::calls_mut);
                }
                ("provider", 1) => match self.providers.iter_mut().find(|it| is_same(it, &block)) {
                    Some(known) if overrides => merge(known, block),
                    // Terraform refuses two of one name; the first is read.
                    Some(_) => (),
                    None => self.providers.push(block),
                },
                ("resource", _) => {
                    reader.error(block.header, "expected a resource's type and name")
                }
                ("variable" | "output" | "module", _) => {
                    reader.error(
                        block.header,
                        format!("expected one name of the {}", block.kind.text),
                    );
                }
                _ => (),
            }
        }
    }

    fn declare(
        &mut self,
        address: String,
        kind: String,
        block: Block,
        overrides: bool,
        list: fn(&mut Self) -> &mut Vec<Declared>,
    ) {
        match self.index.get(&address).copied() {
            Some(at) if overrides => merge(&mut list(self)[at].block, block),
            // Terraform refuses two of one name; the first is read.
            Some(_) => (),
            None => {
                let list = list(self);
                let at = list.len();
                list.push(Declared { address: address.clone(), kind, block });
                self.index.insert(address, at);
            }
        }
    }

    fn resources_mut(&mut self) -> &mut Vec<Declared> {
        &mut self.resources
    }

    fn calls_mut(&mut self) -> &mut Vec<Declared> {
        &mut self.calls
    }

    fn data_mut(&mut self) -> &mut Vec<Declared> {
        &mut self.data
    }

    /// For what differs between the releases of a described module: where it comes from.
    pub(super) fn unsettled(&self, name: &str) -> Option<&Origin> {
        self.origin.as_ref().filter(|it| it.unsettled.contains(name))
    }

    /// Whether a described module has an input in other releases only.
    pub(super) fn lacks(&self, input: &str) -> bool {
        self.origin.as_ref().is_some_and(|it| it.lacking.contains(input))
    }

    pub fn resource(&self, address: &str) -> Option<usize> {
        let is_resource = !address.starts_with("module.") && !address.starts_with("data.");
        self.index.get(address).copied().filter(|_| is_resource)
    }

    pub fn data_source(&self, address: &str) -> Option<usize> {
        self.index.get(address).copied().filter(|_| address.starts_with("data."))
    }

    pub fn call(&self, name: &str) -> Option<usize> {
        self.index.get(&format!("module.{name}")).copied()
    }
}

impl Declared {
    /// A module's `source`, if it is written as a plain string.
    pub fn source(&self) -> Option<(&str, Span)> {
        let source = &self.block.body.attribute("source")?.value;
        Some((source.as_str()?, source.span))
    }

    /// The directory of a module that lies beside its caller.
    pub fn local_source(&self, folder: &str) -> Option<String> {
        let (source, _) = self.source()?;
        (source.starts_with("./") || source.starts_with("../") || source == "." || source == "..")
            .then(|| files::join(folder, source))
    }
}

/// Whether both configure the same provider under the same alias.
fn is_same(one: &Block, other: &Block) -> bool {
    let alias =
        |it: &Block| it.body.attribute("alias").and_then(|it| it.value.as_str().map(str::to_owned));
    one.labels.first().map(|it| &it.text) == other.labels.first().map(|it| &it.text)
        && alias(one) == alias(other)
}

fn insert(into: &mut BTreeMap<String, Block>, block: Block, overrides: bool) {
    match into.get_mut(&block.labels[0].text) {
        Some(known) if overrides => merge(known, block),
        Some(_) => (),
        None => {
            into.insert(block.labels[0].text.clone(), block);
        }
    }
}

/// An override replaces arguments one by one, and nested blocks one kind at a time.
fn merge(known: &mut Block, block: Block) {
    for it in block.body.attributes {
        match known.body.attributes.iter_mut().find(|known| known.name.text == it.name.text) {
            Some(known) => *known = it,
            None => known.body.attributes.push(it),
        }
    }
    let kinds: BTreeSet<&str> = block.body.blocks.iter().map(|it| it.kind.text.as_str()).collect();
    known.body.blocks.retain(|it| !kinds.contains(it.kind.text.as_str()));
    known.body.blocks.extend(block.body.blocks);
}

/// One file's blocks and attributes; none if it cannot be read, which is then an error.
fn read_body(reader: &Reader<'_>, path: &str) -> Option<(FileId, Body)> {
    let file = reader.open_or_report(path)?;
    let text = reader.text(file);
    if path.ends_with(".json") {
        let tree = reader.keep(file, json::parse(file, &text));
        return Some((file, reader.keep(file, hcl::from_json(&tree))));
    }
    Some((file, reader.keep(file, hcl::parse(file, &text))))
}

/// Where `terraform init` put the modules that lie elsewhere: a directory for each path of calls,
/// such as `eks.node_group`.
pub fn installed(reader: &Reader<'_>, root: &str) -> HashMap<String, String> {
    let path = files::join(root, ".terraform/modules/modules.json");
    if reader.files.kind(&path).is_none() {
        return HashMap::new();
    }
    let Ok(file) = reader.open(&path) else { return HashMap::new() };
    let tree = json::parse(file, &reader.text(file)).tree;
    let listed = document::of_tree(&tree, tree.root);
    let modules = listed.as_map().and_then(|it| it.get("Modules")?.as_list());
    let entries = modules.into_iter().flat_map(|it| &it.items).filter_map(|it| {
        let entry = it.as_map()?;
        let (key, folder) = (entry.get("Key")?.as_str()?, entry.get("Dir")?.as_str()?);
        Some((key.to_owned(), files::join(root, folder)))
    });
    entries.collect()
}
