//! Keeps what nobody is to be shown out of what is said.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::finding::{Finding, Undecided};
use crate::graph::Missing;

const MASK: &str = "****";

pub(super) fn mask_finding(finding: &mut Finding, secrets: &[Arc<str>]) {
    mask(&mut finding.message, secrets);
    finding.labels.iter_mut().for_each(|it| mask(&mut it.message, secrets));
    mask_all(&mut finding.notes, secrets);
    mask_all(&mut finding.when, secrets);
    let wanted = finding.wanted.iter_mut().flatten();
    wanted.for_each(|it| mask(&mut it.title, secrets));
}

pub(super) fn mask_undecided(undecided: &mut Undecided, secrets: &[Arc<str>]) {
    mask_all(&mut undecided.needs, secrets);
    mask_all(&mut undecided.when, secrets);
    mask_all(&mut undecided.notes, secrets);
}

pub(super) fn mask_missing(missing: &mut BTreeSet<Missing>, secrets: &[Arc<str>]) {
    let masked = std::mem::take(missing).into_iter().map(|mut it| {
        mask(&mut it.source, secrets);
        it
    });
    *missing = masked.collect();
}

pub(super) fn mask_all(texts: &mut [String], secrets: &[Arc<str>]) {
    texts.iter_mut().for_each(|it| mask(it, secrets));
}

fn mask(text: &mut String, secrets: &[Arc<str>]) {
    for secret in secrets {
        if text.contains(&**secret) {
            *text = masked(text, secret);
        }
    }
}

/// The text without a secret where that stands by itself. Within a word it is a coincidence.
fn masked(text: &str, secret: &str) -> String {
    let continues = |it: Option<char>| it.is_some_and(char::is_alphanumeric);
    let mut masked = String::new();
    let mut done = 0;
    for (at, _) in text.match_indices(secret) {
        let (before, after) = (&text[..at], &text[at + secret.len()..]);
        if !continues(before.chars().next_back()) && !continues(after.chars().next()) {
            masked.push_str(&text[done..at]);
            masked.push_str(MASK);
            done = at + secret.len();
        }
    }
    masked.push_str(&text[done..]);
    masked
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn a_secret_is_masked_where_it_stands_by_itself() {
        for (text, secret, expected) in [
            ("t3.medium sends plaintext", "t3.medium", "**** sends plaintext"),
            ("`é` is no type", "é", "`****` is no type"),
            ("a cluster, a node", "a", "**** cluster, **** node"),
            ("plaintext", "plain", "plaintext"),
            ("a-a-a", "a-a", "****-a"),
        ] {
            assert_eq!(masked(text, secret), expected);
        }
    }
}
