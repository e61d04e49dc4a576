use crate::aws::nitro;
use crate::aws::sagemaker::{HyperPodCluster, InstanceGroup};
use crate::evidence;
use crate::finding::Severity;
use crate::rule::{Report, Rule, show};
use crate::truth::Truth;
use crate::world::{Place, Resource};

pub(crate) static RULE: Rule = Rule {
    id: "sagemaker-plaintext-hyperpod",
    // What AWS says of instance types, it says of EC2.
    severity: Severity::Warning,
    page: include_str!("plaintext_hyperpod.md"),
    check,
};

fn check(resource: Resource<'_>, report: &mut Report) {
    let Some(cluster) = resource.view::<HyperPodCluster<'_>>() else { return };

    let (groups, needs) = cluster.groups();
    let several = cluster.instances_are_several();
    let plain = Truth::any(groups.iter().map(|it| it.is_used() & plaintext(it)))
        | needs.map_or(Truth::No, Truth::Unknown);
    // What clears the instances is looked for only when there is something to clear.
    if !(several.clone() & plain.clone()).possibly() {
        report.judge(Truth::No);
        return;
    }
    let evidence = evidence::for_hyperpod(resource, &cluster);
    if !report.judge(several & plain & !evidence.clears.clone()) {
        return;
    }

    let used = groups.iter().filter(|it| it.is_used().certainly());
    let mut types = used.flat_map(plain_types);
    let Some((name, place)) = types.next() else { return };
    let finding = report.flag(place, format!("{name} does not encrypt traffic between instances"));
    for (name, place) in types {
        show(finding, place, format!("nor does {name}"));
    }
    evidence.tell(finding);
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
