//! Modules in, graphs and values out.

mod graphs;
mod hostile;
mod oracle;
mod questions;
mod sound;

use std::collections::BTreeMap;
use std::rc::Rc;
use std::thread;

use super::inputs::{self, Assigned};
use super::module::Module;
use super::scope::{Instance, Scope};
use super::{Modules, Run};
use crate::files::Memory;
use crate::graph::Graph;
use crate::reader::Reader;
use crate::syntax::hcl;
use crate::text::Sources;
use crate::value::Value;

/// As the program does: an evaluation may go deeper than the stack of a test's thread.
fn on_a_large_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| {
        let thread = thread::Builder::new().stack_size(64 << 20).spawn_scoped(scope, work);
        thread.unwrap().join().unwrap_or_else(|it| std::panic::resume_unwind(it))
    })
}

/// The graph of a root module, and the files it was read from.
fn lowered(files: &Memory, variables: &BTreeMap<String, String>) -> (Sources, Graph) {
    lowered_within(files, variables, super::limits::MAX_STEPS)
}

/// So, in so many steps.
fn lowered_within(
    files: &Memory,
    variables: &BTreeMap<String, String>,
    steps: u64,
) -> (Sources, Graph) {
    on_a_large_stack(|| {
        let reader = Reader::new(files);
        let modules = Modules::new(&reader);
        let root = modules.load(".").expect("a module");
        let run = Run::new(&modules, &root, ".");
        run.steps.set(steps);
        let graph = run.lower(&root, given(&reader, &root, variables));
        drop(modules);
        (reader.finish().sources, graph)
    })
}

/// What the files of a module and the command line give to its variables.
fn given(
    reader: &Reader<'_>,
    root: &Module,
    variables: &BTreeMap<String, String>,
) -> BTreeMap<String, Assigned> {
    let mut all = inputs::automatic(reader, &root.folder);
    all.extend(variables.iter().map(|(name, text)| {
        inputs::said(reader, "<command line>", name, format!("{name} = {text}"), text)
    }));
    inputs::given(reader, root, &all).values
}

/// Where expressions can be evaluated in a module.
struct Bench<'b> {
    run: Run<'b>,
    instance: Rc<Instance>,
}

impl Bench<'_> {
    fn value(&self, expression: &str) -> Value {
        let line = format!("it = {expression}\n");
        let file = self.run.reader.add("<expression>", line.clone().into_bytes());
        let parsed = hcl::parse(file, &line);
        match parsed.tree.attributes.first() {
            Some(it) if parsed.errors.is_empty() && parsed.tree.attributes.len() == 1 => {
                self.run.eval(&Scope::of(&self.instance), &it.value)
            }
            _ => super::eval::invalid_value("a syntax error", parsed.tree.span),
        }
    }
}

fn with_bench<T: Send>(
    files: &Memory,
    variables: &BTreeMap<String, String>,
    work: impl FnOnce(&Bench<'_>) -> T + Send,
) -> T {
    on_a_large_stack(|| {
        let reader = Reader::new(files);
        let modules = Modules::new(&reader);
        let root = modules.load(".").expect("a module");
        let run = Run::new(&modules, &root, ".");
        let instance = run.root_instance(&root, given(&reader, &root, variables));
        work(&Bench { run, instance })
    })
}
