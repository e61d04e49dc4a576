//! AWS Step Functions: state machines, which carry jobs in their definitions.

use crate::carriers;
use crate::truth::Truth;
use crate::value::Value;
use crate::world::{Field, Kinds, List, Resource, State, View};

/// A state machine. The jobs that its tasks start are resources of their own.
pub struct StateMachine<'w> {
    /// The properties that may hold the definition: as an object, or as text.
    definitions: [Field<'w, ()>; 2],
    /// Those that may say where it is kept.
    places: [Field<'w, ()>; 2],
    substitutions: List<'w>,
}

impl<'w> View<'w> for StateMachine<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let kinds = [
            Kinds {
                cloudformation: "AWS::StepFunctions::StateMachine",
                terraform: "aws_sfn_state_machine",
                awscc: "awscc_stepfunctions_state_machine",
                api: "",
            },
            Kinds {
                cloudformation: "AWS::Serverless::StateMachine",
                terraform: "",
                awscc: "",
                api: "",
            },
        ];
        let it = kinds.into_iter().find_map(|it| resource.of_kind(it))?;
        Some(Self {
            definitions: [it.any(("Definition", "definition")), it.any(("DefinitionString", ""))],
            places: [it.any(("DefinitionS3Location", "")), it.any(("DefinitionUri", ""))],
            substitutions: it.list(("DefinitionSubstitutions", "")),
        })
    }
}

impl StateMachine<'_> {
    /// Whether every job that it may start is a resource of its own.
    pub fn is_read(&self) -> Truth {
        let definitions = self.definitions.iter().map(|it| self.is_definition_read(it));
        Truth::all(definitions.chain(self.places.iter().map(|it| self.is_place_read(it))))
    }

    fn is_definition_read(&self, definition: &Field<'_, ()>) -> Truth {
        if let State::Unknown(needs) = definition.state() {
            return Truth::Unknown(needs);
        }
        match definition.node() {
            Some(definition) => self.is_all_read(definition.value()),
            None => Truth::Yes,
        }
    }

    fn is_all_read(&self, definition: &Value) -> Truth {
        // An object on its own; if it is not known, what is put in is not.
        let substitutions = self.substitutions.read().values.first().copied();
        let unread = carriers::unread(definition, substitutions);
        match unread.is_empty() {
            true => Truth::Yes,
            false => Truth::Unknown(unread.iter().map(ToString::to_string).collect()),
        }
    }

    /// A definition that is kept elsewhere is read from a file beside the template, not from S3.
    fn is_place_read(&self, place: &Field<'_, ()>) -> Truth {
        if let State::Unknown(needs) = place.state() {
            return Truth::Unknown(needs);
        }
        let Some(node) = place.node() else { return Truth::Yes };
        if let Some(definition) = carriers::in_file(node.value()) {
            return self.is_all_read(definition);
        }
        match node.as_text() {
            Some(path) if !path.starts_with("s3://") => {
                Truth::needs(format!("the definition in {path}"))
            }
            _ => Truth::needs("the definition in S3"),
        }
    }
}
