use super::tell;
use crate::aws::emr::{Application, Cluster};
use crate::finding::Severity;
use crate::rule::{Report, Rule, show};
use crate::truth::Truth;
use crate::world::{Resource, State};

pub(crate) static RULE: Rule = Rule {
    id: "emr-partial-encryption",
    severity: Severity::Warning,
    page: include_str!("partial_encryption.md"),
    controls: &[],
    related: &["SC-8", "SC-8(1)", "SC-13"],
    opt_in: false,
    check,
};

fn check(resource: Resource<'_>, report: &mut Report) {
    let Some(cluster) = resource.view::<Cluster<'_>>() else { return };
    if !matches!(cluster.security_configuration.state(), State::Unset) {
        return;
    }
    let applications = cluster.applications();
    // Where nothing is encrypted, `emr-plaintext-cluster` says so.
    if !applications.iter().any(|it| it.encrypts.certainly()) {
        return;
    }
    let some_plain = Truth::any(applications.iter().map(|it| !it.encrypts.clone()));
    if !report.judge(cluster.is_multi_node() & (some_plain | cluster.runs_others())) {
        return;
    }

    let is_plain = |it: &&Application| it.encrypts == Truth::No;
    let names: Vec<&str> = applications.iter().filter(is_plain).map(|it| it.name).collect();
    let finding = report.flag(
        cluster.settings_place(),
        format!(
            "no security configuration, and these settings leave {} in plaintext",
            list(&names)
        ),
    );
    for it in &applications {
        match (&it.place, is_plain(&it)) {
            (Some(place), true) => {
                show(finding, place.clone(), format!("{} is not encrypted", it.name))
            }
            (_, false) => {
                if let Some(place) = it.has.last() {
                    show(finding, place.clone(), format!("this encrypts {}", it.name));
                }
            }
            (None, true) => (),
        }
    }
    tell(finding, &cluster);
    let lacking: Vec<&str> =
        applications.iter().filter(is_plain).flat_map(|it| &it.lacks).map(String::as_str).collect();
    finding.note(format!("lacking: {}", lacking.join("; ")));
}

/// Names as a sentence has them.
fn list(names: &[&str]) -> String {
    match names {
        [all @ .., last] if !all.is_empty() => format!("{} and {last}", all.join(", ")),
        _ => names.concat(),
    }
}
