//! Reading down a resource's properties: fields, lists and links.
//!
//! Reading is total. A path ends in something set, in nothing, or in something that is not
//! known; never in an error.

use std::borrow::Cow;

use crate::graph::Language;
use crate::truth::{Needs, Truth};
use crate::value::{Kind, Number, Value, Why};
#[cfg(test)]
use crate::world::asked;
use crate::world::change::Lack;
use crate::world::place::Trail;
use crate::world::spelling::snake_case;
use crate::world::{Link, Place, Resource, View, World};

/// One property in the words of each language; dots lead into blocks, objects and documents.
#[derive(Clone, Copy, Debug)]
pub struct Path {
    /// Also the API's word, and in snake case that of `awscc`.
    cloudformation: &'static str,
    terraform: &'static str,
}

impl From<(&'static str, &'static str)> for Path {
    /// CloudFormation's word, which is also the API's, and Terraform's.
    fn from((cloudformation, terraform): (&'static str, &'static str)) -> Self {
        Self { cloudformation, terraform }
    }
}

impl From<&'static str> for Path {
    /// The same word everywhere, `awscc` included: inside a document.
    fn from(it: &'static str) -> Self {
        Self { cloudformation: it, terraform: it }
    }
}

impl Path {
    pub(super) fn in_words_of(self, language: Language) -> &'static str {
        match language {
            Language::CloudFormation | Language::Awscc | Language::Api => self.cloudformation,
            Language::Terraform => self.terraform,
        }
    }

    /// All of its keys, as a language spells them.
    pub(super) fn in_full(self, language: Language) -> String {
        let keys = self.in_words_of(language).split('.');
        let keys: Vec<_> = keys.map(|it| self.spelled(it, language)).collect();
        keys.join(".")
    }

    /// One of its keys, as a language spells it.
    pub(super) fn spelled(self, key: &'static str, language: Language) -> Cow<'static, str> {
        match language {
            Language::Awscc if self.cloudformation != self.terraform => Cow::Owned(snake_case(key)),
            Language::Awscc | Language::CloudFormation | Language::Terraform | Language::Api => {
                Cow::Borrowed(key)
            }
        }
    }
}

/// A place in a resource's properties.
#[derive(Clone)]
pub struct Node<'w> {
    pub(super) world: &'w World<'w>,
    pub(super) language: Language,
    pub(super) value: &'w Value,
    pub(super) trail: Trail<'w>,
    pub(super) is_in_document: bool,
    /// Whether a condition chose it.
    pub(super) is_chosen: bool,
    #[cfg(test)]
    at: asked::At,
}

pub(super) enum Reached<'w> {
    Set(Node<'w>),
    Unset(Lack<'w>),
    Unknown(Doubt<'w>),
}

/// A value that is not known.
pub(super) struct Doubt<'w> {
    pub(super) needs: Needs,
    pub(super) value: &'w Value,
    trail: Trail<'w>,
    /// Whether it is what the path leads to, and not something on the way.
    pub(super) at_end: bool,
}

impl Doubt<'_> {
    pub(super) fn place(&self) -> Place {
        self.trail.place(self.value.span)
    }

    /// Whether it is as good as unset, if the path leads to an argument and no block.
    fn is_left_out(&self) -> bool {
        let why = self.value.as_unknown().map(|it| it.why.as_slice());
        self.at_end && matches!(why, Some([Why::LeftOut(_)]))
    }
}

impl<'w> Reached<'w> {
    /// What was reached, if it is an argument: no block, which `dynamic` could make.
    pub(super) fn argument(self) -> Self {
        match self {
            Reached::Unknown(doubt) if doubt.is_left_out() => Reached::Unset(doubt.trail.into()),
            it => it,
        }
    }
}

impl<'w> Node<'w> {
    pub(super) fn of_resource(resource: Resource<'w>) -> Self {
        Self {
            world: resource.world,
            language: resource.language(),
            value: &resource.it.properties,
            trail: Trail::from(resource),
            is_in_document: false,
            is_chosen: false,
            #[cfg(test)]
            at: asked::resource(resource.language(), resource.kind()),
        }
    }

