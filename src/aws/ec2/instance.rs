//! Instances that are declared one by one.

use crate::aws::ec2::{LaunchTemplate, PlacementGroup, TemplateName, UserData};
use crate::aws::eks::{BOOTSTRAP, KUBERNETES_TAGS};
use crate::value::Value;
use crate::world::{Field, Kinds, Link, List, Resource, View};

pub struct Instance<'w> {
    /// Instead of that of the launch template.
    pub instance_type: Field<'w, &'w str>,
    pub template: TemplateName<'w>,
    pub subnets: List<'w>,
    placement_group: Link<'w, PlacementGroup<'w>>,
    security_groups: [List<'w>; 2],
    interfaces: List<'w>,
    user_data: UserData<'w>,
    tags: List<'w>,
    /// As a map.
    other_tags: Field<'w, ()>,
}

impl<'w> View<'w> for Instance<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource.of_kind(Kinds {
            cloudformation: "AWS::EC2::Instance",
            terraform: "aws_instance",
            awscc: "awscc_ec2_instance",
            api: "",
        })?;
        Some(Self {
            instance_type: it.text(("InstanceType", "instance_type")),
            template: TemplateName {
                exists: it.any(("LaunchTemplate", "launch_template")),
                by_id: it.link(("LaunchTemplate.LaunchTemplateId", "launch_template.id")),
                by_name: it
                    .link(("LaunchTemplate.LaunchTemplateName", "launch_template.name"))
                    .or_named(("LaunchTemplateName", "name")),
            },
            subnets: it.list(("SubnetId", "subnet_id")),
            placement_group: it
                .link(("PlacementGroupName", "placement_group"))
                .or_named(("", "name")),
            security_groups: [
                it.list(("SecurityGroupIds", "vpc_security_group_ids")),
                it.list(("SecurityGroups", "security_groups")),
            ],
            interfaces: it.list(("NetworkInterfaces", "")),
            user_data: UserData {
                encoded: it.any(("UserData", "user_data_base64")),
                plain: it.any(("", "user_data")),
            },
            tags: it.list(("Tags", "")),
            other_tags: it.any(("", "tags")),
        })
    }
}

impl<'w> Instance<'w> {
    /// Whether it is a node of Kubernetes.
    pub fn is_of_kubernetes(&self) -> bool {
        let is = |key: &str| KUBERNETES_TAGS.iter().any(|it| key.starts_with(it));
        let tags = self.tags.read().nodes;
        let mut keys = tags.iter().filter_map(|it| it.any(("Key", "")).node());
        keys.any(|it| it.as_text().is_some_and(is))
            || self.other_tags.node().is_some_and(|it| it.entries().iter().any(|(key, _)| is(key)))
            || self.user_data.says(&BOOTSTRAP)
            || self.templates().iter().any(|it| it.user_data.says(&BOOTSTRAP))
    }

    pub fn templates(&self) -> Vec<LaunchTemplate<'w>> {
        self.template.known()
    }

    /// Where it says that it is near others: itself, and its launch template.
    pub fn placement_groups(&self) -> Vec<Link<'w, PlacementGroup<'w>>> {
        let of_templates = self.templates().into_iter().map(|it| it.placement_group);
        [self.placement_group.clone()].into_iter().chain(of_templates).collect()
    }

    /// Its security groups, as far as they are known.
    pub fn security_groups(&self) -> Vec<&'w Value> {
        let mut values: Vec<_> =
            self.security_groups.iter().flat_map(|it| it.read().values).collect();
        for it in self.interfaces.read().nodes {
            values.extend(it.list(("GroupSet", "")).read().values);
        }
        if values.is_empty() {
            values.extend(self.templates().iter().flat_map(LaunchTemplate::security_groups));
        }
        values
    }
}
