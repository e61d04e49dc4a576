//! The `Conditions` section: what is true in some deployments and false in others.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::RangeInclusive;
use std::sync::Arc;

use super::alternatives::{self, Assumed};
use super::for_each::Scope;
use super::parameters::Parameter;
use super::template::{Mode, Template};
use super::{limits, text};
use crate::syntax::tree::NodeId;
use crate::text::Span;
use crate::value::condition::Named;
use crate::value::{Atom, Condition, Kind, List, Text, Type, Unknown, Value, Why};

/// The conditions that have names, and what is known of them.
#[derive(Debug, Default)]
pub(super) struct Conditions {
    declared: BTreeMap<Arc<str>, (NodeId, Scope)>,
    worked_out: HashMap<Arc<str>, Condition>,
    /// Those we are in the middle of, the outermost first.
    open: Vec<Arc<str>>,
    /// Those that depend on themselves.
    cyclic: BTreeSet<Arc<str>>,
    /// The texts that conditions compare each parameter with, and where; of all the stacks.
    pub(super) compared: Compared,
    /// The questions of their own that each parameter has a part in; of all the stacks.
    pub(super) asked: BTreeMap<Key, Vec<Arc<Atom>>>,
    /// The parameters that what is being read has named so far, if only through others.
    pub(super) mentioned: BTreeSet<Key>,
    pub(super) section: Section,
}

/// The section being read. Rules have functions that conditions have not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Section {
    #[default]
    Conditions,
    Rules,
}

/// A parameter, by its scope and name.
pub(super) type Key = (Arc<str>, Arc<str>);

pub(super) type Compared = BTreeMap<Key, Vec<(Arc<str>, Span)>>;

/// A condition the language would refuse.
pub(super) fn invalid(message: impl Into<Arc<str>>) -> Condition {
    unknown(Why::Invalid(message.into()))
}

fn unknown(why: Why) -> Condition {
    Condition::Unknown(Arc::new(Unknown::new(why, Type::Bool)))
}

