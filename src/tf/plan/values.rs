//! What a plan says of one resource's values: what they are, which of them are known only after
//! apply, which nobody is to be shown, and which are attributes of other resources.

use std::collections::HashMap;
use std::sync::Arc;

use super::configuration::{Block, Configuration, Target, is_expression};
use super::outline::Planned;
use crate::syntax::json;
use crate::syntax::tree::{NodeId, NodeKind};
use crate::text::Span;
use crate::value::{Entry, Kind, Reference, Type, Unknown, Value, Why, document};

/// Shorter texts are equal by chance.
const LEAST_IDENTITY: usize = 4;

/// The values of every resource, in the order planned.
pub(super) fn read(source: &str, planned: &[Planned]) -> Vec<Value> {
    let read = |it: &Planned| match it.values {
        Some(span) => part(source, span),
        None => Value::object(Vec::new(), it.header),
    };
    planned.iter().map(read).collect()
}

fn part(source: &str, span: Span) -> Value {
    let tree = json::parse_at(source, span).tree;
    document::of_tree(&tree, tree.root)
}

/// What marks parts of values; none if it marks nothing.
fn marks(source: &str, span: Span) -> Option<Value> {
    let is_any = source.get(span.range()).is_some_and(|it| it.contains("true"));
    is_any.then(|| part(source, span))
}

/// Marks what is unknown or hidden, and says what refers to other resources.
pub(super) fn marked(
    source: &str,
    planned: &[Planned],
    configuration: Option<&Configuration<'_>>,
    mut values: Vec<Value>,
) -> (Vec<Value>, Vec<Span>) {
    let identities = Identities::of(&values);
    let mut hidden = Vec::new();
    for at in 0..planned.len() {
        let own = &planned[at];
        let mut value = std::mem::replace(&mut values[at], Value::absent(own.header));
        let block = configuration.and_then(|it| it.block(own));
        let written = match &block {
            Some(block) => Written::Blocks { all: vec![block.root], is_all: true },
            None => Written::Unclear,
        };
        let marking = Marking {
            at,
            planned,
            values: &values,
            identities: &identities,
            block: configuration.zip(block.as_ref()),
        };
        let unknown = own.unknown.and_then(|it| marks(source, it));
        if own.is_cut {
            open(&mut value);
        }
        let mut at_top = At { path: String::new(), near: own.header };
        marking.mark(&mut value, unknown.as_ref(), &written, &mut at_top);
        for it in own.sensitive.iter().filter_map(|it| marks(source, *it)) {
            hide(&mut value, &it, &mut hidden);
        }
        values[at] = value;
    }
    (values, hidden)
}

/// Lets it have further keys: which of them are known only after apply was cut off.
fn open(value: &mut Value) {
    if let Kind::Map(map) = &mut value.kind {
        let why = Why::Outside("the rest of the plan".into());
        Arc::make_mut(map).open.get_or_insert(Arc::new(Unknown::new(why, Type::Any)));
    }
}

/// What the configuration says of a value.
enum Written {
    /// Nothing can be told.
    Unclear,
    /// It leaves it out; what `dynamic` makes it does not list.
    LeftOut,
    /// The value, or what it is part of, is what an expression yields.
    As(Vec<NodeId>),
    /// It is a block, or one of several; whether all there are are listed.
    Blocks { all: Vec<NodeId>, is_all: bool },
    /// Blocks of one kind.
    List(Vec<NodeId>),
}

/// Where in a resource a value stands.
struct At {
    path: String,
    /// What introduces it.
    near: Span,
}

struct Marking<'m> {
    at: usize,
    planned: &'m [Planned],
    values: &'m [Value],
    identities: &'m Identities,
    block: Option<(&'m Configuration<'m>, &'m Block)>,
}

