//! AWS Batch: jobs that run on several nodes at once, and the environments that run them.

use crate::truth::Truth;
use crate::world::{Field, Kinds, Link, List, Node, Resource, State, View};

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
            api: "batch:registerJobDefinition",
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
        self.is_of_nodes() & self.number_of_nodes.test(|it| it >= 2)
    }

    /// Whether a job is one of nodes at all, however many.
    fn is_of_nodes(&self) -> Truth {
        self.kind.is("multinode")
    }
}

/// A job that a state machine submits, with what it changes of its definition.
pub struct Submission<'w> {
    pub definition: Link<'w, JobDefinition<'w>>,
    pub number_of_nodes: Field<'w, i64>,
    /// What it changes of some nodes each.
    pub overrides: List<'w>,
}

impl<'w> View<'w> for Submission<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource.of_kind(Kinds {
            cloudformation: "",
            terraform: "",
            awscc: "",
            api: "batch:submitJob",
        })?;
        Some(Self {
            definition: it.link("JobDefinition").or_named(("JobDefinitionName", "name")),
            number_of_nodes: it.number("NodeOverrides.NumNodes"),
            overrides: it.list("NodeOverrides.NodePropertyOverrides"),
        })
    }
}

impl Submission<'_> {
    /// Whether it is one of several nodes. If the definition is not known, it is of nodes wherever
    /// it says how many: other jobs are refused.
    pub fn has_several_nodes(&self, definition: &State<&JobDefinition<'_>>) -> Truth {
        let is_of_nodes = match definition {
            State::Set(it) => it.is_of_nodes(),
            State::Unset | State::Unknown(_) => Truth::Yes,
        };
        let several = match (self.number_of_nodes.state(), definition) {
            (State::Set(number), _) => (number >= 2).into(),
            (State::Unknown(needs), _) => Truth::Unknown(needs),
            (State::Unset, State::Unknown(needs)) => Truth::Unknown(needs.clone()),
            (State::Unset, State::Set(it)) => it.has_several_nodes(),
            (State::Unset, State::Unset) => Truth::needs("the definition of a job"),
        };
        is_of_nodes & several
    }
}

/// Which nodes something is about, by their indices: `0:3`, `:3`, `4:`, `5`.
#[derive(Clone, Copy)]
struct Targets {
    first: i64,
    /// None if it is the last there is.
    last: Option<i64>,
}

impl Targets {
    fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let Some((first, last)) = text.split_once(':') else {
            let only = text.parse().ok()?;
            return Some(Self { first: only, last: Some(only) });
        };
        let first = if first.is_empty() { 0 } else { first.parse().ok()? };
        let last = if last.is_empty() { None } else { Some(last.parse().ok()?) };
        Some(Self { first, last })
    }

    fn hold(self, other: Self) -> bool {
        let ends_later = match (self.last, other.last) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(last), Some(other)) => last >= other,
        };
        self.first <= other.first && ends_later
    }
}

/// What a submitted job changes of some nodes.
pub struct NodeOverride<'w> {
    targets: Field<'w, &'w str>,
    pub instance_types: List<'w>,
    pub container_instance_type: Field<'w, &'w str>,
    /// Set if Kubernetes runs the job.
    pub eks: Field<'w, ()>,
}

impl<'w> NodeOverride<'w> {
    pub fn of(it: &Node<'w>) -> Self {
        Self {
            targets: it.text("TargetNodes"),
            instance_types: it.list("InstanceTypes"),
            container_instance_type: it.text("ContainerOverrides.InstanceType"),
            eks: it.any("EksPropertiesOverride"),
        }
    }

    /// Whether it names another type for all nodes of a group.
    pub fn replaces_type_of(&self, range: &NodeRange<'_>) -> Truth {
        let types = self.instance_types.read();
        let listed = match types.needs {
            _ if !types.nodes.is_empty() => Truth::Yes,
            Some(needs) => Truth::Unknown(needs),
            None => Truth::No,
        };
        (listed | self.container_instance_type.is_written()) & self.is_for(range)
    }

    fn is_for(&self, range: &NodeRange<'_>) -> Truth {
        match (self.targets.state(), range.targets.state()) {
            (State::Set(own), State::Set(other)) if own == other => Truth::Yes,
            (State::Set(own), State::Set(other)) => {
                let both = Targets::parse(own).zip(Targets::parse(other));
                let needs = || Truth::needs(format!("which nodes `{own}` and `{other}` are"));
                both.map_or_else(needs, |(own, other)| own.hold(other).into())
            }
            (State::Unknown(needs), _) | (_, State::Unknown(needs)) => Truth::Unknown(needs),
            (State::Unset, _) | (_, State::Unset) => Truth::needs("the nodes of a group"),
        }
    }
}

pub struct NodeRange<'w> {
    targets: Field<'w, &'w str>,
    /// One at most.
    pub instance_types: List<'w>,
    pub container_instance_type: Field<'w, &'w str>,
    /// Set if Kubernetes runs the job.
    pub eks: Field<'w, ()>,
}

impl<'w> NodeRange<'w> {
    pub fn of(it: &Node<'w>) -> Self {
        Self {
            targets: it.text(("TargetNodes", "targetNodes")),
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
            api: "batch:createComputeEnvironment",
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

#[cfg(test)]
mod tests {
    use super::Targets;

    #[test]
    fn targets_hold_those_within() {
        for (one, other, expected) in [
            ("0:", "0:3", true),
            (":", "1:", true),
            ("0:3", "1:2", true),
            ("0:3", "3", true),
            ("5", "5", true),
            (":3", "0:3", true),
            ("0:3", "0:", false),
            ("1:", "0:", false),
            ("1:2", "1:3", false),
        ] {
            let parse = |it| Targets::parse(it).expect("a range");
            assert_eq!(parse(one).hold(parse(other)), expected, "{one} {other}");
        }
        assert!(Targets::parse("").is_none());
        assert!(Targets::parse("a:").is_none());
    }
}
