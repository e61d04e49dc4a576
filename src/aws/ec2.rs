//! Amazon EC2: launch templates, and the networks that instances stand in.

mod fleet;
mod instance;
mod requirements;
mod security_groups;
mod transit_gateway;

pub use fleet::{Configuration, Fleet, Launched};
pub use instance::Instance;
pub use requirements::{Choice, Requirements};
pub use security_groups::{Direction, Groups, Traffic};
pub use transit_gateway::TransitGateway;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::truth::Truth;
use crate::value::{Kind, Value};
use crate::world::{Field, Kinds, Link, List, Name, Place, Resource, State, View};

/// How a group names its launch template.
pub struct TemplateName<'w> {
    /// Whether it has one at all.
    pub exists: Field<'w, ()>,
    pub by_id: Link<'w, LaunchTemplate<'w>>,
    pub by_name: Link<'w, LaunchTemplate<'w>>,
}

impl<'w> TemplateName<'w> {
    /// The launch template that is named so, if it is known; by both of its names, if by both.
    pub fn known(&self) -> Vec<LaunchTemplate<'w>> {
        let links = [&self.by_id, &self.by_name];
        let known = links.into_iter().filter_map(|it| match it.state() {
            State::Set((_, template)) => Some(template),
            State::Unset | State::Unknown(_) => None,
        });
        known.collect()
    }
}

pub struct LaunchTemplate<'w> {
    pub instance_type: Field<'w, &'w str>,
    /// Attributes by which AWS chooses types, instead of a type.
    pub requirements: Field<'w, ()>,
    pub user_data: UserData<'w>,
    pub placement_group: Link<'w, PlacementGroup<'w>>,
    security_groups: List<'w>,
    interfaces: List<'w>,
}

impl<'w> View<'w> for LaunchTemplate<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource.of_kind(Kinds {
            cloudformation: "AWS::EC2::LaunchTemplate",
            terraform: "aws_launch_template",
            awscc: "awscc_ec2_launch_template",
            api: "",
        })?;
        Some(Self {
            instance_type: it.text(("LaunchTemplateData.InstanceType", "instance_type")),
            requirements: it
                .any(("LaunchTemplateData.InstanceRequirements", "instance_requirements")),
            user_data: UserData {
                encoded: it.any(("LaunchTemplateData.UserData", "user_data")),
                plain: it.any(("", "")),
            },
            placement_group: it
                .link(("LaunchTemplateData.Placement.GroupName", "placement.group_name"))
                .or_named(("", "name")),
            security_groups: it
                .list(("LaunchTemplateData.SecurityGroupIds", "vpc_security_group_ids")),
            interfaces: it.list(("LaunchTemplateData.NetworkInterfaces", "network_interfaces")),
        })
    }
}

impl<'w> LaunchTemplate<'w> {
    /// The security groups of its instances, as far as they are known.
    pub fn security_groups(&self) -> Vec<&'w Value> {
        let mut values = self.security_groups.read().values;
        for it in self.interfaces.read().nodes {
            values.extend(it.list(("Groups", "security_groups")).read().values);
        }
        values
    }

    /// Where it asks for an Elastic Fabric Adapter, by which instances exchange messages.
    pub fn fabric_adapter(&self) -> Option<Place> {
        self.interfaces.read().nodes.iter().find_map(|it| {
            let kind = it.text(("InterfaceType", "interface_type"));
            let is_adapter = kind.test(|it| ["efa", "efa-only"].contains(&it));
            is_adapter.certainly().then(|| kind.place())
        })
    }
}

#[derive(Clone)]
pub struct PlacementGroup<'w> {
    pub strategy: Field<'w, &'w str>,
}

impl<'w> View<'w> for PlacementGroup<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource.of_kind(Kinds {
            cloudformation: "AWS::EC2::PlacementGroup",
            terraform: "aws_placement_group",
            awscc: "awscc_ec2_placement_group",
            api: "",
        })?;
        Some(Self { strategy: it.text(("Strategy", "strategy")) })
    }
}

/// What an instance does when it starts, as far as it is known.
pub struct UserData<'w> {
    /// In Base64.
    pub encoded: Field<'w, ()>,
    pub plain: Field<'w, ()>,
}

impl UserData<'_> {
    /// Whether it says one of these before anything that is not known.
    pub fn says(&self, any: &[&str]) -> bool {
        let start = |field: &Field<'_, ()>| match &field.node()?.value().kind {
            Kind::Text(text) => Some(text.prefix().to_owned()),
            _ => None,
        };
        let decoded = start(&self.encoded).map(|it| {
            let whole = it.get(..it.len() / 4 * 4).unwrap_or_default();
            String::from_utf8_lossy(&STANDARD.decode(whole).unwrap_or_default()).into_owned()
        });
        let plain = start(&self.plain);
        [decoded, plain].iter().flatten().any(|said| any.iter().any(|it| said.contains(it)))
    }
}

