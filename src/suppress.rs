//! Comments that hide a finding: `# wirelint: ignore[rule-id] reason`.
//!
//! One hides the findings of the rules it names that have a span on its line. If it stands on
//! lines of its own, it speaks of the line below; there it may also introduce a resource, a loop
//! or a call of a module, and then it hides what is found about all of it, as it does where it is
//! the first thing inside. `ignore-file[…]` speaks of its file. One that hides nothing is itself a
//! finding.
//!
//! A defect may be reached several ways: by each call of a module. What is hidden is a way, so that
//! a comment at one call leaves the finding for the others.

mod directive;
mod instance;
mod lines;
mod mistakes;
mod values;

#[cfg(test)]
mod tests;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use crate::date::Date;
use crate::finding::{Finding, Undecided};
use crate::graph::Resource;
use crate::reader::Said;
use crate::syntax::{Comment, Remark};
use crate::text::{FileId, Sources, Span};
pub use directive::nearest;
use directive::{Directive, Named};
use instance::Instance;
use lines::Lines;

/// A resource, for comments that speak of all of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Scope {
    /// As [`Resource::extent`].
    pub extent: Span,
    /// As [`Resource::header`].
    pub header: Span,
}

/// How a run takes comments.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'o> {
    /// Shows what comments hide.
    pub is_off: bool,
    /// The ids of all rules that can be ignored, whether or not they ran.
    pub known: &'o [&'o str],
    /// Those that ran: of others nobody knows whether they find anything.
    pub ran: &'o [&'o str],
    /// Without it nothing expires.
    pub today: Option<Date>,
    pub needs_reason: bool,
}

/// A finding that a comment or an exception hides.
#[derive(Clone, Debug, PartialEq)]
pub struct Ignored {
    pub finding: Finding,
    /// The comment, the first if there are several; or the exception.
    pub comment: Span,
    /// Whether it is a comment, in a source, and no exception of a configuration.
    pub is_in_source: bool,
    /// What its author gave as a reason; empty if nothing.
    pub reason: String,
}

/// What hides a way to a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hidden {
    pub comment: Span,
    pub reason: String,
}

/// Something that is lacking or wrong, and how it was reached.
pub struct Way<'w> {
    rule: &'static str,
    /// Where it is: the span of a finding, or what introduces a workload.
    place: Span,
    spans: Vec<Span>,
    /// What introduces the resources that are concerned: the workload, and what it lies in or is
    /// made by.
    headers: Vec<Span>,
    resource: Option<&'w Resource>,
}

impl<'w> Way<'w> {
    /// To a finding about a resource, whose labels show the way.
    pub fn to(finding: &Finding, resource: &'w Resource) -> Self {
        let (rule, place) = (finding.rule, finding.span);
        let spans = finding.spans().collect();
        Self { rule, place, spans, headers: headers(resource), resource: Some(resource) }
    }

    /// To a workload that could not be judged.
    pub fn to_undecided(undecided: &Undecided, resource: &'w Resource) -> Self {
        let (rule, place) = (undecided.rule, undecided.subject.header);
        Self {
            rule,
            place,
            spans: Vec::new(),
            headers: headers(resource),
            resource: Some(resource),
        }
    }

    /// To what is wrong with a file, within these resources.
    pub fn in_file(finding: &Finding, headers: Vec<Span>) -> Self {
        let spans = finding.spans().collect();
        Self { rule: finding.rule, place: finding.span, spans, headers, resource: None }
    }
}

/// Where a comment ends to say what it ignores, if more rules can be ignored there for the same
/// reason and for as long. Without a reason to give, any is the same.
pub fn end_of_ids(comment: &str, span: Span, reason: &str) -> Option<u32> {
    let said = directive::read(comment, span);
    let [Ok(only)] = said.as_slice() else { return None };
    let is_same = reason.is_empty() || reason.trim() == only.reason;
    let last = only.ids.last().filter(|_| is_same && !only.is_of_file && only.until.is_none())?;
    Some(last.span.end)
}

fn headers(resource: &Resource) -> Vec<Span> {
    let carrier = resource.carrier.map(|it| it.header);
    let around = resource.loops.iter().chain(&resource.calls).copied();
    [resource.header].into_iter().chain(carrier).chain(around).collect()
}

/// All that a run ignores, and what is wrong with how that is said.
#[derive(Debug, Default)]
pub struct Ignores {
    ignores: Vec<Ignore>,
    /// Which of them speak of a line, by the rule, the file, and where the line starts; and where
    /// it ends.
    by_line: BTreeMap<(String, FileId, u32), (u32, Vec<usize>)>,
    /// Which of them are the first thing inside of what a line introduces.
    by_opening: BTreeMap<(String, FileId, u32), (u32, Vec<usize>)>,
    /// Which of them stand on lines of their own, by the rule, the file, and where they start.
    by_place: BTreeMap<(String, FileId, u32), Vec<usize>>,
    /// Which of them name what they speak of.
    by_header: BTreeMap<(String, Span), Vec<usize>>,
    by_file: BTreeMap<(String, FileId), Vec<usize>>,
    mistakes: Vec<Finding>,
}

