use super::tell;
use crate::aws::sagemaker::{MonitoringDefinition, MonitoringSchedule};
use crate::finding::Severity;
use crate::rule::{Report, Rule, show};
use crate::truth::Truth;
use crate::world::{Resource, State};

pub(crate) static RULE: Rule = Rule {
    id: "sagemaker-plaintext-monitoring",
    severity: Severity::Error,
    page: include_str!("plaintext_monitoring.md"),
    controls: &["SageMaker.9", "SageMaker.10", "SageMaker.13", "SageMaker.15"],
    related: &["SC-8", "SC-8(1)", "SC-13"],
    opt_in: false,
    check,
};

fn check(resource: Resource<'_>, report: &mut Report) {
    if let Some(definition) = resource.view::<MonitoringDefinition<'_>>() {
        check_definition(resource, &definition, report);
    } else if let Some(schedule) = resource.view::<MonitoringSchedule<'_>>() {
        check_schedule(&schedule, report);
    }
}

fn check_definition(
    resource: Resource<'_>,
    definition: &MonitoringDefinition<'_>,
    report: &mut Report,
) {
    if !report.judge(definition.instances.are_several() & definition.encrypted.is(false)) {
        return;
    }
    let finding = report.flag(
        definition.encrypted.place(),
        "traffic between the instances of this monitoring job is not encrypted",
    );
    finding.want(definition.encrypted.set_to(true));
    tell(finding, &definition.instances);
    for (schedule, it) in resource.others::<MonitoringSchedule<'_>>() {
        if (schedule.exists() & it.definition.leads_to(resource)).certainly() {
            show(finding, it.definition.place(), "this schedule runs it");
        }
    }
}

/// A definition that the schedule names is judged by itself.
fn check_schedule(schedule: &MonitoringSchedule<'_>, report: &mut Report) {
    let inline = schedule.inline.is_written();
    let plaintext = schedule.instances.are_several() & schedule.encrypted.is(false);
    if report.judge(inline.clone() & plaintext) {
        let finding = report.flag(
            schedule.encrypted.place(),
            "traffic between the instances of this monitoring job is not encrypted",
        );
        finding.want(schedule.encrypted.set_to(true));
        tell(finding, &schedule.instances);
    } else if let (State::Unknown(needs), false) = (schedule.definition.state(), inline.certainly())
    {
        report.judge(Truth::Unknown(needs));
    }
}
