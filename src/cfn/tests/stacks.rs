//! Nested stacks and included files made to exhaust, to go in circles, or to break.

use super::{Lowered, lowered_among};
use crate::cfn::Inputs;
use crate::value::{Kind, Value};

fn lower<T: AsRef<str>>(files: &[(&str, T)]) -> Lowered {
    let files: Vec<(String, String)> =
        files.iter().map(|(path, text)| ((*path).to_owned(), text.as_ref().to_owned())).collect();
    lowered_among(&files, &Inputs::default())
}

fn cuts(it: &Lowered) -> Vec<&str> {
    it.graph.cuts.iter().map(|it| it.message.as_str()).collect()
}

fn addresses(it: &Lowered) -> Vec<&str> {
    it.graph.resources().iter().map(|it| &*it.address).collect()
}

/// A stack under a name, given parameters.
fn stack(name: &str, template: &str, parameters: &str) -> String {
    format!(
        "  {name}: {{Type: AWS::CloudFormation::Stack, \
         Properties: {{TemplateURL: {template}, Parameters: {{{parameters}}}}}}}\n"
    )
}

#[test]
fn a_template_that_nests_itself() {
    let it = lower(&[("a.yaml", format!("Resources:\n{}", stack("S", "./a.yaml", "")))]);
    assert_eq!(addresses(&it), ["S"]);
    assert_eq!(cuts(&it), ["`a.yaml` nests itself"]);
}

#[test]
fn templates_that_nest_each_other() {
    let it = lower(&[
        ("a.yaml", format!("Resources:\n{}", stack("B", "b.yaml", ""))),
        ("b.yaml", format!("Resources:\n{}", stack("A", "a.yaml", ""))),
    ]);
    assert_eq!(addresses(&it), ["B", "B/A"]);
    assert_eq!(cuts(&it), ["`a.yaml` nests itself"]);
    let files: Vec<&str> = it.facts.files.iter().map(String::as_str).collect();
    assert_eq!(files, ["a.yaml", "b.yaml"]);
}

#[test]
fn stacks_that_need_each_other() {
    let it = lower(&[
        (
            "a.yaml",
            format!(
                "Resources:\n{}{}",
                stack("A", "b.yaml", "P: !GetAtt B.Outputs.O"),
                stack("B", "b.yaml", "P: !GetAtt A.Outputs.O")
            ),
        ),
        (
            "b.yaml",
            "Parameters: {P: {Type: String}}\n\
             Resources: {R: {Type: Custom::R, Properties: {V: !Ref P}}}\n\
             Outputs: {O: {Value: !Ref P}}\n"
                .to_owned(),
        ),
    ]);
    assert_eq!(cuts(&it), ["stack `A` depends on itself", "stack `B` depends on itself"]);
    assert_eq!(addresses(&it), ["A", "A/R", "B", "B/R"]);
    for address in ["A/R", "B/R"] {
        assert!(super::property(&it.graph, address, "V").as_unknown().is_some());
    }
}

#[test]
fn stacks_ten_to_the_nth() {
    let ten = |inner: usize| -> String {
        let path = format!("{inner}.yaml");
        let stacks: String = (0..10).map(|it| stack(&format!("S{it}"), &path, "")).collect();
        format!("Resources:\n  R: {{Type: Custom::R}}\n{stacks}")
    };
    let names: Vec<String> = (0..12).map(|it| format!("{it}.yaml")).collect();
    let files: Vec<(&str, String)> =
        names.iter().enumerate().map(|(at, it)| (it.as_str(), ten(at + 1))).collect();
    let it = lower(&files);
    assert_eq!(cuts(&it), ["there are more than 256 nested stacks"]);
    assert_eq!(addresses(&it).iter().filter(|it| it.ends_with('R')).count(), 257);
}