    pub(super) fn of_provider(resource: Resource<'w>, settings: &'w Value) -> Self {
        Self { value: settings, ..Self::of_resource(resource) }
    }

    pub fn value(&self) -> &'w Value {
        self.value
    }

    pub fn place(&self) -> Place {
        self.trail.place(self.value.span)
    }

    pub fn bool(&self, path: impl Into<Path>) -> Field<'w, bool> {
        self.field(path, |it| match &it.value.kind {
            Kind::Bool(it) => Some(*it),
            Kind::Text(it) => match it.as_str()?.to_ascii_lowercase().as_str() {
                "true" => Some(true),
                "false" => Some(false),
                _ => None,
            },
            _ => None,
        })
    }

    /// A whole number.
    pub fn number(&self, path: impl Into<Path>) -> Field<'w, i64> {
        self.field(path, |it| match &it.value.kind {
            Kind::Number(it) => it.as_i64(),
            Kind::Text(it) => Number::parse(it.as_str()?.trim())?.as_i64(),
            _ => None,
        })
    }

    pub fn text(&self, path: impl Into<Path>) -> Field<'w, &'w str> {
        self.field(path, |it| it.value.as_str())
    }

    /// The text that this node is itself.
    pub fn as_text(&self) -> Option<&'w str> {
        self.value.as_str()
    }

    /// Whether this stands in a document that is text in the resource.
    pub fn is_in_document(&self) -> bool {
        self.is_in_document
    }

    /// What introduces this node: the key or block that holds it.
    pub fn introduction(&self) -> Place {
        self.trail.place(self.trail.near)
    }

    /// Anything at all: to ask whether it is set.
    pub fn any(&self, path: impl Into<Path>) -> Field<'w, ()> {
        Field { may_be_block: true, ..self.field(path, |_| Some(())) }
    }

    /// A property that names another resource.
    pub fn link<T: View<'w>>(&self, path: impl Into<Path>) -> Link<'w, T> {
        Link::new(self.clone(), self.asked(path))
    }

    /// The elements of a list, or the blocks of one kind.
    pub fn list(&self, path: impl Into<Path>) -> List<'w> {
        List { base: self.clone(), path: self.asked(path), may_be_blocks: true }
    }

    /// The elements of a list that is an argument: plain values.
    pub fn values(&self, path: impl Into<Path>) -> List<'w> {
        List { may_be_blocks: false, ..self.list(path) }
    }

    /// The elements of the list that this node is itself. Anything else is a list of one.
    pub fn items(&self) -> Items<'w> {
        self.clone().elements()
    }

    fn elements(self) -> Items<'w> {
        let place = self.place();
        let mut nodes = Vec::new();
        let mut needs: Option<Needs> = None;
        let mut values = Vec::new();
        match &self.document().kind {
            Kind::List(list) => {
                for item in &list.items {
                    match self.child(item) {
                        Ok(node) if node.value.is_unset() => (),
                        Ok(node) => {
                            values.push(node.value);
                            nodes.push(node.introduced_by_itself());
                        }
                        Err(doubt) => {
                            values.push(doubt.value);
                            needs.get_or_insert_default().extend(doubt.needs);
                        }
                    }
                }
            }
            _ => {
                values.push(self.value);
                nodes.push(self);
            }
        }
        Items { nodes, needs, place, values }
    }

    /// An element of a list. A block has a header of its own, and what it holds stands outside of
    /// that; anything else is introduced by what introduces the list.
    fn introduced_by_itself(mut self) -> Self {
        let first = self.value.as_map().and_then(|it| it.entries.first());
        if first.is_some_and(|it| !self.value.span.holds(it.key_span)) {
            self.trail.near = self.value.span;
        }
        self
    }

    /// The entries of an object, in the order written, each with its key.
    pub fn entries(&self) -> Vec<(&'w str, Node<'w>)> {
        let Some(map) = self.document().as_map() else { return Vec::new() };
        map.entries
            .iter()
            .filter_map(|entry| {
                let mut base = self.clone();
                base.trail.near = entry.key_span;
                #[cfg(test)]
                {
                    base.at = asked::below(base.at, &entry.key);
                }
                Some((&*entry.key, base.child(&entry.value).ok()?))
            })
            .collect()
    }

    /// What an object holds under a key, in which dots mean nothing.
    pub fn entry(&self, key: &str) -> State<Node<'w>> {
        let Some(map) = self.document().as_map() else {
            let shape = || Needs::from([format!("an object that holds `{key}`")]);
            return State::Unknown(self.holes().unwrap_or_else(shape));
        };
        let Some(entry) = map.entry(key) else {
            return map.open.as_ref().map_or(State::Unset, |it| State::Unknown(it.needs()));
        };
        let mut base = self.clone();
        base.trail.near = entry.key_span;
        match base.child(&entry.value) {
            Ok(node) if node.value.is_unset() => State::Unset,
            Ok(node) => match node.holes() {
                Some(needs) => State::Unknown(needs),
                None => State::Set(node),
            },
            Err(doubt) => State::Unknown(doubt.needs),
        }
    }

    /// The value itself; of text that holds a document, the document.
    pub(super) fn document(&self) -> &'w Value {
        match &self.value.kind {
            Kind::Text(text) => text.document().unwrap_or(self.value),
            _ => self.value,
        }
    }

    fn field<T>(&self, path: impl Into<Path>, read: fn(&Node<'w>) -> Option<T>) -> Field<'w, T> {
        Field {
            base: self.clone(),
            path: self.asked(path),
            read,
            unset: None,
            may_be_block: false,
            replaces: false,
        }
    }

    /// The path, which a test may want to know of.
    fn asked(&self, path: impl Into<Path>) -> Path {
        let path = path.into();
        #[cfg(test)]
        {
            let words = [path.cloudformation, path.terraform];
            asked::path(self.at, &path.in_full(self.language), words);
        }
        path
    }

    /// A value that this one holds, as this world settles it.
    fn child(&self, value: &'w Value) -> Result<Node<'w>, Doubt<'w>> {
        let mut trail = self.trail.clone();
        let is_chosen = matches!(value.kind, Kind::If(_));
        match self.world.settle(value, |it| trail.pass(it)) {
            Ok(value) => {
                trail.pass(value);
                match &value.kind {
                    Kind::Unknown(it) => {
                        Err(Doubt { needs: it.needs(), value, trail, at_end: false })
                    }
                    _ => {
                        // What text holds is its document.
                        let is_in_document =
                            self.is_in_document || matches!(self.value.kind, Kind::Text(_));
                        Ok(Node { value, trail, is_in_document, is_chosen, ..*self })
                    }
                }
            }
            Err(needs) => Err(Doubt { needs, value, trail, at_end: false }),
        }
    }

    /// Walks down a path, as far as the source goes and this world settles it.
    pub(super) fn walk(&self, path: Path) -> Reached<'w> {
        let words = path.in_words_of(self.language);
        // A language without a word for it cannot have set it.
        if words.is_empty() {
            return Reached::Unset(self.trail.clone().into());
        }
        let mut node = self.clone();
        let mut keys = words.split('.').peekable();
        let mut passed = 0;
        while let Some(key) = keys.next() {
            let lacking = &words[passed..];
            passed += key.len() + 1;
            // A block that is written once reads as itself.
            if let Kind::List(_) = &node.value.kind {
                let items = node.clone().elements();
                match (items.nodes.as_slice(), items.needs) {
                    ([only], None) => node = only.clone(),
                    ([], None) => return Reached::Unset(Lack::of(node, path, lacking)),
                    (_, needs) => {
                        let key = path.spelled(key, node.language);
                        let several = || Needs::from([format!("which of several `{key}`")]);
                        return node.doubtful(needs.unwrap_or_else(several));
                    }
                }
            }
            let holder = node.document();
            // A document is in the API's own words, whoever holds it.
            let is_document = !std::ptr::eq(holder, node.value);
            if is_document && node.language == Language::Awscc {
                node.language = Language::Api;
            }
            let map = match &holder.kind {
                Kind::Map(map) => map,
                Kind::Absent | Kind::Null => {
                    return Reached::Unset(Lack::of(node, path, lacking));
                }
                Kind::Unknown(it) => return node.doubtful(it.needs()),
                _ => {
                    let needs = node.holes();
                    let key = path.spelled(key, node.language);
                    let shape = || Needs::from([format!("an object that holds `{key}`")]);
                    return node.doubtful(needs.unwrap_or_else(shape));
                }
            };
            let spelled = || path.spelled(key, node.language);
            let Some(entry) = map.entry(key).or_else(|| map.entry(&spelled())) else {
                return match &map.open {
                    Some(unknown) => node.doubtful(unknown.needs()),
                    None => Reached::Unset(Lack::of(node, path, lacking)),
                };
            };
            let mut base = node;
            base.trail.near = entry.key_span;
            #[cfg(test)]
            {
                base.at = asked::below(base.at, &entry.key);
            }
            node = match base.child(&entry.value) {
                Ok(node) => node,
                Err(doubt) => {
                    return Reached::Unknown(Doubt { at_end: keys.peek().is_none(), ..doubt });
                }
            };
        }
        // No block of a kind, and a list of nothing, are as good as none.
        let is_empty = match &node.value.kind {
            Kind::List(_) => {
                let items = node.clone().elements();
                items.nodes.is_empty() && items.needs.is_none()
            }
            _ => node.value.is_unset(),
        };
        if is_empty { Reached::Unset(Lack::of(node, path, "")) } else { Reached::Set(node) }
    }

    fn doubtful(self, needs: Needs) -> Reached<'w> {
        Reached::Unknown(Doubt { needs, value: self.value, trail: self.trail, at_end: false })
    }

    /// What the holes of a text need; none for anything but text with holes.
    fn holes(&self) -> Option<Needs> {
        let Kind::Text(text) = &self.value.kind else { return None };
        text.as_str().is_none().then(|| text.unknowns().flat_map(|it| it.needs()).collect())
    }
}

