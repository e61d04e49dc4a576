//! Plans that are whole, and plans that are not.

use super::outline;
use crate::files::{Memory, golden};
use crate::lint::{Request, lint};
use crate::rules::RULES;
use crate::syntax::json;
use crate::text::FileId;
use crate::value::document;

fn plan(case: &str) -> String {
    golden::read(&golden::path("plans", case).join("plan.json"))
}

#[test]
fn what_is_folded_is_read_as_if_it_were_not() {
    let text = plan("emr");
    let whole = json::parse(FileId(0), &text).tree;
    let folded = json::parse_folded(FileId(0), &text, None, outline::folds).tree;
    assert!(folded.nodes.len() * 2 < whole.nodes.len(), "little is folded");
    let planned = outline::planned(&folded);
    let resources = ["planned_values", "root_module", "resources"]
        .iter()
        .try_fold(whole.root, |at, key| whole.get(at, key));
    let resources = outline::items(&whole, resources);
    assert_eq!(planned.len(), resources.len());
    for (planned, id) in planned.iter().zip(resources) {
        let values = whole.get(*id, "values").expect("its values");
        let span = planned.values.expect("its values");
        assert_eq!(span, whole.node(values).span);
        let part = json::parse_at(&text, span).tree;
        let read = document::of_tree(&part, part.root);
        assert_eq!(format!("{read:?}"), format!("{:?}", document::of_tree(&whole, values)));
    }
}

#[test]
fn a_plan_that_ends_anywhere_is_read_as_far_as_it_goes() {
    for case in ["modules", "eks"] {
        let text = plan(case);
        for end in (0..text.len()).step_by(211).filter(|it| text.is_char_boundary(*it)) {
            let memory = Memory::new([("plan.json", &text.as_bytes()[..end])]);
            let request = Request { paths: vec!["plan.json".into()], ..Request::default() };
            let outcome = lint(&request, &memory, RULES).expect("the plan");
            for it in &outcome.findings {
                let text = &outcome.sources.get(it.span.file).text;
                assert!(text.get(it.span.range()).is_some(), "{case} {end}: {it:?}");
            }
        }
    }
}

#[test]
fn a_plan_with_anything_in_the_wrong_place_is_linted() {
    let text = plan("modules");
    let tree = json::parse(FileId(0), &text).tree;
    for node in tree.nodes.iter().step_by(5) {
        for other in ["null", "[]", "{}", "[[{}]]", "true", "\"var.x[\"", "{\"references\":[\"\"]}"]
        {
            let range = node.span.range();
            let text = format!("{}{other}{}", &text[..range.start], &text[range.end..]);
            let memory = Memory::new([("plan.json", text.as_bytes())]);
            let request = Request { paths: vec!["plan.json".into()], ..Request::default() };
            lint(&request, &memory, &[]).expect("the plan");
        }
    }
}
