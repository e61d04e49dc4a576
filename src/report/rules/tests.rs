//! Pages made by hand, and those of the rules.
//!
//! A case has a `page`, above it perhaps `width: 50`, and what is `shown` of it.

use super::{Format, Layout, write, write_page};
use crate::files::golden::{self, Sections};
use crate::finding::Severity;
use crate::report::tests::without_color;
use crate::rule::Rule;
use crate::rules::RULES;

fn rule(id: &'static str, severity: Severity, page: &str) -> Rule {
    // Rules are part of the program; one that is made up here is never given back.
    Rule {
        id,
        severity,
        page: page.to_owned().leak(),
        controls: &[],
        related: &[],
        opt_in: false,
        check: |_, _| (),
    }
}

fn page(rule: &Rule, layout: Layout) -> String {
    let mut out = Vec::new();
    write_page(&mut out, rule, layout).unwrap();
    String::from_utf8(out).unwrap()
}

fn list(format: Format, rules: &[&Rule], layout: Layout) -> String {
    let mut out = Vec::new();
    write(format, &mut out, rules, layout).unwrap();
    String::from_utf8(out).unwrap()
}

const PLAIN: Layout = Layout { color: false, width: None };

#[test]
fn every_page_is_laid_out_as_it_should() {
    for path in golden::cases("pages") {
        let mut case = Sections::parse(&golden::read(&path));
        let width = case.get("").trim().strip_prefix("width: ").map(|it| it.parse().unwrap());
        let rule = rule("a-rule", Severity::Error, case.get("page"));
        let layout = Layout { color: false, width };
        let shown = page(&rule, layout);
        let painted = page(&rule, Layout { color: true, ..layout });
        assert_eq!(without_color(&painted), shown, "colour changes nothing else");
        case.set("shown", shown);
        golden::check(&path, &case.text());
    }
}

#[test]
fn colour_tells_what_is_what() {
    let text = "# a-rule\n\nA `b`.\n\n## Why\n\n```yaml bad\nc: d\n#  ^\n```\n";
    let rule = rule("a-rule", Severity::Warning, text);
    let painted = page(&rule, Layout { color: true, width: None });
    let expected = "\u{1b}[0m\u{1b}[1ma-rule\u{1b}[0m (\u{1b}[0m\u{1b}[1m\u{1b}[33mwarning\u{1b}[0m)\n\
         \nA \u{1b}[0m\u{1b}[36m`b`\u{1b}[0m.\n\
         \n\u{1b}[0m\u{1b}[1mWhy\u{1b}[0m\n\
         \n  \u{1b}[0m\u{1b}[1m\u{1b}[31mBad:\u{1b}[0m\n\
         \n    c: d\n    \u{1b}[0m\u{1b}[1m\u{1b}[31m#  ^\u{1b}[0m\n";
    assert_eq!(painted, expected);
}

/// Whatever a page makes use of.
#[test]
fn nothing_of_a_page_is_lost() {
    let is_part = |it: &char| it.is_alphanumeric();
    let own_link = regex::Regex::new(r"\]\([a-z0-9_/.]+\.md\)").unwrap();
    for rule in RULES {
        let without_fences = rule.page.lines().filter(|it| !it.trim_start().starts_with("```"));
        // Where a link within the repository leads is not told.
        let without_links = without_fences.map(|it| own_link.replace_all(it, "]"));
        let written: Vec<char> =
            without_links.flat_map(|it| it.chars().collect::<Vec<_>>()).collect();
        let written: String = written.into_iter().filter(is_part).collect();
        // Controls stand below it.
        let shown = page(rule, PLAIN);
        let shown = shown.split("\nControls\n").next().unwrap_or_default();
        let labels = ["  Bad:", "  Good:", "  Undecided:"];
        let without_labels = shown.lines().filter(|it| !labels.contains(it));
        let shown: String = without_labels.flat_map(str::chars).filter(is_part).collect();
        let severity = rule.severity.name();
        let shown = shown.replacen(severity, "", 1);
        assert_eq!(shown, written, "{}", rule.id);
    }
}

