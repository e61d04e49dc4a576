//! Reads expressions, and makes of `hcl-edit`'s tree ours.

use std::ops::Range;

use hcl_edit::Span as _;
use hcl_edit::expr::{
    BinaryOperator, Conditional as HclConditional, Expression, ForExpr, FuncCall, Object,
    ObjectKey, Traversal, TraversalOperator, UnaryOperator,
};
use hcl_edit::parser::parse_expr;

use super::body::Parser;
use super::lexeme::{blanks, identifier};
use super::scan::{Scan, Until, scan};
use super::{
    Binary, Call, Conditional, Expr, ExprKind, For, Item, MAX_DEPTH, Operator, Splat, Step, Unary,
};

impl Parser<'_> {
    /// Reads the expression that a scan has delimited.
    pub(super) fn expression(&mut self, mut scan: Scan) -> Expr {
        self.absorb(&mut scan);
        let masked = scan.masked.trim();
        let start = match masked.is_empty() {
            true => scan.range.start,
            false => scan.range.start + scan.masked.len() - scan.masked.trim_start().len(),
        };
        let range = start..start + masked.len();
        if !scan.errors.is_empty() {
            return self.broken(range);
        }
        if masked.is_empty() {
            self.error(range.clone(), "expected an expression");
            return self.broken(range);
        }
        match read(masked) {
            Ok(expr) => self.convert(&expr, start),
            Err((offset, message)) => {
                let offset = match masked.floor_char_boundary(offset) {
                    it if lacks_assignment(&message) => unassigned(&masked[..it]),
                    it => it,
                };
                let rest = &masked[offset..];
                let blanks = rest.len() - rest.trim_start().len();
                self.refuse(&range, start + offset + blanks, &message);
                self.broken(range)
            }
        }
    }

    /// Reads the whole text as one expression.
    pub(super) fn alone(&mut self) -> Expr {
        let end = self.text.len();
        match scan(self.text, 0, Until::Line, self.rigid) {
            Ok(scan) if scan.range.end == end => self.expression(scan),
            Ok(_) => {
                self.error(0..end, "expected one expression");
                self.broken(0..end)
            }
            Err(fault) => {
                self.error(fault.range, fault.message);
                self.broken(0..end)
            }
        }
    }

    fn broken(&self, range: Range<usize>) -> Expr {
        Expr { kind: ExprKind::Broken, span: self.span(range) }
    }

    /// Says in our words why `hcl-edit` refused an expression.
    fn refuse(&mut self, expression: &Range<usize>, at: usize, message: &str) {
        let mut token = self.token(at);
        token.end = token.end.min(expression.end.max(token.start));
        let found = self.text.get(token.clone()).unwrap_or_default();
        let message = if message.starts_with("invalid nesting depth") {
            "expression nested more than 64 deep".to_owned()
        } else if message.starts_with("invalid binary operation") {
            "more than 128 operators in one expression".to_owned()
        } else if message.contains("redefined object key") {
            "more repeated keys than can be read".to_owned()
        } else if found == "'" {
            "expected an expression; strings are quoted with `\"`".to_owned()
        } else if lacks_assignment(message) {
            "expected `=` or `:` after the key".to_owned()
        } else if message.starts_with("invalid object item") {
            "expected `,` or a new line between items".to_owned()
        } else if message.starts_with("invalid traversal operator") {
            "expected a name after `.`".to_owned()
        } else if message.starts_with("invalid expression") {
            "expected an expression".to_owned()
        } else if message == "expected `]`" {
            "expected `,` or `]`".to_owned()
        } else if message == "expected `)` or expression" {
            "expected `,` or `)`".to_owned()
        } else if message == "expected identifier" {
            "expected a name".to_owned()
        } else if message == "expected digit" {
            "expected a digit".to_owned()
        } else if let Some(what) = message.strip_prefix("expected `") {
            format!("expected `{what}")
        } else if found.is_empty() {
            "expected an expression".to_owned()
        } else {
            format!("unexpected `{found}`")
        };
        self.error(token, message);
    }

    fn convert(&mut self, expr: &Expression, base: usize) -> Expr {
        let Some(range) = expr.span() else {
            // Every node of a tree that was parsed has its place.
            return self.broken(base..base);
        };
        let range = base + range.start..base + range.end;
        if self.depth >= MAX_DEPTH {
            self.error(range.start..range.start, "expression nested too deep");
            return self.broken(range);
        }
        self.depth += 1;
        let kind = self.kind(expr, base, &range);
        self.depth -= 1;
        Expr { kind, span: self.span(range) }
    }

    fn boxed(&mut self, expr: &Expression, base: usize) -> Box<Expr> {
        Box::new(self.convert(expr, base))
    }

    fn kind(&mut self, expr: &Expression, base: usize, range: &Range<usize>) -> ExprKind {
        match expr {
            Expression::Null(_) => ExprKind::Null,
            Expression::Bool(value) => ExprKind::Bool(*value.value()),
            Expression::Number(_) => self.number(range),
            Expression::String(_) => self.string(range.clone()),
            // The scan left placeholders without sequences in their stead.
            Expression::StringTemplate(_) | Expression::HeredocTemplate(_) => ExprKind::Broken,
            Expression::Array(array) => {
                ExprKind::List(array.iter().map(|it| self.convert(it, base)).collect())
            }
            Expression::Object(object) => self.object(object, base),
            Expression::Parenthesis(inner) => ExprKind::Parens(self.boxed(inner.inner(), base)),
            Expression::Variable(_) => ExprKind::Variable(self.slice(range)),
            Expression::Conditional(it) => self.conditional(it, base),
            Expression::FuncCall(call) => self.call(call, base),
            Expression::Traversal(traversal) => self.traversal(traversal, base, range.start),
            Expression::UnaryOp(operation) => {
                let operator = match operation.operator.value() {
                    UnaryOperator::Neg => Unary::Negate,
                    UnaryOperator::Not => Unary::Not,
                };
                ExprKind::Unary(operator, self.boxed(&operation.expr, base))
            }
            Expression::BinaryOp(operation) => ExprKind::Binary(Box::new(Binary {
                left: self.convert(&operation.lhs_expr, base),
                operator: operator(*operation.operator.value()),
                right: self.convert(&operation.rhs_expr, base),
            })),
            Expression::ForExpr(it) => self.comprehension(it, base),
        }
    }

    fn slice(&self, range: &Range<usize>) -> String {
        self.text.get(range.clone()).unwrap_or_default().to_owned()
    }

    /// `hcl-edit` takes the sign for part of the number; Terraform does not.
    fn number(&mut self, range: &Range<usize>) -> ExprKind {
        let text = self.slice(range);
        let Some(rest) = text.strip_prefix('-') else { return ExprKind::Number(text) };
        let start = range.start + 1 + blanks(rest);
        let number = start..range.end;
        let kind = ExprKind::Number(self.slice(&number));
        ExprKind::Unary(Unary::Negate, Box::new(Expr { kind, span: self.span(number) }))
    }

    fn object(&mut self, object: &Object, base: usize) -> ExprKind {
        let items = object.iter().map(|(key, value)| {
            let key = match key {
                ObjectKey::Ident(name) => name.span().map(|it| self.key(it, base)),
                ObjectKey::Expression(expr @ (Expression::Null(_) | Expression::Bool(_))) => {
                    expr.span().map(|it| self.key(it, base))
                }
                ObjectKey::Expression(expr) => {
                    let key = self.convert(expr, base);
                    if let (Expression::Traversal(_), Some(it)) = (expr, expr.span())
                        && !self.keys_are_names
                    {
                        let it = base + it.start..base + it.end;
                        self.error(it, "expected `(…)` around a key that is not a name");
                    }
                    Some(key)
                }
            };
            let key = key.unwrap_or_else(|| self.broken(base..base));
            Item { key, value: self.convert(value.expr(), base) }
        });
        ExprKind::Object(items.collect())
    }

    /// A key that is a name, or a string that stands masked as one.
    fn key(&mut self, range: Range<usize>, base: usize) -> Expr {
        let range = base + range.start..base + range.end;
        let kind = match self.rest(range.start).starts_with(['"', '<']) {
            true => self.string(range.clone()),
            false => ExprKind::Template(self.exact(range.clone())),
        };
        Expr { kind, span: self.span(range) }
    }

    fn conditional(&mut self, it: &HclConditional, base: usize) -> ExprKind {
        ExprKind::Conditional(Box::new(Conditional {
            condition: self.convert(&it.cond_expr, base),
            then: self.convert(&it.true_expr, base),
            otherwise: self.convert(&it.false_expr, base),
        }))
    }

    fn call(&mut self, call: &FuncCall, base: usize) -> ExprKind {
        let name = &call.name;
        let scopes = name.namespace.iter().chain([&name.name]);
        let ranges: Vec<_> = scopes.filter_map(|it| it.span()).collect();
        let (Some(first), Some(last)) = (ranges.first(), ranges.last()) else {
            return ExprKind::Broken;
        };
        let mut word = self.word(base + first.start..base + last.end);
        if ranges.len() > 1 {
            let parts = ranges.iter().map(|it| self.slice(&(base + it.start..base + it.end)));
            word.text = parts.collect::<Vec<_>>().join("::");
        }
        let args = call.args.iter().map(|it| self.convert(it, base)).collect();
        ExprKind::Call(Box::new(Call { name: word, args, spread: call.args.expand_final() }))
    }

    fn comprehension(&mut self, it: &ForExpr, base: usize) -> ExprKind {
        let name = |name: &hcl_edit::Decorated<hcl_edit::Ident>| {
            name.span().map(|it| base + it.start..base + it.end)
        };
        let key_name = it.intro.key_var.as_ref().and_then(name).map(|it| self.slice(&it));
        let value_name = name(&it.intro.value_var).map(|it| self.slice(&it));
        self.keyword("in", &it.intro.collection_expr, base);
        if let Some(condition) = &it.cond {
            self.keyword("if", &condition.expr, base);
        }
        ExprKind::For(Box::new(For {
            key_name,
            value_name: value_name.unwrap_or_default(),
            collection: self.convert(&it.intro.collection_expr, base),
            key: it.key_expr.as_ref().map(|it| self.convert(it, base)),
            value: self.convert(&it.value_expr, base),
            condition: it.cond.as_ref().map(|it| self.convert(&it.expr, base)),
            grouped: it.grouping,
        }))
    }

    /// `hcl-edit` finds a keyword at the start of a longer name, too.
    fn keyword(&mut self, keyword: &str, after: &Expression, base: usize) {
        let Some(start) = after.span().map(|it| base + it.start) else { return };
        let before = self.text.get(..start).unwrap_or_default();
        let start = start.saturating_sub(keyword.len());
        let name = start..start + identifier(self.rest(start));
        if before.ends_with(keyword) && name.len() > keyword.len() {
            self.error(name, format!("expected `{keyword}`"));
        }
    }

    fn traversal(&mut self, traversal: &Traversal, base: usize, start: usize) -> ExprKind {
        let operators = &traversal.operators;
        // Each operator wraps what stands before it.
        if self.depth + operators.len() > MAX_DEPTH {
            self.error(start..start, "expression nested too deep");
            return ExprKind::Broken;
        }
        self.depth += operators.len();
        let mut expr = self.convert(&traversal.expr, base);
        let mut operators = operators.iter().peekable();
        while let Some(operator) = operators.next() {
            let end = operator.span().map_or(start, |it| base + it.end);
            let (kind, end) = match operator.value() {
                TraversalOperator::AttrSplat(_) | TraversalOperator::FullSplat(_) => {
                    let full = matches!(operator.value(), TraversalOperator::FullSplat(_));
                    let (each, last) = self.steps(&mut operators, base, full);
                    let splat = Splat { base: expr, each, full };
                    (ExprKind::Splat(Box::new(splat)), last.unwrap_or(end))
                }
                _ => match self.step(operator.value(), base) {
                    Some(Step::Attr(name)) => (ExprKind::Attr(Box::new(expr), name), end),
                    Some(Step::Index(key)) => (ExprKind::Index(Box::new(expr), Box::new(key)), end),
                    Some(Step::Splat { .. }) | None => (ExprKind::Broken, end),
                },
            };
            expr = Expr { kind, span: self.span(start..end) };
        }
        self.depth -= traversal.operators.len();
        expr.kind
    }

    /// What a splat applies to each element, and where the last of it ends.
    fn steps<'e>(
        &mut self,
        operators: &mut std::iter::Peekable<
            impl Iterator<Item = &'e hcl_edit::Decorated<TraversalOperator>>,
        >,
        base: usize,
        full: bool,
    ) -> (Vec<Step>, Option<usize>) {
        let mut each = Vec::new();
        let mut end = None;
        while let Some(operator) = operators.next_if(|it| full || carries_on(it.value())) {
            end = operator.span().map(|it| base + it.end);
            let splat = match operator.value() {
                TraversalOperator::AttrSplat(_) => Some(false),
                TraversalOperator::FullSplat(_) => Some(true),
                _ => None,
            };
            match splat {
                Some(full) => {
                    self.depth += 1;
                    let (inner, last) = self.steps(operators, base, full);
                    self.depth -= 1;
                    each.push(Step::Splat { each: inner, full });
                    end = last.or(end);
                }
                None => each.extend(self.step(operator.value(), base)),
            }
        }
        (each, end)
    }

    fn step(&mut self, operator: &TraversalOperator, base: usize) -> Option<Step> {
        match operator {
            TraversalOperator::GetAttr(name) => {
                let range = name.span()?;
                Some(Step::Attr(self.word(base + range.start..base + range.end)))
            }
            TraversalOperator::Index(key) => Some(Step::Index(self.convert(key, base))),
            TraversalOperator::LegacyIndex(index) => {
                let range = index.span()?;
                let range = base + range.start..base + range.end;
                let kind = ExprKind::Number(self.slice(&range));
                Some(Step::Index(Expr { kind, span: self.span(range) }))
            }
            TraversalOperator::AttrSplat(_) | TraversalOperator::FullSplat(_) => None,
        }
    }
}

