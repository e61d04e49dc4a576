//! Encryption that the VPC of the nodes enforces.

use crate::aws::ec2::{Subnet, Vpc, VpcEncryptionControl};
use crate::truth::Truth;
use crate::value::Reference;
use crate::world::{Field, List, Place, Resource, State};

/// Whether the VPC that the nodes stand in refuses what cannot encrypt.
pub(super) fn vpc_enforces(
    resource: Resource<'_>,
    subnets: &[&List<'_>],
    clusters: usize,
    insufficient: &mut Vec<(Place, String)>,
) -> Truth {
    let mut enforces = Truth::No;
    let mut judge = |it: Resource<'_>, mode: &Field<'_, &str>, vpc: &dyn Fn() -> Network| {
        if mode.is("monitor").certainly() {
            let message = "`monitor` reports plaintext and lets it pass".to_owned();
            insufficient.push((mode.place(), message));
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
