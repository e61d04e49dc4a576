//! From blocks to resources: `count`, `for_each`, `dynamic`, and calls of modules.

use std::collections::HashSet;
use std::rc::Rc;
use std::sync::Arc;

use crate::graph::{Graph, Language, Resource};
use crate::syntax::hcl::{Block, Body};
use crate::text::Span;
use crate::tf::comprehension::members;
use crate::tf::data::is_cluster;
use crate::tf::eval::{because, elements};
use crate::tf::known::unsettled;
use crate::tf::lift::{choose, is_no_question, question};
use crate::tf::limits::MAX_COPIES;
use crate::tf::module::Declared;
use crate::tf::names::is_meta;
use crate::tf::scope::{Copies, Copy, Instance, Key, Scope, Shape};
use crate::tf::{Run, convert, costs};
use crate::value::{Branch, Condition, Entry, Kind, Type, Unknown, Value, Why};

impl Run<'_> {
    /// Adds the resources of a module instance, and of all that it calls.
    pub(super) fn expand(&self, instance: &Rc<Instance>, graph: &mut Graph) {
        for declared in &instance.module.resources {
            self.instances(instance, declared, &mut |it| graph.add(it));
        }
        for declared in instance.module.data.iter().filter(|it| is_cluster(&it.kind)) {
            self.instances(instance, declared, &mut |it| graph.add_data(it));
        }
        for call in 0..instance.module.calls.len() {
            for child in self.children(instance, call).iter() {
                self.expand(child, graph);
            }
        }
    }

    /// The instances of a block, as resources.
    fn instances(
        &self,
        instance: &Rc<Instance>,
        declared: &Declared,
        add: &mut dyn FnMut(Resource),
    ) {
        let provider = self.provider_of(instance, declared);
        let copies = self.copies(instance, declared, declared.block.header);
        for copy in &copies.each {
            let scope = Scope::of(instance).in_copy(&declared.address, copy);
            let header = declared.block.header;
            let home = instance.home.map(|it| self.nearer(it, copy));
            let properties = self.body(&scope, &declared.block.body, is_meta);
            let properties = Value::object(properties, header);
            add(Resource {
                address: self.address(instance, &declared.address, &copy.key).into(),
                language: match declared.kind.starts_with("awscc_") {
                    true => Language::Awscc,
                    false => Language::Terraform,
                },
                kind: declared.kind.as_str().into(),
                header: home.map_or(header, |it| it.header),
                extent: home.map_or(declared.block.span, |it| it.extent),
                exists: Condition::all([instance.exists.clone(), copy.exists.clone()]),
                calls: instance.calls.clone(),
                carrier: None,
                rounds: Vec::new(),
                loops: Vec::new(),
                borrowed: Vec::new(),
                construct: None,
                provider: provider.clone(),
                properties,
            });
        }
    }

    /// What `count` or `for_each` makes of a block. A block that asks for its own instances
    /// while they are worked out has one that stands for all.
    pub(super) fn copies(
        &self,
        instance: &Rc<Instance>,
        declared: &Declared,
        span: Span,
    ) -> Rc<Copies> {
        if let Some(known) = instance.copies.borrow().get(&declared.address) {
            return known.clone();
        }
        let address = declared.address.clone();
        let why = Why::Invalid(format!("`{address}` refers to itself").into());
        let cycle = Value::unknown(why, Type::Any, span);
        let keep = |copies: Copies| {
            let copies = Rc::new(copies);
            instance.copies.borrow_mut().insert(address.clone(), copies.clone());
            copies
        };
        keep(any_number(Shape::Count(cycle.clone()), &cycle, "count"));
        if let Some(origin) = instance.module.unsettled(&declared.address) {
            let unknown = unsettled(origin, span);
            return keep(match declared.block.body.attribute("for_each") {
                Some(_) => any_number(Shape::Each(unknown.clone()), &unknown, "each"),
                None => any_number(Shape::Count(unknown.clone()), &unknown, "count"),
            });
        }
        let scope = Scope::of(instance);
        let body = &declared.block.body;
        let copies = if let Some(count) = body.attribute("count") {
            let count = self.eval(&scope, &count.value);
            self.counted(count, declared.block.header)
        } else if let Some(each) = body.attribute("for_each") {
            let each = self.eval(&scope, &each.value);
            self.keyed(each, declared.block.header)
        } else {
            let one = Copy { key: Key::None, exists: Condition::Always(true), name: None };
            Copies { shape: Shape::One, each: vec![one] }
        };
        keep(copies)
    }

    fn counted(&self, count: Value, header: Span) -> Copies {
        let Some(most) = largest(&count) else {
            return any_number(Shape::Count(count.clone()), &count, "count");
        };
        let listed = usize::try_from(most).unwrap_or(usize::MAX).min(MAX_COPIES);
        if !self.spend((listed as u64).saturating_mul(costs::INSTANCE)) {
            self.cut("number of instances of one block", header);
            return any_number(Shape::Count(count.clone()), &count, "count");
        }
        let copy = |at: usize| {
            let index = Entry {
                key: "index".into(),
                key_span: count.span,
                value: Value::number(at, count.span),
            };
            Copy {
                key: Key::Index(at),
                exists: exceeds(&count, at),
                name: Some(("count", Value::object(vec![index], count.span))),
            }
        };
        let mut each: Vec<Copy> = (0..listed).map(copy).collect();
        if each.is_empty() {
            each.push(copy(0));
        }
        if most > listed as i64 {
            self.cut("number of instances of one block", header);
            each.extend(any_number(Shape::One, &count, "count").each);
        }
        Copies { shape: Shape::Count(count), each }
    }

    fn keyed(&self, collection: Value, header: Span) -> Copies {
        let mut found: Vec<(Element, Condition)> = Vec::new();
        let all_known = gather(&collection, &Condition::Always(true), &mut found);
        let members = collection.members();
        let partly_known = !all_known && !members.is_empty();
        if partly_known {
            let named = members.iter().filter_map(|it| Element::of(it.clone(), it.clone()));
            found = named.map(|it| (it, Condition::Always(true))).collect();
        }
        let affordable = self.spend((found.len() as u64).saturating_mul(costs::INSTANCE));
        if !affordable {
            self.cut("number of instances of one block", header);
        }
        if !(all_known || partly_known) || !affordable {
            return any_number(Shape::Each(collection.clone()), &collection, "each");
        }
        found.sort_by(|(a, _), (b, _)| a.name.cmp(&b.name));
        let mut each: Vec<Copy> = Vec::new();
        let mut elements: Vec<Element> = Vec::new();
        for (element, exists) in found {
            match (each.last_mut(), elements.last_mut()) {
                // The same key on several sides of a condition.
                (Some(Copy { exists: before, .. }), Some(known)) if known.name == element.name => {
                    let (earlier, value) = (known.value.clone(), element.value);
                    known.value = Value::choice(before.clone(), earlier, value, collection.span);
                    *before = Condition::any([before.clone(), exists]);
                }
                _ => {
                    each.push(Copy { key: Key::Text(element.name.clone()), exists, name: None });
                    elements.push(element);
                }
            }
        }
        let cut = each.len() > MAX_COPIES;
        each.truncate(MAX_COPIES);
        for (copy, element) in each.iter_mut().zip(elements) {
            copy.name = Some(("each", each_object(element.key, element.value)));
        }
        if each.is_empty() {
            let name = any_number(Shape::One, &collection, "each").each.remove(0).name;
            each.push(Copy { key: Key::None, exists: Condition::Always(false), name });
        }
        if cut {
            self.cut("number of instances of one block", header);
        }
        if cut || partly_known {
            each.extend(any_number(Shape::One, &collection, "each").each);
        }
        Copies { shape: Shape::Each(collection), each }
    }

    // Bodies.

    /// The attributes and blocks of a body, but for those that `is_left_out`.
    pub(super) fn body(
        &self,
        scope: &Scope,
        body: &Body,
        is_left_out: fn(&str) -> bool,
    ) -> Vec<Entry> {
        let mut entries: Vec<Entry> = Vec::new();
        for it in body.attributes.iter().filter(|it| !is_left_out(&it.name.text)) {
            entries.push(Entry {
                key: it.name.text.as_str().into(),
                key_span: it.name.span,
                value: self.eval(scope, &it.value),
            });
        }
        let mut kinds: Vec<&str> = Vec::new();
        for block in &body.blocks {
            let kind = kind_of(block);
            if !is_left_out(kind) && !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        for kind in kinds {
            if let Some((key_span, value)) = self.blocks(scope, body, kind) {
                entries.push(Entry { key: kind.into(), key_span, value });
            }
        }
        entries.sort_by_key(|it| it.key_span.start);
        entries
    }

    /// One attribute of a body, or its blocks of one kind.
    pub(super) fn property(&self, scope: &Scope, body: &Body, name: &str) -> Option<Value> {
        match body.attribute(name) {
            Some(it) => Some(self.eval(scope, &it.value)),
            None => self.blocks(scope, body, name).map(|(_, value)| value),
        }
    }

    /// The blocks of one kind as a list of objects, those that `dynamic` makes included.
    fn blocks(&self, scope: &Scope, body: &Body, kind: &str) -> Option<(Span, Value)> {
        let mut first = None;
        let mut items = Vec::new();
        for block in body.blocks.iter().filter(|it| kind_of(it) == kind) {
            first.get_or_insert(block.header);
            if is_dynamic(block) {
                self.dynamic(scope, block, &mut items);
            } else {
                items.push(self.nested(scope, block, block.header));
            }
        }
        let header = first?;
        Some((header, Value::tuple(items, header)))
    }

    /// A nested block, in which any name is an argument of the resource.
    fn nested(&self, scope: &Scope, block: &Block, span: Span) -> Value {
        Value::object(self.body(scope, &block.body, |_| false), span)
    }

    fn dynamic(&self, scope: &Scope, block: &Block, items: &mut Vec<Value>) {
        let (Some(each), Some(content)) =
            (block.body.attribute("for_each"), block.body.blocks("content").next())
        else {
            return;
        };
        let collection = self.eval(scope, &each.value);
        let iterator = match block.body.attribute("iterator").map(|it| &it.value.kind) {
            Some(crate::syntax::hcl::ExprKind::Variable(name)) => name.clone(),
            _ => kind_of(block).to_owned(),
        };
        self.repeated(
            scope,
            block,
            content,
            &iterator,
            &collection,
            &Condition::Always(true),
            items,
        );
    }

    #[expect(clippy::too_many_arguments, reason = "one step of a recursion, used once")]
    fn repeated(
        &self,
        scope: &Scope,
        block: &Block,
        content: &Block,
        iterator: &str,
        collection: &Value,
        given: &Condition,
        items: &mut Vec<Value>,
    ) {
        let header = block.header;
        let guard = |condition: &Condition, value: Value| match condition {
            Condition::Always(true) => value,
            condition => {
                let branch = Branch {
                    condition: condition.clone(),
                    then: value,
                    otherwise: Value::absent(header),
                };
                Value::new(Kind::If(Arc::new(branch)), header)
            }
        };
        match &collection.kind {
            Kind::If(branch) => {
                let holds = Condition::all([given.clone(), branch.condition.clone()]);
                let fails = Condition::all([given.clone(), branch.condition.clone().not()]);
                self.repeated(scope, block, content, iterator, &branch.then, &holds, items);
                self.repeated(scope, block, content, iterator, &branch.otherwise, &fails, items);
            }
            Kind::Unknown(unknown) => {
                for (at, (key, value)) in members(collection).into_iter().enumerate() {
                    if at >= MAX_COPIES || !self.spend(costs::BLOCK) {
                        return self.cut("number of instances of one block", header);
                    }
                    let inner = scope.round(at).with(iterator, each_object(key, value));
                    items.push(guard(given, self.nested(&inner, content, header)));
                }
                let name = each_object(
                    because([collection], Type::Any, collection.span),
                    because([collection], Type::Any, collection.span),
                );
                let inner = scope.round("*").with(iterator, name);
                let value = self.nested(&inner, content, header);
                let asked = match is_no_question(unknown) || !unknown.members().is_empty() {
                    true => Condition::Unknown(unknown.clone()),
                    false => {
                        let Some(each) = block.body.attribute("for_each") else { return };
                        let words = self.words(each.value.span);
                        let place = scope.place_of(&each.value);
                        question(&format!("length({words}) > 0"), place, None)
                    }
                };
                items.push(guard(&Condition::all([given.clone(), asked]), value));
            }
            _ => {
                let open = collection.as_map().and_then(|it| it.open.clone());
                let known = elements(collection).unwrap_or_else(|| listed(collection));
                for (at, (key, value)) in known.into_iter().enumerate() {
                    if at >= MAX_COPIES || !self.spend(costs::BLOCK) {
                        return self.cut("number of instances of one block", header);
                    }
                    let inner = scope.round(at).with(iterator, each_object(key, value));
                    let value = self.nested(&inner, content, header);
                    items.push(guard(given, value));
                }
                // Of the keys that are not known there may be any number.
                if let Some(unknown) = open {
                    let any = || Value::new(Kind::Unknown(unknown.clone()), collection.span);
                    let keys = collection.as_map().map_or(&[][..], |it| it.keys());
                    for (at, key) in keys.iter().enumerate() {
                        let name = each_object(key.clone(), any());
                        let inner = scope.round(format_args!("?{at}")).with(iterator, name);
                        items.push(guard(given, self.nested(&inner, content, header)));
                    }
                    let inner = scope.round("*").with(iterator, each_object(any(), any()));
                    let value = self.nested(&inner, content, header);
                    let asked = Condition::Unknown(unknown.clone());
                    items.push(guard(&Condition::all([given.clone(), asked]), value));
                }
            }
        }
    }
}

