use super::read::entries;
use super::*;
use crate::text::FileId;

fn entry(file: &str, rule: &str, number: u8) -> Entry {
    let fingerprint = Fingerprint::parse(&format!("{number:032x}")).expect("32 digits");
    Entry {
        file: file.into(),
        rule: rule.into(),
        subject: "a[\"b\"]".into(),
        message: "in \\ two\nlines".into(),
        fingerprint,
        span: None,
    }
}

#[test]
fn what_is_written_is_read_again() {
    for known in
        [vec![], vec![entry("b.tf", "x", 1)], vec![entry("b.tf", "x", 1), entry("a.tf", "y", 2)]]
    {
        let mut baseline = Baseline::at(FILE);
        baseline.entries = known;
        let text = baseline.text();
        let read = entries(FileId(0), &text).expect("it can be read");
        let mut sorted = baseline.entries.clone();
        sorted.sort();
        let read: Vec<Entry> = read.into_iter().map(|it| Entry { span: None, ..it }).collect();
        assert_eq!(read, sorted, "{text}");
    }
}

#[test]
fn what_is_no_baseline_is_refused_at_its_place() {
    for (text, at, message) in [
        ("", 0, "expected a value"),
        ("{}", 0, "expected a baseline of wirelint"),
        ("{\"version\": 2}", 12, "expected version 1"),
        ("{\"version\": 1}", 0, "expected `findings`"),
        ("{\"version\": 1, \"findings\": {}}", 27, "expected a list"),
        ("{\"version\": 1, \"findings\": [{}]}", 28, "expected `fingerprint`"),
        ("{\"version\": 1, \"findings\": [{\"fingerprint\": \"+1\"}]}", 28, "32 hexadecimal"),
    ] {
        let error = entries(FileId(0), text).expect_err(text);
        assert_eq!(error.span.start, at, "{text}: {}", error.message);
        assert!(error.message.contains(message), "{text}: {}", error.message);
    }
}
