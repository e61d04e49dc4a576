//! AWS Parallel Computing Service: clusters of Slurm, and the groups of nodes in them.

use crate::world::{Field, Kinds, List, Node, Resource, View};

pub struct ComputeNodeGroup<'w> {
    pub configurations: List<'w>,
    /// How many nodes it may grow to.
    pub max_size: Field<'w, i64>,
    pub subnets: List<'w>,
}

impl<'w> View<'w> for ComputeNodeGroup<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource.of_kind(Kinds {
            cloudformation: "AWS::PCS::ComputeNodeGroup",
            terraform: "",
            awscc: "awscc_pcs_compute_node_group",
            api: "",
        })?;
        Some(Self {
            configurations: it.list(("InstanceConfigs", "")),
            max_size: it.number(("ScalingConfiguration.MaxInstanceCount", "")),
            subnets: it.list(("SubnetIds", "")),
        })
    }
}

/// One of the types that nodes may be of.
pub struct InstanceConfiguration<'w> {
    pub instance_type: Field<'w, &'w str>,
}

impl<'w> InstanceConfiguration<'w> {
    pub fn of(it: &Node<'w>) -> Self {
        Self { instance_type: it.text(("InstanceType", "")) }
    }
}
