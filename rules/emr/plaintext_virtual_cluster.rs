use crate::aws::eks::FargateProfile;
use crate::aws::emr_containers::{JobRun, JobTemplate, VirtualCluster};
use crate::finding::Severity;
use crate::nodes::{self, Member};
use crate::rule::{Report, Rule, show};
use crate::truth::Truth;
use crate::world::{Resource, State};

pub(crate) static RULE: Rule = Rule {
    id: "emr-plaintext-virtual-cluster",
    severity: Severity::Warning,
    page: include_str!("plaintext_virtual_cluster.md"),
    controls: &[],
    related: &["SC-8", "SC-8(1)", "SC-13"],
    opt_in: false,
    check,
};

fn check(resource: Resource<'_>, report: &mut Report) {
    let Some(it) = resource.view::<VirtualCluster<'_>>() else { return };
    let encrypts = it.names_configuration() | jobs_encrypt(resource);
    // Nodes are looked for only when it depends on them.
    if encrypts.certainly() {
        report.judge(Truth::No);
        return;
    }
    let members = nodes::of_cluster(resource, &it.cluster);
    let plain = plain_nodes(&it, &members);
    let (on_fargate, plain_on_fargate) = fargate(resource, &it);
    if !report.judge(!encrypts & (plain & !on_fargate | plain_on_fargate)) {
        return;
    }

    let finding = report.flag(
        it.cluster.link.place(),
        "jobs of this virtual cluster may run on nodes that send each other plaintext",
    );
    let is_plain = |it: &Member<'_>| (it.is_member.clone() & it.nodes.plaintext()).certainly();
    let plain: Vec<_> = members.into_iter().filter(is_plain).collect();
    for it in &plain {
        it.nodes.show(finding);
    }
    for (it, _, run) in runs(resource).filter(|(_, belongs, _)| belongs.certainly()) {
        match run.encrypts() {
            Truth::Yes => show(finding, it.place(), "this job encrypts by itself"),
            Truth::No => show(finding, it.place(), "nothing tells this job to encrypt"),
            Truth::Unknown(_) => (),
        }
    }
    if let Some(it) = plain.into_iter().next() {
        it.nodes.tell(finding);
    }
}

/// Whether there are templates of jobs, or jobs that are started here, and all of them encrypt.
fn jobs_encrypt(resource: Resource<'_>) -> Truth {
    let templates =
        resource.all::<JobTemplate<'_>>().map(|(it, template)| (it.exists(), template.encrypts()));
    let runs = runs(resource).map(|(_, belongs, run)| (belongs, run.encrypts()));
    let (mut any, mut all) = (Truth::No, Truth::Yes);
    for (belongs, encrypts) in templates.chain(runs) {
        any = any | belongs.clone() & encrypts.clone();
        all = all & (!belongs | encrypts);
    }
    any & all
}

/// The jobs that are started in a virtual cluster, each with whether it is.
fn runs<'w>(resource: Resource<'w>) -> impl Iterator<Item = (Resource<'w>, Truth, JobRun<'w>)> {
    resource.all::<JobRun<'_>>().map(move |(it, run)| {
        let belongs = it.exists() & run.virtual_cluster.leads_to(resource);
        (it, belongs, run)
    })
}

/// Whether some nodes of its cluster send plaintext. Where none are declared, there are others.
fn plain_nodes(virtual_cluster: &VirtualCluster<'_>, members: &[Member<'_>]) -> Truth {
    let plain = members.iter().map(|it| it.is_member.clone() & it.nodes.plaintext());
    let plain = Truth::any(plain);
    if members.iter().any(|it| it.is_member.certainly()) {
        return plain;
    }
    plain
        | match virtual_cluster.cluster.link.state() {
            State::Set((it, _)) => Truth::needs(format!("the nodes of {}", it.address())),
            State::Unset => Truth::needs("the cluster that jobs run on"),
            State::Unknown(needs) => Truth::Unknown(needs),
        }
}

/// Whether its jobs run on Fargate instead, and whether they send plaintext there.
fn fargate(resource: Resource<'_>, virtual_cluster: &VirtualCluster<'_>) -> (Truth, Truth) {
    let (mut any, mut plain) = (Truth::No, Truth::No);
    for (it, profile) in resource.all::<FargateProfile<'_>>() {
        let selects = it.exists()
            & virtual_cluster.cluster.is_same(&profile.cluster)
            & profile.selects(&virtual_cluster.namespace);
        if selects.possibly() {
            any = any | selects.clone();
            plain = plain | selects & nodes::fargate_is_plaintext(it, &profile);
        }
    }
    (any, plain)
}
