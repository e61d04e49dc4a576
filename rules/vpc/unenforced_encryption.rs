use crate::aws::ec2::{Exclusions, Vpc, VpcEncryptionControl};
use crate::finding::Severity;
use crate::rule::{Report, Rule, show};
use crate::world::{Field, Resource};

pub(crate) static RULE: Rule = Rule {
    id: "vpc-unenforced-encryption",
    severity: Severity::Note,
    page: include_str!("unenforced_encryption.md"),
    controls: &[],
    related: &["SC-8", "SC-8(1)", "SC-13"],
    opt_in: false,
    check,
};

fn check(resource: Resource<'_>, report: &mut Report) {
    if let Some(control) = resource.view::<VpcEncryptionControl<'_>>() {
        check_control(&control.mode, &control.exclusions, report);
    }
    if let Some(vpc) = resource.view::<Vpc<'_>>() {
        // Most have none, and nothing to judge.
        if vpc.encryption_mode.is_written().possibly() {
            check_control(&vpc.encryption_mode, &vpc.exclusions, report);
        }
    }
}

fn check_control(mode: &Field<'_, &str>, exclusions: &Exclusions<'_>, report: &mut Report) {
    let monitors = mode.is("monitor");
    let excludes = mode.is("enforce") & exclusions.any();
    if !report.judge(monitors.clone() | excludes) {
        return;
    }
    if monitors.certainly() {
        let message = "`monitor` reports plaintext and lets it pass";
        let finding = report.flag(mode.place(), message);
        finding.note("a VPC that exists already has to be in `monitor` before it can `enforce`");
        return;
    }
    let mut enabled = exclusions.enabled();
    let Some((name, place)) = enabled.next() else { return };
    let message = format!("the control lets plaintext pass for {name}");
    let finding = report.flag(place, message);
    for (name, place) in enabled {
        show(finding, place, format!("and for {name}"));
    }
}
