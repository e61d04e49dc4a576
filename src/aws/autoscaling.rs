//! Amazon EC2 Auto Scaling: groups of instances that are all alike, or nearly so.

use crate::aws::ec2::{LaunchTemplate, PlacementGroup, TemplateName, UserData};
use crate::aws::eks::CLUSTER_TAG;
use crate::aws::load_balancing::TargetGroup;
use crate::truth::Truth;
use crate::value::{Kind, Value};
use crate::world::{Field, Kinds, Link, List, Node, Resource, State, View};

pub struct AutoScalingGroup<'w> {
    pub template: TemplateName<'w>,
    pub configuration: Link<'w, LaunchConfiguration<'w>>,
    /// The launch template of a mixed instances policy.
    pub mixed_template: TemplateName<'w>,
    /// What a mixed instances policy takes instead of the type of its launch template.
    pub overrides: List<'w>,
    pub max_size: Field<'w, i64>,
    pub subnets: List<'w>,
    placement_group: Link<'w, PlacementGroup<'w>>,
    balancers: [List<'w>; 3],
    tags: List<'w>,
    /// As old versions of the provider have them.
    other_tags: List<'w>,
}

impl<'w> View<'w> for AutoScalingGroup<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource.of_kind(Kinds {
            cloudformation: "AWS::AutoScaling::AutoScalingGroup",
            terraform: "aws_autoscaling_group",
            awscc: "awscc_autoscaling_auto_scaling_group",
            api: "",
        })?;
        Some(Self {
            template: TemplateName {
                exists: it.any(("LaunchTemplate", "launch_template")),
                by_id: it.link(("LaunchTemplate.LaunchTemplateId", "launch_template.id")),
                by_name: it
                    .link(("LaunchTemplate.LaunchTemplateName", "launch_template.name"))
                    .or_named(("LaunchTemplateName", "name")),
            },
            configuration: it
                .link(("LaunchConfigurationName", "launch_configuration"))
                .or_named(("LaunchConfigurationName", "name")),
            mixed_template: TemplateName {
                exists: it.any(("MixedInstancesPolicy", "mixed_instances_policy")),
                by_id: it.link((
                    "MixedInstancesPolicy.LaunchTemplate.LaunchTemplateSpecification.LaunchTemplateId",
                    "mixed_instances_policy.launch_template.launch_template_specification.launch_template_id",
                )),
                by_name: it
                    .link((
                        "MixedInstancesPolicy.LaunchTemplate.LaunchTemplateSpecification.LaunchTemplateName",
                        "mixed_instances_policy.launch_template.launch_template_specification.launch_template_name",
                    ))
                    .or_named(("LaunchTemplateName", "name")),
            },
            overrides: it.list((
                "MixedInstancesPolicy.LaunchTemplate.Overrides",
                "mixed_instances_policy.launch_template.override",
            )),
            max_size: it.number(("MaxSize", "max_size")),
            subnets: it.list(("VPCZoneIdentifier", "vpc_zone_identifier")),
            placement_group: it
                .link(("PlacementGroup", "placement_group"))
                .or_named(("", "name")),
            balancers: [
                it.list(("TargetGroupARNs", "target_group_arns")),
                it.list(("LoadBalancerNames", "load_balancers")),
                it.list(("TrafficSources", "traffic_source")),
            ],
            tags: it.list(("Tags", "tag")),
            other_tags: it.list(("", "tags")),
        })
    }
}

