//! Amazon EC2.

pub(super) mod plaintext_group;
pub(super) mod plaintext_hop;
pub(super) mod unconstrained_types;

use crate::aws::autoscaling::AutoScalingGroup;
use crate::aws::eks::{BOOTSTRAP, KUBERNETES_TAGS};

/// Whether instances of a group are nodes of Kubernetes, which are for the rules about Kubernetes.
fn is_of_kubernetes(group: &AutoScalingGroup<'_>) -> bool {
    KUBERNETES_TAGS.iter().any(|it| group.has_tag(it)) || group.says(&BOOTSTRAP)
}
