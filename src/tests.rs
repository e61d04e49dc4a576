//! Tests of the whole, and of the source itself.

mod config_schema;
mod configuration;
mod examples;
mod modules;
mod nonsense;
mod pages;
mod plans;
mod readme;
mod rules;
mod schemas;
mod selection;
mod tidy;
mod truncate;
mod worlds;
