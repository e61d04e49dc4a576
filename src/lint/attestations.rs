//! What is attested and what is excepted, and what came of it.

use std::collections::{BTreeMap, BTreeSet};

use super::choice::Chosen;
use super::claims::Said;
use super::exceptions::Exceptions;
use super::{Found, Request};
use crate::config::{Config, Configs};
use crate::date::Date;
use crate::files::{self, FileKind, Files};
use crate::finding::Finding;
use crate::finding::checks::{
    Check, EXPIRED_ATTESTATION, EXPIRED_EXCEPTION, UNUSED_ATTESTATION, UNUSED_EXCEPTION,
};
use crate::graph::{Graph, Resource};
use crate::project::{Scope, Targets, Unit};
use crate::reader::Reader;
use crate::suppress::Ignored;
use crate::text::Span;
use crate::world::Attested;

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
    reader: &'c Reader<'c>,
    today: Option<Date>,
    /// Whether rules were left out that a configuration does not leave out.
    is_narrow: bool,
}

/// What is attested of a unit, and what is excepted in it.
pub(super) struct InUnit<'c> {
    /// What still counts.
    pub(super) counting: Vec<Attested>,
    /// What no longer counts as well.
    all: Vec<Attested>,
    pub(super) exceptions: Exceptions<'c>,
}

/// Something that a team says with a reason, perhaps for some time.
struct Statement<'c> {
    id: usize,
    name: String,
    /// Where it is said.
    span: Span,
    reason: &'c str,
    until: Option<(Date, Span)>,
    words: Words,
}

/// How it is told what came of a statement.
struct Words {
    unused: &'static Check,
    expired: &'static Check,
    does_nothing: &'static str,
    no_longer: &'static str,
}

const OF_ATTESTATION: Words = Words {
    unused: &UNUSED_ATTESTATION,
    expired: &EXPIRED_ATTESTATION,
    does_nothing: "clears nothing",
    no_longer: "no longer cleared",
};

const OF_EXCEPTION: Words = Words {
    unused: &UNUSED_EXCEPTION,
    expired: &EXPIRED_EXCEPTION,
    does_nothing: "hides nothing",
    no_longer: "no longer hidden",
};

fn statements(config: &Config) -> impl Iterator<Item = Statement<'_>> {
    let attestations = config.attestations.iter().map(|it| Statement {
        id: it.attested.id,
        name: format!("the attestation for `{}`", it.attested.name),
        span: it.span,
        reason: &it.reason,
        until: it.until,
        words: OF_ATTESTATION,
    });
    let exceptions = config.exceptions.iter().map(|it| Statement {
        id: it.id,
        name: "this exception".to_owned(),
        span: it.span,
        reason: &it.reason,
        until: it.until,
        words: OF_EXCEPTION,
    });
    attestations.chain(exceptions)
}

impl<'c> Attestations<'c> {
    pub(super) fn new(configs: &'c Configs, reader: &'c Reader<'c>, request: &Request) -> Self {
        let is_narrow = !request.selection.is_empty();
        Self { configs, reader, today: request.today, is_narrow }
    }

    pub(super) fn of(&self, unit: &Unit) -> InUnit<'c> {
        let (mut counting, mut all) = (Vec::new(), Vec::new());
        let config = self.configs.of(&unit.folder);
        for it in config.iter().flat_map(|it| &it.attestations) {
            let attested = &it.attested;
            all.push(attested.clone());
            if !self.is_over(it.until) {
                counting.push(attested.clone());
            }
        }
        let of_config = |it: &'c Config| {
            it.exceptions.iter().map(|exception| (exception, self.is_over(exception.until)))
        };
        let exceptions = Exceptions {
            exceptions: config.into_iter().flat_map(of_config).collect(),
            folder: config.map_or(".", |it| &it.folder),
            reader: self.reader,
        };
        InUnit { counting, all, exceptions }
    }

    fn is_over(&self, until: Option<(Date, Span)>) -> bool {
        matches!((until, self.today), (Some((until, _)), Some(today)) if today > until)
    }

    /// What is wrong with what is said: that which makes no difference, where all was linted that
    /// it may be about, and that which is over.
    pub(super) fn findings(&self, units: &[Unit], scope: &Scope, relied: &Relied) -> Vec<Finding> {
        let mut findings = Vec::new();
        for config in self.configs.all() {
            let is_seen = self.is_all_seen(config, units, scope);
            for it in statements(config) {
                if let Some((until, span)) = it.until.filter(|_| self.is_over(it.until)) {
                    findings.push(expired(&it, until, span, relied));
                } else if is_seen && !relied.used.contains(&it.id) {
                    let Words { unused, does_nothing, .. } = it.words;
                    let message = format!("{} {does_nothing}", it.name);
                    findings.push(Finding::of_file(unused, it.span, message));
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
            && scope.covers(&config.folder)
            && !units.iter().filter(is_its).any(|it| it.graph.is_partial())
    }
}

fn expired(it: &Statement<'_>, until: Date, span: Span, relied: &Relied) -> Finding {
    let message = format!("{} expired: its last day was {until}", it.name);
    let mut finding = Finding::of_file(it.words.expired, span, message);
    for place in relied.lapsed.get(&it.id).into_iter().flatten() {
        finding.label(*place, it.words.no_longer);
    }
    finding.note(format!("its reason was: {}", it.reason));
    finding
}

/// What came of what is attested.
#[derive(Default)]
pub(super) struct Relied {
    /// Those that made a difference, by id.
    pub(super) used: BTreeSet<usize>,
    /// Findings that there would be without.
    cleared: Vec<Finding>,
    /// Where findings are that each would clear or hide if it were not over.
    pub(super) lapsed: BTreeMap<usize, BTreeSet<Span>>,
    /// Findings that are excepted.
    pub(super) hidden: Vec<Ignored>,
}

impl Relied {
    pub(super) fn extend(&mut self, other: Self) {
        self.used.extend(other.used);
        self.cleared.extend(other.cleared);
        self.hidden.extend(other.hidden);
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
        attested: &InUnit<'_>,
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
