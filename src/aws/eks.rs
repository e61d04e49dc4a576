//! Amazon EKS: clusters and the nodes that AWS manages for them.

use crate::aws::ec2::TemplateName;
use crate::truth::Truth;
use crate::world::{Field, Kinds, Link, List, Node, Resource, State, View};

/// What a node group takes when neither its `instanceTypes` nor its launch template names a type.
/// <https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html>
pub const DEFAULT_TYPE: &str = "t3.medium";

/// How the keys of the tags start that say which Kubernetes cluster something belongs to.
pub const CLUSTER_TAG: &str = "kubernetes.io/cluster/";

/// How the keys of the tags start that kOps gives the groups of its clusters, which are not EKS's.
pub const KOPS_TAG: &str = "kops.k8s.io/";

/// How the keys of the tags start by which any tool of Kubernetes knows what is its own.
pub const KUBERNETES_TAGS: [&str; 4] = [CLUSTER_TAG, KOPS_TAG, "k8s.io/", "KubernetesCluster"];

/// The pools of Auto Mode. They choose among C, M and R types from the fifth generation on.
/// <https://docs.aws.amazon.com/eks/latest/userguide/set-builtin-node-pools.html>
pub const BUILT_IN_POOLS: [&str; 2] = ["general-purpose", "system"];

/// What joins an instance to a cluster when it starts: the script of Amazon Linux 2, the
/// configuration of `nodeadm` on Amazon Linux 2023, and the settings of Bottlerocket and Windows.
/// <https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html>
pub const BOOTSTRAP: [&str; 4] = [
    "/etc/eks/bootstrap.sh",
    "apiVersion: node.eks.aws/",
    "[settings.kubernetes]",
    "Start-EKSBootstrap.ps1",
];

/// How many nodes a group may grow to that has no scaling configuration. The API reference does
/// not say; moto 5.2.5, which copies the service's answers, has `maxSize` 2.
const DEFAULT_MAX_SIZE: i64 = 2;

/// How something names the cluster that it belongs to.
pub struct ClusterName<'w> {
    pub link: Link<'w, Cluster<'w>>,
    /// As it is written: names that are equal name the same cluster.
    pub text: Field<'w, &'w str>,
}

impl<'w> ClusterName<'w> {
    pub(super) fn new(it: &Node<'w>, path: (&'static str, &'static str)) -> Self {
        Self { link: it.link(path).or_named(("Name", "name")), text: it.text(path) }
    }

    /// Whether both name the same cluster.
    pub fn is_same(&self, other: &ClusterName<'_>) -> Truth {
        // Names as they are written need no look-up.
        if let (State::Set(a), State::Set(b)) = (self.text.state(), other.text.state())
            && self.link.reference().is_none()
            && other.link.reference().is_none()
        {
            return (a == b).into();
        }
        match (self.link.state(), other.link.state()) {
            (State::Set((a, _)), State::Set((b, _))) => a.is(b).into(),
            _ => match (self.link.reference(), other.link.reference()) {
                (Some(a), Some(b)) if a == b => Truth::Yes,
                // Two names that are not known may yet be the same.
                (Some(_), Some(b)) => Truth::needs(b.to_string()),
                _ => match (self.text.state(), other.text.state()) {
                    (State::Set(a), State::Set(b)) => (a == b).into(),
                    (State::Unknown(needs), _) | (_, State::Unknown(needs)) => {
                        Truth::Unknown(needs)
                    }
                    (State::Unset, _) | (_, State::Unset) => Truth::No,
                },
            },
        }
    }

    /// The name itself, as far as it is known.
    pub fn known(&self) -> Option<&'w str> {
        let written = match self.text.state() {
            State::Set(name) => Some(name),
            State::Unset | State::Unknown(_) => None,
        };
        written.or_else(|| match self.link.state() {
            State::Set((_, cluster)) => match cluster.name.state() {
                State::Set(name) => Some(name),
                State::Unset | State::Unknown(_) => None,
            },
            State::Unset | State::Unknown(_) => None,
        })
    }
}

