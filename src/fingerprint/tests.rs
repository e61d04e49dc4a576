use super::*;
use crate::finding::Subject;
use crate::finding::checks::INVALID_SYNTAX;
use crate::text::{FileId, Span};

const RULE: &str = "eks-plaintext-node-group";

fn finding(sources: &Sources, file: FileId, text: &str, address: &str) -> Finding {
    let start = sources.get(file).text.find(text).expect("the text is there");
    let span = Span::new(file, start..start + text.len());
    let mut finding = Finding::of_file(&INVALID_SYNTAX, span, "as it is worded".into());
    finding.rule = RULE;
    finding.subject = Some(Subject {
        address: address.into(),
        kind: "aws_eks_node_group".into(),
        header: span,
        construct: None,
    });
    finding
}

fn one(path: &str, source: &str, text: &str, address: &str, when: &[&str]) -> Fingerprint {
    let mut sources = Sources::default();
    let file = sources.add(path.into(), source);
    let mut it = finding(&sources, file, text, address);
    it.when = when.iter().map(|it| (*it).to_owned()).collect();
    of([&it], &sources)[0]
}

#[test]
fn a_finding_stays_the_same_where_the_file_changes_around_it() {
    let before = one("main.tf", "types = [\"m5.large\"]", "[\"m5.large\"]", "a.b", &[]);
    let text = "# a comment\n\n  types = [\n    \"m5.large\"]";
    assert_eq!(before, one("main.tf", text, "[\n    \"m5.large\"]", "a.b", &[]));
}

#[test]
fn another_file_workload_value_or_condition_is_another_finding() {
    let text = "x = \"m5.large\" or \"t3.large\"";
    let first = one("main.tf", text, "\"m5.large\"", "a.b", &[]);
    assert_ne!(first, one("other.tf", text, "\"m5.large\"", "a.b", &[]));
    assert_ne!(first, one("main.tf", text, "\"t3.large\"", "a.b", &[]));
    assert_ne!(first, one("main.tf", text, "\"m5.large\"", "a.c", &[]));
    assert_ne!(first, one("main.tf", text, "\"m5.large\"", "a.b", &["IsProd"]));
    assert_ne!(first, one("main.tf", text, "\"m5.large\" or \"t3.large\"", "a.b", &[]));
}

#[test]
fn the_second_of_two_alike_has_its_own() {
    let mut sources = Sources::default();
    let file = sources.add("main.tf".into(), "\"m5.large\"");
    let it = finding(&sources, file, "\"m5.large\"", "a.b");
    let both = of([&it, &it], &sources);
    assert_ne!(both[0], both[1]);
    assert_eq!(both, of([&it, &it], &sources));
    assert_eq!(both[0].to_string().len(), 32);
}
