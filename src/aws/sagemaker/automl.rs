//! Jobs that find a model by themselves, on instances that the service chooses.

use super::encrypted;
use crate::world::{Field, Kinds, Resource, View};

/// An AutoML job, in either version of the request. CloudFormation's reference describes a type
/// for the first, its schemas for neither.
pub struct AutoMlJob<'w> {
    /// <https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AutoMLSecurityConfig.html>
    pub encrypted: Field<'w, bool>,
}

impl<'w> View<'w> for AutoMlJob<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let first = resource.of_kind(Kinds {
            cloudformation: "AWS::SageMaker::AutoMLJob",
            terraform: "",
            awscc: "",
            api: "sagemaker:createAutoMLJob",
        });
        let second = resource.of_kind(Kinds {
            cloudformation: "AWS::SageMaker::AutoMLJobV2",
            terraform: "",
            awscc: "",
            api: "sagemaker:createAutoMLJobV2",
        });
        let (it, flag) = match (first, second) {
            (Some(it), _) => {
                (it, "AutoMLJobConfig.SecurityConfig.EnableInterContainerTrafficEncryption")
            }
            (None, Some(it)) => (it, "SecurityConfig.EnableInterContainerTrafficEncryption"),
            (None, None) => return None,
        };
        Some(Self { encrypted: encrypted(&it, flag, "").replacing() })
    }
}
