//! Parameters: what a deployment is given.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::bounds::Bounds;
use super::conditions::Key;
use super::template::{Mode, Template};
use super::{Inputs, Supplied, limits, pseudo, text};
use crate::syntax::tree::{NodeId, NodeKind, Tree};
use crate::text::Span;
use crate::value::{Atom, Condition, Hop, Kind, Role, TextBuilder, Type, Unknown, Value, Why};

/// A parameter, or a pseudo parameter.
#[derive(Clone, Debug)]
pub(super) struct Parameter {
    pub(super) name: Arc<str>,
    /// The address of the stack whose template declares it; empty at the root.
    pub(super) scope: Arc<str>,
    /// Its type, as declared; empty for a pseudo parameter.
    pub(super) declared: Box<str>,
    given: Given,
    /// Whether whoever deploys it gave it that.
    is_supplied: bool,
    pub(super) is_list: bool,
    domain: Option<Arc<[Arc<str>]>>,
    /// None of a list's or of one that is stored: what they bound is not the text itself.
    bounds: Bounds,
    /// What stands for its value where that is not known: this very one, so that it can be told
    /// from one that was made of it.
    unknown: Arc<Unknown>,
}

#[derive(Clone, Debug)]
enum Given {
    Nothing,
    /// By the template, or in a parameter file: text, or a list of texts.
    Written(Value),
    /// Where there is no place to point at.
    Supplied(Arc<str>),
    /// By either, and not to be shown: a text, or texts joined by commas.
    Hidden(Arc<str>),
}

/// All that a template may refer to, by name. `AWS::NoValue` is none of them.
pub(super) fn declared(
    tree: &Tree,
    section: Option<NodeId>,
    inputs: &Inputs,
    scope: &Arc<str>,
) -> BTreeMap<Arc<str>, Arc<Parameter>> {
    let mut all: BTreeMap<Arc<str>, Arc<Parameter>> = BTreeMap::new();
    for it in pseudo::all(inputs.region.as_deref(), scope) {
        all.insert(it.name.clone(), Arc::new(it));
    }
    let section = section.map(|it| &tree.node(tree.resolve(it)).kind);
    let Some(NodeKind::Mapping(pairs)) = section else { return all };
    for pair in pairs {
        if let Some(name) = tree.key(pair.key) {
            let supplied = inputs.parameters.get(name);
            let it = parameter(tree, name.into(), pair.value, supplied);
            let it = Parameter { scope: scope.clone(), ..it };
            all.insert(it.name.clone(), Arc::new(it));
        }
    }
    all
}

fn parameter(tree: &Tree, name: Arc<str>, id: NodeId, supplied: Option<&Supplied>) -> Parameter {
    let declared = declared_kind(tree, id);
    let stored = is_stored(declared);
    let is_list = is_list(declared);
    let default = default(tree, id, is_list);
    let is_hidden = is_hidden(tree, id);
    let path = match supplied {
        _ if is_hidden => None,
        Some(it) => it.text(),
        None => default.as_ref().and_then(Value::as_str),
    };
    let why = match supplied {
        Some(Supplied::Previous) => Why::Outside(format!("previous value of {name}").into()),
        // The value is the name of the parameter that holds it.
        _ if stored => {
            Why::Outside(format!("the SSM parameter `{}`", path.unwrap_or(&name)).into())
        }
        _ => Why::Input(name.clone()),
    };
    let bounds = match stored || is_list {
        true => Bounds::default(),
        false => Bounds::read(tree, id, declared),
    };
    let listed = |it: &Value| if is_list { list(it) } else { it.clone() };
    let given = match (supplied, &default) {
        (Some(Supplied::Written { resolved: Some(it), .. }), _) if stored => {
            Given::Written(listed(it))
        }
        _ if stored => Given::Nothing,
        (Some(Supplied::Previous), _) => Given::Nothing,
        (Some(Supplied::Said(it)), _) => Given::Supplied(it.clone()),
        (Some(Supplied::Written { value, .. }), _) => Given::Written(listed(value)),
        (None, Some(it)) => Given::Written(listed(it)),
        (None, None) => Given::Nothing,
    };
    let given = if is_hidden { hidden(given) } else { given };
    let domain = domain(&bounds.allowed, &given);
    let kind = if is_list { Type::List(Box::new(Type::Text)) } else { Type::Text };
    let unknown = Arc::new(Unknown::new(why, kind).not_null());
    Parameter {
        name,
        scope: "".into(),
        declared: declared.into(),
        given,
        is_supplied: supplied.is_some(),
        is_list,
        domain,
        bounds,
        unknown,
    }
}

