//! Types, as Terraform has them. CloudFormation's values have the plain ones.

use std::sync::Arc;

/// What kind of value one is or must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Type {
    /// Not known, or any at all.
    Any,
    Bool,
    Number,
    Text,
    List(Box<Type>),
    Set(Box<Type>),
    Map(Box<Type>),
    Tuple(Vec<Type>),
    /// Sorted by name when it is the type of a Terraform value.
    Object(Vec<(Arc<str>, Type)>),
}

impl Type {
    pub fn is_primitive(&self) -> bool {
        matches!(self, Type::Bool | Type::Number | Type::Text)
    }
}
