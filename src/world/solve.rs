//! What follows from what was decided, and from what holds in every deployment.
//!
//! Decisions are formulas over questions such as `Stage == "prod"`. Questions about one subject
//! exclude each other, and a closed set of values must be met by one of them. The formulas that
//! meet in one run are few, so trying the values of each subject in turn is fast; it gives up
//! after a fixed amount of work and then takes a formula to be open.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::value::{Atom, Condition};
use crate::world::Decision;

/// How many parts of formulas are looked at to answer one question.
const MAX_WORK: usize = 100_000;

/// How many subjects there may be in one question; with more, it is open.
const MAX_SUBJECTS: usize = 1_000;

/// What holds in every deployment. Constraints that share a subject, if only through others, are
/// one group.
#[derive(Debug)]
pub(super) struct Constraints<'g> {
    groups: BTreeMap<usize, Vec<&'g Condition>>,
    /// The group of each subject.
    of: HashMap<Name<'g>, usize>,
}

/// A subject: its scope, its name, and whether it is itself a truth value.
type Name<'c> = (&'c str, &'c str, bool);

fn name(atom: &Atom) -> Name<'_> {
    (&atom.scope, &atom.subject, atom.equals.is_none())
}

fn subjects(condition: &Condition) -> BTreeSet<Name<'_>> {
    let mut subjects = BTreeSet::new();
    condition.atoms(&mut |it| {
        subjects.insert(name(it));
    });
    subjects
}

impl<'g> Constraints<'g> {
    pub(super) fn new(constraints: &'g [Condition]) -> Self {
        // Each constraint leads to another of its group, or is the group's first.
        let mut leads: Vec<usize> = (0..constraints.len()).collect();
        let mut of: HashMap<Name<'g>, usize> = HashMap::new();
        for (at, constraint) in constraints.iter().enumerate() {
            for name in subjects(constraint) {
                let known = *of.entry(name).or_insert(at);
                let (known, here) = (first(&mut leads, known), first(&mut leads, at));
                leads[known.max(here)] = known.min(here);
            }
        }
        of.values_mut().for_each(|it| *it = first(&mut leads, *it));
        let mut groups: BTreeMap<usize, Vec<&Condition>> = BTreeMap::new();
        for (at, constraint) in constraints.iter().enumerate() {
            groups.entry(first(&mut leads, at)).or_default().push(constraint);
        }
        Self { groups, of }
    }

    /// Whether `condition` must hold, or must not, given what was decided; none if it is open.
    pub(super) fn implied(&self, decided: &[Decision], condition: &Condition) -> Option<bool> {
        for (known, held) in decided {
            if known == condition {
                return Some(*held);
            }
        }
        let mut about = subjects(condition);
        decided.iter().for_each(|(it, _)| about.extend(subjects(it)));
        let groups: BTreeSet<usize> =
            about.iter().filter_map(|it| self.of.get(it)).copied().collect();
        let constraints: Vec<&Condition> =
            groups.iter().filter_map(|it| self.groups.get(it)).flatten().copied().collect();
        // Constraints that contradict each other constrain nothing.
        let constrained =
            (!constraints.is_empty()).then(|| settle(condition, decided, &constraints)).flatten();
        match constrained
            .unwrap_or_else(|| settle(condition, decided, &[]).unwrap_or(Settled::Open))
        {
            Settled::Is(it) => Some(it),
            Settled::Open => None,
        }
    }

    /// Whether the defaults break a constraint on what an atom asks about, given what was decided.
    pub(super) fn refuse_defaults(&self, decided: &[Decision], atom: &Atom) -> bool {
        let name = name(atom);
        let group = self.of.get(&name).and_then(|it| self.groups.get(it));
        group
            .into_iter()
            .flatten()
            .any(|it| subjects(it).contains(&name) && self.by_default(decided, it) == Some(false))
    }

