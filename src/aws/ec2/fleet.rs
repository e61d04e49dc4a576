//! Fleets of EC2: instances of several types that are launched together.

use crate::aws::ec2::{LaunchTemplate, PlacementGroup, TemplateName};
use crate::truth::{Needs, Truth};
use crate::value::Value;
use crate::world::{Field, Kinds, Link, List, Node, Resource, View};

/// An EC2 Fleet, or a request for a Spot Fleet.
pub struct Fleet<'w> {
    capacity: Field<'w, i64>,
    unit: Field<'w, &'w str>,
    /// Launch templates, each with what is taken instead of the type that it names.
    configurations: List<'w>,
    /// What each launches by itself, without a launch template.
    pub specifications: List<'w>,
    words: &'static Words,
    balancers: [List<'w>; 2],
}

/// What the two kinds of fleet call what they have in common.
struct Words {
    overrides: (&'static str, &'static str),
    template_id: (&'static str, &'static str),
    template_name: (&'static str, &'static str),
}

const OF_FLEET: Words = Words {
    overrides: ("Overrides", "override"),
    template_id: (
        "LaunchTemplateSpecification.LaunchTemplateId",
        "launch_template_specification.launch_template_id",
    ),
    template_name: (
        "LaunchTemplateSpecification.LaunchTemplateName",
        "launch_template_specification.launch_template_name",
    ),
};
const OF_SPOT_FLEET: Words = Words {
    overrides: ("Overrides", "overrides"),
    template_id: (
        "LaunchTemplateSpecification.LaunchTemplateId",
        "launch_template_specification.id",
    ),
    template_name: (
        "LaunchTemplateSpecification.LaunchTemplateName",
        "launch_template_specification.name",
    ),
};

impl<'w> View<'w> for Fleet<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let fleet = Kinds {
            cloudformation: "AWS::EC2::EC2Fleet",
            terraform: "aws_ec2_fleet",
            awscc: "awscc_ec2_ec2_fleet",
            api: "",
        };
        if let Some(it) = resource.of_kind(fleet) {
            return Some(Self {
                capacity: it.number((
                    "TargetCapacitySpecification.TotalTargetCapacity",
                    "target_capacity_specification.total_target_capacity",
                )),
                unit: it
                    .text((
                        "TargetCapacitySpecification.TargetCapacityUnitType",
                        "target_capacity_specification.target_capacity_unit_type",
                    ))
                    .unset_means("units"),
                configurations: it.list(("LaunchTemplateConfigs", "launch_template_config")),
                specifications: it.list(("", "")),
                words: &OF_FLEET,
                balancers: [it.list(("", "")), it.list(("", ""))],
            });
        }
        let it = resource.of_kind(Kinds {
            cloudformation: "AWS::EC2::SpotFleet",
            terraform: "aws_spot_fleet_request",
            awscc: "awscc_ec2_spot_fleet",
            api: "",
        })?;
        Some(Self {
            capacity: it.number(("SpotFleetRequestConfigData.TargetCapacity", "target_capacity")),
            unit: it
                .text((
                    "SpotFleetRequestConfigData.TargetCapacityUnitType",
                    "target_capacity_unit_type",
                ))
                .unset_means("units"),
            configurations: it.list((
                "SpotFleetRequestConfigData.LaunchTemplateConfigs",
                "launch_template_config",
            )),
            specifications: it
                .list(("SpotFleetRequestConfigData.LaunchSpecifications", "launch_specification")),
            words: &OF_SPOT_FLEET,
            balancers: [
                it.list(("SpotFleetRequestConfigData.LoadBalancersConfig", "load_balancers")),
                it.list(("", "target_group_arns")),
            ],
        })
    }
}

/// A launch template of a fleet, and what is taken instead of what it says.
pub struct Configuration<'w> {
    pub template: TemplateName<'w>,
    /// Each a [`Launched`].
    pub overrides: List<'w>,
}

/// Instances that are all of one type, or whose type is chosen by the same attributes.
pub struct Launched<'w> {
    pub instance_type: Field<'w, &'w str>,
    pub requirements: Field<'w, ()>,
    subnets: List<'w>,
    /// How much of the capacity one of them is.
    weight: Field<'w, ()>,
}

