//! Expressions.

use std::sync::Arc;

use crate::syntax::hcl::{Binary, Call, Conditional, Expr, ExprKind, Item, Operator, Splat, Step};
use crate::text::Span;
use crate::tf::lift::{asking, condition, invalid, lift, question, where_it};
use crate::tf::limits::{MAX_EXPRESSION_DEPTH, MAX_EXPRESSION_STEPS, MAX_WEIGHT};
use crate::tf::parts::{attribute, index};
use crate::tf::scope::Scope;
use crate::tf::{Run, convert, costs, functions, operators};
use crate::value::{
    Condition, Entry, Kind, ListShape, Map, MapShape, Members, Number, Type, Unknown, Value, Why,
};

impl Run<'_> {
    /// What an expression yields. Never fails: what Terraform would refuse is not known, and why.
    pub(super) fn eval(&self, scope: &Scope, expr: &Expr) -> Value {
        if self.depth.get() >= MAX_EXPRESSION_DEPTH {
            return self.limit("depth of an expression", expr.span);
        }
        if self.depth.get() == 0 {
            self.argument_steps.set(MAX_EXPRESSION_STEPS);
        }
        if !self.spend(1) {
            return self.limit("evaluation steps", expr.span);
        }
        self.depth.set(self.depth.get() + 1);
        let value = self.eval_inner(scope, expr);
        self.depth.set(self.depth.get() - 1);
        if value.weight() > MAX_WEIGHT {
            return self.limit("size of a value", expr.span);
        }
        value
    }

    fn eval_inner(&self, scope: &Scope, expr: &Expr) -> Value {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Null => Value::null(span),
            ExprKind::Bool(it) => Value::bool(*it, span),
            ExprKind::Number(it) => match Number::parse(it) {
                Some(it) => Value::number(it, span),
                None => invalid_value("a number that is too large", span),
            },
            ExprKind::Template(parts) => self.template(scope, parts, span),
            ExprKind::List(items) => {
                let items = items.iter().map(|it| self.eval(scope, it)).collect();
                Value::tuple(items, span)
            }
            ExprKind::Object(items) => self.object(scope, items, span),
            ExprKind::Variable(_) | ExprKind::Attr(..) | ExprKind::Index(..) => {
                self.traversal(scope, expr)
            }
            ExprKind::Splat(it) => self.splat(scope, it, span),
            ExprKind::Call(it) => self.call(scope, it, expr),
            ExprKind::Conditional(it) => self.conditional(scope, it, span),
            ExprKind::Unary(operator, it) => {
                let operand = self.eval(scope, it);
                lift(&[operand], span, &mut |args| {
                    let value = operators::unary(*operator, &args[0], span);
                    match condition(&args[0], &|| self.asked(scope, it)) {
                        Condition::Unknown(_) => value,
                        asked => asking(value, asked.not()),
                    }
                })
            }
            ExprKind::Binary(it) => self.binary(scope, it, expr),
            ExprKind::For(it) => self.comprehension(scope, it, span),
            ExprKind::Parens(it) => self.eval(scope, it),
            ExprKind::Broken => invalid_value("text that is no expression", span),
        }
    }

    /// The text of an expression on one line, to name a question by.
    pub(super) fn words(&self, span: Span) -> String {
        let text = self.reader.slice(span);
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// What an expression asks, if nothing more is known of it.
    pub(super) fn asked(&self, scope: &Scope, expr: &Expr) -> Condition {
        question(&self.words(expr.span), scope.place_of(expr), None)
    }

    // Collections.

    fn object(&self, scope: &Scope, items: &[Item], span: Span) -> Value {
        let mut entries: Vec<Entry> = Vec::with_capacity(items.len());
        let mut open: Option<Arc<Unknown>> = None;
        let mut keys: Vec<Value> = Vec::new();
        for item in items {
            let key = self.eval(scope, &item.key);
            let value = self.eval(scope, &item.value);
            match key.plain_text() {
                Some(text) => {
                    entries.push(Entry { key: text.into(), key_span: item.key.span, value });
                }
                None => {
                    // It may be the key of any entry before it.
                    for entry in &mut entries {
                        let known = Value::text(&*entry.key, entry.key_span);
                        if operators::equal(&key, &known) != Some(false) {
                            entry.value =
                                because([&entry.value, &key], Type::Any, entry.value.span);
                        }
                    }
                    let unknown = because([&key], Type::Any, span);
                    open = unknown.as_unknown().cloned().or(open);
                    keys.push(key);
                }
            }
        }
        let map = Map::new(MapShape::Object, sorted(entries));
        let map = match open {
            Some(unknown) => map.opened(unknown).with_keys(&keys),
            None => map,
        };
        Value::new(Kind::Map(Arc::new(map)), span)
    }

    // References.

    fn splat(&self, scope: &Scope, it: &Splat, span: Span) -> Value {
        let base = self.eval(scope, &it.base);
        self.splat_over(scope, &base, &it.each, span)
    }

    fn splat_over(&self, scope: &Scope, base: &Value, each: &[Step], span: Span) -> Value {
        let step = |item: Value| {
            each.iter().fold(item, |item, step| match step {
                Step::Attr(name) => attribute(&item, &name.text, name.span),
                Step::Index(key) => index(&item, &self.eval(scope, key), key.span),
                Step::Splat { each, .. } => self.splat_over(scope, &item, each, span),
            })
        };
        lift(std::slice::from_ref(base), span, &mut |args| {
            let base = &args[0];
            let items = match &base.kind {
                Kind::Null => Vec::new(),
                Kind::Unknown(unknown) => {
                    let kind = match &unknown.kind {
                        Type::List(it) if each.is_empty() => Type::List(it.clone()),
                        _ => Type::Any,
                    };
                    if !self.spend(unknown.members().len() as u64) {
                        return self.limit("evaluation steps", span);
                    }
                    let members = unknown.members().iter().cloned().map(step).collect();
                    let members = Members::new(members, unknown.first().len());
                    return open(because([base], kind, span), members);
                }
                Kind::List(list) => list.items.clone(),
                _ => vec![base.clone()],
            };
            if !self.spend(items.len() as u64) {
                return self.limit("evaluation steps", span);
            }
            let items: Vec<Value> = items.into_iter().map(step).collect();
            // What is asked of a list, whose elements are alike, is a list.
            let shape = match base.as_list().map(|it| &it.shape) {
                Some(ListShape::List(_) | ListShape::Set(_)) => convert::unify_values(&items),
                Some(ListShape::Tuple) | None => None,
            };
            let shape = shape.map_or(ListShape::Tuple, ListShape::List);
            Value::list(shape, items, span).made_from(span, [base])
        })
    }

    // Operators.

    fn conditional(&self, scope: &Scope, it: &Conditional, span: Span) -> Value {
        let asked = self.eval(scope, &it.condition);
        let condition = condition(&asked, &|| self.asked(scope, &it.condition));
        if let Condition::Unknown(unknown) = condition {
            return Value::new(Kind::Unknown(unknown), span);
        }
        let then = where_it(true, &condition, self.eval(scope, &it.then));
        let otherwise = where_it(false, &condition, self.eval(scope, &it.otherwise));
        // Which side it is or not, both have a part in the type.
        let weight = then.weight().saturating_add(otherwise.weight());
        if !self.spend(weight / 8) {
            return self.limit("evaluation steps", span);
        }
        let Some(common) = convert::unify_values([&then, &otherwise]) else {
            return invalid_value("a choice between values of no common type", span);
        };
        let alike = |side: Value| match convert::convert(&side, &common) {
            Ok(it) => it,
            Err(refused) => refused.value(common.clone(), side.span),
        };
        match condition {
            Condition::Always(true) => alike(then).decided_by(&asked),
            Condition::Always(false) => alike(otherwise).decided_by(&asked),
            condition => Value::choice(condition, alike(then), alike(otherwise), span),
        }
    }

    fn binary(&self, scope: &Scope, it: &Binary, expr: &Expr) -> Value {
        let span = expr.span;
        let left = self.eval(scope, &it.left);
        let right = self.eval(scope, &it.right);
        lift(&[left, right], span, &mut |args| {
            let (left, right) = (&args[0], &args[1]);
            if !self.spend(costs::comparison(left, right)) {
                return self.limit("evaluation steps", span);
            }
            let value = operators::binary(it.operator, left, right, span);
            if !self.spend(costs::digits(&value)) {
                return self.limit("evaluation steps", span);
            }
            if !matches!(value.kind, Kind::Unknown(_)) {
                return value;
            }
            let side = |value: &Value, it: &Expr| condition(value, &|| self.asked(scope, it));
            let asked = match it.operator {
                Operator::And => Condition::all([side(left, &it.left), side(right, &it.right)]),
                Operator::Or => Condition::any([side(left, &it.left), side(right, &it.right)]),
                Operator::Equal => self.equality(scope, left, right, expr),
                Operator::NotEqual => self.equality(scope, left, right, expr).not(),
                Operator::Less
                | Operator::LessOrEqual
                | Operator::Greater
                | Operator::GreaterOrEqual => self.asked(scope, expr),
                Operator::Add
                | Operator::Subtract
                | Operator::Multiply
                | Operator::Divide
                | Operator::Remainder => return value,
            };
            match asked {
                Condition::Unknown(_) => value,
                asked => asking(value, asked),
            }
        })
    }

    /// The question whether two values are equal, one of which is not known.
    fn equality(&self, scope: &Scope, left: &Value, right: &Value, expr: &Expr) -> Condition {
        let subject = |it: &Value| match &it.kind {
            Kind::Unknown(unknown) => it.reference().map(|_| unknown.to_string()),
            _ => None,
        };
        for (asked, known) in [(left, right), (right, left)] {
            let Some(subject) = subject(asked) else { continue };
            match &known.kind {
                Kind::Bool(true) => return question(&subject, "", None),
                Kind::Bool(false) => return question(&subject, "", None).not(),
                Kind::Text(_) | Kind::Number(_) => {
                    if let Some(text) = known.plain_text() {
                        return question(&subject, "", Some(&text));
                    }
                }
                _ => (),
            }
        }
        // `a != b` is the question `a == b`, answered the other way.
        let words = self.words(expr.span).replacen(" != ", " == ", 1);
        question(&words, scope.place_of(expr), None)
    }

    // Functions.

    fn call(&self, scope: &Scope, it: &Call, expr: &Expr) -> Value {
        let span = expr.span;
        let name = it.name.text.strip_prefix("core::").unwrap_or(&it.name.text);
        match name {
            "try" => return self.first_valid(scope, &it.args, span),
            "can" => {
                let Some(arg) = it.args.first() else {
                    return invalid_value("`can` without an argument", span);
                };
                let value = self.eval(scope, arg);
                return lift(&[value], span, &mut |args| match soundness(&args[0]) {
                    Sound::Valid => Value::bool(true, span).made_from(span, args),
                    Sound::Refused => Value::bool(false, span).made_from(span, args),
                    Sound::Never => because([&args[0]], Type::Bool, span),
                    Sound::Open => {
                        asking(because([&args[0]], Type::Bool, span), self.asked(scope, expr))
                    }
                });
            }
            _ => (),
        }
        let args: Vec<Value> = it.args.iter().map(|it| self.eval(scope, it)).collect();
        let value = lift(&args, span, &mut |args| {
            if !self.spend(costs::function(name, args)) {
                return self.limit("evaluation steps", span);
            }
            let spread = match args.split_last() {
                Some((last, first)) if it.spread => match &last.kind {
                    Kind::List(list) => [first, &list.items].concat(),
                    _ => return because([last], Type::Any, span),
                },
                _ => return self.function(scope, name, args, span),
            };
            lift(&spread, span, &mut |args| self.function(scope, name, args, span))
        });
        match &value.kind {
            Kind::Unknown(unknown)
                if unknown.kind == Type::Bool
                    && unknown.condition.is_none()
                    && value.reference().is_none() =>
            {
                asking(value, self.asked(scope, expr))
            }
            _ => value,
        }
    }

    fn function(&self, scope: &Scope, name: &str, args: &[Value], span: Span) -> Value {
        let value = self
            .file_function(scope, name, args, span)
            .unwrap_or_else(|| functions::call(name, args, span));
        match costs::hands_on(name) || self.spend(value.weight()) {
            true => value,
            false => self.limit("evaluation steps", span),
        }
    }

    fn first_valid(&self, scope: &Scope, args: &[Expr], span: Span) -> Value {
        let Some((arg, rest)) = args.split_first() else {
            return invalid_value("no argument of `try` is valid", span);
        };
        let value = self.eval(scope, arg);
        lift(&[value], span, &mut |args| match soundness(&args[0]) {
            Sound::Valid | Sound::Open | Sound::Never => args[0].clone(),
            Sound::Refused => self.first_valid(scope, rest, span),
        })
    }
}

