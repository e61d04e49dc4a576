//! Amazon SageMaker AI: jobs that run on several instances.

use crate::truth::Truth;
use crate::world::{Field, Kinds, Link, List, Node, Place, Resource, State, View};

/// A training job. CloudFormation's schemas hold no such type, its reference does.
pub struct TrainingJob<'w> {
    /// <https://docs.aws.amazon.com/sagemaker/latest/dg/train-encrypt.html>
    pub encrypted: Field<'w, bool>,
    pub instances: Instances<'w>,
    /// A job of which the service runs the instances.
    pub serverless: Field<'w, ()>,
}

impl<'w> View<'w> for TrainingJob<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource.of_kind(Kinds {
            cloudformation: "AWS::SageMaker::TrainingJob",
            terraform: "aws_sagemaker_training_job",
            awscc: "",
            api: "sagemaker:createTrainingJob",
        })?;
        Some(Self {
            encrypted: encrypted(
                &it,
                "EnableInterContainerTrafficEncryption",
                "enable_inter_container_traffic_encryption",
            ),
            instances: Instances {
                count: it
                    .number(("ResourceConfig.InstanceCount", "resource_config.instance_count")),
                groups: Some(
                    it.list(("ResourceConfig.InstanceGroups", "resource_config.instance_groups")),
                ),
                // Terraform has no word for them.
                preferences: Some(it.list(("ResourceConfig.InstancePreferences", ""))),
            },
            serverless: it.any(("ServerlessJobConfig", "serverless_job_config")),
        })
    }
}

/// A processing job.
pub struct ProcessingJob<'w> {
    /// <https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-in-transit.html>
    pub encrypted: Field<'w, bool>,
    pub instances: Instances<'w>,
}

impl<'w> View<'w> for ProcessingJob<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource.of_kind(Kinds {
            cloudformation: "AWS::SageMaker::ProcessingJob",
            terraform: "",
            awscc: "awscc_sagemaker_processing_job",
            api: "sagemaker:createProcessingJob",
        })?;
        Some(Self {
            encrypted: encrypted(&it, "NetworkConfig.EnableInterContainerTrafficEncryption", ""),
            instances: Instances {
                count: it.number(("ProcessingResources.ClusterConfig.InstanceCount", "")),
                groups: None,
                preferences: Some(
                    it.list(("ProcessingResources.ClusterConfig.InstancePreferences", "")),
                ),
            },
        })
    }
}

/// What a monitoring schedule runs: one of four kinds of job definition.
pub struct MonitoringDefinition<'w> {
    pub encrypted: Field<'w, bool>,
    pub instances: Instances<'w>,
}

impl<'w> View<'w> for MonitoringDefinition<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let kinds = [
            Kinds {
                cloudformation: "AWS::SageMaker::DataQualityJobDefinition",
                terraform: "aws_sagemaker_data_quality_job_definition",
                awscc: "awscc_sagemaker_data_quality_job_definition",
                api: "sagemaker:createDataQualityJobDefinition",
            },
            Kinds {
                cloudformation: "AWS::SageMaker::ModelBiasJobDefinition",
                terraform: "",
                awscc: "awscc_sagemaker_model_bias_job_definition",
                api: "sagemaker:createModelBiasJobDefinition",
            },
            Kinds {
                cloudformation: "AWS::SageMaker::ModelExplainabilityJobDefinition",
                terraform: "",
                awscc: "awscc_sagemaker_model_explainability_job_definition",
                api: "sagemaker:createModelExplainabilityJobDefinition",
            },
            Kinds {
                cloudformation: "AWS::SageMaker::ModelQualityJobDefinition",
                terraform: "",
                awscc: "awscc_sagemaker_model_quality_job_definition",
                api: "sagemaker:createModelQualityJobDefinition",
            },
        ];
        let it = kinds.into_iter().find_map(|it| resource.of_kind(it))?;
        Some(Self {
            encrypted: encrypted(
                &it,
                "NetworkConfig.EnableInterContainerTrafficEncryption",
                "network_config.enable_inter_container_traffic_encryption",
            ),
            instances: Instances::counted(
                &it,
                (
                    "JobResources.ClusterConfig.InstanceCount",
                    "job_resources.cluster_config.instance_count",
                ),
            ),
        })
    }
}

