//! Karpenter, and EKS Auto Mode, which is built on it: pools of nodes, and the instance types
//! that they may choose.

use crate::aws::kubernetes::{at, entry_at};
use crate::aws::nitro::{self, Family, Processor};
use crate::truth::{Needs, Truth};
use crate::value::{Kind, Value};
use crate::world::{Place, State};

/// The labels that tell whether a type encrypts what instances send each other: of Karpenter, and
/// of Auto Mode.
pub const ENCRYPTION_LABELS: [&str; 2] = [
    "karpenter.k8s.aws/instance-encryption-in-transit-supported",
    "eks.amazonaws.com/instance-encryption-in-transit-supported",
];

/// Types that most people know: better examples than the first of the alphabet.
const WELL_KNOWN: [&str; 6] =
    ["m5.large", "c5.large", "r5.large", "t3.medium", "m6g.large", "c6g.large"];

/// A pool of nodes, as its manifest says.
pub struct NodePool<'v> {
    object: &'v Value,
    /// Whether Auto Mode starts its nodes; otherwise Karpenter does.
    pub is_of_auto_mode: bool,
}

/// A type that a pool may choose although it does not encrypt.
pub enum Plaintext {
    Certain(&'static str),
    /// What would have to be known to say that there is one.
    Possible(Needs),
    None,
}

impl<'v> NodePool<'v> {
    pub fn of(object: &'v Value) -> Option<Self> {
        let is = |path: &str, start: &str| match at(object, path) {
            State::Set(it) => it.starts_with(start),
            State::Unset | State::Unknown(_) => false,
        };
        if !is("kind", "NodePool") || !is("apiVersion", "karpenter.sh/") {
            return None;
        }
        let class = "spec.template.spec.nodeClassRef.group";
        Some(Self { object, is_of_auto_mode: is(class, "eks.amazonaws.com") })
    }

    /// The requirements; or what introduces the place where they are lacking.
    pub fn place(&self) -> Place {
        let mut value = self.object;
        let mut place = Place::at(value.span);
        for key in ["spec", "template", "spec", "requirements"] {
            let Some(map) = value.as_map() else { break };
            let Some(entry) = map.entry(key) else { break };
            place = Place::at(entry.key_span);
            value = &entry.value;
        }
        place
    }

    /// Looks for a type that does not encrypt and that the requirements leave to choose.
    pub fn plaintext(&self) -> Plaintext {
        let requirements = match self.requirements() {
            Ok(requirements) => requirements,
            Err(needs) => return Plaintext::Possible(needs),
        };
        let mut needs: Option<Needs> = None;
        for name in WELL_KNOWN.into_iter().chain(nitro::plaintext_types()) {
            let offered = self.offers(name);
            let admitted = requirements.iter().map(|it| it.admits(name));
            match offered & Truth::all(admitted) {
                Truth::Yes => return Plaintext::Certain(name),
                Truth::Unknown(more) => needs.get_or_insert_default().extend(more),
                Truth::No => (),
            }
        }
        needs.map_or(Plaintext::None, Plaintext::Possible)
    }

    /// Whether there is such a type to choose from. Of Auto Mode only what its own pools choose
    /// from is known.
    fn offers(&self, name: &str) -> Truth {
        let is_known = Type::of(name).is_some_and(|it| it.is_common());
        match is_known || !self.is_of_auto_mode {
            true => Truth::Yes,
            false => Truth::needs("which types EKS Auto Mode offers"),
        }
    }

    fn requirements(&self) -> Result<Vec<Requirement>, Needs> {
        let Some(entry) = entry_at(self.object, "spec.template.spec.requirements")? else {
            return Ok(Vec::new());
        };
        match &entry.value.kind {
            Kind::List(list) => list.items.iter().map(Requirement::of).collect(),
            _ => Err(needs_of(&entry.value)),
        }
    }
}

fn needs_of(value: &Value) -> Needs {
    match &value.kind {
        Kind::Unknown(it) => it.needs(),
        _ => Needs::from(["the requirements of the pool".to_owned()]),
    }
}

/// What a pool demands of a label of its nodes.
struct Requirement {
    key: String,
    operator: String,
    values: Result<Vec<String>, Needs>,
}

impl Requirement {
    fn of(value: &Value) -> Result<Self, Needs> {
        let text = |path: &str| match at(value, path) {
            State::Set(it) => Ok(it),
            State::Unset => Err(needs_of(value)),
            State::Unknown(needs) => Err(needs),
        };
        let values = match value.as_map().and_then(|it| it.get("values")) {
            None => Ok(Vec::new()),
            Some(it) => match &it.kind {
                Kind::List(list) => {
                    list.items.iter().map(|it| it.plain_text().ok_or(needs_of(it))).collect()
                }
                Kind::Absent | Kind::Null => Ok(Vec::new()),
                _ => Err(needs_of(it)),
            },
        };
        Ok(Self { key: text("key")?, operator: text("operator")?, values })
    }