#[test]
fn stacks_in_a_long_row() {
    let names: Vec<String> = (0..30).map(|it| format!("{it}.yaml")).collect();
    let files: Vec<(&str, String)> = names
        .iter()
        .enumerate()
        .map(|(at, it)| (it.as_str(), stack("S", &format!("{}.yaml", at + 1), "")))
        .map(|(path, it)| (path, format!("Resources:\n{it}")))
        .collect();
    let it = lower(&files);
    assert_eq!(cuts(&it), ["stacks nest deeper than 16 levels"]);
    assert_eq!(it.facts.files.len(), 17);
}

/// Each stack doubles what it hands on.
#[test]
fn values_that_double() {
    for (parameter, output) in [
        ("!Ref P", "!Sub '${S.Outputs.O}${S.Outputs.O}'"),
        ("!Sub '${P}${P}'", "!Ref P"),
        ("!If [C, !Ref P, !Ref P]", "!If [C, !GetAtt S.Outputs.O, !GetAtt S.Outputs.O]"),
        ("!Join [',', [!Ref P, !Ref P]]", "!Sub '${P}'"),
    ] {
        let names: Vec<String> = (0..15).map(|it| format!("{it}.yaml")).collect();
        let files: Vec<(&str, String)> = names
            .iter()
            .enumerate()
            .map(|(at, it)| {
                let inner = stack("S", &format!("{}.yaml", at + 1), &format!("P: {parameter}"));
                let text = format!(
                    "Parameters: {{P: {{Type: String}}}}\n\
                     Conditions: {{C: !Equals [!Ref P, x]}}\n\
                     Resources:\n{inner}  R: {{Type: Custom::R, Properties: {{V: !Ref P}}}}\n\
                     Outputs: {{O: {{Value: {output}}}}}\n"
                );
                (it.as_str(), text)
            })
            .collect();
        let it = lower(&files);
        assert!(it.graph.resources().iter().all(|it| it.properties.weight() < 1_000_000));
    }
}

/// All stacks of a deployment share what it may cost.
#[test]
fn stacks_that_cost_much() {
    let long: String = (0..20_000).map(|it| format!("    P{it}: [a, b]\n")).collect();
    let many: String = (0..200).map(|it| stack(&format!("S{it}"), "b.yaml", "")).collect();
    let it = lower(&[
        ("a.yaml", format!("Resources:\n{many}")),
        ("b.yaml", format!("Resources:\n  R:\n   Type: Custom::R\n   Properties:\n{long}")),
    ]);
    assert_eq!(cuts(&it), ["the template takes more than 2000000 steps to work out"]);
}

/// What a template declares costs, even if nothing uses it.
#[test]
fn parameters_without_end() {
    let parameters: String =
        (0..50_000).map(|it| format!("  P{it}: {{Type: String, Default: x}}\n")).collect();
    let given: String = (0..500).map(|it| format!("P{it}: y, ")).collect();
    let many: String = (0..100).map(|it| stack(&format!("S{it}"), "b.yaml", &given)).collect();
    let it = lower(&[
        ("a.yaml", format!("Resources:\n{many}")),
        ("b.yaml", format!("Parameters:\n{parameters}Resources:\n  R: {{Type: Custom::R}}\n")),
    ]);
    assert_eq!(cuts(&it), ["the template takes more than 2000000 steps to work out"]);
}

#[test]
fn long_files_included_often() {
    let include =
        "{Fn::Transform: {Name: AWS::Include, Parameters: {Location: i.yaml}}}, ".repeat(20_000);
    let it = lower(&[
        (
            "a.yaml",
            format!("Resources: {{R: {{Type: Custom::R, Properties: {{V: [{include}]}}}}}}"),
        ),
        ("i.yaml", "x".repeat(1 << 20)),
    ]);
    assert_eq!(cuts(&it), ["included files have more than 200000 values"]);
}

