//! What is said of all deployments at once covers what is said of each.

#![expect(clippy::disallowed_methods, reason = "tests read their own cases")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use crate::files::{Memory, golden};
use crate::lint::{Inputs, Outcome, Request, lint};
use crate::rules::RULES;
use crate::syntax::tree::{self, NodeKind};
use crate::text::FileId;

/// How many deployments of one template are tried.
const MOST: usize = 32;

#[test]
fn a_deployment_has_nothing_that_was_not_told_of() {
    let mut tried = 0;
    for folder in golden::cases("rules") {
        for case in golden::cases(&format!("rules/{}", name(&folder))) {
            for path in golden::cases(&format!("rules/{}/{}", name(&folder), name(&case))) {
                if path.extension().is_some_and(|it| it == "yaml") {
                    let text = std::fs::read_to_string(&path).expect("a template");
                    tried += compare(&text);
                }
            }
        }
    }
    assert!(tried > 30, "{tried}");
}

fn name(path: &Path) -> String {
    path.file_name().expect("a name").to_string_lossy().into_owned()
}

/// Holds the deployments of a template against the template; how many there were.
fn compare(text: &str) -> usize {
    let open = run(text, BTreeMap::new());
    let told: BTreeSet<_> = subjects(&open)
        .into_iter()
        .chain(open.undecided.iter().map(|it| (it.rule, it.subject.address.clone())))
        .collect();
    let deployments = deployments(&allowed(text));
    for given in &deployments {
        let deployed = run(text, given.clone());
        // One that its rules refuse is none.
        let constraints =
            |it: &Outcome| it.graphs.iter().map(|it| it.constraints.len()).sum::<usize>();
        if constraints(&deployed) < constraints(&open) {
            continue;
        }
        for it in subjects(&deployed) {
            assert!(told.contains(&it), "{it:?} {given:?}\n{text}");
        }
    }
    deployments.len()
}

fn subjects(outcome: &Outcome) -> BTreeSet<(&'static str, String)> {
    let findings = outcome.findings.iter();
    findings.filter_map(|it| Some((it.rule, it.subject.as_ref()?.address.clone()))).collect()
}

fn run(text: &str, parameters: BTreeMap<String, String>) -> Outcome {
    let memory = Memory::new(vec![("template.yaml".to_owned(), text.as_bytes().to_vec())]);
    let inputs = Inputs { parameters, ..Inputs::default() };
    let request = Request { paths: vec![".".to_owned()], inputs, ..Request::default() };
    lint(&request, &memory, RULES).expect("the template")
}

/// What each parameter is allowed to be, of those that say so.
fn allowed(text: &str) -> Vec<(String, Vec<String>)> {
    let tree = tree::parse(FileId(0), text, "template.yaml").tree;
    let mut allowed = Vec::new();
    let Some(section) = tree.get(tree.root, "Parameters") else { return allowed };
    let NodeKind::Mapping(pairs) = &tree.node(tree.resolve(section)).kind else { return allowed };
    for pair in pairs {
        let Some(values) = tree.get(pair.value, "AllowedValues") else { continue };
        if let (Some(name), NodeKind::Sequence(items)) =
            (tree.key(pair.key), &tree.node(values).kind)
        {
            let texts = items.iter().filter_map(|it| Some(tree.key(*it)?.to_owned()));
            allowed.push((name.to_owned(), texts.collect()));
        }
    }
    allowed
}

fn deployments(allowed: &[(String, Vec<String>)]) -> Vec<BTreeMap<String, String>> {
    let mut all = vec![BTreeMap::new()];
    for (name, values) in allowed {
        all = all
            .iter()
            .flat_map(|given| {
                values.iter().map(|value| {
                    let mut given = given.clone();
                    given.insert(name.clone(), value.clone());
                    given
                })
            })
            .take(MOST)
            .collect();
    }
    all
}

/// Rules and conditions that hang together as a whole, each resource on many of them.
#[test]
fn many_constraints_on_many_conditions_come_to_an_end() {
    let mut text = "Parameters:\n".to_owned();
    let count = 120;
    for it in 0..count {
        writeln!(text, "  P{it}: {{Type: String, Default: a, AllowedValues: [a, b, c, d]}}")
            .expect("text");
    }
    text += "Rules:\n";
    for it in 0..count {
        let (next, other) = ((it * 7 + 1) % count, (it * 13 + 5) % count);
        writeln!(
            text,
            "  R{it}: {{RuleCondition: !Equals [!Ref P{it}, b], Assertions: [{{Assert: {{Fn::Contains: [[a, c], !Ref P{next}]}}}}, {{Assert: !Not [!Equals [!Ref P{other}, d]]}}]}}"
        )
        .expect("text");
    }
    text += "Conditions:\n";
    for it in 0..count {
        writeln!(text, "  C{it}: !Equals [!Ref P{it}, b]").expect("text");
    }
    text += "Resources:\n";
    for it in 0..20 {
        let nested = (0..30).fold("4".to_owned(), |inner, at| {
            format!("!If [C{}, {inner}, !If [C{}, 1, 4]]", (it + at * 3) % count, (it + at) % count)
        });
        writeln!(
            text,
            "  Job{it}: {{Type: AWS::SageMaker::ProcessingJob, Properties: {{ProcessingResources: {{ClusterConfig: {{InstanceCount: {nested}, InstanceType: ml.m5.xlarge}}}}}}}}"
        )
        .expect("text");
    }
    assert!(!run(&text, BTreeMap::new()).findings.is_empty());
}
