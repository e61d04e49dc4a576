//! `testdata/parameters/*` reads as the `.txt` beside it; `UPDATE=1` writes it.

use std::fmt::Write as _;

use crate::cfn::inputs::{self, ParameterFile};
use crate::cfn::{DuplicateKey, Supplied};
use crate::files::golden;
use crate::graph::dump::place;
use crate::syntax::{SyntaxError, tree};
use crate::text::{FileId, Sources, Span};
use crate::value::{Kind, Run, Value};

#[test]
fn parameter_files_say_what_they_say() {
    for (name, text) in cases() {
        let mut sources = Sources::default();
        let file = sources.add(name.clone(), text.clone());
        let told = match read(file, &name, &text) {
            Ok(read) => told(&sources, &read),
            Err(error) => format!("error: {} {}\n", error.message, place(&sources, error.span)),
        };
        let (stem, _) = name.rsplit_once('.').expect("a name with an extension");
        golden::check(&golden::path("parameters", &format!("{stem}.txt")), &told);
    }
}

#[test]
fn no_part_of_a_parameter_file_makes_it_panic() {
    for (name, text) in cases() {
        for end in (0..text.len()).filter(|it| text.is_char_boundary(*it)) {
            let within = |span: Span| assert!(span.end as usize <= end, "{name} {end}");
            match read(FileId(0), &name, &text[..end]) {
                Ok(it) => it.parameters.values().filter_map(Supplied::span).for_each(within),
                Err(it) => within(it.span),
            }
        }
    }
}

fn cases() -> Vec<(String, String)> {
    let paths = golden::cases("parameters");
    let cases = paths.iter().filter(|it| it.extension().is_some_and(|it| it != "txt"));
    let name = |it: &std::path::Path| it.file_name().map(|it| it.to_string_lossy().into_owned());
    cases.map(|it| (name(it).expect("a name"), golden::read(it))).collect()
}

fn read(file: FileId, name: &str, text: &str) -> Result<ParameterFile, SyntaxError> {
    let parsed = tree::parse(file, text, name);
    match parsed.errors.into_iter().next() {
        Some(error) => Err(error),
        None => inputs::read(&parsed.tree, None),
    }
}

fn told(sources: &Sources, file: &ParameterFile) -> String {
    let mut out = String::new();
    for (name, it) in &file.parameters {
        let said = match it {
            Supplied::Written { value, resolved: None } => shown(sources, value),
            Supplied::Written { value, resolved: Some(it) } => {
                format!("{} for {}", shown(sources, it), shown(sources, value))
            }
            Supplied::Said(_) => "said".to_owned(),
            Supplied::Previous => "as it is".to_owned(),
        };
        writeln!(out, "{name} = {said}").expect("a text takes all");
    }
    if let Some((path, span)) = &file.template {
        writeln!(out, "for {path} {}", place(sources, *span)).expect("a text takes all");
    }
    for DuplicateKey { key, first, again } in &file.repeated {
        let (first, again) = (place(sources, *first), place(sources, *again));
        writeln!(out, "duplicate: {key} {first} {again}").expect("a text takes all");
    }
    out
}

/// The value with its place, and each stretch of it where that is another.
fn shown(sources: &Sources, value: &Value) -> String {
    let whole = place(sources, value.span);
    let Kind::Text(text) = &value.kind else { return format!("not known {whole}") };
    let pieces: Vec<String> = text
        .pieces()
        .map(|(run, literal)| match run {
            Run::Literal { span, .. } => format!("{literal:?} {}", place(sources, *span)),
            Run::Hole(it) => format!("not known {}", place(sources, it.span)),
        })
        .collect();
    format!("{whole} [{}]", pieces.join(", "))
}
