use super::tell;
use crate::aws::sagemaker::ProcessingJob;
use crate::finding::Severity;
use crate::rule::{Report, Rule};
use crate::world::Resource;

pub(crate) static RULE: Rule = Rule {
    id: "sagemaker-plaintext-processing",
    severity: Severity::Error,
    page: include_str!("plaintext_processing.md"),
    controls: &[],
    related: &["SC-8", "SC-8(1)", "SC-13"],
    opt_in: false,
    check,
};

fn check(resource: Resource<'_>, report: &mut Report) {
    let Some(job) = resource.view::<ProcessingJob<'_>>() else { return };

    if report.judge(job.instances.are_several() & job.encrypted.is(false)) {
        let finding = report.flag(
            job.encrypted.place(),
            "traffic between the instances of this processing job is not encrypted",
        );
        finding.want(job.encrypted.set_to(true));
        tell(finding, &job.instances);
    }
}
