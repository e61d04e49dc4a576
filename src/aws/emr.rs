//! Amazon EMR on EC2: clusters and what they say of encryption.

mod by_hand;
mod release;
mod security_configuration;
mod smallest;

pub use by_hand::{Application, Disabled};
pub use release::Release;
pub use security_configuration::SecurityConfiguration;
pub use smallest::smallest_configuration;

use crate::aws::ec2::{Subnet, VpcEncryptionControl};
use crate::truth::{Needs, Truth};
use crate::world::{
    Covered, Field, Items, Kinds, Link, List, Name, Node, Place, Resource, State, View,
};

pub struct Cluster<'w> {
    resource: Resource<'w>,
    it: Node<'w>,
    pub release_label: Field<'w, &'w str>,
    pub security_configuration: Link<'w, SecurityConfiguration<'w>>,
    subnet: Link<'w, Subnet<'w>>,
}

impl<'w> View<'w> for Cluster<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource.of_kind(Kinds {
            cloudformation: "AWS::EMR::Cluster",
            terraform: "aws_emr_cluster",
            awscc: "",
            api: "elasticmapreduce:createCluster",
        })?;
        Some(Self {
            resource,
            release_label: it.text(("ReleaseLabel", "release_label")),
            security_configuration: it
                .link(("SecurityConfiguration", "security_configuration"))
                .or_named(("Name", "name")),
            subnet: it.link(("Instances.Ec2SubnetId", "ec2_attributes.subnet_id")),
            it,
        })
    }
}

/// The parts of a cluster that hold nodes besides the primary one.
const GROUPS: [(&str, &str); 2] =
    [("Instances.CoreInstanceGroup", "core_instance_group"), ("Instances.TaskInstanceGroups", "")];
const FLEETS: [(&str, &str); 2] =
    [("Instances.CoreInstanceFleet", "core_instance_fleet"), ("Instances.TaskInstanceFleets", "")];
const PRIMARY: [(&str, &str); 2] = [
    ("Instances.MasterInstanceGroup", "master_instance_group"),
    ("Instances.MasterInstanceFleet", "master_instance_fleet"),
];

/// The API has all groups in one list, and all fleets, each with what says its role.
/// <https://docs.aws.amazon.com/emr/latest/APIReference/API_JobFlowInstancesConfig.html>
const REQUESTED_GROUPS: (&str, &str) = ("Instances.InstanceGroups", "InstanceRole");
const REQUESTED_FLEETS: (&str, &str) = ("Instances.InstanceFleets", "InstanceFleetType");

/// The role of the primary nodes.
const MASTER: &str = "MASTER";

