//! Which cluster something is about: as nodes name it, and as Terraform's providers of Kubernetes
//! are connected to it.

use std::sync::Arc;

use crate::aws::eks::{Cluster, ClusterName};
use crate::truth::Truth;
use crate::value::{Kind, Map, Reference, Value};
use crate::world::{Kinds, Node, Resource, State, View};

/// A cluster, as far as it is known which.
#[derive(Clone)]
pub enum Which<'w> {
    /// One that is declared here.
    Declared(Resource<'w>),
    /// One that goes by that name.
    Named(&'w str),
    /// One that something names that is not at hand.
    Of(&'w Reference),
    /// The one that a provider is connected to, wherever that is.
    Connected(&'w Arc<Map>),
    Unknown,
}

/// What tells a program which cluster to get a token for: the AWS CLI, and aws-iam-authenticator.
const NAME_OPTIONS: [&str; 3] = ["--cluster-name", "--cluster-id", "-i"];

/// A cluster that is looked up.
struct LookedUp<'w> {
    name: ClusterName<'w>,
}

impl<'w> View<'w> for LookedUp<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let kinds = ["data.aws_eks_cluster", "data.aws_eks_cluster_auth"];
        let it = kinds.into_iter().find_map(|terraform| {
            resource.of_kind(Kinds { cloudformation: "", terraform, awscc: "", api: "" })
        })?;
        Some(Self { name: ClusterName::new(&it, ("", "name")) })
    }
}

impl<'w> Which<'w> {
    /// The one that something names.
    pub fn of(name: &ClusterName<'w>) -> Self {
        match (name.link.state(), name.text.state(), name.link.reference()) {
            (State::Set((it, _)), ..) => Self::Declared(it),
            (_, State::Set(name), _) => Self::Named(name),
            (_, _, Some(reference)) => Self::Of(reference),
            (_, _, None) => Self::Unknown,
        }
    }

    /// The one that a Helm release or a manifest goes to.
    pub fn of_connection(resource: Resource<'w>) -> Self {
        let Some(settings) = resource.provider() else { return Self::Unknown };
        // Helm's provider keeps them in a block, or an object, of their own.
        let inner = settings.any("kubernetes").node();
        Self::told(resource, inner.as_ref().unwrap_or(&settings)).unwrap_or_else(|| match &settings
            .value()
            .kind
        {
            Kind::Map(it) => Self::Connected(it),
            _ => Self::Unknown,
        })
    }

    fn told(resource: Resource<'w>, settings: &Node<'w>) -> Option<Self> {
        let host = settings.link::<Cluster<'_>>("host").reference();
        if let Some(reference) = host {
            return Some(Self::referred(resource, reference));
        }
        let args = settings.list("exec.args").read();
        let is_option = |it: &&Value| it.as_str().is_some_and(|it| NAME_OPTIONS.contains(&it));
        let at = args.values.iter().position(is_option)?;
        let name: &'w Value = args.values.get(at + 1)?;
        match (name.reference(), name.as_str()) {
            (Some(reference), text) => match (Self::referred(resource, reference), text) {
                (Self::Of(_), Some(text)) => Some(Self::Named(text)),
                (found, _) => Some(found),
            },
            (None, Some(text)) => Some(Self::Named(text)),
            (None, None) => None,
        }
    }

    /// The one that an attribute is of.
    fn referred(resource: Resource<'w>, reference: &'w Reference) -> Self {
        if let Some((it, _)) = resource.find_resource::<Cluster<'_>>(&reference.address) {
            return Self::Declared(it);
        }
        let found = resource.find_data(&reference.address).and_then(Resource::view);
        match found {
            Some(LookedUp { name }) => Self::of(&name),
            None => Self::Of(reference),
        }
    }

    /// Whether both are the same.
    pub fn is(&self, other: &Which<'w>) -> Truth {
        match (self, other) {
            (Self::Declared(a), Which::Declared(b)) => a.is(*b).into(),
            (Self::Named(a), Which::Named(b)) => (a == b).into(),
            (Self::Declared(it), Which::Named(name)) | (Self::Named(name), Which::Declared(it)) => {
                is_called(*it, name)
            }
            (Self::Of(a), Which::Of(b)) if a.address == b.address => Truth::Yes,
            // What two outputs of a module name belongs together.
            (Self::Of(a), Which::Of(b)) if module(a).is_some() && module(a) == module(b) => {
                Truth::Yes
            }
            (Self::Connected(a), Which::Connected(b)) if Arc::ptr_eq(a, b) => Truth::Yes,
            (Self::Of(it), _) => Truth::needs(it.to_string()),
            (_, Which::Of(it)) => Truth::needs(it.to_string()),
            _ => Truth::needs("the cluster that a Helm release or manifest goes to"),
        }
    }

    /// Whether each is of a module, and those are not the same.
    pub fn is_of_another_module(&self, other: &Which<'w>) -> bool {
        match (self, other) {
            (Self::Of(a), Which::Of(b)) => match (module(a), module(b)) {
                (Some(a), Some(b)) => a != b,
                _ => false,
            },
            _ => false,
        }
    }
}

fn is_called(resource: Resource<'_>, name: &str) -> Truth {
    let Some(cluster) = resource.view::<Cluster<'_>>() else { return Truth::No };
    cluster.name.is(name)
}

/// The module that an output belongs to, with its keys; none for what is no output.
fn module(reference: &Reference) -> Option<&str> {
    let address = &*reference.address;
    let mut rest = address;
    while let Some(after) = rest.strip_prefix("module.") {
        let mut end = after.find(['.', '['])?;
        // A key may hold dots.
        if after[end..].starts_with('[') {
            end += after[end..].find(']')? + 1;
        }
        rest = after[end..].strip_prefix('.')?;
    }
    let is_output = rest.len() < address.len() && !rest.contains(['.', '[']);
    is_output.then(|| &address[..address.len() - rest.len()])
}

#[cfg(test)]
mod tests {
    use super::module;
    use crate::value::Reference;

    #[test]
    fn an_output_belongs_to_its_module() {
        for (address, expected) in [
            ("module.eks.cluster_endpoint", Some("module.eks.")),
            ("module.eks[\"a.b\"].cluster_name", Some("module.eks[\"a.b\"].")),
            ("module.a.module.eks[0].cluster_name", Some("module.a.module.eks[0].")),
            ("module.a.aws_eks_cluster.it", None),
            ("module.a.var.name", None),
            ("module.eks", None),
            ("var.name", None),
            ("name", None),
        ] {
            let reference = Reference { address: address.into(), attribute: "".into() };
            assert_eq!(module(&reference), expected, "{address}");
        }
    }
}