/// The language takes no list here; for a list it is clear what is meant.
fn default(tree: &Tree, id: NodeId, is_list: bool) -> Option<Value> {
    let default = tree.get(id, "Default")?;
    match &tree.node(tree.resolve(default)).kind {
        NodeKind::Sequence(_) if !is_list => None,
        _ => written(tree, default),
    }
}

/// Whether the value of such a parameter is the name of the one that holds it.
pub(super) fn is_stored(kind: &str) -> bool {
    kind.starts_with("AWS::SSM::Parameter::Value<")
}

pub(super) fn is_list(kind: &str) -> bool {
    kind.contains("CommaDelimitedList") || kind.contains("List<")
}

/// The type that a parameter is declared to have.
pub(super) fn declared_kind(tree: &Tree, id: NodeId) -> &str {
    tree.get(id, "Type").and_then(|it| tree.key(it)).unwrap_or("String")
}

/// Whether a value is never to be shown.
pub(super) fn is_hidden(tree: &Tree, id: NodeId) -> bool {
    let Some(said) = tree.get(id, "NoEcho") else { return false };
    match &tree.node(tree.resolve(said)).kind {
        NodeKind::Bool(it) => *it,
        NodeKind::Text(it) => it.text.eq_ignore_ascii_case("true"),
        _ => false,
    }
}

/// The same without its place.
fn hidden(given: Given) -> Given {
    let said = match &given {
        Given::Written(it) => match &it.kind {
            Kind::List(it) => {
                let items: Option<Vec<&str>> = it.items.iter().map(Value::as_str).collect();
                items.map(|it| it.join(",").into())
            }
            _ => it.as_str().map(Into::into),
        },
        Given::Supplied(it) => Some(it.clone()),
        Given::Nothing | Given::Hidden(_) => None,
    };
    said.map_or(given, Given::Hidden)
}

/// A value is text as it is written, whatever it looks like; those of a list are joined by commas.
pub(super) fn written(tree: &Tree, id: NodeId) -> Option<Value> {
    let node = tree.node(tree.resolve(id));
    let mut made = TextBuilder::default();
    match &node.kind {
        NodeKind::Sequence(items) => {
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    made.literal(",", node.span, false);
                }
                add_written(&mut made, tree, *item)?;
            }
        }
        _ => add_written(&mut made, tree, id)?,
    }
    Some(text::finish(made, node.span))
}

fn add_written(made: &mut TextBuilder, tree: &Tree, id: NodeId) -> Option<()> {
    let node = tree.node(tree.resolve(id));
    match &node.kind {
        // A default may not be a function.
        _ if node.tag.is_some() => return None,
        NodeKind::Text(it) | NodeKind::Number(it) => {
            text::add_scalar(made, it, 0..it.text.len());
        }
        NodeKind::Bool(it) => made.literal(&it.to_string(), node.span, false),
        NodeKind::Null
        | NodeKind::Sequence(_)
        | NodeKind::Mapping(_)
        | NodeKind::Alias(_)
        | NodeKind::Broken => return None,
    }
    Some(())
}

/// All that a parameter may be, if that is a closed set; what it was given is one of them, even
/// where it should not be.
fn domain(allowed: &[(Arc<str>, Span)], given: &Given) -> Option<Arc<[Arc<str>]>> {
    let mut domain: Vec<Arc<str>> = allowed.iter().map(|it| it.0.clone()).collect();
    let given: Option<Arc<str>> = match given {
        Given::Supplied(it) | Given::Hidden(it) => Some(it.clone()),
        Given::Written(it) => it.as_str().map(Into::into),
        Given::Nothing => None,
    };
    if domain.is_empty() {
        return None;
    }
    domain.extend(given.filter(|it| !allowed.iter().any(|(text, _)| text == it)));
    Some(domain.into())
}

/// The members that a text lists: one more than there are commas, even in an empty text.
pub(super) fn list(value: &Value) -> Value {
    let Kind::Text(text) = &value.kind else { return value.clone() };
    if text.as_str().is_none() {
        let kind = Type::List(Box::new(Type::Text));
        let unknown = Unknown::because(text.unknowns().map(|it| &**it), kind);
        return Value::new(Kind::Unknown(Arc::new(unknown)), value.span);
    }
    if text.is_empty() {
        return Value::tuple(vec![value.clone()], value.span);
    }
    let item = |it: TextBuilder| {
        let it = it.build();
        let first = it.pieces().next().map(|(run, text)| run.part_span(0..text.len()));
        let last = it.pieces().last().map(|(run, text)| run.part_span(0..text.len()));
        let span = first.zip(last).map_or(value.span, |(first, last)| first.to(last));
        Value::new(Kind::Text(Arc::new(it)), span)
    };
    Value::tuple(text::members(text).into_iter().map(item).collect(), value.span)
}