pub struct NodeGroup<'w> {
    pub instance_types: List<'w>,
    pub template: TemplateName<'w>,
    pub cluster: ClusterName<'w>,
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
            template: TemplateName {
                exists: it.any(("LaunchTemplate", "launch_template")),
                by_id: it.link(("LaunchTemplate.Id", "launch_template.id")),
                by_name: it
                    .link(("LaunchTemplate.Name", "launch_template.name"))
                    .or_named(("LaunchTemplateName", "name")),
            },
            cluster: ClusterName::new(&it, ("ClusterName", "cluster_name")),
            max_size: it
                .number(("ScalingConfig.MaxSize", "scaling_config.max_size"))
                .unset_means(DEFAULT_MAX_SIZE),
            subnets: it.values(("Subnets", "subnet_ids")),
        })
    }
}

pub struct Cluster<'w> {
    pub name: Field<'w, &'w str>,
    pub subnets: List<'w>,
    /// Whether EKS Auto Mode starts nodes by itself.
    pub auto_mode: Field<'w, bool>,
    /// The built-in pools that Auto Mode starts them in.
    pub node_pools: List<'w>,
}

impl<'w> View<'w> for Cluster<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource.of_kind(Kinds {
            cloudformation: "AWS::EKS::Cluster",
            terraform: "aws_eks_cluster",
            awscc: "awscc_eks_cluster",
            api: "",
        })?;
        Some(Self {
            name: it.text(("Name", "name")),
            subnets: it.list(("ResourcesVpcConfig.SubnetIds", "vpc_config.subnet_ids")),
            auto_mode: it.bool(("ComputeConfig.Enabled", "compute_config.enabled")),
            node_pools: it.list(("ComputeConfig.NodePools", "compute_config.node_pools")),
        })
    }
}

/// Which pods run on Fargate. What these encrypt is documented nowhere.
pub struct FargateProfile<'w> {
    pub cluster: ClusterName<'w>,
    selectors: List<'w>,
    pub subnets: List<'w>,
}

impl<'w> View<'w> for FargateProfile<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource.of_kind(Kinds {
            cloudformation: "AWS::EKS::FargateProfile",
            terraform: "aws_eks_fargate_profile",
            awscc: "awscc_eks_fargate_profile",
            api: "",
        })?;
        Some(Self {
            cluster: ClusterName::new(&it, ("ClusterName", "cluster_name")),
            selectors: it.list(("Selectors", "selector")),
            subnets: it.list(("Subnets", "subnet_ids")),
        })
    }
}

impl FargateProfile<'_> {
    /// Whether it takes pods of a namespace, if perhaps only some.
    pub fn selects(&self, namespace: &Field<'_, &str>) -> Truth {
        let selectors = self.selectors.read();
        let any = Truth::any(selectors.nodes.iter().map(|it| {
            match (it.text(("Namespace", "namespace")).state(), namespace.state()) {
                (State::Set(pattern), _) if pattern.contains(['*', '?']) => {
                    Truth::needs(format!("the namespaces that `{pattern}` selects"))
                }
                (State::Set(a), State::Set(b)) => (a == b).into(),
                (State::Unknown(needs), _) | (_, State::Unknown(needs)) => Truth::Unknown(needs),
                (State::Unset, _) => Truth::No,
                (State::Set(_), State::Unset) => Truth::needs("the namespace of the jobs"),
            }
        }));
        // A profile without any is refused.
        let is_lacking = selectors.nodes.is_empty() && selectors.needs.is_none();
        let lacking = || Truth::needs("the namespaces that a Fargate profile selects");
        any | selectors.needs.map_or(Truth::No, Truth::Unknown)
            | if is_lacking { lacking() } else { Truth::No }
    }
}

/// Software that EKS installs in a cluster.
pub struct Addon<'w> {
    pub name: Field<'w, &'w str>,
}

impl<'w> View<'w> for Addon<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource.of_kind(Kinds {
            cloudformation: "AWS::EKS::Addon",
            terraform: "aws_eks_addon",
            awscc: "awscc_eks_addon",
            api: "",
        })?;
        Some(Self { name: it.text(("AddonName", "addon_name")) })
    }
}
