//! Findings, and the ways that lead to them.

use crate::finding::{Finding, Label};
use crate::graph::Resource;
use crate::suppress::Hidden;

/// A finding, and the ways that lead to it.
pub(super) struct Reached {
    pub(super) finding: Finding,
    /// How many of its labels do not depend on the way.
    pub(super) own: usize,
    /// Other subjects of the same defect.
    also: Vec<String>,
    /// The rounds of loops whose values have no place.
    pub(super) rounds: Vec<String>,
    /// What hides it. Ways that are hidden and ways that are not are never one.
    pub(super) hidden: Option<Hidden>,
}

/// How many other places a finding shows, and how many names a note of it. The rest is counted.
const MOST_LABELS: usize = 10;
const MOST_NAMES: usize = 5;

impl Reached {
    pub(super) fn new(mut finding: Finding, resource: &Resource) -> Self {
        let ways = ways(resource, &mut finding);
        let own = finding.labels.len();
        for it in ways.labels {
            finding.label(it.span, it.message);
        }
        let mut rounds: Vec<String> = Vec::new();
        for it in ways.rounds {
            if !rounds.contains(&it) {
                rounds.push(it);
            }
        }
        Self { finding, own, also: Vec::new(), rounds, hidden: None }
    }

    /// Adds what is the same defect reached another way.
    pub(super) fn join(&mut self, other: Self) {
        let subject = |it: &Finding| it.subject.as_ref().map(|it| it.address.clone());
        let first = subject(&self.finding);
        self.finding.severity = self.finding.severity.max(other.finding.severity);
        for it in subject(&other.finding).into_iter().chain(other.also) {
            if Some(&it) != first.as_ref() && !self.also.contains(&it) {
                self.also.push(it);
            }
        }
        for (at, it) in other.finding.labels.into_iter().enumerate() {
            let before = self.finding.labels.len();
            self.finding.label(it.span, it.message);
            let is_new = self.finding.labels.len() > before;
            if is_new && at < other.own {
                self.finding.labels[self.own..].rotate_right(1);
                self.own += 1;
            }
        }
        self.finding.want_too(other.finding.wanted);
        for it in other.rounds {
            if !self.rounds.contains(&it) {
                self.rounds.push(it);
            }
        }
    }

    /// The finding, and what hides it.
    pub(super) fn told(self) -> (Finding, Option<Hidden>) {
        let mut finding = self.finding;
        if !self.rounds.is_empty() {
            finding.note(few(&self.rounds));
        }
        if !self.also.is_empty() {
            finding.note(format!("also {}", few(&self.also)));
        }
        (finding, self.hidden)
    }

    /// Whether two ways lead to the same finding.
    pub(super) fn is_same(&self, other: &Self) -> bool {
        let (a, b) = (&self.finding, &other.finding);
        let header = |it: &Finding| it.subject.as_ref().map(|it| it.header);
        a.message == b.message
            && a.when == b.when
            && header(a) == header(b)
            && self.hidden.is_some() == other.hidden.is_some()
            && a.labels.get(..self.own) == b.labels.get(..other.own)
    }
}

/// How a resource came to be.
#[derive(Default)]
struct Ways {
    labels: Vec<Label>,
    rounds: Vec<String>,
}

/// How a resource came to be, as far as that is worth telling with a finding about it.
fn ways(resource: &Resource, finding: &mut Finding) -> Ways {
    let mut ways = Ways::default();
    let label = |span, message: &str| Label { span, message: message.to_owned() };
    if let Some(it) = resource.carrier {
        ways.labels.push(label(it.header, &format!("started by this {}", it.noun)));
    }
    // What is borrowed may stand in what is borrowed.
    let mut at = 0;
    let mut places = vec![finding.span];
    while let Some(place) = places.get(at).copied().filter(|_| places.len() <= MOST_LABELS) {
        at += 1;
        for it in resource.borrowed.iter().filter(|it| it.text.holds(place)) {
            if !places.contains(&it.used) {
                places.push(it.used);
                ways.labels.push(label(it.used, "used here"));
            }
        }
    }
    for it in &resource.rounds {
        let message = it.to_string();
        let Some(span) = it.span else {
            ways.rounds.push(message);
            continue;
        };
        // That it is the value of this round says more than that it was set there.
        match finding.labels.iter_mut().find(|it| it.span == span) {
            Some(known) => known.message = message,
            None => ways.labels.push(label(span, &message)),
        }
    }
    ways.labels.extend(resource.calls.iter().map(|it| label(*it, "called here")));
    ways
}

/// `a, b and 3 more`
pub(super) fn few(all: &[String]) -> String {
    match all.len().checked_sub(MOST_NAMES) {
        None | Some(0) => all.join(", "),
        Some(more) => format!("{} and {more} more", all[..MOST_NAMES].join(", ")),
    }
}

/// Shows no more places than can be read.
pub(super) fn shortened(mut finding: Finding) -> Finding {
    if let Some(more @ 1..) = finding.labels.len().checked_sub(MOST_LABELS) {
        finding.labels.truncate(MOST_LABELS);
        let places = if more == 1 { "place" } else { "places" };
        finding.note(format!("and {more} more {places}"));
    }
    finding
}
