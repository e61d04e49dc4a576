//! `format` and `formatlist`: <https://developer.hashicorp.com/terraform/language/functions/format>.

mod verb;

use std::borrow::Cow;

use super::call::{Call, Outcome, Stop, append, check_count, check_len, invalid};
use super::json;
use crate::tf::convert::{because, convert, is_settled};
use crate::tf::limits;
use crate::value::{Kind, List, ListShape, Run, Text, TextBuilder, Type, Value, Why};
use unicode_segmentation::UnicodeSegmentation as _;
use verb::{Piece, Verb};

pub(super) fn format(call: &Call<'_>) -> Outcome {
    let args: Vec<&Value> = call.args.iter().skip(1).collect();
    formatted(call, call.pieces(0)?, &args)
}

/// One text for each element of the lists; what is no list goes into every one.
pub(super) fn formatlist(call: &Call<'_>) -> Outcome {
    let pattern = call.pieces(0)?;
    let mut count: Option<usize> = None;
    for arg in call.args.iter().skip(1) {
        let len = match &arg.kind {
            Kind::List(it) if !is_settled(it) => return Err(Stop::Unknown),
            Kind::List(it) => it.items.len(),
            Kind::Unknown(it) if super::collection::may_be_listed(&it.kind) => {
                return Err(Stop::Unknown);
            }
            Kind::If(_) => return Err(Stop::Unknown),
            _ => continue,
        };
        if count.is_some_and(|it| it != len) {
            return invalid("the lists are of different lengths");
        }
        count = Some(len);
    }
    let rows = count.unwrap_or(1);
    check_count(rows)?;
    let mut items = Vec::new();
    let mut len = 0;
    for row in 0..rows {
        let args = call.args.iter().skip(1).map(|it| match &it.kind {
            Kind::List(list) => list.items.get(row).unwrap_or(it),
            _ => it,
        });
        let item = formatted(call, pattern, &args.collect::<Vec<_>>())?;
        len += item.weight() as usize;
        check_count(len)?;
        items.push(item);
    }
    call.new_list(List::new(ListShape::List(Type::Text), items))
}

fn formatted(call: &Call<'_>, pattern: &Text, args: &[&Value]) -> Outcome {
    let mut builder = TextBuilder::default();
    let mut next = 0;
    let mut used = 0;
    let mut end = 0;
    let ends = pattern.pieces().map(|(run, piece)| {
        end += piece.len();
        (end, run)
    });
    let runs: Vec<(usize, &Run)> = ends.collect();
    for piece in verb::pieces(pattern.prefix()) {
        let piece = match piece {
            Ok(it) => it,
            // The verb may go on in the hole.
            Err(_) if pattern.as_str().is_none() => break,
            Err(it) => return Err(it.into()),
        };
        let verb = match piece {
            // The text comes from several stretches; what it starts in stands for it.
            Piece::Literal { at, text } => {
                if let Some((_, run)) = runs.get(runs.partition_point(|(end, _)| *end <= at)) {
                    builder.piece((run, ""), text);
                }
                continue;
            }
            Piece::Verb(it) => it,
        };
        let index = verb.index.unwrap_or(next + 1);
        next = index;
        used = used.max(index);
        let Some(arg) = index.checked_sub(1).and_then(|it| args.get(it)) else {
            return invalid(format!("not enough arguments for {:?}", verb.text));
        };
        apply(&verb, arg, &mut builder)?;
        check_len(builder.len())?;
    }
    if pattern.as_str().is_none() {
        // There may be any verbs in the hole; what came before stands.
        builder.hole(call.hole(pattern.holes().next().unwrap_or(call.arg(0)?)));
    } else if used < args.len() {
        return invalid(format!("too many arguments, only {used} used by the format string"));
    }
    call.built(builder)
}

fn apply(verb: &Verb<'_>, arg: &Value, into: &mut TextBuilder) -> Result<(), Stop> {
    check_len(verb.width.unwrap_or(0).max(verb.precision.unwrap_or(0)))?;
    if arg.is_unset() {
        // Terraform does not know either, if the null is of no type.
        let why = Why::Invalid("null cannot be formatted".into());
        into.hole(Value::unknown(why, Type::Text, arg.span));
        return Ok(());
    }
    let text = match verb.letter {
        't' => match &convert(arg, &Type::Bool)?.kind {
            // Go's width, which Terraform does not pass on.
            Kind::Bool(it) => it.to_string(),
            _ => return hole(arg, into),
        },
        'b' | 'd' | 'o' | 'x' | 'X' | 'e' | 'E' | 'f' | 'g' | 'G' => {
            match &convert(arg, &Type::Number)?.kind {
                Kind::Number(it) => verb.number(it)?,
                _ => return hole(arg, into),
            }
        }
        's' | 'q' => {
            let text = convert(arg, &Type::Text)?;
            if verb.is_plain() && verb.letter == 's' {
                append(into, &text);
                return Ok(());
            }
            let Some(whole) = text.as_str() else { return hole(arg, into) };
            let cut: Cow<'_, str> = match verb.precision {
                Some(it) => whole.graphemes(true).take(it).collect::<String>().into(),
                None => whole.into(),
            };
            verb.pad(match verb.letter {
                'q' => format!("\"{}\"", json::escaped(&cut)),
                _ => cut.into_owned(),
            })
        }
        'v' => match &arg.kind {
            Kind::Text(_) if verb.is_plain() => {
                append(into, arg);
                return Ok(());
            }
            Kind::Text(it) if !verb.sharp => match it.as_str() {
                Some(it) => verb.pad(it.to_owned()),
                None => return hole(arg, into),
            },
            Kind::Number(it) if !verb.sharp => verb.pad(verb::shortest(it)?),
            _ => match json::text(arg)? {
                Some(it) => verb.pad(it),
                None => return hole(arg, into),
            },
        },
        letter => return invalid(format!("unsupported format verb {letter:?}")),
    };
    into.derived(&text, arg.span, arg);
    Ok(())
}

fn hole(arg: &Value, into: &mut TextBuilder) -> Result<(), Stop> {
    let unknown = because([arg], Type::Text).not_null();
    into.hole(Value::new(Kind::Unknown(unknown.into()), arg.span).made_from(arg.span, [arg]));
    check_count(usize::try_from(arg.weight().min(limits::MAX_WEIGHT)).unwrap_or(usize::MAX))
}