impl Template<'_> {
    /// Works out every condition of the section.
    pub(super) fn explore_conditions(&mut self, section: NodeId) {
        for it in self.members(section, &Scope::default()) {
            self.conditions.declared.insert(it.key, (it.value, it.scope));
        }
        let names: Vec<Arc<str>> = self.conditions.declared.keys().cloned().collect();
        for name in names {
            if let Condition::Named(it) = self.named_condition(&name) {
                let span = self.span(self.conditions.declared[&name].0);
                self.note_comparisons(&it.definition, span);
            }
        }
    }

    /// Remembers which parameters a definition asks about, those of other names left to them.
    pub(super) fn note_comparisons(&mut self, condition: &Condition, span: Span) {
        match condition {
            Condition::Atom(it) => {
                if let Some(text) = &it.equals {
                    self.conditions.note(&it.scope, &it.subject, text, span);
                }
            }
            Condition::Not(it) => self.note_comparisons(it, span),
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().for_each(|it| self.note_comparisons(it, span));
            }
            Condition::Always(_) | Condition::Named(_) | Condition::Unknown(_) => (),
        }
    }

    /// The condition of a name.
    pub(super) fn named_condition(&mut self, name: &str) -> Condition {
        if let Some(it) = self.conditions.worked_out.get(name) {
            return it.clone();
        }
        let Some((name, (id, scope))) = self.conditions.declared.get_key_value(name) else {
            return invalid(format!("condition `{name}` is not declared"));
        };
        let (name, id, scope) = (name.clone(), *id, scope.clone());
        if let Some(at) = self.conditions.open.iter().position(|it| *it == name) {
            self.conditions.cyclic.extend(self.conditions.open[at..].iter().cloned());
            return invalid(format!("condition `{name}` depends on itself"));
        }
        self.conditions.open.push(name.clone());
        let mode = std::mem::replace(&mut self.mode, Mode::Explored);
        let definition = self.condition(id, &scope);
        self.mode = mode;
        self.conditions.open.pop();
        let condition = match definition {
            _ if self.conditions.cyclic.contains(&name) => {
                invalid(format!("condition `{name}` depends on itself"))
            }
            // What no input has a part in needs no name.
            Condition::Always(_) | Condition::Unknown(_) => definition,
            definition if !fits(&definition, &mut { limits::CONDITION }) => {
                let limit = limits::CONDITION;
                self.cut(self.span(id), format!("condition `{name}` has more than {limit} parts"));
                unknown(Why::Limit("parts of a condition"))
            }
            definition => Condition::Named(Arc::new(Named { name: name.clone(), definition })),
        };
        self.conditions.worked_out.insert(name, condition.clone());
        condition
    }

    pub(super) fn condition(&mut self, id: NodeId, scope: &Scope) -> Condition {
        let span = self.span(id);
        if !self.enter(span) {
            return unknown(Why::Limit("depth or steps"));
        }
        let condition = self.condition_within(id, scope, span);
        self.leave();
        condition
    }

    fn condition_within(&mut self, id: NodeId, scope: &Scope, span: Span) -> Condition {
        let id = self.tree.resolve(id);
        let Some((name, argument)) = self.call(id) else { return invalid("not a condition") };
        if self.conditions.section == Section::Rules
            && let Some(it) = self.assertion(&name, argument, scope, span)
        {
            return it;
        }
        if name == "Condition" {
            return match self.name_of(argument, scope) {
                Some(name) => self.named_condition(&name),
                None => invalid("`Condition` is not the name of a condition"),
            };
        }
        let Some(items) = self.items(argument) else {
            return invalid(format!("`{name}` is not given a list"));
        };
        match (&*name, items) {
            ("Fn::Equals", [a, b]) => self.equals([*a, *b], scope, span),
            ("Fn::Not", [it]) => self.condition(*it, scope).not(),
            ("Fn::And" | "Fn::Or", parts) if OPERANDS.contains(&parts.len()) => {
                let parts: Vec<_> = parts.iter().map(|it| self.condition(*it, scope)).collect();
                if name == "Fn::And" { Condition::all(parts) } else { Condition::any(parts) }
            }
            _ => invalid(format!("`{name}` is not a condition of {} operands", items.len())),
        }
    }

    fn equals(&mut self, sides: [NodeId; 2], scope: &Scope, span: Span) -> Condition {
        let before = std::mem::take(&mut self.conditions.mentioned);
        let condition = self.equal_sides(sides, scope, span);
        self.conditions.mentioned.extend(before);
        condition
    }

    fn equal_sides(&mut self, sides: [NodeId; 2], scope: &Scope, span: Span) -> Condition {
        let [a, b] = sides.map(|it| self.operand(it, scope));
        if (text::plain(&a).is_some() || text::plain(&b).is_some())
            && let Some(condition) = self.same(&a, &b)
        {
            return condition;
        }
        let values = sides.map(|it| self.value(it, scope));
        if let Some(condition) = self.same(&values[0], &values[1]) {
            return condition;
        }
        let refused = |it: &&Why| matches!(it, Why::Invalid(_) | Why::Limit(_));
        let mut whys = values.iter().filter_map(Value::as_unknown).flat_map(|it| &it.why);
        if let Some(why) = whys.find(refused) {
            return unknown(why.clone());
        }
        // A question of its own, in the author's words.
        let mode = std::mem::replace(&mut self.mode, Mode::Given);
        let given = sides.map(|it| text::plain(&self.value(it, scope)));
        self.mode = mode;
        let default = match given {
            [Some(a), Some(b)] => Some(a == b),
            _ => None,
        };
        let [a, b] = sides.map(|it| self.describe(it));
        let mut subject = format!("{a} == {b}");
        if let Some((end, _)) = subject.char_indices().nth(SUBJECT) {
            subject.truncate(end);
            subject.push('…');
        }
        if subject.contains('…') {
            // What is left out must not make different questions the same.
            subject = format!("{subject} (at byte {})", span.start);
        }
        let question = Arc::new(Atom {
            subject: subject.into(),
            scope: self.place.address.clone(),
            equals: None,
            domain: None,
            default,
            follows: false,
        });
        self.conditions.ask(&question);
        Condition::Atom(question)
    }

    /// What is compared; of a parameter that stands by itself, what stands for its value.
    pub(super) fn operand(&mut self, id: NodeId, scope: &Scope) -> Value {
        if self.mode == Mode::Explored
            && let Some((function, argument)) = self.call(id)
            && function == "Ref"
            && let Some(name) = self.name_of(argument, scope)
            && scope.get(&name).is_none()
            && !self.passed.contains_key(&*name)
            && let Some(parameter) = self.parameters.get(&*name).filter(|it| !it.is_list)
        {
            self.conditions.mentioned.insert(parameter.key());
            return parameter.unknown(self.span(id));
        }
        self.value(id, scope)
    }

    /// Whether two values are equal, by cases; none if that is a question of its own.
    pub(super) fn same(&mut self, a: &Value, b: &Value) -> Option<Condition> {
        let mut compare = |it: &[Value], assumed: &Assumed| self.compare(&it[0], &it[1], assumed);
        let join = |condition, then: Option<_>, otherwise: Option<_>| {
            Some(either(condition, then?, otherwise?))
        };
        let sides = [a.clone(), b.clone()];
        alternatives::each(&sides, alternatives::Reach::Itself, &mut compare, &join).flatten()
    }

    /// Whether two values are equal; none if that is a question of its own.
    fn compare(&mut self, a: &Value, b: &Value, assumed: &Assumed) -> Option<Condition> {
        if a.is_absent() || b.is_absent() {
            // No deployment has this combination.
            return Some(Condition::Always(false));
        }
        match (&a.kind, &b.kind) {
            (Kind::Unknown(a), Kind::Unknown(b)) if Arc::ptr_eq(a, b) => {
                Some(Condition::Always(true))
            }
            (Kind::Unknown(it), _) | (_, Kind::Unknown(it)) => {
                let refused = it.why.iter().any(|it| matches!(it, Why::Invalid(_)));
                if refused && !assumed.is_empty() {
                    return Some(Condition::Always(false));
                }
                let (said, span) = match text::plain(a) {
                    Some(said) => (said, a.span),
                    None => (text::plain(b)?, b.span),
                };
                let parameter = self.parameter_of(it)?;
                Some(self.comparison(&parameter, &said.into(), span))
            }
            (Kind::List(a), Kind::List(b)) => {
                if a.items.iter().chain(&b.items).any(|it| matches!(it.kind, Kind::If(_))) {
                    return None;
                }
                let present =
                    |it: &List| it.items.iter().filter(|it| !it.is_absent()).cloned().collect();
                let (a, b): (Vec<_>, Vec<_>) = (present(a), present(b));
                if a.len() != b.len() {
                    return Some(Condition::Always(false));
                }
                let pairs = a.iter().zip(&b).map(|(a, b)| self.compare(a, b, assumed));
                Some(Condition::all(pairs.collect::<Option<Vec<_>>>()?))
            }
            (Kind::Text(it), _) if it.as_str().is_none() => {
                self.compare_stretches(it, &text::plain(b)?, b.span, assumed)
            }
            (_, Kind::Text(it)) if it.as_str().is_none() => {
                self.compare_stretches(it, &text::plain(a)?, a.span, assumed)
            }
            _ => Some(Condition::Always(text::plain(a)? == text::plain(b)?)),
        }
    }

    /// Whether a text with holes is what stands at `span`; none where that cannot be said of each
    /// hole by itself.
    fn compare_stretches(
        &mut self,
        text: &Text,
        said: &str,
        span: Span,
        assumed: &Assumed,
    ) -> Option<Condition> {
        let inner = said.strip_prefix(text.prefix()).and_then(|it| it.strip_suffix(text.suffix()));
        let Some(inner) = inner.filter(|_| text.len() <= said.len()) else {
            return Some(Condition::Always(false));
        };
        let mut holes = text.holes();
        let (first, rest) = (holes.next()?, holes.collect::<Vec<_>>());
        match (rest.is_empty(), said.is_empty()) {
            (true, _) => self.compare(first, &Value::text(inner, span), assumed),
            (false, true) => {
                let all = [first].into_iter().chain(rest);
                let empty = Value::text("", span);
                let all = all.map(|it| self.compare(it, &empty, assumed));
                Some(Condition::all(all.collect::<Option<Vec<_>>>()?))
            }
            (false, false) => None,
        }
    }

    /// Whether a parameter is a text that stands at `span`.
    pub(super) fn comparison(
        &mut self,
        parameter: &Parameter,
        text: &Arc<str>,
        span: Span,
    ) -> Condition {
        if self.mode == Mode::Explored {
            self.conditions.note(&parameter.scope, &parameter.name, text, span);
        }
        parameter.may_equal(text)
    }
}

