//! What follows from what was decided.
//!
//! Decisions are formulas over questions such as `Stage == "prod"`. Questions about one subject
//! exclude each other, and a closed set of values must be met by one of them. The formulas that
//! meet in one run are few, so trying the values of each subject in turn is fast; it gives up
//! after a fixed number of steps and then takes a formula to be open.

use std::sync::Arc;

use crate::value::{Atom, Condition};
use crate::world::Decision;

/// How many assignments are tried.
const MAX_STEPS: u32 = 20_000;

/// Whether `condition` must hold, or must not, given what was decided; none if it is open.
pub(super) fn implied(decided: &[Decision], condition: &Condition) -> Option<bool> {
    for (known, held) in decided {
        if known == condition {
            return Some(*held);
        }
    }
    let can = |held: bool| {
        let mut formulas: Vec<(&Condition, bool)> =
            decided.iter().map(|(it, held)| (it, *held)).collect();
        formulas.push((condition, held));
        satisfiable(&formulas)
    };
    match (can(true), can(false)) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        // Both, or neither: the decisions contradict each other only past the step limit.
        (true, true) | (false, false) => None,
    }
}

/// A subject, and what it may be.
struct Subject<'c> {
    scope: &'c str,
    name: &'c str,
    /// Whether the subject is itself a truth value.
    is_question: bool,
    values: Vec<Answer<'c>>,
}

#[derive(Clone, Copy, PartialEq)]
enum Answer<'c> {
    Yes,
    No,
    Text(&'c str),
    /// None of the texts that anything compares it with.
    Other,
}

fn satisfiable(formulas: &[(&Condition, bool)]) -> bool {
    let mut subjects: Vec<Subject<'_>> = Vec::new();
    for (formula, _) in formulas {
        formula.atoms(&mut |atom| note(&mut subjects, atom));
    }
    for subject in &mut subjects {
        if subject.is_question {
            subject.values = vec![Answer::Yes, Answer::No];
        } else if !subject.values.contains(&Answer::Other) {
            subject.values.push(Answer::Other);
        }
    }
    for (formula, _) in formulas {
        formula.atoms(&mut |atom| close(&mut subjects, atom));
    }
    let mut assigned = vec![None; subjects.len()];
    let mut steps = MAX_STEPS;
    search(formulas, &subjects, &mut assigned, 0, &mut steps)
}

fn find(subjects: &[Subject<'_>], atom: &Atom) -> Option<usize> {
    subjects.iter().position(|it| {
        it.name == &*atom.subject
            && it.scope == &*atom.scope
            && it.is_question == atom.equals.is_none()
    })
}

fn note<'c>(subjects: &mut Vec<Subject<'c>>, atom: &'c Arc<Atom>) {
    let index = find(subjects, atom).unwrap_or_else(|| {
        subjects.push(Subject {
            scope: &atom.scope,
            name: &atom.subject,
            is_question: atom.equals.is_none(),
            values: Vec::new(),
        });
        subjects.len() - 1
    });
    if let Some(text) = &atom.equals {
        let answer = Answer::Text(text);
        if !subjects[index].values.contains(&answer) {
            subjects[index].values.push(answer);
        }
    }
}

/// A closed set of values leaves no other, and admits only its members.
fn close<'c>(subjects: &mut [Subject<'c>], atom: &'c Arc<Atom>) {
    let (Some(domain), Some(index)) = (&atom.domain, find(subjects, atom)) else { return };
    let mentioned = |text: &str, subject: &Subject<'_>| {
        subject.values.iter().any(|it| matches!(it, Answer::Text(known) if *known == text))
    };
    let subject = &mut subjects[index];
    let others_left = domain.iter().any(|it| !mentioned(it, subject));
    subject.values.retain(|it| match it {
        Answer::Text(text) => domain.iter().any(|it| &**it == *text),
        Answer::Other => others_left,
        Answer::Yes | Answer::No => true,
    });
}

fn search<'c>(
    formulas: &[(&Condition, bool)],
    subjects: &[Subject<'c>],
    assigned: &mut Vec<Option<Answer<'c>>>,
    next: usize,
    steps: &mut u32,
) -> bool {
    if *steps == 0 {
        return true;
    }
    *steps -= 1;
    let mut open = false;
    for (formula, held) in formulas {
        match evaluate(formula, subjects, assigned) {
            Some(it) if it != *held => return false,
            Some(_) => (),
            None => open = true,
        }
    }
    if !open || next == subjects.len() {
        return true;
    }
    for value in &subjects[next].values {
        assigned[next] = Some(*value);
        if search(formulas, subjects, assigned, next + 1, steps) {
            return true;
        }
    }
    assigned[next] = None;
    false
}

fn evaluate(
    condition: &Condition,
    subjects: &[Subject<'_>],
    assigned: &[Option<Answer<'_>>],
) -> Option<bool> {
    match condition {
        Condition::Always(it) => Some(*it),
        Condition::Unknown(_) => None,
        Condition::Named(it) => evaluate(&it.definition, subjects, assigned),
        Condition::Not(it) => evaluate(it, subjects, assigned).map(|it| !it),
        Condition::All(parts) => fold(parts, false, subjects, assigned),
        Condition::Any(parts) => fold(parts, true, subjects, assigned),
        Condition::Atom(atom) => {
            let answer = assigned[find(subjects, atom)?]?;
            Some(match &atom.equals {
                Some(text) => answer == Answer::Text(text),
                None => answer == Answer::Yes,
            })
        }
    }
}

fn fold(
    parts: &[Condition],
    decisive: bool,
    subjects: &[Subject<'_>],
    assigned: &[Option<Answer<'_>>],
) -> Option<bool> {
    let mut open = false;
    for part in parts {
        match evaluate(part, subjects, assigned) {
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

    use super::implied;
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
}
