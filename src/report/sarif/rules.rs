//! The rules and checks that results are of, as SARIF describes them.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use regex::{Captures, Regex};

use super::level;
use super::log::{Configuration, Descriptor, RuleProperties, Text};
use crate::finding::Severity;
use crate::finding::checks::{self, Check};
use crate::report::rules::{Layout, write_check, write_page};
use crate::rule::Rule;
use crate::rule::controls::{Control, Relation};
use crate::rules::RULES;

/// Characters of a description beyond which GitHub cuts it.
const LONG_DESCRIPTION: usize = 1024;
/// With more tags GitHub refuses the log.
const MOST_TAGS: usize = 20;

/// Those of these ids that exist, in the order of the ids.
pub(super) fn descriptors(ids: &BTreeSet<&str>) -> Vec<Descriptor> {
    ids.iter().filter_map(|id| descriptor(id)).collect()
}

fn descriptor(id: &str) -> Option<Descriptor> {
    let rule = RULES.iter().find(|it| it.id == id).map(|it| of_rule(it));
    rule.or_else(|| checks::check(id).map(of_check))
}

fn of_rule(rule: &Rule) -> Descriptor {
    let mut text = Vec::new();
    write_page(&mut text, rule, PLAIN).expect("memory takes what is written");
    let markdown = format!("{}{}", body(rule.page, &rule.path()), controls(rule));
    Descriptor {
        id: rule.id,
        name: name(rule.id),
        short_description: Text::plain(rule_summary(rule.page)),
        full_description: Text::plain(description(rule.page)),
        help_uri: rule.link(),
        help: help(text, markdown),
        default_configuration: Configuration { enabled: !rule.opt_in, level: level(rule.severity) },
        properties: RuleProperties {
            security_severity: Some(security_severity(rule.severity)),
            tags: tags(rule),
            ..properties(rule.severity)
        },
    }
}

fn of_check(check: &'static Check) -> Descriptor {
    let mut text = Vec::new();
    write_check(&mut text, check, PLAIN).expect("memory takes what is written");
    let page = check.page();
    Descriptor {
        id: check.id,
        name: name(check.id),
        short_description: Text::plain(rule_summary(&page)),
        full_description: Text::plain(description(&page)),
        help_uri: check.link(),
        help: help(text, body(&page, checks::PATH)),
        default_configuration: Configuration { enabled: true, level: level(check.severity) },
        // A broken file is no weakness by itself.
        properties: properties(check.severity),
    }
}

const PLAIN: Layout = Layout { color: false, width: None };

fn help(text: Vec<u8>, markdown: String) -> Text {
    let text = String::from_utf8(text).expect("pages are text");
    Text { text, markdown: Some(markdown) }
}

fn properties(severity: Severity) -> RuleProperties {
    let (precision, problem_severity) = match severity {
        Severity::Error => ("very-high", "error"),
        Severity::Warning => ("high", "warning"),
        Severity::Note => ("medium", "recommendation"),
    };
    RuleProperties { precision, problem_severity, security_severity: None, tags: Vec::new() }
}

/// How bad it is, from 0 to 10; GitHub calls 7 and more high, 4 and more medium. These are the base
/// scores of CVSS 3.1 for somebody on the path between two nodes (AV:N/AC:H/PR:N/UI:N/S:U) who can
/// read and change what they say (C:H/I:H), who can read it (C:H/I:N), and who may read a part
/// (C:L/I:N).
fn security_severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "7.4",
        Severity::Warning => "5.9",
        Severity::Note => "3.7",
    }
}

/// GitHub shows ten of them. It knows weaknesses by such a tag: 319 is the transmission of
/// sensitive information in cleartext, which is what SC-8 of NIST is against.
fn tags(rule: &Rule) -> Vec<String> {
    let controls: BTreeSet<&str> = rule.references().map(|(_, it)| it.id).collect();
    let weakness = controls.contains("SC-8").then_some("external/cwe/cwe-319");
    let service = rule.id.split('-').next();
    let known = ["security"].into_iter().chain(weakness).chain(service);
    known.chain(controls).take(MOST_TAGS).map(str::to_owned).collect()
}

/// `eks-plaintext-node-group` as `EksPlaintextNodeGroup`: a name must be none of the ids.
fn name(id: &str) -> String {
    let capital = |word: &str| -> String {
        let mut letters = word.chars();
        letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
    };
    id.split('-').map(capital).collect()
}

fn rule_summary(page: &str) -> String {
    paragraphs(page).into_iter().next().unwrap_or_default()
}

