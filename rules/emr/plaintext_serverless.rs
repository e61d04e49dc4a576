use crate::aws::emr::Release;
use crate::aws::emr_serverless::{Application, JobRun, Told};
use crate::finding::Severity;
use crate::rule::{Report, Rule, show};
use crate::truth::Truth;
use crate::world::{Resource, State};

pub(crate) static RULE: Rule = Rule {
    id: "emr-plaintext-serverless",
    severity: Severity::Warning,
    page: include_str!("plaintext_serverless.md"),
    controls: &[],
    related: &["SC-8", "SC-8(1)", "SC-13"],
    opt_in: false,
    check,
};

fn check(resource: Resource<'_>, report: &mut Report) {
    if let Some(application) = resource.view::<Application<'_>>() {
        check_application(resource, &application, report);
    } else if let Some(run) = resource.view::<JobRun<'_>>() {
        check_job_run(&run, report);
    }
}

fn check_application(resource: Resource<'_>, application: &Application<'_>, report: &mut Report) {
    if !report.judge(is_plaintext(application)) {
        return;
    }
    let is_old = Release::WITH_INTERWORKER_ENCRYPTION.is_after(&application.release_label);
    let release = application.release_label.place();
    if application.encrypts().certainly() {
        let finding = report.flag(
            release,
            "workers of this release cannot encrypt what they send each other: that begins with 6.15.0",
        );
        show(finding, application.encryption_place(), "asked for here");
        return;
    }

    let finding = report.flag(
        application.encryption_place(),
        "traffic between the workers of this Spark application is not encrypted",
    );
    if is_old.certainly() {
        show(finding, release, "the setting for it begins with release 6.15.0");
        return;
    }
    let runs: Vec<Told> = resource
        .others::<JobRun<'_>>()
        .filter(|(it, run)| (it.exists() & run.application.leads_to(resource)).certainly())
        .map(|(_, run)| run.told())
        .collect();
    // Others may be started from elsewhere.
    if !runs.is_empty() && runs.iter().all(|it| matches!(it, Told::On(_))) {
        finding.severity = Severity::Note;
    }
    for run in runs {
        if let Told::On(place) = run {
            show(finding, place, "this job run turns it on for itself");
        }
    }
    finding.note("a job run can turn it on for itself: `--conf spark.ssl.internode.enabled=true`");
}

fn is_plaintext(application: &Application<'_>) -> Truth {
    let is_old = Release::WITH_INTERWORKER_ENCRYPTION.is_after(&application.release_label);
    application.is_spark() & (!application.encrypts() | is_old)
}

/// An application that does not encrypt is reported itself, with what its job runs leave to it.
fn check_job_run(run: &JobRun<'_>, report: &mut Report) {
    let application = run.application.state();
    let (is_reported, is_governed) = match &application {
        State::Set((_, it)) => (is_plaintext(it), it.is_governed()),
        State::Unset | State::Unknown(_) => (Truth::No, Truth::No),
    };
    match run.told() {
        Told::On(_) => {
            report.judge(Truth::No);
        }
        Told::Off(place) => {
            if report.judge(!is_governed) {
                report.flag(place, "this job run turns encryption between its workers off");
            }
        }
        Told::Dropped(place) => {
            if report.judge(!is_reported) {
                let message = "this job run replaces the application's `spark-defaults`, and leaves encryption between its workers off";
                let finding = report.flag(place, message);
                if let State::Set((_, it)) = &application {
                    show(finding, it.encryption_place(), "the application encrypts");
                }
            }
        }
        Told::Nothing => {
            if let State::Unknown(needs) = application {
                report.judge(Truth::Unknown(needs));
            }
        }
        Told::Unknown(needs) => {
            report.judge(Truth::Unknown(needs));
        }
    }
}
