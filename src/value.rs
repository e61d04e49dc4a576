//! What a property was set to, as far as that can be read off the source.
//!
//! One kind of value serves both languages. What is not known is a value too, and says
//! why; what depends on a condition holds both sides. Values share what they have in
//! common, so copying one is cheap.

pub mod condition;
pub mod document;
pub mod kind;
pub mod members;
pub mod number;
pub mod text;

pub use condition::{Atom, Condition};
pub use kind::Type;
pub use members::Members;
pub use number::Number;
pub use text::{Run, Text, TextBuilder};

use std::fmt;
use std::sync::Arc;

use crate::text::Span;
use crate::truth::Needs;

/// A value, where it stands, and what made it so.
#[derive(Clone, Debug)]
pub struct Value {
    pub kind: Kind,
    /// Where it is used: the literal, or the expression that yields it.
    pub span: Span,
    /// None for a literal.
    pub cause: Option<Arc<Cause>>,
}

#[derive(Clone, Debug)]
pub enum Kind {
    /// Not written, or `AWS::NoValue`.
    Absent,
    /// Terraform's `null`, JSON's and YAML's `null`.
    Null,
    /// Written, but settled only when the template is deployed.
    Unknown(Arc<Unknown>),
    Bool(bool),
    Number(Number),
    Text(Arc<Text>),
    List(Arc<List>),
    Map(Arc<Map>),
    /// One value or another, as a condition decides.
    If(Arc<Branch>),
}

#[derive(Clone, Debug)]
pub struct List {
    pub shape: ListShape,
    pub items: Vec<Value>,
    weight: u64,
    depth: u32,
}

/// CloudFormation and JSON know only tuples.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ListShape {
    Tuple,
    List(Type),
    /// Sorted and without duplicates, as far as its elements are known.
    Set(Type),
}

#[derive(Clone, Debug)]
pub struct Map {
    pub shape: MapShape,
    /// In the order written for CloudFormation and JSON, sorted by key for Terraform.
    pub entries: Vec<Entry>,
    /// Why it may have keys that are not listed; none when it has no others.
    pub open: Option<Arc<Unknown>>,
    /// Of those other keys some that it is sure to have, as far as they are known.
    keys: Vec<Value>,
    weight: u64,
    depth: u32,
}

/// CloudFormation and JSON know only objects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MapShape {
    Object,
    Map(Type),
}

#[derive(Clone, Debug)]
pub struct Entry {
    pub key: Arc<str>,
    pub key_span: Span,
    pub value: Value,
}

#[derive(Clone, Debug)]
pub struct Branch {
    pub condition: Condition,
    pub then: Value,
    pub otherwise: Value,
}

/// A value that is not known, and what is known of it all the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Unknown {
    /// At least one; each once.
    pub why: Vec<Why>,
    pub kind: Type,
    /// Whether it is sure not to be null.
    pub not_null: bool,
    /// What its text is sure to start with; empty if nothing is known.
    pub prefix: String,
    /// What it asks, if it is a truth value: so that a choice made by it can be explored.
    pub condition: Option<Condition>,
    /// What is known of its elements, if it is a list.
    pub members: Option<Members>,
}

/// Why a value is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// An input that was given no value: `var.x`, `Stage`, `AWS::AccountId`.
    Input(Arc<str>),
    /// Something another resource, or a data source, will only know once it exists.
    Output(Reference),
    /// The address of a module whose source is not at hand.
    Remote(Arc<str>),
    /// Which release of a module is used, by the module's name.
    Release(Arc<str>),
    /// Something kept outside the source: an import, a dynamic reference, a value of a run.
    Outside(Arc<str>),
    /// A function this tool does not work out, by its name.
    Function(Arc<str>),
    /// An expression that the language itself would refuse, and how.
    Invalid(Arc<str>),
    /// A limit of this tool, by its name.
    Limit(&'static str),
    /// An attribute that a plan does not know yet and its configuration leaves out: as good as
    /// unset if it is an argument; if it is a block, `dynamic` may make it.
    LeftOut(Reference),
}

/// An attribute of a resource: an edge of the graph.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    /// As [`crate::graph::Resource::address`].
    pub address: Arc<str>,
    /// `name`, `Arn`; `Ref` for CloudFormation's `Ref`; empty for the resource itself.
    pub attribute: Arc<str>,
}

/// What made a value so, besides the text it stands in.
#[derive(Clone, Debug, Default)]
pub struct Cause {
    /// The attribute that this value is, unchanged.
    pub is: Option<Reference>,
    /// The attributes it was made from, that one included.
    pub from: Vec<Reference>,
    /// Places elsewhere that had a part in it, nearest first.
    pub hops: Vec<Hop>,
    /// Whether something that nobody is to be shown had a part in it.
    pub hidden: bool,
}

