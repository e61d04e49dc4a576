//! The graph as a rule reads it: one resource, in one world.
//!
//! A template with conditions stands for several deployments. A rule should not have to think
//! about that, so it is run once for each, and every read it makes sees plain values. Which
//! deployments there are is found out as the rule reads: a run that meets an open condition is
//! given up, and run again twice, with the condition decided either way from the start. So
//! whatever a run reads, it reads in the light of everything that was decided for it.

#[cfg(test)]
pub(crate) mod asked;
mod attested;
mod change;
mod field;
mod link;
mod lookup;
mod place;
mod resource;
mod simplify;
mod solve;
mod spelling;

pub use attested::{Attested, Covered, Name};
pub use field::{Field, Items, List, Node, Path, State};
pub use link::Link;
pub use place::Place;
pub use resource::{Kinds, Resource, View};
pub use simplify::simplified;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use crate::graph::Graph;
use crate::truth::{Needs, Truth};
use crate::value::{Atom, Condition, Kind, Value};
use solve::Constraints;

/// How many conditions one run may decide; those beyond it stay unknown.
pub const MAX_DECISIONS: usize = 6;

/// A condition, and whether it holds.
pub type Decision = (Condition, bool);

/// One way the deployment could turn out.
pub struct World<'g> {
    graph: &'g Graph,
    constraints: Rc<Constraints<'g>>,
    decided: Vec<Decision>,
    /// What was taken for granted in this run: defaults that nothing decided otherwise.
    assumed: RefCell<Vec<Decision>>,
    /// The first condition that it met and that nothing decides.
    open: RefCell<Option<Condition>>,
    /// What is said of it from outside.
    attested: &'g [Attested],
    /// Which of that had a part in this run, by id.
    relied_on: RefCell<BTreeSet<usize>>,
}

/// What was made of one world.
pub struct Explored<T> {
    pub decided: Vec<Decision>,
    pub result: T,
    /// Which of what is attested had a part in it, by id.
    pub relied_on: BTreeSet<usize>,
}

/// What `visit` makes of each world that it can tell apart. Those that the graph's constraints
/// exclude are none.
pub fn explore<'g, T>(
    graph: &'g Graph,
    attested: &'g [Attested],
    mut visit: impl FnMut(&World<'g>) -> T,
) -> Vec<Explored<T>> {
    let constraints = Rc::new(Constraints::new(&graph.constraints));
    let mut worlds = Vec::new();
    let mut todo = vec![Vec::new()];
    while let Some(decided) = todo.pop() {
        let mut world = World::new(graph, constraints.clone(), decided);
        world.attested = attested;
        let result = visit(&world);
        match world.open.into_inner() {
            None => {
                let (decided, relied_on) = (world.decided, world.relied_on.into_inner());
                worlds.push(Explored { decided, result, relied_on });
            }
            Some(condition) => {
                for held in [false, true] {
                    let mut decided = world.decided.clone();
                    decided.push((condition.clone(), held));
                    todo.push(decided);
                }
            }
        }
    }
    worlds
}

impl<'g> World<'g> {
    fn new(graph: &'g Graph, constraints: Rc<Constraints<'g>>, decided: Vec<Decision>) -> Self {
        Self {
            graph,
            constraints,
            decided,
            assumed: RefCell::default(),
            open: RefCell::default(),
            attested: &[],
            relied_on: RefCell::default(),
        }
    }

    /// How many of the decisions of `decided` it takes to settle a condition.
    pub fn decisions_behind(graph: &Graph, decided: &[Decision], condition: &Condition) -> usize {
        let constraints = Rc::new(Constraints::new(&graph.constraints));
        (0..decided.len())
            .find(|count| {
                let world = World::new(graph, constraints.clone(), decided[..*count].to_vec());
                world.holds(condition);
                world.open.into_inner().is_none()
            })
            .unwrap_or(decided.len())
    }

    pub fn graph(&self) -> &'g Graph {
        self.graph
    }

    /// Whether a condition holds in this world. Stops at the first part that settles the answer,
    /// so that no world forks on a condition that does not matter.
    pub fn holds(&self, condition: &Condition) -> Truth {
        match condition {
            Condition::Always(it) => (*it).into(),
            Condition::Unknown(it) => Truth::Unknown(it.needs()),
            Condition::Not(it) => !self.holds(it),
            Condition::All(all) => self.combine(all, Truth::Yes, Truth::No),
            Condition::Any(any) => self.combine(any, Truth::No, Truth::Yes),
            Condition::Atom(atom) if atom.follows => self.follow(condition, atom),
            Condition::Atom(_) | Condition::Named(_) => self.decide(condition),
        }
    }

    fn combine(&self, parts: &[Condition], neutral: Truth, decisive: Truth) -> Truth {
        let mut all = neutral;
        for part in parts {
            let it = self.holds(part);
            if it == decisive {
                return decisive;
            }
            all = if decisive == Truth::No { all & it } else { all | it };
            if self.open.borrow().is_some() {
                break;
            }
        }
        all
    }

    fn decide(&self, condition: &Condition) -> Truth {
        if let Some(held) = self.constraints.implied(&self.decided, condition) {
            return held.into();
        }
        if self.decided.len() < MAX_DECISIONS {
            self.open.borrow_mut().get_or_insert_with(|| condition.clone());
        }
        Truth::needs(condition.to_string())
    }

    fn follow(&self, condition: &Condition, atom: &Atom) -> Truth {
        let mut assumed = self.assumed.borrow_mut();
        let known: Vec<Decision> = self.decided.iter().chain(assumed.iter()).cloned().collect();
        if let Some(held) = self.constraints.implied(&known, condition) {
            return held.into();
        }
        match atom.default {
            // The defaults do not lead to this world, so which of them still stand is open.
            Some(_) if self.constraints.refuse_defaults(&self.decided, atom) => {
                Truth::needs(&*atom.subject)
            }
            Some(held) => {
                assumed.push((condition.clone(), held));
                held.into()
            }
            None => Truth::No,
        }
    }

    /// Follows conditions until the value is one that this world settles. Calls `passing` on each
    /// value on the way that holds others.
    fn settle<'w>(
        &self,
        mut value: &'w Value,
        mut passing: impl FnMut(&'w Value),
    ) -> Result<&'w Value, Needs> {
        while let Kind::If(branch) = &value.kind {
            passing(value);
            value = match self.holds(&branch.condition) {
                Truth::Yes => &branch.then,
                Truth::No => &branch.otherwise,
                Truth::Unknown(needs) => return Err(needs),
            };
        }
        Ok(value)
    }
}
