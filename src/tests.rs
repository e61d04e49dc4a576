//! Tests of the whole, and of the source itself.

mod annotate;
mod config_schema;
mod docs;
mod examples;
mod fingerprints;
mod fixes;
mod modules;
mod nonsense;
mod output;
mod output_schemas;
mod pages;
mod plans;
mod prose;
mod readme;
mod rules;
mod schemas;
mod selection;
mod shipping;
mod tidy;
mod truncate;
mod worlds;
