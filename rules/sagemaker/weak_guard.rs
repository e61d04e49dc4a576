use crate::aws::iam::{Comparison, PolicyHolder, Statement, holds};
use crate::finding::Severity;
use crate::rule::{Report, Rule};
use crate::truth::Truth;
use crate::world::Resource;

pub(crate) static RULE: Rule = Rule {
    id: "sagemaker-weak-guard",
    severity: Severity::Warning,
    page: include_str!("weak_guard.md"),
    controls: &[],
    related: &["SC-8(1)"],
    opt_in: false,
    check,
};

/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsagemaker.html>
const KEY: &str = "sagemaker:InterContainerTrafficEncryption";

fn check(resource: Resource<'_>, report: &mut Report) {
    let Some(holder) = resource.view::<PolicyHolder<'_>>() else { return };

    let (statements, needs) = holder.statements();
    for statement in &statements {
        for it in statement.comparisons() {
            if it.is_of("Bool", KEY) {
                let denies = statement.denies() & it.has("false");
                if denies.possibly() {
                    let rest = needs.clone().map_or(Truth::No, Truth::Unknown);
                    let lacking = denies_lacking(statement, &companions(resource, &holder), rest);
                    report_weak(report, denies & !lacking, it);
                }
            } else if is_misspelt(&it) && report.judge(statement.denies()) {
                let message = format!("`{}` is no condition key, so this denies nothing", it.key);
                report.flag(it.key_place, message).note(format!("the key is `{KEY}`"));
            }
        }
    }
}

/// Whether the key of an operator that asks for a value is not quite the one that there is.
fn is_misspelt(it: &Comparison<'_>) -> bool {
    let key = it.key.to_ascii_lowercase();
    let is_close = key.starts_with("sagemaker:") && key.contains("intercontainer");
    is_close && it.is_of("Bool", it.key) && !it.key.eq_ignore_ascii_case(KEY)
}

fn report_weak(report: &mut Report, claim: Truth, guard: Comparison<'_>) {
    if report.judge(claim) {
        let finding = report.flag(
            guard.operator_place,
            "this denies a key that is false, and not a key that is lacking",
        );
        // So whether the guard fails is not known either.
        finding.severity = Severity::Note;
        finding.note("AWS does not say whether a request that leaves the flag out carries the key");
    }
}

/// The statements here that deny where the key is lacking, each with whether it does.
fn companions<'w>(
    resource: Resource<'w>,
    holder: &PolicyHolder<'w>,
) -> Vec<(Statement<'w>, Truth)> {
    let own = holder.statements().0.into_iter().map(|it| (it, Truth::Yes));
    let others = resource.others::<PolicyHolder<'_>>().flat_map(|(it, other)| {
        let exists = it.exists();
        other.statements().0.into_iter().map(move |it| (it, exists.clone()))
    });
    let denying = own.chain(others).filter_map(|(statement, exists)| {
        let comparisons = statement.comparisons();
        // With the comparison of its value beside it, it asks for the key after all.
        let asks = comparisons.iter().any(|it| it.is_of("Bool", KEY));
        let null = comparisons.iter().find(|it| it.is_of("Null", KEY)).filter(|_| !asks)?;
        let denies = exists & statement.denies() & null.has("true");
        Some((statement, denies))
    });
    denying.collect()
}

/// Whether every action of a statement is denied where the key is lacking; `rest` tells whether
/// statements that are not known may do so.
fn denies_lacking(
    statement: &Statement<'_>,
    companions: &[(Statement<'_>, Truth)],
    rest: Truth,
) -> Truth {
    let Some((actions, more)) = statement.actions() else {
        return Truth::any(companions.iter().map(|(_, it)| it.clone())) | rest;
    };
    let is_denied = |action: &&str| {
        let denied = companions.iter().map(|(it, denies)| denies.clone() & covers(it, action));
        Truth::any(denied) | rest.clone()
    };
    Truth::all(actions.iter().map(is_denied)) & more.map_or(Truth::Yes, Truth::Unknown)
}

fn covers(statement: &Statement<'_>, action: &str) -> Truth {
    match statement.actions() {
        Some((names, _)) if names.iter().any(|it| holds(it, action)) => Truth::Yes,
        Some((_, needs)) => needs.map_or(Truth::No, Truth::Unknown),
        // It names what it leaves out, which is seldom just this.
        None => Truth::Yes,
    }
}
