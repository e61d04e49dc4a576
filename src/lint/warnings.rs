//! What is wrong with the inputs of a run, and with no file that was linted.

use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use super::Request;
use crate::project::Unit;
use crate::project::deployments::{Deployment, Planned, Said, Variables};
use crate::suppress;
use crate::syntax::hcl::Word;
use crate::text::Span;

/// An input that does not do what it was probably meant to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// None for the command line.
    pub span: Option<Span>,
    pub message: String,
}

/// Names that no template or root module knows, then values that none takes.
pub(super) fn of(
    units: &[Unit],
    request: &Request,
    variables: &Variables,
    planned: &[Rc<Planned>],
) -> Vec<Warning> {
    let known = units.iter().flat_map(|it| &it.parameters);
    let mut warnings: Vec<Warning> = strangers(request.inputs.parameters.keys(), known)
        .into_iter()
        .map(|(name, meant)| {
            let message = format!("no template has a parameter `{name}`{meant}");
            Warning { span: None, message }
        })
        .collect();
    let known = units.iter().flat_map(|it| &it.parameters);
    let supplies = planned.iter().filter_map(|it| it.parameters.as_ref());
    unknown(&mut warnings, supplies.flat_map(|it| &it.own), known, "template has a parameter");
    warnings.extend(of_variables(units, request, variables, planned));
    for it in units.iter().flat_map(|it| &it.refused) {
        let message = format!("`{}` does not allow its value: {}", it.parameter, it.reason);
        add(&mut warnings, Warning { span: it.span, message });
    }
    for it in units.iter().flat_map(|it| &it.unreadable) {
        add(&mut warnings, Warning { span: Some(it.span), message: it.message.clone() });
    }
    warnings
}

/// Names of variables that no root module knows; none if there is no root module.
fn of_variables(
    units: &[Unit],
    request: &Request,
    variables: &Variables,
    planned: &[Rc<Planned>],
) -> Vec<Warning> {
    if units.iter().all(|it| it.variables.is_none()) {
        return Vec::new();
    }
    let known = || units.iter().flat_map(|it| it.variables.iter().flatten());
    let mut warnings = Vec::new();
    let said = request.inputs.variables.iter().filter_map(|it| match it {
        Said::Value { name, .. } => Some(name),
        Said::Files(_) => None,
    });
    for (name, meant) in strangers(said, known()) {
        let message = format!("no root module has a variable `{name}`{meant}");
        add(&mut warnings, Warning { span: None, message });
    }
    let planned = planned.iter().filter_map(|it| it.variables.as_ref());
    let deployments: Vec<&Deployment> = variables.deployments.iter().chain(planned).collect();
    let own = deployments.iter().flat_map(|it| &it.own);
    unknown(&mut warnings, own, known(), "root module has a variable");
    for file in deployments.iter().flat_map(|it| &it.files) {
        let strangers = strangers(file.names.iter().map(|it| &it.text), known());
        if !strangers.is_empty() && strangers.len() == file.names.len() {
            let span = Some(Span::new(file.file, 0..0));
            let message = "no root module has a variable that this file gives a value".to_owned();
            add(&mut warnings, Warning { span, message });
            continue;
        }
        for (name, meant) in strangers {
            let span = file.names.iter().find(|it| it.text == *name).map(|it| it.span);
            let message = format!("no root module has a variable `{name}`{meant}");
            add(&mut warnings, Warning { span, message });
        }
    }
    warnings
}

/// Says of each name that nothing has it, where it stands.
fn unknown<'n>(
    warnings: &mut Vec<Warning>,
    names: impl Iterator<Item = &'n Word>,
    known: impl Iterator<Item = &'n Arc<str>>,
    has: &str,
) {
    let known: Vec<&Arc<str>> = known.collect();
    for it in names {
        for (name, meant) in strangers([&it.text].into_iter(), known.iter().copied()) {
            let message = format!("no {has} `{name}`{meant}");
            add(warnings, Warning { span: Some(it.span), message });
        }
    }
}

/// The names that are not known, each with what was probably meant.
fn strangers<'n>(
    names: impl Iterator<Item = &'n String>,
    known: impl Iterator<Item = &'n Arc<str>>,
) -> Vec<(&'n String, String)> {
    let known: BTreeSet<&str> = known.map(|it| &**it).collect();
    let all: Vec<&str> = known.iter().copied().collect();
    let strange = names.filter(|it| !known.contains(it.as_str()));
    let meant = |name: &String| match suppress::nearest(name, &all) {
        Some(it) => format!("; did you mean `{it}`?"),
        None => String::new(),
    };
    strange.map(|name| (name, meant(name))).collect()
}

/// Says each thing once.
fn add(warnings: &mut Vec<Warning>, warning: Warning) {
    if !warnings.contains(&warning) {
        warnings.push(warning);
    }
}