impl<'w> AutoScalingGroup<'w> {
    /// The launch templates that are known of those it may use.
    pub fn templates(&self) -> Vec<LaunchTemplate<'w>> {
        [&self.mixed_template, &self.template].into_iter().flat_map(TemplateName::known).collect()
    }

    /// Where it says that its instances are near each other: itself, and its launch templates.
    pub fn placement_groups(&self) -> Vec<Link<'w, PlacementGroup<'w>>> {
        let of_templates = self.templates().into_iter().map(|it| it.placement_group);
        [self.placement_group.clone()].into_iter().chain(of_templates).collect()
    }

    /// Whether what its instances do when they start says one of these.
    pub fn says(&self, any: &[&str]) -> bool {
        self.templates().iter().any(|it| it.user_data.says(any))
            || matches!(
                self.configuration.state(),
                State::Set((_, configuration)) if configuration.user_data.says(any)
            )
    }

    /// The security groups of its instances, as far as they are known.
    pub fn security_groups(&self) -> Vec<&'w Value> {
        let mut values: Vec<_> =
            self.templates().iter().flat_map(LaunchTemplate::security_groups).collect();
        if let State::Set((_, configuration)) = self.configuration.state() {
            values.extend(configuration.security_groups.read().values);
        }
        values
    }

    /// Whether a load balancer, or something like it, may send its instances what they do.
    pub fn is_balanced(&self, resource: Resource<'w>) -> Truth {
        let own = self.balancers.iter().map(|it| {
            let items = it.read();
            match items.needs {
                Some(needs) => Truth::Unknown(needs),
                None => Truth::from(!items.nodes.is_empty()),
            }
        });
        let attached =
            resource.others::<Attachment<'_>>().map(|(_, it)| it.group.leads_to(resource));
        Truth::any(own) | Truth::any(attached)
    }

    /// Whether its instances are sure to be targets of a group of a load balancer.
    pub fn is_target_of(&self, own: Resource<'w>, target_group: Resource<'w>) -> bool {
        let [named, _, sources] = &self.balancers;
        let sources = sources.read().nodes;
        let sources = sources.iter().map(|it| it.list(("Identifier", "identifier")).read().values);
        let mut named = sources.flatten().chain(named.read().values);
        named.any(|it| target_group.is_named_by(it))
            || own.others::<Attachment<'_>>().any(|(it, attachment)| {
                it.exists().certainly()
                    && attachment.group.leads_to(own).certainly()
                    && attachment.target_group.leads_to(target_group).certainly()
            })
    }

    /// Whether the key of a tag starts so.
    pub fn has_tag(&self, start: &str) -> bool {
        self.tag_keys().iter().any(|it| starts_with(it, start))
    }

    /// The name of the cluster that a tag says its nodes belong to.
    pub fn cluster(&self) -> Option<&'w str> {
        self.tag_ends(CLUSTER_TAG).into_iter().next()
    }

    /// How the keys of the tags end that start so, as far as they are known.
    pub fn tag_ends(&self, start: &str) -> Vec<&'w str> {
        let keys = self.tag_keys();
        keys.iter().filter_map(|it| it.as_text()?.strip_prefix(start)).collect()
    }

    fn tag_keys(&self) -> Vec<Node<'w>> {
        let tags = [self.tags.read(), self.other_tags.read()];
        let tags = tags.iter().flat_map(|it| &it.nodes);
        tags.filter_map(|it| it.any(("Key", "key")).node()).collect()
    }
}

fn starts_with(node: &Node<'_>, start: &str) -> bool {
    match &node.value().kind {
        Kind::Text(text) => text.prefix().starts_with(start),
        _ => false,
    }
}

/// A load balancer that is given a group from outside of it.
struct Attachment<'w> {
    group: Link<'w, AutoScalingGroup<'w>>,
    target_group: Link<'w, TargetGroup<'w>>,
}

impl<'w> View<'w> for Attachment<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource.of_kind(Kinds {
            cloudformation: "",
            terraform: "aws_autoscaling_attachment",
            awscc: "",
            api: "",
        })?;
        Some(Self {
            group: it.link(("", "autoscaling_group_name")).or_named(("", "name")),
            target_group: it.link(("", "lb_target_group_arn")),
        })
    }
}

/// What an override of a mixed instances policy says of its instances.
pub struct Override<'w> {
    pub instance_type: Field<'w, &'w str>,
    pub requirements: Field<'w, ()>,
    pub template: TemplateName<'w>,
}

impl<'w> Override<'w> {
    pub fn of(it: &Node<'w>) -> Self {
        Self {
            instance_type: it.text(("InstanceType", "instance_type")),
            requirements: it.any(("InstanceRequirements", "instance_requirements")),
            template: TemplateName {
                exists: it.any(("LaunchTemplateSpecification", "launch_template_specification")),
                by_id: it.link((
                    "LaunchTemplateSpecification.LaunchTemplateId",
                    "launch_template_specification.launch_template_id",
                )),
                by_name: it
                    .link((
                        "LaunchTemplateSpecification.LaunchTemplateName",
                        "launch_template_specification.launch_template_name",
                    ))
                    .or_named(("LaunchTemplateName", "name")),
            },
        }
    }
}

pub struct LaunchConfiguration<'w> {
    pub instance_type: Field<'w, &'w str>,
    pub user_data: UserData<'w>,
    pub security_groups: List<'w>,
}

impl<'w> View<'w> for LaunchConfiguration<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource.of_kind(Kinds {
            cloudformation: "AWS::AutoScaling::LaunchConfiguration",
            terraform: "aws_launch_configuration",
            awscc: "awscc_autoscaling_launch_configuration",
            api: "",
        })?;
        Some(Self {
            instance_type: it.text(("InstanceType", "instance_type")),
            user_data: UserData {
                encoded: it.any(("UserData", "user_data_base64")),
                plain: it.any(("", "user_data")),
            },
            security_groups: it.list(("SecurityGroups", "security_groups")),
        })
    }
}