/// One rule that one comment ignores.
#[derive(Debug)]
struct Ignore {
    comment: Span,
    /// Which of the comment's directives it belongs to.
    directive: usize,
    id: Named,
    reason: String,
    until: Option<Date>,
    is_over: bool,
    /// Of a rule that did not run.
    is_idle: bool,
    used: Cell<bool>,
    /// What it would hide if it were not over.
    lapsed: RefCell<BTreeSet<Span>>,
    /// In what is no comment, or about a whole file.
    is_value: bool,
}

/// What an ignore speaks of.
enum Reach<'l> {
    Lines { at: (FileId, &'l Lines<'l>), comment: Span },
    Header(Span),
    File(FileId),
}

impl Ignores {
    pub fn read(said: &Said, sources: &Sources, options: Options<'_>) -> Self {
        let mut all = Self::default();
        if options.is_off {
            return all;
        }
        let mut directives = 0;
        for (&file, comments) in &said.comments {
            let source = sources.get(file);
            let lines = Lines::of(source, comments);
            for comment in comments {
                for directive in directive::read(sources.slice(comment.span), comment.span) {
                    directives += 1;
                    let directive = match directive {
                        Ok(it) => it,
                        Err(it) => {
                            all.mistakes.push(mistakes::unclear(it.span, it.message));
                            continue;
                        }
                    };
                    all.add_comment(directives, directive, comment, (file, &lines), options);
                }
            }
        }
        let mut remarks: Vec<&Remark> = Vec::new();
        for it in &said.remarks {
            if !remarks.contains(&it) {
                remarks.push(it);
            }
        }
        for it in remarks {
            directives += 1;
            match it {
                Remark::Ignore(it) => {
                    let id = Named {
                        text: it.rule.clone(),
                        instance: it.instance.clone(),
                        id: it.rule_span,
                        span: it.rule_span,
                    };
                    let reach = match it.about {
                        Some(header) => Reach::Header(header),
                        None => Reach::File(it.span.file),
                    };
                    let (until, reason) = (it.until, it.reason.clone());
                    let directive = Directive { is_of_file: false, ids: vec![id], until, reason };
                    all.add(directives, directive, it.span, &reach, options);
                }
                Remark::Mistake(it) => {
                    all.mistakes.push(mistakes::unclear(it.span, it.message.clone()));
                }
            }
        }
        all
    }

    fn add_comment(
        &mut self,
        number: usize,
        directive: Directive,
        comment: &Comment,
        at: (FileId, &Lines),
        options: Options<'_>,
    ) {
        let (file, lines) = at;
        let is_string = lines.is_string(comment.span);
        let reach = match comment.about {
            _ if directive.is_of_file => {
                if !(lines.is_at_head(comment.span) || is_string && comment.about.is_none()) {
                    let message = "`ignore-file` stands at the head of a file, above everything \
                                   that is no comment";
                    self.mistakes.push(mistakes::unclear(comment.span, message.to_owned()));
                    return;
                }
                Reach::File(file)
            }
            Some(header) => Reach::Header(header),
            None => Reach::Lines { at, comment: comment.span },
        };
        self.add(number, directive, comment.span, &reach, options);
    }

    fn add(
        &mut self,
        number: usize,
        directive: Directive,
        comment: Span,
        reach: &Reach<'_>,
        options: Options<'_>,
    ) {
        let Directive { ids, until, reason, .. } = directive;
        if reason.is_empty() && options.needs_reason {
            self.mistakes.push(mistakes::unexplained(comment));
        }
        let is_over = matches!((until, options.today), (Some(until), Some(today)) if today > until);
        for id in ids {
            if !options.known.contains(&id.text.as_str()) {
                self.mistakes.push(mistakes::no_such_rule(&id, options.known));
                continue;
            }
            let (index, rule) = (self.ignores.len(), id.text.clone());
            match *reach {
                Reach::Lines { at: (file, lines), comment } => {
                    for (start, end) in lines.spoken_of(comment) {
                        let key = (rule.clone(), file, start);
                        self.by_line.entry(key).or_insert((end, Vec::new())).1.push(index);
                    }
                    if lines.is_own(comment) {
                        let key = (rule.clone(), file, comment.start);
                        self.by_place.entry(key).or_default().push(index);
                    }
                    if let Some((start, end)) = lines.opening(comment) {
                        let key = (rule.clone(), file, start);
                        self.by_opening.entry(key).or_insert((end, Vec::new())).1.push(index);
                    }
                }
                Reach::Header(header) => {
                    self.by_header.entry((rule, header)).or_default().push(index);
                }
                Reach::File(file) => self.by_file.entry((rule, file)).or_default().push(index),
            }
            self.ignores.push(Ignore {
                comment,
                directive: number,
                is_idle: !options.ran.contains(&id.text.as_str()),
                id,
                reason: reason.clone(),
                until,
                is_over,
                used: Cell::new(false),
                lapsed: RefCell::default(),
                is_value: !matches!(reach, Reach::Lines { .. }),
            });
        }
    }

