//! Parameters and pseudo parameters: what a deployment is given.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::template::{Mode, Template};
use super::{Inputs, limits, text};
use crate::syntax::tree::{NodeId, NodeKind, Tree};
use crate::text::Span;
use crate::value::{Atom, Condition, Hop, Kind, Role, TextBuilder, Type, Unknown, Value, Why};

/// A parameter, or a pseudo parameter.
#[derive(Debug)]
pub(super) struct Parameter {
    pub(super) name: Arc<str>,
    given: Given,
    pub(super) is_list: bool,
    /// `AllowedValues`, with the place of each.
    allowed: Vec<(Arc<str>, Span)>,
    domain: Option<Arc<[Arc<str>]>>,
    /// What stands for its value where that is not known: this very one, so that it can be told
    /// from one that was made of it.
    unknown: Arc<Unknown>,
}

#[derive(Debug)]
enum Given {
    Nothing,
    /// By the template: text, or a list of texts.
    Default(Value),
    /// By whoever deploys it.
    Supplied(Arc<str>),
}

/// All that a template may refer to, by name. `AWS::NoValue` is none of them.
pub(super) fn declared(
    tree: &Tree,
    section: Option<NodeId>,
    inputs: &Inputs,
) -> BTreeMap<Arc<str>, Arc<Parameter>> {
    let mut all: BTreeMap<Arc<str>, Arc<Parameter>> = BTreeMap::new();
    for it in pseudo(inputs.region.as_deref()) {
        all.insert(it.name.clone(), Arc::new(it));
    }
    let section = section.map(|it| &tree.node(tree.resolve(it)).kind);
    let Some(NodeKind::Mapping(pairs)) = section else { return all };
    for pair in pairs {
        if let Some(name) = tree.key(pair.key) {
            let supplied = inputs.parameters.get(name).map(String::as_str);
            let it = parameter(tree, name.into(), pair.value, supplied);
            all.insert(it.name.clone(), Arc::new(it));
        }
    }
    all
}

fn pseudo(region: Option<&str>) -> [Parameter; 7] {
    let text = |name: &str, value: Option<&str>, needs: &str| Parameter {
        name: name.into(),
        given: value.map_or(Given::Nothing, |it| Given::Supplied(it.into())),
        is_list: name == "AWS::NotificationARNs",
        allowed: Vec::new(),
        domain: None,
        unknown: Arc::new(
            Unknown::new(
                Why::Input(needs.into()),
                match name {
                    "AWS::NotificationARNs" => Type::List(Box::new(Type::Text)),
                    _ => Type::Text,
                },
            )
            .not_null(),
        ),
    };
    let (partition, suffix) = region.map(partition).unzip();
    [
        text("AWS::Region", region, "AWS::Region"),
        text("AWS::Partition", partition, "AWS::Region"),
        text("AWS::URLSuffix", suffix, "AWS::Region"),
        text("AWS::AccountId", None, "AWS::AccountId"),
        text("AWS::StackName", None, "AWS::StackName"),
        text("AWS::StackId", None, "AWS::StackId"),
        text("AWS::NotificationARNs", None, "AWS::NotificationARNs"),
    ]
}

/// The partition of a region, and the domain its services are found under.
fn partition(region: &str) -> (&'static str, &'static str) {
    match region {
        _ if region.starts_with("cn-") => ("aws-cn", "amazonaws.com.cn"),
        _ if region.starts_with("us-gov-") => ("aws-us-gov", "amazonaws.com"),
        _ if region.starts_with("us-iso-") => ("aws-iso", "c2s.ic.gov"),
        _ if region.starts_with("us-isob-") => ("aws-iso-b", "sc2s.sgov.gov"),
        _ => ("aws", "amazonaws.com"),
    }
}

fn parameter(tree: &Tree, name: Arc<str>, id: NodeId, supplied: Option<&str>) -> Parameter {
    let kind = tree.get(id, "Type").and_then(|it| tree.key(it)).unwrap_or("String");
    let stored = kind.starts_with("AWS::SSM::Parameter::Value<");
    let is_list = kind == "CommaDelimitedList" || kind.contains("List<");
    let default = tree.get(id, "Default").and_then(|it| default(tree, it));
    let why = if stored {
        // The value is the name of the parameter that holds it.
        let path = default.as_ref().and_then(Value::as_str);
        let path = supplied.or(path).unwrap_or(&name);
        Why::Outside(format!("SSM parameter {path}").into())
    } else {
        Why::Input(name.clone())
    };
    let allowed = match tree.get(id, "AllowedValues") {
        Some(it) if !stored && !is_list => allowed(tree, it),
        _ => Vec::new(),
    };
    let given = match (supplied, default) {
        _ if stored => Given::Nothing,
        (Some(it), _) => Given::Supplied(it.into()),
        (None, Some(it)) if is_list => Given::Default(list(&it)),
        (None, Some(it)) => Given::Default(it),
        (None, None) => Given::Nothing,
    };
    let domain = (!allowed.is_empty()).then(|| allowed.iter().map(|it| it.0.clone()).collect());
    let kind = if is_list { Type::List(Box::new(Type::Text)) } else { Type::Text };
    let unknown = Arc::new(Unknown::new(why, kind).not_null());
    Parameter { name, given, is_list, allowed, domain, unknown }
}

