use crate::aws::nitro;
use crate::aws::sagemaker::{HyperPodCluster, InstanceGroup};
use crate::evidence::{self, Weighed};
use crate::finding::{Change, Severity};
use crate::instances::{self, REPLACED};
use crate::rule::{Report, Rule, show};
use crate::truth::Truth;
use crate::world::{Place, Resource};

pub(crate) static RULE: Rule = Rule {
    id: "sagemaker-plaintext-hyperpod",
    // What AWS says of instance types, it says of EC2.
    severity: Severity::Warning,
    page: include_str!("plaintext_hyperpod.md"),
    controls: &[],
    related: &["SC-8", "SC-8(1)", "SC-13"],
    opt_in: false,
    check,
};

fn check(resource: Resource<'_>, report: &mut Report) {
    let Some(cluster) = resource.view::<HyperPodCluster<'_>>() else { return };

    let (groups, needs) = cluster.groups();
    let several = cluster.instances_are_several();
    let plain = Truth::any(groups.iter().map(|it| it.is_used() & plaintext(it)))
        | needs.map_or(Truth::No, Truth::Unknown);
    let sends = Weighed::new(several & plain, || evidence::for_hyperpod(resource, &cluster));
    if !report.judge(sends.claim.clone()) {
        return;
    }

    let used = groups.iter().filter(|it| it.is_used().certainly());
    let plain: Vec<(&str, Place)> = used.flat_map(plain_types).collect();
    let wanted = instead(&groups);
    let Some((_, place)) = plain.first() else { return };
    let finding = report.flag(place.clone(), message(&plain, place));
    for (name, place) in plain {
        show(finding, place, format!("nor does {name}"));
    }
    finding.want_all(wanted);
    sends.tell(finding);
}

/// What would have the instances that there are encrypt.
fn instead(groups: &[InstanceGroup<'_>]) -> Option<Vec<Change>> {
    let used = groups.iter().filter(|it| it.is_used().certainly());
    let types: Vec<(&str, Place)> = used.flat_map(|it| it.types().0).collect();
    let types: Vec<(&str, &Place)> = types.iter().map(|(name, place)| (*name, place)).collect();
    instances::instead(&types, Some(REPLACED))
}

/// Of the types that stand at a place, such as the use of a list that is written elsewhere.
fn message(plain: &[(&str, Place)], place: &Place) -> String {
    let here = plain.iter().filter(|(_, it)| it.span == place.span);
    let mut names: Vec<&str> = here.map(|(name, _)| *name).collect();
    names.sort_unstable();
    names.dedup();
    match names.as_slice() {
        [only] => format!("{only} does not encrypt traffic between instances"),
        several => format!("{} do not encrypt traffic between instances", several.join(" and ")),
    }
}

/// Whether any of its instances may be of a type that sends plaintext.
fn plaintext(group: &InstanceGroup<'_>) -> Truth {
    let (types, needs) = group.types();
    let known = types.iter().map(|(name, _)| match nitro::encrypts(name) {
        Some(encrypts) => Truth::from(!encrypts),
        None => Truth::needs(format!("whether {name} encrypts between instances")),
    });
    Truth::any(known) | needs.map_or(Truth::No, Truth::Unknown)
}

fn plain_types<'w>(group: &InstanceGroup<'w>) -> impl Iterator<Item = (&'w str, Place)> + use<'w> {
    let (types, _) = group.types();
    types.into_iter().filter(|(name, _)| nitro::encrypts(name) == Some(false))
}
