//! Amazon EKS: clusters and the nodes that AWS manages for them.

use crate::aws::ec2::LaunchTemplate;
use crate::world::{Field, Kinds, Link, List, Resource, View};

/// What a node group takes when neither its `instanceTypes` nor its launch template names a type.
/// <https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html>
pub const DEFAULT_TYPE: &str = "t3.medium";

/// How many nodes a group may grow to that has no scaling configuration. The API reference does
/// not say; moto 5.2.5, which copies the service's answers, has `maxSize` 2.
const DEFAULT_MAX_SIZE: i64 = 2;

pub struct NodeGroup<'w> {
    pub instance_types: List<'w>,
    /// By its id.
    pub launch_template: Link<'w, LaunchTemplate<'w>>,
    /// By its name.
    pub launch_template_name: Link<'w, LaunchTemplate<'w>>,
    /// Whether it has a launch template at all.
    pub has_launch_template: Field<'w, ()>,
    pub cluster: Link<'w, Cluster<'w>>,
    /// As it is written: names that are equal name the same cluster.
    pub cluster_name: Field<'w, &'w str>,
    /// How many nodes it may grow to.
    pub max_size: Field<'w, i64>,
    pub subnets: List<'w>,
}

impl<'w> View<'w> for NodeGroup<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource.of_kind(Kinds {
            cloudformation: "AWS::EKS::Nodegroup",
            terraform: "aws_eks_node_group",
            awscc: "",
            api: "",
        })?;
        Some(Self {
            instance_types: it.values(("InstanceTypes", "instance_types")),
            launch_template: it.link(("LaunchTemplate.Id", "launch_template.id")),
            launch_template_name: it
                .link(("LaunchTemplate.Name", "launch_template.name"))
                .or_named(("LaunchTemplateName", "name")),
            has_launch_template: it.any(("LaunchTemplate", "launch_template")),
            cluster: it.link(("ClusterName", "cluster_name")).or_named(("Name", "name")),
            cluster_name: it.text(("ClusterName", "cluster_name")),
            max_size: it
                .number(("ScalingConfig.MaxSize", "scaling_config.max_size"))
                .unset_means(DEFAULT_MAX_SIZE),
            subnets: it.values(("Subnets", "subnet_ids")),
        })
    }
}

pub struct Cluster<'w> {
    pub subnets: List<'w>,
}

impl<'w> View<'w> for Cluster<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource.of_kind(Kinds {
            cloudformation: "AWS::EKS::Cluster",
            terraform: "aws_eks_cluster",
            awscc: "awscc_eks_cluster",
            api: "",
        })?;
        Some(Self { subnets: it.list(("ResourcesVpcConfig.SubnetIds", "vpc_config.subnet_ids")) })
    }
}
