//! One graph stands for every deployment: what it says of one must be what a graph made for that
//! one says, or nothing.

#![expect(clippy::disallowed_methods, reason = "reads test data")]

use std::collections::BTreeMap;
use std::path::Path;

use super::{Lowered, lowered};
use crate::cfn::bounds::Bounds;
use crate::cfn::{Inputs, Supplied};
use crate::graph::Graph;
use crate::syntax::tree::{self, NodeId, NodeKind, Tree};
use crate::text::FileId;
use crate::value::{Condition, Kind, Run, Value, Why};

/// How many deployments of one template are tried.
const MOST: usize = 150;

#[test]
fn a_graph_covers_every_deployment() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata");
    let mut templates = Vec::new();
    for within in ["cfn", "rules"] {
        find(&folder.join(within), &mut templates);
    }
    let mut tried = 0;
    for text in &templates {
        let general = lowered(text, &Inputs::default());
        for given in deployments(&choices(text)) {
            let it = deployment(text, given);
            let refused = |it: &Deployment, graph: &Graph| {
                graph.constraints.iter().any(|constraint| it.decide(constraint) == Some(false))
            };
            if !refused(&it, &general.graph) {
                it.is_covered(&general);
                tried += 1;
            }
        }
    }
    assert!(tried > 1_000, "{tried}");
}

/// The templates in a folder, and in those within it.
fn find(folder: &Path, templates: &mut Vec<String>) {
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|it| it.expect("an entry").path())
        .collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            find(&path, templates);
        } else if path.extension().is_some_and(|it| it == "yaml" || it == "json") {
            templates.extend(std::fs::read_to_string(&path));
        }
    }
}

type Given = BTreeMap<String, String>;

/// What each parameter may be given: what is allowed, its default, and what the conditions and
/// rules speak of. One that they do not ask about counts as its default.
fn choices(text: &str) -> Vec<(String, Vec<String>)> {
    let tree = tree::parse(FileId(0), text, "template").tree;
    let section = |name: &str| tree.get(tree.root, name);
    let mut spoken = vec!["something".to_owned()];
    for it in [section("Conditions"), section("Rules")].into_iter().flatten() {
        scalars(&tree, it, &mut spoken);
    }
    spoken.truncate(40);
    let regions = ["us-east-1", "cn-north-1"].map(ToOwned::to_owned).to_vec();
    let mut choices = vec![("AWS::Region".to_owned(), regions)];
    let Some(section) = section("Parameters") else { return choices };
    let NodeKind::Mapping(pairs) = &tree.node(tree.resolve(section)).kind else { return choices };
    for pair in pairs {
        let Some(name) = tree.key(pair.key) else { continue };
        let kind = tree.get(pair.value, "Type").and_then(|it| tree.key(it)).unwrap_or("String");
        let mut values = Vec::new();
        match tree.get(pair.value, "AllowedValues") {
            Some(allowed) => scalars(&tree, allowed, &mut values),
            None => {
                tree.get(pair.value, "Default").into_iter().for_each(|it| {
                    scalars(&tree, it, &mut values);
                });
                values.extend(spoken.iter().cloned());
            }
        }
        let mut default = Vec::new();
        if let Some(it) = tree.get(pair.value, "Default") {
            scalars(&tree, it, &mut default);
        }
        if !default.is_empty() && !spoken.iter().any(|it| it.contains(name)) {
            values = default;
        }
        if !kind.contains("List") {
            let bounds = Bounds::read(&tree, pair.value, kind);
            values.retain(|it| bounds.refusal(it).is_none());
        }
        // Those of SSM are names of values.
        if !kind.starts_with("AWS::SSM") && !values.is_empty() {
            choices.push((name.to_owned(), values));
        }
    }
    choices
}

/// Every scalar in a part of a template.
fn scalars(tree: &Tree, id: NodeId, into: &mut Vec<String>) {
    match &tree.node(id).kind {
        NodeKind::Text(it) | NodeKind::Number(it) => {
            if !into.iter().any(|known| **known == *it.text) {
                into.push(it.text.to_string());
            }
        }
        NodeKind::Bool(it) => into.push(it.to_string()),
        NodeKind::Sequence(items) => items.iter().for_each(|it| scalars(tree, *it, into)),
        NodeKind::Mapping(pairs) => pairs.iter().for_each(|it| scalars(tree, it.value, into)),
        NodeKind::Null | NodeKind::Alias(_) | NodeKind::Broken => (),
    }
}

/// All combinations if they are few; else some in which every value has its turn.
fn deployments(choices: &[(String, Vec<String>)]) -> Vec<Given> {
    let all = choices.iter().fold(1, |all: usize, (_, values)| all.saturating_mul(values.len()));
    let pick = |round: usize| {
        let mut left = round;
        let picked = choices.iter().enumerate().map(|(index, (name, values))| {
            let at = match all <= MOST {
                true => left % values.len(),
                false => (round * (2 * index + 1) + round / (index + 1)) % values.len(),
            };
            left /= values.len();
            (name.clone(), values[at].clone())
        });
        picked.collect()
    };
    (0..all.min(MOST)).map(pick).collect()
}

/// The graph of one deployment, and how questions come out in it.
struct Deployment {
    given: Given,
    graph: Graph,
    questions: BTreeMap<String, bool>,
}

