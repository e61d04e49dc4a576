//! The rules' pages: their shape, and the examples on them, run.

use std::fmt::Write as _;

use super::examples::{Block, Example, Verdict, blocks, pages};
use crate::files::golden;
use crate::finding::Finding;
use crate::lint::Outcome;
use crate::report;
use crate::rule::Rule;
use crate::text::Sources;

#[test]
fn every_example_is_flagged_just_where_its_carets_are() {
    let mut wrong = String::new();
    let mut examples = 0;
    for page in pages() {
        for block in blocks(&page.text) {
            let Some(example) = Example::of(&block, page.rule) else { continue };
            examples += 1;
            let line = block.lines.start + 1;
            for it in faults(&example, &example.run(page.rule), page.rule) {
                writeln!(wrong, "{}:{line}: {it}", page.path.display()).unwrap();
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(examples > 0, "no examples were found");
}

/// What is not as the example says.
fn faults(example: &Example, outcome: &Outcome, rule: &Rule) -> Vec<String> {
    let mut faults = Vec::new();
    let found: Vec<String> =
        outcome.findings.iter().map(|it| mark(&outcome.sources, it, rule)).collect();
    let mut sorted = (found.clone(), example.marks.clone());
    sorted.0.sort();
    sorted.1.sort();
    if sorted.0 != sorted.1 {
        faults.push(format!("marked {:#?}\nfound {found:#?}", example.marks));
    }
    if example.marks.is_empty() == (example.verdict == Verdict::Bad) {
        faults.push("a bad example has carets, and no other has".to_owned());
    }
    let mut needs: Vec<&str> =
        outcome.undecided.iter().flat_map(|it| &it.needs).map(String::as_str).collect();
    needs.sort_unstable();
    needs.dedup();
    let needs = needs.join(", ");
    if needs != example.needs {
        faults.push(format!("needs {}\nfound {needs}", example.needs));
    }
    match (example.verdict, outcome.undecided.is_empty()) {
        (Verdict::Undecided, true) => faults.push("nothing is undecided".to_owned()),
        (Verdict::Good, false) => faults.push("a good example is undecided".to_owned()),
        _ => (),
    }
    faults
}

/// A finding as carets would say it. Another rule's is named.
fn mark(sources: &Sources, finding: &Finding, rule: &Rule) -> String {
    let (start, end) = sources.positions(finding.span);
    let path = &sources.get(finding.span.file).path;
    let end = match end.line == start.line {
        true => end.column.to_string(),
        false => format!("{}:{}", end.line, end.column),
    };
    let severity = finding.severity.name();
    let mut mark = format!("{path}:{}:{}-{end} {severity}", start.line, start.column);
    if !finding.when.is_empty() {
        write!(mark, " when {}", finding.when.join(" and ")).unwrap();
    }
    if finding.rule != rule.id {
        write!(mark, " of {}: {}", finding.rule, finding.message).unwrap();
    }
    mark
}

/// The first bad example may be followed by what is printed of it.
#[test]
fn the_printed_finding_on_a_page_is_what_is_printed() {
    for page in pages() {
        let blocks = blocks(&page.text);
        let Some(at) = blocks.iter().position(|it| it.info.ends_with(" bad")) else { continue };
        let Some(shown) = blocks.get(at + 1).filter(|it| it.info == "text") else { continue };
        let example = Example::of(&blocks[at], page.rule).expect("a bad example");
        let outcome = example.run(page.rule);
        let mut out = Vec::new();
        let options = report::Options::default();
        report::write_findings(&mut out, &outcome.sources, &outcome.findings, options)
            .expect("writing to memory");
        let printed = String::from_utf8(out).expect("text");
        let printed: Vec<&str> = printed.trim_end().lines().map(str::trim_end).collect();
        let lines: Vec<&str> = page.text.lines().collect();
        let (before, after) = (&lines[..=shown.lines.start], &lines[shown.lines.end - 1..]);
        let text = [before, &printed, after].concat().join("\n") + "\n";
        golden::check(&page.path, &text);
    }
}

const SECTIONS: [&str; 5] = ["Why", "Fix", "CloudFormation", "Terraform", "See also"];

#[test]
fn every_page_has_the_same_parts() {
    let mut wrong = Vec::new();
    for page in pages() {
        let name = page.path.display();
        if page.rule.page != page.text {
            wrong.push(format!("{name}: not the page that the rule includes"));
        }
        if !page.path.ends_with(page.rule.path()) {
            wrong.push(format!("{name}: not where the rule says that its page is"));
        }
        wrong.extend(lacks(page.rule.id, &page.text).iter().map(|it| format!("{name}: {it}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What a page lacks.
fn lacks(id: &str, page: &str) -> Vec<String> {
    let mut lacks = Vec::new();
    let mut lines = page.lines();
    if lines.next() != Some(&format!("# {id}")) {
        lacks.push(format!("the first line is not `# {id}`"));
    }
    let summary: Vec<&str> =
        lines.skip_while(|it| it.is_empty()).take_while(|it| !it.is_empty()).collect();
    let is_sentence = |it: &str| it.ends_with('.') && !it.starts_with(['#', '`', '-']);
    if !matches!(summary.as_slice(), [only] if is_sentence(only)) {
        lacks.push("no summary of one line below the title".to_owned());
    }

    let sections = sections(page);
    let titles: Vec<&str> = sections.iter().map(|(title, _)| *title).collect();
    if titles != SECTIONS {
        lacks.push(format!("its sections are {titles:?}"));
    }
    for (title, text) in &sections {
        if text.trim().is_empty() {
            lacks.push(format!("nothing below `## {title}`"));
        }
        if *title == "See also" && !text.contains("](https://docs.aws.amazon.com/") {
            lacks.push("no link to AWS's documentation".to_owned());
        }
    }
    lacks.extend(examples_lacking(&blocks(page)));
    lacks
}

fn examples_lacking(blocks: &[Block]) -> Vec<String> {
    let mut lacks = Vec::new();
    for (section, languages) in
        [("CloudFormation", ["yaml", "json"].as_slice()), ("Terraform", ["hcl"].as_slice())]
    {
        let infos: Vec<(&str, &str)> = blocks
            .iter()
            .filter(|it| it.section == section && it.info != "text")
            .filter_map(|it| it.info.split_once(' '))
            .collect();
        for (language, verdict) in &infos {
            if !languages.contains(language) || !["bad", "good", "undecided"].contains(verdict) {
                lacks.push(format!("`{language} {verdict}` below `## {section}`"));
            }
        }
        // A section without examples says why.
        for verdict in ["bad", "good"] {
            let count = infos.iter().filter(|it| it.1 == verdict).count();
            if !infos.is_empty() && count < 2 {
                lacks.push(format!("{count} {verdict} examples below `## {section}`"));
            }
        }
    }
    for it in blocks {
        let is_example = SECTIONS[2..4].contains(&it.section.as_str());
        if it.info.is_empty() || (!is_example && it.info.contains(' ')) {
            lacks.push(format!("`{}` below `## {}` does not run", it.info, it.section));
        }
    }
    lacks
}

fn sections(page: &str) -> Vec<(&str, String)> {
    let mut sections: Vec<(&str, String)> = Vec::new();
    for line in page.lines() {
        match (line.strip_prefix("## "), sections.last_mut()) {
            (Some(title), _) => sections.push((title, String::new())),
            (None, Some((_, text))) => {
                text.push_str(line);
                text.push('\n');
            }
            (None, None) => (),
        }
    }
    sections
}

#[test]
fn a_page_that_lacks_something_is_noticed() {
    let parts = "\n\n## Why\nA.\n\n## Fix\nB.\n\n## CloudFormation\nNone.\n\n## Terraform\n";
    let links = "\n## See also\n- [A](https://docs.aws.amazon.com/a)\n";
    let page = |title: &str, terraform: &str| format!("{title}{parts}{terraform}{links}");
    let good = "```hcl good\n```\n".repeat(2);
    let whole = good.clone() + &"```hcl bad\n```\n".repeat(2);
    let said = |title: &str, terraform: &str| lacks("a-b", &page(title, terraform)).join("; ");

    assert_eq!(said("# a-b\n\nA defect.", &whole), "");
    assert_eq!(said("# a-c\n\nA defect.", &whole), "the first line is not `# a-b`");
    assert_eq!(said("# a-b", &whole), "no summary of one line below the title");
    assert_eq!(said("# a-b\n\nA.\nB.", &whole), "no summary of one line below the title");
    assert_eq!(said("# a-b\n\nA.", ""), "nothing below `## Terraform`");
    assert_eq!(said("# a-b\n\nA.", &good), "0 bad examples below `## Terraform`");
    assert_eq!(
        said("# a-b\n\nA.", &(whole.clone() + "```yaml good\n```\n")),
        "`yaml good` below `## Terraform`"
    );
    assert_eq!(
        said("# a-b\n\nA.", &(whole + "```\n```\n")),
        "`` below `## Terraform` does not run"
    );
}
