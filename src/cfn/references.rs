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
        match self.name_of(argument, scope) {
            Some(name) => self.meant(&name, scope, span),
            // With the language extensions, the name may be worked out.
            None => self.map(argument, scope, span, &mut |this, it, span| match text::plain(it) {
                Some(name) => this.meant(&name, scope, span),
                None => this.because([it], Type::Any, "`Ref`", span),
            }),
        }
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
        if let Some(value) = self.passed(name, span) {
            return value;
        }
        match self.parameters.get(name).cloned() {
            Some(it) => self.parameter(&it, span),
            None => self.output(name, "Ref", Type::Text, span),
        }
    }

    /// An attribute of a resource, which only a deployment will know; unless that is the output of
    /// a stack whose template is at hand.
    fn output(&mut self, name: &str, attribute: &str, kind: Type, span: Span) -> Value {
        if !self.open && !self.declared.contains(name) {
            return invalid(format!("`{name}` is not declared"), span);
        }
        if let Some(output) = attribute.strip_prefix("Outputs.")
            && let Some(value) = self.stack_output(name, output, span)
        {
            return value;
        }
        let reference = Reference { address: self.address(name), attribute: attribute.into() };
        let unknown = Unknown::new(Why::Output(reference.clone()), kind).not_null();
        Value::new(Kind::Unknown(Arc::new(unknown)), span).of(reference)
    }

    pub(super) fn get_att(&mut self, argument: Argument, scope: &Scope, span: Span) -> Value {
        let parts: Vec<Value> = match self.items(argument) {
            Some(items @ [_, _, ..]) => items.iter().map(|it| self.value(*it, scope)).collect(),
            Some(_) => Vec::new(),
            None => match self.name_of(argument, scope) {
                Some(name) => return self.attribute(&name, span),
                None => vec![self.argument(argument, scope)],
            },
        };
        let all = self.each(&parts, Reach::Itself, span, &mut |this, parts, _| {
            let said: Option<Vec<String>> = parts.iter().map(text::plain).collect();
            match said {
                Some(said) => this.attribute(&said.join("."), span),
                None => this.because(parts, Type::Any, "`Fn::GetAtt`", span),
            }
        });
        all.unwrap_or_else(|| self.too_many(&parts, span))
    }

    /// What `Name.Attribute` stands for.
    fn attribute(&mut self, name: &str, span: Span) -> Value {
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

/// A value that is kept outside the template.
pub(super) fn outside(what: impl Into<Arc<str>>, kind: Type, span: Span) -> Value {
    let unknown = Unknown::new(Why::Outside(what.into()), kind).not_null();
    Value::new(Kind::Unknown(Arc::new(unknown)), span)
}
