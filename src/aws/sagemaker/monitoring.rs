//! Jobs that watch a model, and their schedules.

use super::{Instances, encrypted};
use crate::world::{Field, Kinds, Link, Resource, View};

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
            )
            .replacing(),
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
        let made = Kinds {
            cloudformation: "AWS::SageMaker::MonitoringSchedule",
            terraform: "aws_sagemaker_monitoring_schedule",
            awscc: "awscc_sagemaker_monitoring_schedule",
            api: "sagemaker:createMonitoringSchedule",
        };
        let changed = Kinds { api: "sagemaker:updateMonitoringSchedule", ..made };
        let it = resource.of_kind(made).or_else(|| resource.of_kind(changed))?;
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
