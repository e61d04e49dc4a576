//! What a rule is, and how it says what it found.

pub mod controls;

use std::iter;

use crate::finding::{Finding, Severity, Subject};
use crate::text::Span;
use crate::truth::{Needs, Truth};
use crate::value::Role;
use crate::world::{Place, Resource};
use controls::{Control, Relation};

/// A rule: its name, its weight, its page, and its check.
pub struct Rule {
    /// The defect it reports, in words that follow "ignore".
    pub id: &'static str,
    pub severity: Severity,
    /// Why it matters, how to fix it, and examples that run as tests.
    pub page: &'static str,
    /// Ids of the controls of AWS that look for the same.
    pub controls: &'static [&'static str],
    /// Ids of controls and requirements that are near.
    pub related: &'static [&'static str],
    /// Looks only where it is selected: what it finds is worth knowing to few.
    pub opt_in: bool,
    /// Looks at one resource in one world, and reports what is wrong with it there.
    pub check: fn(Resource<'_>, &mut Report),
}

impl Rule {
    /// The defect in one sentence: what stands below the title of the page.
    pub fn summary(&self) -> &'static str {
        let mut lines = self.page.lines();
        lines.find(|it| !it.is_empty() && !it.starts_with('#')).unwrap_or_default()
    }

    /// Of the page, from the root of the repository.
    pub fn path(&self) -> String {
        format!("rules/{}.md", self.id.replacen('-', "/", 1).replace('-', "_"))
    }

    /// The controls it stands beside.
    pub fn references(&self) -> impl Iterator<Item = (Relation, &'static Control)> {
        let same = iter::repeat(Relation::Same).zip(self.controls);
        let all = same.chain(iter::repeat(Relation::Related).zip(self.related));
        all.filter_map(|(relation, id)| Some((relation, controls::control(id)?)))
    }

    /// Where the page can be read.
    pub fn link(&self) -> String {
        format!("{}/blob/main/{}", env!("CARGO_PKG_REPOSITORY"), self.path())
    }
}

/// Collects what one rule says of one resource in one world.
pub struct Report {
    rule: &'static Rule,
    subject: Subject,
    pub findings: Vec<Finding>,
    /// What would have to be known; none when all that was asked was answered.
    pub needs: Option<Needs>,
    /// Whether the rule had anything to judge.
    pub judged: bool,
}

impl Report {
    pub fn new(rule: &'static Rule, resource: Resource<'_>) -> Self {
        Self { rule, subject: resource.subject(), findings: Vec::new(), needs: None, judged: false }
    }

    /// Whether a claim holds for sure. If that cannot be known, the workload is undecided.
    pub fn judge(&mut self, claim: Truth) -> bool {
        self.judged = true;
        match claim {
            Truth::Yes => true,
            Truth::No => false,
            Truth::Unknown(needs) => {
                self.needs.get_or_insert_default().extend(needs);
                false
            }
        }
    }

    /// Reports a defect at a place, with what had a part in what stands there.
    pub fn flag(&mut self, place: Place, message: impl Into<String>) -> &mut Finding {
        self.findings.push(Finding {
            rule: self.rule.id,
            severity: self.rule.severity,
            subject: Some(self.subject.clone()),
            span: place.span,
            message: message.into(),
            labels: Vec::new(),
            when: Vec::new(),
            notes: Vec::new(),
            wanted: None,
            fix: None,
        });
        let finding = self.findings.last_mut().expect("a finding was just pushed");
        trace(finding, &place);
        finding
    }
}

/// Labels a place of a finding, and what had a part in what stands there.
pub fn show(finding: &mut Finding, place: Place, message: impl Into<String>) {
    let message = message.into();
    // What a rule says of a place says more than that the place had a part.
    match finding.labels.iter_mut().find(|it| it.span == place.span) {
        Some(known) => known.message = message,
        None => {
            finding.label(place.span, message);
        }
    }
    trace(finding, &place);
}

fn trace(finding: &mut Finding, place: &Place) {
    let is_within = |it: Span| {
        it.file == place.span.file && it.start >= place.span.start && it.end <= place.span.end
    };
    for hop in place.hops.iter().filter(|it| !is_within(it.span)) {
        let message = match hop.role {
            Role::Set if place.lacking => "nothing set here",
            Role::Set => "set here",
            Role::Passed => "passed on here",
            Role::Decided => "decided here",
        };
        finding.label(hop.span, message);
    }
}