/// A value that is not known because others are not.
pub(super) fn because<'v>(
    others: impl IntoIterator<Item = &'v Value> + Clone,
    kind: Type,
    span: Span,
) -> Value {
    let reasons = convert::reasons(others.clone());
    let unknown = match reasons.is_empty() {
        true => Unknown::new(Why::Invalid("a value of the wrong type".into()), kind),
        false => Unknown::because(&reasons, kind),
    };
    Value::new(Kind::Unknown(Arc::new(unknown)), span).made_from(span, others)
}

/// A list that is not known but for elements that it has.
pub(super) fn open(value: Value, members: Option<Members>) -> Value {
    match value.kind {
        Kind::Unknown(it) => {
            let it = Arc::unwrap_or_clone(it).not_null().with_members(members);
            Value { kind: Kind::Unknown(Arc::new(it)), ..value }
        }
        _ => value,
    }
}

pub(super) fn invalid_value(message: &str, span: Span) -> Value {
    Value::unknown(Why::Invalid(message.into()), Type::Any, span)
}

/// A name that is declared nowhere, or in text that could not be read.
pub(super) fn undeclared(name: &str, span: Span) -> Value {
    invalid_value(&format!("`{name}`{UNDECLARED}"), span)
}

const UNDECLARED: &str = " is not declared";

