//! Jobs that start training jobs, to find good hyperparameters.

use super::{Instances, encrypted};
use crate::truth::{Needs, Truth};
use crate::world::{Field, Kinds, List, Node, Place, Resource, View};

/// A hyperparameter tuning job. CloudFormation has no such type.
pub struct TuningJob<'w> {
    definition: List<'w>,
    definitions: List<'w>,
}

impl<'w> View<'w> for TuningJob<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource.of_kind(Kinds {
            cloudformation: "AWS::SageMaker::HyperParameterTuningJob",
            terraform: "aws_sagemaker_hyper_parameter_tuning_job",
            awscc: "",
            api: "sagemaker:createHyperParameterTuningJob",
        })?;
        Some(Self {
            definition: it.list(("TrainingJobDefinition", "training_job_definition")),
            definitions: it.list(("TrainingJobDefinitions", "training_job_definitions")),
        })
    }
}

impl<'w> TuningJob<'w> {
    /// What the training jobs are like that it starts, and what would have to be known to say
    /// that these are all.
    pub fn definitions(&self) -> (Vec<TuningDefinition<'w>>, Option<Needs>) {
        let (one, several) = (self.definition.read(), self.definitions.read());
        let named = several.nodes.iter().map(|it| (it, Some(it.text(("DefinitionName", "")))));
        let all = one.nodes.iter().map(|it| (it, None)).chain(named);
        let definitions = all.map(|(it, name)| TuningDefinition::of(it, name)).collect();
        let mut needs = one.needs;
        if let Some(it) = several.needs {
            needs.get_or_insert_default().extend(it);
        }
        (definitions, needs)
    }
}

/// One kind of training job that a tuning job starts.
pub struct TuningDefinition<'w> {
    /// <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_HyperParameterTrainingJobDefinition.html>
    pub encrypted: Field<'w, bool>,
    /// Of the instances, if they run in a VPC of one's own.
    pub security_groups: List<'w>,
    /// As every training job says it, and as only a tuning job does.
    instances: [Instances<'w>; 2],
    /// What tells it from the others in a list; a block has its header for that.
    name: Option<Field<'w, &'w str>>,
}

impl<'w> TuningDefinition<'w> {
    fn of(it: &Node<'w>, name: Option<Field<'w, &'w str>>) -> Self {
        let resources = Instances {
            count: it.number(("ResourceConfig.InstanceCount", "resource_config.instance_count")),
            groups: Some(
                it.list(("ResourceConfig.InstanceGroups", "resource_config.instance_groups")),
            ),
            // Terraform has no word for them.
            preferences: Some(it.list(("ResourceConfig.InstancePreferences", ""))),
        };
        let tuning = Instances {
            count: it.number((
                "HyperParameterTuningResourceConfig.InstanceCount",
                "hyper_parameter_tuning_resource_config.instance_count",
            )),
            groups: None,
            preferences: Some(it.list((
                "HyperParameterTuningResourceConfig.InstanceConfigs",
                "hyper_parameter_tuning_resource_config.instance_configs",
            ))),
        };
        Self {
            encrypted: encrypted(
                it,
                "EnableInterContainerTrafficEncryption",
                "enable_inter_container_traffic_encryption",
            )
            .replacing(),
            security_groups: it
                .list(("VpcConfig.SecurityGroupIds", "vpc_config.security_group_ids")),
            instances: [resources, tuning],
            name,
        }
    }

    /// Whether each of its training jobs runs on at least two instances.
    pub fn instances_are_several(&self) -> Truth {
        Truth::any(self.instances.iter().map(Instances::are_several))
    }

    /// Where it says so.
    pub fn several(&self) -> Option<&Instances<'w>> {
        self.instances.iter().find(|it| it.are_several().certainly())
    }

    /// Where the flag stands; or, if it is lacking, what introduces the definition.
    pub fn place(&self) -> Place {
        let flag = self.encrypted.place();
        match &self.name {
            Some(name) if flag.lacking && name.is_written().certainly() => {
                Place { lacking: true, ..name.place() }
            }
            _ => flag,
        }
    }
}
