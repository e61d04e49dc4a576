//! What is read of one document: the jobs in it, and what of it could not be read.

use std::sync::Arc;

use super::alternatives;
use crate::text::Span;
use crate::value::{Condition, Kind, Type, Unknown, Value, Why};

/// How deep states and steps may nest.
pub(super) const MAX_DEPTH: usize = 64;

/// How many jobs one document may carry.
pub(super) const MAX_JOBS: usize = 2_000;

/// How text is called that should be JSON and is not.
const JSON: &str = "a definition that is JSON";

#[derive(Debug)]
pub(super) struct Reading {
    pub(super) jobs: Vec<Job>,
    /// Why there may be others, and in which deployments; each once.
    pub(super) unread: Vec<(Condition, Why)>,
    pub(super) is_cut: bool,
    exists: Condition,
}

/// What one task or step starts.
#[derive(Clone, Debug)]
pub(super) struct Job {
    /// Of the state or step.
    pub(super) name: Arc<str>,
    /// `sagemaker:createTrainingJob`.
    pub(super) kind: String,
    pub(super) header: Span,
    pub(super) extent: Span,
    pub(super) exists: Condition,
    pub(super) properties: Value,
}

impl Reading {
    /// Reads what a document may be; `read` is given an object, or what it is instead.
    pub(super) fn of(
        document: &Value,
        exists: Condition,
        mut read: impl FnMut(&mut Self, &Value),
    ) -> Self {
        let mut reading = Self { jobs: Vec::new(), unread: Vec::new(), is_cut: false, exists };
        reading.each(document, |reading, it| {
            let Kind::Text(text) = &it.kind else { return read(reading, it) };
            match text.document() {
                Some(it) => read(reading, it),
                None if text.unknowns().next().is_some() => {
                    let why = Unknown::because(text.unknowns().map(|it| &**it), Type::Any);
                    reading.doubt(&why);
                }
                None => reading.doubt(&Unknown::new(Why::Outside(JSON.into()), Type::Any)),
            }
        });
        reading
    }

    /// Reads what a value may be, each under its condition. What is not known is noted.
    pub(super) fn each(&mut self, value: &Value, mut read: impl FnMut(&mut Self, &Value)) {
        for (when, value) in alternatives(value) {
            self.under(when, |reading| match &value.kind {
                Kind::Unknown(it) => reading.doubt(it),
                _ => read(reading, value),
            });
        }
    }

    /// Reads what is there only if a condition holds.
    pub(super) fn under(&mut self, when: Condition, read: impl FnOnce(&mut Self)) {
        let before = self.exists.clone();
        self.exists = Condition::all([before.clone(), when]);
        if self.exists != Condition::Always(false) {
            read(self);
        }
        self.exists = before;
    }

    /// Adds a job, once for each request that it may make.
    pub(super) fn add(&mut self, job: &Job) {
        for (given, properties) in alternatives(&job.properties) {
            if properties.is_unset() {
                continue;
            }
            if self.jobs.len() >= MAX_JOBS {
                return self.cut();
            }
            let exists = Condition::all([self.exists.clone(), job.exists.clone(), given]);
            if exists != Condition::Always(false) {
                self.jobs.push(Job { exists, properties: properties.clone(), ..job.clone() });
            }
        }
    }

    pub(super) fn doubt(&mut self, unknown: &Unknown) {
        for why in &unknown.why {
            let why = if is_broken(why) { Why::Outside(JSON.into()) } else { why.clone() };
            let doubt = (self.exists.clone(), why);
            if !self.unread.contains(&doubt) {
                self.unread.push(doubt);
            }
        }
    }

    pub(super) fn cut(&mut self) {
        self.is_cut = true;
        self.doubt(&Unknown::new(Why::Limit("size of a definition"), Type::Any));
    }
}

/// Whether what is not known is not JSON.
pub(super) fn is_broken(why: &Why) -> bool {
    matches!(why, Why::Invalid(it) if &**it == "not JSON")
}