impl<'w> Launched<'w> {
    pub fn of_override(it: &Node<'w>) -> Self {
        Self {
            instance_type: it.text(("InstanceType", "instance_type")),
            requirements: it.any(("InstanceRequirements", "instance_requirements")),
            subnets: it.list(("SubnetId", "subnet_id")),
            weight: it.any(("WeightedCapacity", "weighted_capacity")),
        }
    }

    pub fn of_specification(it: &Node<'w>) -> Self {
        Self {
            instance_type: it.text(("InstanceType", "instance_type")),
            requirements: it.any(("InstanceRequirements", "")),
            subnets: it.list(("SubnetId", "subnet_id")),
            weight: it.any(("WeightedCapacity", "weighted_capacity")),
        }
    }
}

impl<'w> Fleet<'w> {
    /// The launch templates that it uses; also what would have to be known to say that these are
    /// all.
    pub fn configurations(&self) -> (Vec<Configuration<'w>>, Option<Needs>) {
        let items = self.configurations.read();
        let configuration = |it: &Node<'w>| Configuration {
            template: TemplateName {
                exists: it.any(("LaunchTemplateSpecification", "launch_template_specification")),
                by_id: it.link(self.words.template_id),
                by_name: it.link(self.words.template_name).or_named(("LaunchTemplateName", "name")),
            },
            overrides: it.list(self.words.overrides),
        };
        (items.nodes.iter().map(configuration).collect(), items.needs)
    }

    /// Whether it launches two instances or more.
    pub fn has_several(&self) -> Truth {
        let enough = self.capacity.test(|it| it >= 2);
        let is_of_instances = self.unit.test(|it| it.eq_ignore_ascii_case("units"))
            & !Truth::any(self.launched().iter().map(|it| it.weight.is_written()));
        match is_of_instances {
            Truth::Yes => enough,
            Truth::No | Truth::Unknown(_) => {
                enough & Truth::needs("how many instances a fleet has")
            }
        }
    }

    /// Where its instances stand, as far as that is known.
    pub fn subnets(&self) -> Vec<List<'w>> {
        self.launched().into_iter().map(|it| it.subnets).collect()
    }

    /// What is known of what it launches, but for what launch templates say.
    fn launched(&self) -> Vec<Launched<'w>> {
        let specifications = self.specifications.read().nodes;
        let specified = specifications.iter().map(Launched::of_specification);
        let (configurations, _) = self.configurations();
        let overrides = configurations.iter().flat_map(|it| it.overrides.read().nodes);
        specified.chain(overrides.map(|it| Launched::of_override(&it))).collect()
    }

    /// The launch templates that are known of those it uses.
    pub fn templates(&self) -> Vec<LaunchTemplate<'w>> {
        let (configurations, _) = self.configurations();
        configurations.iter().flat_map(|it| it.template.known()).collect()
    }

    /// Where it says that its instances are near each other.
    pub fn placement_groups(&self) -> Vec<Link<'w, PlacementGroup<'w>>> {
        let specifications = self.specifications.read().nodes;
        let specified = specifications
            .iter()
            .map(|it| it.link(("Placement.GroupName", "placement_group")).or_named(("", "name")));
        let (configurations, _) = self.configurations();
        let overrides = configurations.iter().flat_map(|it| it.overrides.read().nodes);
        // Only an EC2 Fleet has it there, and Terraform not even there.
        let overridden =
            overrides.map(|it| it.link(("Placement.GroupName", "")).or_named(("", "name")));
        let of_templates = self.templates().into_iter().map(|it| it.placement_group);
        specified.chain(overridden).chain(of_templates).collect()
    }

    /// The security groups of its instances, as far as they are known.
    pub fn security_groups(&self) -> Vec<&'w Value> {
        let mut values: Vec<_> =
            self.templates().iter().flat_map(LaunchTemplate::security_groups).collect();
        for it in self.specifications.read().nodes {
            values.extend(it.list(("", "vpc_security_group_ids")).read().values);
            for group in it.list(("SecurityGroups", "")).read().nodes {
                values.extend(group.list(("GroupId", "")).read().values);
            }
        }
        values
    }

    /// Whether a load balancer may send its instances what they do.
    pub fn is_balanced(&self) -> Truth {
        Truth::any(self.balancers.iter().map(|it| {
            let items = it.read();
            let rest = items.needs.map_or(Truth::No, Truth::Unknown);
            Truth::from(!items.nodes.is_empty()) | rest
        }))
    }
}
