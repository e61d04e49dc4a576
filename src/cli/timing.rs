//! How long the parts of a run took.

use std::cell::RefCell;
use std::io::{self, Write};
use std::time::Duration;

use crate::lint::{Outcome, Stage, Watch};

pub(super) struct Timing<'e> {
    clock: &'e dyn Fn() -> Duration,
    /// What began when, in that order.
    begun: RefCell<Vec<(&'static str, Duration)>>,
}

impl<'e> Timing<'e> {
    pub(super) fn new(clock: &'e dyn Fn() -> Duration) -> Self {
        Self { clock, begun: RefCell::default() }
    }

    /// A part begins, and the one before is over.
    pub(super) fn begin(&self, part: &'static str) {
        self.begun.borrow_mut().push((part, (self.clock)()));
    }

    /// Ends the last part and shows them all.
    pub(super) fn write(&self, out: &mut dyn Write, outcome: &Outcome) -> io::Result<()> {
        self.begin("");
        let begun = self.begun.borrow();
        for part in begun.windows(2) {
            if let [(name, start), (_, end)] = part {
                line(out, *start, *end, name)?;
            }
        }
        let summary = outcome.summary;
        let counts = format!(
            "in all (files: {}, units: {}, resources: {}, findings: {})",
            summary.files,
            summary.units,
            summary.resources,
            outcome.findings.len(),
        );
        match begun.as_slice() {
            [(_, start), .., (_, end)] => line(out, *start, *end, &counts),
            _ => Ok(()),
        }
    }
}

fn line(out: &mut dyn Write, start: Duration, end: Duration, name: &str) -> io::Result<()> {
    let milliseconds = end.saturating_sub(start).as_secs_f64() * 1000.0;
    writeln!(out, "{milliseconds:>10.1} ms  {name}")
}

impl Watch for Timing<'_> {
    fn stage(&self, stage: Stage) {
        self.begin(match stage {
            Stage::Finding => "finding files",
            Stage::Evaluating => "reading and evaluating",
            Stage::Judging => "rules",
            Stage::Settling => "putting together",
        });
    }

    fn units(&self, _: usize) {}

    fn unit_done(&self) {}
}
