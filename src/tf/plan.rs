//! Plans and states of Terraform, as `terraform show -json` prints them: what would be there.
//!
//! A plan says what a value is, its sources say where that is written; both are laid over each
//! other. What becomes of a resource is not looked at, but for those that go.
//! <https://developer.hashicorp.com/terraform/internals/json-format>

mod addresses;
mod configuration;
mod outline;
mod places;
mod values;

#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::sync::Arc;

use crate::graph::{Cut, Graph, Language, Resource};
use crate::reader::Reader;
use crate::syntax::hcl::Word;
use crate::syntax::tree::{NodeKind, Pair, Tree};
use crate::syntax::{Parsed, json};
use crate::text::{FileId, Span};
use crate::tf::inputs::{Assigned, Assignment, Written};
use crate::value::{Condition, Kind, Unknown, Value, Why, document};
use configuration::Configuration;

/// What a file looks like by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looks {
    /// A JSON object that begins as a plan or a state does.
    Json,
    /// What `terraform plan -out` writes.
    Binary,
    /// Terraform's own state file.
    State,
}

/// How much of a file tells what it looks like.
pub const GLANCE: usize = 4 << 10;

/// The first keys of a plan or a state, whichever order they are in.
const KEYS: [&str; 19] = [
    "action_invocations",
    "applyable",
    "checks",
    "complete",
    "configuration",
    "deferred_action_invocations",
    "deferred_changes",
    "errored",
    "format_version",
    "output_changes",
    "planned_values",
    "prior_state",
    "relevant_attributes",
    "resource_changes",
    "resource_drift",
    "terraform_version",
    "timestamp",
    "values",
    "variables",
];

/// What a file that begins so may be; none if it is none of Terraform's.
pub fn looks_like(head: &[u8]) -> Option<Looks> {
    // An archive, whose first entry has this name.
    if head.starts_with(b"PK\x03\x04") && head.get(30..).is_some_and(|it| it.starts_with(b"tfplan"))
    {
        return Some(Looks::Binary);
    }
    let text = match utf_16(head) {
        Some(text) => text,
        None => String::from_utf8_lossy(head).into_owned(),
    };
    let text = text.trim_start_matches('\u{feff}').trim_start().strip_prefix('{')?.trim_start();
    let key = text.strip_prefix('"')?.split('"').next()?;
    if key == "version" && text.contains("\"terraform_version\"") && text.contains("\"serial\"") {
        return Some(Looks::State);
    }
    KEYS.contains(&key).then_some(Looks::Json)
}