fn is_dynamic(block: &Block) -> bool {
    block.kind.text == "dynamic" && block.labels.len() == 1
}

fn kind_of(block: &Block) -> &str {
    if is_dynamic(block) { &block.labels[0].text } else { &block.kind.text }
}

/// The one instance that stands for however many there will be.
fn any_number(shape: Shape, from: &Value, name: &'static str) -> Copies {
    let unknown = |kind: Type| because([from], kind, from.span);
    let names = match name {
        "count" => {
            let index =
                Entry { key: "index".into(), key_span: from.span, value: unknown(Type::Number) };
            Value::object(vec![index], from.span)
        }
        _ => each_object(unknown(Type::Text), element_of(from)),
    };
    let unknown = match &from.kind {
        Kind::Unknown(it) => it.clone(),
        _ => Arc::new(match convert::reasons([from]).as_slice() {
            [] => Unknown::new(Why::Limit("number of instances of one block"), Type::Any),
            reasons => Unknown::because(reasons, Type::Any),
        }),
    };
    let copy =
        Copy { key: Key::Any, exists: Condition::Unknown(unknown), name: Some((name, names)) };
    Copies { shape, each: vec![copy] }
}

/// What is known of any element of a collection that is not known.
fn element_of(collection: &Value) -> Value {
    let kind = match collection.type_of() {
        Type::Map(each) | Type::Set(each) | Type::List(each) => *each,
        _ => Type::Any,
    };
    because([collection], kind, collection.span)
}