/// A default is text as it is written, whatever it looks like.
fn default(tree: &Tree, id: NodeId) -> Option<Value> {
    let node = tree.node(tree.resolve(id));
    match &node.kind {
        NodeKind::Text(it) | NodeKind::Number(it) => {
            let mut made = TextBuilder::default();
            text::add_scalar(&mut made, it, 0..it.text.len());
            Some(text::finish(made, node.span))
        }
        NodeKind::Bool(it) => Some(Value::text(it.to_string(), node.span)),
        NodeKind::Null
        | NodeKind::Sequence(_)
        | NodeKind::Mapping(_)
        | NodeKind::Alias(_)
        | NodeKind::Broken => None,
    }
}

fn allowed(tree: &Tree, id: NodeId) -> Vec<(Arc<str>, Span)> {
    let NodeKind::Sequence(items) = &tree.node(tree.resolve(id)).kind else { return Vec::new() };
    let mut allowed: Vec<(Arc<str>, Span)> = Vec::new();
    for item in items {
        let node = tree.node(tree.resolve(*item));
        let said: Arc<str> = match &node.kind {
            NodeKind::Bool(it) => it.to_string().into(),
            _ => match tree.key(*item) {
                Some(it) => it.into(),
                // A list with anything else in it does not say what is allowed.
                None => return Vec::new(),
            },
        };
        if !allowed.iter().any(|(it, _)| *it == said) {
            allowed.push((said, node.span));
        }
    }
    allowed
}

/// The members that a default lists.
fn list(value: &Value) -> Value {
    let Kind::Text(text) = &value.kind else { return value.clone() };
    if text.is_empty() {
        return Value::tuple(Vec::new(), value.span);
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
    /// The value that the inputs and defaults give it, used at `span`.
    fn value(&self, span: Span) -> Value {
        match &self.given {
            Given::Nothing => self.unknown(span),
            Given::Default(value) => {
                let mut value = value.clone().seen_at(span, Role::Set);
                if let Kind::List(list) = &value.kind {
                    let items = list.items.iter().cloned();
                    let items = items.map(|it| it.seen_at(span, Role::Set)).collect();
                    value.kind = Value::tuple(items, span).kind;
                }
                value
            }
            Given::Supplied(it) if self.is_list => {
                let items = it.split(',').map(|it| Value::text(it.trim(), span));
                let items = if it.is_empty() { Vec::new() } else { items.collect() };
                Value::tuple(items, span)
            }
            Given::Supplied(it) => Value::text(&**it, span),
        }
    }

    fn unknown(&self, span: Span) -> Value {
        Value::new(Kind::Unknown(self.unknown.clone()), span)
    }

    /// Tells its unknown value from those that are made of it.
    pub(super) fn identity(&self) -> *const Unknown {
        Arc::as_ptr(&self.unknown)
    }

    /// Its one text, if it was given one.
    fn given(&self) -> Option<Arc<str>> {
        match &self.given {
            Given::Supplied(it) if !self.is_list => Some(it.clone()),
            Given::Default(value) => value.as_str().map(Into::into),
            Given::Supplied(_) | Given::Nothing => None,
        }
    }

    pub(super) fn domain(&self) -> Option<&[Arc<str>]> {
        self.domain.as_deref()
    }

    /// Whether it is `text`.
    pub(super) fn equals(&self, text: &Arc<str>, follows: bool) -> Condition {
        Condition::Atom(Arc::new(Atom {
            subject: self.name.clone(),
            scope: "".into(),
            equals: Some(text.clone()),
            domain: self.domain.clone(),
            default: self.given().map(|it| it == *text),
            follows,
        }))
    }
}

impl Template<'_> {
    /// What `Ref` of a parameter is.
    pub(super) fn parameter(&self, it: &Parameter, span: Span) -> Value {
        match self.mode {
            Mode::Given => it.value(span),
            Mode::Explored if it.is_list || it.allowed.len() > limits::ALTERNATIVES => {
                it.unknown(span)
            }
            Mode::Explored => {
                let alternatives = it.allowed.iter().map(|(text, place)| (text, *place, Role::Set));
                // What is not allowed cannot be.
                let last =
                    if it.allowed.is_empty() { it.unknown(span) } else { Value::absent(span) };
                chain(it, alternatives.collect(), last, span, false)
            }
            Mode::Followed => self.followed(it, span),
        }
    }

    /// The value of a parameter, as far as what was decided about it leaves it.
    fn followed(&self, it: &Parameter, span: Span) -> Value {
        let Some(compared) = self.conditions.compared.get(&it.name) else { return it.value(span) };
        let (Some(given), false) = (it.given(), it.is_list) else { return it.value(span) };
        let closed = !it.allowed.is_empty() && it.allowed.len() <= limits::ALTERNATIVES;
        let mut others: Vec<(&Arc<str>, Span, Role)> = match closed {
            true => it.allowed.iter().map(|(text, place)| (text, *place, Role::Set)).collect(),
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
