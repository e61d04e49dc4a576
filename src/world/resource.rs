//! One resource in one world.

use crate::finding::Subject;
use crate::graph::{self, Language};
use crate::text::Span;
use crate::truth::Truth;
use crate::value::{Condition, Value};
use crate::world::{Node, Place, World};

#[derive(Clone, Copy)]
pub struct Resource<'w> {
    pub(super) world: &'w World<'w>,
    pub(super) it: &'w graph::Resource,
}

/// The names one kind of resource goes by; empty where a language has none.
/// `awscc` takes CloudFormation's property names, in its own spelling.
#[derive(Clone, Copy, Debug)]
pub struct Kinds {
    pub cloudformation: &'static str,
    pub terraform: &'static str,
    pub awscc: &'static str,
    /// `service:operation`, as a carrier lowers it.
    pub api: &'static str,
}

/// A kind of resource, in the words of no language in particular.
pub trait View<'w>: Sized {
    /// None if the resource is of another kind. Nothing but its kind counts.
    fn of(resource: Resource<'w>) -> Option<Self>;
}

impl<'w> World<'w> {
    pub fn resource(&'w self, it: &'w graph::Resource) -> Resource<'w> {
        Resource { world: self, it }
    }
}

impl<'w> Resource<'w> {
    pub fn exists(self) -> Truth {
        self.world.holds(&self.it.exists)
    }

    /// Whether something else that hangs on conditions is so in the resource's world.
    pub fn holds(self, condition: &Condition) -> Truth {
        self.world.holds(condition)
    }

    /// What introduces the resource.
    pub fn place(self) -> Place {
        Place::at(self.it.header)
    }

    pub fn span(self) -> Span {
        self.it.header
    }

    pub fn address(self) -> &'w str {
        &self.it.address
    }

    pub fn kind(self) -> &'w str {
        &self.it.kind
    }

    pub fn subject(self) -> Subject {
        Subject {
            address: self.it.address.to_string(),
            kind: self.it.kind.to_string(),
            header: self.it.header,
            construct: self.it.construct.as_deref().map(str::to_owned),
        }
    }

    /// Whether both are the same resource.
    pub fn is(self, other: Resource<'_>) -> bool {
        std::ptr::eq(self.it, other.it)
    }

    /// Whether a value is a reference to this resource.
    pub fn is_named_by(self, value: &Value) -> bool {
        value.reference().is_some_and(|it| *it.address == *self.it.address)
    }

    /// The resource as a `T`, if that is what it is.
    pub fn view<T: View<'w>>(self) -> Option<T> {
        T::of(self)
    }

    /// Every other resource that may exist in this world and is a `T`.
    pub fn others<T: View<'w>>(self) -> impl Iterator<Item = (Resource<'w>, T)> {
        self.all().filter(move |(it, _)| !it.is(self))
    }

    /// Every resource that may exist in this world and is a `T`, this one included.
    pub fn all<T: View<'w>>(self) -> impl Iterator<Item = (Resource<'w>, T)> {
        self.world.all().filter(|(it, _): &(Self, T)| it.exists().possibly())
    }

    /// The resource of that address that may exist in this world, if it is a `T`.
    pub fn find<T: View<'w>>(self, address: &str) -> Option<T> {
        self.find_resource(address).map(|(_, view)| view)
    }

    /// The same, with the resource itself.
    pub fn find_resource<T: View<'w>>(self, address: &str) -> Option<(Self, T)> {
        let it = self.world.graph.find(address)?;
        let resource = Resource { world: self.world, it };
        resource.exists().possibly().then(|| Some((resource, T::of(resource)?)))?
    }

    /// What is looked up under that address, and not made.
    pub fn find_data(self, address: &str) -> Option<Self> {
        let it = self.world.graph.find_data(address)?;
        let resource = Resource { world: self.world, it };
        resource.exists().possibly().then_some(resource)
    }

    /// How the provider is configured that makes the resource, where that is known.
    pub fn provider(self) -> Option<Node<'w>> {
        Some(Node::of_provider(self, self.it.provider.as_ref()?))
    }

    /// The properties, if the resource is of the kind that goes by one of these names.
    pub fn of_kind(self, kinds: Kinds) -> Option<Node<'w>> {
        #[cfg(test)]
        crate::world::asked::kinds(kinds);
        let name = match self.it.language {
            Language::CloudFormation => kinds.cloudformation,
            Language::Terraform => kinds.terraform,
            Language::Awscc => kinds.awscc,
            Language::Api => kinds.api,
        };
        (*self.it.kind == *name).then(|| self.properties())
    }

    /// The properties, whatever kind of resource it is.
    pub fn properties(self) -> Node<'w> {
        Node::of_resource(self)
    }

    pub(super) fn language(self) -> Language {
        self.it.language
    }
}
