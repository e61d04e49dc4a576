use crate::aws::autoscaling::AutoScalingGroup;
use crate::aws::eks::{Cluster, NodeGroup};
use crate::aws::karpenter::NodePool;
use crate::aws::kubernetes::{HelmRelease, Manifest, NetworkPlugin};
use crate::evidence;
use crate::finding::Severity;
use crate::rule::{Report, Rule};
use crate::truth::Truth;
use crate::world::{Resource, State};

pub(crate) static RULE: Rule = Rule {
    id: "eks-plaintext-network-plugin",
    severity: Severity::Note,
    page: include_str!("plaintext_network_plugin.md"),
    controls: &[],
    related: &["SC-8", "SC-8(1)", "SC-13"],
    opt_in: false,
    check,
};

fn check(resource: Resource<'_>, report: &mut Report) {
    let Some(release) = resource.view::<HelmRelease<'_>>() else { return };
    // What is not known to be a plugin may be anything.
    let Some((plugin, _)) = NetworkPlugin::of(&release).find(|(_, installs)| installs.certainly())
    else {
        return;
    };
    // The nodes are judged by themselves, and a finding on them points here.
    if has_nodes(resource) {
        return;
    }
    let off = !release.value_is(plugin.setting, "true");
    if !off.possibly() {
        report.judge(Truth::No);
        return;
    }
    let evidence = evidence::for_manifest(resource);
    if !report.judge(off & !evidence.clears) {
        return;
    }
    let place = match release.value(plugin.setting) {
        State::Set((_, place)) => place,
        State::Unset | State::Unknown(_) => release.chart.place(),
    };
    let message = format!("{} does not encrypt what pods send each other", plugin.name);
    let finding = report.flag(place, message);
    finding.note(format!("`{}` would; nodes of types that encrypt need no more", plugin.setting));
}

fn has_nodes(resource: Resource<'_>) -> bool {
    let pools =
        |manifest: &Manifest<'_>| manifest.objects().iter().any(|it| NodePool::of(it).is_some());
    resource.all::<NodeGroup<'_>>().next().is_some()
        || resource.all::<AutoScalingGroup<'_>>().next().is_some()
        || resource.all::<Cluster<'_>>().any(|(_, it)| it.auto_mode.is(true).possibly())
        || resource.all::<Manifest<'_>>().any(|(_, it)| pools(&it))
}
