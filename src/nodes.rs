//! Nodes of all kinds, and whether they send each other plaintext; above all those of an EKS
//! cluster, and the pods on them.
//!
//! In one place, because rules about nodes ask it, and rules about what runs on them.

pub mod pool;

use crate::aws::autoscaling::AutoScalingGroup;
use crate::aws::connection::Which;
use crate::aws::eks::{
    BOOTSTRAP, CLUSTER_TAG, Cluster, ClusterName, FargateProfile, KOPS_TAG, NodeGroup,
};
use crate::aws::karpenter::NodePool;
use crate::aws::kubernetes::Manifest;
use crate::evidence::{self, Evidence, Weighed};
use crate::finding::Finding;
use crate::instances::{self, Types};
use crate::rule::Report;
use crate::truth::Truth;
use crate::world::{Resource, State};
use pool::Pool;

/// Nodes that are alike: a group of them, or a pool.
pub struct Nodes<'w> {
    chosen: Chosen<'w>,
    plaintext: Weighed,
}

/// What decides the types of nodes.
enum Chosen<'w> {
    /// They are named.
    Types(Types<'w>),
    /// Karpenter or Auto Mode does; none where it is not sure to choose one that sends plaintext.
    Pool(Option<Pool>),
}

/// Nodes that may be of a cluster.
pub struct Member<'w> {
    pub is_member: Truth,
    pub nodes: Nodes<'w>,
}

/// Those that AWS manages.
pub fn of_node_group<'w>(resource: Resource<'w>, group: &NodeGroup<'w>) -> Nodes<'w> {
    let several = cluster_has_several_nodes(resource, group);
    let types = instances::of_node_group(group);
    Nodes::new(several, types, || evidence::for_node_group(resource, group))
}

/// Those that their owner manages; none if nothing shows the instances to join a cluster, which
/// may then be anything.
pub fn of_auto_scaling_group<'w>(
    resource: Resource<'w>,
    group: &AutoScalingGroup<'w>,
) -> Option<Nodes<'w>> {
    let is_of_eks = group.has_tag(CLUSTER_TAG) && !group.has_tag(KOPS_TAG);
    if !is_of_eks && !group.says(&BOOTSTRAP) {
        return None;
    }
    let several = group.max_size.test(|it| it >= 2);
    let types = instances::of_auto_scaling_group(group);
    Some(Nodes::new(several, types, || evidence::for_auto_scaling_group(resource, group)))
}

/// Every group and every pool that may be of the cluster that something names.
pub fn of_cluster<'w>(resource: Resource<'w>, cluster: &ClusterName<'w>) -> Vec<Member<'w>> {
    let managed = resource.all::<NodeGroup<'_>>().map(|(it, group)| Member {
        is_member: it.exists() & cluster.is_same(&group.cluster),
        nodes: of_node_group(it, &group),
    });
    let own = resource.all::<AutoScalingGroup<'_>>().filter_map(|(it, group)| {
        let nodes = of_auto_scaling_group(it, &group)?;
        Some(Member { is_member: it.exists() & joins(it, &group, cluster), nodes })
    });
    let built_in = match cluster.link.state() {
        State::Set((it, cluster)) => pool::built_in(it, &cluster),
        State::Unset | State::Unknown(_) => None,
    };
    let mut pools = Vec::new();
    for (it, manifest) in resource.all::<Manifest<'_>>() {
        for object in manifest.objects() {
            if let Some(pool) = NodePool::of(&object) {
                let is_member = it.exists() & goes_to(it, cluster);
                pools.push(Member { is_member, nodes: pool::declared(it, &pool) });
            }
        }
    }
    let members = managed.chain(own).chain(built_in).chain(pools);
    members.filter(|it| it.is_member.possibly()).collect()
}

/// Whether pods that a profile puts on Fargate send each other plaintext.
pub fn fargate_is_plaintext<'w>(resource: Resource<'w>, profile: &FargateProfile<'w>) -> Truth {
    let evidence = evidence::for_fargate_profile(resource, profile);
    Truth::needs("whether Fargate encrypts between pods") & !evidence.clears
}

impl<'w> Nodes<'w> {
    /// `several` is whether there may be two of them, which have something to say to each other.
    pub fn new(several: Truth, types: Types<'w>, evidence: impl FnOnce() -> Evidence) -> Self {
        let plain = several & types.plaintext();
        Self::weighed(plain, Chosen::Types(types), evidence)
    }

    fn weighed(plain: Truth, chosen: Chosen<'w>, evidence: impl FnOnce() -> Evidence) -> Self {
        Self { chosen, plaintext: Weighed::new(plain, evidence) }
    }

    /// Whether they, or pods on them, may send each other plaintext.
    pub fn plaintext(&self) -> Truth {
        self.plaintext.claim.clone()
    }

    /// Judges them, and reports them if they send plaintext.
    pub fn flag(self, report: &mut Report) -> Option<&mut Finding> {
        if !report.judge(self.plaintext()) {
            return None;
        }
        let finding = match self.chosen {
            Chosen::Types(types) => types.flag(report),
            Chosen::Pool(pool) => pool.map(|it| it.flag(report)),
        }?;
        self.plaintext.tell(finding);
        Some(finding)
    }

    /// Shows what sends plaintext, in a finding about something that runs there.
    pub fn show(&self, finding: &mut Finding) {
        match &self.chosen {
            Chosen::Types(types) => types.show(finding),
            Chosen::Pool(Some(pool)) => pool.show(finding),
            Chosen::Pool(None) => (),
        }
    }

    /// Tells, in a finding, what was looked for that would encrypt instead.
    pub fn tell(self, finding: &mut Finding) {
        self.plaintext.tell(finding);
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
        it.exists() & group.cluster.is_same(&other.cluster) & other.max_size.test(|it| it >= 1)
    });
    own | (has_nodes & Truth::any(others))
}

/// Whether the nodes of a group join that cluster. Where neither tag nor name tells, they join the
/// only cluster there is.
fn joins(resource: Resource<'_>, group: &AutoScalingGroup<'_>, cluster: &ClusterName<'_>) -> Truth {
    let names = group.tag_ends(CLUSTER_TAG);
    if let Some(name) = cluster.known()
        && !names.is_empty()
    {
        return names.contains(&name).into();
    }
    let is_here = matches!(cluster.link.state(), State::Set(_));
    if is_here && resource.all::<Cluster<'_>>().count() == 1 {
        return Truth::Yes;
    }
    Truth::needs(format!("the cluster that {} joins", resource.address()))
}

/// Whether a manifest goes to that cluster. Where nothing tells, it goes to the only one there is.
fn goes_to<'w>(resource: Resource<'w>, cluster: &ClusterName<'w>) -> Truth {
    let is_same = Which::of(cluster).is(&Which::of_connection(resource));
    let Truth::Unknown(_) = is_same else { return is_same };
    let is_here = matches!(cluster.link.state(), State::Set(_));
    if is_here && resource.all::<Cluster<'_>>().count() == 1 {
        return Truth::Yes;
    }
    Truth::needs(format!("the cluster that {} goes to", resource.address()))
}
