//! What counts for a path, and where that is said.

use super::choice;
use super::{Error, Request};
use crate::config::{Config, Finder, Selection};
use crate::files::{self, FileKind, Files};
use crate::finding::Severity;
use crate::finding::checks::CHECKS;
use crate::reader::Reader;
use crate::rule::Rule;
use crate::text::{Sources, Span};

/// One of them.
#[derive(Debug)]
pub struct Setting {
    /// As `wirelint.toml` has it.
    pub key: String,
    pub value: String,
    pub origin: Origin,
}

/// Where a setting comes from.
#[derive(Debug)]
pub enum Origin {
    Default,
    CommandLine,
    /// The path of a file, and the line.
    File(String, u32),
}

/// What counts for a file or folder.
pub fn settings(
    path: &str,
    request: &Request,
    files: &dyn Files,
    rules: &[&'static Rule],
) -> Result<Vec<Setting>, Error> {
    let folder = match files.kind(path) {
        Some(FileKind::Folder) => path,
        Some(FileKind::File) => files::parent(path),
        None => return Err(Error::NoSuchPath(path.to_owned())),
    };
    let reader = Reader::new(files);
    let finder = Finder::new(&reader, &request.config);
    finder.of(folder);
    let checked = finder.finish().and_then(|it| choice::check(&it, rules).map(|()| it));
    let sources = reader.finish().sources;
    match checked {
        Ok(configs) => {
            let config = configs.of(folder);
            let told = Told { config, sources: &sources, said: &request.selection };
            Ok(told.all(path, rules))
        }
        Err(error) => Err(Error::Config(error, sources)),
    }
}

struct Told<'t> {
    config: Option<&'t Config>,
    sources: &'t Sources,
    /// On the command line.
    said: &'t Selection,
}

impl Told<'_> {
    fn all(&self, path: &str, rules: &[&'static Rule]) -> Vec<Setting> {
        let mut all = vec![
            self.key("fail-on", "\"warning\""),
            self.key("strict", "false"),
            self.key("require-reason", "false"),
            self.key("exclude", "[]"),
        ];
        let config = self.config;
        for it in config.iter().flat_map(|it| &it.deployments) {
            let fits = |folder: &str| {
                let fit =
                    |is_folder| it.paths.as_ref().is_none_or(|it| it.fit(folder, path, is_folder));
                fit(true) || fit(false)
            };
            if config.is_some_and(|it| fits(&it.folder)) {
                all.push(self.table("deployment", it.span));
            }
        }
        for it in config.iter().flat_map(|it| &it.attestations) {
            all.push(self.table("attest", it.span));
        }
        for it in config.iter().flat_map(|it| &it.exceptions) {
            all.push(self.table("except", it.span));
        }
        all.extend(rules.iter().map(|it| {
            let chooses = |of: &Selection, before| of.chooses(it.id, before);
            self.rule(it.id, !it.opt_in, it.severity.name(), &chooses)
        }));
        all.extend(CHECKS.iter().map(|it| it.id).map(|id| {
            let shows = |of: &Selection, before| of.shows(id, before);
            self.rule(id, true, "on", &shows)
        }));
        all
    }

    fn key(&self, key: &str, default: &str) -> Setting {
        let said = self.config.and_then(|it| it.said.iter().find(|it| it.0 == key));
        let (value, origin) = match said {
            Some((_, span)) => (self.text(*span), self.at(*span)),
            None => (default.to_owned(), Origin::Default),
        };
        Setting { key: key.to_owned(), value, origin }
    }

    /// By what names it.
    fn table(&self, key: &str, span: Span) -> Setting {
        let value = self.text(span);
        Setting { key: format!("[[{key}]]"), value, origin: self.at(span) }
    }

    fn rule(
        &self,
        id: &str,
        by_default: bool,
        severity: &str,
        looks: &dyn Fn(&Selection, bool) -> bool,
    ) -> Setting {
        let by_file = self.config.map_or(by_default, |it| looks(&it.selection, by_default));
        let is_on = looks(self.said, by_file);
        let chosen = || self.config.and_then(|it| it.severity(id)).map(Severity::name);
        let value = if is_on { chosen().unwrap_or(severity) } else { "off" };
        let origin = if self.said.decider(id).is_some() || is_on != by_file {
            Origin::CommandLine
        } else {
            self.of_rule(id, by_default, by_file)
        };
        Setting { key: id.to_owned(), value: value.to_owned(), origin }
    }

    fn of_rule(&self, id: &str, by_default: bool, by_file: bool) -> Origin {
        let Some(config) = self.config else { return Origin::Default };
        let severity = config.severities.iter().rev().find(|it| it.0.text == id);
        let severity = severity.filter(|_| by_file).and_then(|it| it.0.span);
        let selector = config.selection.decider(id).and_then(|it| it.span);
        let key = || config.said.iter().find(|it| it.0 == "select").map(|it| it.1);
        let key = if by_file == by_default { None } else { key() };
        severity.or(selector).or(key).map_or(Origin::Default, |it| self.at(it))
    }

    /// The first line of what stands there.
    fn text(&self, span: Span) -> String {
        self.sources.slice(span).lines().next().unwrap_or_default().trim_end().to_owned()
    }

    fn at(&self, span: Span) -> Origin {
        let line = self.sources.position(span.file, span.start).line;
        Origin::File(self.sources.get(span.file).path.clone(), line)
    }
}
