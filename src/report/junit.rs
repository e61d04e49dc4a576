//! Test results, as Jenkins, GitLab, CircleCI and Azure Pipelines read them: a suite for each
//! file, a test for each rule and workload of which there is something to say.
//!
//! There is no standard. The schema that is kept is the strictest in use, that of Jenkins' plugin
//! [xUnit](https://github.com/jenkinsci/xunit-plugin): `junit-10.xsd`. It leaves a test no place
//! for a file or a line. Names have no line either, so that a server can tell a test that still
//! fails from one that fails for the first time.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::excerpt::one_line;
use super::xml::{self, Element};
use super::{
    Options, controls, doubt, in_repository, missing, notes, place, sorted, sorted_undecided, when,
};
use crate::finding::Finding;
use crate::lint::Outcome;
use crate::text::Span;

/// By the path of a file, then by rule and name.
type Suites<'o> = BTreeMap<&'o str, BTreeMap<(&'o str, String), Test<'o>>>;

/// What one rule says of one workload, or of a file as a whole.
#[derive(Default)]
struct Test<'o> {
    findings: Vec<&'o Finding>,
    /// What could not be decided.
    doubts: Vec<String>,
}

/// How many tests there are.
#[derive(Default)]
struct Counts {
    tests: usize,
    failures: usize,
    skipped: usize,
}

pub(super) fn write(
    out: &mut dyn Write,
    outcome: &Outcome,
    options: Options<'_>,
) -> io::Result<()> {
    let mut suites = Vec::new();
    let mut all = Counts::default();
    for (path, tests) in of_files(outcome, options) {
        let mut here = Counts::default();
        tests.values().for_each(|it| here.count(it, outcome, options));
        let path = in_repository(path, options.folder);
        let tests = tests.iter().map(|((rule, name), it)| {
            testcase(name, &format!("wirelint.{rule}")).children(it.results(outcome, options))
        });
        suites.push(here.suite(&path).attribute("file", &path).children(tests));
        all.tests += here.tests;
        all.failures += here.failures;
    }
    // A report without tests is taken for a broken one.
    if suites.is_empty() {
        all.tests = 1;
        suites.push(all.suite("wirelint").children([testcase("no findings", "wirelint")]));
    }
    let report = Element::new("testsuites")
        .attribute("name", "wirelint")
        .attribute("tests", all.tests)
        .attribute("failures", all.failures)
        .attribute("errors", 0);
    xml::write(out, &report.children(suites))
}

fn testcase(name: &str, class: &str) -> Element {
    Element::new("testcase").attribute("name", one_line(name)).attribute("classname", class)
}

fn of_files<'o>(outcome: &'o Outcome, options: Options<'_>) -> Suites<'o> {
    let path = |span: Span| outcome.sources.get(span.file).path.as_str();
    let file = |span: Span| in_repository(path(span), options.folder);
    // Servers leave out the suite, and one address may stand in several modules.
    let named = |address: &str, span: Span| format!("{address} in {}", file(span));
    let mut suites = Suites::new();
    for it in sorted(outcome) {
        let subject = it.subject.as_ref();
        let name = subject.map_or_else(|| file(it.span), |of| named(&of.address, it.span));
        let suite = suites.entry(path(it.span)).or_default();
        suite.entry((it.rule, name)).or_default().findings.push(it);
    }
    if options.show_undecided {
        for it in sorted_undecided(outcome) {
            let header = it.subject.header;
            let suite = suites.entry(path(header)).or_default();
            let test = suite.entry((it.rule, named(&it.subject.address, header))).or_default();
            test.doubts.push(format!("undecided: {}", doubt(it)));
        }
        for it in missing::all(outcome) {
            let suite = suites.entry(path(it.place)).or_default();
            let name = named(missing::name(it), it.place);
            let test = suite.entry(("not-looked-into", name)).or_default();
            test.doubts.push(format!("not looked into: {}", missing::words(it)));
        }
    }
    suites
}

impl Counts {
    fn count(&mut self, test: &Test<'_>, outcome: &Outcome, options: Options<'_>) {
        self.tests += 1;
        self.failures += usize::from(test.fails(outcome, options));
        self.skipped += usize::from(test.findings.is_empty());
    }

    fn suite(&self, name: &str) -> Element {
        Element::new("testsuite")
            .attribute("name", one_line(name))
            .attribute("tests", self.tests)
            .attribute("failures", self.failures)
            .attribute("errors", 0)
            .attribute("skipped", self.skipped)
    }
}

impl Test<'_> {
    /// Whether it fails the run, too.
    fn fails(&self, outcome: &Outcome, options: Options<'_>) -> bool {
        self.findings.iter().any(|it| outcome.fails(it, options.fail_on))
    }

    /// One result, since most servers read but the first: of findings the worst tells its kind.
    fn results(&self, outcome: &Outcome, options: Options<'_>) -> Option<Element> {
        let Some(worst) = self.findings.iter().max_by_key(|it| it.severity) else {
            let skipped = Element::new("skipped");
            return Some(skipped.attribute("message", self.doubts.join("\n")));
        };
        let mut text: Vec<String> = self.findings.iter().map(|it| told(outcome, it)).collect();
        text.extend(self.doubts.iter().cloned());
        let text = text.join("\n\n");
        if !self.fails(outcome, options) {
            return Some(Element::new("system-out").text(text));
        }
        let message = format!("{}{}", worst.message, when(&worst.when));
        let failure = Element::new("failure")
            .attribute("type", worst.severity.name())
            .attribute("message", one_line(&message));
        Some(failure.text(text))
    }
}

/// All of a finding but the source.
fn told(outcome: &Outcome, finding: &Finding) -> String {
    let place = |span| place(&outcome.sources, span);
    let (at, name, rule) = (place(finding.span), finding.severity.name(), finding.rule);
    let head = format!("{at}: {name}[{rule}] {}{}", finding.message, when(&finding.when));
    let labels = finding.labels.iter().map(|it| format!("  {}: {}", place(it.span), it.message));
    let notes = notes(finding).map(|it| format!("  = {it}"));
    let controls = controls(finding).map(|(relation, it)| {
        format!("  = {} control: {} ({})", relation.name(), it.id, it.source)
    });
    let lines = [head].into_iter().chain(labels).chain(notes).chain(controls);
    lines.map(|it| one_line(&it)).collect::<Vec<_>>().join("\n")
}
