//! Amazon SageMaker AI.

pub(super) mod plaintext_monitoring;
pub(super) mod plaintext_processing;
pub(super) mod plaintext_training;