/// Whether `.*` applies an operator to each element rather than to the list of results.
fn carries_on(operator: &TraversalOperator) -> bool {
    matches!(operator, TraversalOperator::GetAttr(_) | TraversalOperator::LegacyIndex(_))
}

fn lacks_assignment(message: &str) -> bool {
    message.starts_with("invalid object value assignment")
}

/// Where the key starts that `=` should follow; `read` ends after the character that does. That
/// character, if the key is not one word.
fn unassigned(read: &str) -> usize {
    let before = &read[..read.char_indices().next_back().map_or(0, |it| it.0)];
    let key = before.trim_end();
    let start = key.trim_end_matches(|it: char| it.is_alphanumeric() || matches!(it, '_' | '-'));
    match start.len() < key.len() {
        true => start.len(),
        false => before.len(),
    }
}

/// Parses; an error has its offset.
fn read(masked: &str) -> Result<Expression, (usize, String)> {
    let mut text = masked.to_owned();
    // A repeated key that is neither a name nor a string still has its own text. Terraform takes
    // the last one, so change a name in it, which is read from the source anyway.
    for attempt in 0..8 {
        let error = match parse_expr(&text) {
            Ok(expr) => return Ok(expr),
            Err(error) => error,
        };
        let offset = error.location().offset();
        if !error.message().contains("redefined object key") {
            break;
        }
        let letter = |it: char| it.is_ascii_alphanumeric();
        let Some(found) = text.get(offset..).and_then(|it| it.find(letter)) else { break };
        let other = ["Q", "J", "Z", "X", "9", "8", "7", "6"][attempt];
        text.replace_range(offset + found..offset + found + 1, other);
    }
    // At the end of its input the parser goes back to where it last had a choice. With something
    // there that fits nowhere, it says what it wanted.
    text.push_str(" ;");
    match parse_expr(&text) {
        Ok(_) => Err((masked.len(), "unexpected token".to_owned())),
        Err(error) => Err((error.location().offset(), error.message().to_owned())),
    }
}

fn operator(operator: BinaryOperator) -> Operator {
    match operator {
        BinaryOperator::Or => Operator::Or,
        BinaryOperator::And => Operator::And,
        BinaryOperator::Eq => Operator::Equal,
        BinaryOperator::NotEq => Operator::NotEqual,
        BinaryOperator::Less => Operator::Less,
        BinaryOperator::LessEq => Operator::LessOrEqual,
        BinaryOperator::Greater => Operator::Greater,
        BinaryOperator::GreaterEq => Operator::GreaterOrEqual,
        BinaryOperator::Plus => Operator::Add,
        BinaryOperator::Minus => Operator::Subtract,
        BinaryOperator::Mul => Operator::Multiply,
        BinaryOperator::Div => Operator::Divide,
        BinaryOperator::Mod => Operator::Remainder,
    }
}
