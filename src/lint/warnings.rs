//! What is wrong with the inputs of a run, and with no file that was linted.

use std::collections::BTreeSet;

use super::Request;
use crate::project::Unit;
use crate::suppress;
use crate::text::Span;

/// An input that does not do what it was probably meant to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// None for the command line.
    pub span: Option<Span>,
    pub message: String,
}

/// Names that no template knows, then values that a template does not allow.
pub(super) fn of(units: &[Unit], request: &Request) -> Vec<Warning> {
    let known: BTreeSet<&str> =
        units.iter().flat_map(|it| it.parameters.iter().map(|it| &**it)).collect();
    let known: Vec<&str> = known.into_iter().collect();
    let unknown = request.inputs.parameters.keys().filter(|it| !known.contains(&it.as_str()));
    let mut warnings: Vec<Warning> = unknown
        .map(|name| {
            let meant = suppress::nearest(name, &known).map(|it| format!("; did you mean `{it}`?"));
            let message =
                format!("no template has a parameter `{name}`{}", meant.unwrap_or_default());
            Warning { span: None, message }
        })
        .collect();
    for it in units.iter().flat_map(|it| &it.refused) {
        let message = format!("`{}` does not allow its value: {}", it.parameter, it.reason);
        let warning = Warning { span: it.span, message };
        if !warnings.contains(&warning) {
            warnings.push(warning);
        }
    }
    warnings
}
