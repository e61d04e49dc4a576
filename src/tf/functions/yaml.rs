//! `yamlencode` and `yamldecode`.

use std::fmt::Write as _;

use super::call::{Call, Outcome, Stop, check_len, invalid};
use super::json::{decoded, with_document};
use crate::tf::convert::{is_settled, reasons};
use crate::tf::limits;
use crate::value::document;
use crate::value::{Kind, TextBuilder, Type, Unknown, Value, Why};

/// Beyond this column, a line of quoted text goes on in the next.
const WIDTH: usize = 80;
/// Longer keys, and those with line breaks, are written with `?`.
const MAX_KEY: usize = 128;

/// The text of a document, which remembers the values it was made from.
pub(super) fn encode(call: &Call<'_>) -> Outcome {
    let value = call.arg(0)?;
    if has_long_key(value) {
        // Not written the way Terraform does.
        let mut builder = TextBuilder::default();
        builder.hole(Value::unknown(Why::Function("yamlencode".into()), Type::Text, call.span));
        return with_document(call.built(builder)?, value.clone());
    }
    let mut writer = Writer { builder: TextBuilder::default(), column: 0, call };
    writer.node(value, None, Place::Root)?;
    if matches!(value.kind, Kind::Absent | Kind::Null | Kind::Bool(_) | Kind::Number(_)) {
        writer.write("...\n");
    }
    with_document(call.built(writer.builder)?, value.clone())
}

fn has_long_key(value: &Value) -> bool {
    match &value.kind {
        Kind::List(it) => it.items.iter().any(has_long_key),
        Kind::Map(it) => it.entries.iter().any(|it| {
            it.key.len() > MAX_KEY || it.key.contains(is_break) || has_long_key(&it.value)
        }),
        _ => false,
    }
}

struct Writer<'w, 'c> {
    builder: TextBuilder,
    column: usize,
    call: &'w Call<'c>,
}

/// What a node stands in, which decides how it starts.
#[derive(Clone, Copy, PartialEq)]
enum Place {
    Root,
    /// After `key:`.
    Value,
    /// After `- `.
    Item,
}

impl Writer<'_, '_> {
    fn write(&mut self, text: &str) {
        self.builder.literal(text, self.call.span, false);
        self.moved(text);
    }

    fn moved(&mut self, text: &str) {
        self.column = match text.rfind('\n') {
            Some(at) => text[at + 1..].chars().count(),
            None => self.column + text.chars().count(),
        };
    }

    /// Writes a node up to and with its line break. `indent` is that of the node around it.
    fn node(&mut self, value: &Value, indent: Option<usize>, place: Place) -> Result<(), Stop> {
        let inner = indent.map_or(0, |it| it + 2);
        match &value.kind {
            Kind::List(list) if !list.items.is_empty() && is_settled(list) => {
                // A list in a map is indented no further.
                let own = if place == Place::Value { indent.unwrap_or(0) } else { inner };
                if place == Place::Value {
                    self.write("\n");
                }
                for (index, it) in list.items.iter().enumerate() {
                    self.start(index, own, place);
                    self.write("-");
                    self.node(it, Some(own), Place::Item)?;
                }
                return Ok(());
            }
            Kind::Map(map) if !map.entries.is_empty() => {
                if place == Place::Value {
                    self.write("\n");
                }
                for (index, it) in map.entries.iter().enumerate() {
                    self.start(index, inner, place);
                    let key = quoted(&it.key, 0, usize::MAX, 0);
                    self.write(&key);
                    self.write(":");
                    self.node(&it.value, Some(inner), Place::Value)?;
                }
                if let Some(why) = &map.open {
                    self.builder.hole(Value::new(Kind::Unknown(why.clone()), value.span));
                    self.write("\n");
                }
                return Ok(());
            }
            _ => (),
        }
        if place != Place::Root {
            self.write(" ");
        }
        self.scalar(value, indent)?;
        check_len(self.builder.len())
    }

    /// The first line of a list or map in a list stands right after its dash.
    fn start(&mut self, index: usize, indent: usize, place: Place) {
        if index == 0 && place == Place::Item {
            self.write(" ");
        } else {
            self.write(&" ".repeat(indent));
        }
    }

    fn scalar(&mut self, value: &Value, indent: Option<usize>) -> Result<(), Stop> {
        let margin = indent.map_or(2, |it| it + 2);
        let text = match &value.kind {
            Kind::Absent | Kind::Null => "null\n".to_owned(),
            Kind::Bool(it) => format!("{it}\n"),
            Kind::Number(it) => match it.text() {
                Some(it) => format!("{it}\n"),
                None => {
                    self.builder.hole(Value::unknown(limits::NUMBER, Type::Number, value.span));
                    "\n".to_owned()
                }
            },
            Kind::Text(text) => match text.as_str() {
                // The root stands at the margin.
                Some(it) if is_block(it) => {
                    let lines = it.matches('\n').count() + 1;
                    check_len(lines.saturating_mul(margin).saturating_add(it.len()))?;
                    block(it, margin)
                }
                Some(it) => format!("{}\n", quoted(it, self.column, WIDTH, margin)),
                // Whether it has lines is not known.
                None => {
                    self.builder.hole(self.call.hole(value));
                    "\n".to_owned()
                }
            },
            Kind::List(list) if list.items.is_empty() => "[]\n".to_owned(),
            Kind::Map(it) => match &it.open {
                Some(why) => {
                    self.builder.hole(Value::new(Kind::Unknown(why.clone()), value.span));
                    "\n".to_owned()
                }
                None => "{}\n".to_owned(),
            },
            Kind::List(_) => {
                self.builder.hole(self.call.hole(value));
                "\n".to_owned()
            }
            Kind::Unknown(_) | Kind::If(_) => {
                self.builder.hole(value.clone());
                "\n".to_owned()
            }
        };
        self.builder.derived(&text, value.span, value);
        self.moved(&text);
        Ok(())
    }
}

