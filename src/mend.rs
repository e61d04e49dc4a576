//! The whole run, again and again, on texts in which what can be mended is.
//!
//! A function, as [`lint`] is: what it changed is given back, and nothing is written.

use std::collections::{BTreeMap, BTreeSet};

use crate::edits;
use crate::files::{Files, Overlay};
use crate::finding::{Edit, Finding, Fix};
use crate::lint::{self, Outcome, Request, STDIN, lint};
use crate::rule::Rule;
use crate::text::FileId;

/// How often fixes are made that others stood in the way of, or that others made possible.
const MAX_PASSES: usize = 10;

/// Which fixes are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Accept {
    #[default]
    Safe,
    All,
}

impl Accept {
    pub fn takes(self, fix: &Fix) -> bool {
        fix.is_safe || self == Accept::All
    }
}

/// What a run came to once everything was mended that could be.
#[derive(Debug)]
pub struct Mended {
    pub outcome: Outcome,
    /// How many findings are gone.
    pub fixed: usize,
    /// In the order of their paths.
    pub changed: Vec<Changed>,
}

/// A file that is to be another.
#[derive(Debug, PartialEq, Eq)]
pub struct Changed {
    /// As [`crate::text::Source::path`].
    pub path: String,
    pub before: String,
    pub after: String,
}

/// Lints, makes the fixes, and lints what that gives, until there is nothing more to be made.
pub fn mend(
    request: Request,
    files: &dyn Files,
    rules: &[&'static Rule],
    accept: Accept,
) -> Result<Mended, lint::Error> {
    let mut request = request;
    let mut overlay = Overlay::new(files);
    let mut outcome = lint(&request, &overlay, rules)?;
    let mut before: BTreeMap<String, String> = BTreeMap::new();
    let mut fixed = 0;
    let mut refused: BTreeSet<Claim> = BTreeSet::new();
    for _ in 0..MAX_PASSES {
        let is_text = |path: &str, text: &str| is_text(&request, &overlay, path, text);
        let pass = Pass::of(&outcome, accept, &refused, is_text);
        if pass.texts.is_empty() {
            break;
        }
        let (earlier, stdin) = (overlay.clone(), request.stdin.clone());
        for (path, text) in &pass.texts {
            match path.as_str() {
                STDIN => request.stdin = Some(text.clone().into_bytes()),
                _ => overlay.put(path, text.as_bytes()),
            }
        }
        let mended = lint(&request, &overlay, rules)?;
        let failed = pass.failed(&outcome, &mended);
        if !failed.is_empty() {
            refused.extend(failed);
            (overlay, request.stdin) = (earlier, stdin);
            continue;
        }
        for path in pass.texts.keys() {
            let source = outcome.sources.all().iter().find(|it| it.path == *path);
            let text = source.map(|it| it.text.to_string()).unwrap_or_default();
            before.entry(path.clone()).or_insert(text);
        }
        fixed += pass.fixed.len();
        outcome = mended;
    }
    let after = |path: &String| match path.as_str() {
        STDIN => request.stdin.clone(),
        path => overlay.read(path).ok(),
    };
    let changed = before.into_iter().filter_map(|(path, before)| {
        let after = String::from_utf8(after(&path)?).ok()?;
        (after != before).then_some(Changed { path, before, after })
    });
    Ok(Mended { outcome, fixed, changed: changed.collect() })
}

/// Whether a file has the bytes that were read as this text: what was no text, or is not to be
/// seen, is not what is written.
fn is_text(request: &Request, files: &dyn Files, path: &str, text: &str) -> bool {
    match path {
        STDIN => request.stdin.as_deref() == Some(text.as_bytes()),
        path => files.read(path).is_ok_and(|it| it == text.as_bytes()),
    }
}

/// What a finding says of what, wherever that stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Claim {
    rule: &'static str,
    address: Option<String>,
    message: String,
}

impl Claim {
    fn of(finding: &Finding) -> Self {
        let address = finding.subject.as_ref().map(|it| it.address.clone());
        Self { rule: finding.rule, address, message: finding.message.clone() }
    }

    /// How often each is made.
    fn counts(outcome: &Outcome) -> BTreeMap<Self, usize> {
        let mut counts = BTreeMap::new();
        for it in &outcome.findings {
            *counts.entry(Self::of(it)).or_default() += 1;
        }
        counts
    }
}

/// What is mended at once.
struct Pass {
    /// Of each file that changes.
    texts: BTreeMap<String, String>,
    /// The findings that should be gone then, and the files that they change.
    fixed: Vec<(Claim, Vec<String>)>,
}

