//! Plans and states of Terraform: folders of files, and what all rules together make of them.
//!
//! `testdata/plans/<case>/` holds `plan.json` and perhaps its sources, beside it or in `source`,
//! and in `expected.txt` what is found there.

use crate::files::{FileKind, Files as _, Memory, golden};
use crate::lint::{Request, lint};
use crate::rules::RULES;
use crate::tests::rules::{EXPECTED, files_in, told};

#[test]
fn every_plan_comes_out_as_expected() {
    for case in golden::cases("plans") {
        let memory = Memory::new(files_in(&case));
        let has_sources = memory.kind("source") == Some(FileKind::Folder);
        let request = Request {
            paths: vec!["plan.json".to_owned()],
            source: has_sources.then(|| "source".to_owned()),
            ..Request::default()
        };
        let outcome = lint(&request, &memory, RULES).expect("the plan of the case");
        let summary = outcome.summary;
        let counts =
            format!("{} resources, {} workloads judged\n", summary.resources, summary.subjects);
        golden::check(&case.join(EXPECTED), &(told(&outcome, "") + &counts));
    }
}