fn deployment(text: &str, given: Given) -> Deployment {
    let mut parameters = given.clone();
    let region = parameters.remove("AWS::Region");
    let said = |(name, it): (String, String)| (name, Supplied::Said(it.into()));
    let parameters = parameters.into_iter().map(said).collect();
    let graph = lowered(text, &Inputs { parameters, region }).graph;
    let mut questions = BTreeMap::new();
    let mut ask = |condition: &Condition| {
        condition.atoms(&mut |it| {
            if let (None, Some(default)) = (&it.equals, it.default) {
                questions.insert(it.subject.to_string(), default);
            }
        });
    };
    for it in graph.resources() {
        ask(&it.exists);
        conditions(&it.properties, &mut ask);
    }
    Deployment { given, graph, questions }
}

/// Calls `visit` on the conditions that a value hangs on.
fn conditions(value: &Value, visit: &mut impl FnMut(&Condition)) {
    match &value.kind {
        Kind::If(it) => {
            visit(&it.condition);
            conditions(&it.then, visit);
            conditions(&it.otherwise, visit);
        }
        Kind::List(it) => it.items.iter().for_each(|it| conditions(it, visit)),
        Kind::Map(it) => it.entries.iter().for_each(|it| conditions(&it.value, visit)),
        Kind::Text(it) => it.holes().for_each(|it| conditions(it, visit)),
        Kind::Absent | Kind::Null | Kind::Unknown(_) | Kind::Bool(_) | Kind::Number(_) => (),
    }
}

impl Deployment {
    fn is_covered(&self, general: &Lowered) {
        let (general, special) = (general.graph.resources(), self.graph.resources());
        // What a loop goes over is as the default has it.
        if !general.iter().map(|it| &it.address).eq(special.iter().map(|it| &it.address)) {
            return;
        }
        for (general, special) in general.iter().zip(special) {
            let exists = [general, special].map(|it| self.decide(&it.exists));
            assert!(exists[0].is_none() || exists[0] == exists[1], "{self:?} {}", general.address);
            self.covers_value(&general.properties, &special.properties, &general.address);
        }
    }

    fn covers_value(&self, general: &Value, special: &Value, at: &str) {
        let (Some(general), Some(special)) = (self.chosen(general), self.chosen(special)) else {
            return;
        };
        match (&general.kind, &special.kind) {
            // The value of an input may be anything.
            (Kind::Unknown(_), _) => (),
            // A deployment that CloudFormation refuses is none.
            (_, Kind::Unknown(it)) if it.why.iter().any(|it| matches!(it, Why::Invalid(_))) => (),
            (Kind::List(a), Kind::List(b)) => {
                let present = |items: &[Value]| {
                    let items = items.iter().filter_map(|it| self.chosen(it).cloned());
                    items.filter(|it| !it.is_absent()).collect::<Vec<_>>()
                };
                let (a, b) = (present(&a.items), present(&b.items));
                assert_eq!(a.len(), b.len(), "{at} {self:?}");
                a.iter().zip(&b).for_each(|(a, b)| self.covers_value(a, b, at));
            }
            (Kind::Map(a), Kind::Map(b)) => {
                assert_eq!(a.entries.len(), b.entries.len(), "{at} {self:?}");
                for (a, b) in a.entries.iter().zip(&b.entries) {
                    self.covers_value(&a.value, &b.value, &format!("{at}.{}", a.key));
                }
            }
            (Kind::Text(a), Kind::Text(b)) => {
                let holes = a.pieces().any(|(run, _)| matches!(run, Run::Hole(_)));
                let literal: String = b.pieces().map(|(_, it)| it).collect();
                assert!(literal.starts_with(a.prefix()), "{at} {a:?} {b:?} {self:?}");
                assert!(holes || a.as_str() == b.as_str(), "{at} {a:?} {b:?} {self:?}");
            }
            // A text of one hole is what stands in the hole.
            (Kind::Text(a), _) if a.as_str().is_none() => (),
            (a, b) => assert_eq!(format!("{a:?}"), format!("{b:?}"), "{at} {self:?}"),
        }
    }

    /// The value in this deployment; none if that hangs on what is not known of it.
    fn chosen<'v>(&self, value: &'v Value) -> Option<&'v Value> {
        match &value.kind {
            Kind::If(it) => match self.decide(&it.condition)? {
                true => self.chosen(&it.then),
                false => self.chosen(&it.otherwise),
            },
            _ => Some(value),
        }
    }

    fn decide(&self, condition: &Condition) -> Option<bool> {
        let all = |parts: &[Condition], decisive: bool| {
            let parts: Vec<_> = parts.iter().map(|it| self.decide(it)).collect();
            match () {
                () if parts.contains(&Some(decisive)) => Some(decisive),
                () if parts.contains(&None) => None,
                () => Some(!decisive),
            }
        };
        match condition {
            Condition::Always(it) => Some(*it),
            Condition::Named(it) => self.decide(&it.definition),
            Condition::Not(it) => self.decide(it).map(|it| !it),
            Condition::All(parts) => all(parts, false),
            Condition::Any(parts) => all(parts, true),
            Condition::Atom(it) => match it.equals.as_deref() {
                Some(equals) => self.given.get(&*it.subject).map(|is| equals == is),
                None => self.questions.get(&*it.subject).copied(),
            },
            Condition::Unknown(_) => None,
        }
    }
}

impl std::fmt::Debug for Deployment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.given)
    }
}
