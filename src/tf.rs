//! A tree of Terraform modules, evaluated as far as that can be done before a plan, and lowered
//! to the graph.
//!
//! Evaluation is lazy: a value is worked out when something asks for it, and once. So declarations
//! may stand in any order, and a cycle is met where it closes.

mod calls;
mod comprehension;
mod convert;
mod costs;
mod cycles;
mod data;
mod eval;
mod expand;
mod files;
mod functions;
pub mod inputs;
mod known;
mod lift;
mod limits;
mod mentions;
pub mod module;
mod names;
mod operators;
mod parts;
pub mod plan;
mod policy;
mod providers;
mod scope;
mod templates;
mod types;

#[cfg(test)]
mod tests;

#[cfg(test)]
pub(crate) use known::tests::{descriptions, installed};

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::Arc;

use crate::graph::{Cut, Foreign, Graph, Missing};
use crate::reader::Reader;
use crate::syntax::hcl::{self, Part};
use crate::text::{FileId, Span};
use crate::tf::inputs::Assigned;
use crate::tf::known::Known;
use crate::tf::module::Module;
use crate::tf::scope::{Given, Instance};
use crate::value::{Condition, Type, Value, Why};

/// The modules of a run, each read once.
pub struct Modules<'r, 'f> {
    pub reader: &'r Reader<'f>,
    loaded: RefCell<HashMap<String, Option<Arc<Module>>>>,
    /// Those of `templatefile`; none for one that cannot be read.
    templates: RefCell<HashMap<FileId, Option<Arc<[Part]>>>>,
    known: Known,
}

impl<'r, 'f> Modules<'r, 'f> {
    pub fn new(reader: &'r Reader<'f>) -> Self {
        Self {
            reader,
            loaded: RefCell::default(),
            templates: RefCell::default(),
            known: Known::default(),
        }
    }

    /// The module of a directory; none if it holds no source file.
    pub fn load(&self, folder: &str) -> Option<Arc<Module>> {
        if let Some(known) = self.loaded.borrow().get(folder) {
            return known.clone();
        }
        let module = Module::load(self.reader, folder).map(Arc::new);
        self.loaded.borrow_mut().insert(folder.to_owned(), module.clone());
        module
    }

    fn template(&self, file: FileId) -> Option<Arc<[Part]>> {
        if let Some(known) = self.templates.borrow().get(&file) {
            return known.clone();
        }
        let parsed = hcl::parse_template(file, &self.reader.text(file));
        let is_whole = parsed.errors.is_empty();
        let parts = self.reader.keep(file, parsed);
        let template = is_whole.then(|| parts.into());
        self.templates.borrow_mut().insert(file, template.clone());
        template
    }
}

/// The resources of a root module and of all that it calls. `variables` are as
/// [`inputs::given`] gives them; `boundary` is the folder outside of which no file is read.
pub fn lower(
    modules: &Modules<'_, '_>,
    root: &Arc<Module>,
    variables: BTreeMap<String, Assigned>,
    boundary: &str,
) -> Graph {
    Run::new(modules, root, boundary).lower(root, variables)
}

/// One evaluation of a root module.
struct Run<'r> {
    modules: &'r Modules<'r, 'r>,
    reader: &'r Reader<'r>,
    boundary: &'r str,
    /// The root's directory.
    root: &'r str,
    /// How many are left.
    steps: Cell<u64>,
    /// How many are left for the argument that is being evaluated.
    argument_steps: Cell<u64>,
    depth: Cell<usize>,
    instances: Cell<usize>,
    /// How many template files are being read, each inside another.
    templates: Cell<usize>,
    cuts: RefCell<Vec<Cut>>,
    /// What is being worked out, each for the one before it.
    pending: RefCell<Vec<cycles::Pending>>,
    /// The modules that were called and are not at hand.
    missing: RefCell<BTreeSet<Missing>>,
    /// The files of foreign modules, each with what in our own code leads there first.
    foreign: RefCell<BTreeMap<FileId, (Foreign, Span)>>,
    /// As [`module::installed`].
    installed: HashMap<String, String>,
}

impl<'r> Run<'r> {
    fn new(modules: &'r Modules<'r, 'r>, root: &'r Module, boundary: &'r str) -> Self {
        Self {
            modules,
            reader: modules.reader,
            boundary,
            root: &root.folder,
            steps: Cell::new(limits::MAX_STEPS),
            argument_steps: Cell::new(limits::MAX_EXPRESSION_STEPS),
            depth: Cell::new(0),
            instances: Cell::new(0),
            templates: Cell::new(0),
            cuts: RefCell::default(),
            pending: RefCell::default(),
            missing: RefCell::default(),
            foreign: RefCell::default(),
            installed: module::installed(modules.reader, &root.folder),
        }
    }

    fn lower(self, root: &Arc<Module>, variables: BTreeMap<String, Assigned>) -> Graph {
        let instance = self.root_instance(root, variables);
        let mut graph = Graph::default();
        self.expand(&instance, &mut graph);
        let foreign = self.foreign.into_inner();
        // What was met in foreign code is told of the call.
        let home = |it: Span| foreign.get(&it.file).map_or(it, |(_, call)| *call);
        for cut in self.cuts.into_inner() {
            let cut = Cut { span: home(cut.span), ..cut };
            if !graph.cuts.contains(&cut) {
                graph.cuts.push(cut);
            }
        }
        let missing = self.missing.into_inner().into_iter();
        graph.missing = missing.map(|it| Missing { place: home(it.place), ..it }).collect();
        graph.foreign = foreign.into_iter().map(|(file, (kind, _))| (file, kind)).collect();
        graph
    }

    fn root_instance(
        &self,
        root: &Arc<Module>,
        variables: BTreeMap<String, Assigned>,
    ) -> Rc<Instance> {
        Rc::new(Instance {
            module: root.clone(),
            address: String::new(),
            path: String::new(),
            calls: Vec::new(),
            home: None,
            exists: Condition::Always(true),
            given: Given::Root(variables),
            memo: RefCell::default(),
            copies: RefCell::default(),
            children: RefCell::default(),
            depth: 0,
        })
    }

    /// Whether so many more steps may be taken.
    fn spend(&self, steps: u64) -> bool {
        let take = |from: &Cell<u64>| {
            let left = from.get().checked_sub(steps);
            from.set(left.unwrap_or(0));
            left.is_some()
        };
        take(&self.steps) & take(&self.argument_steps)
    }

    /// A value that is not known because a limit was hit, which is then on record.
    fn limit(&self, what: &'static str, span: Span) -> Value {
        self.cut(what, span);
        Value::unknown(Why::Limit(what), Type::Any, span)
    }

    fn cut(&self, what: &'static str, span: Span) {
        self.not_evaluated(format!("the limit on the {what}"), span);
    }

    fn not_evaluated(&self, what: String, span: Span) {
        let message = format!("not evaluated: {what}");
        let mut cuts = self.cuts.borrow_mut();
        if !cuts.iter().any(|it| it.message == message) {
            cuts.push(Cut { span, message });
        }
    }
}
