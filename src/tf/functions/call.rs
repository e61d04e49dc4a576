//! One call: its arguments, and the ways to give its value.

use std::sync::Arc;

use crate::text::Span;
use crate::tf::convert::{Invalid, because, convert};
use crate::tf::limits;
use crate::value::{
    Entry, Kind, List, ListShape, Map, MapShape, Members, Number, Role, Run, Text, TextBuilder,
    Type, Unknown, Value, Why,
};

/// The arguments, converted to what the function takes, and where the call stands.
pub(super) struct Call<'c> {
    pub(super) args: &'c [Value],
    pub(super) span: Span,
}

pub(super) type Outcome = Result<Value, Stop>;

/// Why a call has no value.
#[derive(Debug)]
pub(super) enum Stop {
    Invalid(Invalid),
    /// The arguments are not known well enough.
    Unknown,
    /// So, but the result is sure to be of a type.
    UnknownOf(Type),
    /// The function is not one that can be worked out from here.
    Function,
    /// Too large.
    Limit(Why),
}

impl From<Invalid> for Stop {
    fn from(it: Invalid) -> Self {
        Stop::Invalid(it)
    }
}

pub(super) fn invalid<T>(message: impl Into<String>) -> Result<T, Stop> {
    Err(Stop::Invalid(Invalid::new(message)))
}

impl Call<'_> {
    pub(super) fn arg(&self, index: usize) -> Result<&Value, Stop> {
        self.args.get(index).ok_or(Stop::Unknown)
    }

    /// A text without holes.
    pub(super) fn text(&self, index: usize) -> Result<&str, Stop> {
        self.arg(index)?.as_str().ok_or(Stop::Unknown)
    }

    /// A text, perhaps with holes.
    pub(super) fn pieces(&self, index: usize) -> Result<&Text, Stop> {
        match &self.arg(index)?.kind {
            Kind::Text(it) => Ok(it),
            _ => Err(Stop::Unknown),
        }
    }

    pub(super) fn number(&self, index: usize) -> Result<Number, Stop> {
        match &self.arg(index)?.kind {
            Kind::Number(it) => Ok(it.clone()),
            _ => Err(Stop::Unknown),
        }
    }

    /// A number that must be whole.
    pub(super) fn whole(&self, index: usize) -> Result<i64, Stop> {
        let number = self.number(index)?;
        match number.as_i64() {
            Some(it) => Ok(it),
            None if number.is_whole() => Err(Stop::Limit(limits::NUMBER)),
            None => invalid("a whole number is required"),
        }
    }

    pub(super) fn list(&self, index: usize) -> Result<&List, Stop> {
        self.arg(index)?.as_list().ok_or(Stop::Unknown)
    }

    /// The text that the function makes.
    pub(super) fn new_text(&self, it: impl Into<Box<str>>) -> Outcome {
        let it = it.into();
        check_len(it.len())?;
        Ok(Value::text(it, self.span).made_from(self.span, self.args))
    }

    /// The text that the function puts together.
    pub(super) fn built(&self, it: TextBuilder) -> Outcome {
        check_len(it.len())?;
        let value = it.value(self.span);
        if limits::is_too_large(&value) {
            return Err(Stop::Limit(limits::SIZE));
        }
        Ok(value.made_from(self.span, self.args))
    }

    pub(super) fn new_number(&self, it: impl Into<Number>) -> Outcome {
        Ok(Value::number(it, self.span).made_from(self.span, self.args))
    }

    pub(super) fn new_bool(&self, it: bool) -> Outcome {
        Ok(Value::bool(it, self.span).made_from(self.span, self.args))
    }

    pub(super) fn new_list(&self, it: List) -> Outcome {
        self.new_value(Kind::List(Arc::new(it)))
    }

    pub(super) fn new_tuple(&self, items: Vec<Value>) -> Outcome {
        self.new_list(List::new(ListShape::Tuple, items))
    }

    /// Sorts by key; of equal keys the last stays.
    pub(super) fn new_object(&self, entries: Vec<Entry>) -> Outcome {
        self.new_map(Map::new(MapShape::Object, sorted(entries)))
    }

    pub(super) fn new_map(&self, it: Map) -> Outcome {
        self.new_value(Kind::Map(Arc::new(it)))
    }

    /// A list that is not known but for elements that it has.
    pub(super) fn open_list(&self, kind: Type, members: Option<Members>) -> Outcome {
        let unknown = because(self.args, kind).not_null().with_members(members);
        self.new_value(Kind::Unknown(Arc::new(unknown)))
    }

    fn new_value(&self, kind: Kind) -> Outcome {
        let value = Value::new(kind, self.span);
        if limits::is_too_large(&value) {
            return Err(Stop::Limit(limits::SIZE));
        }
        Ok(value.made_from(self.span, self.args))
    }

    /// A value that comes out as it went in.
    pub(super) fn passed(&self, it: &Value) -> Outcome {
        Ok(it.clone().seen_at(self.span, Role::Passed))
    }

    /// The first argument as one of another type.
    pub(super) fn converted(&self, to: Type) -> Outcome {
        self.passed(&convert(self.arg(0)?, &to)?)
    }

    /// The text with each literal stretch changed, whatever stands in the holes.
    pub(super) fn map_pieces(&self, text: &Text, change: impl Fn(&str) -> String) -> Outcome {
        if let Some(whole) = text.as_str() {
            return self.new_text(change(whole));
        }
        let mut builder = TextBuilder::default();
        for (run, piece) in text.pieces() {
            match run {
                Run::Literal { .. } => builder.piece((run, piece), &change(piece)),
                Run::Hole(it) => builder.hole(self.hole(it)),
            }
            check_len(builder.len())?;
        }
        self.built(builder)
    }

    /// What a text that is not known becomes.
    pub(super) fn hole(&self, of: &Value) -> Value {
        let unknown = because([of], Type::Text).not_null();
        Value::new(Kind::Unknown(Arc::new(unknown)), of.span).made_from(of.span, [of])
    }
}

