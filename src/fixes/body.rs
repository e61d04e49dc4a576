//! Bodies of HCL: attributes and blocks, one below the other.

use std::ops::Range;

use super::braces::{Lines, Look, Syntax, align};
use super::style::{self, ends_line, line_break, line_end};
use super::{Piece, Wanted};
use crate::syntax::hcl::Block;

/// None if it cannot be told where something ends.
pub(super) fn insert(block: &Block, text: &str, wanted: &Wanted<'_>) -> Option<Vec<Piece>> {
    let open = open(block, text)?;
    let close = block.span.range().end.checked_sub(1)?;
    if !text.get(open..=close)?.ends_with('}') {
        return None;
    }
    let outer = style::indentation(text, block.header.range().start);
    let attributes = block.body.attributes.iter();
    let attributes = attributes.map(|it| it.name.span.to(it.value.span).range());
    let blocks = block.body.blocks.iter().map(|it| it.span.range());
    let mut items: Vec<Range<usize>> = attributes.chain(blocks).collect();
    items.sort_by_key(|it| it.start);
    let first = items.first();
    let step = first
        .filter(|it| style::is_first(text, it.start))
        .and_then(|it| style::step_between(outer, style::indentation(text, it.start)))
        .unwrap_or_else(|| style::step(text));
    let margin = format!("{outer}{step}");
    let lines = Lines { line_break: line_break(text), margin: &margin, step };
    let (Some(first), Some(last)) = (first, items.last()) else {
        return fill(text, open + 1..close, outer, &entry(wanted, &lines), &lines);
    };
    let is_one_line = !text[open..close].contains('\n');
    if is_one_line {
        return unfold(text, open, close, first, last, wanted, outer, &lines);
    }
    if wanted.in_blocks && wanted.keys.len() > 1 {
        let at = after(text, last.end)?;
        let text = format!("{}{}{}", lines.line_break, lines.at(0), entry(wanted, &lines));
        return Some(vec![Piece::put_in(at, text)]);
    }
    let Some(above) = block.body.attributes.iter().max_by_key(|it| it.name.span.start) else {
        let at = after(text, open + 1)?;
        let text = format!("{}{}{}", lines.at(0), entry(wanted, &lines), lines.line_break);
        return Some(vec![Piece::put_in(at, text)]);
    };
    let at = after(text, end_of(text, above.value.span.range().end))?;
    let key = wanted.keys.first()?;
    let aligned = align(text, &above.name.span.range(), &above.value.span.range(), key.len());
    let entry = match (&aligned, wanted.keys) {
        (Some(sets), [only]) => {
            format!("{only}{sets}{}", wanted.value)
        }
        _ => entry(wanted, &lines),
    };
    let gap = if aligned.is_some() { "" } else { lines.line_break };
    let below = if gap.is_empty() || is_apart(text, at) { "" } else { lines.line_break };
    Some(vec![Piece::put_in(at, format!("{gap}{}{entry}{below}", lines.at(0)))])
}

/// A body without anything in it.
fn fill(
    text: &str,
    range: Range<usize>,
    outer: &str,
    entry: &str,
    lines: &Lines<'_>,
) -> Option<Vec<Piece>> {
    let within = text.get(range.clone())?;
    let line_break = lines.line_break;
    if within.trim().is_empty() {
        let text = format!("{}{entry}{line_break}{outer}", lines.at(0));
        return Some(vec![Piece { range, text }]);
    }
    // Comments: below them.
    let end = range.start + within.trim_end().len();
    let at = text[..range.end].contains('\n').then(|| line_end(text, end))?;
    (at < range.end).then(|| vec![Piece::put_in(at, format!("{}{entry}", lines.at(0)))])
}

/// A block on one line takes only one attribute.
#[expect(clippy::too_many_arguments, reason = "what is known of one line")]
fn unfold(
    text: &str,
    open: usize,
    close: usize,
    first: &Range<usize>,
    last: &Range<usize>,
    wanted: &Wanted<'_>,
    outer: &str,
    lines: &Lines<'_>,
) -> Option<Vec<Piece>> {
    let is_blank = |range: Range<usize>| text.get(range).is_some_and(|it| it.trim().is_empty());
    if !is_blank(open + 1..first.start) || !is_blank(last.end..close) {
        return None;
    }
    let gap = lines.line_break;
    let entry = entry(wanted, lines);
    let below = format!("{gap}{}{entry}{gap}{outer}", lines.at(0));
    let above = Piece { range: open + 1..first.start, text: lines.at(0) };
    Some(vec![above, Piece { range: last.end..close, text: below }])
}

/// Blocks in each other, or an object.
fn entry(wanted: &Wanted<'_>, lines: &Lines<'_>) -> String {
    if !wanted.in_blocks {
        return Look::of(Syntax::Hcl).entry(wanted, Some(lines));
    }
    let Some((name, outer)) = wanted.keys.split_last() else { return String::new() };
    let mut text = format!("{name} = {}", wanted.value);
    for (depth, kind) in outer.iter().enumerate().rev() {
        text = format!("{kind} {{{}{text}{}}}", lines.at(depth + 1), lines.at(depth));
    }
    text
}

/// The brace that opens the body.
fn open(block: &Block, text: &str) -> Option<usize> {
    let header = block.header.range();
    let rest = text.get(header.end..)?;
    rest.trim_start().starts_with('{').then(|| header.end + rest.len() - rest.trim_start().len())
}

/// Where an expression ends, the break at the end of a heredoc not counted.
fn end_of(text: &str, end: usize) -> usize {
    text[..end].trim_end_matches(['\n', '\r']).len()
}

/// Whether the line after one that ends there is empty or closes the body.
fn is_apart(text: &str, end: usize) -> bool {
    let next = text[end..].find('\n').map_or(text.len(), |it| end + it + 1);
    let line = text[next..line_end(text, next)].trim();
    line.is_empty() || line.starts_with('}')
}

/// The end of the line, if nothing else stands there.
fn after(text: &str, end: usize) -> Option<usize> {
    ends_line(text, end).then(|| line_end(text, end))
}
