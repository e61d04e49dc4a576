//! Where an expression is evaluated: in which instance of a module, and with which local names.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;
use std::sync::Arc;

use crate::syntax::hcl::Expr;
use crate::text::Span;
use crate::tf::inputs::Assigned;
use crate::tf::mentions::mentions;
use crate::tf::module::Module;
use crate::value::{Condition, Value};

/// One instance of a module: the root, or one call of a child.
pub(super) struct Instance {
    pub module: Arc<Module>,
    /// `module.a["x"]`; empty for the root.
    pub address: String,
    /// The names of the calls that lead here, whichever instance: `a.b`.
    pub path: String,
    /// The headers of the `module` blocks that lead here, innermost first; of those in foreign
    /// modules none.
    pub calls: Vec<Span>,
    /// None in our own code.
    pub home: Option<Home>,
    /// Whether the call makes this instance at all.
    pub exists: Condition,
    pub given: Given,
    pub memo: RefCell<HashMap<String, Slot>>,
    /// What each call and resource expands to, by address within the module.
    pub copies: RefCell<HashMap<String, Rc<Copies>>>,
    pub children: RefCell<HashMap<String, Rc<Vec<Rc<Instance>>>>>,
    pub depth: usize,
}

/// For what a foreign module makes: what stands for it in our own code.
#[derive(Clone, Copy)]
pub(super) struct Home {
    /// The call, or what in its arguments an instance is made of.
    pub header: Span,
    /// The whole call.
    pub extent: Span,
}

/// Where the values of a module's variables come from.
pub(super) enum Given {
    /// The command line, and the files that Terraform reads by itself.
    Root(BTreeMap<String, Assigned>),
    /// The arguments of a call, evaluated where it stands.
    Call { scope: Scope, call: usize },
}

/// A value that is evaluated once.
pub(super) enum Slot {
    InProgress,
    Done(Value),
}

/// What `count` or `for_each` makes of a block.
pub(super) struct Copies {
    pub shape: Shape,
    pub each: Vec<Copy>,
}

/// What an expression that names the block as a whole stands for.
pub(super) enum Shape {
    /// The one instance.
    One,
    /// A tuple, as long as this number says.
    Count(Value),
    /// An object with a key for each element of this collection.
    Each(Value),
}

/// One instance of a block.
#[derive(Clone)]
pub(super) struct Copy {
    pub key: Key,
    pub exists: Condition,
    /// `each` or `count`.
    pub name: Option<(&'static str, Value)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Key {
    None,
    Index(usize),
    Text(String),
    /// Any: how many there are, or by which keys, is not known.
    Any,
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Key::None => Ok(()),
            Key::Index(it) => write!(f, "[{it}]"),
            Key::Text(it) => {
                let escaped = it.replace('\\', "\\\\").replace('"', "\\\"");
                let escaped = escaped.replace('\n', "\\n").replace("${", "$${");
                write!(f, "[\"{escaped}\"]")
            }
            Key::Any => f.write_str("[*]"),
        }
    }
}

/// Where an expression stands. Cheap to copy.
#[derive(Clone)]
pub(super) struct Scope {
    pub instance: Rc<Instance>,
    names: Option<Rc<Name>>,
    /// Tells apart questions of the same text whose local names mean different things.
    place: Rc<str>,
}

struct Name {
    name: String,
    value: Value,
    outer: Option<Rc<Name>>,
}

impl Scope {
    pub(super) fn of(instance: &Rc<Instance>) -> Self {
        Self { instance: instance.clone(), names: None, place: instance.address.as_str().into() }
    }

    /// The same place with one more name.
    pub(super) fn with(&self, name: impl Into<String>, value: Value) -> Self {
        let name = Name { name: name.into(), value, outer: self.names.clone() };
        Self { names: Some(Rc::new(name)), ..self.clone() }
    }

    /// The scope inside one instance of a block.
    pub(super) fn in_copy(&self, address: &str, copy: &Copy) -> Self {
        let place = format!("{}.{address}{}", self.instance.address, copy.key);
        let scope = match &copy.name {
            Some((name, value)) => self.with(*name, value.clone()),
            None => self.clone(),
        };
        Self { place: place.into(), ..scope }
    }

    /// The same place in one of several rounds, which the names given from here on belong to.
    pub(super) fn round(&self, which: impl std::fmt::Display) -> Self {
        Self { place: format!("{}/{which}", self.place).into(), ..self.clone() }
    }

    /// Where an expression means what it means: anywhere in the module, unless it mentions names
    /// that only stand here.
    pub(super) fn place_of(&self, expr: &Expr) -> &str {
        match mentions(expr, &|name| self.name(name).is_some()) {
            true => &self.place,
            false => &self.instance.address,
        }
    }

    /// No names but those given from here on: the inside of a template file.
    pub(super) fn bare(&self) -> Self {
        Self { names: None, ..self.clone() }
    }

    pub(super) fn name(&self, name: &str) -> Option<&Value> {
        let mut at = self.names.as_deref();
        while let Some(it) = at {
            if it.name == name {
                return Some(&it.value);
            }
            at = it.outer.as_deref();
        }
        None
    }
}
