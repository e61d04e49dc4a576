//! Which instance of what is written once a resource is.

use crate::graph::Resource;

/// The keys of a resource: those of the calls of modules that lead to it, and its own.
pub(super) struct Instance<'r> {
    resource: &'r Resource,
    /// Innermost first, as [`Resource::calls`]; none for a call that is made once.
    calls: Vec<Option<String>>,
    own: Vec<String>,
}

impl<'r> Instance<'r> {
    pub(super) fn of(resource: &'r Resource) -> Self {
        let mut calls: Vec<Option<String>> = Vec::new();
        let mut own = Vec::new();
        let mut is_module = false;
        for part in parts(&resource.address) {
            let key = key(part);
            if part == "module" && !is_module {
                is_module = true;
            } else if std::mem::take(&mut is_module) && calls.len() < resource.calls.len() {
                calls.push(key);
            } else {
                own.extend(key);
            }
        }
        calls.reverse();
        Self { resource, calls, own }
    }

    /// Whether a key is meant to name it, said at one of the calls or elsewhere.
    pub(super) fn is_named(&self, key: &str, call: Option<usize>) -> bool {
        let is_it = |it: &Option<String>| it.as_deref() == Some(key);
        if let Some(at) = call {
            return self.calls.get(at).is_some_and(is_it);
        }
        let rounds = &self.resource.rounds;
        if self.own.is_empty() && rounds.is_empty() {
            return self.calls.iter().any(is_it);
        }
        self.own.iter().any(|it| it == key) || rounds.iter().any(|it| *it.value == *key)
    }
}

/// What the dots of an address divide, those in keys not counted.
fn parts(address: &str) -> impl Iterator<Item = &str> {
    let (mut is_quoted, mut is_escaped) = (false, false);
    address.split(move |it: char| {
        match it {
            _ if is_escaped => is_escaped = false,
            '\\' if is_quoted => is_escaped = true,
            '"' => is_quoted = !is_quoted,
            _ => (),
        }
        it == '.' && !is_quoted
    })
}

/// `a` in `this["a"]`, `0` in `this[0]`.
fn key(part: &str) -> Option<String> {
    let (_, key) = part.split_once('[')?;
    let key = key.split_once("]/").map_or(key, |it| it.0);
    let key = key.strip_suffix(']').unwrap_or(key);
    match key.strip_prefix('"') {
        Some(quoted) => {
            let mut text = String::new();
            let mut rest = quoted.strip_suffix('"').unwrap_or(quoted).chars();
            while let Some(it) = rest.next() {
                text.push(if it == '\\' { rest.next().unwrap_or(it) } else { it });
            }
            Some(text)
        }
        None => Some(key.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::{key, parts};

    #[test]
    fn keys_are_read_from_addresses() {
        let address = r#"module.a["x.y"].aws_b.c[0]/Train"#;
        let found: Vec<&str> = parts(address).collect();
        assert_eq!(found, ["module", r#"a["x.y"]"#, "aws_b", "c[0]/Train"]);
        assert_eq!(key(found[1]).as_deref(), Some("x.y"));
        assert_eq!(key(found[3]).as_deref(), Some("0"));
        assert_eq!(key(r#"a["it\"s"]"#).as_deref(), Some("it\"s"));
        assert_eq!(key("a"), None);
    }
}