/// A list that a rule may ask for. Nothing is read until it asks.
#[derive(Clone)]
pub struct List<'w> {
    base: Node<'w>,
    path: Path,
    may_be_blocks: bool,
}

impl<'w> List<'w> {
    /// Its elements in this world. An object on its own is a list of one.
    pub fn read(&self) -> Items<'w> {
        let reached = self.base.walk(self.path);
        match if self.may_be_blocks { reached } else { reached.argument() } {
            Reached::Set(node) => node.elements(),
            Reached::Unset(lack) => {
                let place = lack.gap();
                Items { nodes: Vec::new(), needs: None, place, values: Vec::new() }
            }
            Reached::Unknown(doubt) => self.members(doubt),
        }
    }

    /// Those that are sure to be there, if it is not known as a whole.
    fn members(&self, doubt: Doubt<'w>) -> Items<'w> {
        let place = doubt.place();
        let Doubt { mut needs, value, trail, at_end } = doubt;
        let members = value.as_unknown().map_or(&[][..], |it| it.members());
        let list = Node {
            value,
            trail,
            #[cfg(test)]
            at: asked::below(self.base.at, &self.path.in_full(self.base.language)),
            ..self.base
        };
        let mut nodes = Vec::new();
        for member in members.iter().filter(|_| at_end) {
            match list.child(member) {
                Ok(node) if node.value.is_unset() => (),
                Ok(node) => nodes.push(node.introduced_by_itself()),
                Err(doubt) => needs.extend(doubt.needs),
            }
        }
        let mut values = vec![value];
        values.extend(nodes.iter().map(|it| it.value));
        Items { nodes, needs: Some(needs), place, values }
    }
}

