//! A graph as text: a line for every leaf, with where it stands and what made it so.

use std::fmt::Write as _;

use super::Graph;
use crate::text::{Sources, Span};
use crate::value::{Condition, Kind, Run, Value};

pub(crate) fn dump(sources: &Sources, graph: &Graph) -> String {
    let mut out = String::new();
    for resource in graph.resources() {
        let at = place(sources, resource.header);
        let _ = write!(out, "{} ({}) {at}", resource.address, resource.kind);
        for it in &resource.calls {
            let _ = write!(out, " via {}", place(sources, *it));
        }
        for it in &resource.rounds {
            let at = it.span.map(|it| format!(" {}", place(sources, it)));
            let _ = write!(out, " for {} = {}{}", it.name, it.value, at.unwrap_or_default());
        }
        for it in &resource.borrowed {
            let (text, used) = (place(sources, it.text), place(sources, it.used));
            let _ = write!(out, " has {text} by {used}");
        }
        if let Some(it) = &resource.construct {
            let _ = write!(out, " construct {it}");
        }
        if resource.exists != Condition::Always(true) {
            let _ = write!(out, " when {}", told(&resource.exists));
        }
        out.push('\n');
        leaves(sources, &resource.properties, "", &mut out);
        out.push('\n');
    }
    for it in &graph.constraints {
        let _ = writeln!(out, "constraint: {it}");
    }
    for it in &graph.cuts {
        let _ = writeln!(out, "cut: {} {}", it.message, place(sources, it.span));
    }
    out
}

fn leaves(sources: &Sources, value: &Value, path: &str, out: &mut String) {
    match &value.kind {
        Kind::Map(it) if !it.entries.is_empty() => {
            for entry in &it.entries {
                let dot = if path.is_empty() { "" } else { "." };
                leaves(sources, &entry.value, &format!("{path}{dot}{}", entry.key), out);
            }
            for key in it.keys() {
                let _ = writeln!(out, "  {path}.{} = ?", shown(key));
            }
            if let Some(it) = &it.open {
                let _ = writeln!(out, "  {path}.* = ?({it})");
            }
        }
        Kind::List(it) if !it.items.is_empty() => {
            for (index, item) in it.items.iter().enumerate() {
                leaves(sources, item, &format!("{path}[{index}]"), out);
            }
        }
        Kind::If(it) => {
            let _ = writeln!(out, "  {path} {}", place(sources, value.span));
            leaves(sources, &it.then, &format!("{path} if {}:", told(&it.condition)), out);
            leaves(sources, &it.otherwise, &format!("{path} else:"), out);
        }
        _ => {
            let _ = write!(out, "  {path} = {} {}", shown(value), place(sources, value.span));
            for hop in value.hops() {
                let _ = write!(out, " <- {:?} {}", hop.role, place(sources, hop.span));
            }
            out.push('\n');
            let unknown = value.as_unknown();
            let first = unknown.map_or(0, |it| it.first().len());
            let members = unknown.map_or(&[][..], |it| it.members());
            for (index, item) in members.iter().enumerate() {
                let index = if index < first { index.to_string() } else { "?".to_owned() };
                leaves(sources, item, &format!("{path}[{index}]"), out);
            }
        }
    }
}

fn shown(value: &Value) -> String {
    match &value.kind {
        Kind::Absent => "absent".to_owned(),
        Kind::Null => "null".to_owned(),
        Kind::Unknown(it) => match value.reference() {
            Some(is) => format!("->({is})"),
            None => format!("?({it})"),
        },
        Kind::Bool(it) => it.to_string(),
        Kind::Number(it) => it.to_string(),
        Kind::Text(it) => {
            let pieces = it.pieces().map(|(run, literal)| match run {
                Run::Literal { .. } => literal.escape_debug().to_string(),
                Run::Hole(value) => format!("‹{}›", shown(value)),
            });
            format!("\"{}\"", pieces.collect::<String>())
        }
        Kind::List(it) => {
            let items: Vec<String> = it.items.iter().map(shown).collect();
            format!("[{}]", items.join(", "))
        }
        Kind::Map(it) => {
            let entries: Vec<String> =
                it.entries.iter().map(|it| format!("{}: {}", it.key, shown(&it.value))).collect();
            format!("{{{}}}", entries.join(", "))
        }
        Kind::If(it) => {
            format!(
                "if {}: {} else: {}",
                told(&it.condition),
                shown(&it.then),
                shown(&it.otherwise)
            )
        }
    }
}

/// A condition, its definition if it has a name, and what it is by default.
fn told(condition: &Condition) -> String {
    let mut told = condition.to_string();
    if let Condition::Named(it) = condition {
        let _ = write!(told, " [{}]", it.definition);
    }
    let mut follows = false;
    condition.atoms(&mut |it| follows |= it.follows);
    let _ = match condition.default() {
        _ if follows => write!(told, " (follows)"),
        Some(true) => write!(told, " (yes)"),
        Some(false) => write!(told, " (no)"),
        None => write!(told, " (open)"),
    };
    told
}

/// With the file, if there are several.
pub(crate) fn place(sources: &Sources, span: Span) -> String {
    let (start, end) = sources.positions(span);
    let file = match sources.all() {
        [_] => "",
        _ => &sources.get(span.file).path,
    };
    let from = format!("{file}:{}:{}", start.line, start.column);
    let from = from.trim_start_matches(':');
    match end.line == start.line {
        true => format!("@{from}-{}", end.column),
        false => format!("@{from}-{}:{}", end.line, end.column),
    }
}
