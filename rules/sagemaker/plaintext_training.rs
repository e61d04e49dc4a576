use super::tell;
use crate::aws::sagemaker::TrainingJob;
use crate::aws::stepfunctions::StateMachine;
use crate::finding::Severity;
use crate::rule::{Report, Rule};
use crate::world::Resource;

pub(crate) static RULE: Rule = Rule {
    id: "sagemaker-plaintext-training",
    severity: Severity::Error,
    page: include_str!("plaintext_training.md"),
    check,
};

fn check(resource: Resource<'_>, report: &mut Report) {
    if let Some(machine) = resource.view::<StateMachine<'_>>() {
        return machine_is_read(&machine, report);
    }
    let Some(job) = resource.view::<TrainingJob<'_>>() else { return };

    let plaintext =
        job.instances.are_several() & job.encrypted.is(false) & !job.serverless.is_written();
    if report.judge(plaintext) {
        let finding = report.flag(
            job.encrypted.place(),
            "traffic between the instances of this training job is not encrypted",
        );
        tell(finding, &job.instances);
    }
}

/// What could not be read of a definition may hold any job.
fn machine_is_read(machine: &StateMachine<'_>, report: &mut Report) {
    let is_read = machine.is_read();
    if !is_read.certainly() {
        report.judge(!is_read);
    }
}
