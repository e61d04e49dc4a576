//! Amazon SageMaker AI.

pub(super) mod blocked_ipsec;
pub(super) mod plaintext_automl;
pub(super) mod plaintext_hyperpod;
pub(super) mod plaintext_monitoring;
pub(super) mod plaintext_processing;
pub(super) mod plaintext_training;
pub(super) mod plaintext_tuning;
pub(super) mod weak_guard;

use crate::aws::sagemaker::Instances;
use crate::finding::Finding;
use crate::rule::show;

/// Tells where a job says that it runs on several instances.
fn tell(finding: &mut Finding, instances: &Instances<'_>) {
    if let Some(place) = instances.place() {
        show(finding, place, instances.words());
    }
}
