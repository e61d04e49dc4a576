//! What a configuration hides by path and by address.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::attestations::Relied;
use super::secrets;
use crate::config::Exception;
use crate::finding::{Finding, Subject};
use crate::reader::Reader;
use crate::suppress::Ignored;
use crate::text::Span;
use crate::world::Name;

/// The exceptions that count for a unit.
pub(super) struct Exceptions<'c> {
    /// Each with whether its last day is over.
    pub(super) exceptions: Vec<(&'c Exception, bool)>,
    /// What their paths count from.
    pub(super) folder: &'c str,
    pub(super) reader: &'c Reader<'c>,
}

impl Exceptions<'_> {
    /// Keeps a finding back if it is excepted.
    pub(super) fn hide(&self, finding: Finding, relied: &mut Relied) -> Option<Finding> {
        let Some(subject) = &finding.subject else { return Some(finding) };
        let Some(by) = self.excepted(finding.rule, subject, finding.span, relied) else {
            return Some(finding);
        };
        let (comment, reason) = (by.span, by.reason.clone());
        relied.hidden.push(Ignored { finding, comment, is_in_source: false, reason });
        None
    }

    /// Which exception keeps back what a rule says of a subject.
    pub(super) fn excepted(
        &self,
        rule: &str,
        subject: &Subject,
        span: Span,
        relied: &mut Relied,
    ) -> Option<&Exception> {
        let mut excepted = None;
        for (it, is_over) in &self.exceptions {
            if !self.is_about(it, rule, subject, span) {
                continue;
            }
            if *is_over {
                relied.lapsed.entry(it.id).or_default().insert(span);
            } else {
                relied.used.insert(it.id);
                excepted = excepted.or(Some(*it));
            }
        }
        excepted
    }

    fn is_about(&self, it: &Exception, rule: &str, subject: &Subject, span: Span) -> bool {
        let fits = |span: Span| {
            let path = self.reader.path(span.file);
            it.paths.as_ref().is_none_or(|paths| paths.fit(self.folder, &path, false))
        };
        let is_meant = |said: &String| Name::Address(&subject.address).is_meant_by(said);
        it.rules.iter().any(|it| it.names(rule))
            && (it.addresses.is_empty() || it.addresses.iter().any(is_meant))
            && (fits(span) || fits(subject.header))
    }
}

impl Relied {
    /// As secrets are masked in what is shown.
    pub(super) fn mask(&mut self, secrets: &[Arc<str>]) {
        if !secrets.is_empty() {
            self.hidden.iter_mut().for_each(|it| secrets::mask_finding(&mut it.finding, secrets));
        }
    }

    /// What is excepted, the same once.
    pub(super) fn hidden(&mut self) -> Vec<Ignored> {
        let mut known = BTreeSet::new();
        let mut hidden = std::mem::take(&mut self.hidden);
        hidden.retain(|Ignored { finding: it, .. }| {
            known.insert((it.rule, it.span, it.message.clone(), it.when.clone()))
        });
        hidden
    }
}