impl Marking<'_> {
    fn mark(&self, value: &mut Value, unknown: Option<&Value>, written: &Written, at: &mut At) {
        let marks = unknown.map(|it| &it.kind);
        if let Some(Kind::Bool(true)) = marks {
            let span = if value.is_absent() { at.near } else { value.span };
            *value = self.unknown(span, written, &at.path);
            return;
        }
        match (&mut value.kind, marks) {
            (Kind::Map(map), _) => {
                let map = Arc::make_mut(map);
                let marks = unknown.and_then(Value::as_map);
                for entry in &mut map.entries {
                    let unknown = marks.and_then(|it| it.get(&entry.key));
                    let written = self.member(written, &entry.key);
                    let outer = at.enter(&entry.key, entry.key_span);
                    self.mark(&mut entry.value, unknown, &written, at);
                    at.leave(outer);
                }
                for it in marks.into_iter().flat_map(|it| &it.entries) {
                    if map.entries.iter().any(|entry| entry.key == it.key) || !is_any(&it.value) {
                        continue;
                    }
                    let (key, key_span) = (it.key.clone(), at.near);
                    let written = self.member(written, &key);
                    let outer = at.enter(&key, key_span);
                    let mut value = shell(&it.value, key_span);
                    self.mark(&mut value, Some(&it.value), &written, at);
                    at.leave(outer);
                    map.entries.push(Entry { key, key_span, value });
                }
            }
            (Kind::List(list), _) => {
                let marks = unknown.and_then(Value::as_list).map_or(&[][..], |it| &it.items);
                let list = Arc::make_mut(list);
                for it in marks.iter().skip(list.items.len()) {
                    list.items.push(shell(it, at.near));
                }
                let count = list.items.len();
                for (index, item) in list.items.iter_mut().enumerate() {
                    let written = self.item(written, index, count);
                    let outer = at.enter(&format!("[{index}]"), at.near);
                    self.mark(item, marks.get(index), &written, at);
                    at.leave(outer);
                    self.pair(item, &written, (index, count));
                }
            }
            (Kind::Absent | Kind::Null, Some(Kind::Map(_) | Kind::List(_))) => {
                let marks = unknown.filter(|it| is_any(it));
                if let Some(marks) = marks {
                    *value = shell(marks, value.span);
                    self.mark(value, Some(marks), written, at);
                }
            }
            (Kind::Text(_), _) => self.link(value, written),
            _ => (),
        }
    }

    /// What is known only after apply.
    fn unknown(&self, span: Span, written: &Written, path: &str) -> Value {
        let own =
            Reference { address: self.planned[self.at].address.clone(), attribute: path.into() };
        if let Written::LeftOut = written {
            return Value::unknown(Why::LeftOut(own), Type::Any, span);
        }
        let target = self.origins(written).and_then(|it| match it.instances.as_slice() {
            [_] | [] => Some(reference(&it.address, &it.attribute)),
            _ => None,
        });
        let named = target.as_ref().unwrap_or(&own);
        let why = Why::Outside(format!("{named} (known only after apply)").into());
        let value = Value::unknown(why, Type::Any, span);
        match target {
            Some(it) => value.of(it),
            None => value,
        }
    }

    /// What the value may be, if that is one.
    fn origins(&self, written: &Written) -> Option<Target> {
        let (Written::As(all), Some((configuration, block))) = (written, self.block) else {
            return None;
        };
        configuration.origins(&self.planned[self.at], block, all).only().cloned()
    }

    /// One element of as many as a block has instances, which an expression names as a whole, is
    /// taken for the attribute of the instance in its place: `aws_subnet.this[*].id`.
    fn pair(&self, item: &mut Value, written: &Written, (at, count): (usize, usize)) {
        if item.as_unknown().is_none() || item.reference().is_some() {
            return;
        }
        let Some(target) = self.origins(written).filter(|it| it.instances.len() == count) else {
            return;
        };
        let Some(instance) = target.instances.get(at) else { return };
        let it = reference(&self.planned[*instance].address, &target.attribute);
        let why = Why::Outside(format!("{it} (known only after apply)").into());
        *item = Value::unknown(why, Type::Any, item.span).of(it);
    }

    /// Says which attribute a text is: one that its expression mentions and that has that text,
    /// else the ID or ARN of the one resource that goes by it.
    fn link(&self, value: &mut Value, written: &Written) {
        let Some(text) = value.as_str().filter(|it| it.len() >= LEAST_IDENTITY) else { return };
        let found = self.mentioned(text, written).or_else(|| {
            let (at, attribute) = self.identities.only(text).filter(|it| it.0 != self.at)?;
            Some(reference(&self.planned[at].address, attribute))
        });
        if let Some(it) = found {
            let known = std::mem::replace(value, Value::absent(value.span));
            *value = known.of(it);
        }
    }

    fn mentioned(&self, text: &str, written: &Written) -> Option<Reference> {
        let (Written::As(all), Some((configuration, block))) = (written, self.block) else {
            return None;
        };
        let origins = configuration.origins(&self.planned[self.at], block, all);
        let mut found = origins.targets.iter().flat_map(|target| {
            let is_it = |at: &&usize| {
                let value = self.values[**at].as_map().and_then(|it| it.get(&target.attribute));
                value.and_then(Value::as_str) == Some(text)
            };
            let instances = target.instances.iter().filter(is_it);
            instances.map(|at| reference(&self.planned[*at].address, &target.attribute))
        });
        let first = found.next()?;
        found.all(|it| it.address == first.address).then_some(first)
    }

    fn member(&self, written: &Written, key: &str) -> Written {
        match written {
            Written::Unclear | Written::List(_) => Written::Unclear,
            Written::LeftOut => Written::LeftOut,
            Written::As(all) => Written::As(all.clone()),
            Written::Blocks { all, is_all } => {
                let Some((_, block)) = self.block else { return Written::Unclear };
                let tree = &*block.expressions;
                let found: Vec<NodeId> = all.iter().filter_map(|it| tree.get(*it, key)).collect();
                let Some(first) = found.first() else {
                    return if *is_all { Written::LeftOut } else { Written::Unclear };
                };
                match &tree.node(*first).kind {
                    NodeKind::Sequence(_) => {
                        let items = found.iter().map(|it| &tree.node(*it).kind);
                        let items = items.filter_map(|it| match it {
                            NodeKind::Sequence(items) => Some(items.clone()),
                            _ => None,
                        });
                        Written::List(items.flatten().collect())
                    }
                    _ if is_expression(tree, *first) => Written::As(found),
                    _ => Written::Blocks { all: found, is_all: *is_all },
                }
            }
        }
    }

    fn item(&self, written: &Written, at: usize, count: usize) -> Written {
        match written {
            // What is there without being listed, `dynamic` made, or the provider did.
            Written::Unclear | Written::LeftOut | Written::Blocks { .. } => Written::Unclear,
            Written::As(all) => Written::As(all.clone()),
            Written::List(all) => match all.get(at) {
                Some(it) if count == 1 && all.len() == 1 => {
                    Written::Blocks { all: vec![*it], is_all: true }
                }
                // Those of a set stand in another order than they are written.
                _ => Written::Blocks { all: all.clone(), is_all: all.len() == count },
            },
        }
    }
}