fn is_break(it: char) -> bool {
    matches!(it, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// What Terraform's emitter writes as it is. It takes nothing beyond the basic plane for that.
fn is_printable(it: char) -> bool {
    matches!(it, '\n' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}')
        && it != '\u{feff}'
}

/// Whether a text is written line by line: it has lines, and none of them has what only quotes
/// can show.
fn is_block(text: &str) -> bool {
    let spaced = |break_: char| text.contains(&format!(" {break_}"));
    text.contains('\n')
        && !text.ends_with(' ')
        && text.chars().all(is_printable)
        && !text.chars().filter(|it| is_break(*it)).any(spaced)
}

fn block(text: &str, margin: usize) -> String {
    let mut out = String::from("|");
    if text.starts_with([' ', '\n', '\u{85}', '\u{2028}', '\u{2029}']) {
        out.push('2');
    }
    if !text.ends_with('\n') {
        out.push('-');
    } else if text == "\n" || text.ends_with("\n\n") {
        out.push('+');
    }
    out.push('\n');
    for line in text.split_inclusive('\n') {
        if line != "\n" {
            _ = write!(out, "{:margin$}", "");
        }
        out.push_str(line);
    }
    if !text.ends_with('\n') {
        out.push('\n');
    }
    out
}

/// In double quotes; a line that starts at `column` breaks at a space once it is wider than
/// `width`.
fn quoted(text: &str, column: usize, width: usize, margin: usize) -> String {
    let mut out = String::from("\"");
    let mut column = column + 1;
    let mut after_space = false;
    let mut chars = text.chars().enumerate().peekable();
    let last = text.chars().count().saturating_sub(1);
    while let Some((at, it)) = chars.next() {
        let start = out.len();
        let is_space = it == ' ';
        if is_space && !after_space && column > width && at > 0 && at < last {
            _ = write!(out, "\n{:margin$}", "");
            column = margin;
            if chars.peek().is_some_and(|(_, next)| *next == ' ') {
                out.push('\\');
                column += 1;
            }
            after_space = true;
            continue;
        }
        escape(it, &mut out);
        after_space = is_space;
        column += out[start..].chars().count();
    }
    out.push('"');
    out
}

fn escape(it: char, out: &mut String) {
    let short = match it {
        '\0' => "\\0",
        '\u{7}' => "\\a",
        '\u{8}' => "\\b",
        '\t' => "\\t",
        '\n' => "\\n",
        '\u{b}' => "\\v",
        '\u{c}' => "\\f",
        '\r' => "\\r",
        '\u{1b}' => "\\e",
        '"' => "\\\"",
        '\\' => "\\\\",
        '\u{85}' => "\\N",
        '\u{2028}' => "\\L",
        '\u{2029}' => "\\P",
        it if is_printable(it) => {
            out.push(it);
            return;
        }
        it => {
            let code = u32::from(it);
            _ = match code {
                0..=0xff => write!(out, "\\x{code:02X}"),
                0x100..=0xffff => write!(out, "\\u{code:04X}"),
                _ => write!(out, "\\U{code:08X}"),
            };
            return;
        }
    };
    out.push_str(short);
}

/// The one document that the text holds.
pub(super) fn decode(call: &Call<'_>) -> Outcome {
    let text = call.pieces(0)?;
    if let Some(it) = text.known_document() {
        return call.passed(&decoded(it));
    }
    let documents = document::yaml(text);
    // Terraform refuses the whole of it; so it does a tab where a line is indented.
    let is_whole = text.as_str().is_some();
    let indented = |it: &str| it.trim_start_matches(' ').starts_with('\t') && !it.trim().is_empty();
    let broken = |it: &Unknown| {
        it.why.iter().any(|it| matches!(it, Why::Invalid(it) if **it == *document::NOT_YAML))
    };
    if is_whole && documents.len() == 1 && text.as_str().is_some_and(|it| it.lines().any(indented))
    {
        return Err(Stop::Function);
    }
    match &*documents {
        [it] if is_whole && reasons([it]).iter().any(broken) => invalid("the text is not YAML"),
        [it] => call.passed(&decoded(it)),
        _ if text.as_str().is_none() => Err(Stop::Unknown),
        [] => invalid("the text is not YAML"),
        [..] => invalid("the text is more than one YAML document"),
    }
}
