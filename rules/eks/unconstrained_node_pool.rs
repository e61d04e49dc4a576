use crate::aws::eks::Cluster;
use crate::aws::karpenter::NodePool;
use crate::aws::kubernetes::Manifest;
use crate::finding::Severity;
use crate::nodes::pool;
use crate::rule::{Report, Rule};
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
    if let Some(cluster) = resource.view::<Cluster<'_>>()
        && let Some(pools) = pool::built_in(resource, &cluster)
    {
        pools.nodes.flag(report);
    }
    if let Some(manifest) = resource.view::<Manifest<'_>>() {
        for object in manifest.objects() {
            if let Some(pool) = NodePool::of(&object) {
                pool::declared(resource, &pool).flag(report);
            }
        }
    }
}