    /// What hides a way; none if it is to be shown.
    pub fn hide(&self, way: &Way<'_>) -> Option<Hidden> {
        if self.ignores.is_empty() {
            return None;
        }
        let found = self.meant(way);
        let (over, counting): (Vec<usize>, Vec<usize>) =
            found.into_iter().partition(|it| self.ignores[*it].is_over);
        for index in &counting {
            self.ignores[*index].used.set(true);
        }
        let Some(first) = counting.first() else {
            for index in over {
                self.ignores[index].lapsed.borrow_mut().insert(way.place);
            }
            return None;
        };
        let first = &self.ignores[*first];
        Some(Hidden { comment: first.comment, reason: first.reason.clone() })
    }

    /// Those that speak of a way, in the order they stand.
    fn meant(&self, way: &Way<'_>) -> BTreeSet<usize> {
        let mut meant = BTreeSet::new();
        let calls = way.resource.map_or(&[][..], |it| &it.calls);
        let mut add = |found: &[usize], through: Span| {
            let call = calls.iter().position(|it| *it == through);
            let fits = |it: &&usize| match (&self.ignores[**it].id.instance, way.resource) {
                (None, _) => true,
                (Some(_), None) => false,
                (Some(key), Some(resource)) => Instance::of(resource).is_named(key, call),
            };
            meant.extend(found.iter().filter(fits).copied());
        };
        for span in way.spans.iter().chain(&way.headers) {
            touched(&self.by_line, way.rule, *span).for_each(|it| add(it, *span));
        }
        if let Some(Resource { extent, header, .. }) = way.resource {
            let key = |at: u32| (way.rule.to_owned(), extent.file, at);
            let inside = self.by_place.range(key(extent.start)..key(extent.end));
            inside.for_each(|(_, it)| add(it, *header));
        }
        for header in &way.headers {
            touched(&self.by_opening, way.rule, *header).for_each(|it| add(it, *header));
            if let Some(it) = self.by_header.get(&(way.rule.to_owned(), *header)) {
                add(it, *header);
            }
        }
        if let Some(it) = self.by_file.get(&(way.rule.to_owned(), way.place.file)) {
            add(it, way.place);
        }
        meant
    }

    /// What is wrong with the comments, once all was judged.
    pub fn findings(self, sources: &Sources) -> Vec<Finding> {
        let mut findings = Vec::new();
        let mut files = values::Files::new(sources);
        for directive in self.ignores.chunk_by(|a, b| a.directive == b.directive) {
            findings.extend(mistakes::of(directive, sources, &mut files));
        }
        findings.extend(self.mistakes);
        findings
    }
}

/// What speaks of the lines that a span touches.
fn touched<'i>(
    all: &'i BTreeMap<(String, FileId, u32), (u32, Vec<usize>)>,
    rule: &str,
    span: Span,
) -> impl Iterator<Item = &'i [usize]> {
    let key = |at: u32| (rule.to_owned(), span.file, at);
    // A line break at the end of a span is not counted.
    let last = span.end.saturating_sub(1).max(span.start);
    let before = all.range(key(0)..key(span.start)).next_back();
    let before = before.filter(|(_, (end, _))| *end > span.start);
    before.into_iter().chain(all.range(key(span.start)..=key(last))).map(|(_, it)| it.1.as_slice())
}

/// What introduces the resources that each place lies in.
pub fn around(places: &BTreeSet<Span>, scopes: BTreeSet<Scope>) -> BTreeMap<Span, Vec<Span>> {
    let mut scopes = scopes.into_iter().peekable();
    let mut open: Vec<Scope> = Vec::new();
    let headers = places.iter().map(|place| {
        let begins = |it: &Scope| (it.extent.file, it.extent.start) <= (place.file, place.start);
        open.extend(std::iter::from_fn(|| scopes.next_if(begins)));
        open.retain(|it| it.extent.file == place.file && place.start <= it.extent.end);
        let holding = open.iter().filter(|it| place.end <= it.extent.end);
        (*place, holding.map(|it| it.header).collect())
    });
    headers.collect()
}
