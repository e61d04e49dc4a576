//! Transit gateways: what joins VPCs.

use crate::aws::ec2::{Vpc, VpcEncryptionControl};
use crate::world::{Field, Kinds, Link, Place, Resource, State, View};

pub struct TransitGateway<'w> {
    /// `enable` or `disable`.
    /// <https://docs.aws.amazon.com/vpc/latest/userguide/vpc-encryption-controls.html>
    pub encryption_support: Field<'w, &'w str>,
}

impl<'w> View<'w> for TransitGateway<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource.of_kind(Kinds {
            cloudformation: "AWS::EC2::TransitGateway",
            terraform: "aws_ec2_transit_gateway",
            awscc: "awscc_ec2_transit_gateway",
            api: "",
        })?;
        Some(Self {
            encryption_support: it
                .text(("EncryptionSupport", "encryption_support"))
                .unset_means("disable"),
        })
    }
}

/// A VPC that a gateway joins with others.
struct Attachment<'w> {
    gateway: Link<'w, TransitGateway<'w>>,
    vpc: Link<'w, Vpc<'w>>,
}

impl<'w> View<'w> for Attachment<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource
            .of_kind(Kinds {
                cloudformation: "AWS::EC2::TransitGatewayAttachment",
                terraform: "aws_ec2_transit_gateway_vpc_attachment",
                awscc: "awscc_ec2_transit_gateway_attachment",
                api: "",
            })
            .or_else(|| {
                resource.of_kind(Kinds {
                    cloudformation: "AWS::EC2::TransitGatewayVpcAttachment",
                    terraform: "",
                    awscc: "awscc_ec2_transit_gateway_vpc_attachment",
                    api: "",
                })
            })?;
        Some(Self {
            gateway: it.link(("TransitGatewayId", "transit_gateway_id")),
            vpc: it.link(("VpcId", "vpc_id")),
        })
    }
}

impl<'w> TransitGateway<'w> {
    /// The VPCs that it is sure to join, each once.
    pub fn vpcs(&self, own: Resource<'w>) -> Vec<(Resource<'w>, Vpc<'w>)> {
        let mut vpcs: Vec<(Resource<'w>, Vpc<'w>)> = Vec::new();
        for (it, attachment) in own.others::<Attachment<'_>>() {
            if !(it.exists() & attachment.gateway.leads_to(own)).certainly() {
                continue;
            }
            if let State::Set((vpc, view)) = attachment.vpc.state()
                && !vpcs.iter().any(|(it, _)| it.is(vpc))
            {
                vpcs.push((vpc, view));
            }
        }
        vpcs
    }
}

impl<'w> Vpc<'w> {
    /// Where it is said that what the VPC does not encrypt is reported or refused.
    pub fn control(&self, own: Resource<'w>) -> Option<Place> {
        let is_mode = |it: &Field<'_, &str>| {
            it.test(|it| ["monitor", "enforce"].contains(&it)).certainly().then(|| it.place())
        };
        is_mode(&self.encryption_mode).or_else(|| {
            own.others::<VpcEncryptionControl<'_>>().find_map(|(it, control)| {
                let is_own = it.exists() & control.vpc.leads_to(own);
                is_mode(&control.mode).filter(|_| is_own.certainly())
            })
        })
    }
}
