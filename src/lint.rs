//! The whole run, from files to an outcome. A function: nothing is read but through [`Files`].

mod attestations;
mod claims;
mod deployments;
mod error;
mod foreign;
mod mending;
mod secrets;
mod warnings;

pub use error::{Error, ValuesOf};
pub use warnings::Warning;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use attestations::{Attestations, InUnit, Relied, folders};
use claims::words;

use crate::carriers;
use crate::cfn::Library;
use crate::config;
use crate::date::Date;
use crate::files::Files;
use crate::finding::{Finding, Label, Severity, Subject, Undecided};
use crate::graph::{Graph, Resource};
use crate::project::deployments::Said;
use crate::project::parameters::{self, ParameterFile};
use crate::project::{self, Given, Targets, Unit};
use crate::reader::{Read, Reader};
use crate::rule::Rule;
use crate::suppress::{self, Ignored};
use crate::text::{FileId, Sources, Span};
use crate::tf::Modules;
use crate::truth::Needs;
use crate::value::Condition;
use crate::world::{self, Decision};

/// What to lint.
#[derive(Debug, Default)]
pub struct Request {
    /// As [`Files::named`] gives them.
    pub paths: Vec<String>,
    /// One template or plan.
    pub stdin: Option<Vec<u8>>,
    /// Where the sources of plans are, if not beside them.
    pub source: Option<String>,
    pub inputs: Inputs,
    /// Without it nothing expires.
    pub today: Option<Date>,
}

/// Values given from outside.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    pub parameters: BTreeMap<String, String>,
    /// Parameter files, as [`Files::named`] gives them; later ones replace what earlier ones say.
    pub parameter_files: Vec<String>,
    /// What was said of Terraform's variables, in that order.
    pub variables: Vec<Said>,
    /// What the environment says of them, by their names.
    pub environment: BTreeMap<String, String>,
    pub region: Option<String>,
}

#[derive(Debug, Default)]
pub struct Outcome {
    pub sources: Sources,
    pub findings: Vec<Finding>,
    pub undecided: Vec<Undecided>,
    /// What comments hide, in the order of the findings.
    pub ignored: Vec<Ignored>,
    pub graphs: Vec<Graph>,
    pub summary: Summary,
    /// What is wrong with the inputs, and with no file that was linted.
    pub warnings: Vec<Warning>,
}

#[derive(Clone, Copy, Debug, Default)]
pub struct Summary {
    /// Files of the templates and modules that were linted.
    pub files: usize,
    /// Those that would be created, as far as that is known. A root module with several deployments
    /// counts as the one that has most, here and in what follows.
    pub resources: usize,
    /// Workloads that some rule judged.
    pub subjects: usize,
    /// Templates and root modules.
    pub units: usize,
    /// Findings that an attestation clears.
    pub cleared: usize,
}

/// What is wrong with a file itself.
const INVALID_SYNTAX: &str = "invalid-syntax";
const DUPLICATE_KEY: &str = "duplicate-key";
/// What was not evaluated: a limit was hit, or it cannot be told what it would expand to.
const CUT: &str = "not-evaluated";

/// What no change may bring about.
pub const ABOUT_SYNTAX: [&str; 3] = [INVALID_SYNTAX, DUPLICATE_KEY, CUT];

