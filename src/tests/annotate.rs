//! What every rule finds in the examples on its page can be ignored by comments that are written
//! for it.

use std::fmt::Write as _;

use super::examples::{Example, Verdict, blocks, pages};
use crate::annotate::annotate;
use crate::config::Selection;
use crate::files::Memory;
use crate::lint::{Request, lint};

#[test]
fn every_finding_can_be_ignored_by_a_comment_that_is_written_for_it() {
    let mut wrong = String::new();
    let mut examples = 0;
    for page in pages() {
        for block in blocks(&page.text) {
            let Some(example) = Example::of(&block, page.rule) else { continue };
            if example.verdict != Verdict::Bad {
                continue;
            }
            examples += 1;
            let place = format!("{}:{}", page.path.display(), block.lines.start + 1);
            let paths = vec![".".to_owned()];
            let selection = Selection::everything();
            let request = Request { paths, selection, ..Request::default() };
            let mut files = Memory::new(example.files.clone());
            let rules = [page.rule];
            let annotated = annotate(&request, &files, &rules, "a reason").expect("a folder");
            for it in &annotated.files {
                files.add(&it.path, it.text.as_bytes());
            }
            let outcome = lint(&request, &files, &rules).expect("a folder");
            if annotated.files.is_empty() || !outcome.findings.is_empty() {
                writeln!(wrong, "{place}: {:#?}\n{:#?}", annotated.files, outcome.findings)
                    .unwrap();
            }
            if outcome.ignored.iter().any(|it| it.reason != "a reason") {
                writeln!(wrong, "{place}: without the reason").unwrap();
            }
            let again = annotate(&request, &files, &rules, "a reason").expect("a folder");
            if !again.files.is_empty() {
                writeln!(wrong, "{place}: written twice").unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(examples > 0, "no examples were found");
}
