//! Enough of the expression language to write a test in it: literals, lists, objects, calls,
//! operators and `"…${x}…"` of names that are not known.

use crate::syntax::hcl::{Operator, Unary};
use crate::text::{FileId, Span};
use crate::tf::convert::convert;
use crate::tf::{functions, operators};
use crate::value::{Entry, Number, TextBuilder, Type, Unknown, Value, Why};

/// The value of an expression. None for what this little reader does not read.
pub(crate) fn value(text: &str) -> Option<Value> {
    value_with(text, &mut |it| it)
}

/// So, with each literal changed.
pub(crate) fn value_with(text: &str, change: &mut dyn FnMut(Value) -> Value) -> Option<Value> {
    let mut reader = Reader { text, at: 0, change };
    let value = reader.expression(0)?;
    reader.space();
    (reader.at == text.len()).then_some(value)
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    change: &'t mut dyn FnMut(Value) -> Value,
}

const OPERATORS: [(&str, Operator, u8); 13] = [
    ("||", Operator::Or, 1),
    ("&&", Operator::And, 2),
    ("==", Operator::Equal, 3),
    ("!=", Operator::NotEqual, 3),
    ("<=", Operator::LessOrEqual, 4),
    (">=", Operator::GreaterOrEqual, 4),
    ("<", Operator::Less, 4),
    (">", Operator::Greater, 4),
    ("+", Operator::Add, 5),
    ("-", Operator::Subtract, 5),
    ("*", Operator::Multiply, 6),
    ("/", Operator::Divide, 6),
    ("%", Operator::Remainder, 6),
];

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start().len();
    }

    fn take(&mut self, token: &str) -> bool {
        self.space();
        let found = self.rest().starts_with(token);
        if found {
            self.at += token.len();
        }
        found
    }

    fn span(&self, start: usize) -> Span {
        Span::new(FileId(0), start..self.at)
    }

    fn expression(&mut self, least: u8) -> Option<Value> {
        self.space();
        let start = self.at;
        let mut left = self.unary()?;
        loop {
            self.space();
            let rest = self.rest();
            let found = OPERATORS.iter().find(|(it, ..)| rest.starts_with(it));
            let Some((token, operator, level)) = found else { return Some(left) };
            if *level <= least {
                return Some(left);
            }
            self.at += token.len();
            let right = self.expression(*level)?;
            left = operators::binary(*operator, &left, &right, self.span(start));
        }
    }

    fn unary(&mut self) -> Option<Value> {
        self.space();
        let start = self.at;
        let operator = match self.rest().chars().next()? {
            '!' => Unary::Not,
            '-' => Unary::Negate,
            _ => return self.primary(),
        };
        self.at += 1;
        let operand = self.unary()?;
        Some(operators::unary(operator, &operand, self.span(start)))
    }

    fn primary(&mut self) -> Option<Value> {
        self.space();
        let start = self.at;
        match self.rest().chars().next()? {
            '"' => {
                let text = self.string()?;
                Some((self.change)(text))
            }
            '0'..='9' => {
                let end = self.rest().find(|it: char| !it.is_ascii_alphanumeric() && it != '.');
                self.at += end.unwrap_or(self.rest().len());
                if self.text[start..self.at].ends_with('e') && self.take("-") {
                    self.word();
                }
                let number = Number::parse(&self.text[start..self.at])?;
                let number = Value::number(number, self.span(start));
                Some((self.change)(number))
            }
            '(' => {
                self.at += 1;
                let value = self.expression(0)?;
                self.take(")").then_some(value)
            }
            '[' => {
                self.at += 1;
                let items = self.items("]")?;
                Some(Value::tuple(items, self.span(start)))
            }
            '{' => self.object(),
            _ => self.name(),
        }
    }

    fn items(&mut self, end: &str) -> Option<Vec<Value>> {
        let mut items = Vec::new();
        while !self.take(end) {
            items.push(self.expression(0)?);
            if !self.take(",") {
                return self.take(end).then_some(items);
            }
        }
        Some(items)
    }

    fn object(&mut self) -> Option<Value> {
        let start = self.at;
        self.at += 1;
        let mut entries = Vec::new();
        while !self.take("}") {
            self.space();
            let from = self.at;
            let key = match self.rest().starts_with('"') {
                true => self.string()?.as_str()?.to_owned(),
                false => self.word().to_owned(),
            };
            let key_span = self.span(from);
            if key.is_empty() || !self.take("=") {
                return None;
            }
            let value = self.expression(0)?;
            entries.push(Entry { key: key.into(), key_span, value });
            self.take(",");
        }
        let entries = functions::call::sorted(entries);
        Some(Value::object(entries, self.span(start)))
    }

    fn word(&mut self) -> &str {
        let start = self.at;
        let rest = self.rest();
        let end = rest.find(|it: char| !it.is_alphanumeric() && !"_.:".contains(it));
        self.at += end.unwrap_or(rest.len());
        &self.text[start..self.at]
    }

    fn name(&mut self) -> Option<Value> {
        let start = self.at;
        let word = self.word().to_owned();
        let span = self.span(start);
        match &*word {
            "" => return None,
            "true" | "false" => return Some((self.change)(Value::bool(word == "true", span))),
            "null" => return Some((self.change)(Value::null(span))),
            _ => (),
        }
        if self.rest().starts_with('(') {
            self.at += 1;
            let args = self.items(")")?;
            return Some(functions::call(&word, &args, self.span(start)));
        }
        let list = |it| Type::List(Box::new(it));
        let kind = match word.strip_prefix("local.")? {
            "ustr" => Type::Text,
            "unum" => Type::Number,
            "ubool" => Type::Bool,
            "ulist" => list(Type::Text),
            "uset" => Type::Set(Box::new(Type::Text)),
            "umap" => Type::Map(Box::new(Type::Text)),
            "utup" => Type::Tuple(vec![Type::Number, Type::Text]),
            "uobj" => Type::Object(vec![("a".into(), Type::Number), ("b".into(), Type::Text)]),
            "uany" => Type::Any,
            _ => return None,
        };
        let unknown = Unknown::new(Why::Input(word.into()), kind);
        Some(Value::new(crate::value::Kind::Unknown(unknown.into()), span))
    }

    fn string(&mut self) -> Option<Value> {
        let start = self.at;
        self.at += 1;
        let mut builder = TextBuilder::default();
        loop {
            let from = self.at;
            let it = self.rest().chars().next()?;
            self.at += it.len_utf8();
            match it {
                '"' => break,
                '$' if self.rest().starts_with("${") => {
                    self.at += 2;
                    builder.literal("${", self.span(from), false);
                }
                '$' if self.rest().starts_with('{') => {
                    self.at += 1;
                    let value = self.expression(0)?;
                    if !self.take("}") {
                        return None;
                    }
                    let value = convert(&value, &Type::Text).ok()?;
                    match value.as_str() {
                        Some(it) => builder.literal(it, self.span(from), false),
                        None => builder.hole(value),
                    }
                }
                '\\' => {
                    let it = self.rest().chars().next()?;
                    self.at += 1;
                    let digits = match it {
                        'u' => 4,
                        'U' => 8,
                        _ => 0,
                    };
                    let it = match it {
                        'n' => '\n',
                        'r' => '\r',
                        't' => '\t',
                        'u' | 'U' => {
                            let hex = self.rest().get(..digits)?;
                            let code = u32::from_str_radix(hex, 16).ok()?;
                            self.at += digits;
                            char::from_u32(code)?
                        }
                        it => it,
                    };
                    builder.literal(&it.to_string(), self.span(from), false);
                }
                it => builder.literal(&it.to_string(), self.span(from), true),
            }
        }
        if builder.is_empty() {
            return Some(Value::text("", self.span(start)));
        }
        Some(builder.value(self.span(start)))
    }
}