/// A place that had a part in a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hop {
    pub span: Span,
    pub role: Role,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The value was written here.
    Set,
    /// The value was handed on here: a module's argument, a local.
    Passed,
    /// A condition that chose the value was decided here.
    Decided,
}

/// How many places a value remembers.
pub const MAX_HOPS: usize = 16;

impl Value {
    pub fn new(kind: Kind, span: Span) -> Self {
        Self { kind, span, cause: None }
    }

    pub fn absent(span: Span) -> Self {
        Self::new(Kind::Absent, span)
    }

    pub fn null(span: Span) -> Self {
        Self::new(Kind::Null, span)
    }

    pub fn bool(it: bool, span: Span) -> Self {
        Self::new(Kind::Bool(it), span)
    }

    pub fn number(it: impl Into<Number>, span: Span) -> Self {
        Self::new(Kind::Number(it.into()), span)
    }

    /// Text that comes, as a whole, from `span`.
    pub fn text(it: impl Into<Box<str>>, span: Span) -> Self {
        Self::new(Kind::Text(Arc::new(Text::derived(it, span))), span)
    }

    pub fn list(shape: ListShape, items: Vec<Value>, span: Span) -> Self {
        Self::new(Kind::List(Arc::new(List::new(shape, items))), span)
    }

    pub fn tuple(items: Vec<Value>, span: Span) -> Self {
        Self::list(ListShape::Tuple, items, span)
    }

    pub fn map(shape: MapShape, entries: Vec<Entry>, span: Span) -> Self {
        Self::new(Kind::Map(Arc::new(Map::new(shape, entries))), span)
    }

    pub fn object(entries: Vec<Entry>, span: Span) -> Self {
        Self::map(MapShape::Object, entries, span)
    }

    pub fn unknown(why: Why, kind: Type, span: Span) -> Self {
        Self::new(Kind::Unknown(Arc::new(Unknown::new(why, kind))), span)
    }

    /// `then` if the condition holds, `otherwise` if not; one of them if that is settled.
    pub fn choice(condition: Condition, then: Value, otherwise: Value, span: Span) -> Self {
        match condition {
            Condition::Always(true) => then,
            Condition::Always(false) => otherwise,
            condition => Self::new(Kind::If(Arc::new(Branch { condition, then, otherwise })), span),
        }
    }

    /// The same value as it stands at `span`, where a name refers to it: remembers where it came
    /// from, and in what role that place had a part.
    pub fn seen_at(mut self, span: Span, role: Role) -> Self {
        // What is not known was set nowhere.
        let is_set = self.as_unknown().is_none_or(|it| it.members.is_some());
        if self.span == span || !is_set {
            self.span = span;
            return self;
        }
        let written = self.hops().is_empty();
        let role = if written { Role::Set } else { role };
        let from = self.span;
        let cause = Arc::make_mut(self.cause.get_or_insert_default());
        if !cause.hops.iter().any(|it| it.span == from) {
            cause.hops.insert(0, Hop { span: from, role });
            cause.hops.truncate(MAX_HOPS);
        }
        self.span = span;
        self
    }