/// Whether a group or a fleet has nodes, or may grow some.
type HasNodes = fn(&Node<'_>) -> Truth;

impl<'w> Cluster<'w> {
    /// Whether it has or may grow nodes that talk to each other: any core or task node besides
    /// the primary one, or three primary ones.
    /// <https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-master-core-task-nodes.html>
    pub fn is_multi_node(&self) -> Truth {
        let primary = self.primary_counts();
        let mut several = Truth::any(primary.iter().map(|it| it.test(|it| it >= 2)));
        for (nodes, has_nodes) in self.besides_primary() {
            several = several | any_element(nodes, has_nodes);
        }
        if several.certainly() {
            return several;
        }
        several | self.total().test(|it| it >= 2) | self.has_attached_nodes()
    }

    /// The groups and fleets that hold nodes besides the primary one, and what tells if one does.
    fn besides_primary(&self) -> Vec<(Items<'w>, HasNodes)> {
        let mut all: Vec<(Items<'w>, HasNodes)> = Vec::new();
        all.extend(GROUPS.map(|it| (self.list(it).read(), group_has_nodes as _)));
        all.extend(FLEETS.map(|it| (self.list(it).read(), fleet_has_nodes as _)));
        let besides = |it: &str| it != MASTER;
        all.push((self.requested(REQUESTED_GROUPS, besides), group_has_nodes));
        all.push((self.requested(REQUESTED_FLEETS, besides), fleet_has_nodes));
        all
    }

    /// Of the groups or fleets of a request, those of a role.
    fn requested(
        &self,
        (path, role): (&'static str, &'static str),
        is_wanted: fn(&str) -> bool,
    ) -> Items<'w> {
        let all = self.list((path, "")).read();
        let mut wanted = Items { nodes: Vec::new(), ..all };
        for node in all.nodes {
            match node.text(role).state() {
                State::Set(it) if is_wanted(it) => wanted.nodes.push(node),
                State::Set(_) | State::Unset => (),
                State::Unknown(needs) => wanted.needs.get_or_insert_default().extend(needs),
            }
        }
        wanted
    }

    /// How many nodes a request asks for that names neither groups nor fleets, the primary one
    /// included; so does what versions 1 and 2 of Terraform's provider have.
    /// <https://registry.terraform.io/providers/hashicorp/aws/2.70.0/docs/resources/emr_cluster>
    fn total(&self) -> Field<'w, i64> {
        self.it.number(("Instances.InstanceCount", "core_instance_count"))
    }

    fn list(&self, path: (&'static str, &'static str)) -> List<'w> {
        self.it.list(path)
    }

    /// Groups and fleets that are resources of their own.
    fn attached(&self) -> impl Iterator<Item = (Resource<'w>, AttachedNodes<'w>)> {
        self.resource.others::<AttachedNodes<'w>>()
    }

    fn has_attached_nodes(&self) -> Truth {
        Truth::any(self.attached().map(|(resource, it)| match it.cluster.leads_to(self.resource) {
            Truth::No => Truth::No,
            leads => leads & resource.exists() & it.has_nodes(),
        }))
    }

    /// Where it is said that there are several nodes, and what is said there.
    pub fn nodes_place(&self) -> Option<(Place, &'static str)> {
        const OTHERS: &str = "nodes besides the primary one";
        let own = self.besides_primary().into_iter().find_map(|(items, has_nodes)| {
            items.nodes.iter().find(|it| has_nodes(it).certainly()).map(Node::introduction)
        });
        let total = || {
            let total = self.total();
            let several = total.test(|it| it >= 2).certainly();
            several.then(|| (total.place(), "nodes, the primary one included"))
        };
        let attached = || {
            let found = self.attached().find(|(resource, it)| {
                let leads = it.cluster.leads_to(self.resource);
                (leads & resource.exists() & it.has_nodes()).certainly()
            });
            found.map(|(resource, _)| resource.place())
        };
        let others = |place| (place, OTHERS);
        match own.map(others).or_else(total).or_else(|| attached().map(others)) {
            Some(told) => Some(told),
            None => {
                let mut counts = self.primary_counts().into_iter();
                let several = counts.find(|it| it.test(|it| it >= 2).certainly())?;
                Some((several.place(), "several primary nodes"))
            }
        }
    }

    fn primary_counts(&self) -> Vec<Field<'w, i64>> {
        let own = self.it.number((
            "Instances.MasterInstanceGroup.InstanceCount",
            "master_instance_group.instance_count",
        ));
        let requested = self.requested(REQUESTED_GROUPS, |it| it == MASTER).nodes;
        let requested = requested.iter().map(|it| it.number(("InstanceCount", "")));
        std::iter::once(own).chain(requested).collect()
    }

    /// Whether the VPC of its subnet refuses what cannot encrypt.
    pub fn vpc_enforces(&self) -> Truth {
        let State::Set((_, subnet)) = self.subnet.state() else { return Truth::No };
        let State::Set((vpc, it)) = subnet.vpc.state() else { return Truth::No };
        let controls = self
            .resource
            .others::<VpcEncryptionControl<'w>>()
            .map(|(resource, it)| resource.exists() & it.mode.is("enforce") & it.vpc.leads_to(vpc));
        it.encryption_mode.is("enforce") | Truth::any(controls)
    }

    /// Whether a team says that what goes on in the VPC of its subnet is encrypted.
    pub fn vpc_is_attested(&self) -> Truth {
        self.resource.is_attested(Covered::Vpc, || {
            match (self.subnet.state(), self.subnet.reference()) {
                (State::Set((_, subnet)), _) => subnet.vpc_names(),
                // What two outputs of a module name belongs together.
                (_, Some(it)) => vec![Name::Address(&it.address)],
                (_, None) => Vec::new(),
            }
        })
    }

    /// The instance types of all its nodes; unknown if not all are known.
    pub fn instance_types(&self) -> State<Vec<&'w str>> {
        let mut types = Vec::new();
        let named = PRIMARY.iter().chain(&GROUPS).chain(&FLEETS).copied();
        let requested = [REQUESTED_GROUPS, REQUESTED_FLEETS].map(|(path, _)| (path, ""));
        for path in named.chain(requested) {
            let items = self.list(path).read();
            let known = items.nodes.iter().try_for_each(|it| types_of(it, &mut types));
            if let (Some(needs), _) | (None, Err(needs)) = (items.needs, known) {
                return State::Unknown(needs);
            }
        }
        for (_, it) in self.attached() {
            match it.cluster.leads_to(self.resource) {
                Truth::No => (),
                Truth::Unknown(needs) => return State::Unknown(needs),
                Truth::Yes => {
                    if let Err(needs) = types_of(&it.it, &mut types) {
                        return State::Unknown(needs);
                    }
                }
            }
        }
        for path in [
            ("Instances.MasterInstanceType", "master_instance_type"),
            ("Instances.SlaveInstanceType", "core_instance_type"),
        ] {
            match self.it.text(path).state() {
                State::Set(it) => types.push(it),
                State::Unset => (),
                State::Unknown(needs) => return State::Unknown(needs),
            }
        }
        if types.is_empty() { State::Unset } else { State::Set(types) }
    }
}