/// What it finds, and the first paragraph of why that matters.
fn description(page: &str) -> String {
    let mut paragraphs = paragraphs(page);
    paragraphs.truncate(2);
    let whole = paragraphs.join(" ");
    if whole.chars().count() <= LONG_DESCRIPTION && whole.ends_with('.') {
        return whole;
    }
    // Whole sentences, and none that leads to a list.
    let fitting: String = whole.chars().take(LONG_DESCRIPTION).collect();
    fitting.rfind(". ").map_or_else(|| rule_summary(page), |end| fitting[..=end].to_owned())
}

/// As text without marks.
fn paragraphs(markdown: &str) -> Vec<String> {
    let mut paragraphs = Vec::new();
    let mut open: Option<String> = None;
    for event in Parser::new(markdown) {
        match (event, &mut open) {
            (Event::Start(Tag::Paragraph), _) => open = Some(String::new()),
            (Event::End(TagEnd::Paragraph), _) => paragraphs.extend(open.take()),
            (Event::Text(text) | Event::Code(text), Some(paragraph)) => paragraph.push_str(&text),
            (Event::SoftBreak | Event::HardBreak, Some(paragraph)) => paragraph.push(' '),
            _ => (),
        }
    }
    paragraphs
}

/// A page without its title, its links leading where they do in the repository.
fn body(page: &str, path: &str) -> String {
    let body = page.split_once('\n').map_or("", |(_, body)| body).trim_start();
    let link = Regex::new(r"\]\(([A-Za-z0-9_/.-]+\.md)(#[a-z0-9-]*)?\)").expect("a pattern");
    let absolute = |it: &Captures<'_>| {
        let place = it.get(2).map_or("", |it| it.as_str());
        format!("]({}/blob/main/{}{place})", env!("CARGO_PKG_REPOSITORY"), beside(path, &it[1]))
    };
    link.replace_all(body, absolute).into_owned()
}

/// Where a link on a page leads, from the root of the repository.
fn beside<'p>(page: &'p str, link: &'p str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => (),
            it => parts.push(it),
        }
    }
    parts.join("/")
}

/// The controls a rule stands beside, as a part of its page.
fn controls(rule: &Rule) -> String {
    let line = |(relation, it): (Relation, &Control)| {
        let before = match relation {
            Relation::Same => "",
            Relation::Related => "Related: ",
        };
        let title = it.title.map(|it| format!(": {it}")).unwrap_or_default();
        format!("- {before}{} of {}{title}\n", it.id, it.source)
    };
    let lines: String = rule.references().map(line).collect();
    if lines.is_empty() { lines } else { format!("\n## Controls\n\n{lines}") }
}

#[cfg(test)]
mod tests {
    use super::{LONG_DESCRIPTION, beside, body, descriptor};
    use crate::finding::checks::CHECKS;
    use crate::rules::RULES;

    #[test]
    fn all_that_github_asks_of_a_rule_is_there() {
        let ids = RULES.iter().map(|it| it.id).chain(CHECKS.iter().map(|it| it.id));
        for id in ids {
            let it = descriptor(id).expect("a rule or a check");
            for text in [&it.short_description.text, &it.full_description.text] {
                assert!(text.ends_with('.') && text.chars().count() <= LONG_DESCRIPTION, "{text}");
                assert!(!text.contains('`') && !text.contains("]("), "{text}");
            }
            assert!(it.full_description.text.len() > it.short_description.text.len(), "{id}");
            let markdown = it.help.markdown.expect("a page");
            assert!(markdown.starts_with(|it: char| it.is_uppercase()), "{markdown:.40}");
            for link in markdown.split("](").skip(1) {
                assert!(link.starts_with("https://"), "{id}: {link:.60}");
            }
            // GitHub shows no more.
            assert!(it.properties.tags.len() <= 10, "{:?}", it.properties.tags);
            assert_ne!(it.name, id);
        }
    }

    #[test]
    fn links_within_the_repository_lead_there() {
        let page = "# a\n\nSee [b](b.md), [c](../ec2/c.md#why) and [d](https://d.md).\n";
        assert_eq!(
            body(page, "rules/eks/a.md"),
            "See [b](https://github.com/wirelint/wirelint/blob/main/rules/eks/b.md), \
             [c](https://github.com/wirelint/wirelint/blob/main/rules/ec2/c.md#why) and \
             [d](https://d.md).\n"
        );
        assert_eq!(beside("docs/checks.md", "../rules/a.md"), "rules/a.md");
    }
}