pub struct Subnet<'w> {
    pub vpc: Link<'w, Vpc<'w>>,
    /// As it is written.
    vpc_id: Field<'w, &'w str>,
}

impl<'w> View<'w> for Subnet<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource.of_kind(Kinds {
            cloudformation: "AWS::EC2::Subnet",
            terraform: "aws_subnet",
            awscc: "awscc_ec2_subnet",
            api: "",
        })?;
        Some(Self { vpc: it.link(("VpcId", "vpc_id")), vpc_id: it.text(("VpcId", "vpc_id")) })
    }
}

impl<'w> Subnet<'w> {
    /// What the VPC goes by.
    pub fn vpc_names(&self) -> Vec<Name<'w>> {
        let declared = match self.vpc.state() {
            State::Set((vpc, _)) => Some(vpc.address()),
            State::Unset | State::Unknown(_) => None,
        };
        let referred = self.vpc.reference().map(|it| &*it.address);
        let own = match self.vpc_id.state() {
            State::Set(id) => Some(Name::Own(id)),
            State::Unset | State::Unknown(_) => None,
        };
        declared.into_iter().chain(referred).map(Name::Address).chain(own).collect()
    }
}

pub struct Vpc<'w> {
    /// An encryption control that the VPC holds itself. Terraform has none but a resource.
    pub encryption_mode: Field<'w, &'w str>,
    pub exclusions: Exclusions<'w>,
}

impl<'w> View<'w> for Vpc<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource.of_kind(Kinds {
            cloudformation: "AWS::EC2::VPC",
            terraform: "aws_vpc",
            awscc: "awscc_ec2_vpc",
            api: "",
        })?;
        Some(Self {
            encryption_mode: it.text(("VpcEncryptionControl.Mode", "")),
            exclusions: Exclusions([
                ("VPC peering", it.text(("VpcEncryptionControl.VpcPeeringExclusion", ""))),
                (
                    "virtual private gateways",
                    it.text(("VpcEncryptionControl.VirtualPrivateGatewayExclusion", "")),
                ),
                ("Lambda", it.text(("VpcEncryptionControl.LambdaExclusion", ""))),
                ("VPC Lattice", it.text(("VpcEncryptionControl.VpcLatticeExclusion", ""))),
                ("Amazon EFS", it.text(("VpcEncryptionControl.ElasticFileSystemExclusion", ""))),
            ]),
        })
    }
}

/// Only `enforce` keeps plaintext out; `monitor` reports it.
/// <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-encryption-controls.html>
pub struct VpcEncryptionControl<'w> {
    pub mode: Field<'w, &'w str>,
    pub vpc: Link<'w, Vpc<'w>>,
    pub exclusions: Exclusions<'w>,
}

impl<'w> View<'w> for VpcEncryptionControl<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource.of_kind(Kinds {
            cloudformation: "AWS::EC2::VPCEncryptionControl",
            terraform: "aws_vpc_encryption_control",
            awscc: "awscc_ec2_vpc_encryption_control",
            api: "",
        })?;
        Some(Self {
            mode: it.text(("Mode", "mode")),
            vpc: it.link(("VpcId", "vpc_id")),
            exclusions: Exclusions([
                ("VPC peering", it.text(("VpcPeeringExclusionInput", "vpc_peering_exclusion"))),
                (
                    "virtual private gateways",
                    it.text((
                        "VirtualPrivateGatewayExclusionInput",
                        "virtual_private_gateway_exclusion",
                    )),
                ),
                ("Lambda", it.text(("LambdaExclusionInput", "lambda_exclusion"))),
                ("VPC Lattice", it.text(("VpcLatticeExclusionInput", "vpc_lattice_exclusion"))),
                (
                    "Amazon EFS",
                    it.text(("ElasticFileSystemExclusionInput", "elastic_file_system_exclusion")),
                ),
            ]),
        })
    }
}

/// What an encryption control lets pass for all that. Those for gateways to the internet are left
/// out: what goes there is not for the VPC to encrypt, and no VPC with such a gateway can do
/// without them.
pub struct Exclusions<'w>([(&'static str, Field<'w, &'w str>); 5]);

impl Exclusions<'_> {
    /// Whether any is enabled.
    pub fn any(&self) -> Truth {
        Truth::any(self.0.iter().map(|(_, it)| it.is("enable")))
    }

    /// Those that are sure to be enabled, each with its name in a sentence.
    pub fn enabled(&self) -> impl Iterator<Item = (&'static str, Place)> {
        let enabled = self.0.iter().filter(|(_, it)| it.is("enable").certainly());
        enabled.map(|(name, it)| (*name, it.place()))
    }
}
