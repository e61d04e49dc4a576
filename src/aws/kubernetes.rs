//! What Terraform puts into a Kubernetes cluster: Helm releases and manifests.

use crate::truth::{Needs, Truth};
use crate::value::{Kind, Unknown, Value, document};
use crate::world::{Field, Kinds, List, Node, Resource, State, View};

pub struct HelmRelease<'w> {
    pub chart: Field<'w, &'w str>,
    /// Blocks in version 2 of the provider, a list in version 3.
    set: List<'w>,
    /// YAML texts, the later over the earlier.
    values: List<'w>,
}

impl<'w> View<'w> for HelmRelease<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource.of_kind(Kinds {
            cloudformation: "",
            terraform: "helm_release",
            awscc: "",
            api: "",
        })?;
        Some(Self { chart: it.text("chart"), set: it.list("set"), values: it.list("values") })
    }
}

impl HelmRelease<'_> {
    /// Whether it installs a chart of that name, from whichever repository.
    pub fn installs(&self, chart: &str) -> Truth {
        self.chart.test(|it| it == chart || it.rsplit('/').next() == Some(chart))
    }

    /// Whether a value of the chart is one of these texts: dots lead into objects.
    pub fn value_is(&self, path: &str, expected: &[&str]) -> Truth {
        let is_expected = |it: &str| Truth::from(expected.contains(&it));
        let set = self.set.read();
        for it in set.nodes.iter().rev() {
            if it.text("name").is(path).certainly() {
                return match it.any("value").node().as_ref().and_then(|it| it.value().plain_text())
                {
                    Some(text) => is_expected(&text),
                    None => Truth::needs(format!("`{path}` of a Helm release")),
                };
            }
        }
        let values = self.values.read();
        let mut doubt: Option<Needs> = set.needs;
        if let Some(needs) = values.needs {
            doubt.get_or_insert_default().extend(needs);
        }
        for it in values.nodes.iter().rev() {
            match value_in(it, path) {
                State::Set(text) => return is_expected(&text),
                State::Unset => (),
                State::Unknown(needs) => doubt.get_or_insert_default().extend(needs),
            }
        }
        doubt.map_or(Truth::No, Truth::Unknown)
    }
}

fn value_in(values: &Node<'_>, path: &str) -> State<String> {
    let Kind::Text(text) = &values.value().kind else { return State::Unset };
    let documents = match text.known_document() {
        Some(document) => vec![document.clone()],
        None => document::yaml(text),
    };
    for document in &documents {
        match at(document, path) {
            State::Unset => (),
            found => return found,
        }
    }
    State::Unset
}

/// Objects for the cluster's API: one, or a YAML text of many.
pub struct Manifest<'w> {
    object: Field<'w, ()>,
    text: Field<'w, ()>,
}

impl<'w> View<'w> for Manifest<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let kinds = ["kubernetes_manifest", "kubernetes_manifest_v1", "kubectl_manifest"];
        let it = kinds.into_iter().find_map(|terraform| {
            resource.of_kind(Kinds { cloudformation: "", terraform, awscc: "", api: "" })
        })?;
        Some(Self { object: it.any("manifest"), text: it.any("yaml_body") })
    }
}

impl Manifest<'_> {
    /// The objects; none where they are not known.
    pub fn objects(&self) -> Vec<Value> {
        if let Some(node) = self.object.node() {
            let value = node.value();
            return match &value.kind {
                Kind::Text(text) => text.document().cloned().into_iter().collect(),
                _ => vec![value.clone()],
            };
        }
        let Some(node) = self.text.node() else { return Vec::new() };
        match &node.value().kind {
            Kind::Text(text) => match text.known_document() {
                Some(document) => vec![document.clone()],
                None => document::yaml(text),
            },
            _ => Vec::new(),
        }
    }

    /// Why its objects are not known.
    pub fn doubt(&self) -> Option<Needs> {
        let doubt = |field: &Field<'_, ()>| match field.state() {
            State::Unknown(needs) => Some(needs),
            State::Set(()) | State::Unset => None,
        };
        doubt(&self.object).or_else(|| doubt(&self.text))
    }
}

/// The text at a path of an object; dots lead into objects.
pub fn at(object: &Value, path: &str) -> State<String> {
    let unknown = |it: &Unknown| State::Unknown(it.needs());
    let mut value = object;
    for key in path.split('.') {
        match value.as_map().map(|map| (map.get(key), &map.open)) {
            Some((Some(inner), _)) => value = inner,
            Some((None, Some(it))) => return unknown(it),
            Some((None, None)) => return State::Unset,
            None => break,
        }
    }
    match (value.plain_text(), &value.kind) {
        (Some(text), _) => State::Set(text),
        (None, Kind::Absent | Kind::Null) => State::Unset,
        (None, Kind::Unknown(it)) => unknown(it),
        (None, _) => State::Unknown(Needs::from([format!("`{path}`")])),
    }
}
