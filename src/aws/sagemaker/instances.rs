//! On how many instances a job runs.

use crate::truth::Truth;
use crate::world::{Field, List, Node, Place, State};

/// How many instances a job runs on.
pub struct Instances<'w> {
    pub count: Field<'w, i64>,
    /// Instead of a count: groups of different types, which add up.
    pub(super) groups: Option<List<'w>>,
    /// Instead of a count: alternatives, of which one is taken.
    pub(super) preferences: Option<List<'w>>,
}

impl<'w> Instances<'w> {
    /// Nothing but a count.
    pub(super) fn counted(it: &Node<'w>, path: (&'static str, &'static str)) -> Self {
        Self { count: it.number(path), groups: None, preferences: None }
    }

    /// Whether there are at least two. One where nothing is written.
    pub fn are_several(&self) -> Truth {
        match self.count.state() {
            State::Set(count) => (count >= 2).into(),
            State::Unknown(needs) => Truth::Unknown(needs),
            State::Unset => self.groups_are_several() | self.preferences_are_several(),
        }
    }

    fn groups_are_several(&self) -> Truth {
        let Some(groups) = self.groups.as_ref().map(List::read) else { return Truth::No };
        let mut total = 0;
        let mut doubt = groups.needs;
        for group in &groups.nodes {
            match group.number(("InstanceCount", "instance_count")).state() {
                State::Set(count) => total += count,
                State::Unset => total += 1,
                State::Unknown(needs) => doubt.get_or_insert_default().extend(needs),
            }
        }
        match doubt {
            _ if total >= 2 => Truth::Yes,
            Some(needs) => Truth::Unknown(needs),
            None => Truth::No,
        }
    }

    fn preferences_are_several(&self) -> Truth {
        let Some(preferences) = self.preferences.as_ref().map(List::read) else {
            return Truth::No;
        };
        let counts =
            preferences.nodes.iter().map(|it| it.number(("InstanceCount", "instance_count")));
        let any = Truth::any(counts.map(|it| it.test(|it| it >= 2)));
        any | preferences.needs.map_or(Truth::No, Truth::Unknown)
    }

    /// Where it says how many.
    pub fn place(&self) -> Option<Place> {
        if self.count.is_written().certainly() {
            return Some(self.count.place());
        }
        let lists = [&self.groups, &self.preferences].into_iter().flatten();
        lists.map(List::read).find(|it| !it.nodes.is_empty()).map(|it| it.place)
    }

    /// In words: "4 instances".
    pub fn words(&self) -> String {
        match self.count.state() {
            State::Set(count) => format!("{count} instances"),
            State::Unset | State::Unknown(_) => "several instances".to_owned(),
        }
    }
}
