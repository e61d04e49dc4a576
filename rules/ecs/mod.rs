//! Amazon ECS.

pub(super) mod plaintext_service_connect;
