use crate::aws::sagemaker::AutoMlJob;
use crate::finding::Severity;
use crate::rule::{Report, Rule};
use crate::world::Resource;

pub(crate) static RULE: Rule = Rule {
    id: "sagemaker-plaintext-automl",
    // Whether it takes several instances is for the service to choose.
    severity: Severity::Warning,
    page: include_str!("plaintext_automl.md"),
    controls: &[],
    related: &["SC-8", "SC-8(1)", "SC-13"],
    opt_in: false,
    check,
};

fn check(resource: Resource<'_>, report: &mut Report) {
    let Some(job) = resource.view::<AutoMlJob<'_>>() else { return };

    if report.judge(job.encrypted.is(false)) {
        let finding = report.flag(
            job.encrypted.place(),
            "encryption between the containers of this AutoML job is not turned on",
        );
        finding.want(job.encrypted.set_to(true));
    }
}
