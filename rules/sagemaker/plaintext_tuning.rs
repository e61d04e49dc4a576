use super::tell;
use crate::aws::sagemaker::TuningJob;
use crate::finding::Severity;
use crate::rule::{Report, Rule};
use crate::truth::Truth;
use crate::world::Resource;

pub(crate) static RULE: Rule = Rule {
    id: "sagemaker-plaintext-tuning",
    severity: Severity::Error,
    page: include_str!("plaintext_tuning.md"),
    controls: &[],
    related: &["SC-8", "SC-8(1)", "SC-13"],
    opt_in: false,
    check,
};

/// One finding for each definition: each has a flag of its own.
fn check(resource: Resource<'_>, report: &mut Report) {
    let Some(job) = resource.view::<TuningJob<'_>>() else { return };

    let (definitions, needs) = job.definitions();
    for it in &definitions {
        if !report.judge(it.instances_are_several() & it.encrypted.is(false)) {
            continue;
        }
        let finding = report.flag(
            it.place(),
            "traffic between the instances of these training jobs is not encrypted",
        );
        finding.want(it.encrypted.set_to(true));
        if let Some(instances) = it.several() {
            tell(finding, instances);
        }
    }
    // What is not known may hold definitions, too.
    report.judge(needs.map_or(Truth::No, Truth::Unknown));
}