/// Whether `try` would take a value.
enum Sound {
    Valid,
    Refused,
    Open,
    /// What Terraform refuses before it evaluates anything.
    Never,
}

fn soundness(value: &Value) -> Sound {
    let reasons = convert::reasons([value]);
    let refused = || reasons.iter().filter_map(invalid);
    if refused().any(|it| it.ends_with(UNDECLARED)) {
        Sound::Never
    } else if refused().next().is_some() {
        Sound::Refused
    } else if matches!(value.kind, Kind::Unknown(_)) {
        Sound::Open
    } else {
        Sound::Valid
    }
}

/// Sorted by key; of equal keys the last remains.
pub(super) fn sorted(mut entries: Vec<Entry>) -> Vec<Entry> {
    entries.reverse();
    entries.sort_by(|a, b| a.key.cmp(&b.key));
    entries.dedup_by(|later, first| later.key == first.key);
    entries
}

/// The keys and values of a collection; none if they are not all known to be there.
pub(super) fn elements(collection: &Value) -> Option<Vec<(Value, Value)>> {
    match &collection.kind {
        Kind::List(list) => {
            let is_set = matches!(list.shape, ListShape::Set(_));
            Some(
                list.items
                    .iter()
                    .enumerate()
                    .map(|(at, it)| {
                        let key = if is_set { it.clone() } else { Value::number(at, it.span) };
                        (key, it.clone())
                    })
                    .collect(),
            )
        }
        Kind::Map(map) if map.open.is_none() => Some(
            map.entries
                .iter()
                .map(|it| (Value::text(&*it.key, it.key_span), it.value.clone()))
                .collect(),
        ),
        _ => None,
    }
}
