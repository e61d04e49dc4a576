//! For people, as GitHub and GitLab show Markdown: the summary of a job, a comment on a pull
//! request.
//!
//! Text of files is shown and never obeyed: whatever has a meaning in Markdown or HTML is
//! escaped, and what is shown as it is written stands in a fence that it cannot close.

use std::cmp::Reverse;
use std::io::{self, Write};

use super::excerpt::visible;
use super::{Options, human, missing, place, plural, sorted, sorted_undecided, summary, when};
use crate::finding::Finding;
use crate::lint::Outcome;
use crate::rules::RULES;

/// What is kept free to say what is left out.
const RESERVE: usize = 400;

pub(super) fn write(
    out: &mut dyn Write,
    outcome: &Outcome,
    options: Options<'_>,
) -> io::Result<()> {
    write!(out, "{}", within(outcome, options, usize::MAX))
}

/// The report in so many bytes; what has no place in it is counted.
pub(super) fn within(outcome: &Outcome, options: Options<'_>, most: usize) -> String {
    let mut page = Page { text: String::new(), most: most.saturating_sub(RESERVE) };
    if !page.push(&format!("### wirelint\n\n{}\n", escaped(&summary(outcome, options)))) {
        return String::new();
    }
    findings(&mut page, outcome);
    if options.show_undecided {
        undecided(&mut page, outcome);
        not_looked_into(&mut page, outcome);
    }
    page.text
}

/// What is written so far, and how much it may become.
struct Page {
    text: String,
    most: usize,
}

impl Page {
    /// Adds a part whole, if there is room for it.
    fn push(&mut self, part: &str) -> bool {
        let fits = self.text.len() + part.len() <= self.most;
        if fits {
            self.text.push_str(part);
        }
        fits
    }

    /// Adds a table of as many rows as there is room for, and says how many it lacks.
    fn table(&mut self, head: &str, rows: impl ExactSizeIterator<Item = String>, noun: &str) {
        let mut left = rows.len();
        if left == 0 {
            return;
        }
        let columns = head.matches('|').count() - 1;
        if self.push(&format!("\n{head}\n|{}\n", "---|".repeat(columns))) {
            for row in rows {
                if !self.push(&row) {
                    break;
                }
                left -= 1;
            }
        }
        self.omit(left, noun);
    }

    fn omit(&mut self, number: usize, noun: &str) {
        if number > 0 {
            let counted = plural(number, noun);
            self.text.push_str(&format!("\nThere is no room here for {counted} more.\n"));
        }
    }
}

/// The worst first, since there may not be room for all.
fn findings(page: &mut Page, outcome: &Outcome) {
    let mut findings = sorted(outcome);
    findings.sort_by_key(|it| Reverse(it.severity));
    let rows = findings.iter().map(|it| {
        let message = format!("{}{}", it.message, when(&it.when));
        let (severity, what) = (it.severity.name(), escaped(&message));
        let place = code(&place(&outcome.sources, it.span));
        format!("| {severity} | {} | {place} | {what} |\n", rule(it.rule))
    });
    page.table("| severity | rule | where | what |", rows, "finding");
    if findings.is_empty() || !page.push("\n<details><summary>In full</summary>\n") {
        return;
    }
    let mut left = findings.len();
    for it in findings {
        if !page.push(&in_full(outcome, it)) {
            break;
        }
        left -= 1;
    }
    page.omit(left, "finding");
    page.text.push_str("\n</details>\n");
}

/// With the source that it is about.
fn in_full(outcome: &Outcome, finding: &Finding) -> String {
    let mut text = Vec::new();
    let options = Options::default();
    let written = human::write_findings(&mut text, &outcome.sources, [finding], options);
    let text = match written {
        Ok(()) => String::from_utf8_lossy(&text).into_owned(),
        Err(_) => format!("{}\n", finding.message),
    };
    let text = text.trim_end();
    // A fence is closed by one that is no shorter.
    let fence = "`".repeat(longest_run(text).max(2) + 1);
    format!("\n{fence}text\n{text}\n{fence}\n")
}

fn longest_run(text: &str) -> usize {
    text.split(|it| it != '`').map(str::len).max().unwrap_or_default()
}

fn undecided(page: &mut Page, outcome: &Outcome) {
    let undecided = sorted_undecided(outcome);
    let rows = undecided.iter().map(|it| {
        let subject = &it.subject;
        let who = format!("{} ({}){}", subject.address, subject.kind, when(&it.when));
        let place = code(&place(&outcome.sources, subject.header));
        let needs: Vec<String> = it.needs.iter().map(|it| code(it)).collect();
        let (who, needs) = (escaped(&who), needs.join(", "));
        format!("| {} | {place} | {who} | {needs} |\n", rule(it.rule))
    });
    page.table("| undecided | where | workload | needs |", rows, "undecided workload");
}

fn not_looked_into(page: &mut Page, outcome: &Outcome) {
    let missing = missing::all(outcome);
    let rows = missing.iter().map(|it| {
        let place = code(&place(&outcome.sources, it.place));
        format!("| {} | {place} |\n", escaped(&missing::words(it)))
    });
    page.table("| not looked into | where |", rows, "source");
}

/// A link to the page of the rule, if it has one.
fn rule(id: &str) -> String {
    match RULES.iter().find(|it| it.id == id) {
        Some(it) => format!("[`{id}`]({})", it.link()),
        None => code(id),
    }
}

/// As code in one line, also in a table, where nothing but an entity keeps a bar from ending the
/// cell. Neither is a colon left to be an emoji's, as in `a.yaml:100:1`.
fn code(text: &str) -> String {
    let plain = |it: char| visible(it) == it && !matches!(it, '`' | '|' | '\\' | '\t');
    let is_plain = text.chars().all(plain) && text.trim() == text && !text.is_empty();
    match is_plain {
        true => format!("`{text}`"),
        false => format!("<code>{}</code>", text.chars().map(entity).collect::<String>()),
    }
}

/// What begins or ends something: in Markdown, in HTML, in a table, or on GitHub.
const MARKUP: &str = r"\`*_[]~!#&<>|:@";

/// A character that means nothing but itself.
fn entity(character: char) -> String {
    match visible(character) {
        '\t' => " ".into(),
        it if MARKUP.contains(it) => format!("&#{};", it as u32),
        it => it.into(),
    }
}

/// As text, in which what stands between backticks is code.
fn escaped(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    let mut out = String::new();
    for (at, part) in parts.iter().enumerate() {
        // The last backtick of an odd number opens nothing.
        let is_code = at % 2 == 1 && at + 1 < parts.len();
        match is_code {
            true if part.is_empty() => out.push_str("\\`\\`"),
            true => out.push_str(&code(part)),
            false => {
                if at % 2 == 1 {
                    out.push_str("\\`");
                }
                out.push_str(&words(part));
            }
        }
    }
    out
}

fn words(text: &str) -> String {
    let mut out = String::new();
    let mut before = ' ';
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        let is_inside =
            before.is_alphanumeric() && rest.peek().is_some_and(|it| it.is_alphanumeric());
        match visible(character) {
            '\t' => out.push(' '),
            // In a word it emphasizes nothing.
            '_' if is_inside => out.push('_'),
            it @ ('\\' | '*' | '_' | '[' | ']' | '~' | '!' | '#') => out.extend(['\\', it]),
            it @ ('&' | '<' | '>' | '|') => out.push_str(&entity(it)),
            // Nobody is told of it whose name this happens to be.
            '@' => out.push_str("@&#8203;"),
            it => out.push(it),
        }
        before = character;
    }
    out
}
