//! Every file in `testdata/syntax/{yaml,json,toml}` against its tree; `UPDATE=1` writes the trees anew.

#![expect(clippy::disallowed_methods, reason = "the tests' own data is no input of the product")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::{NodeId, NodeKind, Run, Scalar, Tree, parse};
use crate::syntax::{Parsed, json, toml, yaml};
use crate::text::{FileId, Sources, Span};

const FILE: FileId = FileId(0);

#[test]
fn yaml_reads_as_its_tree() {
    check("yaml", yaml::parse_all);
}

#[test]
fn json_reads_as_its_tree() {
    check("json", |file, text| vec![json::parse(file, text)]);
}

#[test]
fn toml_reads_as_its_tree() {
    check("toml", |file, text| vec![toml::parse(file, text)]);
}

fn check(language: &str, read: fn(FileId, &str) -> Vec<Parsed<Tree>>) {
    let mut wrong = Vec::new();
    for (path, text) in cases(language) {
        let tree = path.with_extension("tree");
        let now = dump(&text, &read(FILE, &text));
        if std::env::var_os("UPDATE").is_some() {
            std::fs::write(&tree, &now).unwrap();
        } else if std::fs::read_to_string(&tree).unwrap_or_default() != now {
            wrong.push(format!("{}:\n{now}", tree.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn cases(language: &str) -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/syntax").join(language);
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|it| it.unwrap().path())
        .filter(|it| it.extension().is_some_and(|it| it == language))
        .collect();
    paths.sort();
    paths.into_iter().map(|it| (it.clone(), std::fs::read_to_string(&it).unwrap())).collect()
}

/// A line for each node, comment and error, with where it stands.
fn dump(text: &str, documents: &[Parsed<Tree>]) -> String {
    let mut sources = Sources::default();
    sources.add("test".to_owned(), text.to_owned());
    let mut out = String::new();
    for (index, document) in documents.iter().enumerate() {
        if index > 0 {
            out.push_str("---\n");
        }
        let dump = Dump { sources: &sources, tree: &document.tree };
        dump.node(&mut out, document.tree.root, 0, "");
        for it in &document.comments {
            writeln!(out, "comment {} {:?}", dump.place(it.span), sources.slice(it.span)).unwrap();
        }
        for it in &document.errors {
            writeln!(out, "error {} {}", dump.place(it.span), it.message).unwrap();
        }
    }
    out
}

struct Dump<'t> {
    sources: &'t Sources,
    tree: &'t Tree,
}

impl Dump<'_> {
    fn place(&self, span: Span) -> String {
        let (start, end) = self.sources.positions(span);
        format!("{}:{}-{}:{}", start.line, start.column, end.line, end.column)
    }

    fn node(&self, out: &mut String, id: NodeId, depth: usize, role: &str) {
        let node = self.tree.node(id);
        let indent = "  ".repeat(depth);
        let tag = node
            .tag
            .as_ref()
            .map_or(String::new(), |it| format!(" !{} at {}", it.name, self.place(it.span)));
        let what = match &node.kind {
            NodeKind::Null => "null".to_owned(),
            NodeKind::Bool(it) => it.to_string(),
            NodeKind::Number(it) => {
                format!("number {} = {:?}{}", it.text, it.number(), self.runs(node.span, it))
            }
            NodeKind::Text(it) => format!(
                "{} {:?}{}",
                if it.quoted { "quoted" } else { "text" },
                it.text,
                self.runs(node.span, it)
            ),
            NodeKind::Sequence(_) => "sequence".to_owned(),
            NodeKind::Mapping(_) => "mapping".to_owned(),
            NodeKind::Alias(it) => {
                format!("alias of {}", self.place(self.tree.node(*it).span))
            }
            NodeKind::Broken => "broken".to_owned(),
        };
        writeln!(out, "{indent}{role}{what}{tag} {}", self.place(node.span)).unwrap();
        match &node.kind {
            NodeKind::Sequence(items) => {
                items.iter().for_each(|it| self.node(out, *it, depth + 1, "- "));
            }
            NodeKind::Mapping(pairs) => {
                for it in pairs {
                    self.node(out, it.key, depth + 1, "? ");
                    self.node(out, it.value, depth + 1, ": ");
                }
            }
            _ => {}
        }
    }

    /// Nothing for text that stands as it is, but for quotes.
    fn runs(&self, span: Span, scalar: &Scalar) -> String {
        let margin = u32::from(scalar.quoted);
        let within = |it: Span| it.start <= span.start + margin && it.end + margin >= span.end;
        match &*scalar.runs {
            [] => String::new(),
            [Run { exact: true, span, .. }] if within(*span) => String::new(),
            _ => {
                let runs = scalar.pieces().map(|(run, text)| {
                    let sign = if run.exact { "=" } else { "~" };
                    format!("{text:?}{sign}{}", self.place(run.span))
                });
                format!(" [{}]", runs.collect::<Vec<_>>().join(" "))
            }
        }
    }
}

/// The cases as they are, with Windows line ends, after a byte order mark, with letters of several
/// bytes, and all at once.
fn variants(text: &str) -> Vec<String> {
    let windows = text.replace('\n', "\r\n");
    let letters = text.replace('e', "é🦀");
    let all = format!("\u{feff}{}", letters.replace('\n', "\r\n"));
    vec![text.to_owned(), windows, format!("\u{feff}{text}"), letters, all]
}

fn every_case() -> Vec<String> {
    let both = ["yaml", "json"].into_iter().flat_map(cases);
    both.flat_map(|(_, text)| variants(&text)).collect()
}

fn readings(text: &str) -> Vec<Parsed<Tree>> {
    let mut all = yaml::parse_all(FILE, text);
    all.push(json::parse(FILE, text));
    all.push(json::parse_with_holes(FILE, text));
    all.push(parse(FILE, text, "template"));
    all
}

/// Every span lies in the text, every run covers its text, every node is in its place.
fn assert_sound(text: &str, parsed: &Parsed<Tree>) {
    let slice =
        |span: Span| text.get(span.range()).unwrap_or_else(|| panic!("{span:?} in {text:?}"));
    for it in &parsed.errors {
        slice(it.span);
        let message = &it.message;
        assert!(message.starts_with("expected") || message.starts_with("JSON"), "{message}");
        assert!(!message.ends_with('.'), "{message}");
    }
    for it in &parsed.comments {
        slice(it.span);
    }
    for node in &parsed.tree.nodes {
        slice(node.span);
        if let Some(tag) = &node.tag {
            assert!(slice(tag.span).starts_with('!'), "{text:?}");
        }
        if let NodeKind::Text(it) | NodeKind::Number(it) = &node.kind {
            let covered: usize = it.runs.iter().map(|it| it.len as usize).sum();
            assert_eq!(covered, it.text.len());
            for (run, decoded) in it.pieces() {
                let written = slice(run.span);
                assert!(!run.exact || written == decoded, "{written:?} {decoded:?} in {text:?}");
            }
        }
        let children = match &node.kind {
            NodeKind::Sequence(items) => items.clone(),
            NodeKind::Mapping(pairs) => pairs.iter().flat_map(|it| [it.key, it.value]).collect(),
            _ => Vec::new(),
        };
        for child in children.into_iter().map(|it| parsed.tree.node(it)) {
            if !matches!(child.kind, NodeKind::Broken) {
                let inside = node.span.start <= child.span.start && child.span.end <= node.span.end;
                assert!(inside, "{child:?} in {node:?} of {text:?}");
            }
        }
    }
}

#[test]
fn every_span_is_sound() {
    for text in every_case() {
        readings(&text).iter().for_each(|it| assert_sound(&text, it));
    }
}

#[test]
fn line_ends_and_byte_order_marks_change_no_text() {
    for (_, text) in ["yaml", "json"].into_iter().flat_map(cases) {
        let [plain, windows, marked] = [&text, &variants(&text)[1], &variants(&text)[2]]
            .map(|it| parse(FILE, it, "template").tree);
        for other in [windows, marked] {
            let scalars = |tree: &Tree| -> Vec<String> {
                let nodes = tree.nodes.iter().filter_map(|it| match &it.kind {
                    NodeKind::Text(it) | NodeKind::Number(it) => Some(it.text.to_string()),
                    _ => None,
                });
                nodes.collect()
            };
            assert_eq!(scalars(&plain), scalars(&other), "{text}");
        }
    }
}

#[test]
fn any_cut_is_read() {
    // The first and the last variant have all there is between them.
    let cases = every_case().into_iter().enumerate().filter(|(it, _)| matches!(it % 5, 0 | 4));
    for (_, text) in cases {
        for (at, _) in text.char_indices() {
            let cut = &text[..at];
            readings(cut).iter().for_each(|it| assert_sound(cut, it));
        }
    }
}

#[test]
fn hostile_nesting_is_refused_at_once() {
    for unit in ["[", "{\"a\":", "{a: ", "- ", "? ", "[{", "!x [", "&a ["] {
        let text = unit.repeat(100_000);
        for parsed in readings(&text) {
            assert!(!parsed.errors.is_empty(), "{unit}");
            assert_sound(&text, &parsed);
        }
    }
}

#[test]
fn numbers_are_those_of_yaml_1_1_and_json() {
    let number = |text: &str| {
        let parsed = yaml::parse(FILE, &format!("- {text}"));
        let NodeKind::Sequence(items) = &parsed.tree.root().kind else { return None };
        match &parsed.tree.node(items[0]).kind {
            NodeKind::Number(it) => Some(it.number().map_or("none".to_owned(), Into::into)),
            _ => None,
        }
    };
    for (written, decimal) in [
        ("0", "0"),
        ("-12", "-12"),
        ("+1", "1"),
        ("010", "8"),
        ("-010", "-8"),
        ("0x1F", "31"),
        ("0b101", "5"),
        ("1_024", "1024"),
        ("12:30:45", "45045"),
        ("1:30.5", "90.5"),
        ("1.50", "1.50"),
        (".5", ".5"),
        ("1.", "1."),
        ("1.0e+3", "1.0e+3"),
        ("-.inf", "none"),
        (".nan", "none"),
    ] {
        assert_eq!(number(written).as_deref(), Some(decimal), "{written}");
    }
    for text in
        ["0o10", "1e3", "1.0e3", "2012-10-17", "-.5", "08", "1:75", "0x", "_1", "+", "1.2.3"]
    {
        assert_eq!(number(text), None, "{text}");
    }
}

#[test]
fn a_second_document_is_an_error() {
    for (text, mark) in [("a: b\n---\nc: d\n", 5..8), ("--- a\n--- b", 6..9), ("a\n---\n", 2..5)] {
        let parsed = parse(FILE, text, "x.yaml");
        let spans: Vec<Span> = parsed.errors.iter().map(|it| it.span).collect();
        assert_eq!(spans, [Span::new(FILE, mark)], "{text:?}");
    }
    for text in ["---\na: b\n...\n", "%YAML 1.1\n---\na\n", "a: |\n  x\n  ---\n"] {
        assert_eq!(parse(FILE, text, "x.yaml").errors, [], "{text:?}");
    }
}

#[test]
fn brackets_with_a_bare_key_are_yaml() {
    for (text, name, message) in [
        ("{a: [b}", "x.yaml", "expected `]`"),
        ("{\"a\": [b}", "x.yaml", "expected a value"),
        ("{a: [b}", "x.json", "expected a key in double quotes"),
    ] {
        let errors = parse(FILE, text, name).errors;
        assert!(errors[0].message.starts_with(message), "{text:?}: {errors:?}");
    }
}
