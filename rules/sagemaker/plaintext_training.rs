use super::tell;
use crate::aws::carrier::Carrier;
use crate::aws::sagemaker::TrainingJob;
use crate::finding::Severity;
use crate::rule::{Report, Rule};
use crate::world::Resource;

pub(crate) static RULE: Rule = Rule {
    id: "sagemaker-plaintext-training",
    severity: Severity::Error,
    page: include_str!("plaintext_training.md"),
    controls: &[],
    related: &["SC-8", "SC-8(1)", "SC-13"],
    opt_in: false,
    check,
};

fn check(resource: Resource<'_>, report: &mut Report) {
    if let Some(carrier) = resource.view::<Carrier<'_>>() {
        return all_is_read(&carrier, report);
    }
    let Some(job) = resource.view::<TrainingJob<'_>>() else { return };

    let plaintext =
        job.instances.are_several() & job.encrypted.is(false) & !job.serverless.is_written();
    if report.judge(plaintext) {
        let finding = report.flag(
            job.encrypted.place(),
            "traffic between the instances of this training job is not encrypted",
        );
        finding.want(job.encrypted.set_to(true));
        tell(finding, &job.instances);
    }
}

/// What could not be read of a state machine or a pipeline may hold any job.
fn all_is_read(carrier: &Carrier<'_>, report: &mut Report) {
    let is_read = carrier.is_read();
    if !is_read.certainly() {
        report.judge(!is_read);
    }
}
