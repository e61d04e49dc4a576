//! Amazon VPC.

pub(super) mod unenforced_encryption;
