//! What one rule says of one resource, in all the worlds there are.

use std::collections::BTreeSet;

use super::choice::Chosen;
use super::foreign;
use crate::finding::Finding;
use crate::graph::{Graph, Resource};
use crate::rule::{Report, Rule};
use crate::truth::{Needs, Truth};
use crate::value::Condition;
use crate::world::{self, Attested, Decision, World};

/// What one rule says of one resource.
#[derive(Default)]
pub(super) struct Said {
    pub(super) claims: Vec<Claim>,
    /// What would have to be known, and in which world.
    pub(super) doubts: Vec<(Needs, Vec<Decision>)>,
    /// Whether the rule had anything to judge.
    pub(super) judged: bool,
    /// Which of what is attested had a part in it, by id.
    pub(super) relied_on: BTreeSet<usize>,
}

impl Said {
    pub(super) fn of(
        graph: &Graph,
        resource: &Resource,
        rule: &Chosen,
        attested: &[Attested],
    ) -> Self {
        let mut said = Self::default();
        for it in world::explore(graph, attested, |world| run(rule.rule, resource, world)) {
            let Some(report) = it.result else { continue };
            said.judged |= report.judged;
            said.relied_on.extend(it.relied_on);
            // That it exists goes without saying.
            let given = World::decisions_behind(graph, &it.decided, &resource.exists);
            let when = it.decided[given..].to_vec();
            for finding in report.findings {
                claim(&mut said.claims, rule.weighed(finding), when.clone());
            }
            said.doubts.extend(report.needs.map(|needs| (needs, when)));
        }
        said
    }

    /// What it claims and another does not.
    pub(super) fn without(&self, other: &Said, graph: &Graph, resource: &Resource) -> Vec<Finding> {
        let only = self
            .claims
            .iter()
            .filter(|it| !other.claims.iter().any(|other| other.claims_as(&it.finding)));
        only.map(|it| {
            let mut finding = it.clone().settled(graph, &resource.exists);
            foreign::tell(graph, resource, &mut finding);
            finding
        })
        .collect()
    }
}

/// What a rule says in one world; none where the resource does not exist.
fn run(rule: &'static Rule, resource: &Resource, world: &World<'_>) -> Option<Report> {
    let subject = world.resource(resource);
    if subject.exists() == Truth::No {
        return None;
    }
    let mut report = Report::new(rule, subject);
    (rule.check)(subject, &mut report);
    Some(report)
}

/// A finding, and the worlds in which it was made.
#[derive(Clone, PartialEq)]
pub(super) struct Claim {
    finding: Finding,
    worlds: Vec<Vec<Decision>>,
}

fn claim(claims: &mut Vec<Claim>, finding: Finding, when: Vec<Decision>) {
    let same = claims
        .iter_mut()
        .find(|it| it.claims_as(&finding) && it.finding.severity == finding.severity);
    match same {
        Some(known) => {
            for label in finding.labels {
                known.finding.label(label.span, label.message);
            }
            known.finding.want_too(finding.wanted);
            known.worlds.push(when);
        }
        None => claims.push(Claim { finding, worlds: vec![when] }),
    }
}

impl Claim {
    /// Whether it says the same, whatever its weight.
    fn claims_as(&self, finding: &Finding) -> bool {
        self.finding.span == finding.span && self.finding.message == finding.message
    }

    /// The finding with its conditions, and a level lower if the defaults do not lead to it.
    pub(super) fn settled(self, graph: &Graph, exists: &Condition) -> Finding {
        let contradicts =
            |(it, held): &Decision| it.default().is_some_and(|default| default != *held);
        let mut finding = self.finding;
        if self.worlds.iter().all(|it| it.iter().any(contradicts)) {
            finding.severity = finding.severity.lowered();
        }
        finding.when = words(&world::simplified(graph, exists, self.worlds));
        finding
    }
}

/// The conditions in the author's words; one entry that joins them if there are several ways.
pub(super) fn words(worlds: &[Vec<Decision>]) -> Vec<String> {
    let one = |(condition, held): &Decision| match held {
        true => condition.to_string(),
        false => condition.clone().not().to_string(),
    };
    match worlds {
        [] => Vec::new(),
        [only] => only.iter().map(one).collect(),
        several => {
            let ways = several.iter().map(|it| {
                let parts: Vec<String> = it.iter().map(one).collect();
                match parts.as_slice() {
                    [part] => part.clone(),
                    parts => format!("({})", parts.join(" and ")),
                }
            });
            vec![ways.collect::<Vec<_>>().join(" or ")]
        }
    }
}
