//! What two lowerings of one caller have in common.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use wirelint::aws::eks::BOOTSTRAP;
use wirelint::graph::Resource;
use wirelint::lint::Outcome;
use wirelint::value::{Condition, Kind, Reference, Value, Why};

use crate::callers::Caller;

#[derive(Default)]
pub(crate) struct Compared {
    pub(crate) resources: usize,
    pub(crate) equal: usize,
    pub(crate) different: Vec<String>,
    pub(crate) verdicts: usize,
    pub(crate) judged_differently: Vec<String>,
}

impl Compared {
    pub(crate) fn is_good(&self) -> bool {
        self.different.is_empty() && self.judged_differently.is_empty()
    }

    /// One caller, with the module installed and with the module known by its description.
    pub(crate) fn add(
        &mut self,
        caller: &Caller<'_>,
        kinds: &BTreeSet<String>,
        installed: &Outcome,
        known: &Outcome,
    ) {
        let (real, ours) = (resources(installed, caller, kinds), resources(known, caller, kinds));
        let addresses: BTreeSet<&str> = real.keys().chain(ours.keys()).copied().collect();
        for address in addresses {
            let name = format!("{}: {address}", caller.name);
            match (ours.get(address), real.get(address)) {
                (Some(ours), Some(real)) => {
                    self.resources += 1;
                    let values = properties(ours, real);
                    self.equal += values.equal;
                    self.different.extend(values.different.iter().map(|it| format!("{name}{it}")));
                }
                (None, _) => self.different.push(format!("{name}: not described")),
                (_, None) => self.different.push(format!("{name}: described, and not there")),
            }
        }
        let (real, ours) = (verdicts(installed), verdicts(known));
        self.verdicts += real.intersection(&ours).count();
        let only = |these: &BTreeSet<String>, those: &BTreeSet<String>, which: &str| {
            let only = these.difference(those);
            only.map(|it| format!("{}: {it} {which}", caller.name)).collect::<Vec<_>>()
        };
        self.judged_differently.extend(only(&real, &ours, "if the module is installed"));
        self.judged_differently.extend(only(&ours, &real, "by the description"));
    }
}

/// The resources of described modules that may exist.
fn resources<'o>(
    outcome: &'o Outcome,
    caller: &Caller<'_>,
    kinds: &BTreeSet<String>,
) -> BTreeMap<&'o str, &'o Resource> {
    let all = outcome.graphs.iter().flat_map(|it| it.resources());
    let is_called = |address: &str| {
        caller.calls.iter().any(|it| {
            let rest =
                address.strip_prefix("module.").and_then(|rest| rest.strip_prefix(&*it.name));
            rest.is_some_and(|it| it.starts_with(['.', '[']))
        })
    };
    all.filter(|it| kinds.contains(&*it.kind) && is_called(&it.address))
        .filter(|it| it.exists != Condition::Always(false))
        .map(|it| (&*it.address, it))
        .collect()
}

/// What rules say of which workload.
fn verdicts(outcome: &Outcome) -> BTreeSet<String> {
    let findings = outcome.findings.iter().filter_map(|it| {
        let subject = it.subject.as_ref()?;
        Some(format!("{}: {} of {}", it.rule, it.severity.name(), subject.address))
    });
    let undecided = outcome
        .undecided
        .iter()
        .map(|it| format!("{}: undecided about {}", it.rule, it.subject.address));
    findings.chain(undecided).collect()
}

fn properties(ours: &Resource, real: &Resource) -> Values {
    let mut values = Values::default();
    let certain = |it: &Resource| it.exists == Condition::Always(true);
    if certain(ours) != certain(real) {
        values.different.push(": whether it exists is not known in both".to_owned());
    }
    values.compare("", &ours.properties, &real.properties);
    values
}

pub(crate) fn values(ours: &Value, real: &Value) -> Values {
    let mut values = Values::default();
    values.compare("", ours, real);
    values
}