impl Parameter {
    /// One that no template declares.
    pub(super) fn pseudo(
        name: &str,
        scope: &Arc<str>,
        value: Option<&str>,
        unknown: Unknown,
    ) -> Self {
        Self {
            name: name.into(),
            scope: scope.clone(),
            declared: "".into(),
            given: value.map_or(Given::Nothing, |it| Given::Supplied(it.into())),
            is_supplied: value.is_some(),
            is_list: matches!(unknown.kind, Type::List(_)),
            domain: None,
            bounds: Bounds::default(),
            unknown: Arc::new(unknown),
        }
    }

    /// Tells it from all others of a deployment.
    pub(super) fn key(&self) -> Key {
        (self.scope.clone(), self.name.clone())
    }

    /// The value that the inputs and defaults give it, used at `span`.
    fn value(&self, span: Span) -> Value {
        match &self.given {
            Given::Nothing => self.unknown(span),
            Given::Written(value) => {
                let mut value = value.clone().seen_at(span, Role::Set);
                if let Kind::List(list) = &value.kind {
                    let items = list.items.iter().cloned();
                    let items = items.map(|it| it.seen_at(span, Role::Set)).collect();
                    value.kind = Value::tuple(items, span).kind;
                }
                value
            }
            Given::Supplied(it) => self.said(it, &Value::null(span)),
            // Nothing points at where it is written: what stands there would be shown.
            Given::Hidden(it) => self.said(it, &Value::null(span).hidden()),
        }
    }

    /// The value of a text, used at the span and for the cause of another value.
    pub(super) fn said(&self, text: &str, like: &Value) -> Value {
        let mut made = TextBuilder::default();
        made.derived(text, like.span, like);
        let value = text::finish(made, like.span);
        if self.is_list { list(&value) } else { value }
    }

    /// What its template makes of it where nothing gives it a value: its default, as that stands.
    pub(super) fn own(&self, span: Span) -> Value {
        match &self.given {
            Given::Written(it) => it.clone(),
            Given::Hidden(it) => self.said(it, &Value::null(span).hidden()),
            Given::Nothing | Given::Supplied(_) => self.unknown(span),
        }
    }

    /// Whether its value is the one that its template gives it.
    pub(super) fn has_default(&self) -> bool {
        !self.is_supplied && matches!(self.given, Given::Written(_) | Given::Hidden(_))
    }

    /// What it is if `path` names what holds its value; none if it is no such parameter.
    pub(super) fn stored(&self, path: &Value) -> Option<Value> {
        let [Why::Outside(_)] = &self.unknown.why[..] else { return None };
        let Some(path_text) = path.as_str() else { return Some(self.unknown(path.span)) };
        let why = Why::Outside(format!("the SSM parameter `{path_text}`").into());
        let unknown = Unknown::new(why, self.unknown.kind.clone()).not_null();
        Some(Value::new(Kind::Unknown(Arc::new(unknown)), path.span))
    }

    /// The same parameter where it is handed on to another, which allows so much only.
    pub(super) fn allowed_by(&self, other: &Parameter) -> Parameter {
        let bounds = self.bounds.clone().with_allowed(other.bounds.allowed.clone());
        Parameter { bounds, domain: other.domain.clone(), ..self.clone() }
    }

    /// All that it can be, whatever its value.
    pub(super) fn explored(&self, span: Span) -> Value {
        if self.is_list || self.bounds.allowed.len() > limits::ALTERNATIVES {
            return self.unknown(span);
        }
        // What is not allowed cannot be.
        let last =
            if self.bounds.allowed.is_empty() { self.unknown(span) } else { Value::absent(span) };
        chain(self, self.alternatives(), last, span, false)
    }

    /// What `AllowedValues` lists.
    fn alternatives(&self) -> Vec<(&Arc<str>, Span, Role)> {
        self.bounds.allowed.iter().map(|(text, place)| (text, *place, Role::Set)).collect()
    }

    /// What stands for its value, whatever that is.
    pub(super) fn unknown(&self, span: Span) -> Value {
        Value::new(Kind::Unknown(self.unknown.clone()), span)
    }

    /// What kind of value it has.
    pub(super) fn kind(&self) -> &Type {
        &self.unknown.kind
    }

    /// Tells its unknown value from those that are made of it.
    pub(super) fn identity(&self) -> *const Unknown {
        Arc::as_ptr(&self.unknown)
    }

    /// The same, as if it had no default.
    pub(super) fn without_default(&mut self) {
        if self.has_default() {
            self.given = Given::Nothing;
        }
    }

    /// Its one text, if it was given one.
    pub(super) fn given(&self) -> Option<Arc<str>> {
        match &self.given {
            Given::Supplied(it) | Given::Hidden(it) if !self.is_list => Some(it.clone()),
            Given::Written(value) => value.as_str().map(Into::into),
            Given::Supplied(_) | Given::Hidden(_) | Given::Nothing => None,
        }
    }

