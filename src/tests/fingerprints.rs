//! A finding is the same in another run, whatever else in its file is edited.

use std::collections::BTreeSet;

use crate::files::Memory;
use crate::fingerprint;
use crate::lint::{Request, lint};
use crate::rules::RULES;

fn fingerprints(template: &str) -> BTreeSet<String> {
    let files = Memory::new([("t.yaml", template)]);
    let request = Request { paths: vec![".".to_owned()], ..Request::default() };
    let outcome = lint(&request, &files, RULES).expect("the folder that holds the file");
    let all = fingerprint::of(&outcome.findings, &outcome.sources);
    all.iter().map(ToString::to_string).collect()
}

fn job(name: &str, kind: &str) -> String {
    format!(
        "  {name}:
    Type: AWS::SageMaker::ProcessingJob
    Properties:
      ProcessingResources:
        ClusterConfig: {{ InstanceCount: 3, InstanceType: {kind}, VolumeSizeInGB: 50 }}
"
    )
}

#[test]
fn other_edits_leave_a_finding_what_it_is() {
    let template = |jobs: &[String]| format!("Resources:\n{}", jobs.concat());
    let (first, second) = (job("First", "ml.m5.xlarge"), job("Second", "ml.m5.xlarge"));
    let before = fingerprints(&template(&[first.clone(), second.clone()]));
    assert_eq!(before.len(), 2, "both are found, and told from one another");

    let whole = template(&[first.clone(), second.clone()]);
    for lines in [1, 7, 100] {
        assert_eq!(before, fingerprints(&format!("{}{whole}", "# a comment\n".repeat(lines))));
    }
    assert_eq!(before, fingerprints(&template(&[second.clone(), first.clone()])), "moved");
    assert_eq!(before, fingerprints(&whole.replace('\n', "\r\n")), "other line breaks");

    let renamed = fingerprints(&template(&[job("Renamed", "ml.m5.xlarge"), second.clone()]));
    let alone = fingerprints(&template(&[second]));
    assert!(alone.is_subset(&before) && alone.is_subset(&renamed), "another one is renamed");
    assert_eq!(before.intersection(&renamed).count(), 1, "what is renamed is another finding");
}