/// A schedule: it names a job definition, or holds one.
pub struct MonitoringSchedule<'w> {
    pub definition: Link<'w, MonitoringDefinition<'w>>,
    /// Whether the definition stands in the schedule itself.
    pub inline: Field<'w, ()>,
    /// Of the definition in the schedule itself.
    pub encrypted: Field<'w, bool>,
    pub instances: Instances<'w>,
}

impl<'w> View<'w> for MonitoringSchedule<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource.of_kind(Kinds {
            cloudformation: "AWS::SageMaker::MonitoringSchedule",
            terraform: "aws_sagemaker_monitoring_schedule",
            awscc: "awscc_sagemaker_monitoring_schedule",
            api: "sagemaker:createMonitoringSchedule",
        })?;
        Some(Self {
            definition: it
                .link((
                    "MonitoringScheduleConfig.MonitoringJobDefinitionName",
                    "monitoring_schedule_config.monitoring_job_definition_name",
                ))
                .or_named(("JobDefinitionName", "name")),
            inline: it.any((
                "MonitoringScheduleConfig.MonitoringJobDefinition",
                "monitoring_schedule_config.monitoring_job_definition",
            )),
            encrypted: encrypted(
                &it,
                "MonitoringScheduleConfig.MonitoringJobDefinition.NetworkConfig.EnableInterContainerTrafficEncryption",
                "monitoring_schedule_config.monitoring_job_definition.network_config.enable_inter_container_traffic_encryption",
            ),
            instances: Instances::counted(
                &it,
                (
                    "MonitoringScheduleConfig.MonitoringJobDefinition.MonitoringResources.ClusterConfig.InstanceCount",
                    "monitoring_schedule_config.monitoring_job_definition.monitoring_resources.cluster_config.instance_count",
                ),
            ),
        })
    }
}

/// "By default, inter-container traffic is unencrypted":
/// <https://docs.aws.amazon.com/securityhub/latest/userguide/sagemaker-controls.html>
fn encrypted<'w>(it: &Node<'w>, aws: &'static str, terraform: &'static str) -> Field<'w, bool> {
    it.bool((aws, terraform)).unset_means(false)
}

/// How many instances a job runs on.
pub struct Instances<'w> {
    pub count: Field<'w, i64>,
    /// Instead of a count: groups of different types, which add up.
    groups: Option<List<'w>>,
    /// Instead of a count: alternatives, of which one is taken.
    preferences: Option<List<'w>>,
}

impl<'w> Instances<'w> {
    /// Nothing but a count.
    fn counted(it: &Node<'w>, path: (&'static str, &'static str)) -> Self {
        Self { count: it.number(path), groups: None, preferences: None }
    }

    /// Whether there are at least two. One where nothing is written.
    pub fn are_several(&self) -> Truth {
        match self.count.state() {
            State::Set(count) => (count >= 2).into(),
            State::Unknown(needs) => Truth::Unknown(needs),
            State::Unset => self.groups_are_several() | self.preferences_are_several(),
        }
    }

    fn groups_are_several(&self) -> Truth {
        let Some(groups) = self.groups.as_ref().map(List::read) else { return Truth::No };
        let mut total = 0;
        let mut doubt = groups.needs;
        for group in &groups.nodes {
            match group.number(("InstanceCount", "instance_count")).state() {
                State::Set(count) => total += count,
                State::Unset => total += 1,
                State::Unknown(needs) => doubt.get_or_insert_default().extend(needs),
            }
        }
        match doubt {
            _ if total >= 2 => Truth::Yes,
            Some(needs) => Truth::Unknown(needs),
            None => Truth::No,
        }
    }

    fn preferences_are_several(&self) -> Truth {
        let Some(preferences) = self.preferences.as_ref().map(List::read) else {
            return Truth::No;
        };
        let counts =
            preferences.nodes.iter().map(|it| it.number(("InstanceCount", "instance_count")));
        let any = Truth::any(counts.map(|it| it.test(|it| it >= 2)));
        any | preferences.needs.map_or(Truth::No, Truth::Unknown)
    }

    /// Where it says how many.
    pub fn place(&self) -> Option<Place> {
        if self.count.is_written().certainly() {
            return Some(self.count.place());
        }
        let lists = [&self.groups, &self.preferences].into_iter().flatten();
        lists.map(List::read).find(|it| !it.nodes.is_empty()).map(|it| it.place)
    }

    /// In words: "4 instances".
    pub fn words(&self) -> String {
        match self.count.state() {
            State::Set(count) => format!("{count} instances"),
            State::Unset | State::Unknown(_) => "several instances".to_owned(),
        }
    }
}
