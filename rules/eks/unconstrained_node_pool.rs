use crate::aws::eks::{BUILT_IN_POOLS, Cluster};
use crate::aws::karpenter::{ENCRYPTION_LABELS, NodePool, Plaintext};
use crate::aws::kubernetes::Manifest;
use crate::evidence::{self, Weighed};
use crate::finding::Severity;
use crate::rule::{Report, Rule, show};
use crate::truth::Truth;
use crate::world::Resource;

pub(crate) static RULE: Rule = Rule {
    id: "eks-unconstrained-node-pool",
    severity: Severity::Warning,
    page: include_str!("unconstrained_node_pool.md"),
    controls: &[],
    related: &["SC-8", "SC-8(1)", "SC-13"],
    opt_in: false,
    check,
};

fn check(resource: Resource<'_>, report: &mut Report) {
    if let Some(cluster) = resource.view::<Cluster<'_>>() {
        check_built_in_pools(resource, &cluster, report);
    }
    if let Some(manifest) = resource.view::<Manifest<'_>>() {
        for object in manifest.objects() {
            if let Some(pool) = NodePool::of(&object) {
                check_pool(resource, &pool, report);
            }
        }
    }
}

fn check_built_in_pools<'w>(resource: Resource<'w>, cluster: &Cluster<'w>, report: &mut Report) {
    // Without Auto Mode there is nothing to judge.
    if !cluster.auto_mode.is(true).possibly() {
        return;
    }
    let pools = cluster.node_pools.read();
    let mut built_in = pools
        .nodes
        .iter()
        .filter_map(|it| Some((it.as_text()?, it.place())))
        .filter(|(name, _)| BUILT_IN_POOLS.contains(name));
    let first = built_in.next();
    let any = match (&first, pools.needs) {
        (Some(_), _) => Truth::Yes,
        (None, Some(needs)) => Truth::Unknown(needs),
        (None, None) => Truth::No,
    };
    let may_choose = cluster.auto_mode.is(true) & any;
    let plain = Weighed::new(may_choose, || evidence::for_cluster(resource, cluster));
    if !report.judge(plain.claim.clone()) {
        return;
    }
    let Some((name, place)) = first else { return };
    let finding = report.flag(
        place,
        format!(
            "the pool {name} may choose m5.large, which does not encrypt traffic between nodes"
        ),
    );
    for (name, place) in built_in {
        show(finding, place, format!("so may {name}"));
    }
    finding.note("built-in pools choose among C, M and R types from the fifth generation on");
    plain.tell(finding);
}

fn check_pool(resource: Resource<'_>, pool: &NodePool<'_>, report: &mut Report) {
    let plaintext = pool.plaintext();
    let (may_choose, name) = match plaintext {
        Plaintext::Certain(name) => (Truth::Yes, name),
        Plaintext::Possible(needs) => (Truth::Unknown(needs), ""),
        Plaintext::None => (Truth::No, ""),
    };
    let plain = Weighed::new(may_choose, || evidence::for_manifest(resource));
    if !report.judge(plain.claim.clone()) {
        return;
    }
    let [of_karpenter, of_auto_mode] = ENCRYPTION_LABELS;
    let label = if pool.is_of_auto_mode { of_auto_mode } else { of_karpenter };
    let finding = report.flag(
        pool.place(),
        format!("this pool may choose {name}, which does not encrypt traffic between nodes"),
    );
    if pool.place().span.file != resource.span().file {
        show(finding, resource.place(), "declared here");
    }
    finding.note(format!("no requirement keeps it to types that do, such as `{label}` in `true`"));
    plain.tell(finding);
}