/// Adds the instance types of one group or fleet; the error is what would have to be known.
fn types_of<'w>(nodes: &Node<'w>, types: &mut Vec<&'w str>) -> Result<(), Needs> {
    let mut add = |it: &Node<'w>| match it.text(("InstanceType", "instance_type")).state() {
        State::Set(it) => {
            types.push(it);
            Ok(())
        }
        State::Unset => Ok(()),
        State::Unknown(needs) => Err(needs),
    };
    add(nodes)?;
    let configs = nodes.list(("InstanceTypeConfigs", "instance_type_configs")).read();
    configs.nodes.iter().try_for_each(add)?;
    configs.needs.map_or(Ok(()), Err)
}

fn any_element(items: Items<'_>, has_nodes: HasNodes) -> Truth {
    Truth::any(items.nodes.iter().map(has_nodes)) | items.needs.map_or(Truth::No, Truth::Unknown)
}

/// A core group has one node where it does not say. It may also grow from none.
fn group_has_nodes(group: &Node<'_>) -> Truth {
    let count = group.number(("InstanceCount", "instance_count")).unset_means(1);
    let most = group.number(("AutoScalingPolicy.Constraints.MaxCapacity", ""));
    count.test(|it| it >= 1) | most.test(|it| it >= 1)
}

fn fleet_has_nodes(fleet: &Node<'_>) -> Truth {
    fleet.number(("TargetOnDemandCapacity", "target_on_demand_capacity")).test(|it| it >= 1)
        | fleet.number(("TargetSpotCapacity", "target_spot_capacity")).test(|it| it >= 1)
}

/// A group or fleet of task nodes that is a resource of its own.
struct AttachedNodes<'w> {
    it: Node<'w>,
    cluster: Link<'w, Cluster<'w>>,
    is_fleet: bool,
}

impl<'w> View<'w> for AttachedNodes<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let group = resource.of_kind(Kinds {
            cloudformation: "AWS::EMR::InstanceGroupConfig",
            terraform: "aws_emr_instance_group",
            awscc: "",
            api: "",
        });
        let fleet = resource.of_kind(Kinds {
            cloudformation: "AWS::EMR::InstanceFleetConfig",
            terraform: "aws_emr_instance_fleet",
            awscc: "",
            api: "",
        });
        let is_fleet = fleet.is_some();
        let it = group.or(fleet)?;
        let cluster = match is_fleet {
            true => it.link(("ClusterId", "cluster_id")),
            false => it.link(("JobFlowId", "cluster_id")),
        };
        Some(Self { cluster, is_fleet, it })
    }
}

impl AttachedNodes<'_> {
    /// Terraform's group has none where it does not say.
    fn has_nodes(&self) -> Truth {
        match self.is_fleet {
            true => fleet_has_nodes(&self.it),
            false => {
                let count = self.it.number(("InstanceCount", "instance_count")).unset_means(0);
                let most = self.it.number(("AutoScalingPolicy.Constraints.MaxCapacity", ""));
                count.test(|it| it >= 1) | most.test(|it| it >= 1)
            }
        }
    }
}
