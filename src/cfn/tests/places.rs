//! Which text a value points at, and what is taken for a template.

use std::fmt::Write as _;

use super::{lowered, property};
use crate::cfn::Inputs;
use crate::cfn::template::is_template;
use crate::syntax::tree;
use crate::text::{FileId, Sources};
use crate::value::{Kind, Role, Run, Value};

const TEMPLATE: &str = r#"
Parameters:
  Stage: { Type: String, Default: dev }
  Names: { Type: CommaDelimitedList, Default: " a ,b" }
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      Names: !Ref Names
      Chosen: !If [IsProd, 1, "two"]
      Text: !Sub "a-${AWS::StackName}-${Names.X}-é"
      Long:
        Fn::Sub: x
      Count: 3
"#;

#[test]
fn values_point_at_what_is_written() {
    let it = lowered(TEMPLATE, &Inputs::default());
    let slice = |span| it.sources.slice(span);
    let queue = it.graph.find("Queue").expect("the queue");
    assert_eq!(slice(queue.header), "Queue");
    assert!(slice(queue.extent).starts_with("Queue:\n"));
    assert!(slice(queue.extent).ends_with("Count: 3"));

    let names = property(&it.graph, "Queue", "Names");
    assert_eq!(slice(names.span), "!Ref Names");
    let first = &names.as_list().expect("names").items[0];
    assert_eq!(slice(first.span), "!Ref Names");
    assert_eq!((slice(first.hops()[0].span), first.hops()[0].role), ("a", Role::Set));

    let chosen = property(&it.graph, "Queue", "Chosen");
    assert_eq!(slice(chosen.span), r#"!If [IsProd, 1, "two"]"#);
    let Kind::If(choice) = &chosen.kind else { panic!("a choice") };
    assert_eq!((slice(choice.then.span), slice(choice.otherwise.span)), ("1", "\"two\""));

    let Kind::Text(text) = &property(&it.graph, "Queue", "Text").kind else { panic!("a text") };
    let runs: Vec<&str> = text
        .pieces()
        .map(|(run, _)| match run {
            Run::Literal { span, .. } => slice(*span),
            Run::Hole(value) => slice(value.span),
        })
        .collect();
    assert_eq!(runs, ["a-", "${AWS::StackName}", "-", "${Names.X}", "-é"]);

    let long = property(&it.graph, "Queue", "Long");
    assert_eq!(slice(long.span), "Fn::Sub: x");
}

/// `UPDATE=1` writes what is expected.
#[test]
#[expect(clippy::disallowed_methods, reason = "reads test data")]
fn every_function_points_at_what_made_it() {
    let it =
        lowered(include_str!("../../../testdata/cfn/places/template.yaml"), &Inputs::default());
    let resource = it.graph.find("It").expect("the resource");
    let mut told = String::new();
    for entry in &resource.properties.as_map().expect("properties").entries {
        told += &entry.key;
        told.push('\n');
        tell(&it.sources, &entry.value, 1, &mut told);
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/testdata/cfn/places/places.txt");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, &told).expect("writing places");
    }
    assert_eq!(std::fs::read_to_string(path).expect("places"), told);
}

/// What the value underlines, then what made it so, then its parts.
fn tell(sources: &Sources, value: &Value, depth: usize, into: &mut String) {
    let indent = "  ".repeat(depth);
    let slice = |span| sources.slice(span);
    let made = |value: &Value| -> String {
        let hops = value.hops().iter();
        hops.map(|it| format!(" <- {:?} {:?}", it.role, slice(it.span))).collect()
    };
    let _ = writeln!(into, "{indent}{:?}{}", slice(value.span), made(value));
    match &value.kind {
        Kind::List(it) => it.items.iter().for_each(|it| tell(sources, it, depth + 1, into)),
        Kind::Map(it) => it.entries.iter().for_each(|it| tell(sources, &it.value, depth + 1, into)),
        Kind::If(it) => {
            tell(sources, &it.then, depth + 1, into);
            tell(sources, &it.otherwise, depth + 1, into);
        }
        Kind::Text(it) => {
            for (run, said) in it.pieces() {
                let (span, cause) = match run {
                    Run::Literal { span, cause, .. } => (*span, cause.clone()),
                    Run::Hole(value) => (value.span, value.cause.clone()),
                };
                let part = Value { kind: Kind::Null, span, cause };
                let _ = writeln!(into, "{indent}  {said:?} of {:?}{}", slice(span), made(&part));
            }
        }
        Kind::Absent | Kind::Null | Kind::Unknown(_) | Kind::Bool(_) | Kind::Number(_) => (),
    }
}

#[test]
fn only_templates_are_templates() {
    let is = |text: &str| is_template(&tree::parse(FileId(0), text, "x").tree);
    assert!(is("Resources: {A: {Type: AWS::S3::Bucket}}"));
    assert!(is("AWSTemplateFormatVersion: 2010-09-09"));
    assert!(is("Transform: AWS::Serverless-2016-10-31\nResources: {A: {}}"));
    assert!(is("Transform: [AWS::LanguageExtensions]\nResources: {}"));
    assert!(is(r#"{"Resources": {"A": {"Type": "Custom::X"}}}"#));

    assert!(!is(""));
    assert!(!is("[1, 2]"));
    assert!(!is("Resources: {A: {Type: 3}}"));
    assert!(!is("Resources: [{Type: AWS::S3::Bucket}]"));
    assert!(!is("apiVersion: v1\nkind: Service\nspec: {type: ClusterIP}"));
    assert!(!is("on: push\njobs: {a: {runs-on: x}}"));
    assert!(!is("services: {a: {image: x}}"));
    assert!(!is(r#"{"format_version": "1.2", "planned_values": {}, "resource_changes": []}"#));
    assert!(!is(r#"{"resource": {"aws_s3_bucket": {}}}"#));
}
