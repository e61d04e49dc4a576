//! What fixes make of the examples on the rules' pages and of the rules' cases.
//!
//! `testdata/fixes/<rule>.diff` shows the changes, to be read.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use similar::TextDiff;

use super::examples::{Example, blocks, pages};
use super::rules::files_in;
use crate::edits;
use crate::files::{Files as _, Memory, golden};
use crate::finding::{Edit, Finding};
use crate::lint::{Outcome, Request, lint};
use crate::mend::{Accept, Mended, mend};
use crate::rule::Rule;
use crate::rules::RULES;

type Texts = Vec<(String, String)>;

/// What to mend, for a rule: its name, and its files.
fn inputs() -> Vec<(&'static Rule, String, Texts)> {
    let mut inputs = Vec::new();
    for page in pages() {
        for (index, block) in blocks(&page.text).iter().enumerate() {
            if let Some(it) = Example::of(block, page.rule) {
                inputs.push((page.rule, format!("page {index}"), it.files));
            }
        }
    }
    for folder in golden::cases("rules") {
        let id = folder.file_name().expect("a name").to_string_lossy().into_owned();
        let rule = RULES.iter().find(|it| it.id == id).expect("a rule");
        for case in golden::cases(&format!("rules/{id}")) {
            let name = case.file_name().expect("a name").to_string_lossy().into_owned();
            let text =
                |(path, bytes): (String, Vec<u8>)| Some((path, String::from_utf8(bytes).ok()?));
            inputs.push((rule, name, files_in(&case).into_iter().filter_map(text).collect()));
        }
    }
    inputs
}

fn request() -> Request {
    Request { paths: vec![".".to_owned()], ..Request::default() }
}

fn run(files: &Texts, rule: &'static Rule) -> Outcome {
    lint(&request(), &Memory::new(files.clone()), &[rule]).expect("the folder of the input")
}

fn mended(files: &Texts, rule: &'static Rule) -> Mended {
    let memory = Memory::new(files.clone());
    mend(request(), &memory, &[rule], Accept::All).expect("the folder of the input")
}

#[test]
fn fixes_are_what_a_careful_person_would_write() {
    let mut told: BTreeMap<&str, String> = BTreeMap::new();
    for (rule, name, files) in inputs() {
        for it in mended(&files, rule).changed {
            let diff = TextDiff::from_lines(&it.before, &it.after);
            let path = format!("{name}/{}", it.path);
            let told = told.entry(rule.id).or_default();
            write!(told, "{}", diff.unified_diff().header(&path, &path)).expect("text grows");
        }
    }
    for (id, told) in told {
        golden::check(&golden::path("fixes", &format!("{id}.diff")), &told);
    }
}

/// The ways in which a text may be laid out otherwise.
fn variants(files: &Texts) -> Vec<Texts> {
    let all = |change: fn(&str, &str) -> String| -> Texts {
        files.iter().map(|(path, text)| (path.clone(), change(path, text))).collect()
    };
    vec![
        files.clone(),
        all(|_, text| text.replace("\r\n", "\n").replace('\n', "\r\n")),
        all(|path, text| match path.ends_with(".tf") || path.ends_with(".json") {
            true => tabbed(text),
            false => text.to_owned(),
        }),
        all(|_, text| text.trim_end().to_owned()),
    ]
}

fn tabbed(text: &str) -> String {
    let line = |it: &str| {
        let blanks = it.len() - it.trim_start_matches(' ').len();
        format!("{}{}", "\t".repeat(blanks / 2), &it[blanks..])
    };
    text.split_inclusive('\n').map(line).collect()
}

#[test]
fn a_fix_mends_what_it_is_for_and_nothing_else() {
    let mut tried = 0;
    for (rule, name, files) in inputs() {
        if run(&files, rule).findings.iter().all(|it| it.fix.is_none()) {
            continue;
        }
        for files in variants(&files) {
            let outcome = run(&files, rule);
            for finding in &outcome.findings {
                let Some(fix) = &finding.fix else { continue };
                tried += 1;
                let after = applied(&files, &outcome, &fix.edits);
                let again = run(&after, rule);
                let context = || format!("{} {name}: {}\n{after:?}", rule.id, finding.message);
                assert!(is_gone(finding, &outcome, &again), "{}", context());
                let broken =
                    |it: &Outcome| it.findings.iter().filter(|it| it.rule != rule.id).count();
                assert!(broken(&again) <= broken(&outcome), "{}", context());
            }
            let is_fixable = outcome.findings.iter().any(|it| it.fix.is_some());
            // Tabs break YAML in a heredoc.
            let is_broken = |text: &str| text.contains('\t') && text.contains("<<");
            assert!(is_fixable || files.iter().any(|it| is_broken(&it.1)), "{} {name}", rule.id);
            let all = mended(&files, rule);
            let left = all.outcome.findings.iter().find(|it| it.fix.is_some());
            assert!(left.is_none(), "{} {name}: {left:?}", rule.id);
            assert_eq!(all.fixed > 0, is_fixable, "{} {name}", rule.id);
            let memory = Memory::new(files.clone());
            for it in all.changed {
                let read = memory.read(&it.path).expect("a file that was changed");
                assert_eq!(it.before.as_bytes(), read, "{} {name}", rule.id);
                assert_ne!(it.before, it.after);
                same_line_breaks(&it.before, &it.after);
            }
        }
    }
    assert!(tried > 100, "{tried}");
}

fn applied(files: &Texts, outcome: &Outcome, edits: &[Edit]) -> Texts {
    let mut files = files.clone();
    for (path, text) in &mut files {
        let is_here = |it: &&Edit| outcome.sources.get(it.span.file).path == *path;
        let here: Vec<&Edit> = edits.iter().filter(is_here).collect();
        let after = edits::apply(text, &here).expect("edits that lie in the text, apart");
        // Whatever is not in an edit stands there still.
        let mut rest = after.as_str();
        let mut at = 0;
        for edit in here {
            let kept = &text[at..edit.span.range().start];
            rest =
                rest.strip_prefix(kept).and_then(|it| it.strip_prefix(&*edit.text)).expect("kept");
            at = edit.span.range().end;
        }
        assert_eq!(rest, &text[at..]);
        *text = after;
    }
    files
}

/// Whether the same is said less often.
fn is_gone(finding: &Finding, before: &Outcome, after: &Outcome) -> bool {
    let address = |it: &Finding| it.subject.as_ref().map(|it| it.address.clone());
    let same = |it: &&Finding| it.message == finding.message && address(it) == address(finding);
    let count = |it: &Outcome| it.findings.iter().filter(same).count();
    count(after) < count(before)
}

fn same_line_breaks(before: &str, after: &str) {
    let only_crlf = |it: &str| it.matches('\n').count() == it.matches("\r\n").count();
    if before.contains('\n') && only_crlf(before) {
        assert!(only_crlf(after), "{after:?}");
    }
    assert!(before.contains('\r') || !after.contains('\r'), "{after:?}");
}
