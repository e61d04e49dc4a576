//! Tests of the whole, and of the source itself.

mod configuration;
mod examples;
mod fixes;
mod modules;
mod nonsense;
mod pages;
mod plans;
mod readme;
mod rules;
mod schemas;
mod tidy;
mod truncate;
mod worlds;
