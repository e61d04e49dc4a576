//! SageMaker HyperPod: clusters whose instances stay.

use crate::aws::eks::Cluster;
use crate::truth::{Needs, Truth};
use crate::world::{Field, Kinds, Link, List, Place, Resource, State, View};

/// A HyperPod cluster. It has no flag that encrypts: what is known are its instance types.
pub struct HyperPodCluster<'w> {
    groups: List<'w>,
    restricted: List<'w>,
    autoscaling: Field<'w, &'w str>,
    /// Set if Kubernetes runs on it.
    pub eks: Field<'w, ()>,
    /// What Kubernetes is run by.
    pub eks_cluster: Link<'w, Cluster<'w>>,
    pub name: Field<'w, &'w str>,
}

impl<'w> View<'w> for HyperPodCluster<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource.of_kind(Kinds {
            cloudformation: "AWS::SageMaker::Cluster",
            terraform: "",
            awscc: "awscc_sagemaker_cluster",
            api: "sagemaker:createCluster",
        })?;
        Some(Self {
            groups: it.list(("InstanceGroups", "")),
            restricted: it.list(("RestrictedInstanceGroups", "")),
            autoscaling: it.text(("AutoScaling.Mode", "")),
            eks: it.any(("Orchestrator.Eks", "")),
            eks_cluster: it.link(("Orchestrator.Eks.ClusterArn", "")),
            name: it.text(("ClusterName", "")),
        })
    }
}

impl<'w> HyperPodCluster<'w> {
    /// Its groups, and what would have to be known to say that these are all.
    pub fn groups(&self) -> (Vec<InstanceGroup<'w>>, Option<Needs>) {
        let mut groups = Vec::new();
        let mut needs: Option<Needs> = None;
        // A restricted group has a type, and no alternatives.
        let lists = [
            (&self.groups, ("InstanceRequirements.InstanceTypes", "")),
            (&self.restricted, ("", "")),
        ];
        for (list, alternatives) in lists {
            let items = list.read();
            groups.extend(items.nodes.iter().map(|it| InstanceGroup {
                count: it.number(("InstanceCount", "")),
                grows: self.grows(),
                instance_type: it.text(("InstanceType", "")),
                alternatives: it.list(alternatives),
            }));
            if let Some(it) = items.needs {
                needs.get_or_insert_default().extend(it);
            }
        }
        (groups, needs)
    }

    /// Whether there are at least two instances.
    pub fn instances_are_several(&self) -> Truth {
        let (groups, mut doubt) = self.groups();
        let mut total = 0;
        for group in &groups {
            match group.count.state() {
                State::Set(count) => total += count,
                State::Unset => (),
                State::Unknown(needs) => doubt.get_or_insert_default().extend(needs),
            }
        }
        let several = match doubt {
            _ if total >= 2 => return Truth::Yes,
            Some(needs) => Truth::Unknown(needs),
            None => Truth::No,
        };
        several | self.grows()
    }

    /// Whether any group may get more instances than are written.
    fn grows(&self) -> Truth {
        self.autoscaling.is("Enable") & Truth::needs("how far autoscaling goes")
    }
}

/// Instances of one type, or of one of several.
pub struct InstanceGroup<'w> {
    count: Field<'w, i64>,
    grows: Truth,
    instance_type: Field<'w, &'w str>,
    /// Instead of a type: alternatives, in order of priority.
    alternatives: List<'w>,
}

impl<'w> InstanceGroup<'w> {
    /// Whether it has any instances.
    pub fn is_used(&self) -> Truth {
        self.count.test(|it| it >= 1) | self.grows.clone()
    }

    /// The types that its instances may be of, and what would have to be known to say that these
    /// are all.
    pub fn types(&self) -> (Vec<(&'w str, Place)>, Option<Needs>) {
        let items = self.alternatives.read();
        let mut needs = items.needs;
        let mut types = Vec::new();
        for node in &items.nodes {
            match node.as_text() {
                Some(name) => types.push((name, node.place())),
                None => needs.get_or_insert_default().extend([String::from("an instance type")]),
            }
        }
        match self.instance_type.state() {
            State::Set(name) => types.push((name, self.instance_type.place())),
            State::Unset => (),
            State::Unknown(it) => needs.get_or_insert_default().extend(it),
        }
        (types, needs)
    }
}
