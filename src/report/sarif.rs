//! SARIF 2.1.0, for GitHub's code scanning and whatever else shows results of several tools.
//!
//! GitHub takes every result for an open alert, of whatever kind and suppressed or not. What is
//! undecided and what comments hide are therefore results only where that is asked for, and are
//! counted in a notification otherwise.
//! <https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning>

mod lines;
mod log;
mod places;
mod rules;
mod size;
mod words;

#[cfg(test)]
mod tests;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::{Options, fingerprinted, fingerprinted_ignored, missing, plural, sorted_undecided};
use crate::finding::{Finding, Severity, Undecided};
use crate::fingerprint::Fingerprint;
use crate::lint::Outcome;
use crate::suppress::Ignored;
use crate::text::Span;
use lines::LineHashes;
use log::{
    CodeFlow, Driver, Invocation, Level, Location, Log, Notification, Run, SarifResult,
    Suppression, Text, ThreadFlow, ThreadFlowLocation, Tool, UriBase,
};
use places::Place;

/// More results in a run are refused by GitHub.
const MOST_RESULTS: usize = 25_000;

/// So is what has more than 10 MB once it is compressed. That takes away nine tenths at the least:
/// of results of which no two share a name it was 17 parts of 18.
const MOST_BYTES: usize = 100_000_000;

/// Of what [`crate::fingerprint`] gives. Another way to compute it gets another number.
const FINGERPRINT: &str = "wirelint/v1";
/// The only one that GitHub looks at.
const LINE_HASH: &str = "primaryLocationLineHash";

pub(super) fn write(
    out: &mut dyn Write,
    outcome: &Outcome,
    options: Options<'_>,
) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, &log(outcome, options, MOST_RESULTS, MOST_BYTES))?;
    writeln!(out)
}

fn log<'o>(outcome: &'o Outcome, options: Options<'o>, most: usize, most_bytes: usize) -> Log<'o> {
    let Chosen { findings, undecided, ignored, mut notifications } = choose(outcome, options, most);
    let ids = findings.iter().map(|it| it.0.rule).chain(undecided.iter().map(|it| it.rule));
    let ids: BTreeSet<&str> = ids.chain(ignored.iter().map(|it| it.0.finding.rule)).collect();
    let rules = rules::descriptors(&ids);
    let at = place(outcome, options);
    let mut results = Results {
        at,
        indices: rules.iter().enumerate().map(|(at, it)| (it.id, at)).collect(),
        hashes: LineHashes::new(&outcome.sources),
    };
    let mut all: Vec<SarifResult<'_>> =
        findings.into_iter().map(|(it, fingerprint)| results.of(it, fingerprint)).collect();
    all.extend(undecided.into_iter().map(|it| results.undecided(it)));
    all.extend(ignored.into_iter().map(|(it, fingerprint)| results.ignored(it, fingerprint)));
    notifications.extend(size::limit(&mut all, most_bytes).map(note));
    let description = Text::plain(
        "The top of the repository, or outside one the folder that wirelint was run in.",
    );
    Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: env!("CARGO_PKG_NAME"),
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    version: env!("CARGO_PKG_VERSION"),
                    information_uri: env!("CARGO_PKG_REPOSITORY"),
                    rules,
                },
            },
            invocations: [Invocation {
                execution_successful: true,
                tool_configuration_notifications: warnings(outcome, at),
                tool_execution_notifications: notifications,
            }],
            original_uri_base_ids: BTreeMap::from([(places::ROOT, UriBase { description })]),
            column_kind: "unicodeCodePoints",
            results: all,
        }],
    }
}

/// What becomes a result, and what is said of the rest.
struct Chosen<'o> {
    findings: Vec<(&'o Finding, Fingerprint)>,
    undecided: Vec<&'o Undecided>,
    ignored: Vec<(&'o Ignored, Fingerprint)>,
    notifications: Vec<Notification<'o>>,
}

fn choose<'o>(outcome: &'o Outcome, options: Options<'o>, most: usize) -> Chosen<'o> {
    let mut findings = fingerprinted(outcome);
    let mut undecided = sorted_undecided(outcome);
    let mut ignored = fingerprinted_ignored(outcome);
    let mut said = Vec::new();
    if !options.show_undecided && !undecided.is_empty() {
        let number = plural(undecided.len(), "workload");
        said.push(format!("{number} undecided: --show-undecided makes each a result to review."));
        undecided.clear();
    }
    if !options.show_ignored && !ignored.is_empty() {
        let number = plural(ignored.len(), "finding");
        said.push(format!(
            "{number} hidden by comments: --show-ignored makes each a suppressed result."
        ));
        ignored.clear();
    }
    let all = findings.len() + undecided.len() + ignored.len();
    if all > most {
        said.push(format!("Of {all} results only the {most} most severe are here."));
        // Those of one severity stay in their order, and all are put back into it.
        let mut by_severity: Vec<usize> = (0..findings.len()).collect();
        by_severity.sort_by_key(|it| Reverse(findings[*it].0.severity));
        by_severity.truncate(most);
        by_severity.sort_unstable();
        findings = by_severity.into_iter().map(|it| findings[it]).collect();
        undecided.truncate(most - findings.len());
        ignored.truncate(most - findings.len() - undecided.len());
    }
    let notifications = said
        .into_iter()
        .map(note)
        .chain(not_looked_into(outcome, place(outcome, options)))
        .collect();
    Chosen { findings, undecided, ignored, notifications }
}

fn note<'o>(text: String) -> Notification<'o> {
    Notification { level: Level::Note, message: Text::plain(text), locations: Vec::new() }
}

fn not_looked_into<'o>(
    outcome: &'o Outcome,
    at: Place<'o>,
) -> impl Iterator<Item = Notification<'o>> {
    missing::all(outcome).into_iter().map(move |it| Notification {
        level: Level::Warning,
        message: Text::plain(format!("Not looked into: {}.", words::shown(&missing::words(it)))),
        locations: vec![places::location(at, it.place)],
    })
}

