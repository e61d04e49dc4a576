//! Which rules look at what, and how much what they find weighs.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::{Config, Configs, Selection};
use crate::finding::checks::{CHECKS, UNEXPLAINED_IGNORE};
use crate::finding::{Finding, Severity};
use crate::project::Unit;
use crate::project::parameters::Unusable;
use crate::rule::Rule;
use crate::text::{FileId, Sources};

/// A rule that looks, and how much what it finds weighs there.
#[derive(Clone, Copy)]
pub(super) struct Chosen {
    pub(super) rule: &'static Rule,
    severity: Severity,
}

impl Chosen {
    /// What the rule found, weighed as was chosen. What it lowers itself is as much lower.
    pub(super) fn weighed(&self, mut finding: Finding) -> Finding {
        if self.severity != self.rule.severity {
            let steps = (self.rule.severity as usize).saturating_sub(finding.severity as usize);
            finding.severity = (0..steps).fold(self.severity, |it, _| it.lowered());
        }
        finding
    }
}

/// What the command line chooses, and what files do.
pub(super) struct Choice<'c> {
    pub(super) said: &'c Selection,
    pub(super) configs: &'c Configs,
}

impl Choice<'_> {
    /// The rules that look at what a folder holds.
    pub(super) fn rules(&self, rules: &[&'static Rule], folder: &str) -> Vec<Chosen> {
        let config = self.configs.of(folder);
        let looks = |rule: &Rule| {
            let by_file = match config {
                Some(it) => it.selection.chooses(rule.id, !rule.opt_in),
                None => !rule.opt_in,
            };
            self.said.chooses(rule.id, by_file)
        };
        let chosen = |rule: &'static Rule| {
            let severity = config.and_then(|it| it.severity(rule.id)).unwrap_or(rule.severity);
            Chosen { rule, severity }
        };
        rules.iter().filter(|it| looks(it)).map(|it| chosen(it)).collect()
    }

    /// What is wrong with a file, as the nearest configuration has it; none if it is ignored.
    pub(super) fn of_file(&self, mut finding: Finding, sources: &Sources) -> Option<Finding> {
        let config = self.configs.about(&sources.get(finding.span.file).path);
        let by_file = config.is_none_or(|it| it.selection.shows(finding.rule, true));
        // One configuration may require what another does not.
        let is_required = config.is_some_and(|it| it.require_reason);
        if finding.rule == UNEXPLAINED_IGNORE.id && !is_required {
            return None;
        }
        if !self.said.shows(finding.rule, by_file) {
            return None;
        }
        let severity = config.and_then(|it| it.severity(finding.rule));
        finding.severity = severity.unwrap_or(finding.severity);
        Some(finding)
    }

    /// What makes a run fail, by the files that findings are in.
    pub(super) fn thresholds(
        &self,
        findings: &[Finding],
        sources: &Sources,
    ) -> BTreeMap<FileId, Severity> {
        let files: BTreeSet<FileId> = findings.iter().map(|it| it.span.file).collect();
        let of = |file: FileId| self.configs.about(&sources.get(file).path)?.fail_on;
        files.into_iter().filter_map(|it| Some((it, of(it)?))).collect()
    }

    /// Whether what counts for one of these has it that all is to be decided.
    pub(super) fn is_strict(&self, units: &[Unit]) -> bool {
        units.iter().any(|it| self.configs.of(&it.folder).is_some_and(|it| it.is_strict))
    }
}

/// Every id that a finding may have.
pub fn known_ids(rules: &[&'static Rule]) -> Vec<&'static str> {
    rules.iter().map(|it| it.id).chain(CHECKS.iter().map(|it| it.id)).collect()
}

/// Holds what configurations name against the rules there are; with no rule at hand, none is.
pub(super) fn check(configs: &Configs, rules: &[&'static Rule]) -> Result<(), Unusable> {
    if rules.is_empty() {
        return Ok(());
    }
    let known = known_ids(rules);
    let of_rules: Vec<&str> = rules.iter().map(|it| it.id).collect();
    match configs.all().find_map(|it: &Config| it.unknown(&known, &of_rules)) {
        Some(error) => Err(Unusable::Malformed(error)),
        None => Ok(()),
    }
}
