//! What shows that traffic between the nodes of a Kubernetes cluster is encrypted even though
//! their instance types do not: a mesh, the network plugin, or the VPC itself.
//!
//! In one place, because every rule about nodes asks the same question. Evidence counts for a
//! cluster it is bound to; where that cannot be told, for the only cluster there is.

use crate::aws::autoscaling::AutoScalingGroup;
use crate::aws::ec2::{Subnet, Vpc, VpcEncryptionControl};
use crate::aws::eks::{Cluster, NodeGroup};
use crate::aws::kubernetes::{HelmRelease, Manifest, at};
use crate::aws::sagemaker::HyperPodCluster;
use crate::finding::Finding;
use crate::rule::show;
use crate::truth::{Needs, Truth};
use crate::value::{Reference, Value};
use crate::world::{Field, List, Place, Resource, State};

/// What was found.
pub struct Evidence {
    /// Whether it clears the nodes.
    pub clears: Truth,
    /// What was found and does not suffice, and why not.
    insufficient: Vec<(Place, &'static str)>,
    /// In words; none where there is nothing to look for.
    looked_for: Option<&'static str>,
}

const IN_CLUSTER_OR_VPC: &str = "nothing here encrypts instead: no mesh-wide STRICT mTLS (Istio), \
     no meshed Linkerd, no Cilium or Calico encryption, no VPC encryption control in `enforce` mode";

/// What the encryption control of a VPC means for HyperPod, AWS does not say.
const IN_CLUSTER: &str = "nothing here encrypts instead: no mesh-wide STRICT mTLS (Istio), \
     no meshed Linkerd, no Cilium or Calico encryption";

impl Evidence {
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
pub fn for_node_group(resource: Resource<'_>, group: &NodeGroup<'_>) -> Evidence {
    let mut subnets = vec![&group.subnets];
    let cluster = group.cluster.state();
    if let State::Set((_, cluster)) = &cluster {
        subnets.push(&cluster.subnets);
    }
    within(resource, &subnets)
}

/// What there is for nodes that their owner manages.
pub fn for_auto_scaling_group(resource: Resource<'_>, group: &AutoScalingGroup<'_>) -> Evidence {
    within(resource, &[&group.subnets])
}

/// What there is for the nodes that EKS starts by itself.
pub fn for_cluster(resource: Resource<'_>, cluster: &Cluster<'_>) -> Evidence {
    within(resource, &[&cluster.subnets])
}

/// What there is for the nodes that a manifest asks for.
pub fn for_manifest(resource: Resource<'_>) -> Evidence {
    within(resource, &[])
}

/// What there is for nodes that stand in these subnets.
fn within(resource: Resource<'_>, subnets: &[&List<'_>]) -> Evidence {
    let mut insufficient = Vec::new();
    let clusters = resource.all::<Cluster<'_>>().count();
    let inside = in_this_cluster(resource, clusters, &mut insufficient);
    let network = vpc_enforces(resource, subnets, clusters, &mut insufficient);
    let looked_for = Some(IN_CLUSTER_OR_VPC);
    Evidence { clears: inside | network, insufficient, looked_for }
}

/// What there is for the instances of a HyperPod cluster, if Kubernetes runs on them.
pub fn for_hyperpod(resource: Resource<'_>, cluster: &HyperPodCluster<'_>) -> Evidence {
    let mut insufficient = Vec::new();
    let is_kubernetes = cluster.eks.is_written();
    if !is_kubernetes.possibly() {
        return Evidence { clears: Truth::No, insufficient, looked_for: None };
    }
    let clusters = resource.all::<Cluster<'_>>().count();
    let inside = in_this_cluster(resource, clusters, &mut insufficient);
    Evidence { clears: is_kubernetes & inside, insufficient, looked_for: Some(IN_CLUSTER) }
}

/// With several clusters nothing says which one a release or manifest goes to.
fn in_this_cluster(
    resource: Resource<'_>,
    clusters: usize,
    insufficient: &mut Vec<(Place, &'static str)>,
) -> Truth {
    let inside = in_cluster(resource, insufficient);
    if clusters > 1 && inside.possibly() {
        return inside & Truth::needs("the cluster that a Helm release or manifest goes to");
    }
    inside
}

fn in_cluster(resource: Resource<'_>, insufficient: &mut Vec<(Place, &'static str)>) -> Truth {
    let mut clears = Truth::No;
    let mut linkerd = Truth::No;
    let mut injects = Truth::No;
    for (it, release) in resource.all::<HelmRelease<'_>>() {
        let exists = it.exists();
        let cilium = release.installs("cilium");
        if cilium.possibly() {
            let encrypts = release.value_is("encryption.enabled", &["true"]);
            if (cilium.clone() & !encrypts.clone()).certainly() {
                insufficient.push((it.place(), "Cilium without `encryption.enabled`"));
            }
            clears = clears | (exists.clone() & cilium & encrypts);
        }
        let calico = release.installs("tigera-operator");
        if calico.possibly() {
            let encrypts =
                release.value_is("defaultFelixConfiguration.wireguardEnabled", &["true"]);
            clears = clears | (exists.clone() & calico & encrypts);
        }
        linkerd = linkerd | (exists.clone() & release.installs("linkerd-control-plane"));
        let istiod = release.installs("istiod");
        if (exists & istiod).certainly() {
            insufficient.push((it.place(), "Istio is PERMISSIVE unless a policy says STRICT"));
        }
    }
    for (it, manifest) in resource.all::<Manifest<'_>>() {
        let exists = it.exists();
        for object in manifest.objects() {
            let is = |path: &str, expected: &str| match at(&object, path) {
                State::Set(it) => (it == expected).into(),
                State::Unset => Truth::No,
                State::Unknown(needs) => Truth::Unknown(needs),
            };
            let policy = exists.clone() & is("kind", "PeerAuthentication");
            if policy.possibly() {
                let selects = match at(&object, "spec.selector") {
                    State::Unset => Truth::No,
                    State::Set(_) | State::Unknown(_) => Truth::Yes,
                };
                let mesh_wide = is("metadata.namespace", "istio-system") & !selects;
                let strict = is("spec.mtls.mode", "STRICT");
                // A port may be let off.
                let every_port = match at(&object, "spec.portLevelMtls") {
                    State::Unset => Truth::Yes,
                    State::Set(_) | State::Unknown(_) => Truth::No,
                };
                if (policy.clone() & !strict.clone()).certainly() {
                    insufficient.push((it.place(), "this policy is not STRICT"));
                } else if (policy.clone() & !mesh_wide.clone()).certainly() {
                    insufficient.push((it.place(), "not for the whole mesh"));
                } else if (policy.clone() & !every_port.clone()).certainly() {
                    insufficient.push((it.place(), "not for every port"));
                }
                clears = clears | (policy & strict & mesh_wide & every_port);
            }
            let wireguard = is("spec.wireguardEnabled", "true");
            clears = clears | (exists.clone() & is("kind", "FelixConfiguration") & wireguard);
            if is("kind", "Namespace").certainly() && annotated(&object) {
                injects = injects | exists.clone();
            }
        }
        // A manifest that cannot be read may say anything of the mesh.
        if let Some(needs) = manifest.doubt() {
            let names: Needs = needs.into_iter().map(|it| format!("the manifest {it}")).collect();
            clears = clears | Truth::Unknown(names);
        }
    }
    if linkerd.possibly() {
        let injected = injects | Truth::needs("which pods Linkerd is injected into");
        clears = clears | (linkerd & injected);
    }
    clears
}