#[derive(Default)]
pub(crate) struct Values {
    pub(crate) equal: usize,
    pub(crate) different: Vec<String>,
}

/// What a resource has besides its configuration.
const UNCONFIGURED: [&str; 3] = ["count", "for_each", "provider"];

impl Values {
    fn compare(&mut self, name: &str, ours: &Value, real: &Value) {
        match (&ours.kind, &real.kind) {
            (Kind::Map(map), Kind::Map(other)) => {
                for entry in map.entries.iter().filter(|it| !UNCONFIGURED.contains(&&*it.key)) {
                    let absent = Value::absent(real.span);
                    let name = format!("{name}.{}", entry.key);
                    match (&*entry.key, other.get(&entry.key)) {
                        ("tag", it) => {
                            let real = it.or_else(|| other.get("tags")).unwrap_or(&absent);
                            self.compare_tags(&name, &entry.value, real);
                        }
                        // What else they do when they start, no rule reads.
                        ("user_data", _) if entry.value.is_unset() => self.equal += 1,
                        ("user_data", Some(real)) if joins(&entry.value) && joins(real) => {
                            self.equal += 1;
                        }
                        (_, it) => self.compare(&name, &entry.value, it.unwrap_or(&absent)),
                    }
                }
            }
            // No rule reads in which order names stand, and some releases sort them.
            (Kind::List(_), Kind::List(_)) if sorted(ours).is_some() => {
                self.tell(name, ours, real, sorted(ours) == sorted(real));
            }
            (Kind::List(list), Kind::List(other)) if list.items.len() == other.items.len() => {
                for (at, (ours, real)) in list.items.iter().zip(&other.items).enumerate() {
                    self.compare(&format!("{name}[{at}]"), ours, real);
                }
            }
            // One block, written as it is or made by a `dynamic` one.
            (Kind::Map(_), Kind::List(other)) if other.items.len() == 1 => {
                self.compare(name, ours, &other.items[0]);
            }
            (Kind::List(list), Kind::Map(_)) if list.items.len() == 1 => {
                self.compare(name, &list.items[0], real);
            }
            (Kind::If(branch), Kind::If(other)) => {
                self.compare(name, &branch.then, &other.then);
                self.compare(name, &branch.otherwise, &other.otherwise);
            }
            // The provider gives a cluster its name as its id, which the evaluator does not know.
            (_, Kind::Unknown(_)) if is_of_cluster(real, "id") && is_of_cluster(ours, "name") => {
                self.equal += 1;
            }
            (Kind::Unknown(_), Kind::Unknown(_)) => {
                self.tell(name, ours, real, refer_alike(ours, real));
            }
            _ => {
                let same_text = ours.plain_text().is_some_and(|it| Some(it) == real.plain_text());
                let is_equal = same_text || both_unset(ours, real) || built_alike(ours, real);
                self.tell(name, ours, real, is_equal);
            }
        }
    }

    /// A description knows the tags that are given, and not those that the module adds to tell
    /// what it is part of.
    fn compare_tags(&mut self, name: &str, ours: &Value, real: &Value) {
        let Some(list) = ours.as_list() else { return self.compare(name, ours, real) };
        for ours in &list.items {
            self.tell(name, ours, real, has_tag(real, ours) || are_open(ours, real));
        }
    }

    fn tell(&mut self, name: &str, ours: &Value, real: &Value, is_equal: bool) {
        match is_equal {
            true => self.equal += 1,
            false => {
                self.different.push(format!("{name}: {}, and is {}", shown(ours), shown(real)));
            }
        }
    }
}

/// Whether a resource has a tag in any case, by its key: no rule reads what it says.
fn has_tag(all: &Value, tag: &Value) -> bool {
    let is_same = |it: &Value| {
        let keys = tag.as_map().zip(it.as_map());
        let keys = keys.and_then(|(ours, real)| Some((ours.get("key")?, real.get("key")?)));
        keys.is_some_and(|(ours, real)| values(ours, real).different.is_empty())
    };
    match &all.kind {
        Kind::List(list) => list.items.iter().any(is_same),
        Kind::If(it) => has_tag(&it.then, tag) && has_tag(&it.otherwise, tag),
        _ => false,
    }
}

