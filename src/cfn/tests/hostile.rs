//! Templates made to exhaust: each must come to an end soon, and say what it left out.

use super::{Lowered, lowered};
use crate::cfn::Inputs;
use crate::text::Span;
use crate::value::{Kind, Run, Value};

fn lower(text: &str) -> Lowered {
    lowered(text, &Inputs::default())
}

fn cuts(it: &Lowered) -> Vec<&str> {
    it.graph.cuts.iter().map(|it| it.message.as_str()).collect()
}

/// A template with one resource, before which stand `lines`, made from a count.
fn template(count: usize, line: impl Fn(usize) -> String, properties: &str) -> String {
    let lines: String = (1..=count).map(line).collect();
    format!("{lines}Resources:\n  R: {{Type: Custom::R, Properties: {properties}}}\n")
}

#[test]
fn aliases_that_double() {
    let line = |it| format!("a{it}: &a{it} [*a{0}, *a{0}]\n", it - 1);
    let text = format!("a0: &a0 [x]\n{}", template(60, line, "{V: *a60}"));
    let it = lower(&text);
    assert_eq!(cuts(&it), ["aliases stand for more than 250000 values"]);
    assert_eq!(it.graph.resources().len(), 1);
}

#[test]
fn choices_that_double() {
    let line = |it| format!("a{it}: &a{it} !If [C{it}, *a{0}, *a{0}]\n", it - 1);
    let conditions: String =
        (1..=60).map(|it| format!("  C{it}: !Equals [!Ref AWS::Region, r{it}]\n")).collect();
    let text = format!(
        "Conditions:\n{conditions}a0: &a0 [x]\n{}",
        template(60, line, "{V: !Join [',', *a60]}")
    );
    assert!(!cuts(&lower(&text)).is_empty());
}

#[test]
fn merges_that_double() {
    let line = |it| format!("a{it}: &a{it} {{<<: [*a{0}, *a{0}], k{it}: 1}}\n", it - 1);
    lower(&format!("a0: &a0 {{x: y}}\n{}", template(60, line, "{V: *a60}")));
}

#[test]
fn conditions_that_double() {
    let line = |it| {
        let before = it - 1;
        format!(
            "  C{it}: !Or [!And [!Condition C{before}, !Equals [!Ref AWS::Region, r{it}]], !Not [!Condition C{before}]]\n"
        )
    };
    let text = format!(
        "Conditions:\n  C0: !Equals [!Ref AWS::Region, x]\n{}",
        template(60, line, "{V: !If [C60, a, b]}")
    );
    let it = lower(&text);
    assert!(cuts(&it)[0].contains("has more than 2000 parts"), "{:?}", cuts(&it));
}

#[test]
fn conditions_in_a_long_row() {
    let line = |it| format!("  C{it}: !Not [!Condition C{}]\n", it + 1);
    let text = format!("Conditions:\n{}", template(5000, line, "{V: !If [C1, a, b]}"));
    assert_eq!(cuts(&lower(&text)), ["values nest deeper than 128 levels"]);
}

#[test]
fn deep_values() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("{\"Fn::Base64\":", "}")] {
        for depth in [100, 250, 500, 5000] {
            let value = format!("{}1{}", open.repeat(depth), close.repeat(depth));
            let text = format!(
                "{{\"Resources\":{{\"R\":{{\"Type\":\"Custom::R\",\"Properties\":{{\"V\":{value}}}}}}}}}"
            );
            lower(&text);
        }
    }
}

#[test]
fn deep_functions() {
    let functions = [
        ("{\"Fn::If\":[\"C\",", ",2]}"),
        ("{\"Fn::Join\":[\"\",[", "]]}"),
        ("{\"Fn::Select\":[0,[", "]]}"),
        ("{\"Fn::Sub\":[\"${A}${A}\",{\"A\":", "}]}"),
        ("{\"Fn::ToJsonString\":[", "]}"),
    ];
    for (open, close) in functions {
        for depth in [40, 150] {
            let value = format!("{}\"x\"{}", open.repeat(depth), close.repeat(depth));
            let text = format!(
                "{{\"Conditions\":{{\"C\":{{\"Fn::Equals\":[{{\"Ref\":\"AWS::Region\"}},\"x\"]}}}},\
                 \"Resources\":{{\"R\":{{\"Type\":\"Custom::R\",\"Properties\":{{\"V\":{value}}}}}}}}}"
            );
            lower(&text);
        }
    }
}

#[test]
fn texts_that_double() {
    for inner in ["xxxxxxxxxxxxxxxx", "!Ref AWS::StackName"] {
        let mut value = inner.to_owned();
        for _ in 0..30 {
            value = format!("!Sub [\"${{A}}${{A}}\", {{A: {value}}}]");
        }
        let it = lower(&template(0, |_| String::new(), &format!("{{V: {value}}}")));
        let properties = it.graph.resources()[0].properties.as_map().expect("properties");
        assert!(properties.get("V").expect("V").weight() < 100_000);
    }
}

#[test]
fn loops_in_loops() {
    let all: Vec<String> = (0..100).map(|it| format!("i{it}")).collect();
    let mut body = "\"R${A}${B}${C}${D}\": {Type: Custom::R}".to_owned();
    for name in ["A", "B", "C", "D"] {
        body = format!("\"Fn::ForEach::L{name}\": [{name}, [{}], {{{body}}}]", all.join(", "));
    }
    let it = lower(&format!("Resources: {{{body}}}"));
    assert!(cuts(&it)[0].contains("goes on after"), "{:?}", cuts(&it));
    assert!(it.graph.resources().len() <= 2000);
}

