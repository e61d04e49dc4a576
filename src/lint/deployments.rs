//! What several deployments of one root module have in common, and what only some of them have.

use std::collections::{BTreeSet, HashMap};

use super::choice::Chosen;
use super::{Attestations, Doubted, Found, Reached, judge_unit};
use crate::finding::Label;
use crate::project::Unit;
use crate::project::deployments::Variables;
use crate::reader::Reader;
use crate::text::{FileId, Span};

/// What every rule finds in each deployment of a root, by the deployment's name.
pub(super) fn judged(
    units: &mut [Unit],
    rules: &[Chosen],
    attestations: &Attestations<'_>,
) -> Vec<(String, Found)> {
    let judged = units.iter_mut().map(|unit| {
        let mut found = Found::default();
        judge_unit(unit, rules, attestations, &mut found);
        let name = unit.deployed.as_ref().map(|it| it.name.clone()).unwrap_or_default();
        (name, found)
    });
    judged.collect()
}

/// The files whose places do not tell findings apart: they say where each deployment sets the
/// value that all of them trip over. A file with a directive does: that speaks of its own
/// deployment only.
pub(super) fn varying(variables: &Variables, reader: &Reader<'_>) -> BTreeSet<FileId> {
    let files = variables.deployments.iter().flat_map(|it| &it.files).map(|it| it.file);
    files.filter(|it| !reader.text(*it).contains("wirelint:")).collect()
}

/// Something that was found, and in which of the deployments.
struct Shared<T> {
    it: T,
    by: Vec<usize>,
}

impl Found {
    /// Adds what was found in the deployments of one root: what several have once, and what not
    /// all have with the names of those that do.
    pub(super) fn unite(&mut self, each: Vec<(String, Found)>, varying: &BTreeSet<FileId>) {
        let (mut findings, mut undecided) = (Vec::new(), Vec::new());
        let mut findings_at: HashMap<(&'static str, Span), Vec<usize>> = HashMap::new();
        let mut undecided_at: HashMap<(&'static str, Span), Vec<usize>> = HashMap::new();
        let (mut resources, mut subjects) = (0, 0);
        let names: Vec<String> = each.iter().map(|it| it.0.clone()).collect();
        for (which, (_, found)) in each.into_iter().enumerate() {
            resources = resources.max(found.resources);
            subjects = subjects.max(found.subjects);
            self.attested.extend(found.attested);
            for it in found.findings {
                let here = findings_at.entry((it.finding.rule, it.finding.span)).or_default();
                let is_same = |known: &Reached| is_same_finding(known, &it, varying);
                match same(&findings, here, which, is_same) {
                    Some(known) => {
                        let known: &mut Shared<Reached> = &mut findings[known];
                        known.by.push(which);
                        known.it.join(it);
                    }
                    None => {
                        here.push(findings.len());
                        findings.push(Shared { it, by: vec![which] });
                    }
                }
            }
            for it in found.undecided {
                let here = undecided_at
                    .entry((it.undecided.rule, it.undecided.subject.header))
                    .or_default();
                match same(&undecided, here, which, |known: &Doubted| *known == it) {
                    Some(known) => undecided[known].by.push(which),
                    None => {
                        here.push(undecided.len());
                        undecided.push(Shared { it, by: vec![which] });
                    }
                }
            }
        }
        self.resources += resources;
        self.subjects += subjects;
        for Shared { mut it, by } in findings {
            it.finding.when.splice(0..0, condition(&by, &names));
            self.add(it);
        }
        for Shared { mut it, by } in undecided {
            it.undecided.when.splice(0..0, condition(&by, &names));
            self.leave_open(it);
        }
    }
}

/// Which of what is at a place is the same, as another deployment has it.
fn same<T>(
    shared: &[Shared<T>],
    here: &[usize],
    which: usize,
    is_same: impl Fn(&T) -> bool,
) -> Option<usize> {
    let mut here = here.iter().copied();
    here.find(|at| !shared[*at].by.contains(&which) && is_same(&shared[*at].it))
}

fn is_same_finding(one: &Reached, other: &Reached, varying: &BTreeSet<FileId>) -> bool {
    let (a, b) = (&one.finding, &other.finding);
    let own = |it: &Reached| -> Vec<Label> {
        let own = it.finding.labels[..it.own].iter();
        own.filter(|it| !varying.contains(&it.span.file)).cloned().collect()
    };
    a.message == b.message
        && a.severity == b.severity
        && a.when == b.when
        && a.subject == b.subject
        && own(one) == own(other)
}

/// In which deployments something holds; nothing if in all.
fn condition(by: &[usize], names: &[String]) -> Option<String> {
    let among: Vec<&str> = by.iter().map(|it| names[*it].as_str()).collect();
    (by.len() < names.len()).then(|| format!("deployed with {}", among.join(" or ")))
}
