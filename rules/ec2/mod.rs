//! Amazon EC2.

pub(super) mod plaintext_group;
pub(super) mod unconstrained_types;