/// What a text is that PowerShell redirected to a file.
pub fn utf_16(bytes: &[u8]) -> Option<String> {
    let rest = bytes.strip_prefix(b"\xff\xfe")?;
    let units = rest.chunks_exact(2).map(|it| u16::from_le_bytes([it[0], it[1]]));
    Some(char::decode_utf16(units).map(|it| it.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

/// A plan or a state that was read.
pub struct Plan {
    file: FileId,
    text: Arc<str>,
    tree: Tree,
}

/// What a plan comes to.
pub struct Lowered {
    pub graph: Graph,
    /// What nobody is to be shown, the longest first.
    pub secrets: Vec<Arc<str>>,
}

impl Plan {
    /// None if it is neither a plan nor a state, or of a format that is not known, which is then
    /// an error.
    pub fn read(reader: &Reader<'_>, file: FileId) -> Option<Self> {
        let text = reader.text(file);
        let Parsed { tree, comments, errors } = json::parse_folded(file, &text, outline::is_folded);
        let version = tree.get(tree.root, "format_version")?;
        let has = |key: &&str| tree.get(tree.root, key).is_some();
        // So begins whatever else Terraform prints.
        let sections = ["planned_values", "values", "resource_changes", "configuration"];
        let NodeKind::Mapping(pairs) = &tree.root().kind else { return None };
        if !sections.iter().any(has) && !has(&"terraform_version") && pairs.len() > 1 {
            return None;
        }
        reader.keep(file, Parsed { tree: (), comments, errors });
        let written = outline::text(&tree, version).unwrap_or_default();
        if !matches!(written.split('.').next(), Some("0" | "1")) {
            let message =
                "expected a plan of format 0 or 1: this one is of another, which is not known yet";
            reader.error(tree.node(version).span, message);
            return None;
        }
        Some(Self { file, text, tree })
    }

    /// What the variables of the root module were given.
    pub fn variables(&self) -> Vec<Assignment> {
        let Some(variables) = self.tree.get(self.tree.root, "variables") else { return Vec::new() };
        let NodeKind::Mapping(pairs) = &self.tree.node(variables).kind else { return Vec::new() };
        let assignment = |it: &Pair| {
            let name =
                Word { text: self.tree.key(it.key)?.to_owned(), span: self.tree.node(it.key).span };
            let value = document::of_tree(&self.tree, self.tree.get(it.value, "value")?);
            Some(Assignment { name, value: Written::Assigned(Assigned::Value(value)) })
        };
        pairs.iter().filter_map(assignment).collect()
    }

    /// The resources that will be there. `source` is the graph of the sources it was made from, if
    /// these are at hand.
    pub fn lower(&self, reader: &Reader<'_>, source: Option<&Graph>) -> Lowered {
        let planned = outline::planned(&self.tree);
        let configuration = Configuration::of(&self.tree, &self.text, &planned);
        let values = values::read(&self.text, &planned);
        let (values, hidden) = values::marked(&self.text, &planned, configuration.as_ref(), values);
        let mut graph = Graph::default();
        let addresses: HashSet<&str> = planned.iter().map(|it| &*it.address).collect();
        let names = |it: &str| addresses.contains(it);
        for (planned, properties) in planned.iter().zip(values) {
            let resource = Resource {
                address: planned.address.clone(),
                language: match planned.kind.starts_with("awscc_") {
                    true => Language::Awscc,
                    false => Language::Terraform,
                },
                kind: planned.kind.clone(),
                header: planned.header,
                extent: planned.extent,
                exists: Condition::Always(true),
                calls: Vec::new(),
                carrier: None,
                rounds: Vec::new(),
                borrowed: Vec::new(),
                construct: None,
                properties: Value { span: planned.header, ..properties },
            };
            let block = format!("{}{}", planned.place.prefix, planned.place.name);
            let written = source.and_then(|it| places::source(it, &planned.address, &block));
            graph.add(match written {
                Some(it) => places::placed(resource, it, &names),
                None => resource,
            });
        }
        if let Some((span, message)) = outline::left_out(&self.tree) {
            graph.cuts.push(Cut { span, message: message.to_owned() });
        }
        let secrets = self.hide(reader, hidden);
        Lowered { graph, secrets }
    }

    /// Takes what nobody is to be shown out of the text that is shown.
    fn hide(&self, reader: &Reader<'_>, mut hidden: Vec<Span>) -> Vec<Arc<str>> {
        hidden.extend(self.sensitive_variables());
        hidden.sort_unstable();
        hidden.dedup();
        let mut secrets: Vec<Arc<str>> = hidden
            .iter()
            .filter_map(|it| {
                let tree = json::parse_at(&self.text, *it).tree;
                Some(outline::text(&tree, tree.root)?.into()).filter(|it: &Arc<str>| !it.is_empty())
            })
            .collect();
        secrets.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        secrets.dedup();
        reader.mask(self.file, &hidden);
        secrets
    }

    fn sensitive_variables(&self) -> Vec<Span> {
        let tree = &self.tree;
        let get = |from, keys: &[&str]| keys.iter().try_fold(from, |at, key| tree.get(at, key));
        let Some(declared) = get(tree.root, &["configuration", "root_module", "variables"]) else {
            return Vec::new();
        };
        let NodeKind::Mapping(pairs) = &tree.node(declared).kind else { return Vec::new() };
        let is_sensitive = |it: &&Pair| {
            let sensitive = tree.get(it.value, "sensitive").map(|it| &tree.node(it).kind);
            matches!(sensitive, Some(NodeKind::Bool(true)))
        };
        let value = |it: &Pair| {
            let value = get(tree.root, &["variables", tree.key(it.key)?, "value"])?;
            Some(leaves(&document::of_tree(tree, value)))
        };
        pairs.iter().filter(is_sensitive).filter_map(value).flatten().collect()
    }
}

/// Where the plain values in a value are written.
fn leaves(value: &Value) -> Vec<Span> {
    match &value.kind {
        Kind::Map(it) => it.entries.iter().flat_map(|it| leaves(&it.value)).collect(),
        Kind::List(it) => it.items.iter().flat_map(leaves).collect(),
        Kind::Text(_) | Kind::Number(_) | Kind::Bool(_) => vec![value.span],
        Kind::Absent | Kind::Null | Kind::Unknown(_) | Kind::If(_) => Vec::new(),
    }
}

/// Whether the configuration leaves a value to the provider.
fn is_left_out(unknown: &Unknown) -> bool {
    matches!(unknown.why.as_slice(), [Why::LeftOut(_)])
}
