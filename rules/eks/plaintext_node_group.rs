use crate::aws::ec2::LaunchTemplate;
use crate::aws::eks::{DEFAULT_TYPE, NodeGroup};
use crate::aws::nitro;
use crate::evidence;
use crate::finding::Severity;
use crate::rule::{Report, Rule, show};
use crate::truth::{Needs, Truth};
use crate::world::{Place, Resource, State};

pub(crate) static RULE: Rule = Rule {
    id: "eks-plaintext-node-group",
    severity: Severity::Error,
    page: include_str!("plaintext_node_group.md"),
    controls: &[],
    related: &["SC-8", "SC-8(1)", "SC-13"],
    check,
};

fn check(resource: Resource<'_>, report: &mut Report) {
    let Some(group) = resource.view::<NodeGroup<'_>>() else { return };

    let types = effective_types(&group);
    let several = cluster_has_several_nodes(resource, &group);
    let plain = types.plaintext();
    // What clears the nodes is looked for only when there is something to clear.
    if !(several.clone() & plain.clone()).possibly() {
        report.judge(Truth::No);
        return;
    }
    let evidence = evidence::for_node_group(resource, &group);
    if !report.judge(several & plain & !evidence.clears.clone()) {
        return;
    }

    let mut plain = types.plain();
    let finding = match plain.next() {
        Some(it) => {
            let message = format!("{} does not encrypt traffic between nodes", it.name);
            let finding = report.flag(it.place.clone(), message);
            if let Some(place) = it.through.clone() {
                show(finding, place, "the launch template decides the type");
            }
            finding
        }
        None => {
            let finding = report.flag(
                types.place.clone(),
                format!("no instance type, so {DEFAULT_TYPE}, which does not encrypt traffic between nodes"),
            );
            if let Some(place) = types.through.clone() {
                show(finding, place, "this launch template names no type");
            }
            finding
        }
    };
    for it in plain {
        show(finding, it.place.clone(), format!("nor does {}", it.name));
    }
    evidence.tell(finding);
}

/// The instance types that nodes may be of.
struct Types<'w> {
    known: Vec<Type<'w>>,
    /// What would have to be known to say that these are all.
    needs: Option<Needs>,
    /// Whether nothing names a type.
    is_default: bool,
    /// What introduces the place where a type is lacking.
    place: Place,
    /// The launch template that was looked into.
    through: Option<Place>,
}

struct Type<'w> {
    name: &'w str,
    place: Place,
    /// Where the group names the launch template that decides.
    through: Option<Place>,
}

/// The group's own types; else its launch template's; else the default.
/// <https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html>
fn effective_types<'w>(group: &NodeGroup<'w>) -> Types<'w> {
    let own = group.instance_types.read();
    let mut types = Types {
        known: Vec::new(),
        needs: own.needs.clone(),
        is_default: false,
        place: own.place.clone(),
        through: None,
    };
    for node in &own.nodes {
        match node.as_text() {
            Some(name) => types.known.push(Type { name, place: node.place(), through: None }),
            None => types.needs.get_or_insert_default().extend([String::from("an instance type")]),
        }
    }
    if !types.known.is_empty() || types.needs.is_some() {
        return types;
    }
    match group.has_launch_template.is_written() {
        Truth::No => types.is_default = true,
        Truth::Unknown(needs) => types.needs = Some(needs),
        Truth::Yes => from_launch_template(group, &mut types),
    }
    types
}

fn from_launch_template<'w>(group: &NodeGroup<'w>, types: &mut Types<'w>) {
    let (link, template) = match group.launch_template.state() {
        State::Unset => (&group.launch_template_name, group.launch_template_name.state()),
        state => (&group.launch_template, state),
    };
    match template {
        State::Set((template, it)) => of_launch_template(&it, template, link.place(), types),
        // A template with neither id nor name is refused.
        State::Unset => types.needs = Some(Needs::from([String::from("the launch template")])),
        State::Unknown(needs) => types.needs = Some(needs),
    }
}

fn of_launch_template<'w>(
    template: &LaunchTemplate<'w>,
    resource: Resource<'w>,
    link: Place,
    types: &mut Types<'w>,
) {
    match (template.instance_type.state(), template.requirements.is_written()) {
        (State::Set(name), _) => {
            let place = template.instance_type.place();
            types.known.push(Type { name, place, through: Some(link) });
        }
        (State::Unknown(needs), _) | (State::Unset, Truth::Unknown(needs)) => {
            types.needs = Some(needs);
        }
        // Which types AWS chooses by attributes is not known here.
        (State::Unset, Truth::Yes) => {
            let needs = format!("which types {} chooses by attributes", resource.address());
            types.needs = Some(Needs::from([needs]));
        }
        (State::Unset, Truth::No) => {
            types.is_default = true;
            types.through = Some(resource.place());
        }
    }
}

impl<'w> Types<'w> {
    /// Whether any node may be of a type that sends plaintext.
    fn plaintext(&self) -> Truth {
        let known = self.known.iter().map(|it| match nitro::encrypts(it.name) {
            Some(encrypts) => Truth::from(!encrypts),
            None => Truth::needs(format!("whether {} encrypts between instances", it.name)),
        });
        let rest = self.needs.clone().map_or(Truth::No, Truth::Unknown);
        Truth::from(self.is_default) | Truth::any(known) | rest
    }

    fn plain(&self) -> impl Iterator<Item = &Type<'w>> {
        self.known.iter().filter(|it| nitro::encrypts(it.name) == Some(false))
    }
}

/// Whether the group, or the cluster with all its groups, may have two nodes.
fn cluster_has_several_nodes(resource: Resource<'_>, group: &NodeGroup<'_>) -> Truth {
    let own = group.max_size.test(|it| it >= 2);
    if own.certainly() {
        return own;
    }
    let has_nodes = group.max_size.test(|it| it >= 1);
    let others = resource.others::<NodeGroup<'_>>().map(|(it, other)| {
        it.exists() & same_cluster(group, &other) & other.max_size.test(|it| it >= 1)
    });
    own | (has_nodes & Truth::any(others))
}

fn same_cluster(group: &NodeGroup<'_>, other: &NodeGroup<'_>) -> Truth {
    // Names as they are written need no look-up.
    if let (State::Set(a), State::Set(b)) = (group.cluster_name.state(), other.cluster_name.state())
        && group.cluster.reference().is_none()
        && other.cluster.reference().is_none()
    {
        return (a == b).into();
    }
    match (group.cluster.state(), other.cluster.state()) {
        (State::Set((a, _)), State::Set((b, _))) => a.is(b).into(),
        _ => match (group.cluster.reference(), other.cluster.reference()) {
            (Some(a), Some(b)) if a == b => Truth::Yes,
            // Two names that are not known may yet be the same.
            (Some(_), Some(b)) => Truth::needs(b.to_string()),
            _ => match (group.cluster_name.state(), other.cluster_name.state()) {
                (State::Set(a), State::Set(b)) => (a == b).into(),
                (State::Unknown(needs), _) | (_, State::Unknown(needs)) => Truth::Unknown(needs),
                (State::Unset, _) | (_, State::Unset) => Truth::No,
            },
        },
    }
}
