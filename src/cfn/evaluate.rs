//! What is written, as values; functions are handed to [`super::intrinsics`].

use std::sync::Arc;

use super::for_each::Scope;
use super::parameters::Parameter;
use super::template::{Mode, Template};
use super::{limits, text};
use crate::syntax::tree::{Node, NodeId, NodeKind, Scalar};
use crate::text::Span;
use crate::value::{
    Condition, Entry, Kind, Map, MapShape, Number, Role, TextBuilder, Type, Unknown, Value, Why,
};

/// What a function is given.
#[derive(Clone, Copy, Debug)]
pub(super) struct Argument {
    id: NodeId,
    /// Whether the function is the node's tag, so that the node without it is meant.
    tagged: bool,
}

impl Argument {
    pub(super) fn node(self) -> NodeId {
        self.id
    }
}

impl<'t> Template<'t> {
    /// Where a node stands, its tag included.
    pub(super) fn span(&self, id: NodeId) -> Span {
        let node = self.tree.node(id);
        node.tag.as_ref().map_or(node.span, |it| it.span.to(node.span))
    }

    /// Goes one level deeper; false when that is too deep, or there has been enough work.
    pub(super) fn enter(&mut self, span: Span) -> bool {
        if self.depth >= limits::DEPTH {
            let limit = limits::DEPTH;
            self.cut(span, format!("values nest deeper than {limit} levels"));
            return false;
        }
        if !self.step(span, 1) {
            return false;
        }
        self.depth += 1;
        true
    }

    pub(super) fn leave(&mut self) {
        self.depth -= 1;
    }

    pub(super) fn value(&mut self, id: NodeId, scope: &Scope) -> Value {
        let span = self.span(id);
        if !self.enter(span) {
            return Value::unknown(Why::Limit("depth or steps"), Type::Any, span);
        }
        let value = match self.call(id) {
            Some((name, argument)) => self.function(&name, argument, scope, span),
            None => self.bare(id, scope),
        };
        self.leave();
        value
    }

    /// What a node says if it is no function, its tag left out.
    fn bare(&mut self, id: NodeId, scope: &Scope) -> Value {
        let tree = self.tree;
        let Node { kind, span, .. } = tree.node(id);
        let span = *span;
        match kind {
            NodeKind::Null if self.json > 0 => Value::null(span),
            NodeKind::Null => {
                let why = Why::Invalid("null values are not allowed in templates".into());
                Value::unknown(why, Type::Any, span)
            }
            NodeKind::Bool(it) => Value::bool(*it, span),
            NodeKind::Number(it) => match number(it) {
                Some(number) => Value::number(number, span),
                None => self.literal(it, span, scope),
            },
            NodeKind::Text(it) => self.literal(it, span, scope),
            NodeKind::Sequence(items) => {
                let items = items.iter().map(|it| self.value(*it, scope)).collect();
                Value::tuple(items, span)
            }
            NodeKind::Mapping(_) => self.object(id, scope, span),
            NodeKind::Alias(target) => {
                self.borrow(id);
                self.aliases += 1;
                let value = self.value(*target, scope);
                self.aliases -= 1;
                value.seen_at(span, Role::Set)
            }
            NodeKind::Broken => {
                Value::unknown(Why::Invalid("not readable".into()), Type::Any, span)
            }
        }
    }

    fn object(&mut self, id: NodeId, scope: &Scope, span: Span) -> Value {
        let mut entries = Vec::new();
        let mut open = None;
        for it in self.members(id, scope) {
            if &*it.key == "Fn::Transform" {
                let value = self.value(it.value, &it.scope);
                let why = self.transformed(&value);
                open = Some(Arc::new(Unknown::new(why, Type::Any)));
                continue;
            }
            if it.key.starts_with("Fn::") {
                let why = Why::Invalid(format!("`{}` stands beside other keys", it.key).into());
                open = Some(Arc::new(Unknown::new(why, Type::Any)));
                continue;
            }
            let mut value = self.value(it.value, &it.scope);
            if it.exists != Condition::Always(true) {
                let before = entries.iter().rev().find(|entry: &&Entry| entry.key == it.key);
                let before = before.map_or(Value::absent(value.span), |it| it.value.clone());
                let span = value.span;
                value = Value::choice(it.exists, value, before, span);
            }
            entries.push(Entry { key: it.key, key_span: it.key_span, value });
        }
        // What could not be read may have been a key.
        if let NodeKind::Mapping(pairs) = &self.tree.node(id).kind
            && pairs.iter().any(|it| matches!(self.tree.node(it.key).kind, NodeKind::Broken))
        {
            let why = Why::Invalid("not readable".into());
            open = Some(Arc::new(Unknown::new(why, Type::Any)));
        }
        let mut map = Map::new(MapShape::Object, entries);
        map.open = open;
        Value::new(Kind::Map(Arc::new(map)), span)
    }

