//! What results say. GitHub shows the first sentence where there is little room, and makes a link
//! of `[text](id)` to the related location of that id.

use crate::finding::{Finding, Undecided};
use crate::report::excerpt::visible;
use crate::report::{construct, notes, when};

/// All of a finding.
pub(super) fn of(finding: &Finding) -> String {
    let claim = format!("{}{}", finding.message, when(&finding.when));
    let first = match &finding.subject {
        Some(subject) => format!("{}: {}.", shown(&subject.address), shown(&claim)),
        None => sentence(&claim),
    };
    let links = finding.labels.iter().enumerate();
    let links = links.map(|(at, it)| format!("[{}]({})", escaped(&shown(&it.message)), at + 1));
    let links = links.collect::<Vec<_>>().join(", ");
    let links = Some(format!("See: {links}.")).filter(|_| !finding.labels.is_empty());
    let notes = notes(finding).map(|it| sentence(&it));
    let lines = [first].into_iter().chain(links).chain(notes);
    lines.collect::<Vec<_>>().join("\n")
}

/// Why a workload could not be judged.
pub(super) fn of_undecided(it: &Undecided) -> String {
    let (when, needs) = (when(&it.when), it.needs.join(", "));
    let first = shown(&format!("{}: undecided{when}: needs {needs}.", it.subject.address));
    let notes = construct(Some(&it.subject)).into_iter().chain(it.notes.iter().cloned());
    let lines = [first].into_iter().chain(notes.map(|it| sentence(&it)));
    lines.collect::<Vec<_>>().join("\n")
}

/// What stands alone: from a capital to a full stop. A name such as `m6i.large` stays one.
pub(super) fn sentence(text: &str) -> String {
    let is_word =
        text.split_whitespace().next().is_some_and(|it| it.chars().all(char::is_alphabetic));
    let mut rest = text.chars();
    let first = rest.next().into_iter().flat_map(|it| match is_word {
        true => it.to_uppercase().collect::<Vec<_>>(),
        false => vec![it],
    });
    let whole: String = first.chain(rest).map(visible).collect();
    match whole.ends_with(['.', '?']) {
        true => whole,
        false => format!("{whole}."),
    }
}

/// On one line, and doing nothing to whoever shows it.
pub(super) fn shown(text: &str) -> String {
    text.chars().map(visible).collect()
}

/// As the text of a link.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for it in text.chars() {
        if matches!(it, '\\' | '[' | ']') {
            escaped.push('\\');
        }
        escaped.push(it);
    }
    escaped
}
