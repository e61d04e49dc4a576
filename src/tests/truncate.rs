//! Damaged input: a fuzzer for the price of a loop.
//!
//! Every template, module and example is cut off, and its lines are swapped. Whatever is left
//! of it is linted without a panic, reads only so many files and sees only so much, and every span
//! lies within its file.

use std::collections::BTreeMap;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::examples::{Example, blocks, pages};
use super::tidy::sources;
use crate::files::{self, FileKind, Files, Memory};
use crate::lint::{Outcome, Request, lint};
use crate::report;
use crate::rules::RULES;
use crate::text::Span;
use crate::value::{Kind, Run, Value};

/// Files of one repository.
type Folder = BTreeMap<String, Vec<u8>>;

/// How many cuts are tried of one input, and how many swaps: all, if there are no more. Where the
/// build is not optimised this takes about a minute of two processors.
const MOST_CUTS: usize = if cfg!(debug_assertions) { 1 << 8 } else { 1 << 16 };
const MOST_SWAPS: usize = if cfg!(debug_assertions) { 1 << 5 } else { 1 << 14 };

/// So many files no folder of ours leads to: who reads more goes in a circle.
const MOST_READS: usize = 1000;

/// So many places no folder of ours has: who sees more goes in a circle.
const MOST_SPANS: usize = 200_000;

/// Of how many inputs one is also shown in every format.
const SHOWN: usize = 16;

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
    let depth = match path {
        path if path.starts_with("testdata/rules/") || path.starts_with("testdata/modules/") => 4,
        // Files that have nothing to do with each other.
        path if path.starts_with("testdata/syntax/") => return (path, files::file_name(path)),
        path => path.matches('/').count().min(3),
    };
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
            for (turn, bytes) in damaged(&folder[*path]).enumerate() {
                survives(folder, path, bytes, turn);
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

/// The input cut at any byte, and with any two of its lines in each other's place.
fn damaged(bytes: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let lines: Vec<&[u8]> = bytes.split_inclusive(|it| *it == b'\n').collect();
    let pairs = lines.len() * lines.len().saturating_sub(1) / 2;
    let cuts = some(bytes.len(), MOST_CUTS).map(|end| bytes[..end].to_vec());
    let swaps = some(pairs, MOST_SWAPS).map(move |pair| {
        let (one, other) = pair_of(pair);
        let mut swapped = lines.clone();
        swapped.swap(one, other);
        swapped.concat()
    });
    cuts.chain(swaps)
}

/// All numbers below `count`, or `most` of them, the same each time.
fn some(count: usize, most: usize) -> impl Iterator<Item = usize> {
    let mut state = 1_u64;
    (0..count.min(most)).map(move |index| match count <= most {
        true => index,
        false => {
            // Knuth's generator; its upper bits are the good ones.
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % count
        }
    })
}

/// The pair of that number: (0, 1), (0, 2), (1, 2), (0, 3) and so on.
fn pair_of(number: usize) -> (usize, usize) {
    let mut other = (2 * number).isqrt().max(1);
    while other * (other - 1) / 2 > number {
        other -= 1;
    }
    while other * (other + 1) / 2 <= number {
        other += 1;
    }
    (number - other * (other - 1) / 2, other)
}

#[test]
fn every_pair_has_a_number() {
    let pairs: Vec<(usize, usize)> = (0..66).map(pair_of).collect();
    let all: Vec<_> = (1..12).flat_map(|other| (0..other).map(move |one| (one, other))).collect();
    assert_eq!(pairs, all);
}

fn survives(folder: &Folder, path: &str, bytes: Vec<u8>, turn: usize) {
    let is_template = matches!(files::extension(path), Some("yaml" | "json"));
    let alone = is_template && !path.ends_with(".tf.json") && turn.is_multiple_of(2);
    let (request, memory) = match alone {
        // What comes in by standard input is parsed whatever it begins with.
        true => (Request { stdin: Some(bytes), ..Request::default() }, Memory::default()),
        false => {
            let mut files = folder.clone();
            files.insert(path.to_owned(), bytes);
            let paths = vec![".".to_owned()];
            (Request { paths, ..Request::default() }, Memory::new(files))
        }
    };
    let files = Counted { files: memory, reads: AtomicUsize::new(0) };
    let outcome = lint(&request, &files, RULES).expect("a folder, or standard input");
    assert_sound(&outcome, path);
    if turn.is_multiple_of(SHOWN) {
        show(&outcome).expect("text");
    }
}

/// Every span lies within its file, and there are not too many.
pub(super) fn assert_sound(outcome: &Outcome, what: &str) {
    let spans = spans(outcome);
    assert!(spans.len() < MOST_SPANS, "{what}: {} places", spans.len());
    for span in spans {
        let text = &outcome.sources.get(span.file).text;
        assert!(text.get(span.range()).is_some(), "{what}: {span:?} of {text:?}");
    }
}

/// Writes an outcome in every format.
pub(super) fn show(outcome: &Outcome) -> io::Result<()> {
    let options =
        report::Options { color: true, show_undecided: true, ..report::Options::default() };
    let mut out = Vec::new();
    for format in [report::Format::Human, report::Format::Github, report::Format::Json] {
        report::write(format, &mut out, outcome, options)?;
    }
    for format in [report::graph::Format::Human, report::graph::Format::Json] {
        report::graph::write(format, &mut out, outcome)?;
    }
    Ok(())
}

/// Files that are read only so often.
struct Counted {
    files: Memory,
    reads: AtomicUsize,
}

impl Counted {
    fn count(&self, path: &str) {
        let reads = self.reads.fetch_add(1, Ordering::Relaxed);
        assert!(reads < MOST_READS, "{path} is file number {reads} that is read");
    }
}

impl Files for Counted {
    fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        self.count(path);
        self.files.read(path)
    }

    fn read_head(&self, path: &str, most: usize) -> io::Result<Vec<u8>> {
        self.count(path);
        self.files.read_head(path, most)
    }

    fn kind(&self, path: &str) -> Option<FileKind> {
        self.files.kind(path)
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        self.files.list(folder)
    }

    fn is_inside(&self, path: &str, folder: &str) -> bool {
        self.files.is_inside(path, folder)
    }

    fn walk(&self, folder: &str) -> Vec<String> {
        self.files.walk(folder)
    }

    fn repository(&self, path: &str) -> Option<String> {
        self.files.repository(path)
    }
}

