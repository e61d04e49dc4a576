//! The functions, one each.

use std::sync::Arc;

use base64::Engine as _;

use super::alternatives::{self, Assumed, Reach};
use super::evaluate::Argument;
use super::for_each::Scope;
use super::references::{invalid, outside};
use super::template::Template;
use super::{cidr, json, limits, text};
use crate::text::Span;
use crate::value::{
    Condition, Kind, Members, Role, Run, Text, TextBuilder, Type, Unknown, Value, Why,
};

impl Template<'_> {
    /// What a function makes of its argument.
    pub(super) fn function(
        &mut self,
        name: &str,
        argument: Argument,
        scope: &Scope,
        span: Span,
    ) -> Value {
        match name {
            "Ref" => self.r#ref(argument, scope, span),
            "Fn::GetAtt" => self.get_att(argument, scope, span),
            "Fn::Sub" => self.sub(argument, scope, span),
            "Fn::FindInMap" => self.find_in_map(argument, scope, span),
            "Fn::If" => self.r#if(argument, scope, span),
            "Fn::Join" => self.join(argument, scope, span),
            "Fn::Split" => self.split(argument, scope, span),
            "Fn::Select" => self.select(argument, scope, span),
            "Fn::Cidr" => self.cidr(argument, scope, span),
            "Fn::Base64" => self.map(argument, scope, span, &mut Self::base64),
            "Fn::Length" => self.map(argument, scope, span, &mut Self::length),
            "Fn::ImportValue" => self.map(argument, scope, span, &mut Self::import),
            "Fn::GetAZs" => self.map(argument, scope, span, &mut Self::zones),
            "Fn::ToJsonString" => self.json_text(argument, scope, span),
            "Fn::Transform" => {
                let value = self.argument(argument, scope);
                Value::unknown(self.transformed(&value), Type::Any, span)
            }
            "Condition" | "Fn::And" | "Fn::Or" | "Fn::Not" | "Fn::Equals" => {
                invalid(format!("`{name}` is a condition, not a value"), span)
            }
            "Fn::GetStackOutput" => self.other_stack(argument, scope, span),
            name => {
                outside(format!("`{name}`, a function that is not worked out"), Type::Any, span)
            }
        }
    }

    fn r#if(&mut self, argument: Argument, scope: &Scope, span: Span) -> Value {
        let Some([condition, then, otherwise]) = self.items(argument) else {
            return invalid("`Fn::If` is not given a condition and two values", span);
        };
        let Some(name) = self.name(*condition, scope) else {
            return invalid("`Fn::If` is not given the name of a condition", span);
        };
        match self.named_condition(&name) {
            Condition::Always(true) => self.value(*then, scope),
            Condition::Always(false) => self.value(*otherwise, scope),
            condition => {
                let (then, otherwise) = (self.value(*then, scope), self.value(*otherwise, scope));
                Value::choice(condition, then, otherwise, span)
            }
        }
    }

    fn join(&mut self, argument: Argument, scope: &Scope, span: Span) -> Value {
        let Some([delimiter, list]) = self.items(argument) else {
            return invalid("`Fn::Join` is not given a delimiter and a list", span);
        };
        if self.call(*delimiter).is_some() {
            return invalid("the delimiter of `Fn::Join` is a function", span);
        }
        let inputs = [self.value(*delimiter, scope), self.value(*list, scope)];
        let all = self.each(&inputs, Reach::Items, span, &mut |this, it, _| this.joined(it, span));
        all.unwrap_or_else(|| match &inputs[1].kind {
            // What conditions choose are holes then.
            Kind::List(it) if !it.items.iter().any(may_be_absent) => self.joined(&inputs, span),
            _ => self.too_many(&inputs, span),
        })
    }

    fn joined(&mut self, inputs: &[Value], span: Span) -> Value {
        let [delimiter, list] = inputs else { return invalid("an operand is missing", span) };
        let (Some(_), Kind::List(list)) = (text::plain(delimiter), &list.kind) else {
            return self.because(inputs, Type::Text, "`Fn::Join`", span);
        };
        let mut made = TextBuilder::default();
        for (index, item) in list.items.iter().filter(|it| !it.is_absent()).enumerate() {
            let between = if index == 0 { Ok(()) } else { text::add(&mut made, delimiter) };
            if let Err(why) = between.and_then(|()| text::add(&mut made, item)) {
                return Value::unknown(why, Type::Text, span).made_from(span, inputs);
            }
        }
        self.made(made, span)
    }

    fn split(&mut self, argument: Argument, scope: &Scope, span: Span) -> Value {
        let Some([delimiter, source]) = self.items(argument) else {
            return invalid("`Fn::Split` is not given a delimiter and a text", span);
        };
        let inputs = [self.value(*delimiter, scope), self.value(*source, scope)];
        let all = self.each(&inputs, Reach::Itself, span, &mut |this, it, _| this.pieces(it, span));
        all.unwrap_or_else(|| self.too_many(&inputs, span))
    }

    fn pieces(&mut self, inputs: &[Value], span: Span) -> Value {
        let [delimiter, source] = inputs else { return invalid("an operand is missing", span) };
        let delimiter = text::plain(delimiter);
        if delimiter.as_deref() == Some("") {
            return invalid("`Fn::Split` is given an empty delimiter", span);
        }
        let (Some(delimiter), Some(said)) = (&delimiter, text::plain(source)) else {
            return self.pieces_with_holes(inputs, delimiter.as_deref(), span);
        };
        let pieces = match &source.kind {
            Kind::Text(it) => text::split(it, delimiter),
            _ => text::split(&Text::derived(said, source.span), delimiter),
        };
        if pieces.len() >= limits::ITEMS || !self.step(span, pieces.len()) {
            return Value::unknown(Why::Limit("length of a list"), Type::Any, span);
        }
        let items = pieces.into_iter().map(|it| piece(it.build(), source, span)).collect();
        Value::tuple(items, span).made_from(span, [source])
    }

    /// The pieces of a text that is not all known: those before the first hole that may hold a
    /// delimiter, and what the next one starts with.
    fn pieces_with_holes(
        &mut self,
        inputs: &[Value],
        delimiter: Option<&str>,
        span: Span,
    ) -> Value {
        let unknown = self.because(inputs, Type::List(Box::new(Type::Text)), "`Fn::Split`", span);
        let mut characters = delimiter.unwrap_or_default().chars();
        let (Some(delimiter), None) = (characters.next(), characters.next()) else {
            return unknown;
        };
        let Some(value) = inputs.get(1) else { return unknown };
        let Kind::Text(source) = &value.kind else { return unknown };
        let closed = |it: &Value| self.cannot_hold(it, delimiter);
        let rest = |it: &Value| {
            let rest = self.because([it], Type::Text, "`Fn::Split`", it.span);
            Value { span: it.span, ..rest }
        };
        let (pieces, ended) = text::split_before_holes(source, delimiter, &closed, &rest);
        if pieces.len() >= limits::ITEMS || !self.step(span, pieces.len()) {
            return Value::unknown(Why::Limit("length of a list"), Type::Any, span);
        }
        let item = |it: TextBuilder| match text::finish(it, span) {
            Value { kind: Kind::Text(it), .. } if it.as_str().is_some() => {
                piece(it.as_ref().clone(), value, span)
            }
            it => it,
        };
        let items: Vec<Value> = pieces.into_iter().map(item).collect();
        match (ended, unknown.as_unknown()) {
            (false, Some(of)) => {
                let first = items.len();
                let of = Unknown::clone(of).with_members(Members::new(items, first));
                Value { kind: Kind::Unknown(Arc::new(of)), ..unknown }
            }
            _ => Value::tuple(items, span).made_from(span, &inputs[1..]),
        }
    }

    /// Whether a value that is not known is sure to have a character nowhere in it.
    fn cannot_hold(&self, value: &Value, character: char) -> bool {
        let parameter = value.as_unknown().and_then(|it| self.parameter_of(it));
        let of_names = character.is_ascii_alphanumeric() || matches!(character, '-' | '.');
        !of_names
            && parameter.is_some_and(|it| {
                matches!(
                    &*it.name,
                    "AWS::AccountId"
                        | "AWS::Partition"
                        | "AWS::Region"
                        | "AWS::StackName"
                        | "AWS::URLSuffix"
                )
            })
    }

    fn select(&mut self, argument: Argument, scope: &Scope, span: Span) -> Value {
        let Some([index, list]) = self.items(argument) else {
            return invalid("`Fn::Select` is not given an index and a list", span);
        };
        let inputs = [self.value(*index, scope), self.value(*list, scope)];
        let all = self.each(&inputs, Reach::Itself, span, &mut |this, it, _| {
            let Some(index) = text::plain(&it[0]) else {
                return this.because(it, Type::Any, "`Fn::Select`", span);
            };
            let Ok(index) = index.trim().parse::<usize>() else {
                return invalid(format!("`Fn::Select` is given the index `{index}`"), span);
            };
            if let Some(item) = it[1].as_unknown().and_then(|it| it.first().get(index)) {
                return item.clone().seen_at(span, Role::Passed);
            }
            this.present(&it[1], "`Fn::Select`", Type::Any, span, &mut |_, items| match items
                .get(index)
            {
                Some(item) => item.clone().seen_at(span, Role::Passed),
                None => {
                    let items = items.len();
                    let message = format!("`Fn::Select` asks for item {index} of {items}");
                    invalid(message, span)
                }
            })
        });
        all.unwrap_or_else(|| self.too_many(&inputs, span))
    }

    fn cidr(&mut self, argument: Argument, scope: &Scope, span: Span) -> Value {
        let items = match self.items(argument) {
            Some(items @ [_, _, _]) => items,
            // What the number of bits is then, the documentation does not say.
            Some([_, _]) => {
                return outside("the number of bits of `Fn::Cidr`", Type::Any, span);
            }
            _ => return invalid("`Fn::Cidr` is not given a block, a count and a size", span),
        };
        let inputs: Vec<Value> = items.iter().map(|it| self.value(*it, scope)).collect();
        let all = self.each(&inputs, Reach::Itself, span, &mut |this, it, _| this.blocks(it, span));
        all.unwrap_or_else(|| self.too_many(&inputs, span))
    }

    fn blocks(&mut self, inputs: &[Value], span: Span) -> Value {
        let number = |it: Option<&Value>| it.map(|it| text::plain(it)?.trim().parse::<u32>().ok());
        let (count, bits) = (number(inputs.get(1)).flatten(), number(inputs.get(2)));
        let (Some(count), Some(bits)) = (count, bits.flatten()) else {
            return self.because(inputs, Type::List(Box::new(Type::Text)), "`Fn::Cidr`", span);
        };
        let made = match (text::plain(&inputs[0]), &inputs[0].kind) {
            (Some(block), _) => cidr::blocks(&block, count, bits)
                .map(|it| it.into_iter().map(|it| Value::text(it, span)).collect()),
            // How many there are is known even so.
            (None, Kind::Unknown(_) | Kind::Text(_)) => cidr::check(count).map(|()| {
                let one = self.because(&inputs[..1], Type::Text, "`Fn::Cidr`", span);
                vec![one; count as usize]
            }),
            (None, _) => {
                return self.because(inputs, Type::List(Box::new(Type::Text)), "`Fn::Cidr`", span);
            }
        };
        let items: Vec<Value> = match made {
            Ok(all) => all,
            Err(message) => return invalid(message, span),
        };
        Value::tuple(items, span).made_from(span, inputs)
    }

    /// A function of one value.
    pub(super) fn map(
        &mut self,
        argument: Argument,
        scope: &Scope,
        span: Span,
        make: &mut dyn FnMut(&mut Self, &Value, Span) -> Value,
    ) -> Value {
        let input = [self.argument(argument, scope)];
        let all =
            self.each(&input, Reach::Itself, span, &mut |this, it, _| make(this, &it[0], span));
        all.unwrap_or_else(|| self.too_many(&input, span))
    }

    fn base64(&mut self, it: &Value, span: Span) -> Value {
        match text::plain(it) {
            Some(said) if said.len() > limits::TEXT || !self.step(span, said.len() / 64) => {
                Value::unknown(Why::Limit("length of a text"), Type::Text, span)
            }
            Some(said) => {
                let encoded = base64::engine::general_purpose::STANDARD.encode(said);
                Value::text(encoded, span).made_from(span, [it])
            }
            None => self.because([it], Type::Text, "`Fn::Base64`", span),
        }
    }

    fn length(&mut self, it: &Value, span: Span) -> Value {
        self.present(it, "`Fn::Length`", Type::Number, span, &mut |_, items| {
            Value::number(items.len(), span)
        })
        .made_from(span, [it])
    }

    fn import(&mut self, it: &Value, span: Span) -> Value {
        let name = match &it.kind {
            Kind::Text(it) => text::told(it),
            _ => text::plain(it).unwrap_or_else(|| text::hole(it)),
        };
        outside(format!("the export `{name}`"), Type::Text, span)
    }

    fn zones(&mut self, it: &Value, span: Span) -> Value {
        let region = text::plain(it).filter(|it| !it.is_empty());
        let of = region.map_or_else(|| "the region".to_owned(), |it| format!("`{it}`"));
        let kind = Type::List(Box::new(Type::Text));
        outside(format!("the Availability Zones of {of}"), kind, span)
    }

    /// What another stack gives, in this account or another.
    fn other_stack(&mut self, argument: Argument, scope: &Scope, span: Span) -> Value {
        let given = self.argument(argument, scope);
        let part = |name: &str| text::plain(given.as_map()?.get(name)?);
        let message = match (part("OutputName"), part("StackName")) {
            (Some(output), Some(stack)) => format!("the output `{output}` of stack `{stack}`"),
            (Some(output), None) => format!("the output `{output}` of a stack"),
            (None, _) => "an output of a stack".to_owned(),
        };
        outside(message, Type::Any, span)
    }

    fn json_text(&mut self, argument: Argument, scope: &Scope, span: Span) -> Value {
        self.json += 1;
        let input = [self.argument(argument, scope)];
        self.json -= 1;
        let is_text = |it: &Value| {
            matches!(it.kind, Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) | Kind::Null)
        };
        if is_text(&input[0]) {
            return invalid("`Fn::ToJsonString` is not given an object or a list", span);
        }
        let all = self.each(&input, Reach::Deep, span, &mut |this, it, _| this.json(&it[0], span));
        // With too many alternatives, what conditions choose are holes.
        all.unwrap_or_else(|| {
            self.too_many(&input, span);
            self.json(&input[0], span)
        })
    }

    fn json(&mut self, it: &Value, span: Span) -> Value {
        match json::write(it, span) {
            Some(text) if self.step(span, text.len() / 64 + text.runs()) => {
                let value = text.value(span);
                match &value.kind {
                    Kind::Text(text) => {
                        let text = text.as_ref().clone().of_document(it.clone());
                        Value { kind: Kind::Text(Arc::new(text)), ..value }
                    }
                    _ => value,
                }
            }
            _ => Value::unknown(Why::Limit("length of a text"), Type::Text, span),
        }
    }

    /// Where what a macro makes comes from.
    pub(super) fn transformed(&self, it: &Value) -> Why {
        let name = it.as_map().and_then(|it| it.get("Name")).and_then(Value::as_str);
        let parameters = it.as_map().and_then(|it| it.get("Parameters"));
        let location = parameters.and_then(|it| it.as_map()?.get("Location")?.as_str());
        let name = name.unwrap_or("Fn::Transform");
        Why::Outside(match location {
            Some(location) => format!("{name} {location}").into(),
            None => name.into(),
        })
    }

    /// What `make` makes of the items of a list, those left out left out.
    fn present(
        &mut self,
        list: &Value,
        function: &str,
        kind: Type,
        span: Span,
        make: &mut dyn FnMut(&mut Self, &[Value]) -> Value,
    ) -> Value {
        let Kind::List(it) = &list.kind else {
            return self.because([list], kind, function, span);
        };
        let mut present = |this: &mut Self, items: &[Value]| {
            let items: Vec<Value> = items.iter().filter(|it| !it.is_absent()).cloned().collect();
            make(this, &items)
        };
        if !it.items.iter().any(may_be_absent) {
            return present(self, &it.items);
        }
        let all = self.each(&it.items, Reach::Itself, span, &mut |this, it, _| present(this, it));
        all.unwrap_or_else(|| self.too_many(&it.items, span))
    }

    /// A value not known because what it is made of is not, or is nothing it could be made of.
    pub(super) fn because<'v>(
        &self,
        inputs: impl IntoIterator<Item = &'v Value> + Clone,
        kind: Type,
        function: &str,
        span: Span,
    ) -> Value {
        let whys = inputs.clone().into_iter().flat_map(unknowns);
        let mut unknown = Unknown::because(whys, kind);
        if unknown.why.is_empty() {
            let message = format!("{function} is given what it cannot take");
            unknown.why.push(Why::Invalid(message.into()));
        }
        Value::new(Kind::Unknown(Arc::new(unknown)), span).made_from(span, inputs)
    }

    /// What `make` makes of the inputs, in each combination of what conditions choose. None if
    /// there are too many.
    pub(super) fn each(
        &mut self,
        inputs: &[Value],
        reach: Reach,
        span: Span,
        make: &mut dyn FnMut(&mut Self, &[Value], &Assumed) -> Value,
    ) -> Option<Value> {
        alternatives::each(
            inputs,
            reach,
            &mut |it, assumed| make(self, it, assumed),
            &|condition, then, otherwise| Value::choice(condition, then, otherwise, span),
        )
    }
}

