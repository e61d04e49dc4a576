use crate::aws::eks::{FargateProfile, NodeGroup};
use crate::evidence;
use crate::finding::Severity;
use crate::instances;
use crate::rule::{Report, Rule};
use crate::truth::Truth;
use crate::world::{Resource, State};

pub(crate) static RULE: Rule = Rule {
    id: "eks-plaintext-node-group",
    severity: Severity::Error,
    page: include_str!("plaintext_node_group.md"),
    controls: &[],
    related: &["SC-8", "SC-8(1)", "SC-13"],
    check,
};

fn check(resource: Resource<'_>, report: &mut Report) {
    if let Some(profile) = resource.view::<FargateProfile<'_>>() {
        let evidence = evidence::for_fargate_profile(resource, &profile);
        report.judge(Truth::needs("whether Fargate encrypts between pods") & !evidence.clears);
    }
    let Some(group) = resource.view::<NodeGroup<'_>>() else { return };

    let types = instances::of_node_group(&group);
    let several = cluster_has_several_nodes(resource, &group);
    let plain = types.plaintext();
    // What clears the nodes is looked for only when there is something to clear.
    if !(several.clone() & plain.clone()).possibly() {
        report.judge(Truth::No);
        return;
    }
    let evidence = evidence::for_node_group(resource, &group);
    if !report.judge(several & plain & !evidence.clears.clone()) {
        return;
    }
    if let Some(finding) = types.flag(report) {
        evidence.tell(finding);
    }
}

/// Whether the group, or the cluster with all its groups, may have two nodes.
fn cluster_has_several_nodes(resource: Resource<'_>, group: &NodeGroup<'_>) -> Truth {
    let own = group.max_size.test(|it| it >= 2);
    if own.certainly() {
        return own;
    }
    let has_nodes = group.max_size.test(|it| it >= 1);
    let others = resource.others::<NodeGroup<'_>>().map(|(it, other)| {
        it.exists() & same_cluster(group, &other) & other.max_size.test(|it| it >= 1)
    });
    own | (has_nodes & Truth::any(others))
}

fn same_cluster(group: &NodeGroup<'_>, other: &NodeGroup<'_>) -> Truth {
    // Names as they are written need no look-up.
    if let (State::Set(a), State::Set(b)) = (group.cluster_name.state(), other.cluster_name.state())
        && group.cluster.reference().is_none()
        && other.cluster.reference().is_none()
    {
        return (a == b).into();
    }
    match (group.cluster.state(), other.cluster.state()) {
        (State::Set((a, _)), State::Set((b, _))) => a.is(b).into(),
        _ => match (group.cluster.reference(), other.cluster.reference()) {
            (Some(a), Some(b)) if a == b => Truth::Yes,
            // Two names that are not known may yet be the same.
            (Some(_), Some(b)) => Truth::needs(b.to_string()),
            _ => match (group.cluster_name.state(), other.cluster_name.state()) {
                (State::Set(a), State::Set(b)) => (a == b).into(),
                (State::Unknown(needs), _) | (_, State::Unknown(needs)) => Truth::Unknown(needs),
                (State::Unset, _) | (_, State::Unset) => Truth::No,
            },
        },
    }
}
