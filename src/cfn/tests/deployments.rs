//! One graph stands for every deployment: what it says of one must be what a graph made for that
//! one says, or nothing.

use std::collections::BTreeMap;

use super::{Lowered, lowered};
use crate::cfn::{Inputs, Supplied};
use crate::value::{Condition, Kind, Run, Value, Why};

#[test]
fn a_graph_covers_every_deployment() {
    let stages = include_str!("../../../testdata/cfn/stages/template.yaml");
    let regions = include_str!("../../../testdata/cfn/regions/template.yaml");
    let lists = include_str!("../../../testdata/cfn/lists/template.yaml");
    let functions = include_str!("../../../testdata/cfn/functions/template.yaml");
    for (text, choices) in [
        (
            functions,
            &[
                ("Stage", &["dev", "prod", "x"][..]),
                ("Key", &["", ":", "a:b", "::", "dev", "2", "Arn"]),
                ("Some", &["", "a,b"]),
            ][..],
        ),
        (
            stages,
            &[
                ("Stage", &["dev", "test", "prod"][..]),
                ("Owner", &["data", "mine", "k"]),
                ("Key", &["", "k"]),
            ][..],
        ),
        (regions, &[("AWS::Region", &["us-east-1", "cn-north-1"]), ("Env", &["us-east-1"])]),
        (lists, &[("Stage", &["dev", "prod", "10.0.0.0/8"])]),
    ] {
        let general = lowered(text, &Inputs::default());
        for given in deployments(choices) {
            covers(&general, text, &given);
        }
    }
}

type Given = BTreeMap<String, String>;

fn deployments(choices: &[(&str, &[&str])]) -> Vec<Given> {
    choices.iter().fold(vec![Given::new()], |all, (name, values)| {
        let with = |given: &Given, value: &str| {
            let mut given = given.clone();
            given.insert((*name).to_owned(), value.to_owned());
            given
        };
        all.iter().flat_map(|it| values.iter().map(|value| with(it, value))).collect()
    })
}

fn covers(general: &Lowered, text: &str, given: &Given) {
    let mut parameters = given.clone();
    let region = parameters.remove("AWS::Region");
    let said = |(name, it): (String, String)| (name, Supplied::Said(it.into()));
    let parameters = parameters.into_iter().map(said).collect();
    let special = lowered(text, &Inputs { parameters, region });
    assert_eq!(general.graph.resources().len(), special.graph.resources().len());
    for (general, special) in general.graph.resources().iter().zip(special.graph.resources()) {
        let exists = [general, special].map(|it| decide(&it.exists, given));
        assert!(exists[0].is_none() || exists[0] == exists[1], "{} {given:?}", general.address);
        covers_value(&general.properties, &special.properties, given);
    }
}

fn covers_value(general: &Value, special: &Value, given: &Given) {
    let (Some(general), Some(special)) = (chosen(general, given), chosen(special, given)) else {
        return;
    };
    match (&general.kind, &special.kind) {
        // The value of an input may be anything.
        (Kind::Unknown(_), _) => (),
        // A deployment that is refused is none.
        (_, Kind::Unknown(it)) if it.why.iter().any(|it| matches!(it, Why::Invalid(_))) => (),
        (Kind::List(a), Kind::List(b)) => {
            let present = |items: &[Value]| {
                let items = items.iter().filter_map(|it| chosen(it, given).cloned());
                items.filter(|it| !it.is_absent()).collect::<Vec<_>>()
            };
            let (a, b) = (present(&a.items), present(&b.items));
            assert_eq!(a.len(), b.len(), "{given:?}");
            a.iter().zip(&b).for_each(|(a, b)| covers_value(a, b, given));
        }
        (Kind::Map(a), Kind::Map(b)) => {
            assert_eq!(a.entries.len(), b.entries.len(), "{given:?}");
            for (a, b) in a.entries.iter().zip(&b.entries) {
                covers_value(&a.value, &b.value, given);
            }
        }
        (Kind::Text(a), Kind::Text(b)) => {
            let holes = a.pieces().any(|(run, _)| matches!(run, Run::Hole(_)));
            let literal: String = b.pieces().map(|(_, it)| it).collect();
            assert!(literal.starts_with(a.prefix()), "{a:?} {b:?} {given:?}");
            assert!(holes || a.as_str() == b.as_str(), "{a:?} {b:?} {given:?}");
        }
        (a, b) => assert_eq!(format!("{a:?}"), format!("{b:?}"), "{given:?}"),
    }
}

/// The value in one deployment; none if that hangs on a question of its own.
fn chosen<'v>(value: &'v Value, given: &Given) -> Option<&'v Value> {
    match &value.kind {
        Kind::If(it) => match decide(&it.condition, given)? {
            true => chosen(&it.then, given),
            false => chosen(&it.otherwise, given),
        },
        _ => Some(value),
    }
}

fn decide(condition: &Condition, given: &Given) -> Option<bool> {
    let all = |parts: &[Condition], decisive: bool| {
        let parts: Vec<_> = parts.iter().map(|it| decide(it, given)).collect();
        match () {
            () if parts.contains(&Some(decisive)) => Some(decisive),
            () if parts.contains(&None) => None,
            () => Some(!decisive),
        }
    };
    match condition {
        Condition::Always(it) => Some(*it),
        Condition::Named(it) => decide(&it.definition, given),
        Condition::Not(it) => decide(it, given).map(|it| !it),
        Condition::All(parts) => all(parts, false),
        Condition::Any(parts) => all(parts, true),
        Condition::Atom(it) => {
            let is = given.get(&*it.subject)?;
            it.equals.as_deref().map(|equals| equals == is)
        }
        Condition::Unknown(_) => None,
    }
}
