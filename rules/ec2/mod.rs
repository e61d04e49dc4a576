//! Amazon EC2.

pub(super) mod plaintext_group;
pub(super) mod plaintext_hop;
pub(super) mod unconstrained_types;

use crate::aws::autoscaling::AutoScalingGroup;
use crate::aws::ec2::Fleet;
use crate::aws::eks::{BOOTSTRAP, KUBERNETES_TAGS};
use crate::evidence::{self, Evidence};
use crate::world::Resource;

/// Whether instances of a group are nodes of Kubernetes, which are for the rules about Kubernetes.
fn is_of_kubernetes(group: &AutoScalingGroup<'_>) -> bool {
    KUBERNETES_TAGS.iter().any(|it| group.has_tag(it)) || group.says(&BOOTSTRAP)
}

fn evidence_for_fleet<'w>(resource: Resource<'w>, fleet: &Fleet<'w>) -> Evidence {
    let subnets = fleet.subnets();
    evidence::for_instances(resource, &subnets.iter().collect::<Vec<_>>())
}