impl Pass {
    /// Where two fixes are in each other's way, the first is made.
    fn of(
        outcome: &Outcome,
        accept: Accept,
        refused: &BTreeSet<Claim>,
        is_text: impl Fn(&str, &str) -> bool,
    ) -> Self {
        let sources = &outcome.sources;
        let mut edits: BTreeMap<FileId, Vec<Edit>> = BTreeMap::new();
        let mut fixed = Vec::new();
        let mut whole: BTreeMap<FileId, bool> = BTreeMap::new();
        let mut is_whole = |file: FileId| {
            let source = sources.get(file);
            *whole.entry(file).or_insert_with(|| is_text(&source.path, &source.text))
        };
        for finding in &outcome.findings {
            let Some(fix) = finding.fix.as_ref().filter(|it| accept.takes(it)) else { continue };
            let claim = Claim::of(finding);
            if refused.contains(&claim) || !fix.edits.iter().all(|it| is_whole(it.span.file)) {
                continue;
            }
            let (again, new): (Vec<&Edit>, Vec<&Edit>) = fix
                .edits
                .iter()
                .partition(|it| edits.get(&it.span.file).is_some_and(|all| all.contains(it)));
            let is_free = |edit: &&Edit| {
                edits.get(&edit.span.file).is_none_or(|all| all.iter().all(|it| apart(it, edit)))
            };
            // Half of a fix is none.
            if !new.iter().all(is_free) || !again.is_empty() && !new.is_empty() {
                continue;
            }
            for edit in new {
                edits.entry(edit.span.file).or_default().push(edit.clone());
            }
            let files = fix.edits.iter().map(|it| sources.get(it.span.file).path.clone());
            fixed.push((claim, files.collect()));
        }
        let changed = |(file, edits): (&FileId, &Vec<Edit>)| {
            let source = sources.get(*file);
            let text = edits::apply(&source.text, &edits.iter().collect::<Vec<_>>())?;
            Some((source.path.clone(), text))
        };
        Self { texts: edits.iter().filter_map(changed).collect(), fixed }
    }

    /// The findings that are still there, and those whose fixes may have broken a file.
    fn failed(&self, before: &Outcome, after: &Outcome) -> Vec<Claim> {
        let broken = |outcome: &Outcome, path: &str| {
            let is_it = |it: &&Finding| {
                lint::OWN.iter().any(|own| own.id == it.rule)
                    && outcome.sources.get(it.span.file).path == path
            };
            outcome.findings.iter().filter(is_it).count()
        };
        let is_broken = |path: &String| broken(after, path) > broken(before, path);
        let broken: BTreeSet<&String> = self.texts.keys().filter(|it| is_broken(it)).collect();
        let (had, has) = (Claim::counts(before), Claim::counts(after));
        let failed = |(claim, files): &&(Claim, Vec<String>)| {
            files.iter().any(|it| broken.contains(it)) || has.get(claim) >= had.get(claim)
        };
        self.fixed.iter().filter(failed).map(|(claim, _)| claim.clone()).collect()
    }
}

fn apart(one: &Edit, other: &Edit) -> bool {
    one.span.end < other.span.start || other.span.end < one.span.start
}

#[cfg(test)]
mod tests {
    use super::{Accept, mend};
    use crate::files::Memory;
    use crate::finding::{Change, Severity, Wish};
    use crate::lint::Request;
    use crate::rule::{Report, Rule};
    use crate::rules::RULES;
    use crate::world::Resource;

    /// Finds something whatever is changed.
    static STUBBORN: Rule = Rule {
        id: "stubborn",
        severity: Severity::Note,
        page: "",
        controls: &[],
        related: &[],
        opt_in: false,
        check: |resource: Resource<'_>, report: &mut Report| {
            let change = Change {
                title: String::new(),
                is_safe: true,
                at: resource.span(),
                keys: vec!["More".to_owned()],
                in_blocks: false,
                value: Wish::Flag(true),
            };
            report.judge(true.into());
            report.flag(resource.place(), "as it always was").want(Some(change));
        },
    };

    #[test]
    fn a_fix_that_mends_nothing_is_not_made_and_stops_no_other() {
        let template = "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n  Job:\n    \
                        Type: AWS::SageMaker::AutoMLJobV2\n    Properties: {}\n";
        let request = Request { paths: vec![".".to_owned()], ..Request::default() };
        let files = Memory::new([("t.yaml", template)]);
        let rules: Vec<&'static Rule> = RULES.iter().copied().chain([&STUBBORN]).collect();
        let mended = mend(request, &files, &rules, Accept::All).expect("the folder of the file");
        let [changed] = mended.changed.as_slice() else { panic!("{:?}", mended.changed) };
        let properties = "Properties:\n      SecurityConfig:\n        EnableInterContainerTrafficEncryption: true";
        assert_eq!(changed.after, template.replace("Properties: {}", properties));
        assert_eq!(mended.fixed, 1);
        let left = mended.outcome.findings.iter();
        assert_eq!(left.filter(|it| it.rule == STUBBORN.id).count(), 2);
    }
}
