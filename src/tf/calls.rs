//! Calls of modules: which module a call names, and the instances that it makes.

use std::rc::Rc;
use std::sync::Arc;

use crate::graph::{Foreign, Missing, MissingKind};
use crate::text::Span;
use crate::tf::limits::{MAX_MODULE_DEPTH, MAX_MODULES};
use crate::tf::module::{Declared, Module};
use crate::tf::scope::{Copy, Given, Home, Instance, Key, Scope};
use crate::tf::{Run, known};
use crate::value::Condition;

impl Run<'_> {
    /// The instances of the module that a call names; none if its source is not at hand.
    pub(super) fn children(&self, instance: &Rc<Instance>, call: usize) -> Rc<Vec<Rc<Instance>>> {
        let declared = &instance.module.calls[call];
        if let Some(known) = instance.children.borrow().get(&declared.address) {
            return known.clone();
        }
        let mut children = Vec::new();
        let name = declared.address.trim_start_matches("module.");
        let path = match instance.path.as_str() {
            "" => name.to_owned(),
            outer => format!("{outer}.{name}"),
        };
        let exists = |it: &Copy| it.exists != Condition::Always(false);
        let header = declared.block.header;
        let called = self.called(instance, declared, &path);
        if let Err(needs) = &called
            && self.copies(instance, declared, header).each.iter().any(exists)
        {
            self.missing.borrow_mut().insert(Missing {
                what: MissingKind::Module,
                address: self.address(instance, &declared.address, &Key::None),
                place: header,
                source: declared.source().map_or("", |it| it.0).to_owned(),
                needs: needs.clone(),
            });
        }
        if let Ok((module, is_foreign)) = called {
            let home = match instance.home {
                None if is_foreign => Some(Home { header, extent: declared.block.span }),
                home => home,
            };
            if let Some(home) = home {
                self.note_foreign(&module, home.header);
            }
            for copy in &self.copies(instance, declared, header).each {
                if copy.exists == Condition::Always(false) {
                    continue;
                }
                if instance.depth >= MAX_MODULE_DEPTH {
                    self.cut("depth of module calls", header);
                    break;
                }
                if self.instances.get() >= MAX_MODULES {
                    self.cut("number of module instances", header);
                    break;
                }
                self.instances.set(self.instances.get() + 1);
                let mut calls = instance.calls.clone();
                if instance.home.is_none() {
                    calls.insert(0, header);
                }
                children.push(Rc::new(Instance {
                    module: module.clone(),
                    address: self.address(instance, &declared.address, &copy.key),
                    path: path.clone(),
                    calls,
                    home: match instance.home {
                        Some(home) => Some(self.nearer(home, copy)),
                        None => home,
                    },
                    exists: Condition::all([instance.exists.clone(), copy.exists.clone()]),
                    given: Given::Call {
                        scope: Scope::of(instance).in_copy(&declared.address, copy),
                        call,
                    },
                    memo: Default::default(),
                    copies: Default::default(),
                    children: Default::default(),
                    depth: instance.depth + 1,
                }));
            }
        }
        let children = Rc::new(children);
        instance.children.borrow_mut().insert(declared.address.clone(), children.clone());
        children
    }

    /// The module that is called, and whether somebody else wrote it; or what is needed to know
    /// it, besides the module.
    fn called(
        &self,
        instance: &Instance,
        call: &Declared,
        path: &str,
    ) -> Result<(Arc<Module>, bool), Option<String>> {
        if let Some(origin) = &instance.module.origin {
            let module = self.modules.known.inner(self.reader, origin, call);
            return module.map(|it| (it, true)).ok_or(None);
        }
        let at = |folder: String| {
            let is_inside = self.reader.files.is_inside(&folder, self.boundary);
            is_inside.then(|| self.modules.load(&folder)).flatten()
        };
        if let Some(folder) = call.local_source(&instance.module.folder) {
            return at(folder).map(|it| (it, false)).ok_or(None);
        }
        if let Some(module) = self.installed.get(path).cloned().and_then(at) {
            return Ok((module, true));
        }
        match self.modules.known.find(self.reader, call) {
            Ok(module) => Ok((module, true)),
            Err(known::Unknown::NotDescribed) => Err(None),
            Err(known::Unknown::NoRelease(needs)) => Err(Some(needs)),
        }
    }

    fn note_foreign(&self, module: &Module, call: Span) {
        let foreign = match &module.origin {
            None => Foreign::Installed,
            Some(origin) => Foreign::Described(origin.told()),
        };
        for file in &module.files {
            self.foreign.borrow_mut().entry(*file).or_insert_with(|| (foreign.clone(), call));
        }
    }

    /// What stands for one instance: what our own code says of it, where that is known.
    pub(super) fn nearer(&self, home: Home, copy: &Copy) -> Home {
        let foreign = self.foreign.borrow();
        let Some(("each", object)) = &copy.name else { return home };
        let parts = object.as_map().into_iter().flat_map(|it| &it.entries);
        let mut places = parts.flat_map(|it| {
            let own = [it.value.span].into_iter();
            own.chain(it.value.hops().iter().map(|it| it.span))
        });
        let header = places.find(|it| !foreign.contains_key(&it.file));
        Home { header: header.unwrap_or(home.header), ..home }
    }
}
