//! `data "aws_iam_policy_document"`: the document that its blocks make, as the provider puts it
//! together.
//!
//! How the provider spaces the text is its own business and changes between versions; what the
//! document says is known.

use std::sync::Arc;

use crate::text::Span;
use crate::tf::eval::{because, open};
use crate::tf::lift::lift;
use crate::value::{Entry, Kind, Members, Role, Text, TextBuilder, Type, Value, Why};

/// Version of the policy language where none is given.
const VERSION: &str = "2012-10-17";

/// The text of the document. `argument` gives what is set of the data source.
pub(super) fn document(argument: &dyn Fn(&str) -> Option<Value>, header: Span) -> Value {
    let list = |name| argument(name).into_iter().flat_map(documents).collect::<Vec<Value>>();
    let text = |name| argument(name).into_iter().collect::<Vec<Value>>();
    let mut merged = Merged { version: None, id: None, statements: Some(Vec::new()) };
    for source in text("source_json").iter().chain(&list("source_policy_documents")) {
        merged.add_text(source);
    }
    let own = argument("statement").map_or(Vec::new(), |it| match &it.kind {
        Kind::List(list) => list.items.iter().map(|it| statement(it, header)).collect(),
        _ => vec![because([&it], Type::Any, it.span)],
    });
    let version = argument("version").unwrap_or_else(|| Value::text(VERSION, header));
    merged.add(Some(version), argument("policy_id"), Some(own));
    for over in text("override_json").iter().chain(&list("override_policy_documents")) {
        merged.add_text(over);
    }
    let mut entries = Vec::new();
    let mut set = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            entries.push(Entry { key: name.into(), key_span: value.span, value });
        }
    };
    set("Version", merged.version);
    set("Id", merged.id);
    match merged.statements {
        Some(it) if it.is_empty() => (),
        Some(it) => set("Statement", Some(Value::tuple(it, header))),
        None => {
            let why = Why::Outside("a policy document that is merged in".into());
            set("Statement", Some(Value::unknown(why, Type::Any, header)));
        }
    }
    text_of(Value::object(entries, header), header)
}

/// A text of which only what it says is known.
fn text_of(document: Value, header: Span) -> Value {
    let why = Why::Outside("the spacing of a policy document".into());
    let mut built = TextBuilder::default();
    built.hole(Value::unknown(why, Type::Text, header));
    let text: Text = built.build().of_document(document.clone());
    Value::new(Kind::Text(Arc::new(text)), header).made_from(header, [&document])
}

/// Those of a list of which others are not known count as one that is not.
fn documents(value: Value) -> Vec<Value> {
    match &value.kind {
        Kind::List(it) => it.items.clone(),
        _ => vec![value],
    }
}

fn listed(value: Value) -> Vec<Value> {
    match &value.kind {
        Kind::List(it) => it.items.clone(),
        Kind::Unknown(it) if !it.members().is_empty() => it.members().to_vec(),
        _ => vec![value],
    }
}

/// Documents, the later over the earlier.
struct Merged {
    version: Option<Value>,
    id: Option<Value>,
    /// None if which there are is not known.
    statements: Option<Vec<Value>>,
}

impl Merged {
    fn add_text(&mut self, text: &Value) {
        let document = match &text.kind {
            Kind::Null | Kind::Absent => return,
            Kind::Text(it) if it.is_empty() => return,
            Kind::Text(it) => it.document(),
            _ => None,
        };
        let Some(map) = document.and_then(Value::as_map).filter(|it| it.open.is_none()) else {
            self.statements = None;
            return;
        };
        let statements = match map.get("Statement") {
            None => Some(Vec::new()),
            Some(it) => match &it.kind {
                Kind::List(list) => Some(list.items.clone()),
                Kind::Map(_) => Some(vec![it.clone()]),
                _ => None,
            },
        };
        self.add(map.get("Version").cloned(), map.get("Id").cloned(), statements);
    }