fn reference(address: &str, attribute: &str) -> Reference {
    Reference { address: address.into(), attribute: attribute.into() }
}

impl At {
    /// Goes a step further; gives what leads back.
    fn enter(&mut self, step: &str, near: Span) -> (usize, Span) {
        let outer = (self.path.len(), self.near);
        if !self.path.is_empty() && !step.starts_with('[') {
            self.path.push('.');
        }
        self.path.push_str(step);
        self.near = near;
        outer
    }

    fn leave(&mut self, (length, near): (usize, Span)) {
        self.path.truncate(length);
        self.near = near;
    }
}

/// Whether anything is marked.
fn is_any(marks: &Value) -> bool {
    match &marks.kind {
        Kind::Bool(it) => *it,
        Kind::Map(it) => it.entries.iter().any(|it| is_any(&it.value)),
        Kind::List(it) => it.items.iter().any(is_any),
        _ => false,
    }
}

/// A value without content, of the shape that marks have.
fn shell(marks: &Value, span: Span) -> Value {
    match &marks.kind {
        Kind::Map(_) => Value::object(Vec::new(), span),
        Kind::List(_) => Value::tuple(Vec::new(), span),
        _ => Value::absent(span),
    }
}

/// Hides what is marked, and notes where that is written.
fn hide(value: &mut Value, marks: &Value, hidden: &mut Vec<Span>) {
    match (&mut value.kind, &marks.kind) {
        (_, Kind::Bool(true)) => hide_all(value, hidden),
        (Kind::Map(map), Kind::Map(marks)) => {
            for entry in &mut Arc::make_mut(map).entries {
                if let Some(marks) = marks.get(&entry.key) {
                    hide(&mut entry.value, marks, hidden);
                }
            }
        }
        (Kind::List(list), Kind::List(marks)) => {
            let items = &mut Arc::make_mut(list).items;
            items.iter_mut().zip(&marks.items).for_each(|it| hide(it.0, it.1, hidden));
        }
        _ => (),
    }
}

fn hide_all(value: &mut Value, hidden: &mut Vec<Span>) {
    match &mut value.kind {
        Kind::Map(map) => {
            let entries = &mut Arc::make_mut(map).entries;
            entries.iter_mut().for_each(|it| hide_all(&mut it.value, hidden));
        }
        Kind::List(list) => {
            Arc::make_mut(list).items.iter_mut().for_each(|it| hide_all(it, hidden));
        }
        Kind::Text(_) | Kind::Number(_) | Kind::Bool(_) => hidden.push(value.span),
        Kind::Absent | Kind::Null | Kind::Unknown(_) | Kind::If(_) => (),
    }
    let known = std::mem::replace(value, Value::absent(value.span));
    *value = known.hidden();
}

/// Which resource goes by which text.
struct Identities(HashMap<Arc<str>, Identity>);

enum Identity {
    Of(usize, &'static str),
    OfSeveral,
}

impl Identities {
    fn of(values: &[Value]) -> Self {
        let mut identities: HashMap<Arc<str>, Identity> = HashMap::new();
        for (at, value) in values.iter().enumerate() {
            for attribute in ["arn", "id", "name"] {
                let text = value.as_map().and_then(|it| it.get(attribute)).and_then(Value::as_str);
                let Some(text) = text.filter(|it| it.len() >= LEAST_IDENTITY) else { continue };
                match identities.get_mut(text) {
                    Some(Identity::Of(known, _)) if *known == at => (),
                    Some(known) => *known = Identity::OfSeveral,
                    None => {
                        identities.insert(text.into(), Identity::Of(at, attribute));
                    }
                }
            }
        }
        Self(identities)
    }

    /// By its ID or ARN: another thing may have its name.
    fn only(&self, text: &str) -> Option<(usize, &'static str)> {
        match self.0.get(text)? {
            Identity::Of(_, "name") | Identity::OfSeveral => None,
            Identity::Of(at, attribute) => Some((*at, *attribute)),
        }
    }
}