/// Adds a text, or a hole for what is not known.
pub(super) fn append(builder: &mut TextBuilder, value: &Value) {
    match &value.kind {
        Kind::Text(text) => match text.as_str() {
            Some(whole) if value.cause.is_some() => builder.derived(whole, value.span, value),
            _ => builder.text(text),
        },
        _ => builder.hole(value.clone()),
    }
}

/// A tuple or object that is not known, as one whose parts are not known.
pub(super) fn taken_apart(value: &Value) -> Value {
    let Some(unknown) = value.as_unknown() else { return value.clone() };
    let part = |kind: &Type| {
        let part = Unknown::because([&**unknown], kind.clone());
        let kind = Kind::Unknown(Arc::new(part));
        Value::new(kind, value.span).made_from(value.span, [value])
    };
    let kind = match &unknown.kind {
        Type::Tuple(kinds) => Value::tuple(kinds.iter().map(part).collect(), value.span).kind,
        Type::Object(fields) => {
            let entries = fields.iter().map(|(name, kind)| Entry {
                key: name.clone(),
                key_span: value.span,
                value: part(kind),
            });
            Value::object(entries.collect(), value.span).kind
        }
        _ => return value.clone(),
    };
    Value { kind, span: value.span, cause: value.cause.clone() }
}

/// Of the elements of a list, set or map.
pub(super) fn element_type(of: &Type) -> Type {
    match of {
        Type::List(it) | Type::Set(it) | Type::Map(it) => (**it).clone(),
        _ => Type::Any,
    }
}

/// Refuses a text that would be too long.
pub(super) fn check_len(len: usize) -> Result<(), Stop> {
    if len > limits::MAX_TEXT { Err(Stop::Limit(limits::SIZE)) } else { Ok(()) }
}

/// Refuses a list that would be too long.
pub(super) fn check_count(count: usize) -> Result<(), Stop> {
    if count as u64 > limits::MAX_WEIGHT { Err(Stop::Limit(limits::SIZE)) } else { Ok(()) }
}

/// By key; of equal keys the last stays.
pub(super) fn sorted(mut entries: Vec<Entry>) -> Vec<Entry> {
    entries.reverse();
    entries.sort_by(|a, b| a.key.cmp(&b.key));
    entries.dedup_by(|later, kept| later.key == kept.key);
    entries
}
