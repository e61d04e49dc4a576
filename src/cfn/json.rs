//! Values as JSON text, with holes where they are not known.

use super::{limits, text};
use crate::text::Span;
use crate::value::{Kind, Run, TextBuilder, Type, Value, Why};

/// None if it would be too long.
pub(super) fn write(value: &Value, span: Span) -> Option<TextBuilder> {
    let mut made = TextBuilder::default();
    add(&mut made, value, span)?;
    fits(&made).then_some(made)
}

fn fits(made: &TextBuilder) -> bool {
    made.len() <= limits::TEXT && made.runs() <= limits::RUNS
}

fn add(made: &mut TextBuilder, value: &Value, span: Span) -> Option<()> {
    if !fits(made) {
        return None;
    }
    match &value.kind {
        Kind::Absent | Kind::Null => made.literal("null", value.span, false),
        Kind::Unknown(_) | Kind::If(_) => made.hole(undecided(value)),
        Kind::Bool(_) | Kind::Number(_) => match text::plain(value) {
            Some(it) => made.derived(&it, value.span, value),
            None => made.hole(text::number_text(value)),
        },
        Kind::Text(it) => {
            made.literal("\"", value.span, false);
            for (run, said) in it.pieces() {
                match run {
                    Run::Hole(value) => made.hole(undecided(value)),
                    Run::Literal { .. } => add_escaped(made, run, said),
                }
            }
            made.literal("\"", value.span, false);
        }
        Kind::List(list) => {
            made.literal("[", span, false);
            let items = list.items.iter().filter(|it| !it.is_absent());
            for (index, item) in items.enumerate() {
                if index > 0 {
                    made.literal(",", span, false);
                }
                add(made, item, span)?;
            }
            made.literal("]", span, false);
        }
        Kind::Map(map) => {
            made.literal("{", span, false);
            let entries = map.entries.iter().filter(|it| !it.value.is_absent());
            for (index, entry) in entries.enumerate() {
                if index > 0 {
                    made.literal(",", span, false);
                }
                made.literal(&format!("\"{}\":", escaped(&entry.key)), entry.key_span, false);
                add(made, &entry.value, span)?;
            }
            if let Some(why) = &map.open {
                made.hole(Value::new(Kind::Unknown(why.clone()), span));
            }
            made.literal("}", span, false);
        }
    }
    Some(())
}

/// What stands in a hole: not what conditions choose, which would need quotes and escapes.
fn undecided(value: &Value) -> Value {
    match &value.kind {
        Kind::If(_) => {
            Value::unknown(Why::Limit("alternatives of a function"), Type::Any, value.span)
        }
        _ => value.clone(),
    }
}

fn add_escaped(made: &mut TextBuilder, run: &Run, said: &str) {
    let escaped = escaped(said);
    if escaped == said {
        made.part(run, said, 0..said.len());
    } else {
        made.literal(&escaped, run.part_span(0..said.len()), false);
    }
}

fn escaped(text: &str) -> String {
    let mut made = String::with_capacity(text.len());
    for it in text.chars() {
        match it {
            '"' => made.push_str("\\\""),
            '\\' => made.push_str("\\\\"),
            '\n' => made.push_str("\\n"),
            '\r' => made.push_str("\\r"),
            '\t' => made.push_str("\\t"),
            it if it < ' ' => made.push_str(&format!("\\u{:04x}", u32::from(it))),
            it => made.push(it),
        }
    }
    made
}