    /// The same value made at `span` from others, which it then remembers as its cause.
    pub fn made_from<'v>(
        mut self,
        span: Span,
        others: impl IntoIterator<Item = &'v Value>,
    ) -> Self {
        self.span = span;
        let mut merged = Cause::default();
        for other in others {
            other.collect_cause(&mut merged, None);
        }
        if let Some(own) = self.cause.take() {
            merged.is = own.is.clone();
            merge(&mut merged, &own, None);
        }
        let empty = merged.is.is_none() && merged.from.is_empty() && merged.hops.is_empty();
        self.cause = (!empty || merged.hidden).then(|| Arc::new(merged));
        self
    }

    /// The same value, chosen by `condition`: remembers what decided it.
    pub fn decided_by(mut self, condition: &Value) -> Self {
        let mut merged = Cause::default();
        condition.collect_cause(&mut merged, Some(Role::Decided));
        if merged.hops.is_empty() && merged.from.is_empty() {
            return self;
        }
        let own = Arc::make_mut(self.cause.get_or_insert_default());
        merge(own, &merged, None);
        self
    }

    fn collect_cause(&self, into: &mut Cause, role: Option<Role>) {
        if let Some(cause) = &self.cause {
            merge(into, cause, role);
        }
        if let Kind::Unknown(unknown) = &self.kind {
            for why in &unknown.why {
                if let Why::Output(it) = why
                    && !into.from.contains(it)
                {
                    into.from.push(it.clone());
                }
            }
        }
    }

    /// The same value, known to be an attribute of another resource.
    pub fn of(mut self, reference: Reference) -> Self {
        let cause = Arc::make_mut(self.cause.get_or_insert_default());
        if !cause.from.contains(&reference) {
            cause.from.push(reference.clone());
        }
        cause.is = Some(reference);
        self
    }

    /// The same value, not to be shown, and nothing that is made of it.
    pub fn hidden(mut self) -> Self {
        Arc::make_mut(self.cause.get_or_insert_default()).hidden = true;
        self
    }

    pub fn is_hidden(&self) -> bool {
        self.cause.as_deref().is_some_and(|it| it.hidden)
    }

    /// The attribute of another resource that this value is, unchanged.
    pub fn reference(&self) -> Option<&Reference> {
        self.cause.as_deref()?.is.as_ref()
    }

    pub fn hops(&self) -> &[Hop] {
        self.cause.as_deref().map_or(&[], |it| &it.hops)
    }

    pub fn is_absent(&self) -> bool {
        matches!(self.kind, Kind::Absent)
    }

    /// Neither written nor null: what a provider treats as left out.
    pub fn is_unset(&self) -> bool {
        matches!(self.kind, Kind::Absent | Kind::Null)
    }

    pub fn as_unknown(&self) -> Option<&Arc<Unknown>> {
        match &self.kind {
            Kind::Unknown(it) => Some(it),
            _ => None,
        }
    }

    /// Text without holes.
    pub fn as_str(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(it) => it.as_str(),
            _ => None,
        }
    }

    /// A plain value as text, as a key or a template has it: `true`, `3`, `privacy`.
    pub fn plain_text(&self) -> Option<String> {
        match &self.kind {
            Kind::Text(it) => it.as_str().map(str::to_owned),
            Kind::Number(it) => it.text(),
            Kind::Bool(it) => Some(it.to_string()),
            _ => None,
        }
    }

    pub fn as_list(&self) -> Option<&List> {
        match &self.kind {
            Kind::List(it) => Some(it),
            _ => None,
        }
    }

    pub fn as_map(&self) -> Option<&Map> {
        match &self.kind {
            Kind::Map(it) => Some(it),
            _ => None,
        }
    }

    /// How many values it would be if it were written out; grows without overflow.
    pub fn weight(&self) -> u64 {
        match &self.kind {
            Kind::List(it) => it.weight,
            Kind::Map(it) => it.weight,
            Kind::If(it) => {
                it.then.weight().saturating_add(it.otherwise.weight()).saturating_add(1)
            }
            Kind::Text(it) => 1 + it.len() as u64 / 64 + it.holes().count() as u64,
            Kind::Unknown(it) => it.members.as_ref().map_or(1, |it| it.list().weight),
            Kind::Absent | Kind::Null | Kind::Bool(_) | Kind::Number(_) => 1,
        }
    }

    /// How many lists, maps and choices enclose its innermost part.
    pub fn depth(&self) -> u32 {
        match &self.kind {
            Kind::List(it) => it.depth,
            Kind::Map(it) => it.depth,
            Kind::If(it) => it.then.depth().max(it.otherwise.depth()).saturating_add(1),
            Kind::Unknown(it) => it.members.as_ref().map_or(0, |it| it.list().depth),
            Kind::Absent | Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) => 0,
        }
    }

    /// Whether nothing in it, however deep, is unknown or conditional.
    pub fn is_wholly_known(&self) -> bool {
        match &self.kind {
            Kind::Unknown(_) | Kind::If(_) => false,
            Kind::Text(it) => it.as_str().is_some(),
            Kind::List(it) => it.items.iter().all(Value::is_wholly_known),
            Kind::Map(it) => {
                it.open.is_none() && it.entries.iter().all(|it| it.value.is_wholly_known())
            }
            Kind::Absent | Kind::Null | Kind::Bool(_) | Kind::Number(_) => true,
        }
    }

    /// The type, as far as it is known.
    pub fn type_of(&self) -> Type {
        match &self.kind {
            Kind::Absent | Kind::Null => Type::Any,
            Kind::Unknown(it) => it.kind.clone(),
            Kind::Bool(_) => Type::Bool,
            Kind::Number(_) => Type::Number,
            Kind::Text(_) => Type::Text,
            Kind::List(it) => match &it.shape {
                ListShape::Tuple => Type::Tuple(it.items.iter().map(Value::type_of).collect()),
                ListShape::List(each) => Type::List(Box::new(each.clone())),
                ListShape::Set(each) => Type::Set(Box::new(each.clone())),
            },
            Kind::Map(it) => match &it.shape {
                // What may have further keys has no type yet.
                MapShape::Object if it.open.is_some() => Type::Any,
                MapShape::Object => Type::Object(
                    it.entries.iter().map(|it| (it.key.clone(), it.value.type_of())).collect(),
                ),
                MapShape::Map(each) => Type::Map(Box::new(each.clone())),
            },
            Kind::If(it) => {
                let (then, otherwise) = (it.then.type_of(), it.otherwise.type_of());
                if then == otherwise { then } else { Type::Any }
            }
        }
    }
}