/// Whether both are tags of which the key is not known.
fn are_open(ours: &Value, real: &Value) -> bool {
    let is_open = |it: &Value| matches!(it.kind, Kind::If(_));
    is_open(ours) && real.as_list().is_some_and(|it| it.items.iter().any(is_open))
}

/// Whether user data, in Base64, makes an instance a node of a cluster.
fn joins(value: &Value) -> bool {
    let Kind::Text(text) = &value.kind else { return false };
    let start = text.prefix();
    let whole = start.get(..start.len() / 4 * 4).unwrap_or_default();
    let said = STANDARD.decode(whole).unwrap_or_default();
    BOOTSTRAP.iter().any(|it| String::from_utf8_lossy(&said).contains(it))
}

/// The texts of a list that has at least one, and nothing else.
fn sorted(list: &Value) -> Option<Vec<String>> {
    let items = list.as_list().filter(|it| !it.items.is_empty())?.items.iter();
    let mut texts: Vec<String> =
        items.map(|it| it.as_str().map(str::to_owned)).collect::<Option<_>>()?;
    texts.sort();
    Some(texts)
}

/// Whether two unknown values are the same attribute, or none. Data sources have names of their own.
/// A function of the real module may have made it forget which attribute it was, not what it needs.
fn refer_alike(ours: &Value, real: &Value) -> bool {
    let is_data = |it: &&Reference| it.address.contains("data.");
    match (ours.reference(), real.reference()) {
        (Some(ours), Some(real)) if is_data(&ours) && is_data(&real) => true,
        (Some(_), None) => needs(ours) == needs(real),
        (ours, real) => ours == real,
    }
}

fn needs(value: &Value) -> Vec<String> {
    match &value.kind {
        Kind::Unknown(it) => it.why.iter().map(Why::need).collect(),
        _ => Vec::new(),
    }
}

fn is_of_cluster(value: &Value, attribute: &str) -> bool {
    value
        .reference()
        .is_some_and(|it| it.address.contains("aws_eks_cluster.") && &*it.attribute == attribute)
}

/// Whether neither says anything. Of a block that is not there a list may be left.
fn both_unset(ours: &Value, real: &Value) -> bool {
    let is_empty = |it: &Value| it.as_list().is_some_and(|it| it.items.is_empty());
    match (&ours.kind, &real.kind) {
        (Kind::Absent | Kind::Null, Kind::Absent | Kind::Null) => true,
        (Kind::Absent, _) => is_empty(real),
        (_, Kind::Absent) => is_empty(ours),
        _ => false,
    }
}

/// Whether both are texts with the same parts around what is not known.
fn built_alike(ours: &Value, real: &Value) -> bool {
    match (&ours.kind, &real.kind) {
        (Kind::Text(ours), Kind::Text(real)) => {
            let is_open = ours.as_str().is_none() && real.as_str().is_none();
            is_open && ours.prefix() == real.prefix() && ours.suffix() == real.suffix()
        }
        _ => false,
    }
}

fn shown(value: &Value) -> String {
    match &value.kind {
        Kind::Absent => "unset".to_owned(),
        Kind::Null => "null".to_owned(),
        Kind::Unknown(it) => match value.reference() {
            Some(it) => format!("unknown: {}.{}", it.address, it.attribute),
            None => format!("unknown: {}", it.why.iter().map(Why::need).collect::<String>()),
        },
        Kind::If(_) => "one value or another".to_owned(),
        Kind::List(list) => {
            let items: Vec<String> = list.items.iter().map(shown).collect();
            format!("[{}]", items.join(", "))
        }
        Kind::Map(map) => format!("an object of {}", map.entries.len()),
        Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) => {
            value.plain_text().map_or("a text with holes".to_owned(), |it| format!("`{it}`"))
        }
    }
}
