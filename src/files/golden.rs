//! Tests as text: cases in `testdata/`, and what must come of them.
//!
//! `UPDATE=1 cargo test` writes what is missing or stale; reading the diff is the work.

#![expect(clippy::disallowed_methods, reason = "tests read their own cases")]

use std::fs;
use std::path::{Path, PathBuf};

/// What lies in `testdata/<folder>`, sorted.
pub(crate) fn cases(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(folder);
    let entries = fs::read_dir(&folder).unwrap_or_else(|it| panic!("{}: {it}", folder.display()));
    let mut cases: Vec<PathBuf> = entries.map(|it| it.unwrap().path()).collect();
    cases.sort();
    assert!(!cases.is_empty(), "no cases in {}", folder.display());
    cases
}

/// What lies in `testdata/<folder>` by that name.
pub(crate) fn path(folder: &str, name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata").join(folder).join(name)
}

pub(crate) fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|it| panic!("{}: {it}", path.display()))
}

/// Holds `actual` against the file, or writes it there.
pub(crate) fn check(path: &Path, actual: &str) {
    if fs::read_to_string(path).ok().as_deref() == Some(actual) {
        return;
    }
    if std::env::var_os("UPDATE").is_some() {
        fs::write(path, actual).unwrap();
        return;
    }
    let expected = fs::read_to_string(path).unwrap_or_default();
    panic!(
        "{} is stale (UPDATE=1 writes it)\n--- is\n{actual}\n--- was\n{expected}",
        path.display()
    );
}

/// Several texts in one, each below a line `-- name --`; what stands above the first has no name.
pub(crate) struct Sections(pub(crate) Vec<(String, String)>);

impl Sections {
    pub(crate) fn parse(text: &str) -> Self {
        let mut sections = vec![(String::new(), String::new())];
        for line in text.split_inclusive('\n') {
            let name = line.trim_end().strip_prefix("-- ").and_then(|it| it.strip_suffix(" --"));
            match (name, sections.last_mut()) {
                (Some(name), _) => sections.push((name.into(), String::new())),
                (None, Some((_, text))) => text.push_str(line),
                (None, None) => (),
            }
        }
        Self(sections)
    }

    pub(crate) fn get(&self, name: &str) -> &str {
        self.0.iter().find(|it| it.0 == name).map_or("", |it| &it.1)
    }

    /// Replaces the text of that name, at the end if there is none. An empty text has no place.
    pub(crate) fn set(&mut self, name: &str, text: String) {
        match self.0.iter_mut().find(|it| it.0 == name) {
            Some(section) => section.1 = text,
            None => self.0.push((name.into(), text)),
        }
        self.0.retain(|(it, text)| it != name || !text.is_empty());
    }

    pub(crate) fn text(&self) -> String {
        let section = |(name, text): &(String, String)| match name.as_str() {
            "" => text.clone(),
            name => format!("-- {name} --\n{text}"),
        };
        self.0.iter().map(section).collect()
    }
}
