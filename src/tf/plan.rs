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
        let Parsed { tree, comments, errors } =
            json::parse_folded(file, &text, None, outline::folds);
        let has = |key: &str| tree.get(tree.root, key).is_some();
        let sections = ["planned_values", "values", "resource_changes", "configuration"];
        let version = tree.get(tree.root, "format_version");
        let is_plan = match version {
            // So begins whatever else Terraform prints; a state may hold nothing more.
            Some(_) => {
                sections.iter().any(|it| has(it))
                    || has("terraform_version")
                    || is_only_version(&text, tree.root().span)
            }
            // Some who keep plans take it out.
            None => has("planned_values") && has("resource_changes"),
        };
        if !is_plan {
            return None;
        }
        reader.keep(file, Parsed { tree: (), comments, errors });
        if let Some(version) = version {
            let written = outline::text(&tree, version).unwrap_or_default();
            if !matches!(written.split('.').next(), Some("0" | "1")) {
                let message =
                    "expected format 0 or 1: another is not known yet, and may mean something else";
                reader.error(tree.node(version).span, message);
                return None;
            }
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
    pub fn lower(self, reader: &Reader<'_>, source: Option<&Graph>) -> Lowered {
        let Self { file, text, tree } = self;
        let planned = outline::planned(&tree);
        let left_out = outline::left_out(&tree);
        let configured = configured(&tree, file, &text);
        let secret = configured.as_ref().map(|it| sensitive_variables(&tree, it));
        drop(tree);
        let configuration =
            configured.as_ref().and_then(|it| Configuration::of(it, &text, &planned));
        let values = values::read(&text, &planned);
        let (values, mut hidden) = values::marked(&text, &planned, configuration.as_ref(), values);
        hidden.extend(secret.into_iter().flatten());
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
                loops: Vec::new(),
                borrowed: Vec::new(),
                construct: None,
                provider: None,
                properties: Value { span: planned.header, ..properties },
            };
            let block = format!("{}{}", planned.place.prefix, planned.place.name);
            let written = source.and_then(|it| places::source(it, &planned.address, &block));
            graph.add(match written {
                Some(it) => places::placed(resource, it, &names),
                None => resource,
            });
        }
        if let Some(source) = source {
            graph.add_data_of(source);
        }
        if let Some((span, message)) = left_out {
            graph.cuts.push(Cut { span, message: message.to_owned() });
        }
        let secrets = hide(reader, file, &text, hidden);
        Lowered { graph, secrets }
    }
}

/// Whether the version is all there is.
fn is_only_version(text: &str, root: Span) -> bool {
    text.get(root.range()).is_some_and(|it| !it.contains(','))
}

/// The configuration that a plan was made from; none in a state.
fn configured(tree: &Tree, file: FileId, text: &str) -> Option<Tree> {
    let span = tree.node(tree.get(tree.root, "configuration")?).span;
    Some(json::parse_folded(file, text, Some(span), configuration::folds).tree)
}

/// Takes what nobody is to be shown out of the text that is shown.
fn hide(reader: &Reader<'_>, file: FileId, text: &str, mut hidden: Vec<Span>) -> Vec<Arc<str>> {
    hidden.sort_unstable();
    hidden.dedup();
    let secret = |it: &Span| {
        let tree = json::parse_at(text, *it).tree;
        let secret: Arc<str> = outline::text(&tree, tree.root)?.into();
        (!secret.is_empty()).then_some(secret)
    };
    let mut secrets: Vec<Arc<str>> = hidden.iter().filter_map(secret).collect();
    secrets.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
    secrets.dedup();
    reader.mask(file, &hidden);
    secrets
}

/// Where the values of variables are written that nobody is to be shown.
fn sensitive_variables(tree: &Tree, configured: &Tree) -> Vec<Span> {
    let root = configured.get(configured.root, "root_module");
    let Some(declared) = root.and_then(|it| configured.get(it, "variables")) else {
        return Vec::new();
    };
    let NodeKind::Mapping(pairs) = &configured.node(declared).kind else { return Vec::new() };
    let is_sensitive = |it: &&Pair| {
        let sensitive = configured.get(it.value, "sensitive").map(|it| &configured.node(it).kind);
        matches!(sensitive, Some(NodeKind::Bool(true)))
    };
    let value = |it: &Pair| {
        let keys = ["variables", configured.key(it.key)?, "value"];
        let value = keys.iter().try_fold(tree.root, |at, key| tree.get(at, key))?;
        Some(leaves(&document::of_tree(tree, value)))
    };
    pairs.iter().filter(is_sensitive).filter_map(value).flatten().collect()
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
