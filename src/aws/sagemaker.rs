//! Amazon SageMaker AI: jobs that run on several instances.

mod automl;
mod hyperpod;
mod instances;
mod monitoring;
mod tuning;

pub use automl::AutoMlJob;
pub use hyperpod::{HyperPodCluster, InstanceGroup};
pub use instances::Instances;
pub use monitoring::{MonitoringDefinition, MonitoringSchedule};
pub use tuning::{TuningDefinition, TuningJob};

use crate::world::{Field, Kinds, List, Node, Resource, View};

/// A training job. CloudFormation's schemas hold no such type, its reference does.
pub struct TrainingJob<'w> {
    /// <https://docs.aws.amazon.com/sagemaker/latest/dg/train-encrypt.html>
    pub encrypted: Field<'w, bool>,
    pub instances: Instances<'w>,
    /// A job of which the service runs the instances.
    pub serverless: Field<'w, ()>,
    /// Of its instances, if they run in a VPC of one's own.
    pub security_groups: List<'w>,
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
            )
            .replacing(),
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
            security_groups: it
                .list(("VpcConfig.SecurityGroupIds", "vpc_config.security_group_ids")),
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
            encrypted: encrypted(&it, "NetworkConfig.EnableInterContainerTrafficEncryption", "")
                .replacing(),
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

/// "By default, inter-container traffic is unencrypted":
/// <https://docs.aws.amazon.com/securityhub/latest/userguide/sagemaker-controls.html>
fn encrypted<'w>(it: &Node<'w>, aws: &'static str, terraform: &'static str) -> Field<'w, bool> {
    it.bool((aws, terraform)).unset_means(false)
}
