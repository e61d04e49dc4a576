//! Amazon SageMaker AI.

pub(super) mod plaintext_training;
