//! What a rule found, and where.

pub mod checks;

use crate::text::Span;
use checks::Check;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Advice, and what this tool cut; never fails a run by default.
    Note,
    /// A provable weakness, or plaintext that something outside the source may prevent.
    Warning,
    /// Provable plaintext.
    Error,
}

impl Severity {
    pub const ALL: [Self; 3] = [Self::Error, Self::Warning, Self::Note];

    /// For a defect that only some deployments have, and not the one the defaults give.
    pub fn lowered(self) -> Self {
        match self {
            Severity::Error => Severity::Warning,
            Severity::Warning | Severity::Note => Severity::Note,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// One defect in one place.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub rule: &'static str,
    pub severity: Severity,
    /// The workload; none for what is wrong with a file.
    pub subject: Option<Subject>,
    /// The smallest text that is wrong, or what introduces the place where something is lacking.
    pub span: Span,
    /// What is wrong: lower case, no full stop.
    pub message: String,
    /// Other places that tell why.
    pub labels: Vec<Label>,
    /// The conditions under which it is a defect, in the author's words; empty when it always is.
    pub when: Vec<String>,
    /// What is worth knowing and has no place: what would clear it, what a type would be.
    pub notes: Vec<String>,
    /// What would have to be so for it to be gone, before anybody looked how that is written.
    pub wanted: Option<Vec<Change>>,
    /// What would mend it, where that can be written down.
    pub fix: Option<Fix>,
}

/// What a property should be, in the words of no syntax in particular.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// As [`Fix::title`].
    pub title: String,
    /// As [`Fix::is_safe`].
    pub is_safe: bool,
    /// The value to replace; or, if keys are lacking, what should hold them: an object, or what
    /// introduces it.
    pub at: Span,
    /// The keys that are lacking, outermost first.
    pub keys: Vec<String>,
    /// Whether HCL has blocks for all of those but the last.
    pub in_blocks: bool,
    pub value: Wish,
}

/// What a value should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// On or off.
    Flag(bool),
    /// One word, where exactly another one is written now.
    Word { old: String, new: String },
}

/// A change of the source after which a finding is gone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an order: "set EnableInterContainerTrafficEncryption to true".
    pub title: String,
    /// Whether it may be made unasked: nothing is replaced by it, and nothing is left to decide.
    pub is_safe: bool,
    /// In the order of their places; none overlaps another.
    pub edits: Vec<Edit>,
}

/// A text in place of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Empty where something is put in.
    pub span: Span,
    pub text: String,
}

/// A place that has a part in a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub span: Span,
    pub message: String,
}

/// The workload that a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Subject {
    /// As [`crate::graph::Resource::address`].
    pub address: String,
    /// As [`crate::graph::Resource::kind`].
    pub kind: String,
    /// The logical ID, the block header, or the key of the state or step.
    pub header: Span,
    /// As [`crate::graph::Resource::construct`].
    pub construct: Option<String>,
}

/// A workload that a rule could not judge.
#[derive(Clone, Debug, PartialEq)]
pub struct Undecided {
    pub rule: &'static str,
    pub subject: Subject,
    /// What would have to be known, in the author's words.
    pub needs: Vec<String>,
    /// As [`Finding::when`].
    pub when: Vec<String>,
    /// What tells it from others of the same place.
    pub notes: Vec<String>,
}

impl Finding {
    /// What is wrong with a file, and with no workload in it.
    pub fn of_file(check: &Check, span: Span, message: String) -> Self {
        Self {
            rule: check.id,
            severity: check.severity,
            subject: None,
            span,
            message,
            labels: Vec::new(),
            when: Vec::new(),
            notes: Vec::new(),
            wanted: None,
            fix: None,
        }
    }

    /// Adds a label, unless that place has one already or is the primary one.
    pub fn label(&mut self, span: Span, message: impl Into<String>) -> &mut Self {
        if span != self.span && self.labels.iter().all(|it| it.span != span) {
            self.labels.push(Label { span, message: message.into() });
        }
        self
    }

    /// Says what would mend it, if anything would.
    pub fn want(&mut self, change: Option<Change>) -> &mut Self {
        self.want_all(change.map(|it| vec![it]))
    }

    /// Says what would mend it if all of it were done, if anything would.
    pub fn want_all(&mut self, changes: Option<Vec<Change>>) -> &mut Self {
        self.wanted = changes;
        self
    }

    /// Wants what the same finding wants elsewhere too; nothing, if it cannot be mended there.
    pub fn want_too(&mut self, others: Option<Vec<Change>>) {
        self.wanted = self.wanted.take().zip(others).map(|(mut all, others)| {
            for it in others {
                if !all.contains(&it) {
                    all.push(it);
                }
            }
            all
        });
    }

    pub fn note(&mut self, text: impl Into<String>) -> &mut Self {
        self.notes.push(text.into());
        self
    }

    /// The primary span, then those of the labels.
    pub fn spans(&self) -> impl Iterator<Item = Span> {
        [self.span].into_iter().chain(self.labels.iter().map(|it| it.span))
    }
}
