//! AWS Batch: jobs that run on several nodes at once, and the environments that run them.

use crate::truth::Truth;
use crate::world::{Field, Kinds, List, Node, Resource, View};

/// What every job is like that is submitted by its name.
pub struct JobDefinition<'w> {
    kind: Field<'w, &'w str>,
    number_of_nodes: Field<'w, i64>,
    /// Groups of nodes that are alike.
    pub node_ranges: List<'w>,
}

impl<'w> View<'w> for JobDefinition<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource.of_kind(Kinds {
            cloudformation: "AWS::Batch::JobDefinition",
            terraform: "aws_batch_job_definition",
            awscc: "awscc_batch_job_definition",
            api: "",
        })?;
        Some(Self {
            kind: it.text(("Type", "type")),
            number_of_nodes: it.number(("NodeProperties.NumNodes", "node_properties.numNodes")),
            node_ranges: it.list((
                "NodeProperties.NodeRangeProperties",
                "node_properties.nodeRangeProperties",
            )),
        })
    }
}

impl JobDefinition<'_> {
    /// Whether a job is one of several nodes, which talk to each other.
    pub fn has_several_nodes(&self) -> Truth {
        self.kind.is("multinode") & self.number_of_nodes.test(|it| it >= 2)
    }
}

pub struct NodeRange<'w> {
    /// One at most.
    pub instance_types: List<'w>,
    pub container_instance_type: Field<'w, &'w str>,
    /// Set if Kubernetes runs the job.
    pub eks: Field<'w, ()>,
}

impl<'w> NodeRange<'w> {
    pub fn of(it: &Node<'w>) -> Self {
        Self {
            instance_types: it.list(("InstanceTypes", "instanceTypes")),
            container_instance_type: it.text(("Container.InstanceType", "container.instanceType")),
            eks: it.any(("EksProperties", "eksProperties")),
        }
    }
}

pub struct ComputeEnvironment<'w> {
    kind: Field<'w, &'w str>,
    capacity: Field<'w, &'w str>,
    /// Types, and families of types.
    pub instance_types: List<'w>,
    pub subnets: List<'w>,
}

impl<'w> View<'w> for ComputeEnvironment<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource.of_kind(Kinds {
            cloudformation: "AWS::Batch::ComputeEnvironment",
            terraform: "aws_batch_compute_environment",
            awscc: "awscc_batch_compute_environment",
            api: "",
        })?;
        Some(Self {
            kind: it.text(("Type", "type")),
            capacity: it.text(("ComputeResources.Type", "compute_resources.type")),
            instance_types: it
                .list(("ComputeResources.InstanceTypes", "compute_resources.instance_type")),
            subnets: it.list(("ComputeResources.Subnets", "compute_resources.subnets")),
        })
    }
}

impl ComputeEnvironment<'_> {
    /// Whether it takes jobs of several nodes. Those that do not are managed by somebody else, or
    /// run on Spot Instances or Fargate.
    /// <https://docs.aws.amazon.com/batch/latest/userguide/mnp-ce.html>
    pub fn runs_several_nodes(&self) -> Truth {
        let is = |field: &Field<'_, &str>, expected: &str| {
            field.test(|it| it.eq_ignore_ascii_case(expected))
        };
        is(&self.kind, "MANAGED") & is(&self.capacity, "EC2")
    }
}