fn warnings<'o>(outcome: &'o Outcome, at: Place<'o>) -> Vec<Notification<'o>> {
    let warnings = outcome.warnings.iter().map(|it| Notification {
        level: Level::Warning,
        message: Text::plain(words::sentence(&it.message)),
        locations: it.span.map(|span| places::location(at, span)).into_iter().collect(),
    });
    warnings.collect()
}

fn place<'o>(outcome: &'o Outcome, options: Options<'o>) -> Place<'o> {
    Place { sources: &outcome.sources, folder: options.folder }
}

/// Makes results.
struct Results<'o> {
    at: Place<'o>,
    /// Where rules stand in the list of the log.
    indices: BTreeMap<&'static str, usize>,
    hashes: LineHashes<'o>,
}

impl<'o> Results<'o> {
    fn of(&mut self, finding: &'o Finding, fingerprint: Fingerprint) -> SarifResult<'o> {
        let at = self.at;
        let primary = Location {
            logical_locations: finding.subject.iter().map(places::logical).collect(),
            ..places::quoted(at, finding.span)
        };
        let related = finding.labels.iter().enumerate().map(|(index, it)| Location {
            id: Some(index + 1),
            message: Some(Text::plain(words::shown(&it.message))),
            ..places::quoted(at, it.span)
        });
        let mut partial_fingerprints = self.fingerprints(finding.span);
        partial_fingerprints.insert(FINGERPRINT, fingerprint.to_string());
        SarifResult {
            rule_id: finding.rule,
            rule_index: self.indices.get(finding.rule).copied(),
            kind: None,
            level: level(finding.severity),
            message: Text::plain(words::of(finding)),
            locations: [primary],
            related_locations: related.collect(),
            code_flows: flow(at, finding).into_iter().collect(),
            partial_fingerprints,
            fixes: finding.fix.iter().map(|it| places::fix(at, it)).collect(),
            suppressions: Vec::new(),
        }
    }

    fn undecided(&mut self, it: &'o Undecided) -> SarifResult<'o> {
        let header = it.subject.header;
        let primary = Location {
            logical_locations: vec![places::logical(&it.subject)],
            ..places::quoted(self.at, header)
        };
        SarifResult {
            rule_id: it.rule,
            rule_index: self.indices.get(it.rule).copied(),
            kind: Some("review"),
            // The only level that goes with it.
            level: Level::None,
            message: Text::plain(words::of_undecided(it)),
            locations: [primary],
            related_locations: Vec::new(),
            code_flows: Vec::new(),
            partial_fingerprints: self.fingerprints(header),
            fixes: Vec::new(),
            suppressions: Vec::new(),
        }
    }

    fn ignored(&mut self, it: &'o Ignored, fingerprint: Fingerprint) -> SarifResult<'o> {
        let reason = Some(it.reason.as_str()).filter(|it| !it.is_empty());
        let suppression = Suppression {
            kind: if it.is_in_source { "inSource" } else { "external" },
            status: "accepted",
            justification: reason,
            location: places::quoted(self.at, it.comment),
        };
        SarifResult { suppressions: vec![suppression], ..self.of(&it.finding, fingerprint) }
    }

    fn fingerprints(&mut self, place: Span) -> BTreeMap<&'static str, String> {
        self.hashes.of(place).map(|it| (LINE_HASH, it)).into_iter().collect()
    }
}

/// How it comes about: from where a value was set to where it does harm. Labels stand nearest
/// first.
fn flow<'o>(at: Place<'o>, finding: &'o Finding) -> Option<CodeFlow<'o>> {
    if finding.labels.is_empty() {
        return None;
    }
    let causes = finding.labels.iter().rev().map(|it| (it.span, words::shown(&it.message)));
    let steps = causes.chain([(finding.span, words::sentence(&finding.message))]);
    let locations = steps.map(|(span, message)| ThreadFlowLocation {
        location: Location { message: Some(Text::plain(message)), ..places::location(at, span) },
    });
    Some(CodeFlow { thread_flows: [ThreadFlow { locations: locations.collect() }] })
}

fn level(severity: Severity) -> Level {
    match severity {
        Severity::Error => Level::Error,
        Severity::Warning => Level::Warning,
        Severity::Note => Level::Note,
    }
}