#[test]
fn a_template_that_is_broken_or_none() {
    let it = lower(&[
        (
            "a.yaml",
            format!(
                "Resources:\n{}{}  R: {{Type: Custom::R, Properties: {{V: !GetAtt S.Outputs.O}}}}\n",
                stack("S", "b.yaml", ""),
                stack("N", "c.json", "")
            ),
        ),
        (
            "b.yaml",
            "AWSTemplateFormatVersion: x\nResources:\n  R: {Type: Custom::R}\n  B: [\n".to_owned(),
        ),
        ("c.json", "{\"name\": 1}".to_owned()),
    ]);
    assert_eq!(addresses(&it), ["S", "S/R", "N", "R"]);
    assert_eq!(it.errors.len(), 1);
    assert_eq!(it.sources.get(it.errors[0].span.file).path, "b.yaml");
    assert!(super::property(&it.graph, "R", "V").reference().is_some());
}

#[test]
fn includes_ten_to_the_nth() {
    let ten = |inner: usize| -> String {
        let include = |at: usize| {
            format!(
                "K{at}: {{Fn::Transform: {{Name: AWS::Include, Parameters: {{Location: {inner}.yaml}}}}}}\n"
            )
        };
        (0..30).map(include).collect()
    };
    let template = "Resources: {R: {Type: Custom::R, Properties: \
        {Fn::Transform: {Name: AWS::Include, Parameters: {Location: 0.yaml}}}}}"
        .to_owned();
    let names: Vec<String> = (0..8).map(|it| format!("{it}.yaml")).collect();
    let mut files = vec![("a.yaml", template)];
    files.extend(names.iter().enumerate().map(|(at, it)| (it.as_str(), ten(at + 1))));
    let it = lower(&files);
    assert!(cuts(&it).contains(&"included files nest deeper than 4 levels"), "{:?}", cuts(&it));
    assert!(cuts(&it).contains(&"included files have more than 200000 values"), "{:?}", cuts(&it));
}

/// Whatever is left of any of the files, nothing panics and every span lies in its file.
#[test]
fn files_cut_anywhere() {
    let parent = include_str!("../../../testdata/cfn/nested/template.yaml");
    let child = include_str!("../../../testdata/cfn/nested/nested/child.yaml");
    let including = "Resources:\n  Fn::Transform: {Name: AWS::Include, Parameters: {Location: i.yaml}}\n  \
        R: {Type: Custom::R, Properties: !Transform {Name: AWS::Include, Parameters: {Location: i.yaml}}}\n";
    let included = include_str!("../../../testdata/cfn/includes/parts/resources.yaml");
    for [(first, text), (second, other)] in [
        [("template.yaml", parent), ("nested/child.yaml", child)],
        [("a.yaml", including), ("i.yaml", included)],
    ] {
        for end in (0..text.len()).step_by(7) {
            check(&lower(&[(first, &text[..end]), (second, other)]));
        }
        for end in (0..other.len()).step_by(7) {
            check(&lower(&[(first, text), (second, &other[..end])]));
        }
    }
}

fn check(it: &Lowered) {
    let lies = |span: crate::text::Span| {
        let text = &it.sources.get(span.file).text;
        assert!(text.get(span.range()).is_some(), "{span:?}");
    };
    for resource in it.graph.resources() {
        lies(resource.header);
        lies(resource.extent);
        resource.calls.iter().for_each(|it| lies(*it));
        each(&resource.properties, &mut |value| {
            lies(value.span);
            value.hops().iter().for_each(|it| lies(it.span));
        });
    }
}

fn each(value: &Value, visit: &mut impl FnMut(&Value)) {
    visit(value);
    match &value.kind {
        Kind::List(it) => it.items.iter().for_each(|it| each(it, visit)),
        Kind::Map(it) => it.entries.iter().for_each(|it| each(&it.value, visit)),
        Kind::If(it) => {
            each(&it.then, visit);
            each(&it.otherwise, visit);
        }
        Kind::Text(it) => it.holes().for_each(|it| each(it, visit)),
        Kind::Absent | Kind::Null | Kind::Unknown(_) | Kind::Bool(_) | Kind::Number(_) => (),
    }
}