#[test]
fn text_is_as_wide_as_it_may_be() {
    for rule in RULES {
        for (width, most) in [(None, 80), (Some(60), 60), (Some(240), 100)] {
            let shown = page(rule, Layout { color: false, width });
            // Code is as wide as it is, and an address is one word.
            let text = shown.lines().filter(|it| !it.starts_with("    "));
            let too_wide = |it: &&str| it.trim().contains(' ') && it.chars().count() > most;
            let too_wide: Vec<&str> =
                text.filter(too_wide).filter(|it| !it.contains("https://")).collect();
            assert_eq!(too_wide, [""; 0], "{}", rule.id);
        }
    }
}

#[test]
fn a_list_is_a_line_for_each_rule_unless_somebody_looks() {
    let first =
        rule("a-rule", Severity::Error, "# a-rule\n\nWhat the first one finds, at length.\n");
    let second = rule("another-rule", Severity::Note, "# another-rule\n\nA defect.\n\n## Why\n");
    let rules = [&first, &second];
    assert_eq!(
        list(Format::Human, &rules, PLAIN),
        "a-rule        error  What the first one finds, at length.\n\
         another-rule  note   A defect.\n"
    );
    assert_eq!(
        list(Format::Human, &rules, Layout { color: false, width: Some(46) }),
        "a-rule        error  What the first one finds,\n                     at length.\n\
         another-rule  note   A defect.\n"
    );
    // Too narrow for a column.
    assert_eq!(
        list(Format::Human, &rules, Layout { color: false, width: Some(30) }),
        "a-rule        error\n    What the first one finds,\n    at length.\n\
         another-rule  note\n    A defect.\n"
    );
    let painted = list(Format::Human, &rules, Layout { color: true, width: None });
    assert_eq!(without_color(&painted), list(Format::Human, &rules, PLAIN));
}

#[test]
fn programs_are_told_where_the_page_is() {
    let rule = rule("emr-a-rule", Severity::Error, "# emr-a-rule\n\nA \"defect\".\n");
    let expected = r#"{
  "version": 1,
  "rules": [
    {
      "id": "emr-a-rule",
      "severity": "error",
      "summary": "A \"defect\".",
      "page": "https://github.com/wirelint/wirelint/blob/main/rules/emr/a_rule.md",
      "controls": []
    }
  ]
}
"#;
    assert_eq!(list(Format::Json, &[&rule], PLAIN), expected);
}

#[test]
fn what_is_the_control_is_told_from_what_is_near() {
    let mut rule = rule("a-rule", Severity::Error, "# a-rule\n\nA defect.\n\n## Why\n\nIt is.\n");
    rule.controls = &["EMR.4", "CT.EMR.PR.4"];
    rule.related = &["SageMaker.9", "SC-8", "SC-8(1)"];
    let shown = page(&rule, PLAIN);
    let (_, controls) = shown.split_once("\n  It is.\n").unwrap();
    assert_eq!(
        controls,
        "\nControls\n\
         \n  - EMR.4 of AWS Security Hub: Amazon EMR security configurations should be\n    \
         encrypted in transit; AWS Config rule\n    \
         `emr-security-configuration-encryption-transit`; AWS relates it to NIST\n    \
         800-53 r5 AC-4, SC-7(4), SC-8, SC-8(1), SC-8(2), SC-13, SC-23, SC-23(3)\n  \
         - CT.EMR.PR.4 of AWS Control Tower\n  \
         - Related: SageMaker.9 of AWS Security Hub\n  \
         - Related: SC-8, SC-8(1) of NIST 800-53 r5\n"
    );
    let list: serde_json::Value =
        serde_json::from_str(&list(Format::Json, &[&rule], PLAIN)).unwrap();
    let controls = &list["rules"][0]["controls"];
    assert_eq!(controls[0]["relation"], "same");
    assert_eq!(controls[0]["config_rule"], "emr-security-configuration-encryption-transit");
    assert_eq!(controls[1]["title"], serde_json::Value::Null);
    assert_eq!(controls[2]["relation"], "related");
    assert_eq!(controls[3]["source"], "NIST 800-53 r5");
}
