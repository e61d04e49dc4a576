//! Properties that name other resources: the edges of the graph, as a rule follows them.

use std::marker::PhantomData;

use crate::truth::{Needs, Truth};
use crate::value::{Reference, Value};
use crate::world::field::{Reached, unreadable};
use crate::world::{Node, Path, Place, Resource, State, View};

/// A property that names another resource, seen as a `T`.
#[derive(Clone)]
pub struct Link<'w, T> {
    base: Node<'w>,
    path: Path,
    /// Where a `T` keeps the name that a link may hold instead of a reference.
    name: Option<Path>,
    target: PhantomData<fn() -> T>,
}

impl<'w, T: View<'w>> Link<'w, T> {
    pub(super) fn new(base: Node<'w>, path: Path) -> Self {
        Self { base, path, name: None, target: PhantomData }
    }

    /// A literal equal to this property of a resource names it too.
    pub fn or_named(mut self, path: impl Into<Path>) -> Self {
        self.name = Some(path.into());
        self
    }

    /// The resource it names, if that is one of the run and of the right kind.
    pub fn state(&self) -> State<(Resource<'w>, T)> {
        match self.base.walk(self.path).argument() {
            Reached::Set(node) => self.target(&node),
            Reached::Unset(_) => State::Unset,
            // A reference is not known as a value, and known as an edge.
            Reached::Unknown(doubt) => doubt
                .at_end
                .then(|| self.referenced(doubt.value))
                .flatten()
                .unwrap_or(State::Unknown(doubt.needs)),
        }
    }

    fn target(&self, node: &Node<'w>) -> State<(Resource<'w>, T)> {
        if let Some(found) = self.referenced(node.value()) {
            return found;
        }
        let Some(text) = node.value().as_str() else {
            return State::Unknown(unreadable(node, self.path));
        };
        // Providers treat an empty name as none.
        if text.is_empty() {
            return State::Unset;
        }
        if let Some(path) = self.name {
            for (resource, view) in self.base.world.named::<T>(path, text) {
                let named = resource.properties().text(path).is(text);
                if (named & resource.exists()).certainly() {
                    return State::Set((resource, view));
                }
            }
        }
        State::Unknown(Needs::from([format!("`{text}`, which is not declared here")]))
    }

    fn referenced(&self, value: &'w Value) -> Option<State<(Resource<'w>, T)>> {
        let reference = value.reference()?;
        let resource = self.base.world.resource(self.base.world.graph.find(&reference.address)?);
        Some(match (resource.exists(), T::of(resource)) {
            (Truth::Yes, Some(view)) => State::Set((resource, view)),
            (Truth::Unknown(needs), Some(_)) => State::Unknown(needs),
            (Truth::No, _) => State::Unset,
            (_, None) => State::Unknown(Needs::from([reference.to_string()])),
        })
    }

    pub fn place(&self) -> Place {
        match self.base.walk(self.path).argument() {
            Reached::Set(node) => node.place(),
            Reached::Unset(lack) => lack.gap(),
            Reached::Unknown(doubt) => doubt.place(),
        }
    }

    /// What it refers to, whether or not that is one of the run.
    pub fn reference(&self) -> Option<&'w Reference> {
        match self.base.walk(self.path).argument() {
            Reached::Set(node) => node.value().reference(),
            Reached::Unset(_) => None,
            Reached::Unknown(doubt) => doubt.at_end.then(|| doubt.value.reference()).flatten(),
        }
    }

    /// Whether it names this resource.
    pub fn leads_to(&self, resource: Resource<'_>) -> Truth {
        match self.state() {
            State::Set((it, _)) => it.is(resource).into(),
            State::Unset => Truth::No,
            State::Unknown(needs) => Truth::Unknown(needs),
        }
    }
}