    fn add(&mut self, version: Option<Value>, id: Option<Value>, new: Option<Vec<Value>>) {
        self.id = id.filter(|it| it.as_str() != Some("")).or(self.id.take());
        self.version = match (self.version.take(), version) {
            (Some(old), Some(new)) => Some(match (old.as_str(), new.as_str()) {
                (Some(a), Some(b)) if b > a => new,
                (Some(_), Some(_)) => old,
                _ => because([&old, &new], Type::Text, new.span),
            }),
            (old, new) => old.or(new),
        };
        let (Some(mut all), Some(new)) = (self.statements.take(), new) else { return };
        let merges = !all.is_empty();
        for statement in new {
            match sid(&statement) {
                Sid::Open if merges => return,
                Sid::None | Sid::Open => all.push(statement),
                Sid::Is(name) => {
                    let named = all.iter().map(|it| is_named(it, &name));
                    match named.enumerate().find(|(_, it)| *it != Some(false)) {
                        Some((at, Some(_))) => all[at] = statement,
                        // Whether this one takes its place is not known.
                        Some((_, None)) if merges => return,
                        Some((_, None)) | None => all.push(statement),
                    }
                }
            }
        }
        self.statements = Some(all);
    }
}

enum Sid {
    None,
    Is(String),
    /// Not known, or not in every case.
    Open,
}

fn sid(statement: &Value) -> Sid {
    match &statement.kind {
        Kind::Map(map) => match (map.get("Sid").map(|it| &it.kind), &map.open) {
            (None | Some(Kind::Null | Kind::Absent), None) => Sid::None,
            (Some(Kind::Text(it)), _) => match it.as_str() {
                Some("") => Sid::None,
                Some(it) => Sid::Is(it.to_owned()),
                None => Sid::Open,
            },
            _ => Sid::Open,
        },
        // One of several cases, or none: those without a name replace nothing.
        Kind::If(branch) => match (sid(&branch.then), sid(&branch.otherwise)) {
            (Sid::None, Sid::None) => Sid::None,
            _ => Sid::Open,
        },
        Kind::Absent => Sid::None,
        _ => Sid::Open,
    }
}

/// Whether a statement has that name; none if not known, or not in every case.
fn is_named(statement: &Value, name: &str) -> Option<bool> {
    match (&statement.kind, sid(statement)) {
        (Kind::If(branch), _) => {
            let then = is_named(&branch.then, name);
            then.filter(|_| then == is_named(&branch.otherwise, name))
        }
        (_, Sid::None) => Some(false),
        (_, Sid::Is(own)) => Some(own == name),
        (_, Sid::Open) => None,
    }
}

fn statement(block: &Value, header: Span) -> Value {
    lift(std::slice::from_ref(block), block.span, &mut |args| {
        let Kind::Map(map) = &args[0].kind else { return args[0].clone() };
        let argument = |name: &str| map.entry(name).filter(|it| !it.value.is_unset());
        let mut entries = Vec::new();
        let mut set = |name: &str, key_span: Span, value: Value| {
            if !value.is_absent() {
                entries.push(Entry { key: name.into(), key_span, value });
            }
        };
        if let Some(it) = argument("sid").filter(|it| it.value.as_str() != Some("")) {
            set("Sid", it.key_span, it.value.clone());
        }
        match argument("effect") {
            Some(it) => set("Effect", it.key_span, it.value.clone()),
            None => set("Effect", args[0].span, Value::text("Allow", args[0].span)),
        }
        for (own, theirs, change) in [
            ("actions", "Action", Value::clone as fn(&Value) -> Value),
            ("not_actions", "NotAction", Value::clone),
            ("resources", "Resource", with_variables),
            ("not_resources", "NotResource", with_variables),
        ] {
            let is_empty = |it: &Value| it.as_list().is_some_and(|it| it.items.is_empty());
            let given = argument(own).filter(|it| !is_empty(&it.value));
            if let Some(it) = given {
                set(theirs, it.key_span, texts(&it.value, Order::Falling, change));
            }
        }
        for (own, theirs) in [("principals", "Principal"), ("not_principals", "NotPrincipal")] {
            if let Some(it) = argument(own) {
                set(theirs, it.key_span, principals(&it.value));
            }
        }
        if let Some(it) = argument("condition") {
            set("Condition", it.key_span, conditions(&it.value));
        }
        Value::object(entries, if block.span == args[0].span { block.span } else { header })
    })
}

/// How the provider puts the elements of a list.
#[derive(Clone, Copy)]
enum Order {
    Falling,
    Written,
}