/// How many conditions `Fn::And` and `Fn::Or` take.
const OPERANDS: RangeInclusive<usize> = 2..=10;

/// How many characters of a question are shown.
const SUBJECT: usize = 120;

impl Conditions {
    /// Remembers a question that the parameters just mentioned have a part in.
    fn ask(&mut self, question: &Arc<Atom>) {
        for key in &self.mentioned {
            let asked = self.asked.entry(key.clone()).or_default();
            if asked.len() <= limits::ALTERNATIVES && !asked.contains(question) {
                asked.push(question.clone());
            }
        }
    }

    /// That every question a parameter has a part in comes out as its value makes it; none if
    /// there is no such question.
    pub(super) fn as_expected(&self, parameter: &Parameter) -> Option<Condition> {
        let asked = self.asked.get(&parameter.key())?;
        if asked.len() > limits::ALTERNATIVES {
            return Some(Condition::Always(false));
        }
        Some(Condition::all(asked.iter().map(|it| {
            let question = Condition::Atom(Arc::new(Atom { follows: true, ..(**it).clone() }));
            if it.default == Some(true) { question } else { question.not() }
        })))
    }

    /// The texts that a parameter is compared with; none if it is not.
    pub(super) fn compared(&self, parameter: &Parameter) -> Option<&[(Arc<str>, Span)]> {
        self.compared.get(&parameter.key()).map(Vec::as_slice)
    }