#[test]
fn loops_over_choices_that_double() {
    let line = |it| format!("a{it}: &a{it} !If [C{it}, *a{0}, *a{0}]\n", it - 1);
    let conditions: String =
        (1..=60).map(|it| format!("  C{it}: !Equals [!Ref AWS::Region, r{it}]\n")).collect();
    for (base, collection) in [("[x]", "*a60"), ("x", "[*a60, y]")] {
        let lines: String = (1..=60).map(line).collect();
        let it = lower(&format!(
            "Conditions:\n{conditions}a0: &a0 {base}\n{lines}Resources:\n  \
             Fn::ForEach::L: [N, {collection}, {{\"R${{N}}\": {{Type: Custom::R}}}}]\n"
        ));
        assert!(!cuts(&it).is_empty());
        assert!(it.graph.resources().iter().any(|it| &*it.address == "R${N}"));
    }
}

#[test]
fn merges_that_nest() {
    let line = |it| format!("a{it}: &a{it} {{<<: *a{0}}}\n", it - 1);
    let text = template(40, line, "{V: *a40}");
    let it = lower(&format!("a0: &a0 {{x: y}}\n{text}"));
    assert_eq!(cuts(&it), ["merge keys nest deeper than 16 levels"]);
    assert_eq!(it.graph.resources().len(), 1);
}

#[test]
fn many_choices_in_one_text() {
    let conditions: String =
        (0..300).map(|it| format!("  C{it}: !Equals [!Ref AWS::Region, r{it}]\n")).collect();
    let choices: Vec<String> = (0..300).map(|it| format!("!If [C{it}, a, b]")).collect();
    let text = format!(
        "Conditions:\n{conditions}{}",
        template(0, |_| String::new(), &format!("{{V: !Join ['-', [{}]]}}", choices.join(", ")))
    );
    let it = lower(&text);
    let properties = it.graph.resources()[0].properties.as_map().expect("properties");
    let Kind::Text(text) = &properties.get("V").expect("V").kind else { panic!("a text") };
    assert_eq!(text.holes().count(), 300);
}

#[test]
fn long_lists() {
    let items = vec!["a"; 100_000].join(",");
    for value in [
        format!("!Split [',', '{items}']"),
        format!("!Join [',', [{items}]]"),
        format!("!Select [0, !Split ['', '{items}']]"),
        "${".repeat(100_000),
        format!("!Sub '{}'", "${".repeat(100_000)),
        format!("!Sub '{}'", "${!".repeat(100_000)),
        format!("!Sub '{}'", "${AWS::Region}".repeat(10_000)),
        format!("'{}'", "{{resolve:".repeat(10_000)),
        format!("'{}'", "{{resolve:x}}".repeat(10_000)),
    ] {
        lower(&template(0, |_| String::new(), &format!("{{V: {value}}}")));
    }
}

#[test]
fn rules_without_end() {
    let members = vec!["a"; 30_000].join(", ");
    let assertions: String =
        (0..30_000).map(|it| format!("{{Assert: !Equals [!Ref AWS::Region, r{it}]}}, ")).collect();
    let pairs: String = (0..3_000)
        .map(|it| {
            format!(
                "  R{it}: {{Assertions: [{{Assert: !Not [!Equals [!Ref AWS::Region, r{it}]]}}]}}\n"
            )
        })
        .collect();
    for (rules, cut) in [
        (
            format!(
                "  R: {{Assertions: [{{Assert: {{Fn::Contains: [[{members}], !Ref AWS::Region]}}}}]}}\n"
            ),
            "a rule compares more than 500 values",
        ),
        (format!("  R: {{Assertions: [{assertions}]}}\n"), "a rule makes more than 500 assertions"),
        (pairs, "rules have more than 1000 parts"),
    ] {
        let text = format!("Rules:\n{rules}{}", template(0, |_| String::new(), "{V: 1}"));
        assert_eq!(cuts(&lower(&text)), [cut]);
    }
}

/// Whatever is left of a template, nothing panics and every span lies in it.
#[test]
fn templates_cut_anywhere() {
    for text in [
        include_str!("../../../testdata/cfn/stages/template.yaml"),
        include_str!("../../../testdata/cfn/text/template.yaml"),
        include_str!("../../../testdata/cfn/loops/template.yaml"),
        include_str!("../../../testdata/cfn/json/template.json"),
    ] {
        for end in (0..text.len()).filter(|it| text.is_char_boundary(*it)) {
            let it = lower(&text[..end]);
            for resource in it.graph.resources() {
                check(&resource.properties, end);
                check_span(resource.header, end);
                check_span(resource.extent, end);
            }
        }
    }
}

fn check_span(span: Span, end: usize) {
    assert!(span.start <= span.end && span.end as usize <= end, "{span:?} of {end}");
}

fn check(value: &Value, end: usize) {
    check_span(value.span, end);
    value.hops().iter().for_each(|it| check_span(it.span, end));
    match &value.kind {
        Kind::List(it) => it.items.iter().for_each(|it| check(it, end)),
        Kind::Map(it) => it.entries.iter().for_each(|it| check(&it.value, end)),
        Kind::If(it) => {
            check(&it.then, end);
            check(&it.otherwise, end);
        }
        Kind::Text(it) => it.pieces().for_each(|(run, text)| match run {
            Run::Hole(value) => check(value, end),
            Run::Literal { span, exact, .. } => {
                check_span(*span, end);
                assert!(!exact || span.len() == text.len());
            }
        }),
        Kind::Absent | Kind::Null | Kind::Unknown(_) | Kind::Bool(_) | Kind::Number(_) => (),
    }
}
