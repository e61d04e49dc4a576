//! What carries jobs in a document: state machines and pipelines.

use crate::carriers;
use crate::truth::Truth;
use crate::value::Value;
use crate::world::{Field, List, Resource, State, View};

/// A state machine or a pipeline. The jobs that it starts are resources of their own.
pub struct Carrier<'w> {
    it: &'static carriers::Carrier,
    documents: Vec<Field<'w, ()>>,
    /// Where the document is kept.
    places: Vec<Field<'w, ()>>,
    substitutions: List<'w>,
    resource: Resource<'w>,
}

impl<'w> View<'w> for Carrier<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = carriers::Carrier::of(resource.kind())?;
        let node = resource.properties();
        let fields =
            |paths: &'static [&'static str]| paths.iter().map(|path| node.any(*path)).collect();
        Some(Self {
            it,
            documents: fields(it.documents),
            places: fields(it.places),
            substitutions: node.list(("DefinitionSubstitutions", "")),
            resource,
        })
    }
}

impl Carrier<'_> {
    /// Whether every job that it may start is a resource of its own.
    pub fn is_read(&self) -> Truth {
        let documents = self.documents.iter().map(|it| self.is_document_read(it));
        Truth::all(documents.chain(self.places.iter().map(|it| self.is_place_read(it))))
    }

    fn is_document_read(&self, document: &Field<'_, ()>) -> Truth {
        if let State::Unknown(needs) = document.state() {
            return Truth::Unknown(needs);
        }
        match document.node() {
            Some(document) => self.is_all_read(document.value()),
            None => Truth::Yes,
        }
    }

    fn is_all_read(&self, document: &Value) -> Truth {
        // An object on its own; if it is not known, what is put in is not.
        let substitutions = self.substitutions.read().values.first().copied();
        let unread = self.it.unread(document, substitutions);
        Truth::all(unread.iter().map(|(when, why)| match self.resource.holds(when) {
            Truth::No => Truth::Yes,
            // Whatever it hangs on, this is what would have to be known.
            Truth::Yes | Truth::Unknown(_) => Truth::needs(why.need()),
        }))
    }

    /// A document that is kept elsewhere is read from a file beside the template, not from S3.
    fn is_place_read(&self, place: &Field<'_, ()>) -> Truth {
        if let State::Unknown(needs) = place.state() {
            return Truth::Unknown(needs);
        }
        let Some(node) = place.node() else { return Truth::Yes };
        if let Some(document) = carriers::in_file(node.value()) {
            return self.is_all_read(document);
        }
        match node.as_text() {
            Some(path) if !path.starts_with("s3://") => {
                Truth::needs(format!("the definition in {path}"))
            }
            _ => Truth::needs("the definition in S3"),
        }
    }
}