    /// What was decided and, for the rest, the defaults make of a condition.
    fn by_default(&self, decided: &[Decision], condition: &Condition) -> Option<bool> {
        let all = |parts: &[Condition], decisive: bool| {
            let parts = parts.iter().map(|it| self.by_default(decided, it));
            together(parts, decisive)
        };
        match condition {
            Condition::Always(it) => Some(*it),
            Condition::Unknown(_) => None,
            Condition::Named(it) => self.by_default(decided, &it.definition),
            Condition::Not(it) => self.by_default(decided, it).map(|it| !it),
            Condition::All(parts) => all(parts, false),
            Condition::Any(parts) => all(parts, true),
            Condition::Atom(it) => self.implied(decided, condition).or(it.default),
        }
    }
}

/// The first constraint of a group, by what each of them leads to.
fn first(leads: &mut [usize], mut at: usize) -> usize {
    while leads[at] != at {
        // Half the way for whoever comes next.
        leads[at] = leads[leads[at]];
        at = leads[at];
    }
    at
}

enum Settled {
    Is(bool),
    Open,
}

/// Whether a condition must hold, or must not; none if what is given contradicts itself.
fn settle(
    condition: &Condition,
    decided: &[Decision],
    constraints: &[&Condition],
) -> Option<Settled> {
    let given = decided.iter().map(|(it, held)| (it, *held));
    let formulas = given.chain(constraints.iter().map(|it| (*it, true)));
    let mut problem = Problem::new(condition, formulas);
    match (problem.can(true), problem.can(false)) {
        (true, false) => Some(Settled::Is(true)),
        (false, true) => Some(Settled::Is(false)),
        (true, true) => Some(Settled::Open),
        (false, false) => None,
    }
}

/// Whether formulas can hold together.
struct Problem<'c> {
    subjects: Vec<Subject<'c>>,
    index: HashMap<Name<'c>, usize>,
    /// Each with what it must come out as; the first is the one in question.
    formulas: Vec<(Formula<'c>, bool)>,
}

/// A subject, and what it may be.
struct Subject<'c> {
    values: Vec<Answer<'c>>,
    /// The formulas it occurs in.
    formulas: Vec<usize>,
}

#[derive(Clone, Copy, PartialEq)]
enum Answer<'c> {
    Yes,
    No,
    Text(&'c str),
    /// None of the texts that anything compares it with.
    Other,
}