fn annotated(object: &Value) -> bool {
    let annotations = object
        .as_map()
        .and_then(|it| it.get("metadata")?.as_map()?.get("annotations"))
        .and_then(|it| it.as_map()?.get("linkerd.io/inject"));
    annotations.and_then(Value::as_str) == Some("enabled")
}

/// Whether the VPC that the nodes stand in refuses what cannot encrypt.
fn vpc_enforces(
    resource: Resource<'_>,
    subnets: &[&List<'_>],
    clusters: usize,
    insufficient: &mut Vec<(Place, &'static str)>,
) -> Truth {
    let mut enforces = Truth::No;
    let mut judge = |it: Resource<'_>, mode: &Field<'_, &str>, vpc: &dyn Fn() -> Network| {
        if mode.is("monitor").certainly() {
            insufficient.push((mode.place(), "`monitor` reports plaintext and lets it pass"));
        }
        let holds = it.exists() & mode.is("enforce");
        if holds.possibly() {
            let nodes = networks(resource, subnets);
            let found = std::mem::replace(&mut enforces, Truth::No);
            enforces = found | (holds & same(&nodes, &vpc(), clusters));
        }
    };
    for (it, control) in resource.all::<VpcEncryptionControl<'_>>() {
        judge(it, &control.mode, &|| network_named(control.vpc.state(), control.vpc.reference()));
    }
    for (it, vpc) in resource.all::<Vpc<'_>>() {
        judge(it, &vpc.encryption_mode, &|| Network::Vpc(it.address().to_owned()));
    }
    enforces
}

/// What is known of the VPC that something stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Network {
    /// One that is declared here.
    Vpc(String),
    /// One that an input, a module or a data source names.
    Named(String),
}

fn network_named(state: State<(Resource<'_>, Vpc<'_>)>, reference: Option<&Reference>) -> Network {
    match (state, reference) {
        (State::Set((vpc, _)), _) => Network::Vpc(vpc.address().to_owned()),
        (_, Some(reference)) => Network::Named(origin(reference)),
        (_, None) => Network::Named(String::new()),
    }
}

/// The module that an output belongs to: what two outputs of one module name belongs together.
fn origin(reference: &Reference) -> String {
    let address = &*reference.address;
    match address.strip_prefix("module.").and_then(|it| it.split('.').next()) {
        Some(module) => format!("module.{module}"),
        None => address.to_owned(),
    }
}

/// The VPCs that subnets belong to.
fn networks(resource: Resource<'_>, subnets: &[&List<'_>]) -> Vec<Network> {
    let mut networks = Vec::new();
    for value in subnets.iter().flat_map(|it| it.read().values) {
        let Some(reference) = value.reference() else { continue };
        let network = match resource.find::<Subnet<'_>>(&reference.address) {
            Some(subnet) => network_named(subnet.vpc.state(), subnet.vpc.reference()),
            None => Network::Named(origin(reference)),
        };
        if !networks.contains(&network) {
            networks.push(network);
        }
    }
    networks
}

/// Whether the nodes stand in that VPC. What cannot be told goes by the only cluster there is.
fn same(nodes: &[Network], vpc: &Network, clusters: usize) -> Truth {
    let declared = |it: &Network| matches!(it, Network::Vpc(_));
    if nodes.contains(vpc) && *vpc != Network::Named(String::new()) {
        Truth::Yes
    } else if !nodes.is_empty() && nodes.iter().all(declared) && declared(vpc) {
        Truth::No
    } else if clusters <= 1 {
        Truth::Yes
    } else {
        Truth::needs("the VPC of the node group")
    }
}