    pub(super) fn domain(&self) -> Option<&[Arc<str>]> {
        self.domain.as_deref()
    }

    /// Whether no deployment can give it this text.
    fn refuses(&self, text: &Arc<str>) -> bool {
        let given = self.given();
        given.as_ref() != Some(text) && self.bounds.refusal(text).is_some()
    }

    /// Whether it is `text`, as a question that is explored; settled if it cannot be.
    pub(super) fn may_equal(&self, text: &Arc<str>) -> Condition {
        if self.refuses(text) { Condition::Always(false) } else { self.equals(text, false) }
    }

    /// Whether it is `text`.
    pub(super) fn equals(&self, text: &Arc<str>, follows: bool) -> Condition {
        Condition::Atom(Arc::new(Atom {
            subject: self.name.clone(),
            scope: self.scope.clone(),
            equals: Some(text.clone()),
            domain: self.domain.clone(),
            default: self.given().map(|it| it == *text),
            follows,
        }))
    }
}

impl Template<'_> {
    /// What `Ref` of a parameter is.
    pub(super) fn parameter(&mut self, it: &Parameter, span: Span) -> Value {
        if !matches!(self.mode, Mode::Followed | Mode::Keyed) {
            self.conditions.mentioned.insert(it.key());
        }
        match self.mode {
            Mode::Given => it.value(span),
            Mode::Explored => it.explored(span),
            Mode::Keyed if it.given().is_none() => it.value(span),
            Mode::Followed | Mode::Keyed => self.followed(it, span),
        }
    }

    /// The value of a parameter, as far as what was decided about it leaves it.
    fn followed(&self, it: &Parameter, span: Span) -> Value {
        let value = self.by_cases(it, span);
        let value = self.with_region(it, value, span);
        match self.conditions.as_expected(it) {
            Some(expected) if !matches!(it.given, Given::Nothing) => {
                Value::choice(expected, value, it.unknown(span), span)
            }
            _ => value,
        }
    }

    pub(super) fn by_cases(&self, it: &Parameter, span: Span) -> Value {
        let Some(compared) = self.conditions.compared(it) else {
            return it.value(span);
        };
        if it.is_list {
            return it.value(span);
        }
        let Some(given) = it.given() else { return open_cases(it, compared, span) };
        let closed = (1..=limits::ALTERNATIVES).contains(&it.bounds.allowed.len());
        let mut others: Vec<(&Arc<str>, Span, Role)> = match closed {
            true => it.alternatives(),
            false => compared.iter().map(|(text, at)| (text, *at, Role::Decided)).collect(),
        };
        others.retain(|(text, ..)| **text != given);
        let cut = others.len() >= limits::ALTERNATIVES;
        others.truncate(limits::ALTERNATIVES - 1);
        let last = match others.pop() {
            // The last that is allowed is what it is if it is none of the others.
            Some((text, place, role)) if closed => alternative(text, place, role, span),
            Some(other) => {
                others.push(other);
                it.unknown(span)
            }
            None if closed => return it.value(span),
            None => it.unknown(span),
        };
        let last = if cut { it.unknown(span) } else { last };
        let rest = chain(it, others, last, span, true);
        Value::choice(it.equals(&given, true), it.value(span), rest, span)
    }
}

/// The value of a parameter that was given none: what was decided that it is, or not known.
fn open_cases(it: &Parameter, compared: &[(Arc<str>, Span)], span: Span) -> Value {
    let mut cases: Vec<(&Arc<str>, Span, Role)> = match it.bounds.allowed.is_empty() {
        true => compared.iter().map(|(text, at)| (text, *at, Role::Decided)).collect(),
        false => it.bounds.allowed.iter().map(|(text, place)| (text, *place, Role::Set)).collect(),
    };
    cases.truncate(limits::ALTERNATIVES - 1);
    chain(it, cases, it.unknown(span), span, true)
}

/// The parameter's value by cases.
fn chain(
    parameter: &Parameter,
    alternatives: Vec<(&Arc<str>, Span, Role)>,
    last: Value,
    span: Span,
    follows: bool,
) -> Value {
    alternatives.into_iter().rev().fold(last, |otherwise, (text, place, role)| {
        let value = alternative(text, place, role, span);
        Value::choice(parameter.equals(text, follows), value, otherwise, span)
    })
}

/// A text that the parameter may be, used at `span`, told of at `place`.
fn alternative(text: &Arc<str>, place: Span, role: Role, span: Span) -> Value {
    let mut value = Value::text(&**text, place).seen_at(span, role);
    if let Some(cause) = &mut value.cause {
        let cause = Arc::make_mut(cause);
        cause.hops = vec![Hop { span: place, role }];
    }
    value
}
