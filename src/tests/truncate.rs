//! Damaged input: a fuzzer for the price of a loop.
//!
//! Every template, module and example is cut off, and its lines are swapped. Whatever is left
//! of it is linted without a panic, and every span lies within its file.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::examples::{Example, blocks, pages};
use super::tidy::sources;
use crate::files::{self, Memory};
use crate::lint::{Outcome, Request, lint};
use crate::rules::RULES;
use crate::text::Span;
use crate::value::{Kind, Value};

/// Files of one repository.
type Folder = BTreeMap<String, Vec<u8>>;

#[test]
fn damaged_test_data_is_linted() {
    let mut folders: BTreeMap<String, Folder> = BTreeMap::new();
    for extension in ["yaml", "json", "tf", "tfvars"] {
        for (path, text) in sources("testdata", extension) {
            let (folder, name) = repository(&path);
            folders.entry(folder.into()).or_default().insert(name.into(), text.into_bytes());
        }
    }
    assert!(folders.len() > 10, "{} folders", folders.len());
    damage(&folders.into_values().collect::<Vec<_>>());
}

/// Where the files of a repository begin in the path of a test's file.
fn repository(path: &str) -> (&str, &str) {
    let depth = if path.starts_with("testdata/rules/") { 4 } else { path.matches('/').count() };
    let (end, _) = path.match_indices('/').nth(depth - 1).expect("a file of a case");
    (&path[..end], &path[end + 1..])
}

#[test]
fn damaged_examples_are_linted() {
    let mut folders = Vec::new();
    for page in pages() {
        for block in blocks(&page.text) {
            let Some(example) = Example::of(&block, page.rule) else { continue };
            let files = example.files.into_iter().map(|(path, text)| (path, text.into_bytes()));
            folders.push(files.collect());
        }
    }
    assert!(!folders.is_empty(), "no examples were found");
    damage(&folders);
}

/// Lints each folder with each of its files damaged in every way, on all processors.
fn damage(folders: &[Folder]) {
    let inputs: Vec<(&Folder, &str)> =
        folders.iter().flat_map(|it| it.keys().map(move |path| (it, path.as_str()))).collect();
    let next = AtomicUsize::new(0);
    let work = || {
        while let Some((folder, path)) = inputs.get(next.fetch_add(1, Ordering::Relaxed)) {
            for bytes in damaged(&folder[*path]) {
                survives(folder, path, bytes);
            }
        }
    };
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..workers {
            // As `main` has it: parsers descend as deep as the input nests.
            thread::Builder::new().stack_size(8 << 20).spawn_scoped(scope, work).expect("a thread");
        }
    });
}

/// How many cuts, and how many swaps, are tried of one input. Where the build is optimised an
/// input of up to 4 KiB is cut at every byte; elsewhere that would take minutes.
const MOST_TRIES: usize = if cfg!(debug_assertions) { 32 } else { 4 << 10 };

fn damaged(bytes: &[u8]) -> Vec<Vec<u8>> {
    let cuts = spread(bytes.len()).map(|end| bytes[..end].to_vec());
    let lines: Vec<&[u8]> = bytes.split_inclusive(|it| *it == b'\n').collect();
    let swaps = spread(lines.len().saturating_sub(1)).map(|at| {
        let mut swapped = lines.clone();
        swapped.swap(at, at + 1);
        swapped.concat()
    });
    cuts.chain(swaps).collect()
}

/// At most so many numbers below `count`, evenly.
fn spread(count: usize) -> impl Iterator<Item = usize> {
    let step = count.div_ceil(MOST_TRIES).max(1);
    (0..count).rev().step_by(step)
}

fn survives(folder: &Folder, path: &str, bytes: Vec<u8>) {
    let is_template = matches!(files::extension(path), Some("yaml" | "json"));
    let (request, memory) = match is_template && !path.ends_with(".tf.json") {
        // What comes in by standard input is parsed whatever it begins with.
        true => (Request { stdin: Some(bytes), ..Request::default() }, Memory::default()),
        false => {
            let mut files = folder.clone();
            files.insert(path.to_owned(), bytes);
            let paths = vec![".".to_owned()];
            (Request { paths, ..Request::default() }, Memory::new(files))
        }
    };
    let outcome = lint(&request, &memory, RULES).expect("a folder, or standard input");
    for span in spans(&outcome) {
        let text = &outcome.sources.get(span.file).text;
        assert!(text.get(span.range()).is_some(), "{path}: {span:?} of {text:?}");
    }
}

fn spans(outcome: &Outcome) -> Vec<Span> {
    let mut spans: Vec<Span> = outcome.findings.iter().flat_map(|it| it.spans()).collect();
    let subjects = outcome.findings.iter().filter_map(|it| it.subject.as_ref());
    spans.extend(subjects.map(|it| it.header));
    spans.extend(outcome.undecided.iter().map(|it| it.subject.header));
    for resource in outcome.graphs.iter().flat_map(|it| it.resources()) {
        spans.extend([resource.header, resource.extent]);
        spans.extend(&resource.calls);
        spans.extend(resource.carrier);
        of_value(&resource.properties, &mut spans);
    }
    spans
}

fn of_value(value: &Value, spans: &mut Vec<Span>) {
    spans.push(value.span);
    spans.extend(value.hops().iter().map(|it| it.span));
    match &value.kind {
        Kind::List(list) => list.items.iter().for_each(|it| of_value(it, spans)),
        Kind::Map(map) => {
            for entry in &map.entries {
                spans.push(entry.key_span);
                of_value(&entry.value, spans);
            }
        }
        Kind::If(branch) => {
            of_value(&branch.then, spans);
            of_value(&branch.otherwise, spans);
        }
        Kind::Text(text) => text.document().into_iter().for_each(|it| of_value(it, spans)),
        Kind::Absent | Kind::Null | Kind::Unknown(_) | Kind::Bool(_) | Kind::Number(_) => (),
    }
}