    /// Whether nodes of a type that does not encrypt meet it.
    fn admits(&self, name: &str) -> Truth {
        let Some(it) = Type::of(name) else { return self.unclear() };
        let label = match self.key.split_once('/') {
            _ if ENCRYPTION_LABELS.contains(&&*self.key) => Label::Is("false".to_owned()),
            Some(("karpenter.k8s.aws" | "eks.amazonaws.com", label)) => it.label(label),
            Some(("node.kubernetes.io", "instance-type")) => Label::Is(name.to_owned()),
            Some(("kubernetes.io", "arch")) => it.label("arch"),
            // Every type runs there, and in every way to pay.
            Some(("kubernetes.io", "os") | ("karpenter.sh", "capacity-type" | "nodepool")) => {
                Label::Any
            }
            Some((domain, _)) if domain.starts_with("topology.") => Label::Any,
            Some((domain, _)) if is_reserved(domain) => Label::Unclear,
            // Labels of the owner's own say nothing of types.
            Some(_) | None => Label::Any,
        };
        match label {
            Label::Is(it) => self.holds_of(&it),
            Label::Lacking => ["NotIn", "DoesNotExist"].contains(&&*self.operator).into(),
            Label::Any => Truth::Yes,
            Label::Unclear => self.unclear(),
        }
    }

    fn holds_of(&self, label: &str) -> Truth {
        let values = match &self.values {
            Ok(values) => values,
            Err(needs) => return Truth::Unknown(needs.clone()),
        };
        let is_one = values.iter().any(|it| it == label);
        let number = |it: &str| it.parse::<i64>().ok();
        let compared = match values.as_slice() {
            [only] => number(label).zip(number(only)),
            _ => None,
        };
        match (&*self.operator, compared) {
            ("In", _) => is_one.into(),
            ("NotIn", _) => (!is_one).into(),
            ("Exists", _) => Truth::Yes,
            ("DoesNotExist", _) => Truth::No,
            ("Gt", Some((own, bound))) => (own > bound).into(),
            ("Gte", Some((own, bound))) => (own >= bound).into(),
            ("Lt", Some((own, bound))) => (own < bound).into(),
            ("Lte", Some((own, bound))) => (own <= bound).into(),
            _ => self.unclear(),
        }
    }

    fn unclear(&self) -> Truth {
        Truth::needs(format!("which types `{}` leaves to choose", self.key))
    }
}

fn is_reserved(domain: &str) -> bool {
    ["kubernetes.io", "k8s.io", "karpenter.sh", "k8s.aws", "amazonaws.com"]
        .iter()
        .any(|it| domain == *it || domain.ends_with(&format!(".{it}")))
}

/// What a label of a node says.
enum Label {
    Is(String),
    /// Nodes of that type do not have it.
    Lacking,
    /// Whatever a requirement asks for.
    Any,
    /// It depends on the type, in a way that is not known here.
    Unclear,
}

/// An instance type, by its name.
struct Type<'n> {
    family: Family<'n>,
    family_name: &'n str,
    size: &'n str,
}

impl<'n> Type<'n> {
    fn of(name: &'n str) -> Option<Self> {
        let (family_name, size) = name.split_once('.')?;
        Some(Self { family: Family::of(family_name)?, family_name, size })
    }

    /// <https://karpenter.sh/docs/reference/instance-types/>
    fn label(&self, name: &str) -> Label {
        let is = |it: &str| Label::Is(it.to_owned());
        match name {
            "instance-category" => is(self.family.series),
            "instance-family" => is(self.family_name),
            "instance-generation" => Label::Is(self.family.generation.to_string()),
            "instance-size" => is(self.size),
            "arch" => is(match self.family.processor {
                Processor::Graviton => "arm64",
                Processor::Intel | Processor::Amd => "amd64",
            }),
            "instance-cpu-manufacturer" => is(match self.family.processor {
                Processor::Graviton => "aws",
                Processor::Intel => "intel",
                Processor::Amd => "amd",
            }),
            "instance-cpu" => self.cores().map_or(Label::Unclear, |it| Label::Is(it.to_string())),
            "instance-memory" => {
                let memory = self.cores().zip(self.gibibytes_of_a_core());
                memory.map_or(Label::Unclear, |(cores, it)| {
                    Label::Is((cores * it * 1024).to_string())
                })
            }
            // From the fifth generation on all are.
            "instance-hypervisor" if self.family.generation >= 5 && !self.is_metal() => is("nitro"),
            _ if self.is_plain() && name.starts_with("instance-gpu-") => Label::Lacking,
            _ if self.is_plain() && name.starts_with("instance-accelerator-") => Label::Lacking,
            "instance-local-nvme" if self.is_plain() => Label::Lacking,
            _ => Label::Unclear,
        }
    }

