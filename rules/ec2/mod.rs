//! Amazon EC2.

pub(super) mod plaintext_group;
