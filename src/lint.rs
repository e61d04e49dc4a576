//! The whole run, from files to an outcome. A function: nothing is read but through [`Files`].

use std::collections::BTreeMap;
use std::fmt;

use crate::carriers;
use crate::files::Files;
use crate::finding::{Finding, Label, Severity, Subject, Undecided};
use crate::graph::{Graph, Resource};
use crate::project::{self, Given, Scope, Unit};
use crate::reader::{Read, Reader};
use crate::rule::{Report, Rule};
use crate::suppress;
use crate::text::{Sources, Span};
use crate::tf::Modules;
use crate::truth::{Needs, Truth};
use crate::value::Condition;
use crate::world::{self, Decision, World};

/// What to lint.
#[derive(Debug, Default)]
pub struct Request {
    /// As [`Files::named`] gives them.
    pub paths: Vec<String>,
    /// One template.
    pub stdin: Option<Vec<u8>>,
    pub inputs: Inputs,
}

/// Values given on the command line.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    pub parameters: BTreeMap<String, String>,
    pub variables: BTreeMap<String, String>,
    pub region: Option<String>,
}

#[derive(Debug, Default)]
pub struct Outcome {
    pub sources: Sources,
    pub findings: Vec<Finding>,
    pub undecided: Vec<Undecided>,
    pub graphs: Vec<Graph>,
    pub summary: Summary,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct Summary {
    /// Files of the templates and modules that were linted.
    pub files: usize,
    /// Those that would be created, as far as that is known.
    pub resources: usize,
    /// Workloads that some rule judged.
    pub subjects: usize,
    /// Templates and root modules.
    pub units: usize,
}

/// Why the run could not take place.
#[derive(Debug)]
pub enum Error {
    NoSuchPath(String),
}

impl Error {
    /// What to do about it.
    pub fn hint(&self) -> Option<&'static str> {
        None
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::NoSuchPath(path) => write!(f, "no such file or folder: {path}"),
        }
    }
}

impl std::error::Error for Error {}

/// What is wrong with a file itself.
const INVALID_SYNTAX: &str = "invalid-syntax";
const DUPLICATE_KEY: &str = "duplicate-key";
/// What was not evaluated: a limit was hit, or it cannot be told what it would expand to.
const CUT: &str = "not-evaluated";

