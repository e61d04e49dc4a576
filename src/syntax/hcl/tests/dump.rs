//! A tree as text, for people to read.

use std::fmt::Write as _;

use super::super::*;
use crate::syntax::Parsed;
use crate::text::Sources;

pub(super) struct Dump<'s> {
    pub(super) sources: &'s Sources,
    pub(super) text: String,
    indent: usize,
}

/// The tree, then the comments, then the errors.
pub(super) fn body(sources: &Sources, parsed: &Parsed<Body>) -> String {
    let mut dump = Dump { sources, text: String::new(), indent: 0 };
    dump.body(&parsed.tree);
    dump.tail(parsed)
}

pub(super) fn template(sources: &Sources, parsed: &Parsed<Vec<Part>>) -> String {
    let mut dump = Dump { sources, text: String::new(), indent: 0 };
    dump.parts(&parsed.tree);
    dump.tail(parsed)
}

impl Dump<'_> {
    fn tail<T>(mut self, parsed: &Parsed<T>) -> String {
        for it in &parsed.comments {
            let text = self.sources.slice(it.span);
            self.line("comment", &format!("{text:?}"), it.span);
        }
        for it in &parsed.errors {
            let text = self.sources.slice(it.span);
            self.line("error", &format!("{text:?} {}", it.message), it.span);
        }
        self.text
    }

    fn line(&mut self, what: &str, detail: &str, span: Span) {
        let (start, end) = self.sources.positions(span);
        let blank = if detail.is_empty() { "" } else { " " };
        let _ = writeln!(
            self.text,
            "{:indent$}{what}{blank}{detail} @{}:{}-{}:{}",
            "",
            start.line,
            start.column,
            end.line,
            end.column,
            indent = self.indent * 2
        );
    }

    fn inside(&mut self, inner: impl FnOnce(&mut Self)) {
        self.indent += 1;
        inner(self);
        self.indent -= 1;
    }

    fn named(&mut self, name: &str, span: Span, expr: &Expr) {
        self.line(name, "", span);
        self.inside(|it| it.expr(expr));
    }

    fn body(&mut self, body: &Body) {
        self.line("body", "", body.span);
        self.inside(|dump| {
            for it in &body.attributes {
                dump.line("attribute", &it.name.text, it.name.span);
                dump.inside(|dump| dump.expr(&it.value));
            }
            for it in &body.blocks {
                let json = if it.json { " json" } else { "" };
                dump.line(&format!("block{json}"), "", it.span);
                dump.inside(|dump| {
                    dump.line("kind", &it.kind.text, it.kind.span);
                    for label in &it.labels {
                        dump.line("label", &format!("{:?}", label.text), label.span);
                    }
                    dump.line("header", "", it.header);
                    dump.body(&it.body);
                });
            }
        });
    }

    pub(super) fn expr(&mut self, expr: &Expr) {
        let span = expr.span;
        match &expr.kind {
            ExprKind::Null => self.line("null", "", span),
            ExprKind::Bool(value) => self.line("bool", &value.to_string(), span),
            ExprKind::Number(text) => self.line("number", text, span),
            ExprKind::Variable(name) => self.line("variable", name, span),
            ExprKind::Broken => self.line("broken", "", span),
            ExprKind::Template(parts) => {
                self.line("template", "", span);
                self.inside(|it| it.parts(parts));
            }
            ExprKind::List(items) => {
                self.line("list", "", span);
                self.inside(|dump| items.iter().for_each(|it| dump.expr(it)));
            }
            ExprKind::Object(items) => {
                self.line("object", "", span);
                self.inside(|dump| {
                    for it in items {
                        dump.line("item", "", it.key.span.to(it.value.span));
                        dump.inside(|dump| {
                            dump.expr(&it.key);
                            dump.expr(&it.value);
                        });
                    }
                });
            }
            ExprKind::Attr(base, name) => {
                self.line("attr", &name.text, span);
                self.inside(|it| {
                    it.expr(base);
                    it.line("name", "", name.span);
                });
            }
            ExprKind::Index(base, key) => {
                self.line("index", "", span);
                self.inside(|it| {
                    it.expr(base);
                    it.expr(key);
                });
            }
            ExprKind::Splat(splat) => {
                self.line(if splat.full { "splat [*]" } else { "splat .*" }, "", span);
                self.inside(|it| {
                    it.expr(&splat.base);
                    it.steps(&splat.each);
                });
            }
            ExprKind::Call(call) => {
                let spread = if call.spread { "..." } else { "" };
                self.line("call", &format!("{}{spread}", call.name.text), span);
                self.inside(|dump| {
                    dump.line("name", "", call.name.span);
                    call.args.iter().for_each(|it| dump.expr(it));
                });
            }
            ExprKind::Conditional(it) => {
                self.line("conditional", "", span);
                self.inside(|dump| {
                    dump.expr(&it.condition);
                    dump.expr(&it.then);
                    dump.expr(&it.otherwise);
                });
            }
            ExprKind::Unary(operator, inner) => {
                self.line("unary", &format!("{operator:?}"), span);
                self.inside(|it| it.expr(inner));
            }
            ExprKind::Binary(it) => {
                self.line("binary", &format!("{:?}", it.operator), span);
                self.inside(|dump| {
                    dump.expr(&it.left);
                    dump.expr(&it.right);
                });
            }
            ExprKind::For(it) => {
                let grouped = if it.grouped { " grouped" } else { "" };
                let key = it.key_name.as_deref().map(|it| format!("{it}, ")).unwrap_or_default();
                self.line("for", &format!("{key}{}{grouped}", it.value_name), span);
                self.inside(|dump| {
                    dump.named("in", it.collection.span, &it.collection);
                    if let Some(key) = &it.key {
                        dump.named("key", key.span, key);
                    }
                    dump.named("value", it.value.span, &it.value);
                    if let Some(condition) = &it.condition {
                        dump.named("if", condition.span, condition);
                    }
                });
            }
            ExprKind::Parens(inner) => {
                self.line("parens", "", span);
                self.inside(|it| it.expr(inner));
            }
        }
    }

    fn steps(&mut self, steps: &[Step]) {
        for step in steps {
            match step {
                Step::Attr(name) => self.line("each attr", &name.text, name.span),
                Step::Index(key) => self.named("each index", key.span, key),
                Step::Splat { each, full } => {
                    let _ = writeln!(
                        self.text,
                        "{:indent$}each splat {}",
                        "",
                        if *full { "[*]" } else { ".*" },
                        indent = self.indent * 2
                    );
                    self.inside(|it| it.steps(each));
                }
            }
        }
    }

    fn parts(&mut self, parts: &[Part]) {
        for part in parts {
            match part {
                Part::Literal { text, span, exact } => {
                    let what = if *exact { "literal" } else { "escape" };
                    self.line(what, &format!("{text:?}"), *span);
                }
                Part::Interpolation { value, span } => self.named("interpolation", *span, value),
                Part::If(it) => {
                    self.line("if", "", it.span);
                    self.inside(|dump| {
                        dump.expr(&it.condition);
                        dump.parts(&it.then);
                    });
                    if !it.otherwise.is_empty() {
                        self.line("else", "", it.span);
                        self.inside(|dump| dump.parts(&it.otherwise));
                    }
                }
                Part::For(it) => {
                    let key = it.key.as_deref().map(|it| format!("{it}, ")).unwrap_or_default();
                    self.line("for", &format!("{key}{}", it.value), it.span);
                    self.inside(|dump| {
                        dump.expr(&it.collection);
                        dump.parts(&it.body);
                    });
                }
            }
        }
    }
}