/// The elements of a list.
#[derive(Clone)]
pub struct Items<'w> {
    /// Those that are known to be there.
    pub nodes: Vec<Node<'w>>,
    /// What would have to be known to say that these are all; none when they are.
    pub needs: Option<Needs>,
    /// Of the list, or what introduces the place where it is lacking.
    pub place: Place,
    /// The elements as values, those that are not known included; the list itself if that is
    /// all there is.
    pub values: Vec<&'w Value>,
}

/// A property that a rule may ask about. Nothing is read until it asks.
#[derive(Clone)]
pub struct Field<'w, T> {
    base: Node<'w>,
    pub(super) path: Path,
    read: fn(&Node<'w>) -> Option<T>,
    unset: Option<T>,
    may_be_block: bool,
    /// Whether another value makes a declared resource a new one.
    pub(super) replaces: bool,
}

/// What is known of a field in one world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State<T> {
    Set(T),
    Unset,
    /// What would have to be known.
    Unknown(Needs),
}

impl<'w> Field<'w, &'w str> {
    /// What it names. Providers treat an empty name as none.
    pub fn named(&self) -> State<&'w str> {
        match self.state() {
            State::Set("") => State::Unset,
            state => state,
        }
    }
}

impl<'w, T: Copy> Field<'w, T> {
    /// What leaving the property out amounts to.
    pub fn unset_means(mut self, it: T) -> Self {
        self.unset = Some(it);
        self
    }

