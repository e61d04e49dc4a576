//! Which rules and checks of files somebody asks about.

use std::fmt;

use crate::finding::checks::{CHECKS, Check};
use crate::rule::Rule;
use crate::suppress;

/// What has a page.
#[derive(Clone, Copy)]
pub(super) enum Topic {
    Rule(&'static Rule),
    Check(&'static Check),
}

impl Topic {
    fn id(self) -> &'static str {
        match self {
            Topic::Rule(it) => it.id,
            Topic::Check(it) => it.id,
        }
    }
}

#[derive(Debug)]
pub(super) enum Error {
    /// No rule was named.
    None,
    /// These are the ids of no rule.
    Unknown(Vec<String>),
}

/// What these ids name, each once.
pub(super) fn named(ids: &[String], rules: &'static [&'static Rule]) -> Result<Vec<Topic>, Error> {
    let mut named: Vec<Topic> = Vec::new();
    let mut unknown = Vec::new();
    for id in ids {
        match topics(rules).find(|it| it.id().eq_ignore_ascii_case(id)) {
            Some(topic) if named.iter().any(|it| it.id() == topic.id()) => (),
            Some(topic) => named.push(topic),
            None => unknown.push(id.clone()),
        }
    }
    if !unknown.is_empty() {
        Err(Error::Unknown(unknown))
    } else if named.is_empty() {
        Err(Error::None)
    } else {
        Ok(named)
    }
}

fn topics(rules: &'static [&'static Rule]) -> impl Iterator<Item = Topic> {
    let rules = rules.iter().map(|it| Topic::Rule(it));
    rules.chain(CHECKS.iter().map(|it| Topic::Check(it)))
}

impl Error {
    pub(super) fn hint(&self, rules: &'static [&'static Rule]) -> String {
        let all: Vec<&str> = topics(rules).map(Topic::id).collect();
        let meant = match self {
            Error::None => {
                return format!("name some of these, or `wirelint rules`:\n  {}", all.join("\n  "));
            }
            Error::Unknown(ids) => {
                all.iter().copied().filter(|it| ids.iter().any(|id| is_meant(id, it, &all)))
            }
        };
        let meant: Vec<String> = meant.map(|it| format!("`{it}`")).collect();
        match meant.split_last() {
            None => "`wirelint rules` lists them".to_owned(),
            Some((only, [])) => format!("did you mean {only}?"),
            Some((last, others)) => format!("did you mean {} or {last}?", others.join(", ")),
        }
    }
}

/// Whether what was written is a part of the id, or else next to it.
fn is_meant(written: &str, id: &str, all: &[&str]) -> bool {
    let written = written.to_ascii_lowercase();
    match all.iter().any(|it| it.contains(&written)) {
        true => id.contains(&written),
        false => suppress::nearest(&written, all) == Some(id),
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::None => f.write_str("no rule is named"),
            Error::Unknown(ids) => {
                let plural = if ids.len() == 1 { "" } else { "s" };
                write!(f, "no such rule{plural}: {}", ids.join(", "))
            }
        }
    }
}
