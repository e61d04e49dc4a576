//! `Ref` and `Fn::GetAtt`: what a name stands for.

use std::sync::Arc;

use super::alternatives::Reach;
use super::evaluate::Argument;
use super::for_each::Scope;
use super::template::Template;
use super::text;
use crate::text::Span;
use crate::value::{Kind, Reference, Role, Type, Unknown, Value, Why};

impl Template<'_> {
    pub(super) fn r#ref(&mut self, argument: Argument, scope: &Scope, span: Span) -> Value {
        if let Some(name) = self.name_of(argument, scope) {
            return self.meant(&name, scope, span);
        }
        let input = [self.argument(argument, scope)];
        let all =
            self.each(&input, Reach::Itself, span, &mut |this, it, _| match text::plain(&it[0]) {
                Some(name) => this.meant(&name, scope, span),
                None => this.because(it, Type::Any, "`Ref`", span),
            });
        all.unwrap_or_else(|| self.too_many(&input, span))
    }

    /// What a name in a text stands for: `Name`, or `Name.Attribute`.
    pub(super) fn named(&mut self, name: &str, scope: &Scope, span: Span) -> Value {
        match name.split_once('.') {
            Some((address, attribute)) => self.output(address, attribute, Type::Any, span),
            None => self.meant(name, scope, span),
        }
    }

    fn meant(&mut self, name: &str, scope: &Scope, span: Span) -> Value {
        if let Some(value) = scope.get(name) {
            return value.clone().seen_at(span, Role::Passed);
        }
        if name == "AWS::NoValue" {
            return Value::absent(span);
        }
        match self.parameters.get(name).cloned() {
            Some(it) => self.parameter(&it, span),
            None => self.output(name, "Ref", Type::Text, span),
        }
    }

    /// An attribute of a resource, which only a deployment will know.
    fn output(&self, address: &str, attribute: &str, kind: Type, span: Span) -> Value {
        if !self.open && !self.declared.contains(address) {
            return invalid(format!("`{address}` is not declared"), span);
        }
        let reference = Reference { address: address.into(), attribute: attribute.into() };
        let unknown = Unknown::new(Why::Output(reference.clone()), kind).not_null();
        Value::new(Kind::Unknown(Arc::new(unknown)), span).of(reference)
    }

    pub(super) fn get_att(&mut self, argument: Argument, scope: &Scope, span: Span) -> Value {
        let Some(items) = self.items(argument) else {
            let name = self.name_of(argument, scope);
            return self.attribute(name.as_deref().unwrap_or_default(), span);
        };
        let inputs: Vec<Value> = items.iter().map(|it| self.value(*it, scope)).collect();
        let all = self.each(&inputs, Reach::Itself, span, &mut |this, it, _| {
            let parts: Option<Vec<String>> = it.iter().map(text::plain).collect();
            match parts {
                Some(parts) => this.attribute(&parts.join("."), span),
                None => this.because(it, Type::Any, "`Fn::GetAtt`", span),
            }
        });
        all.unwrap_or_else(|| self.too_many(&inputs, span))
    }

    fn attribute(&self, name: &str, span: Span) -> Value {
        match name.split_once('.') {
            Some((address, attribute)) => self.output(address, attribute, Type::Any, span),
            None => invalid("`Fn::GetAtt` is not given a resource and an attribute", span),
        }
    }
}

/// A value the language would refuse.
pub(super) fn invalid(message: impl Into<Arc<str>>, span: Span) -> Value {
    Value::unknown(Why::Invalid(message.into()), Type::Any, span)
}
