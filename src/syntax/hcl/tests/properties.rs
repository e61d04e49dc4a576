//! What holds for every input, broken ones included.

use std::thread;

use super::super::*;
use super::cases;
use crate::syntax::{Parsed, SyntaxError};

const FILE: FileId = FileId(0);

/// Every span of a tree, and every literal that claims to stand in the source.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) spans: Vec<Span>,
    pub(super) exact: Vec<(String, Span)>,
}

impl Seen {
    pub(super) fn body(&mut self, body: &Body) {
        self.spans.push(body.span);
        for it in &body.attributes {
            self.spans.push(it.name.span);
            self.exact.push((it.name.text.clone(), it.name.span));
            self.expr(&it.value);
        }
        for it in &body.blocks {
            self.spans.extend([it.span, it.header, it.kind.span]);
            self.spans.extend(it.labels.iter().map(|it| it.span));
            self.body(&it.body);
        }
    }

    fn exprs<'e>(&mut self, exprs: impl IntoIterator<Item = &'e Expr>) {
        exprs.into_iter().for_each(|it| self.expr(it));
    }

    fn expr(&mut self, expr: &Expr) {
        self.spans.push(expr.span);
        match &expr.kind {
            ExprKind::Null | ExprKind::Bool(_) | ExprKind::Broken => {}
            ExprKind::Number(text) | ExprKind::Variable(text) => {
                self.exact.push((text.clone(), expr.span));
            }
            ExprKind::Template(parts) => self.parts(parts),
            ExprKind::List(items) => self.exprs(items),
            ExprKind::Object(items) => {
                items.iter().for_each(|it| self.exprs([&it.key, &it.value]));
            }
            ExprKind::Attr(base, name) => {
                self.exact.push((name.text.clone(), name.span));
                self.expr(base);
            }
            ExprKind::Index(base, key) => self.exprs([&**base, key]),
            ExprKind::Splat(it) => {
                self.expr(&it.base);
                self.steps(&it.each);
            }
            ExprKind::Call(it) => {
                self.spans.push(it.name.span);
                self.exprs(&it.args);
            }
            ExprKind::Conditional(it) => self.exprs([&it.condition, &it.then, &it.otherwise]),
            ExprKind::Unary(_, inner) | ExprKind::Parens(inner) => self.expr(inner),
            ExprKind::Binary(it) => self.exprs([&it.left, &it.right]),
            ExprKind::For(it) => {
                self.exprs([&it.collection, &it.value]);
                self.exprs(it.key.iter().chain(&it.condition));
            }
        }
    }

    fn steps(&mut self, steps: &[Step]) {
        for step in steps {
            match step {
                Step::Attr(name) => self.exact.push((name.text.clone(), name.span)),
                Step::Index(key) => self.expr(key),
                Step::Splat { each, .. } => self.steps(each),
            }
        }
    }

    pub(super) fn parts(&mut self, parts: &[Part]) {
        for part in parts {
            match part {
                Part::Literal { text, span, exact } => {
                    self.spans.push(*span);
                    assert!(!text.is_empty());
                    if *exact {
                        self.exact.push((text.clone(), *span));
                    }
                }
                Part::Interpolation { value, span } => {
                    self.spans.push(*span);
                    self.expr(value);
                }
                Part::If(it) => {
                    self.spans.push(it.span);
                    self.expr(&it.condition);
                    self.parts(&it.then);
                    self.parts(&it.otherwise);
                }
                Part::For(it) => {
                    self.spans.push(it.span);
                    self.expr(&it.collection);
                    self.parts(&it.body);
                }
            }
        }
    }

    fn errors(&mut self, errors: &[SyntaxError]) {
        self.spans.extend(errors.iter().map(|it| it.span));
    }

    pub(super) fn check(&self, text: &str) {
        for span in &self.spans {
            assert!(span.start <= span.end, "{span:?} in {text:?}");
            assert!(text.get(span.range()).is_some(), "{span:?} in {text:?}");
        }
        for (exact, span) in &self.exact {
            assert_eq!(text.get(span.range()), Some(exact.as_str()), "{span:?} in {text:?}");
        }
    }
}

fn check_file(text: &str) -> Parsed<Body> {
    let parsed = parse(FILE, text);
    let mut seen = Seen::default();
    seen.body(&parsed.tree);
    seen.errors(&parsed.errors);
    seen.spans.extend(parsed.comments.iter().map(|it| it.span));
    seen.check(text);
    parsed
}

fn check_template(text: &str) -> Parsed<Vec<Part>> {
    let parsed = parse_template(FILE, text);
    let mut seen = Seen::default();
    seen.parts(&parsed.tree);
    seen.errors(&parsed.errors);
    seen.check(text);
    parsed
}

fn variants(text: &str) -> [String; 4] {
    [
        text.to_owned(),
        text.replace('\n', "\r\n"),
        format!("\u{feff}{text}"),
        text.replace('a', "é").replace('o', "漢").replace("\" ", "🦀\" "),
    ]
}

/// The error messages, to see that two texts are equally right.
fn messages<T>(parsed: &Parsed<T>) -> Vec<&str> {
    parsed.errors.iter().map(|it| it.message.as_str()).collect()
}

#[test]
fn spans_hold_in_every_encoding() {
    for (path, text) in cases() {
        let [plain, crlf, bom, multibyte] = variants(&text);
        let expected = check_file(&plain);
        assert_eq!(messages(&expected), messages(&check_file(&crlf)), "{path:?}");
        assert_eq!(messages(&expected), messages(&check_file(&bom)), "{path:?}");
        check_file(&multibyte);
        variants(&text).iter().for_each(|it| {
            check_template(it);
        });
    }
}

