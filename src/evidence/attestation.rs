//! What a team attests of the cluster or the VPC that nodes stand in.

use crate::aws::ec2::Subnet;
use crate::aws::eks::{Cluster, ClusterName};
use crate::aws::sagemaker::HyperPodCluster;
use crate::truth::Truth;
use crate::world::{Covered, Field, Link, List, Name, Resource, State};

/// Whether the VPC of these subnets is attested.
pub(super) fn of_vpc<'w>(resource: Resource<'w>, subnets: &[&List<'w>]) -> Truth {
    let networks = || subnets.iter().flat_map(|it| networks(resource, it)).collect();
    resource.is_attested(Covered::Vpc, networks)
}

/// Whether the cluster is attested that something names.
pub(super) fn of_named<'w>(resource: Resource<'w>, name: &ClusterName<'w>) -> Truth {
    let names = || linked(&name.link).into_iter().chain(own(&name.text)).collect();
    resource.is_attested(Covered::Cluster, names)
}

/// Whether a cluster of that name is attested.
pub(super) fn of_name<'w>(resource: Resource<'w>, name: &'w str) -> Truth {
    resource.is_attested(Covered::Cluster, || {
        let clusters = resource.all::<Cluster<'_>>().map(|(it, cluster)| names(it, &cluster));
        let declared = clusters.filter(|it| it.contains(&Name::Own(name))).flatten();
        [Name::Own(name)].into_iter().chain(declared).collect()
    })
}

/// Whether a cluster itself is attested.
pub(super) fn of_cluster<'w>(resource: Resource<'w>, cluster: &Cluster<'w>) -> Truth {
    resource.is_attested(Covered::Cluster, || names(resource, cluster))
}

/// Whether the cluster is attested of something that does not say which it is.
pub(super) fn of_any_cluster(resource: Resource<'_>) -> Truth {
    let clusters = resource.all::<Cluster<'_>>();
    let each: Vec<Truth> = clusters.map(|(it, cluster)| of_cluster(it, &cluster)).collect();
    let any = Truth::any(each.iter().cloned());
    if any.possibly() && !Truth::all(each).certainly() {
        return Truth::needs("the cluster that its nodes belong to");
    }
    any
}

/// Whether a HyperPod cluster is attested, or the EKS cluster that runs Kubernetes on it.
pub(super) fn of_hyperpod<'w>(resource: Resource<'w>, cluster: &HyperPodCluster<'w>) -> Truth {
    resource.is_attested(Covered::Cluster, || {
        let names = [Name::Address(resource.address())].into_iter().chain(own(&cluster.name));
        names.chain(linked(&cluster.eks_cluster)).collect()
    })
}

/// What the cluster goes by that something names.
fn linked<'w>(link: &Link<'w, Cluster<'w>>) -> Vec<Name<'w>> {
    let declared = match link.state() {
        State::Set((resource, cluster)) => names(resource, &cluster),
        State::Unset | State::Unknown(_) => Vec::new(),
    };
    let referred = link.reference().map(|it| Name::Address(&it.address));
    declared.into_iter().chain(referred).collect()
}

/// What a cluster goes by.
fn names<'w>(resource: Resource<'w>, cluster: &Cluster<'w>) -> Vec<Name<'w>> {
    [Name::Address(resource.address())].into_iter().chain(own(&cluster.name)).collect()
}

/// The name that AWS knows something by.
fn own<'w>(name: &Field<'w, &'w str>) -> Option<Name<'w>> {
    match name.state() {
        State::Set(name) => Some(Name::Own(name)),
        State::Unset | State::Unknown(_) => None,
    }
}

/// What the VPCs of subnets go by.
fn networks<'w>(resource: Resource<'w>, subnets: &List<'w>) -> Vec<Name<'w>> {
    let mut names = Vec::new();
    for value in subnets.read().values {
        let Some(reference) = value.reference() else { continue };
        match resource.find::<Subnet<'_>>(&reference.address) {
            Some(subnet) => names.extend(subnet.vpc_names()),
            // What two outputs of a module name belongs together.
            None => names.push(Name::Address(&reference.address)),
        }
    }
    names
}
