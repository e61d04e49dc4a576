//! `jsonencode` and `jsondecode`.

use std::fmt::Write as _;
use std::sync::Arc;

use super::call::{Call, Outcome, Stop, check_len, invalid, sorted};
use crate::tf::convert::is_settled;
use crate::tf::limits;
use crate::value::document;
use crate::value::{Entry, Kind, Map, MapShape, Run, TextBuilder, Type, Unknown, Value};

/// The text of a document, which remembers the values it was made from.
pub(super) fn encode(call: &Call<'_>) -> Outcome {
    let value = call.arg(0)?;
    let mut writer = Writer { builder: TextBuilder::default(), pending: String::new(), call };
    writer.value(value)?;
    writer.flush();
    let document = value.clone();
    with_document(call.built(writer.builder)?, document)
}

/// Text that stands for a document.
pub(super) fn with_document(text: Value, document: Value) -> Outcome {
    let kind = match text.kind {
        Kind::Text(it) => Kind::Text(Arc::new(Arc::unwrap_or_clone(it).of_document(document))),
        kind => kind,
    };
    Ok(Value { kind, ..text })
}

/// The JSON text of a value without unknown parts.
pub(super) fn text(value: &Value) -> Result<Option<String>, Stop> {
    let call = Call { args: &[], span: value.span };
    let mut writer =
        Writer { builder: TextBuilder::default(), pending: String::new(), call: &call };
    writer.value(value)?;
    writer.flush();
    Ok(writer.builder.build().as_str().map(str::to_owned))
}

struct Writer<'w, 'c> {
    builder: TextBuilder,
    /// Punctuation not yet in the text.
    pending: String,
    call: &'w Call<'c>,
}

impl Writer<'_, '_> {
    fn flush(&mut self) {
        self.builder.literal(&self.pending, self.call.span, false);
        self.pending.clear();
    }

    /// Text that stands for `value`.
    fn scalar(&mut self, text: &str, value: &Value) {
        self.flush();
        self.builder.derived(text, value.span, value);
    }

    fn hole(&mut self, value: &Value) {
        self.flush();
        self.builder.hole(value.clone());
    }

    fn value(&mut self, value: &Value) -> Result<(), Stop> {
        match &value.kind {
            Kind::Absent | Kind::Null => self.scalar("null", value),
            Kind::Bool(true) => self.scalar("true", value),
            Kind::Bool(false) => self.scalar("false", value),
            Kind::Number(it) => match it.text() {
                Some(it) => self.scalar(&it, value),
                None => self.hole(&Value::unknown(limits::NUMBER, Type::Number, value.span)),
            },
            Kind::Text(text) => {
                self.pending.push('"');
                for (run, piece) in text.pieces() {
                    match run {
                        Run::Literal { .. } => {
                            self.flush();
                            self.builder.piece((run, piece), &escaped(piece));
                        }
                        Run::Hole(it) => self.hole(it),
                    }
                }
                self.pending.push('"');
            }
            Kind::List(list) if !is_settled(list) => self.hole(&self.call.hole(value)),
            Kind::List(list) => {
                self.pending.push('[');
                for (index, it) in list.items.iter().enumerate() {
                    if index > 0 {
                        self.pending.push(',');
                    }
                    self.value(it)?;
                }
                self.pending.push(']');
            }
            Kind::Map(map) => {
                self.pending.push('{');
                for (index, it) in map.entries.iter().enumerate() {
                    if index > 0 {
                        self.pending.push(',');
                    }
                    _ = write!(self.pending, "\"{}\":", escaped(&it.key));
                    self.value(&it.value)?;
                }
                if let Some(why) = &map.open {
                    self.hole(&Value::new(Kind::Unknown(why.clone()), value.span));
                }
                self.pending.push('}');
            }
            Kind::Unknown(_) | Kind::If(_) => self.hole(value),
        }
        check_len(self.builder.len() + self.pending.len())
    }
}

/// As Go escapes: also what means something in HTML, and the line breaks of JavaScript.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for it in text.chars() {
        match it {
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            '\u{8}' => escaped.push_str("\\b"),
            '\u{c}' => escaped.push_str("\\f"),
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\0'..='\u{1f}' => {
                _ = write!(escaped, "\\u{:04x}", u32::from(it));
            }
            it => escaped.push(it),
        }
    }
    escaped
}

/// The values that the text was made from, or those that it says.
pub(super) fn decode(call: &Call<'_>) -> Outcome {
    let text = call.pieces(0)?;
    if let Some(it) = text.known_document() {
        return call.passed(&decoded(it));
    }
    if text.as_str().is_some() {
        return match document::any_json(text) {
            Some(it) => call.passed(&decoded(&it)),
            None => invalid("the text is not JSON"),
        };
    }
    match text.document() {
        Some(it) => call.passed(&decoded(&counted(it))),
        None => Err(Stop::Unknown),
    }
}

/// A document from a text with holes, in which an array is as long as it seems. A hole that stands
/// among its elements may hold several of them, or none, so that nothing is known of the array.
fn counted(value: &Value) -> Value {
    let kind = match &value.kind {
        Kind::List(it) => {
            let holes: Vec<&Unknown> = it.items.iter().flat_map(holes).collect();
            match holes.is_empty() {
                true => Value::tuple(it.items.iter().map(counted).collect(), value.span).kind,
                false => Kind::Unknown(Arc::new(Unknown::because(holes, Type::Any))),
            }
        }
        Kind::Map(it) => {
            let entries = it.entries.iter();
            let entries = entries.map(|it| Entry { value: counted(&it.value), ..it.clone() });
            let mut map = Map::new(it.shape.clone(), entries.collect());
            map.open.clone_from(&it.open);
            Kind::Map(Arc::new(map))
        }
        _ => return value.clone(),
    };
    Value { kind, span: value.span, cause: value.cause.clone() }
}

/// Why an element may be several.
fn holes(value: &Value) -> Vec<&Unknown> {
    match &value.kind {
        Kind::Unknown(it) => vec![it],
        Kind::If(it) => [holes(&it.then), holes(&it.otherwise)].concat(),
        _ => Vec::new(),
    }
}

/// As a document has it: tuples and objects, sorted by key; of equal keys the last.
pub(super) fn decoded(value: &Value) -> Value {
    let kind = match &value.kind {
        Kind::List(it) => Value::tuple(it.items.iter().map(decoded).collect(), value.span).kind,
        Kind::Map(it) => {
            let entries = it.entries.iter();
            let entries = entries.map(|it| Entry { value: decoded(&it.value), ..it.clone() });
            let map = Map::new(MapShape::Object, sorted(entries.collect()));
            Kind::Map(Arc::new(match &it.open {
                Some(why) => map.opened(why.clone()),
                None => map,
            }))
        }
        _ => return value.clone(),
    };
    Value { kind, span: value.span, cause: value.cause.clone() }
}