fn merge(into: &mut Cause, other: &Cause, role: Option<Role>) {
    into.hidden |= other.hidden;
    for it in &other.from {
        if !into.from.contains(it) {
            into.from.push(it.clone());
        }
    }
    for hop in &other.hops {
        if into.hops.len() < MAX_HOPS && !into.hops.iter().any(|it| it.span == hop.span) {
            into.hops.push(Hop { role: role.unwrap_or(hop.role), ..*hop });
        }
    }
}

impl List {
    pub fn new(shape: ListShape, items: Vec<Value>) -> Self {
        let weight = items.iter().fold(1, |sum: u64, it| sum.saturating_add(it.weight()));
        let depth = items.iter().map(Value::depth).max().unwrap_or(0).saturating_add(1);
        Self { shape, items, weight, depth }
    }
}

impl Map {
    pub fn new(shape: MapShape, entries: Vec<Entry>) -> Self {
        let weight = entries.iter().fold(1, |sum: u64, it| sum.saturating_add(it.value.weight()));
        let depth = entries.iter().map(|it| it.value.depth()).max().unwrap_or(0).saturating_add(1);
        Self { shape, entries, open: None, keys: Vec::new(), weight, depth }
    }

    pub fn opened(mut self, why: Arc<Unknown>) -> Self {
        self.open = Some(why);
        self
    }

    pub fn get(&self, key: &str) -> Option<&Value> {
        self.entry(key).map(|it| &it.value)
    }

    /// The last entry of that key, as every loader takes it.
    pub fn entry(&self, key: &str) -> Option<&Entry> {
        self.entries.iter().rev().find(|it| &*it.key == key)
    }
}

impl Unknown {
    pub fn new(why: Why, kind: Type) -> Self {
        Self::of(vec![why], kind)
    }

    /// One that is unknown because the others are.
    pub fn because<'u>(others: impl IntoIterator<Item = &'u Unknown>, kind: Type) -> Self {
        let mut why: Vec<Why> = Vec::new();
        for it in others.into_iter().flat_map(|it| &it.why) {
            if !why.contains(it) && why.len() < MAX_HOPS {
                why.push(it.clone());
            }
        }
        Self::of(why, kind)
    }

    fn of(why: Vec<Why>, kind: Type) -> Self {
        let prefix = String::new();
        Self { why, kind, not_null: false, prefix, condition: None, members: None }
    }

    pub fn not_null(mut self) -> Self {
        self.not_null = true;
        self
    }
}

/// In the author's words, so that it can stand in a list of what is needed.
impl Unknown {
    /// What would have to be known, each to stand after "needs".
    pub fn needs(&self) -> Needs {
        self.why.iter().map(Why::need).collect()
    }
}

impl Why {
    /// What would have to be there for the value to be known, to stand after "needs".
    pub fn need(&self) -> String {
        match self {
            Why::Input(_)
            | Why::Output(_)
            | Why::Remote(_)
            | Why::Release(_)
            | Why::Outside(_)
            | Why::Function(_) => self.to_string(),
            Why::Invalid(it) => format!("a valid value: {it}"),
            Why::Limit(it) => format!("a smaller value: {it}"),
            Why::LeftOut(_) => self.to_string(),
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Why::Input(it) | Why::Remote(it) | Why::Outside(it) => f.write_str(it),
            Why::Output(it) => write!(f, "{it}"),
            Why::Release(it) => write!(f, "which release of {it} is used"),
            Why::Function(it) => write!(f, "{it}()"),
            Why::Invalid(it) => write!(f, "invalid: {it}"),
            Why::Limit(it) => write!(f, "limit: {it}"),
            Why::LeftOut(it) => write!(f, "{it} (known only after apply)"),
        }
    }
}

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.attribute {
            "" | "Ref" => f.write_str(&self.address),
            attribute => write!(f, "{}.{attribute}", self.address),
        }
    }
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, it) in self.why.iter().enumerate() {
            if index > 0 {
                f.write_str(", ")?;
            }
            write!(f, "{it}")?;
        }
        Ok(())
    }
}
