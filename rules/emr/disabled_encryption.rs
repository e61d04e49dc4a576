use crate::aws::emr::Cluster;
use crate::finding::Severity;
use crate::rule::{Report, Rule, show};
use crate::truth::Truth;
use crate::world::{Resource, State};

pub(crate) static RULE: Rule = Rule {
    id: "emr-disabled-encryption",
    severity: Severity::Warning,
    page: include_str!("disabled_encryption.md"),
    controls: &[],
    related: &["SC-8", "SC-8(1)", "SC-13"],
    opt_in: false,
    check,
};

fn check(resource: Resource<'_>, report: &mut Report) {
    let Some(cluster) = resource.view::<Cluster<'_>>() else { return };
    let (is_on, place) = match cluster.security_configuration.state() {
        State::Set((_, it)) => (it.in_transit.is(true), Some(it.in_transit.place())),
        // Without one there is nothing to turn off.
        State::Unset => return,
        State::Unknown(needs) => (Truth::Unknown(needs), None),
    };
    let (disabled, doubt) = cluster.disabled();
    let disables = Truth::from(!disabled.is_empty()) | doubt.map_or(Truth::No, Truth::Unknown);
    if !report.judge(disables & is_on & cluster.is_multi_node()) {
        return;
    }

    let mut all = disabled.into_iter();
    let Some(first) = all.next() else { return };
    let finding = report.flag(
        first.place,
        format!("this leaves {} in plaintext, although in-transit encryption is on", first.what),
    );
    for it in all {
        show(finding, it.place, format!("and this {}", it.what));
    }
    if let Some(place) = place {
        show(finding, place, "in-transit encryption is on");
    }
    if let Some((place, what)) = cluster.nodes_place() {
        show(finding, place, what);
    }
}