    pub(super) fn note(&mut self, scope: &Arc<str>, name: &Arc<str>, text: &Arc<str>, span: Span) {
        let compared = self.compared.entry((scope.clone(), name.clone())).or_default();
        if compared.len() <= limits::ALTERNATIVES && !compared.iter().any(|(it, _)| it == text) {
            compared.push((text.clone(), span));
        }
    }
}

/// `then` if the condition holds, `otherwise` if not.
fn either(condition: Condition, then: Condition, otherwise: Condition) -> Condition {
    use Condition::Always;
    match (then, otherwise) {
        (Always(true), Always(false)) => condition,
        (Always(false), Always(true)) => condition.not(),
        (Always(a), Always(b)) if a == b => Always(a),
        (Always(true), otherwise) => Condition::any([condition, otherwise]),
        (Always(false), otherwise) if excludes(&otherwise, &condition) => otherwise,
        (then, otherwise) => Condition::any([
            Condition::all([condition.clone(), then]),
            Condition::all([condition.not(), otherwise]),
        ]),
    }
}

/// Whether one condition can hold only where the other does not: one input cannot be two texts.
fn excludes(one: &Condition, other: &Condition) -> bool {
    match (one, other) {
        (Condition::Atom(a), Condition::Atom(b)) => {
            a.subject == b.subject && a.scope == b.scope && a.equals != b.equals
        }
        (Condition::Any(parts), _) => parts.iter().all(|it| excludes(it, other)),
        (Condition::All(parts), _) => parts.iter().any(|it| excludes(it, other)),
        _ => false,
    }
}

/// Whether a condition has no more parts than are left, those of named conditions included.
pub(super) fn fits(condition: &Condition, left: &mut usize) -> bool {
    let Some(rest) = left.checked_sub(1) else { return false };
    *left = rest;
    match condition {
        Condition::Always(_) | Condition::Atom(_) | Condition::Unknown(_) => true,
        Condition::Named(it) => fits(&it.definition, left),
        Condition::Not(it) => fits(it, left),
        Condition::All(parts) | Condition::Any(parts) => parts.iter().all(|it| fits(it, left)),
    }
}