fn spans(outcome: &Outcome) -> Vec<Span> {
    let mut spans: Vec<Span> = outcome.findings.iter().flat_map(|it| it.spans()).collect();
    let subjects = outcome.findings.iter().filter_map(|it| it.subject.as_ref());
    spans.extend(subjects.map(|it| it.header));
    spans.extend(outcome.undecided.iter().map(|it| it.subject.header));
    for graph in &outcome.graphs {
        spans.extend(graph.cuts.iter().map(|it| it.span));
        for resource in graph.resources() {
            spans.extend([resource.header, resource.extent]);
            spans.extend(&resource.calls);
            spans.extend(resource.carrier.map(|it| it.header));
            of_value(&resource.properties, &mut spans);
        }
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
        Kind::Text(text) => {
            text.document().into_iter().for_each(|it| of_value(it, spans));
            for (run, _) in text.pieces() {
                match run {
                    Run::Hole(value) => of_value(value, spans),
                    Run::Literal { span, cause, .. } => {
                        spans.push(*span);
                        let hops = cause.iter().flat_map(|it| &it.hops);
                        spans.extend(hops.map(|it| it.span));
                    }
                }
            }
        }
        Kind::Absent | Kind::Null | Kind::Unknown(_) | Kind::Bool(_) | Kind::Number(_) => (),
    }
}
