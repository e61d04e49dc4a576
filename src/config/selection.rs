//! Which rules look, by their ids and by the words that ids begin with.

use crate::suppress::nearest;
use crate::text::Span;

/// Stands for every rule.
const ALL: &str = "all";

/// What is said in one place: a file, or the command line.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// These and no others. What was said before counts no more.
    pub select: Option<Vec<Selector>>,
    /// These as well.
    pub extend: Vec<Selector>,
    pub ignore: Vec<Selector>,
}

/// Some rules: the id of one, words that ids begin with, or all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    pub text: String,
    /// None on the command line.
    pub span: Option<Span>,
}

impl Selection {
    /// Everything, rules that look only where they are selected as well.
    pub fn everything() -> Self {
        Self { select: Some(vec![Selector::new(ALL, None)]), ..Self::default() }
    }

    pub fn is_empty(&self) -> bool {
        self.all().next().is_none()
    }

    /// All that it names.
    pub fn all(&self) -> impl Iterator<Item = &Selector> {
        self.select.iter().flatten().chain(&self.extend).chain(&self.ignore)
    }

    /// Whether a rule looks that did or did not by what was said before. What names it more
    /// narrowly counts for more, and of two alike the one that ignores it.
    pub fn chooses(&self, id: &str, before: bool) -> bool {
        let weight = |them: &[Selector]| them.iter().filter_map(|it| it.weight(id)).max();
        let ignored = weight(&self.ignore);
        let is_wanted = |wanted: Option<usize>| wanted.is_some() && wanted > ignored;
        match &self.select {
            Some(select) => is_wanted(weight(select).max(weight(&self.extend))),
            None => is_wanted(weight(&self.extend)) || before && ignored.is_none(),
        }
    }

    /// What decides about a rule; none if nothing here does.
    pub fn decider(&self, id: &str) -> Option<&Selector> {
        let wanted = self.select.iter().flatten().chain(&self.extend);
        let wanted = wanted.filter_map(|it| Some((it.weight(id)?, it))).max_by_key(|it| it.0);
        let ignored = self.ignore.iter().filter_map(|it| Some((it.weight(id)?, it)));
        let ignored = ignored.max_by_key(|it| it.0);
        match (wanted, ignored) {
            (Some(wanted), Some(ignored)) if wanted.0 > ignored.0 => Some(wanted.1),
            (_, Some(ignored)) => Some(ignored.1),
            (Some(wanted), None) => Some(wanted.1),
            (None, None) => None,
        }
    }

    /// As [`Selection::chooses`], of what is wrong with a file: that need not be selected.
    pub fn shows(&self, id: &str, before: bool) -> bool {
        let before = before || self.select.is_some();
        Self { select: None, extend: self.wanted(), ignore: self.ignore.clone() }
            .chooses(id, before)
    }

    fn wanted(&self) -> Vec<Selector> {
        self.select.iter().flatten().chain(&self.extend).cloned().collect()
    }
}

impl Selector {
    pub fn new(text: &str, span: Option<Span>) -> Self {
        let text = text.trim().trim_end_matches('-').to_owned();
        Self { text, span }
    }

    /// How narrowly it names a rule; none if not at all.
    fn weight(&self, id: &str) -> Option<usize> {
        if self.text == ALL {
            return Some(0);
        }
        let rest = id.strip_prefix(self.text.as_str())?;
        (rest.is_empty() || rest.starts_with('-')).then_some(self.text.len())
    }

    pub fn names(&self, id: &str) -> bool {
        self.weight(id).is_some()
    }

    /// What is wrong with it, if it names none of these.
    pub fn refused(&self, known: &[&str]) -> Option<String> {
        if self.text == ALL || known.iter().any(|it| self.names(it)) {
            return None;
        }
        let mut names: Vec<&str> = known.to_vec();
        for id in known {
            names.extend(id.match_indices('-').map(|(at, _)| &id[..at]));
        }
        names.push(ALL);
        // Between three letters, two changes are another word.
        let first = self.text.get(..1).unwrap_or_default();
        names.retain(|it| it.len() > 3 || it.starts_with(first));
        Some(self.unknown(&names))
    }

    /// As [`Selector::refused`], where one rule is to be named.
    pub fn refused_as_id(&self, known: &[&str]) -> Option<String> {
        let is_known = known.contains(&self.text.as_str());
        (!is_known).then(|| self.unknown(known))
    }

    fn unknown(&self, names: &[&str]) -> String {
        match nearest(&self.text, names) {
            Some(it) => format!("there is no rule `{}`; did you mean `{it}`?", self.text),
            None => format!("there is no rule `{}`; `wirelint rules` lists them", self.text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Selection, Selector};

    fn selection(select: Option<&str>, extend: &str, ignore: &str) -> Selection {
        let list = |it: &str| -> Vec<Selector> {
            it.split_whitespace().map(|it| Selector::new(it, None)).collect()
        };
        Selection { select: select.map(list), extend: list(extend), ignore: list(ignore) }
    }

    #[test]
    fn what_names_a_rule_more_narrowly_counts_for_more() {
        let id = "emr-plaintext-cluster";
        for (select, extend, ignore, if_on, if_off) in [
            (None, "", "", true, false),
            (Some(""), "", "", false, false),
            (Some("all"), "", "", true, true),
            (Some("emr"), "", "", true, true),
            (Some("emr-"), "", "", true, true),
            (Some("emr-plain"), "", "", false, false),
            (Some("eks"), "", "", false, false),
            (Some("eks"), "emr", "", true, true),
            (Some("emr"), "", "emr", false, false),
            (Some("emr"), "", "emr-plaintext", false, false),
            (Some("emr-plaintext"), "", "emr", true, true),
            (Some("emr-plaintext-cluster"), "", "all", true, true),
            (None, "", "emr-plaintext", false, false),
            (None, "", "all", false, false),
            (None, "emr", "", true, true),
            (None, "emr", "all", true, true),
            (None, "all", "emr", false, false),
        ] {
            let it = selection(select, extend, ignore);
            assert_eq!(it.chooses(id, true), if_on, "{it:?}");
            assert_eq!(it.chooses(id, false), if_off, "{it:?}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_file_is_shown_unless_it_is_ignored() {
        for (select, ignore, before, is_shown) in [
            (None, "", true, true),
            (Some("emr"), "", true, true),
            (Some("emr"), "", false, true),
            (None, "unused", true, false),
            (None, "", false, false),
            (Some("unused-ignore"), "all", true, true),
        ] {
            let it = selection(select, "", ignore);
            assert_eq!(it.shows("unused-ignore", before), is_shown, "{it:?}");
        }
    }

    #[test]
    fn what_names_no_rule_is_refused() {
        let known = ["emr-plaintext-cluster", "not-evaluated", "unused-ignore"];
        for (text, said) in [
            ("all", None),
            ("emr-plaintext-", None),
            ("unused", None),
            ("emt", Some("there is no rule `emt`; did you mean `emr`?")),
            (
                "emr-plaintex",
                Some("there is no rule `emr-plaintex`; did you mean `emr-plaintext`?"),
            ),
            ("foo", Some("there is no rule `foo`; `wirelint rules` lists them")),
            ("emx", Some("there is no rule `emx`; did you mean `emr`?")),
            ("kubernetes", Some("there is no rule `kubernetes`; `wirelint rules` lists them")),
        ] {
            assert_eq!(Selector::new(text, None).refused(&known).as_deref(), said, "{text}");
        }
    }
}
