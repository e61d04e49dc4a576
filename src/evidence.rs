//! What shows that traffic between the nodes of a Kubernetes cluster is encrypted even though
//! their instance types do not: a mesh, the network plugin, the VPC itself, or what a team attests.
//!
//! In one place, because every rule about nodes asks the same question. Evidence counts for a
//! cluster it is bound to; where that cannot be told, for the only cluster there is.

mod attestation;
mod inside;
mod mesh;
mod network;
mod plugin;

use crate::aws::autoscaling::AutoScalingGroup;
use crate::aws::connection::Which;
use crate::aws::eks::{Cluster, FargateProfile, NodeGroup};
use crate::aws::kubernetes::{Manifest, at};
use crate::aws::sagemaker::HyperPodCluster;
use crate::finding::Finding;
use crate::rule::show;
use crate::truth::{Needs, Truth};
use crate::world::{List, Place, Resource, State};
use inside::Inside;

/// What was found.
pub struct Evidence {
    /// Whether it clears the nodes.
    pub clears: Truth,
    /// Whether it would if nobody attested anything.
    pub clears_unattested: Truth,
    /// What was found and does not suffice, and why not.
    insufficient: Vec<(Place, String)>,
    /// In words; none where there is nothing to look for.
    looked_for: Option<&'static str>,
}

/// A claim about nodes, where evidence was heard.
pub struct Weighed {
    /// Whether it holds all the same.
    pub claim: Truth,
    /// None where there was nothing to clear.
    evidence: Option<Evidence>,
}

impl Weighed {
    /// What clears the nodes is looked for only when there is something to clear.
    pub fn new(claim: Truth, evidence: impl FnOnce() -> Evidence) -> Self {
        if !claim.possibly() {
            return Self { claim: Truth::No, evidence: None };
        }
        let evidence = evidence();
        Self { claim: claim & !evidence.clears.clone(), evidence: Some(evidence) }
    }

    /// Tells, in a finding, what was looked for that would clear the nodes.
    pub fn tell(self, finding: &mut Finding) {
        if let Some(evidence) = self.evidence {
            evidence.tell(finding);
        }
    }
}

const IN_CLUSTER_OR_VPC: &str = "nothing here encrypts instead: no mesh-wide STRICT mTLS (Istio), \
     no meshed Linkerd, no Cilium or Calico encryption, no VPC encryption control in `enforce` mode";

/// What the encryption control of a VPC means for HyperPod, AWS does not say.
const IN_CLUSTER: &str = "nothing here encrypts instead: no mesh-wide STRICT mTLS (Istio), \
     no meshed Linkerd, no Cilium or Calico encryption";

const IN_VPC: &str = "nothing here encrypts instead: no VPC encryption control in `enforce` mode";

impl Evidence {
    fn new(
        found: Truth,
        attested: Truth,
        insufficient: Vec<(Place, String)>,
        looked_for: Option<&'static str>,
    ) -> Self {
        let clears = attested | found.clone();
        Self { clears, clears_unattested: found, insufficient, looked_for }
    }

    /// Tells, in a finding, what was looked for and what did not suffice.
    pub fn tell(self, finding: &mut Finding) {
        for (place, message) in self.insufficient {
            show(finding, place, message);
        }
        if let Some(it) = self.looked_for {
            finding.note(it);
        }
    }
}

/// What there is for the nodes of a group.
pub fn for_node_group<'w>(resource: Resource<'w>, group: &NodeGroup<'w>) -> Evidence {
    let mut subnets = vec![&group.subnets];
    let cluster = group.cluster.link.state();
    if let State::Set((_, cluster)) = &cluster {
        subnets.push(&cluster.subnets);
    }
    let attested = attestation::of_named(resource, &group.cluster);
    within(resource, Which::of(&group.cluster), &subnets, attested)
}

/// What there is for nodes that their owner manages.
pub fn for_auto_scaling_group<'w>(
    resource: Resource<'w>,
    group: &AutoScalingGroup<'w>,
) -> Evidence {
    let (which, attested) = match group.cluster() {
        Some(name) => (Which::Named(name), attestation::of_name(resource, name)),
        None => (Which::Unknown, attestation::of_any_cluster(resource)),
    };
    within(resource, which, &[&group.subnets], attested)
}

/// What there is for pods that run on Fargate.
pub fn for_fargate_profile<'w>(resource: Resource<'w>, profile: &FargateProfile<'w>) -> Evidence {
    let attested = attestation::of_named(resource, &profile.cluster);
    within(resource, Which::of(&profile.cluster), &[&profile.subnets], attested)
}

