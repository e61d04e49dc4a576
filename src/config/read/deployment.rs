//! `[[deployment]]`: values for templates and root modules.

use std::collections::BTreeMap;

use super::{Entry, entries, text, texts, wrong};
use crate::cfn::Supplied;
use crate::config::{Deployment, Patterns, keys};
use crate::syntax::SyntaxError;
use crate::syntax::hcl::Word;
use crate::syntax::tree::{NodeId, NodeKind, Tree};
use crate::text::Span;
use crate::tf::inputs::{Assigned, Assignment, Written};
use crate::value::{TextBuilder, document};

pub(super) fn read(tree: &Tree, table: NodeId) -> Result<Deployment, SyntaxError> {
    let span = tree.node(table).span;
    let mut deployment = Deployment {
        name: None,
        paths: None,
        var_files: Vec::new(),
        variables: Vec::new(),
        parameter_files: Vec::new(),
        parameters: BTreeMap::new(),
        names: Vec::new(),
        region: None,
        span,
    };
    for it in entries(tree, table, &keys::DEPLOYMENT)? {
        match it.name {
            "name" => deployment.name = Some(text(&it)?.to_owned()),
            "paths" => deployment.paths = Some(Patterns::new(texts(tree, &it)?)?),
            "var-files" => deployment.var_files = paths(tree, &it)?,
            "variables" => deployment.variables = variables(tree, &it)?,
            "parameter-files" => deployment.parameter_files = paths(tree, &it)?,
            "parameters" => {
                deployment.parameters = parameters(tree, &it)?;
                let name = |(name, key, _): (&str, NodeId, NodeId)| Word {
                    text: name.to_owned(),
                    span: tree.node(key).span,
                };
                deployment.names = pairs(tree, &it)?.into_iter().map(name).collect();
            }
            _region => deployment.region = Some(text(&it)?.to_owned()),
        }
    }
    if !deployment.gives_variables() && !deployment.gives_parameters() {
        let values = "`var-files`, `variables`, `parameter-files`, `parameters` or a `region`";
        return Err(wrong(span, format!("this deployment lacks {values}")));
    }
    deployment.paths = deployment.paths.filter(|it| !it.is_empty());
    Ok(deployment)
}

impl Deployment {
    pub fn gives_variables(&self) -> bool {
        !self.var_files.is_empty() || !self.variables.is_empty()
    }

    pub fn gives_parameters(&self) -> bool {
        !self.parameter_files.is_empty() || !self.parameters.is_empty() || self.region.is_some()
    }
}

fn paths(tree: &Tree, entry: &Entry<'_>) -> Result<Vec<(String, Span)>, SyntaxError> {
    Ok(texts(tree, entry)?.into_iter().map(|it| (it.0.to_owned(), it.1)).collect())
}

fn variables(tree: &Tree, entry: &Entry<'_>) -> Result<Vec<Assignment>, SyntaxError> {
    let assignment = |(name, key, value): (&str, NodeId, NodeId)| Assignment {
        name: Word { text: name.to_owned(), span: tree.node(key).span },
        value: Written::Assigned(Assigned::Value(document::of_tree(tree, value))),
    };
    Ok(pairs(tree, entry)?.into_iter().map(assignment).collect())
}

/// Texts, numbers and truth values, or lists of these, which CloudFormation joins by commas.
fn parameters(tree: &Tree, entry: &Entry<'_>) -> Result<BTreeMap<String, Supplied>, SyntaxError> {
    let parameter = |(name, _, value): (&str, NodeId, NodeId)| {
        let span = tree.node(value).span;
        let text = match &tree.node(value).kind {
            NodeKind::Sequence(items) => {
                let items: Option<Vec<String>> = items.iter().map(|it| plain(tree, *it)).collect();
                items.map(|it| it.join(","))
            }
            _ => plain(tree, value),
        };
        let message = || format!("`{name}` is a text, a number, a truth value or a list of these");
        let said = text.ok_or_else(|| wrong(span, message()))?;
        let mut text = TextBuilder::default();
        text.literal(&said, span, true);
        let value = text.value(span);
        Ok((name.to_owned(), Supplied::Written { value, resolved: None }))
    };
    pairs(tree, entry)?.into_iter().map(parameter).collect()
}

fn plain(tree: &Tree, node: NodeId) -> Option<String> {
    match &tree.node(node).kind {
        NodeKind::Text(it) | NodeKind::Number(it) => Some(it.text.to_string()),
        NodeKind::Bool(it) => Some(it.to_string()),
        _ => None,
    }
}

/// The names in a table, with where they and their values are.
fn pairs<'t>(
    tree: &'t Tree,
    entry: &Entry<'_>,
) -> Result<Vec<(&'t str, NodeId, NodeId)>, SyntaxError> {
    let NodeKind::Mapping(pairs) = &entry.value.kind else {
        let message = format!("`{}` is a table: {{ name = value }}", entry.name);
        return Err(wrong(entry.value.span, message));
    };
    let named = pairs.iter().filter_map(|it| Some((tree.key(it.key)?, it.key, it.value)));
    Ok(named.collect())
}