/// The keys and values that a map lists, which may have others.
fn listed(collection: &Value) -> Vec<(Value, Value)> {
    let entries = collection.as_map().into_iter().flat_map(|it| &it.entries);
    entries.map(|it| (Value::text(&*it.key, it.key_span), it.value.clone())).collect()
}

fn each_object(key: Value, value: Value) -> Value {
    let span = value.span;
    let entries = vec![
        Entry { key: "key".into(), key_span: span, value: key },
        Entry { key: "value".into(), key_span: span, value },
    ];
    Value::object(entries, span)
}

/// The largest that a count can be; none if one side of it is not known.
fn largest(count: &Value) -> Option<i64> {
    match &count.kind {
        Kind::If(branch) => Some(largest(&branch.then)?.max(largest(&branch.otherwise)?)),
        _ => whole(count).filter(|it| *it >= 0),
    }
}

fn whole(value: &Value) -> Option<i64> {
    match &value.kind {
        Kind::Number(it) => it.as_i64(),
        Kind::Text(it) => it.as_str()?.parse().ok(),
        // `null` is refused by Terraform; nothing is created.
        _ => None,
    }
}

/// Under which condition a count is greater than `at`.
fn exceeds(count: &Value, at: usize) -> Condition {
    match &count.kind {
        Kind::If(branch) => {
            choose(&branch.condition, exceeds(&branch.then, at), exceeds(&branch.otherwise, at))
        }
        _ => Condition::Always(whole(count).is_some_and(|it| it > at as i64)),
    }
}