/// A piece of a text, used at `span`: set where it is written, if that is one place.
fn piece(text: Text, source: &Value, span: Span) -> Value {
    let mut runs = text.pieces();
    let written = match (runs.next(), runs.next()) {
        (Some((Run::Literal { span, exact: true, cause: None, .. }, _)), None) => Some(*span),
        _ => None,
    };
    drop(runs);
    let kind = Kind::Text(Arc::new(text));
    match written.filter(|_| source.hops().is_empty()) {
        Some(place) => Value::new(kind, place).seen_at(span, Role::Set),
        None => Value { kind, span, cause: source.cause.clone() },
    }
}

/// Why a value is not known, or not all of it.
fn unknowns(value: &Value) -> Vec<&Unknown> {
    match &value.kind {
        Kind::Unknown(it) => vec![it],
        Kind::Text(it) => it.holes().flat_map(unknowns).collect(),
        Kind::If(it) => unknowns(&it.then).into_iter().chain(unknowns(&it.otherwise)).collect(),
        Kind::List(it) => it.items.iter().flat_map(unknowns).collect(),
        Kind::Absent | Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Map(_) => Vec::new(),
    }
}

/// Whether a value may be left out.
pub(super) fn may_be_absent(value: &Value) -> bool {
    match &value.kind {
        Kind::Absent => true,
        Kind::If(it) => may_be_absent(&it.then) || may_be_absent(&it.otherwise),
        _ => false,
    }
}