/// What there is for the nodes that EKS starts by itself.
pub fn for_cluster<'w>(resource: Resource<'w>, cluster: &Cluster<'w>) -> Evidence {
    let attested = attestation::of_cluster(resource, cluster);
    within(resource, Which::Declared(resource), &[&cluster.subnets], attested)
}

/// What there is for the nodes that a manifest asks for.
pub fn for_manifest(resource: Resource<'_>) -> Evidence {
    let which = Which::of_connection(resource);
    let attested = match &which {
        Which::Declared(it) => it.view::<Cluster<'_>>().map(|view| (*it, view)),
        Which::Named(_) | Which::Of(_) | Which::Connected(_) | Which::Unknown => None,
    };
    let attested = match attested {
        Some((it, cluster)) => attestation::of_cluster(it, &cluster),
        None => attestation::of_any_cluster(resource),
    };
    within(resource, which, &[], attested)
}

/// What there is for the nodes of a job that Kubernetes runs.
pub fn for_job_on_kubernetes<'w>(resource: Resource<'w>, subnets: &[&List<'w>]) -> Evidence {
    within(resource, Which::Unknown, subnets, attestation::of_any_cluster(resource))
}

/// What there is for nodes that no Kubernetes runs on: nothing but the VPC.
pub fn for_instances<'w>(resource: Resource<'w>, subnets: &[&List<'w>]) -> Evidence {
    let mut insufficient = Vec::new();
    // One control goes for all that names no VPC, as one cluster does for Kubernetes.
    let network = network::vpc_enforces(resource, subnets, 1, &mut insufficient);
    let attested = attestation::of_vpc(resource, subnets);
    Evidence::new(network, attested, insufficient, Some(IN_VPC))
}

/// What there is for nodes that stand in these subnets. `attested` is whether their cluster is.
fn within<'w>(
    resource: Resource<'w>,
    cluster: Which<'w>,
    subnets: &[&List<'w>],
    attested: Truth,
) -> Evidence {
    let mut insufficient = Vec::new();
    let inside = Inside::of(resource, cluster);
    let clusters = inside.clusters;
    let inside = in_cluster(resource, &inside, &mut insufficient);
    let network = network::vpc_enforces(resource, subnets, clusters, &mut insufficient);
    let attested = attested | attestation::of_vpc(resource, subnets);
    Evidence::new(inside | network, attested, insufficient, Some(IN_CLUSTER_OR_VPC))
}

/// What there is for the instances of a HyperPod cluster, above all if Kubernetes runs on them.
pub fn for_hyperpod<'w>(resource: Resource<'w>, cluster: &HyperPodCluster<'w>) -> Evidence {
    let mut insufficient = Vec::new();
    let attested = attestation::of_hyperpod(resource, cluster);
    let is_kubernetes = cluster.eks.is_written();
    if !is_kubernetes.possibly() {
        return Evidence::new(Truth::No, attested, insufficient, None);
    }
    let which = match cluster.eks_cluster.state() {
        State::Set((it, _)) => Which::Declared(it),
        State::Unset | State::Unknown(_) => {
            cluster.eks_cluster.reference().map_or(Which::Unknown, Which::Of)
        }
    };
    let inside = in_cluster(resource, &Inside::of(resource, which), &mut insufficient);
    Evidence::new(is_kubernetes & inside, attested, insufficient, Some(IN_CLUSTER))
}

fn in_cluster(
    resource: Resource<'_>,
    inside: &Inside<'_>,
    insufficient: &mut Vec<(Place, String)>,
) -> Truth {
    mesh::encrypts(resource, inside, insufficient)
        | plugin::encrypts(inside, insufficient)
        | unread(inside)
}

/// A manifest that cannot be read may say anything of a mesh or a plugin.
fn unread(inside: &Inside<'_>) -> Truth {
    Truth::any(inside.all::<Manifest<'_>>().map(|(_, manifest, is_there)| {
        let kinds = manifest.objects().iter().map(|it| at(it, "kind")).collect::<Vec<_>>();
        let unknown = kinds.into_iter().find_map(|it| match it {
            State::Unknown(needs) => Some(needs),
            State::Set(_) | State::Unset => None,
        });
        match manifest.doubt().or(unknown) {
            Some(needs) => {
                let names = needs.into_iter().map(|it| format!("the manifest {it}"));
                is_there & Truth::Unknown(names.collect::<Needs>())
            }
            None => Truth::No,
        }
    }))
}