    /// Whether it is of a common family without extras: no accelerators, no disks.
    fn is_plain(&self) -> bool {
        self.is_common() && self.family.extras.is_empty()
    }

    fn is_metal(&self) -> bool {
        self.size.starts_with("metal")
    }

    /// Of the common families, whose sizes are all alike.
    fn cores(&self) -> Option<u32> {
        if !self.is_common() {
            return None;
        }
        match self.size {
            "large" => Some(2),
            "xlarge" => Some(4),
            size => Some(4 * size.strip_suffix("xlarge")?.parse::<u32>().ok()?),
        }
    }

    fn gibibytes_of_a_core(&self) -> Option<u32> {
        match self.family.series {
            "c" => Some(2),
            "m" => Some(4),
            "r" => Some(8),
            _ => None,
        }
    }

    /// Whether it is of the kinds that nodes are mostly of, and of no old generation.
    fn is_common(&self) -> bool {
        ["c", "m", "r"].contains(&self.family.series) && self.family.generation >= 5
    }
}

#[cfg(test)]
mod tests {
    use super::{NodePool, Plaintext};
    use crate::text::{FileId, Span};
    use crate::value::{Text, document};

    #[test]
    fn requirements_leave_what_they_say() {
        for (requirements, expected) in [
            ("", "m5.large"),
            ("{key: team, operator: In, values: [data]}", "m5.large"),
            ("{key: example.com/team, operator: Exists}", "m5.large"),
            ("{key: topology.kubernetes.io/zone, operator: In, values: [a]}", "m5.large"),
            ("{key: kubernetes.io/arch, operator: In, values: [arm64]}", "m6g.large"),
            (
                "{key: karpenter.k8s.aws/instance-family, operator: In, values: [m5d, m6i]}",
                "m5d.12xlarge",
            ),
            ("{key: karpenter.k8s.aws/instance-family, operator: NotIn, values: [m5]}", "c5.large"),
            ("{key: karpenter.k8s.aws/instance-family, operator: In, values: [m6i, g6]}", ""),
            ("{key: karpenter.k8s.aws/instance-category, operator: In, values: [r]}", "r5.large"),
            (
                "{key: karpenter.k8s.aws/instance-category, operator: In, values: [p]}",
                "p2.16xlarge",
            ),
            ("{key: karpenter.k8s.aws/instance-generation, operator: Gt, values: ['6']}", ""),
            (
                "{key: karpenter.k8s.aws/instance-generation, operator: Gte, values: ['6']}",
                "m6g.large",
            ),
            (
                "{key: karpenter.k8s.aws/instance-size, operator: In, values: [9xlarge]}",
                "c5.9xlarge",
            ),
            ("{key: karpenter.k8s.aws/instance-cpu, operator: In, values: ['36']}", "c5.9xlarge"),
            (
                "{key: karpenter.k8s.aws/instance-memory, operator: Gt, values: ['700000']}",
                "r5.24xlarge",
            ),
            ("{key: node.kubernetes.io/instance-type, operator: In, values: [m6i.large]}", ""),
            (
                "{key: node.kubernetes.io/instance-type, operator: In, values: [t3.small]}",
                "t3.small",
            ),
            (
                "{key: karpenter.k8s.aws/instance-encryption-in-transit-supported, operator: In, values: ['true']}",
                "",
            ),
            (
                "{key: karpenter.k8s.aws/instance-encryption-in-transit-supported, operator: NotIn, values: ['true']}",
                "m5.large",
            ),
            (
                "{key: karpenter.k8s.aws/instance-gpu-name, operator: In, values: [a100]}",
                "which types `karpenter.k8s.aws/instance-gpu-name` leaves to choose",
            ),
        ] {
            let said = format!(
                "apiVersion: karpenter.sh/v1\nkind: NodePool\nspec: {{template: {{spec: {{requirements: [{requirements}]}}}}}}"
            );
            let text = Text::derived(said, Span { file: FileId(0), start: 0, end: 0 });
            let objects = document::yaml(&text);
            let found = match NodePool::of(&objects[0]).expect("a pool").plaintext() {
                Plaintext::Certain(name) => name.to_owned(),
                Plaintext::Possible(needs) => needs.into_iter().collect::<Vec<_>>().join(", "),
                Plaintext::None => String::new(),
            };
            assert_eq!(found, expected, "{requirements}");
        }
    }
}
