//! The whole run, from files to an outcome. A function: nothing is read but through [`Files`].

mod attestations;
mod choice;
mod claims;
mod deployments;
mod error;
mod exceptions;
mod foreign;
mod mending;
mod planned;
mod reached;
mod secrets;
mod settings;
mod warnings;
mod watch;

pub use choice::known_ids;
pub use error::{Error, ValuesOf};
pub use settings::{Origin, Setting, settings};
pub use warnings::Warning;
pub use watch::{Stage, Watch};

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::mem;

use attestations::{Attestations, InUnit, Relied, folders};
use choice::{Choice, Chosen};
use claims::words;
use planned::Plans;
use reached::{Reached, few, shortened};

use crate::baseline::{self, Baselines};
use crate::carriers;
use crate::cfn::Library;
use crate::config::{self, Excluding, Selection};
use crate::date::Date;
use crate::files::Files;
use crate::finding::checks::{self, Check, DUPLICATE_KEY, INVALID_SYNTAX, NOT_EVALUATED};
use crate::finding::{Finding, Severity, Subject, Undecided};
use crate::graph::{Graph, Resource};
use crate::project::deployments::Said;
use crate::project::parameters::{self, ParameterFile};
use crate::project::{self, Given, Scope, Targets, Unit};
use crate::reader::{Read, Reader};
use crate::rule::Rule;
use crate::suppress::{self, Hidden, Ignored, Ignores, Way};
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
    /// Which rules look, over what configurations say.
    pub selection: Selection,
    /// Which configuration counts.
    pub config: config::Chosen,
    /// Whether what is excluded is left out even if it is named.
    pub forces_exclude: bool,
    /// Where findings are that are known.
    pub baseline: baseline::Which,
    /// Without it nothing expires.
    pub today: Option<Date>,
    /// Whether what comments hide is shown.
    pub shows_ignored: bool,
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
    /// What comments and exceptions hide, in the order of the findings.
    pub ignored: Vec<Ignored>,
    pub graphs: Vec<Graph>,
    /// What was looked at.
    pub scope: Scope,
    /// The files of the templates and modules that were linted.
    pub files: BTreeSet<String>,
    pub summary: Summary,
    /// What is wrong with the inputs, and with no file that was linted.
    pub warnings: Vec<Warning>,
    /// The least severity that makes a run fail, of findings in files of which a configuration
    /// says so.
    pub thresholds: BTreeMap<FileId, Severity>,
    /// Whether a configuration has it that what could not be decided makes the run fail.
    pub is_strict: bool,
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
    /// Findings that a baseline knows.
    pub known: usize,
    /// Findings that no change touches, where only those are asked for that one does.
    pub older: usize,
}

/// What can be ignored of what no rule says; no change may bring it about.
pub static OWN: [&Check; 3] = [&INVALID_SYNTAX, &DUPLICATE_KEY, &NOT_EVALUATED];

/// What comments are written for, of what no rule says.
pub static ANNOTATED: [&Check; 2] = [&DUPLICATE_KEY, &NOT_EVALUATED];

