//! What becomes of findings made by hand; that it is valid is held by `.ci/formats`.

use serde_json::{Value, json};

use super::{MOST_BYTES, MOST_RESULTS, log};
use crate::files::golden;
use crate::finding::checks::{DUPLICATE_KEY, INVALID_SYNTAX, NOT_EVALUATED};
use crate::finding::{Finding, Subject, Undecided};
use crate::lint::Outcome;
use crate::mend::Accept;
use crate::report::Options;
use crate::report::tests::read;
use crate::text::Span;

const ALL: Options<'_> = Options {
    color: false,
    quiet: false,
    show_undecided: true,
    show_ignored: true,
    fail_on: None,
    folder: ".",
    accept: Accept::Safe,
    fixed: None,
};

fn run(outcome: &Outcome, options: Options, most: usize) -> Value {
    within(outcome, options, most, MOST_BYTES)
}

fn within(outcome: &Outcome, options: Options, most: usize, bytes: usize) -> Value {
    let mut log = serde_json::to_value(log(outcome, options, most, bytes)).unwrap();
    log["runs"][0].take()
}

#[test]
fn every_case_is_a_log() {
    for case in golden::cases("formats") {
        let mut run = run(&read(&case), ALL, MOST_RESULTS);
        run["tool"]["driver"]["version"].take();
        run["tool"]["driver"]["semanticVersion"].take();
        // Pages have their own tests, and change often.
        for rule in run["tool"]["driver"]["rules"].as_array_mut().unwrap() {
            rule["help"] = json!("…");
            rule["fullDescription"] = json!("…");
        }
        let text = serde_json::to_string_pretty(&run).unwrap();
        golden::check(&case.join("sarif.json"), &format!("{text}\n"));
    }
}

/// GitHub would show it as an alert.
#[test]
fn what_is_no_finding_is_counted_unless_it_is_asked_for() {
    let mut outcome = outcome();
    outcome.findings.clear();
    let run = run(&outcome, Options::default(), MOST_RESULTS);
    assert_eq!(run["results"], json!([]));
    let said = &run["invocations"][0]["toolExecutionNotifications"];
    assert_eq!(
        said[0]["message"]["text"],
        "1 workload undecided: --show-undecided makes each a result to review."
    );
}

#[test]
fn no_more_results_are_written_than_github_takes() {
    let outcome = outcome();
    let of = |most: usize| run(&outcome, ALL, most);
    let two = of(2);
    let rules = two["results"].as_array().unwrap().iter().map(|it| it["ruleId"].as_str());
    let rules: Vec<&str> = rules.flatten().collect();
    assert_eq!(rules, ["duplicate-key", "invalid-syntax"], "the most severe, in their order");
    assert_eq!(
        two["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"],
        "Of 4 results only the 2 most severe are here."
    );
    assert_eq!(of(3)["results"][0]["level"], "note");
    assert_eq!(of(4)["results"][3]["kind"], "review");
}

#[test]
fn a_log_is_no_larger_than_github_takes() {
    let mut outcome = outcome();
    let place = outcome.findings[0].span;
    for it in &mut outcome.findings[1..] {
        it.label(place, "from here");
    }
    let of = |bytes| {
        let run = within(&outcome, ALL, MOST_RESULTS, bytes);
        let results = run["results"].as_array().unwrap().clone();
        let said = &run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"];
        (results, said.as_str().unwrap_or_default().to_owned())
    };
    let (whole, said) = of(MOST_BYTES);
    assert_eq!((whole.len(), said.as_str()), (4, ""));
    let sizes: Vec<usize> =
        whole.iter().map(|it| serde_json::to_string_pretty(it).unwrap().len()).collect();
    let (results, said) = of(sizes.iter().sum::<usize>() - 1);
    assert_eq!(results.len(), 4);
    assert!(whole[1]["codeFlows"].is_array() && results[1]["codeFlows"].is_null());
    assert_eq!(said, "Code flows are left out: this log would be too large.");
    let one = serde_json::to_string_pretty(&results[2]).unwrap().len();
    let (results, said) = of(one);
    let rules: Vec<&Value> = results.iter().map(|it| &it["ruleId"]).collect();
    assert_eq!(rules, ["invalid-syntax"], "the most severe");
    assert!(
        said.starts_with("Of 4 results only the 1 most severe are here, without code"),
        "{said}"
    );
    assert_eq!(of(1).0, Vec::<Value>::new());
}

/// A note, a warning and an error, one below the other, and a workload that is undecided.
fn outcome() -> Outcome {
    let mut outcome = Outcome::default();
    let file = outcome.sources.add("t.yaml".into(), "a\nb\nc\n");
    let span = |at: usize| Span::new(file, at..at + 1);
    for (at, check) in [(0, &NOT_EVALUATED), (2, &DUPLICATE_KEY), (4, &INVALID_SYNTAX)] {
        outcome.findings.push(Finding::of_file(check, span(at), "it is wrong".into()));
    }
    let subject =
        Subject { address: "a".into(), kind: "b".into(), header: span(0), construct: None };
    outcome.undecided.push(Undecided {
        rule: "emr-plaintext-cluster",
        subject,
        needs: vec!["p".into()],
        when: vec![],
        notes: vec![],
    });
    outcome
}