    /// Text that stands as it is.
    fn literal(&mut self, scalar: &Scalar, span: Span, scope: &Scope) -> Value {
        let mut made = TextBuilder::default();
        if scope.is_empty() {
            text::add_scalar(&mut made, scalar, 0..scalar.text.len());
        } else {
            self.add_substituted(&mut made, scalar, span, scope);
        }
        text::finish(made, span)
    }

    /// The text of a scalar that names something, with the variables of loops put in.
    pub(super) fn name(&self, id: NodeId, scope: &Scope) -> Option<String> {
        let id = self.tree.resolve(id);
        let node = self.tree.node(id);
        match (&node.tag, &node.kind) {
            (Some(_), _) => None,
            (None, NodeKind::Bool(it)) => Some(it.to_string()),
            (None, _) => {
                let said = self.tree.key(id)?;
                Some(if scope.is_empty() { said.to_owned() } else { scope.substitute(said) })
            }
        }
    }

    /// A function and what it is given, if a node is one: `!Sub x`, or an object of the one key
    /// `Fn::Sub`.
    pub(super) fn call(&self, id: NodeId) -> Option<(String, Argument)> {
        let node = self.tree.node(id);
        if let Some(tag) = &node.tag {
            let name = match &*tag.name {
                "Ref" | "Condition" => tag.name.clone(),
                name => format!("Fn::{name}"),
            };
            return Some((name, Argument { id, tagged: true }));
        }
        self.long_form(id)
    }

    /// A function written as an object of one key, whatever the node's tag.
    fn long_form(&self, id: NodeId) -> Option<(String, Argument)> {
        let node = self.tree.node(id);
        let NodeKind::Mapping(pairs) = &node.kind else { return None };
        let [pair] = &pairs[..] else { return None };
        let name = self.tree.key(pair.key)?;
        let is_function = match name {
            "Ref" => true,
            // Elsewhere it is an ordinary key, as in a policy's statement.
            "Condition" => !matches!(self.mode, Mode::Followed | Mode::Keyed),
            _ => name.starts_with("Fn::") && !name.starts_with("Fn::ForEach::"),
        };
        is_function.then(|| (name.to_owned(), Argument { id: pair.value, tagged: false }))
    }

    pub(super) fn argument(&mut self, it: Argument, scope: &Scope) -> Value {
        if !it.tagged {
            return self.value(it.id, scope);
        }
        let span = self.tree.node(it.id).span;
        match self.long_form(it.id) {
            Some((name, argument)) => self.function(&name, argument, scope, span),
            None => self.bare(it.id, scope),
        }
    }

    /// The node an argument is, aliases followed; none if it is a function itself.
    pub(super) fn plain(&self, it: Argument) -> Option<NodeId> {
        let (id, call) = match it.tagged {
            true => (it.id, self.long_form(it.id)),
            false => {
                let id = self.tree.resolve(it.id);
                (id, self.call(id))
            }
        };
        call.is_none().then_some(id)
    }

    /// The items of an argument that is written as a list.
    pub(super) fn items(&self, it: Argument) -> Option<&'t [NodeId]> {
        let tree = self.tree;
        match &tree.node(self.plain(it)?).kind {
            NodeKind::Sequence(items) => Some(items),
            _ => None,
        }
    }

    /// The text of an argument that names something.
    pub(super) fn name_of(&self, it: Argument, scope: &Scope) -> Option<String> {
        match &self.tree.node(self.plain(it)?).kind {
            NodeKind::Text(it) | NodeKind::Number(it) => Some(scope.substitute(&it.text)),
            _ => None,
        }
    }

    /// The parameter that an unknown value is, unchanged.
    pub(super) fn parameter_of(&self, unknown: &Arc<Unknown>) -> Option<Arc<Parameter>> {
        self.unknowns.get(&Arc::as_ptr(unknown)).filter(|it| !it.is_list).cloned()
    }
}

/// YAML's numbers are those of YAML 1.1.
fn number(scalar: &Scalar) -> Option<Number> {
    Number::written(&scalar.number()?)
}
