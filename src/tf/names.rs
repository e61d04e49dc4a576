//! What a name refers to: variables, locals, resources, modules, and parts of them.

use std::collections::HashSet;
use std::rc::Rc;

use crate::files as paths;
use crate::syntax::hcl::{Expr, ExprKind, Word};
use crate::text::Span;
use crate::tf::eval::{because, invalid_value, sorted, undeclared};
use crate::tf::expand::keyed_elements;
use crate::tf::inputs::Assigned;
use crate::tf::lift::lift;
use crate::tf::module::Declared;
use crate::tf::parts::{attribute, index};
use crate::tf::scope::{Copies, Copy, Given, Instance, Key, Scope, Shape, Slot};
use crate::tf::{Run, costs, data, known, types};
use crate::value::{
    Condition, Entry, Kind, Map, MapShape, Reference, Role, Type, Unknown, Value, Why,
};

/// An operator of a traversal.
pub(super) enum Access<'e> {
    Attr(&'e Word),
    Index(&'e Expr),
}

impl Run<'_> {
    /// A name, and the attributes and indexes that follow it.
    pub(super) fn traversal(&self, scope: &Scope, expr: &Expr) -> Value {
        let mut accesses = Vec::new();
        let mut root = expr;
        loop {
            root = match &root.kind {
                ExprKind::Attr(base, name) => {
                    accesses.push(Access::Attr(name));
                    base
                }
                ExprKind::Index(base, key) => {
                    accesses.push(Access::Index(key));
                    base
                }
                _ => break,
            };
        }
        accesses.reverse();
        let (value, used) = match &root.kind {
            ExprKind::Variable(name) => self.named(scope, name, &accesses, expr.span),
            _ => (self.eval(scope, root), 0),
        };
        let value = accesses[used..].iter().fold(value, |value, access| match access {
            Access::Attr(name) => attribute(&value, &name.text, expr.span),
            Access::Index(key) => index(&value, &self.eval(scope, key), expr.span),
        });
        value.seen_at(expr.span, Role::Passed)
    }

    /// What a name stands for, and how many of the accesses that used up.
    fn named(
        &self,
        scope: &Scope,
        name: &str,
        accesses: &[Access<'_>],
        span: Span,
    ) -> (Value, usize) {
        if let Some(value) = scope.name(name) {
            return (value.clone(), 0);
        }
        let instance = &scope.instance;
        let attr = |at: usize| match accesses.get(at) {
            Some(Access::Attr(name)) => Some(name.text.as_str()),
            Some(Access::Index(_)) | None => None,
        };
        match (name, attr(0)) {
            ("var", Some(variable)) => (self.variable(instance, variable, span), 1),
            ("local", Some(local)) => (self.local(instance, local, span), 1),
            ("module", Some(call)) => self.module(scope, call, accesses, span),
            ("path", Some(what)) => (self.path(instance, what, span), 1),
            ("terraform" | "tofu", Some("workspace")) => {
                let name = "terraform.workspace";
                let reference = Reference { address: name.into(), attribute: "".into() };
                let value = Value::unknown(Why::Input(name.into()), Type::Text, span);
                (value.of(reference), 1)
            }
            ("data", Some(kind)) => match attr(1) {
                Some(name) => {
                    let address = format!("data.{kind}.{name}");
                    let (value, used) = self.data(scope, &address, &accesses[2..], span);
                    (value, used + 2)
                }
                None => (invalid_value("a data source without a name", span), 1),
            },
            (kind, Some(name)) => {
                let address = format!("{kind}.{name}");
                match instance.module.resource(&address) {
                    Some(resource) => {
                        let declared = &instance.module.resources[resource];
                        let (value, used) =
                            self.instances_of(scope, declared, &accesses[1..], span);
                        (value, used + 1)
                    }
                    None => (undeclared(&address, span), accesses.len()),
                }
            }
            (name, None) => (undeclared(name, span), accesses.len()),
        }
    }

    /// A value that is worked out once for an instance of a module.
    pub(super) fn once(
        &self,
        instance: &Instance,
        key: &str,
        span: Span,
        work: impl FnOnce() -> Value,
    ) -> Value {
        match instance.memo.borrow().get(key) {
            Some(Slot::Done(value)) => return value.clone(),
            Some(Slot::InProgress) => return self.cycle(instance, key, span),
            None => (),
        }
        instance.memo.borrow_mut().insert(key.to_owned(), Slot::InProgress);
        let value = self.pending(instance, key, span, work);
        instance.memo.borrow_mut().insert(key.to_owned(), Slot::Done(value.clone()));
        value
    }

    pub(super) fn variable(&self, instance: &Rc<Instance>, name: &str, span: Span) -> Value {
        self.once(instance, &format!("var.{name}"), span, || {
            let Some(block) = instance.module.variables.get(name) else {
                return undeclared(&format!("var.{name}"), span);
            };
            let scope = Scope::of(instance);
            let constraint = block
                .body
                .attribute("type")
                .and_then(|it| types::constraint(&it.value).ok())
                .unwrap_or(types::Constraint::Any);
            let default = || block.body.attribute("default").map(|it| self.eval(&scope, &it.value));
            let given = match &instance.given {
                Given::Root(assigned) => assigned.get(name).map(|it| match it {
                    Assigned::Expression(it) => self.eval(&scope, it),
                    Assigned::Value(it) => it.clone(),
                }),
                Given::Call { .. } if instance.module.lacks(name) => None,
                Given::Call { scope, call } => {
                    let call = &scope.instance.module.calls[*call];
                    call.block.body.attribute(name).map(|it| self.eval(scope, &it.value))
                }
            };
            let nullable = block
                .body
                .attribute("nullable")
                .is_none_or(|it| !matches!(self.eval(&scope, &it.value).kind, Kind::Bool(false)));
            let given = given.filter(|it| nullable || !matches!(it.kind, Kind::Null));
            let unsettled = || {
                let origin = instance.module.unsettled(&format!("var.{name}"))?;
                Some(known::unsettled(origin, span))
            };
            match given.or_else(unsettled).or_else(default) {
                Some(value) => lift(std::slice::from_ref(&value), value.span, &mut |args| {
                    let mut eval = |expr: &Expr| self.eval(&scope, expr);
                    types::apply(&constraint, &args[0], &mut eval).unwrap_or_else(|refused| {
                        invalid_value(&format!("`var.{name}`: {refused}"), args[0].span)
                    })
                }),
                None => {
                    let name = match instance.address.as_str() {
                        "" => format!("var.{name}"),
                        module => format!("{module}.var.{name}"),
                    };
                    let why = Why::Input(name.as_str().into());
                    let reference = Reference { address: name.into(), attribute: "".into() };
                    Value::unknown(why, constraint.type_of(), block.header).of(reference)
                }
            }
        })
    }

    fn local(&self, instance: &Rc<Instance>, name: &str, span: Span) -> Value {
        self.once(instance, &format!("local.{name}"), span, || {
            if let Some(origin) = instance.module.unsettled(&format!("local.{name}")) {
                return known::unsettled(origin, span);
            }
            match instance.module.locals.get(name) {
                Some(expr) => self.eval(&Scope::of(instance), expr),
                None => undeclared(&format!("local.{name}"), span),
            }
        })
    }

    fn output(&self, instance: &Rc<Instance>, name: &str, span: Span) -> Value {
        self.once(instance, &format!("output.{name}"), span, || {
            if let Some(origin) = instance.module.unsettled(&format!("output.{name}")) {
                return known::unsettled(origin, span);
            }
            let value = instance.module.outputs.get(name).and_then(|it| it.body.attribute("value"));
            match value {
                Some(it) => self.eval(&Scope::of(instance), &it.value),
                // A description has the outputs that rules read.
                None if instance.module.origin.is_some() => {
                    remote(&format!("{}.{name}", instance.address), span)
                }
                None => invalid_value(&format!("no output `{name}`"), span),
            }
        })
    }

    fn path(&self, instance: &Instance, what: &str, span: Span) -> Value {
        match what {
            "module" => Value::text(paths::between(self.root, &instance.module.folder), span),
            "root" => Value::text(".", span),
            _ => Value::unknown(Why::Outside(format!("path.{what}").into()), Type::Text, span),
        }
    }

    // Resources.

    /// What a resource's or data source's address stands for, and how many of the accesses after
    /// it that used up.
    pub(super) fn instances_of(
        &self,
        scope: &Scope,
        declared: &Declared,
        accesses: &[Access<'_>],
        span: Span,
    ) -> (Value, usize) {
        let instance = &scope.instance;
        let copies = self.copies(instance, declared, span);
        let (chosen, used) = match (&copies.shape, accesses.first()) {
            (Shape::One, _) => (copies.each.first(), 0),
            (_, Some(Access::Index(key))) => {
                let key = self.eval(scope, key);
                match matching(&copies, &key) {
                    Ok(copy) => (Some(copy), 1),
                    Err(value) => return (value(span), 1),
                }
            }
            _ => (None, 0),
        };
        match (chosen, accesses.get(used)) {
            (Some(copy), Some(Access::Attr(name))) => {
                let value = self.resource_attribute(instance, declared, copy, &name.text);
                (guarded(copy, value, span), used + 1)
            }
            (Some(copy), _) => {
                let value = self.resource_object(instance, declared, copy, span);
                (guarded(copy, value, span), used)
            }
            (None, _) => {
                // Each time it is named, for it stands elsewhere then.
                let weight = copies.each.len() * declared_weight(declared);
                if !self.spend((weight as u64).saturating_mul(costs::MEMBER)) {
                    return (self.limit("evaluation steps", span), used);
                }
                let value = gathered(&copies, span, &mut |copy| {
                    self.resource_object(instance, declared, copy, span)
                });
                (value, used)
            }
        }
    }

    /// An attribute of one instance: as configured, or known only once it exists.
    fn resource_attribute(
        &self,
        instance: &Rc<Instance>,
        declared: &Declared,
        copy: &Copy,
        name: &str,
    ) -> Value {
        let header = declared.block.header;
        let address = self.address(instance, &declared.address, &copy.key);
        let key = format!("{}{}.{name}", declared.address, copy.key);
        let reference = Reference { address: address.as_str().into(), attribute: name.into() };
        let computed = || {
            let mut unknown = Unknown::new(Why::Output(reference.clone()), Type::Any);
            if matches!(name, "id" | "arn") {
                unknown.kind = Type::Text;
                unknown.not_null = true;
            }
            // The one resource whose attributes are Terraform's own.
            if declared.kind == "terraform_data" && name == "output" {
                unknown.kind = self.resource_attribute(instance, declared, copy, "input").type_of();
            }
            Value::new(Kind::Unknown(unknown.into()), header)
        };
        let value = self.once(instance, &key, header, || {
            if let Some(value) = self.worked_out(instance, declared, copy, name) {
                return value;
            }
            let scope = Scope::of(instance).in_copy(&declared.address, copy);
            match self.property(&scope, &declared.block.body, name) {
                Some(value) => lift(&[value], header, &mut |args| match args[0].is_unset() {
                    true => computed(),
                    false => args[0].clone(),
                }),
                None => computed(),
            }
        });
        // What a cluster is looked up by is its name.
        match value.reference() {
            Some(_) if data::is_cluster(&declared.kind) => value,
            Some(_) | None => value.of(reference),
        }
    }

    /// One instance as an object: what is configured, and room for what is not.
    fn resource_object(
        &self,
        instance: &Rc<Instance>,
        declared: &Declared,
        copy: &Copy,
        span: Span,
    ) -> Value {
        let address = self.address(instance, &declared.address, &copy.key);
        let body = &declared.block.body;
        let mut entries = Vec::new();
        for it in body.attributes.iter().filter(|it| !is_meta(&it.name.text)) {
            let value = self.resource_attribute(instance, declared, copy, &it.name.text);
            entries.push(Entry {
                key: it.name.text.as_str().into(),
                key_span: it.name.span,
                value,
            });
        }
        let whole = Reference { address: address.into(), attribute: "".into() };
        let open = Unknown::new(Why::Output(whole.clone()), Type::Any).not_null();
        let map = Map::new(MapShape::Object, sorted(entries)).opened(open.into());
        Value::new(Kind::Map(map.into()), span).of(whole)
    }

    /// As Terraform writes it.
    pub(super) fn address(&self, instance: &Instance, within: &str, key: &Key) -> String {
        match instance.address.as_str() {
            "" => format!("{within}{key}"),
            module => format!("{module}.{within}{key}"),
        }
    }

    // Modules.

    fn module(
        &self,
        scope: &Scope,
        name: &str,
        accesses: &[Access<'_>],
        span: Span,
    ) -> (Value, usize) {
        let instance = &scope.instance;
        let Some(call) = instance.module.call(name) else {
            return (undeclared(&format!("module.{name}"), span), 1);
        };
        let declared = &instance.module.calls[call];
        let copies = self.copies(instance, declared, span);
        let children = self.children(instance, call);
        let (chosen, used) = match (&copies.shape, accesses.get(1)) {
            (Shape::One, _) => (copies.each.first(), 1),
            (_, Some(Access::Index(key))) => {
                let key = self.eval(scope, key);
                match matching(&copies, &key) {
                    Ok(copy) => (Some(copy), 2),
                    Err(value) => return (value(span), 2),
                }
            }
            _ => (None, 1),
        };
        let child = |copy: &Copy| {
            let address = self.address(instance, &declared.address, &copy.key);
            children.iter().find(|it| it.address == address).cloned().ok_or(address)
        };
        match (chosen, accesses.get(used)) {
            (Some(copy), Some(Access::Attr(output))) => {
                let value = match child(copy) {
                    Ok(child) => self.output(&child, &output.text, span),
                    Err(address) => remote(&format!("{address}.{}", output.text), span),
                };
                (guarded(copy, value, span), used + 1)
            }
            (Some(copy), _) => {
                let value = self.outputs(child(copy), span);
                (guarded(copy, value, span), used)
            }
            (None, _) => {
                let value = gathered(&copies, span, &mut |copy| self.outputs(child(copy), span));
                (value, used)
            }
        }
    }

    fn outputs(&self, child: Result<Rc<Instance>, String>, span: Span) -> Value {
        let child = match child {
            Ok(child) => child,
            Err(address) => return remote(&address, span),
        };
        let entries = child
            .module
            .outputs
            .iter()
            .map(|(name, block)| Entry {
                key: name.as_str().into(),
                key_span: block.header,
                value: self.output(&child, name, span),
            })
            .collect();
        match child.module.origin {
            Some(_) => {
                let rest = Unknown::new(Why::Remote(child.address.as_str().into()), Type::Any);
                let map =
                    Map::new(MapShape::Object, sorted(entries)).opened(rest.not_null().into());
                Value::new(Kind::Map(map.into()), span)
            }
            None => Value::object(sorted(entries), span),
        }
    }
}

/// How many values an instance of a resource holds at least.
fn declared_weight(declared: &Declared) -> usize {
    declared.block.body.attributes.len() + 1
}

/// An output of a module that is not at hand.
fn remote(name: &str, span: Span) -> Value {
    let reference = Reference { address: name.into(), attribute: "".into() };
    Value::unknown(Why::Remote(name.into()), Type::Any, span).of(reference)
}

/// The instance of that key; otherwise what the access yields instead.
fn matching<'c>(
    copies: &'c Copies,
    key: &Value,
) -> Result<&'c Copy, Box<dyn FnOnce(Span) -> Value>> {
    let any = copies.each.iter().find(|it| it.key == Key::Any);
    let Some(text) = key.plain_text() else {
        if let Some(any) = any {
            return Ok(any);
        }
        let key = key.clone();
        return Err(Box::new(move |span| because([&key], Type::Any, span)));
    };
    let wanted = match &copies.shape {
        Shape::Count(_) => text.parse().map(Key::Index).unwrap_or(Key::Text(text)),
        Shape::Each(_) | Shape::One => Key::Text(text),
    };
    let named = copies.each.iter().find(|it| it.key == wanted && !is_never(it));
    named.or(any).ok_or_else(|| {
        let refuse: Box<dyn FnOnce(Span) -> Value> =
            Box::new(move |span| invalid_value(&format!("no instance {wanted}"), span));
        refuse
    })
}

fn is_never(copy: &Copy) -> bool {
    copy.exists == Condition::Always(false)
}

/// A value of an instance, which is there only if the instance is.
fn guarded(copy: &Copy, value: Value, span: Span) -> Value {
    match &copy.exists {
        Condition::Always(true) | Condition::Unknown(_) => value,
        condition => {
            let none = invalid_value("an instance that does not exist", span);
            Value::choice(condition.clone(), value, none, span)
        }
    }
}

/// All instances of a block, as an expression that names the block sees them.
fn gathered(copies: &Copies, span: Span, object: &mut dyn FnMut(&Copy) -> Value) -> Value {
    let unknown = |from: &Value| because([from], Type::Any, span);
    match &copies.shape {
        Shape::One => match copies.each.first() {
            Some(copy) => object(copy),
            None => invalid_value("an instance that does not exist", span),
        },
        Shape::Count(count) => lift(std::slice::from_ref(count), span, &mut |args| {
            let count = match &args[0].kind {
                Kind::Number(it) => it.as_i64().and_then(|it| usize::try_from(it).ok()),
                Kind::Text(it) => it.as_str().and_then(|it| it.parse().ok()),
                _ => None,
            };
            match count {
                Some(count) if count <= copies.each.len() => {
                    let items = copies.each.iter().filter(|it| it.key != Key::None).take(count);
                    Value::tuple(items.map(&mut *object).collect(), span)
                }
                _ => unknown(&args[0]),
            }
        }),
        Shape::Each(collection) => lift(std::slice::from_ref(collection), span, &mut |args| {
            let Some(keys) = keyed_elements(&args[0]) else { return unknown(&args[0]) };
            let keys: HashSet<&str> = keys.iter().map(|it| it.name.as_str()).collect();
            let entries = copies
                .each
                .iter()
                .filter_map(|copy| match &copy.key {
                    Key::Text(key) if keys.contains(key.as_str()) => Some(Entry {
                        key: key.as_str().into(),
                        key_span: span,
                        value: object(copy),
                    }),
                    _ => None,
                })
                .collect();
            Value::object(sorted(entries), span)
        }),
    }
}

/// Arguments that Terraform keeps for itself.
pub(super) fn is_meta(name: &str) -> bool {
    matches!(
        name,
        "count"
            | "for_each"
            | "provider"
            | "depends_on"
            | "lifecycle"
            | "provisioner"
            | "connection"
    )
}