    pub(super) fn reached(&self) -> Reached<'w> {
        let reached = self.base.walk(self.path);
        if self.may_be_block { reached } else { reached.argument() }
    }

    pub fn state(&self) -> State<T> {
        match self.reached() {
            Reached::Set(node) => match (self.read)(&node) {
                Some(it) => State::Set(it),
                None => State::Unknown(unreadable(&node, self.path)),
            },
            Reached::Unset(_) => self.unset.map_or(State::Unset, State::Set),
            Reached::Unknown(doubt) => State::Unknown(doubt.needs),
        }
    }

    /// The value; or, if there is none, what introduces the place it would have stood.
    pub fn place(&self) -> Place {
        match self.reached() {
            Reached::Set(node) => node.place(),
            Reached::Unset(lack) => lack.gap(),
            Reached::Unknown(doubt) => doubt.place(),
        }
    }

    /// Whether it is written, whatever leaving it out amounts to.
    pub fn is_written(&self) -> Truth {
        match self.reached() {
            Reached::Set(_) => Truth::Yes,
            Reached::Unset(_) => Truth::No,
            Reached::Unknown(doubt) => Truth::Unknown(doubt.needs),
        }
    }

    /// No for what is unset and has no default.
    pub fn test(&self, predicate: impl FnOnce(T) -> bool) -> Truth {
        match self.state() {
            State::Set(it) => predicate(it).into(),
            State::Unset => Truth::No,
            State::Unknown(needs) => Truth::Unknown(needs),
        }
    }

    pub fn is(&self, expected: T) -> Truth
    where
        T: PartialEq,
    {
        self.test(|it| it == expected)
    }

    pub fn is_unset(&self) -> Truth {
        match self.state() {
            State::Set(_) => Truth::No,
            State::Unset => Truth::Yes,
            State::Unknown(needs) => Truth::Unknown(needs),
        }
    }

    /// The node, if it is set in this world and known.
    pub fn node(&self) -> Option<Node<'w>> {
        match self.reached() {
            Reached::Set(node) => Some(node),
            Reached::Unset(_) | Reached::Unknown(_) => None,
        }
    }
}

pub(super) fn unreadable(node: &Node<'_>, path: Path) -> Needs {
    let shape = || Needs::from([format!("a readable `{}`", path.in_full(node.language))]);
    node.holes().unwrap_or_else(shape)
}