/// Lints what is at the paths of a request.
pub fn lint(
    request: &Request,
    files: &dyn Files,
    rules: &[&'static Rule],
) -> Result<Outcome, Error> {
    let targets = project::find(&request.paths, files).map_err(Error::NoSuchPath)?;
    let reader = Reader::new(files);
    let given = Given {
        parameters: &request.inputs.parameters,
        variables: &request.inputs.variables,
        region: request.inputs.region.as_deref(),
    };
    let mut units = Vec::new();
    if let Some(bytes) = &request.stdin {
        let file = reader.add(STDIN, bytes.clone());
        units.extend(project::template(&reader, file, &given));
    }
    for path in &targets.templates {
        if let Some(file) = reader.open_or_report(path) {
            units.extend(project::template(&reader, file, &given));
        }
    }
    units.extend(project::modules(&Modules::new(&reader), &targets, &given));

    let mut found = Found::default();
    for unit in &mut units {
        carriers::lower(&mut unit.graph);
        judge(&unit.graph, rules, &mut found);
    }
    Ok(found.outcome(units, reader.finish(), &targets.scope, rules))
}

/// What standard input is called.
const STDIN: &str = "<stdin>";

/// What rules found, the same defect once.
#[derive(Default)]
struct Found {
    findings: Vec<Finding>,
    undecided: Vec<Undecided>,
    subjects: usize,
    resources: usize,
}

/// Every rule on every resource in every world.
fn judge(graph: &Graph, rules: &[&'static Rule], found: &mut Found) {
    for resource in graph.resources() {
        let mut is_subject = false;
        let exists = resource.exists != Condition::Always(false);
        if exists && resource.carrier.is_none() {
            found.resources += 1;
        }
        if !exists {
            continue;
        }
        for rule in rules {
            let worlds = world::explore(graph, |world| run(rule, resource, world));
            let mut claims: Vec<Claim> = Vec::new();
            let mut doubts: Vec<(Needs, Vec<Decision>)> = Vec::new();
            for (decided, report) in worlds {
                let Some(report) = report else { continue };
                is_subject |= report.judged;
                // That it exists goes without saying.
                let given = World::decisions_behind(graph, &decided, &resource.exists);
                let when = decided[given..].to_vec();
                for finding in report.findings {
                    claim(&mut claims, finding, when.clone());
                }
                doubts.extend(report.needs.map(|needs| (needs, when)));
            }
            let calls = resource.calls.iter().map(|span| (*span, "called here"));
            let carrier = resource.carrier.map(|span| (span, "started by this state machine"));
            let ways: Vec<Label> = carrier
                .into_iter()
                .chain(calls)
                .map(|(span, message)| Label { span, message: message.to_owned() })
                .collect();
            for it in claims {
                found.add(it.settled(), &ways);
            }
            found.doubt(rule, resource, doubts);
        }
        found.subjects += usize::from(is_subject);
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
struct Claim {
    finding: Finding,
    worlds: Vec<Vec<Decision>>,
}

fn claim(claims: &mut Vec<Claim>, finding: Finding, when: Vec<Decision>) {
    let same = claims.iter_mut().find(|it| {
        it.finding.span == finding.span
            && it.finding.message == finding.message
            && it.finding.severity == finding.severity
    });
    match same {
        Some(known) => {
            for label in finding.labels {
                known.finding.label(label.span, label.message);
            }
            known.worlds.push(when);
        }
        None => claims.push(Claim { finding, worlds: vec![when] }),
    }
}

impl Claim {
    /// The finding with its conditions, and a level lower if the defaults do not lead to it.
    fn settled(self) -> Finding {
        let worlds = simplified(self.worlds);
        let contradicts =
            |(it, held): &Decision| it.default().is_some_and(|default| default != *held);
        let mut finding = self.finding;
        if worlds.iter().all(|it| it.iter().any(contradicts)) {
            finding.severity = finding.severity.lowered();
        }
        finding.when = words(&worlds);
        finding
    }
}

/// The same worlds in fewer words: what holds either way is not a condition.
fn simplified(mut worlds: Vec<Vec<Decision>>) -> Vec<Vec<Decision>> {
    loop {
        let before = worlds.clone();
        for at in 0..worlds.len() {
            for which in 0..worlds[at].len() {
                let mut other = worlds[at].clone();
                other[which].1 = !other[which].1;
                // Where this condition is otherwise, and all else the same, it holds too.
                let covered = worlds.iter().any(|it| it.iter().all(|part| other.contains(part)));
                if covered {
                    worlds[at].remove(which);
                    break;
                }
            }
        }
        // What another says in fewer words.
        let mut kept: Vec<Vec<Decision>> = Vec::new();
        for it in &worlds {
            let implied = kept.iter().any(|known| known.iter().all(|part| it.contains(part)));
            if !implied {
                kept.retain(|known| !it.iter().all(|part| known.contains(part)));
                kept.push(it.clone());
            }
        }
        worlds = kept;
        if worlds == before {
            return worlds;
        }
    }
}

/// The conditions in the author's words; one entry that joins them if there are several ways.
fn words(worlds: &[Vec<Decision>]) -> Vec<String> {
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

impl Found {
    /// Adds a finding. The same defect reached another way is one finding with both ways.
    fn add(&mut self, mut finding: Finding, ways: &[Label]) {
        let own = finding.labels.len();
        let known = self.findings.iter_mut().find(|it| {
            it.rule == finding.rule
                && it.span == finding.span
                && it.message == finding.message
                && it.when == finding.when
                && it.labels.get(..own) == Some(&finding.labels)
        });
        match known {
            Some(known) => {
                known.severity = known.severity.max(finding.severity);
                for it in ways {
                    known.label(it.span, it.message.clone());
                }
                let address = finding.subject.map(|it| it.address).unwrap_or_default();
                let is_first = known.subject.as_ref().is_some_and(|it| it.address == address);
                let also = format!("also {address}");
                if !is_first && !known.notes.contains(&also) {
                    known.notes.push(also);
                }
            }
            None => {
                for it in ways {
                    finding.label(it.span, it.message.clone());
                }
                self.findings.push(finding);
            }
        }
    }

    fn doubt(
        &mut self,
        rule: &'static Rule,
        resource: &Resource,
        doubts: Vec<(Needs, Vec<Decision>)>,
    ) {
        if doubts.is_empty() {
            return;
        }
        let needs: Needs = doubts.iter().flat_map(|(needs, _)| needs.iter().cloned()).collect();
        let worlds = simplified(doubts.into_iter().map(|(_, when)| when).collect());
        let undecided = Undecided {
            rule: rule.id,
            subject: Subject {
                address: resource.address.to_string(),
                kind: resource.kind.to_string(),
                header: resource.header,
            },
            needs: needs.into_iter().collect(),
            when: words(&worlds),
        };
        let is_known = self.undecided.iter().any(|it| {
            it.rule == undecided.rule
                && it.subject.header == undecided.subject.header
                && it.needs == undecided.needs
        });
        if !is_known {
            self.undecided.push(undecided);
        }
    }

    fn outcome(
        mut self,
        units: Vec<Unit>,
        read: Read,
        scope: &Scope,
        rules: &[&'static Rule],
    ) -> Outcome {
        let Read { sources, comments, errors } = read;
        for it in errors {
            self.findings.push(of_file(INVALID_SYNTAX, Severity::Error, it.span, it.message));
        }
        for unit in &units {
            for (first, again) in &unit.repeated {
                let message = "this key repeats; the last one counts".to_owned();
                let mut finding = of_file(DUPLICATE_KEY, Severity::Warning, *again, message);
                finding.label(*first, "first here");
                self.findings.push(finding);
            }
            for cut in &unit.graph.cuts {
                self.findings.push(of_file(CUT, Severity::Note, cut.span, cut.message.clone()));
            }
        }
        let shown = |span: Span| {
            let path = sources.get(span.file).path.as_str();
            path == STDIN || scope.holds(path)
        };
        self.findings.retain(|it| it.spans().any(shown));
        self.undecided.retain(|it| shown(it.subject.header));

        let scopes: Vec<suppress::Scope> = units
            .iter()
            .flat_map(|unit| unit.graph.resources())
            .map(|it| suppress::Scope { header: it.header, extent: it.extent })
            .collect();
        let mut known: Vec<&str> = rules.iter().map(|it| it.id).collect();
        known.extend([INVALID_SYNTAX, DUPLICATE_KEY, CUT]);
        let kept =
            suppress::suppress(self.findings, self.undecided, &comments, &sources, &scopes, &known);
        let mut findings = kept.findings;
        findings.retain(|it| it.spans().any(shown));
        let order = |it: &Finding| (sources.get(it.span.file).path.clone(), it.span, it.rule);
        findings.sort_by(|a, b| {
            order(a).cmp(&order(b)).then_with(|| {
                let places = |it: &Finding| it.labels.iter().map(|it| it.span).collect::<Vec<_>>();
                places(a).cmp(&places(b))
            })
        });
        let mut undecided = kept.undecided;
        undecided.sort_by_key(|it| {
            let path = sources.get(it.subject.header.file).path.clone();
            (path, it.subject.header, it.subject.address.clone(), it.rule)
        });
        let summary = Summary {
            files: units.iter().map(|it| it.files).sum(),
            resources: self.resources,
            subjects: self.subjects,
            units: units.len(),
        };
        let graphs = units.into_iter().map(|it| it.graph).collect();
        Outcome { sources, findings, undecided, graphs, summary }
    }
}

/// What is wrong with a file, and with no workload in it.
fn of_file(rule: &'static str, severity: Severity, span: Span, message: String) -> Finding {
    Finding {
        rule,
        severity,
        subject: None,
        span,
        message,
        labels: Vec::new(),
        when: Vec::new(),
        notes: Vec::new(),
    }
}