#[test]
fn a_cut_file_is_still_read() {
    for (_, text) in cases() {
        for text in variants(&text) {
            for end in (0..text.len()).filter(|it| text.is_char_boundary(*it)) {
                check_file(&text[..end]);
            }
        }
    }
}

#[test]
fn a_cut_template_is_still_read() {
    for (_, text) in cases() {
        for end in (0..text.len()).filter(|it| text.is_char_boundary(*it)) {
            check_template(&text[..end]);
        }
    }
}

#[test]
fn a_missing_byte_is_survived() {
    for (_, text) in cases() {
        for (at, it) in text.char_indices() {
            let mut text = text.clone();
            text.replace_range(at..at + it.len_utf8(), "");
            check_file(&text);
        }
    }
}

/// On the stack that the program gives its threads.
fn on_a_small_stack(text: String, expected: &'static str) {
    let builder = thread::Builder::new().stack_size(4 << 20);
    let check = move || {
        let parsed = check_file(&text);
        let messages = messages(&parsed);
        assert!(messages.iter().any(|it| it.contains(expected)), "{messages:?}");
        assert!(parsed.tree.attributes.iter().any(|it| it.name.text == "after"));
        check_template(&text);
    };
    builder.spawn(check).unwrap().join().unwrap();
}

#[test]
fn deep_nesting_is_an_error_at_its_place() {
    let repeat = |times: usize, open: &str, inner: &str, close: &str| {
        format!("a = {}{inner}{}\nafter = 1\n", open.repeat(times), close.repeat(times))
    };
    let deep = |open: &str, inner: &str, close: &str| repeat(10_000, open, inner, close);
    let message = "nested more than 64 deep";
    on_a_small_stack(repeat(100_000, "[", "", "]"), message);
    on_a_small_stack(repeat(100_000, "!", "1", ""), message);
    on_a_small_stack(repeat(100_000, "\"${", "", ""), "unclosed `${`");
    on_a_small_stack(deep("(", "1", ")"), message);
    on_a_small_stack(deep("{a=", "1", "}"), message);
    on_a_small_stack(deep("f(", "1", ")"), message);
    on_a_small_stack(deep("x ? 1 : ", "1", ""), message);
    on_a_small_stack(deep("{for k in x: k=>", "1", "}"), message);
    on_a_small_stack(deep("", "x", ".a"), "nested too deep");
    on_a_small_stack(deep("", "x[0]", "[*]"), "nested too deep");
    on_a_small_stack(deep("1 + ", "1", ""), "more than 128 operators");
    on_a_small_stack(deep("\"${", "1", "}\""), "templates nested more than 16 deep");
    on_a_small_stack(deep("[", "", ""), "unclosed `[`");
    let nested = "b {\n".repeat(10_000) + &"}\n".repeat(10_000) + "after = 1\n";
    on_a_small_stack(nested, "blocks nested more than 64 deep");
    let open = "after = 1\n".to_owned() + &"b {\n".repeat(10_000);
    on_a_small_stack(open, "unclosed `{`");
}

#[test]
fn the_deepest_that_is_read_fits_the_stack() {
    let nest = |times: usize, open: &str, inner: &str, close: &str| {
        open.repeat(times) + inner + &close.repeat(times)
    };
    let mut text = String::new();
    let shapes =
        [("[(", ")]"), ("f(!", ")"), ("{a=[", "]}"), ("[for k in x: (", ")]"), ("1+(", ")")];
    for (open, close) in shapes {
        let alone = nest(30, open, "1", close);
        let templates = (0..15)
            .fold(alone.clone(), |inner, _| format!("\"${{{}}}\"", nest(28, open, &inner, close)));
        let chain = vec!["x.y"; 120].join(" + ");
        let directives = format!("\"{}\"", nest(30, "%{ if x }", &alone, "%{ endif }"));
        text += &format!("a = {alone}\na = {templates}\na = [[{chain}]]\na = {directives}\n");
    }
    text += "after = [1,\n";
    on_a_small_stack(text, "unclosed `[`");
}

#[test]
fn hostile_input_takes_linear_time() {
    let heredocs: String = (0..4_000).map(|it| format!("a{it} = <<A{it}\n")).collect();
    on_a_small_stack("after = 1\n".to_owned() + &heredocs, "too many errors");
    on_a_small_stack("after = 1\n".to_owned() + &"a = [\n".repeat(10_000), "unclosed `[`");
    on_a_small_stack("after = 1\n".to_owned() + &"a = {\n".repeat(10_000), "unclosed `{`");
    on_a_small_stack("after = 1\n".to_owned() + &"a \"b\" {\n".repeat(10_000), "unclosed `{`");
    let keys: String = (0..12_000).map(|it| format!("k{it} = 1\n")).collect();
    on_a_small_stack(format!("a = {{\n{keys}}}\nafter = 1\n"), "more than 10000 keys");
    let holes = "${a}\n".repeat(20_000);
    on_a_small_stack(format!("a = <<E\n{holes}E\nafter = 1\n]"), "expected a name");
    on_a_small_stack(format!("a = \"{}\"\nafter=1\n]", "${a} ".repeat(20_000)), "expected a name");
    on_a_small_stack(format!("after=1\n{}", "a \"".repeat(20_000)), "");
}
