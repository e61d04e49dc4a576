//! What Terraform puts into a Kubernetes cluster: Helm releases and manifests.

use crate::truth::{Needs, Truth};
use crate::value::{Entry, Kind, Value};
use crate::world::{Field, Kinds, List, Node, Place, Resource, State, View};

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

    /// Whether a value of the chart is this text: dots lead into objects.
    pub fn value_is(&self, path: &str, expected: &str) -> Truth {
        match self.value(path) {
            State::Set((text, _)) => (text == expected).into(),
            State::Unset => Truth::No,
            State::Unknown(needs) => Truth::Unknown(needs),
        }
    }

    /// A value of the chart, and where it is set: dots lead into objects.
    pub fn value(&self, path: &str) -> State<(String, Place)> {
        let set = self.set.read();
        for it in set.nodes.iter().rev() {
            if it.text("name").is(path).certainly() {
                let node = it.any("value").node();
                let found = node.and_then(|it| Some((it.value().plain_text()?, it.place())));
                let needs = || Needs::from([format!("`{path}` of a Helm release")]);
                return found.map_or_else(|| State::Unknown(needs()), State::Set);
            }
        }
        let values = self.values.read();
        let mut doubt: Option<Needs> = set.needs;
        if let Some(needs) = values.needs {
            doubt.get_or_insert_default().extend(needs);
        }
        for it in values.nodes.iter().rev() {
            match value_in(it, path) {
                State::Set(found) => return State::Set(found),
                State::Unset => (),
                State::Unknown(needs) => doubt.get_or_insert_default().extend(needs),
            }
        }
        doubt.map_or(State::Unset, State::Unknown)
    }
}

fn value_in(values: &Node<'_>, path: &str) -> State<(String, Place)> {
    let Kind::Text(text) = &values.value().kind else { return State::Unset };
    for document in text.documents() {
        match at(document, path) {
            State::Unset => (),
            State::Unknown(needs) => return State::Unknown(needs),
            State::Set(said) => {
                let entry = entry_at(document, path).ok().flatten();
                let place = entry.map_or_else(|| values.place(), |it| Place::at(it.value.span));
                return State::Set((said, place));
            }
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
            Kind::Text(text) => text.documents().to_vec(),
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

/// An entry of an object, with what its key is: dots lead into objects. What is not there is
/// none; why it may be there all the same is the error.
pub fn entry_at<'v>(object: &'v Value, path: &str) -> Result<Option<&'v Entry>, Needs> {
    let mut value = object;
    let mut found = None;
    for key in path.split('.') {
        let Some(map) = value.as_map() else {
            return match &value.kind {
                Kind::Absent | Kind::Null => Ok(None),
                Kind::Unknown(it) => Err(it.needs()),
                _ => Err(Needs::from([format!("`{path}`")])),
            };
        };
        match (map.entry(key), &map.open) {
            (Some(entry), _) => {
                found = Some(entry);
                value = &entry.value;
            }
            (None, Some(unknown)) => return Err(unknown.needs()),
            (None, None) => return Ok(None),
        }
    }
    Ok(found.filter(|it| !it.value.is_unset()))
}

/// The text at a path of an object; dots lead into objects.
pub fn at(object: &Value, path: &str) -> State<String> {
    let entry = match entry_at(object, path) {
        Ok(Some(entry)) => entry,
        Ok(None) => return State::Unset,
        Err(needs) => return State::Unknown(needs),
    };
    match (entry.value.plain_text(), &entry.value.kind) {
        (Some(text), _) => State::Set(text),
        (None, Kind::Unknown(it)) => State::Unknown(it.needs()),
        (None, _) => State::Unknown(Needs::from([format!("`{path}`")])),
    }
}

/// Whether the text at a path of an object is that one.
pub fn is_at(object: &Value, path: &str, expected: &str) -> Truth {
    match at(object, path) {
        State::Set(it) => (it == expected).into(),
        State::Unset => Truth::No,
        State::Unknown(needs) => Truth::Unknown(needs),
    }
}

/// A network plugin that can encrypt what pods send each other.
pub struct NetworkPlugin {
    pub name: &'static str,
    chart: &'static str,
    /// The value of the chart that turns its encryption on.
    pub setting: &'static str,
}

/// <https://docs.cilium.io/en/stable/security/network/encryption/>
/// <https://docs.tigera.io/calico/latest/network-policy/encrypt-cluster-pod-traffic>
const PLUGINS: [NetworkPlugin; 2] = [
    NetworkPlugin { name: "Cilium", chart: "cilium", setting: "encryption.enabled" },
    NetworkPlugin {
        name: "Calico",
        chart: "tigera-operator",
        setting: "defaultFelixConfiguration.wireguardEnabled",
    },
];

impl NetworkPlugin {
    /// Those that a release may install, each with whether it does.
    pub fn of(release: &HelmRelease<'_>) -> impl Iterator<Item = (&'static Self, Truth)> {
        let plugins = PLUGINS.iter().map(|it| (it, release.installs(it.chart)));
        plugins.filter(|(_, installs)| installs.possibly())
    }
}

/// Whether an object turns Calico's encryption on.
pub fn turns_wireguard_on(object: &Value) -> Truth {
    is_at(object, "kind", "FelixConfiguration") & is_at(object, "spec.wireguardEnabled", "true")
}

/// What it says that a pod, or every pod of a namespace, joins a mesh.
const INJECT: &str = "linkerd.io/inject";

/// A namespace, as a manifest of another kind of resource.
pub struct Namespace<'w> {
    annotations: Field<'w, ()>,
}

impl<'w> View<'w> for Namespace<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let kinds = ["kubernetes_namespace", "kubernetes_namespace_v1"];
        let it = kinds.into_iter().find_map(|terraform| {
            resource.of_kind(Kinds { cloudformation: "", terraform, awscc: "", api: "" })
        })?;
        Some(Self { annotations: it.any("metadata.annotations") })
    }
}

impl Namespace<'_> {
    /// Whether Linkerd is injected into its pods.
    pub fn is_meshed(&self) -> bool {
        let Some(node) = self.annotations.node() else { return false };
        node.value().as_map().and_then(|it| it.get(INJECT)).and_then(Value::as_str)
            == Some("enabled")
    }
}

/// Whether an object is a namespace into whose pods Linkerd is injected.
pub fn is_meshed_namespace(object: &Value) -> bool {
    let annotations = entry_at(object, "metadata.annotations").ok().flatten();
    let inject = annotations.and_then(|it| it.value.as_map()?.get(INJECT));
    is_at(object, "kind", "Namespace").certainly()
        && inject.and_then(Value::as_str) == Some("enabled")
}
