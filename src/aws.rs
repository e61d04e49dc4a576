//! AWS as the rules see it: one type for each kind of resource, whichever language declared it.
//!
//! A type is a table of columns: on the left what CloudFormation and the AWS API call a property,
//! on the right what Terraform calls it. Where they disagree about what leaving it out means, the
//! table says that too. These are the only places where a foreign name is written.

pub mod appmesh;
pub mod autoscaling;
pub mod batch;
pub mod carrier;
pub mod connection;
pub mod ec2;
pub mod ecs;
pub mod eks;
pub mod emr;
pub mod emr_containers;
pub mod emr_serverless;
pub mod iam;
pub mod istio;
pub mod karpenter;
pub mod kubernetes;
pub mod load_balancing;
pub mod nitro;
pub mod pcs;
pub mod sagemaker;
pub mod settings;
