//! Rules that look only where they are selected.

use crate::config::{Selection, Selector};
use crate::files::Memory;
use crate::finding::Severity;
use crate::lint::{Request, lint};
use crate::rule::{Report, Rule};
use crate::truth::Truth;
use crate::world::Resource;

static ALWAYS: Rule = rule("queue-always", false);
static OPT_IN: Rule = rule("queue-opt-in", true);

const fn rule(id: &'static str, opt_in: bool) -> Rule {
    let severity = Severity::Warning;
    Rule { id, severity, page: "", controls: &[], related: &[], opt_in, check }
}

fn check(resource: Resource<'_>, report: &mut Report) {
    if report.judge(Truth::Yes) {
        report.flag(resource.place(), "is there");
    }
}

#[test]
fn a_rule_looks_only_where_it_is_selected() {
    for (config, selection, looked) in [
        ("", Selection::default(), "queue-always"),
        ("", Selection::everything(), "queue-always queue-opt-in"),
        ("select = ['all']", Selection::default(), "queue-always queue-opt-in"),
        ("select = ['queue']", Selection::default(), "queue-always queue-opt-in"),
        ("select = ['queue-opt-in']", Selection::default(), "queue-opt-in"),
        ("extend-select = ['queue-opt-in']", Selection::default(), "queue-always queue-opt-in"),
        ("extend-select = ['queue-opt-in']", said(&["queue-always"], &[]), "queue-always"),
        ("ignore = ['queue-always']", said(&["all"], &[]), "queue-always queue-opt-in"),
        ("select = ['all']", said(&[], &["queue-opt"]), "queue-always"),
    ] {
        let memory = Memory::new([
            ("t.yaml", "Resources:\n  Queue:\n    Type: AWS::SQS::Queue\n"),
            ("wirelint.toml", config),
        ]);
        let paths = vec![".".to_owned()];
        let request = Request { paths, selection, ..Request::default() };
        let outcome = lint(&request, &memory, &[&ALWAYS, &OPT_IN]).expect("a run");
        let mut rules: Vec<&str> = outcome.findings.iter().map(|it| it.rule).collect();
        rules.sort_unstable();
        assert_eq!(rules.join(" "), looked, "{config}");
    }
}

fn said(select: &[&str], ignore: &[&str]) -> Selection {
    let list = |it: &[&str]| it.iter().map(|it| Selector::new(it, None)).collect::<Vec<_>>();
    let select = Some(list(select)).filter(|it| !it.is_empty());
    Selection { select, extend: Vec::new(), ignore: list(ignore) }
}