/// A condition whose subjects were looked up.
enum Formula<'c> {
    Always(bool),
    Unknown,
    /// Whether the subject of this number has this answer.
    Is(usize, Answer<'c>),
    Not(Box<Formula<'c>>),
    All(Vec<Formula<'c>>),
    Any(Vec<Formula<'c>>),
}

impl<'c> Problem<'c> {
    fn new(question: &'c Condition, given: impl Iterator<Item = (&'c Condition, bool)>) -> Self {
        let mut problem =
            Self { subjects: Vec::new(), index: HashMap::new(), formulas: Vec::new() };
        let conditions: Vec<_> = [(question, true)].into_iter().chain(given).collect();
        for (condition, held) in &conditions {
            let formula = problem.formula(condition);
            problem.formulas.push((formula, *held));
        }
        for subject in &mut problem.subjects {
            if subject.values.is_empty() {
                subject.values = vec![Answer::Yes, Answer::No];
            } else {
                subject.values.push(Answer::Other);
            }
        }
        for (condition, _) in &conditions {
            condition.atoms(&mut |atom| problem.close(atom));
        }
        problem
    }

    fn formula(&mut self, condition: &'c Condition) -> Formula<'c> {
        match condition {
            Condition::Always(it) => Formula::Always(*it),
            Condition::Unknown(_) => Formula::Unknown,
            Condition::Named(it) => self.formula(&it.definition),
            Condition::Not(it) => Formula::Not(Box::new(self.formula(it))),
            Condition::All(parts) => {
                Formula::All(parts.iter().map(|it| self.formula(it)).collect())
            }
            Condition::Any(parts) => {
                Formula::Any(parts.iter().map(|it| self.formula(it)).collect())
            }
            Condition::Atom(atom) => self.question(atom),
        }
    }

    fn question(&mut self, atom: &'c Arc<Atom>) -> Formula<'c> {
        let next = self.subjects.len();
        let at = *self.index.entry(name(atom)).or_insert(next);
        if at == next {
            self.subjects.push(Subject { values: Vec::new(), formulas: Vec::new() });
        }
        let formula = self.formulas.len();
        if self.subjects[at].formulas.last() != Some(&formula) {
            self.subjects[at].formulas.push(formula);
        }
        let Some(text) = &atom.equals else { return Formula::Is(at, Answer::Yes) };
        let answer = Answer::Text(text);
        if !self.subjects[at].values.contains(&answer) {
            self.subjects[at].values.push(answer);
        }
        Formula::Is(at, answer)
    }

    /// A closed set of values leaves no other, and admits only its members.
    fn close(&mut self, atom: &'c Arc<Atom>) {
        let (Some(domain), Some(at)) = (&atom.domain, self.index.get(&name(atom))) else { return };
        let values = &mut self.subjects[*at].values;
        let others_left = domain.iter().any(|it| !values.contains(&Answer::Text(it)));
        values.retain(|it| match it {
            Answer::Text(text) => domain.iter().any(|it| &**it == *text),
            Answer::Other => others_left,
            Answer::Yes | Answer::No => true,
        });
    }

    /// Whether what is in question can come out so. Yes if that takes too much work to say.
    fn can(&mut self, held: bool) -> bool {
        self.formulas[0].1 = held;
        if self.subjects.len() > MAX_SUBJECTS {
            return true;
        }
        let mut search = Search { assigned: vec![None; self.subjects.len()], left: MAX_WORK };
        search.agree(self, 0..self.formulas.len()) && search.from(self, 0)
    }
}

struct Search<'c> {
    /// What each subject is taken to be.
    assigned: Vec<Option<Answer<'c>>>,
    /// How much more work there may be.
    left: usize,
}

impl<'c> Search<'c> {
    /// Whether the subjects from the `next` on can be so that all formulas come out as they must.
    fn from(&mut self, problem: &Problem<'c>, next: usize) -> bool {
        let Some(subject) = problem.subjects.get(next) else { return true };
        for value in &subject.values {
            self.assigned[next] = Some(*value);
            if self.agree(problem, subject.formulas.iter().copied()) && self.from(problem, next + 1)
            {
                return true;
            }
        }
        self.assigned[next] = None;
        self.left == 0
    }

    /// Whether none of these formulas comes out other than it must.
    fn agree(&mut self, problem: &Problem<'c>, mut formulas: impl Iterator<Item = usize>) -> bool {
        formulas.all(|it| {
            let (formula, held) = &problem.formulas[it];
            self.evaluate(formula).is_none_or(|it| it == *held)
        })
    }

    /// None if that hangs on what was not assigned yet.
    fn evaluate(&mut self, formula: &Formula<'c>) -> Option<bool> {
        self.left = self.left.checked_sub(1)?;
        match formula {
            Formula::Always(it) => Some(*it),
            Formula::Unknown => None,
            Formula::Is(subject, answer) => self.assigned[*subject].map(|it| it == *answer),
            Formula::Not(it) => self.evaluate(it).map(|it| !it),
            Formula::All(parts) => together(parts.iter().map(|it| self.evaluate(it)), false),
            Formula::Any(parts) => together(parts.iter().map(|it| self.evaluate(it)), true),
        }
    }
}

/// `decisive` if any part is, its opposite if all are the opposite.
fn together(parts: impl Iterator<Item = Option<bool>>, decisive: bool) -> Option<bool> {
    let mut open = false;
    for part in parts {
        match part {
            Some(it) if it == decisive => return Some(decisive),
            Some(_) => (),
            None => open = true,
        }
    }
    (!open).then_some(!decisive)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::Constraints;
    use crate::value::{Atom, Condition};

    fn stage(equals: &str, domain: Option<&[&str]>) -> Condition {
        Condition::Atom(Arc::new(Atom {
            subject: "Stage".into(),
            scope: "".into(),
            equals: Some(equals.into()),
            domain: domain.map(|it| it.iter().map(|it| Arc::from(*it)).collect()),
            default: None,
            follows: false,
        }))
    }

    fn implied(decided: &[(Condition, bool)], condition: &Condition) -> Option<bool> {
        Constraints::new(&[]).implied(decided, condition)
    }

    fn question(subject: &str) -> Condition {
        Condition::Atom(Arc::new(Atom {
            subject: subject.into(),
            scope: "".into(),
            equals: None,
            domain: None,
            default: None,
            follows: false,
        }))
    }

    #[test]
    fn equalities_on_one_subject_exclude_each_other() {
        let decided = [(stage("prod", None), true)];
        assert_eq!(implied(&decided, &stage("dev", None)), Some(false));
        let decided = [(stage("prod", None), false)];
        assert_eq!(implied(&decided, &stage("dev", None)), None);
    }

    #[test]
    fn a_closed_set_leaves_the_last_value() {
        let domain: Option<&[&str]> = Some(&["dev", "prod"]);
        let decided = [(stage("prod", domain), false)];
        assert_eq!(implied(&decided, &stage("dev", domain)), Some(true));
        assert_eq!(implied(&[], &stage("test", domain)), Some(false));
    }

    #[test]
    fn parts_settle_the_whole() {
        let either = Condition::any([stage("prod", None), stage("dev", None)]);
        let both = Condition::all([stage("prod", None), stage("dev", None)]);
        assert_eq!(implied(&[], &both), Some(false));
        assert_eq!(implied(&[(stage("dev", None), true)], &either), Some(true));
        assert_eq!(implied(&[(either, false)], &stage("dev", None)), Some(false));
    }

    #[test]
    fn constraints_settle_what_they_leave_no_choice_of() {
        let constraints = [
            Condition::any([stage("prod", None).not(), question("Encrypted")]),
            Condition::any([question("Encrypted").not(), question("Keyed")]),
            Condition::any([question("Apart"), question("Elsewhere")]),
        ];
        let constraints = Constraints::new(&constraints);
        let prod = [(stage("prod", None), true)];
        assert_eq!(constraints.implied(&prod, &question("Keyed")), Some(true));
        assert_eq!(constraints.implied(&prod, &question("Apart")), None);
        assert_eq!(constraints.implied(&[], &question("Keyed")), None);
        let open = [(question("Keyed"), false)];
        assert_eq!(constraints.implied(&open, &stage("prod", None)), Some(false));
    }

    #[test]
    fn constraints_that_contradict_each_other_constrain_nothing() {
        let constraints = [question("A"), question("A").not()];
        let constraints = Constraints::new(&constraints);
        assert_eq!(constraints.implied(&[], &question("A")), None);
        let decided = [(question("A"), true)];
        let both = Condition::all([question("A"), question("B")]);
        assert_eq!(constraints.implied(&decided, &question("A")), Some(true));
        assert_eq!(constraints.implied(&decided, &both), None);
    }

    #[test]
    fn too_many_constraints_leave_it_open() {
        let all: Vec<Condition> = (0..200).map(|it| question(&format!("Q{it}"))).collect();
        let constraints: Vec<Condition> = all
            .iter()
            .zip(all.iter().rev())
            .map(|(a, b)| Condition::any([a.clone(), b.clone().not(), question("Any")]))
            .collect();
        let constraints = Constraints::new(&constraints);
        assert_eq!(constraints.implied(&[(all[0].clone(), false)], &all[100]), None);
    }

    #[test]
    fn defaults_that_break_a_constraint_together_are_none() {
        let by_default = |subject: &str, default| {
            let Condition::Atom(atom) = question(subject) else { panic!("an atom") };
            Arc::new(Atom { default: Some(default), ..(*atom).clone() })
        };
        let (a, b) = (by_default("A", true), by_default("B", true));
        let both = Condition::all([Condition::Atom(a.clone()), Condition::Atom(b.clone())]);
        let constraints = [Condition::any([stage("prod", None).not(), both.not()])];
        let constraints = Constraints::new(&constraints);
        assert!(constraints.refuse_defaults(&[(stage("prod", None), true)], &a));
        assert!(!constraints.refuse_defaults(&[(stage("prod", None), false)], &a));
        assert!(!constraints.refuse_defaults(&[], &b));
    }
}
