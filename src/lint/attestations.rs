//! What is attested, and what came of it.

use std::collections::{BTreeMap, BTreeSet};

use super::choice::Chosen;
use super::claims::Said;
use super::{Found, Request};
use crate::config::{Attestation, Config, Configs};
use crate::date::Date;
use crate::files::{self, FileKind, Files};
use crate::finding::{Finding, Severity};
use crate::graph::{Graph, Resource};
use crate::project::{Scope, Targets, Unit};
use crate::text::Span;
use crate::world::Attested;

/// An attestation that clears nothing.
pub(super) const UNUSED: &str = "unused-attestation";
/// An attestation whose last day is over.
pub(super) const EXPIRED: &str = "expired-attestation";

/// The folders for which a configuration is looked for: those of what is named and of what is
/// linted, and those that hold one.
pub(super) fn folders(
    request: &Request,
    targets: &Targets,
    units: &[Unit],
    files: &dyn Files,
) -> BTreeSet<String> {
    let named = request.paths.iter().map(|it| match files.kind(it) {
        Some(FileKind::Folder) => it.as_str(),
        Some(FileKind::File) | None => files::parent(it),
    });
    let holding = targets.configs.iter().map(|it| files::parent(it));
    let linted = units.iter().map(|it| it.folder.as_str());
    named.chain(holding).chain(linted).map(str::to_owned).collect()
}

/// All that is attested in a run.
pub(super) struct Attestations<'c> {
    configs: &'c Configs,
    today: Option<Date>,
    /// Whether rules were left out that a configuration does not leave out.
    is_narrow: bool,
}

/// What is attested of a unit.
pub(super) struct InUnit {
    /// What still counts.
    pub(super) counting: Vec<Attested>,
    /// What no longer counts as well.
    all: Vec<Attested>,
}

impl<'c> Attestations<'c> {
    pub(super) fn new(configs: &'c Configs, request: &Request) -> Self {
        Self { configs, today: request.today, is_narrow: !request.selection.is_empty() }
    }

    pub(super) fn of(&self, unit: &Unit) -> InUnit {
        let (mut counting, mut all) = (Vec::new(), Vec::new());
        for it in self.configs.of(&unit.folder).iter().flat_map(|it| &it.attestations) {
            let attested = &it.attested;
            all.push(attested.clone());
            if !self.is_over(it) {
                counting.push(attested.clone());
            }
        }
        InUnit { counting, all }
    }

    fn is_over(&self, it: &Attestation) -> bool {
        matches!((&it.until, self.today), (Some((until, _)), Some(today)) if today > *until)
    }

    /// What is wrong with attestations: those that clear nothing, where all was linted that they
    /// may be about, and those that are over.
    pub(super) fn findings(&self, units: &[Unit], scope: &Scope, relied: &Relied) -> Vec<Finding> {
        let mut findings = Vec::new();
        for config in self.configs.all() {
            let is_seen = self.is_all_seen(config, units, scope);
            for it in &config.attestations {
                if let Some((until, span)) = it.until.filter(|_| self.is_over(it)) {
                    findings.push(expired(it, until, span, relied));
                } else if is_seen && !relied.used.contains(&it.attested.id) {
                    let message =
                        format!("the attestation for `{}` clears nothing", it.attested.name);
                    findings.push(Finding::of_file(UNUSED, Severity::Warning, it.span, message));
                }
            }
        }
        findings
    }

    /// Whether all was linted that a configuration speaks of, and none of that left out.
    fn is_all_seen(&self, config: &Config, units: &[Unit], scope: &Scope) -> bool {
        let is_its =
            |unit: &&Unit| self.configs.of(&unit.folder).is_some_and(|it| it.path == config.path);
        !self.is_narrow
            && scope.covers(&config.path)
            && !units.iter().filter(is_its).any(|it| it.graph.is_partial())
    }
}

fn expired(it: &Attestation, until: Date, span: Span, relied: &Relied) -> Finding {
    let message =
        format!("the attestation for `{}` expired: its last day was {until}", it.attested.name);
    let mut finding = Finding::of_file(EXPIRED, Severity::Warning, span, message);
    for place in relied.lapsed.get(&it.attested.id).into_iter().flatten() {
        finding.label(*place, "no longer cleared");
    }
    finding.note(format!("its reason was: {}", it.reason));
    finding
}

/// What came of what is attested.
#[derive(Default)]
pub(super) struct Relied {
    /// Those that made a difference, by id.
    used: BTreeSet<usize>,
    /// Findings that there would be without.
    cleared: Vec<Finding>,
    /// Where findings are that each would clear if it were not over.
    lapsed: BTreeMap<usize, BTreeSet<Span>>,
}

impl Relied {
    pub(super) fn extend(&mut self, other: Self) {
        self.used.extend(other.used);
        self.cleared.extend(other.cleared);
        for (id, places) in other.lapsed {
            self.lapsed.entry(id).or_default().extend(places);
        }
    }

    /// How many findings are cleared, of those that would be shown.
    pub(super) fn cleared(&self, shown: impl Fn(Span) -> bool) -> usize {
        let shown = self.cleared.iter().filter(|it| it.spans().any(&shown));
        let key = |it: &Finding| {
            (it.rule, it.span, it.subject.as_ref().map(|it| it.header), it.message.clone())
        };
        shown.map(key).collect::<BTreeSet<_>>().len()
    }
}

impl Found {
    /// Finds out what a rule would say without what is attested, and with what is over.
    pub(super) fn compare(
        &mut self,
        graph: &Graph,
        resource: &Resource,
        rule: &Chosen,
        attested: &InUnit,
        said: &Said,
    ) {
        if !said.relied_on.is_empty() {
            let without = Said::of(graph, resource, rule, &[]);
            if without.claims != said.claims || without.doubts != said.doubts {
                self.attested.used.extend(&said.relied_on);
            }
            // What is left undecided is not cleared.
            if said.doubts.iter().all(|it| without.doubts.contains(it)) {
                let cleared = without.without(said, graph, resource);
                self.attested.cleared.extend(cleared);
            }
        }
        let is_fine = said.claims.is_empty() && said.doubts.is_empty();
        if is_fine || attested.all.len() == attested.counting.len() {
            return;
        }
        let with = Said::of(graph, resource, rule, &attested.all);
        let places: Vec<Span> =
            said.without(&with, graph, resource).iter().map(|it| it.span).collect();
        for id in with.relied_on.difference(&said.relied_on) {
            self.attested.lapsed.entry(*id).or_default().extend(&places);
        }
    }
}