/// What `for_each` makes an instance of.
pub(super) struct Element {
    pub name: String,
    /// The same, as a value.
    key: Value,
    value: Value,
}

impl Element {
    fn of(key: Value, value: Value) -> Option<Self> {
        Some(Self { name: key.plain_text()?, key, value })
    }
}

/// The elements of what `for_each` takes; none if they are not all known.
pub(super) fn keyed_elements(collection: &Value) -> Option<Vec<Element>> {
    let is_map = matches!(collection.kind, Kind::Map(_));
    elements(collection)?
        .into_iter()
        .map(|(key, value)| {
            let key = if is_map { key } else { value.clone() };
            Element::of(key, value)
        })
        .collect()
}

/// The keys on every side of a collection's conditions, with the condition of each.
fn gather(collection: &Value, given: &Condition, found: &mut Vec<(Element, Condition)>) -> bool {
    match &collection.kind {
        Kind::If(branch) => {
            let holds = Condition::all([given.clone(), branch.condition.clone()]);
            let fails = Condition::all([given.clone(), branch.condition.clone().not()]);
            gather(&branch.then, &holds, found) && gather(&branch.otherwise, &fails, found)
        }
        // A list is refused by Terraform, but its elements are what was meant.
        _ => {
            let Some(elements) = keyed_elements(collection) else { return false };
            let mut seen = HashSet::new();
            for element in elements {
                if seen.insert(element.name.clone()) {
                    found.push((element, given.clone()));
                }
            }
            true
        }
    }
}