/// Lints what is at the paths of a request.
pub fn lint(
    request: &Request,
    files: &dyn Files,
    rules: &[&'static Rule],
) -> Result<Outcome, Error> {
    watched(request, files, rules, &())
}

/// The same for somebody who waits for it.
pub fn watched(
    request: &Request,
    files: &dyn Files,
    rules: &[&'static Rule],
    watch: &dyn Watch,
) -> Result<Outcome, Error> {
    watch.stage(Stage::Finding);
    let kept = Excluding::new(files, &request.config);
    let named = request.paths.iter();
    let is_out = |it: &&String| request.forces_exclude && kept.is_excluded(it);
    let paths: Vec<String> = named.filter(|it| !is_out(it)).cloned().collect();
    let files: &dyn Files = &kept;
    let mut targets = project::find(&paths, files).map_err(Error::NoSuchPath)?;
    let reader = Reader::new(files);
    let configs = config::Finder::new(&reader, &request.config);
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
    let planned = Plans::new(&reader, &configs, &variables);
    let given = Given {
        parameters: &inputs.parameters,
        parameter_files: &parameter_files,
        variables: &variables,
        region: inputs.region.as_deref(),
        planned: &|path| planned.of(path),
    };
    watch.stage(Stage::Evaluating);
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

    let planned = match planned.finish() {
        Ok(planned) => planned,
        Err(error) => return Err(planned::failed(error, reader.finish().sources)),
    };
    for folder in folders(request, &targets, &units, files) {
        configs.of(&folder);
    }
    let checked = configs.finish().and_then(|it| choice::check(&it, rules).map(|()| it));
    let configs = match checked {
        Ok(configs) => configs,
        Err(error) => return Err(Error::Config(error, reader.finish().sources)),
    };
    let attestations = Attestations::new(&configs, &reader, request);
    let choice = Choice { said: &request.selection, configs: &configs };
    watch.stage(Stage::Judging);
    watch.units(units.chunk_by(Unit::shares_root).count());
    let mut found = Found::default();
    let roots = units.chunk_by(Unit::shares_root);
    let chosen: Vec<Vec<Chosen>> = roots.map(|root| choice.rules(rules, &root[0].folder)).collect();
    let ids: Vec<&str> = rules.iter().map(|it| it.id).chain(OWN.map(|it| it.id)).collect();
    // A comment for a rule that did not look everywhere may yet hide something.
    let looked = |id: &&&str| {
        chosen.iter().all(|it| it.iter().any(|it| it.rule.id == **id))
            || OWN.iter().any(|it| it.id == **id)
    };
    let ran: Vec<&str> = ids.iter().filter(looked).copied().collect();
    let options = suppress::Options {
        is_off: request.shows_ignored,
        known: &ids,
        ran: &ran,
        today: request.today,
        needs_reason: configs.all().any(|it| it.require_reason),
    };
    let ignores = reader.said(|said, sources| Ignores::read(said, sources, options));
    let mut varying = deployments::varying(&variables);
    varying.extend(planned::files(&planned, &configs, &reader));
    for (root, rules) in units.chunk_by_mut(Unit::shares_root).zip(&chosen) {
        let measure = Measure { rules, attestations: &attestations, ignores: &ignores };
        match root {
            [unit] => judge_unit(unit, &measure, &mut found),
            several => found.unite(deployments::judged(several, &measure), &varying),
        }
        watch.unit_done();
    }
    watch.stage(Stage::Settling);
    let warnings = warnings::of(&units, request, &variables, &planned);
    if !rules.is_empty() {
        found.about_files = attestations.findings(&units, &targets.scope, &found.attested);
    }
    let known = match rules {
        [] => Ok(Baselines::default()),
        _ => baseline::find(&reader, reader.folders(), &request.baseline),
    };
    let known = match known {
        Ok(known) => known,
        Err(error) => return Err(Error::Config(error, reader.finish().sources)),
    };
    let read = reader.finish();
    let mut outcome = found.outcome(units, read, &targets, &parameter_files, ignores, &choice);
    outcome.scope = targets.scope;
    let ran = chosen.iter().flatten().map(|it| it.rule.id).collect();
    outcome.take_out(&known, files, &ran);
    outcome.warnings = warnings;
    Ok(outcome)
}

impl Outcome {
    /// Whether a finding makes a run fail, if `said` does not replace what configurations say.
    pub fn fails(&self, finding: &Finding, said: Option<Severity>) -> bool {
        let nearest = || self.thresholds.get(&finding.span.file).copied();
        finding.severity >= said.or_else(nearest).unwrap_or(Severity::Warning)
    }

    /// Takes out what is known, and adds what is wrong with that.
    fn take_out(&mut self, known: &Baselines, files: &dyn Files, ran: &BTreeSet<&str>) {
        let ran = |id: &str| checks::check(id).is_some() || ran.contains(id);
        let is_seen = |path: &str, rule: &str| ran(rule) && self.scope.holds(path);
        let findings = mem::take(&mut self.findings);
        let compared = known.compare(findings, &self.sources, files, is_seen);
        self.findings = compared.findings.into_iter().map(shortened).collect();
        self.summary.known = compared.known;
    }
}

/// Lowers what resources carry, and has every rule look at everything.
fn judge_unit(unit: &mut Unit, measure: &Measure<'_>, found: &mut Found) {
    carriers::lower(&mut unit.graph);
    let (findings, undecided) = (found.findings.len(), found.undecided.len());
    judge(&unit.graph, measure, &measure.attestations.of(unit), found);
    let added = found.findings.iter_mut().skip(findings);
    added.for_each(|it| {
        mending::settle(&mut it.finding, unit.is_plan);
        secrets::mask_finding(&mut it.finding, &unit.secrets);
        secrets::mask_all(&mut it.rounds, &unit.secrets);
    });
    let added = found.undecided.iter_mut().skip(undecided);
    added.for_each(|it| secrets::mask_undecided(&mut it.undecided, &unit.secrets));
    secrets::mask_missing(&mut unit.graph.missing, &unit.secrets);
    found.attested.mask(&unit.secrets);
}

/// What standard input is called.
pub const STDIN: &str = "<stdin>";

/// What resources are judged by.
struct Measure<'m> {
    rules: &'m [Chosen],
    attestations: &'m Attestations<'m>,
    ignores: &'m Ignores,
}

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

/// A workload that could not be judged, and others of the same place for the same reasons.
#[derive(PartialEq)]
struct Doubted {
    undecided: Undecided,
    also: Vec<String>,
}

/// Every rule on every resource in every world.
fn judge(graph: &Graph, measure: &Measure<'_>, attested: &InUnit<'_>, found: &mut Found) {
    for resource in graph.resources() {
        let mut is_subject = false;
        let exists = resource.exists != Condition::Always(false);
        if exists && resource.carrier.is_none() {
            found.resources += 1;
        }
        if !exists {
            continue;
        }
        for rule in measure.rules {
            let said = claims::Said::of(graph, resource, rule, &attested.counting);
            is_subject |= said.judged;
            found.compare(graph, resource, rule, attested, &said);
            for it in said.claims {
                let mut finding = it.settled(graph, &resource.exists);
                foreign::tell(graph, resource, &mut finding);
                let shown = attested.exceptions.hide(finding, &mut found.attested);
                let Some(mut finding) = shown else { continue };
                mending::within(resource, &mut finding);
                mending::at_home(graph, &mut finding);
                let mut reached = Reached::new(finding, resource);
                reached.hidden = measure.ignores.hide(&Way::to(&reached.finding, resource));
                found.add(reached);
            }
            let Some(it) = undecided(graph, rule.rule, resource, said.doubts) else { continue };
            let (exceptions, place) = (&attested.exceptions, resource.header);
            let excepted =
                exceptions.excepted(it.rule, &it.subject, place, &mut found.attested).is_some();
            if !excepted && measure.ignores.hide(&Way::to_undecided(&it, resource)).is_none() {
                found.leave_open(Doubted { undecided: it, also: Vec::new() });
            }
        }
        found.subjects += usize::from(is_subject);
    }
}

/// What a rule could not judge of a resource; none if it judged all of it.
fn undecided(
    graph: &Graph,
    rule: &'static Rule,
    resource: &Resource,
    doubts: Vec<(Needs, Vec<Decision>)>,
) -> Option<Undecided> {
    if doubts.is_empty() {
        return None;
    }
    let needs: Needs = doubts.iter().flat_map(|(needs, _)| needs.iter().cloned()).collect();
    let worlds = doubts.into_iter().map(|(_, when)| when).collect();
    let worlds = world::simplified(graph, &resource.exists, worlds);
    let rounds: Vec<String> = resource.rounds.iter().map(ToString::to_string).collect();
    Some(Undecided {
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
    })
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

impl Found {
    /// Adds a finding. The same defect reached another way is one finding with both ways.
    fn add(&mut self, reached: Reached) {
        let finding = &reached.finding;
        let here = self.findings_at.entry((finding.rule, finding.span)).or_default();
        match here.iter().copied().find(|it| self.findings[*it].is_same(&reached)) {
            Some(known) => self.findings[known].join(reached),
            None => {
                here.push(self.findings.len());
                self.findings.push(reached);
            }
        }
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
        mut self,
        units: Vec<Unit>,
        read: Read,
        targets: &Targets,
        parameter_files: &[ParameterFile],
        ignores: Ignores,
        choice: &Choice<'_>,
    ) -> Outcome {
        let Read { sources, errors } = read;
        let mut undecided: Vec<Undecided> = self.undecided.into_iter().map(Doubted::told).collect();
        let mut findings = self.about_files;
        let broken: BTreeSet<FileId> = errors.iter().map(|it| it.span.file).collect();
        for it in errors {
            findings.push(Finding::of_file(&INVALID_SYNTAX, it.span, it.message));
        }
        let repeated = units.iter().flat_map(|it| &it.repeated);
        let repeated = repeated.chain(parameter_files.iter().flat_map(|it| &it.repeated));
        for (first, again) in repeated {
            let message = "this key repeats; the last one counts".to_owned();
            let mut finding = Finding::of_file(&DUPLICATE_KEY, *again, message);
            finding.label(*first, "first here");
            findings.push(finding);
        }
        for unit in &units {
            for cut in &unit.graph.cuts {
                findings.push(Finding::of_file(&NOT_EVALUATED, cut.span, cut.message.clone()));
            }
        }
        let shown = |span: Span| {
            let path = sources.get(span.file).path.as_str();
            path == STDIN || targets.scope.holds(path)
        };
        undecided.retain(|it| shown(it.subject.header));

        let scopes = units.iter().flat_map(|unit| unit.graph.resources());
        let scopes =
            scopes.map(|it| suppress::Scope { extent: it.extent, header: it.header }).collect();
        let around = suppress::around(&findings.iter().map(|it| it.span).collect(), scopes);
        let about_files = findings.into_iter().map(|it| {
            let headers = around.get(&it.span).cloned().unwrap_or_default();
            let hidden = ignores.hide(&Way::in_file(&it, headers));
            (it, hidden)
        });
        let (mut findings, mut ignored) = (Vec::new(), Vec::new());
        let told = self.findings.into_iter().map(Reached::told);
        for (finding, hidden) in about_files.chain(told) {
            match hidden {
                _ if !finding.spans().any(shown) => (),
                Some(Hidden { comment, reason }) => {
                    ignored.push(Ignored { finding, comment, is_in_source: true, reason });
                }
                None => findings.push(finding),
            }
        }
        findings.extend(ignores.findings(&sources));
        let weighed = |it: Finding| match it.subject {
            Some(_) => Some(it),
            None => choice.of_file(it, &sources),
        };
        let mut findings: Vec<Finding> = findings.into_iter().filter_map(weighed).collect();
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
        ignored.extend(self.attested.hidden());
        ignored.retain(|it| it.finding.spans().any(shown));
        ignored.sort_by(|a, b| in_order(&a.finding, &b.finding));
        undecided.sort_by(|a, b| {
            let order = |it: &Undecided| (path(it.subject.header), it.subject.header);
            let rest = |it: &Undecided| (it.subject.address.clone(), it.rule);
            order(a).cmp(&order(b)).then_with(|| rest(a).cmp(&rest(b)))
        });
        let roots = units.chunk_by(Unit::shares_root);
        let files: BTreeSet<String> =
            units.iter().flat_map(|it| it.paths.iter().cloned()).collect();
        let summary = Summary {
            files: files.len(),
            resources: self.resources,
            subjects: self.subjects,
            units: roots.count(),
            cleared: self.attested.cleared(shown),
            known: 0,
            older: 0,
        };
        let findings: Vec<Finding> = findings.into_iter().map(shortened).collect();
        let is_strict = choice.is_strict(&units);
        let graphs = units.into_iter().map(|it| it.graph).collect();
        let thresholds = choice.thresholds(&findings, &sources);
        Outcome {
            sources,
            findings,
            undecided,
            ignored,
            graphs,
            files,
            summary,
            thresholds,
            is_strict,
            ..Outcome::default()
        }
    }
}