/// Lints what is at the paths of a request.
pub fn lint(
    request: &Request,
    files: &dyn Files,
    rules: &[&'static Rule],
) -> Result<Outcome, Error> {
    let mut targets = project::find(&request.paths, files).map_err(Error::NoSuchPath)?;
    let reader = Reader::new(files);
    let read = |path: &String| parameters::read(&reader, path);
    let read: Result<Vec<_>, _> = request.inputs.parameter_files.iter().map(read).collect();
    let parameter_files = match read {
        Ok(files) => files,
        Err(error) => {
            return Err(Error::Values(ValuesOf::Parameters, error, reader.finish().sources));
        }
    };
    let inputs = &request.inputs;
    let variables =
        match project::deployments::read(&reader, &inputs.variables, &inputs.environment) {
            Ok(variables) => variables,
            Err(error) => {
                return Err(Error::Values(ValuesOf::Variables, error, reader.finish().sources));
            }
        };
    let reached = parameters::reached(&mut targets, &parameter_files, files);
    let given = Given {
        parameters: &inputs.parameters,
        parameter_files: &parameter_files,
        variables: &variables,
        region: inputs.region.as_deref(),
    };
    let stdin = request.stdin.as_ref().map(|bytes| project::Stdin::read(&reader, STDIN, bytes));
    let template = stdin.as_ref().and_then(project::Stdin::template);
    let modules = Modules::new(&reader);
    let mut units =
        project::templates(&Library::new(&reader), template, &targets, &reached, &given);
    units.extend(project::modules(&modules, &targets, &given));
    let plans = project::plans(&modules, stdin.as_ref(), &targets, request.source.as_deref());
    // What is found in a plan is shown where it is written.
    targets.scope.add(plans.iter().flat_map(|it| &it.paths));
    units.extend(plans);

    let configs = match config::find(&reader, folders(request, &targets, &units, files)) {
        Ok(configs) => configs,
        Err(error) => return Err(Error::Config(error, reader.finish().sources)),
    };
    let attestations = Attestations::new(&configs, request.today);
    let mut found = Found::default();
    let varying = deployments::varying(&variables, &reader);
    for root in units.chunk_by_mut(Unit::shares_root) {
        match root {
            [unit] => judge_unit(unit, rules, &attestations, &mut found),
            several => found.unite(deployments::judged(several, rules, &attestations), &varying),
        }
    }
    let warnings = warnings::of(&units, request, &variables);
    if !rules.is_empty() {
        found.about_files = attestations.findings(&units, &targets.scope, &found.attested);
    }
    let mut outcome = found.outcome(units, reader.finish(), &targets, &parameter_files, rules);
    outcome.warnings = warnings;
    Ok(outcome)
}

/// Lowers what resources carry, and has every rule look at everything.
fn judge_unit(
    unit: &mut Unit,
    rules: &[&'static Rule],
    attestations: &Attestations<'_>,
    found: &mut Found,
) {
    carriers::lower(&mut unit.graph);
    let (findings, undecided) = (found.findings.len(), found.undecided.len());
    judge(&unit.graph, rules, &attestations.of(unit), found);
    let added = found.findings.iter_mut().skip(findings);
    added.for_each(|it| {
        mending::settle(&mut it.finding, unit.is_plan);
        secrets::mask_finding(&mut it.finding, &unit.secrets);
        secrets::mask_all(&mut it.rounds, &unit.secrets);
    });
    let added = found.undecided.iter_mut().skip(undecided);
    added.for_each(|it| secrets::mask_undecided(&mut it.undecided, &unit.secrets));
    secrets::mask_missing(&mut unit.graph.missing, &unit.secrets);
}

/// What standard input is called.
pub const STDIN: &str = "<stdin>";

/// What rules found, the same defect once.
#[derive(Default)]
struct Found {
    findings: Vec<Reached>,
    /// Which of the findings a rule made at a place.
    findings_at: HashMap<(&'static str, Span), Vec<usize>>,
    undecided: Vec<Doubted>,
    /// Which of the workloads a rule could not judge has its header at a place.
    undecided_at: HashMap<(&'static str, Span), Vec<usize>>,
    subjects: usize,
    resources: usize,
    attested: Relied,
    /// What is wrong with files that are not linted themselves.
    about_files: Vec<Finding>,
}

/// A finding, and the ways that lead to it.
struct Reached {
    finding: Finding,
    /// How many of its labels do not depend on the way.
    own: usize,
    /// Other subjects of the same defect.
    also: Vec<String>,
    /// The rounds of loops whose values have no place.
    rounds: Vec<String>,
}

/// A workload that could not be judged, and others of the same place for the same reasons.
#[derive(PartialEq)]
struct Doubted {
    undecided: Undecided,
    also: Vec<String>,
}

/// How a resource came to be.
#[derive(Default)]
struct Ways {
    labels: Vec<Label>,
    rounds: Vec<String>,
}

/// Every rule on every resource in every world.
fn judge(graph: &Graph, rules: &[&'static Rule], attested: &InUnit, found: &mut Found) {
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
            let said = claims::Said::of(graph, resource, rule, &attested.counting);
            is_subject |= said.judged;
            found.compare(graph, resource, rule, attested, &said);
            for it in said.claims {
                let mut finding = it.settled(graph, &resource.exists);
                foreign::tell(graph, resource, &mut finding);
                mending::within(resource, &mut finding);
                let ways = ways(resource, &mut finding);
                found.add(Reached::new(finding, ways));
            }
            found.doubt(graph, rule, resource, said.doubts);
        }
        found.subjects += usize::from(is_subject);
    }
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

/// How many other places a finding shows, and how many names a note of it. The rest is counted.
const MOST_LABELS: usize = 10;
const MOST_NAMES: usize = 5;

impl Reached {
    fn new(mut finding: Finding, ways: Ways) -> Self {
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
        Self { finding, own, also: Vec::new(), rounds }
    }

    /// Adds what is the same defect reached another way.
    fn join(&mut self, other: Self) {
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

    fn told(self) -> Finding {
        let mut finding = self.finding;
        if !self.rounds.is_empty() {
            finding.note(few(&self.rounds));
        }
        if !self.also.is_empty() {
            finding.note(format!("also {}", few(&self.also)));
        }
        finding
    }
}

impl Doubted {
    fn join(&mut self, other: Self) {
        for address in [other.undecided.subject.address].into_iter().chain(other.also) {
            if self.undecided.subject.address != address && !self.also.contains(&address) {
                self.also.push(address);
            }
        }
    }

    fn told(self) -> Undecided {
        let mut undecided = self.undecided;
        if !self.also.is_empty() {
            undecided.notes.push(format!("also {}", few(&self.also)));
        }
        undecided
    }
}

/// `a, b and 3 more`
fn few(all: &[String]) -> String {
    match all.len().checked_sub(MOST_NAMES) {
        None | Some(0) => all.join(", "),
        Some(more) => format!("{} and {more} more", all[..MOST_NAMES].join(", ")),
    }
}

/// Shows no more places than can be read.
fn shortened(mut finding: Finding) -> Finding {
    if let Some(more @ 1..) = finding.labels.len().checked_sub(MOST_LABELS) {
        finding.labels.truncate(MOST_LABELS);
        let places = if more == 1 { "place" } else { "places" };
        finding.note(format!("and {more} more {places}"));
    }
    finding
}

impl Found {
    /// Adds a finding. The same defect reached another way is one finding with both ways.
    fn add(&mut self, reached: Reached) {
        let finding = &reached.finding;
        let header = |it: &Finding| it.subject.as_ref().map(|it| it.header);
        let here = self.findings_at.entry((finding.rule, finding.span)).or_default();
        let known = here.iter().copied().find(|at| {
            let known = &self.findings[*at];
            let it = &known.finding;
            it.message == finding.message
                && it.when == finding.when
                && header(it) == header(finding)
                && it.labels.get(..known.own) == finding.labels.get(..reached.own)
        });
        match known {
            Some(known) => self.findings[known].join(reached),
            None => {
                here.push(self.findings.len());
                self.findings.push(reached);
            }
        }
    }

    fn doubt(
        &mut self,
        graph: &Graph,
        rule: &'static Rule,
        resource: &Resource,
        doubts: Vec<(Needs, Vec<Decision>)>,
    ) {
        if doubts.is_empty() {
            return;
        }
        let needs: Needs = doubts.iter().flat_map(|(needs, _)| needs.iter().cloned()).collect();
        let worlds = doubts.into_iter().map(|(_, when)| when).collect();
        let worlds = world::simplified(graph, &resource.exists, worlds);
        let rounds: Vec<String> = resource.rounds.iter().map(ToString::to_string).collect();
        let undecided = Undecided {
            rule: rule.id,
            subject: Subject {
                address: resource.address.to_string(),
                kind: resource.kind.to_string(),
                header: resource.header,
                construct: resource.construct.as_deref().map(str::to_owned),
            },
            needs: needs.into_iter().collect(),
            when: words(&worlds),
            notes: if rounds.is_empty() { Vec::new() } else { vec![few(&rounds)] },
        };
        self.leave_open(Doubted { undecided, also: Vec::new() });
    }

    /// Adds a workload that a rule could not judge.
    fn leave_open(&mut self, doubted: Doubted) {
        let Undecided { rule, subject, needs, .. } = &doubted.undecided;
        let here = self.undecided_at.entry((*rule, subject.header)).or_default();
        let same = |it: &&usize| self.undecided[**it].undecided.needs == *needs;
        match here.iter().find(same).copied() {
            Some(known) => self.undecided[known].join(doubted),
            None => {
                here.push(self.undecided.len());
                self.undecided.push(doubted);
            }
        }
    }

    fn outcome(
        self,
        units: Vec<Unit>,
        read: Read,
        targets: &Targets,
        parameter_files: &[ParameterFile],
        rules: &[&'static Rule],
    ) -> Outcome {
        let Read { sources, comments, errors } = read;
        let mut findings: Vec<Finding> = self.findings.into_iter().map(Reached::told).collect();
        let mut undecided: Vec<Undecided> = self.undecided.into_iter().map(Doubted::told).collect();
        findings.extend(self.about_files);
        let broken: BTreeSet<FileId> = errors.iter().map(|it| it.span.file).collect();
        for it in errors {
            findings.push(Finding::of_file(INVALID_SYNTAX, Severity::Error, it.span, it.message));
        }
        let repeated = units.iter().flat_map(|it| &it.repeated);
        let repeated = repeated.chain(parameter_files.iter().flat_map(|it| &it.repeated));
        for (first, again) in repeated {
            let message = "this key repeats; the last one counts".to_owned();
            let mut finding = Finding::of_file(DUPLICATE_KEY, Severity::Warning, *again, message);
            finding.label(*first, "first here");
            findings.push(finding);
        }
        for unit in &units {
            for cut in &unit.graph.cuts {
                findings.push(Finding::of_file(CUT, Severity::Note, cut.span, cut.message.clone()));
            }
        }
        let shown = |span: Span| {
            let path = sources.get(span.file).path.as_str();
            path == STDIN || targets.scope.holds(path)
        };
        findings.retain(|it| it.spans().any(shown));
        undecided.retain(|it| shown(it.subject.header));

        let scopes: Vec<suppress::Scope> = units
            .iter()
            .flat_map(|unit| unit.graph.resources())
            .map(|it| suppress::Scope { header: it.header, extent: it.extent })
            .collect();
        let mut known: Vec<&str> = rules.iter().map(|it| it.id).collect();
        known.extend([INVALID_SYNTAX, DUPLICATE_KEY, CUT]);
        let kept = suppress::suppress(findings, undecided, &comments, &sources, &scopes, &known);
        let mut findings = kept.findings;
        findings.retain(|it| it.spans().any(shown));
        let may_change = |it: Span| shown(it) && !broken.contains(&it.file);
        mending::write(&mut findings, &sources, may_change);
        let path = |span: Span| sources.get(span.file).path.as_str();
        let in_order = |a: &Finding, b: &Finding| {
            let order = |it: &Finding| (path(it.span), it.span, it.rule);
            let places = |it: &Finding| it.labels.iter().map(|it| it.span).collect::<Vec<_>>();
            order(a).cmp(&order(b)).then_with(|| places(a).cmp(&places(b)))
        };
        findings.sort_by(in_order);
        let mut ignored = kept.ignored;
        ignored.sort_by(|a, b| in_order(&a.finding, &b.finding));
        let mut undecided = kept.undecided;
        undecided.sort_by(|a, b| {
            let order = |it: &Undecided| (path(it.subject.header), it.subject.header);
            let rest = |it: &Undecided| (it.subject.address.clone(), it.rule);
            order(a).cmp(&order(b)).then_with(|| rest(a).cmp(&rest(b)))
        });
        let roots = units.chunk_by(Unit::shares_root);
        let summary = Summary {
            files: units.iter().flat_map(|it| &it.paths).collect::<BTreeSet<_>>().len(),
            resources: self.resources,
            subjects: self.subjects,
            units: roots.count(),
            cleared: self.attested.cleared(shown),
        };
        let findings = findings.into_iter().map(shortened).collect();
        let graphs = units.into_iter().map(|it| it.graph).collect();
        let warnings = Vec::new();
        Outcome { sources, findings, undecided, ignored, graphs, summary, warnings }
    }
}