/// One text by itself, any other number as a list.
fn texts(value: &Value, order: Order, change: fn(&Value) -> Value) -> Value {
    lift(std::slice::from_ref(value), value.span, &mut |args| {
        let Kind::List(list) = &args[0].kind else { return args[0].clone() };
        let mut items = list.items.clone();
        if let Order::Falling = order {
            items.sort_by(|a, b| b.as_str().cmp(&a.as_str()));
            items.dedup_by(|a, b| a.as_str().is_some() && a.as_str() == b.as_str());
        }
        let is_known = items.iter().all(|it| it.as_str().is_some());
        items = items.iter().map(change).collect();
        match (items.len(), order) {
            (2.., Order::Falling) if !is_known => {
                let order = because(&items, Type::Any, value.span);
                open(order, Members::new(items, 0))
            }
            (1, _) => items.remove(0).seen_at(value.span, Role::Passed),
            _ => Value::tuple(items, value.span).made_from(value.span, args),
        }
    })
}

/// `&{aws:username}` stands for `${aws:username}`, which Terraform would read itself.
fn with_variables(value: &Value) -> Value {
    match &value.kind {
        Kind::Text(text) if text.pieces().any(|(_, literal)| literal.contains("&{")) => {
            let mut built = TextBuilder::default();
            for (run, literal) in text.pieces() {
                match run {
                    crate::value::Run::Literal { .. } => {
                        built.piece((run, literal), &literal.replace("&{", "${"));
                    }
                    crate::value::Run::Hole(it) => built.hole(it.clone()),
                }
            }
            Value { cause: value.cause.clone(), ..built.value(value.span) }
        }
        _ => value.clone(),
    }
}

/// By type; `"*"` alone is everybody.
fn principals(blocks: &Value) -> Value {
    let Some(list) = blocks.as_list() else { return blocks.clone() };
    let mut entries: Vec<Entry> = Vec::new();
    for block in &list.items {
        let parts = block.as_map().and_then(|it| Some((it.get("type")?, it.get("identifiers")?)));
        let Some((kind, identifiers)) = parts else {
            return because([block], Type::Any, blocks.span);
        };
        let Some(name) = kind.as_str() else { return because([kind], Type::Any, blocks.span) };
        let identifiers = texts(identifiers, Order::Falling, with_variables);
        if name == "*" && identifiers.as_str() == Some("*") && list.items.len() == 1 {
            return identifiers;
        }
        add(&mut entries, Entry { key: name.into(), key_span: kind.span, value: identifiers });
    }
    Value::object(entries, blocks.span)
}

/// By operator, then by key.
fn conditions(blocks: &Value) -> Value {
    let Some(list) = blocks.as_list() else { return blocks.clone() };
    let mut tests: Vec<(Entry, Vec<Entry>)> = Vec::new();
    for block in &list.items {
        let parts = block
            .as_map()
            .and_then(|it| Some((it.get("test")?, it.get("variable")?, it.get("values")?)));
        let Some((test, variable, values)) = parts else {
            return because([block], Type::Any, blocks.span);
        };
        let (Some(name), Some(key)) = (test.as_str(), variable.as_str()) else {
            return because([test, variable], Type::Any, blocks.span);
        };
        let value = texts(values, Order::Written, with_variables);
        let entry = Entry { key: key.into(), key_span: variable.span, value };
        match tests.iter_mut().find(|(it, _)| *it.key == *name) {
            Some((_, entries)) => add(entries, entry),
            None => {
                let operator =
                    Entry { key: name.into(), key_span: test.span, value: block.clone() };
                tests.push((operator, vec![entry]));
            }
        }
    }
    let entries = tests.into_iter().map(|(operator, entries)| Entry {
        value: Value::object(entries, operator.value.span),
        ..operator
    });
    Value::object(entries.collect(), blocks.span)
}

/// Values of the same name are one list, but those of which block come first is not said.
fn add(entries: &mut Vec<Entry>, entry: Entry) {
    match entries.iter_mut().find(|it| it.key == entry.key) {
        Some(known) => {
            let items = [listed(known.value.clone()), listed(entry.value)].concat();
            let why = Why::Outside("the order of blocks".into());
            let list = Value::unknown(why, Type::Any, known.value.span);
            known.value = open(list, Members::new(items, 0));
        }
        None => entries.push(entry),
    }
}
