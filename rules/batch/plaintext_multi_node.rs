use crate::aws::batch::{ComputeEnvironment, JobDefinition, NodeOverride, NodeRange, Submission};
use crate::evidence::{self, Evidence, Weighed};
use crate::finding::Severity;
use crate::instances;
use crate::nodes::Nodes;
use crate::rule::{Report, Rule, show};
use crate::truth::Truth;
use crate::world::{Resource, State};

pub(crate) static RULE: Rule = Rule {
    id: "batch-plaintext-multi-node",
    severity: Severity::Warning,
    page: include_str!("plaintext_multi_node.md"),
    controls: &[],
    related: &["SC-8", "SC-8(1)", "SC-13"],
    opt_in: false,
    check,
};

fn check(resource: Resource<'_>, report: &mut Report) {
    if let Some(job) = resource.view::<JobDefinition<'_>>() {
        check_definition(resource, &job, report);
    } else if let Some(submission) = resource.view::<Submission<'_>>() {
        check_submission(resource, &submission, report);
    }
}

fn check_definition<'w>(resource: Resource<'w>, job: &JobDefinition<'w>, report: &mut Report) {
    let several = job.has_several_nodes();
    // Jobs of one node have no traffic to encrypt.
    if !several.possibly() {
        return;
    }
    let types = instances::of_job(resource, job);
    Nodes::new(several, types, || evidence(resource, run_by_kubernetes(job))).flag(report);
}

/// A definition whose jobs send plaintext is reported itself, with what is submitted unchanged.
fn check_submission<'w>(resource: Resource<'w>, submission: &Submission<'w>, report: &mut Report) {
    let own = instances::of_overrides(submission);
    let more = submission.number_of_nodes.is_written();
    if !(own.plaintext() | more.clone()).possibly() {
        return;
    }
    let definition = submission.definition.state();
    let (job, left) = match &definition {
        State::Set((it, job)) => {
            let left = instances::left_by(submission, *it, job);
            let becomes_several = more & !job.has_several_nodes();
            (State::Set(job), becomes_several & left.plaintext())
        }
        State::Unset => (State::Unset, Truth::needs("the definition of a job")),
        State::Unknown(needs) => (State::Unknown(needs.clone()), Truth::Unknown(needs.clone())),
    };
    let claim = submission.has_several_nodes(&job) & (own.plaintext() | left);
    let is_kubernetes = || submitted_to_kubernetes(submission, &job);
    let plain = Weighed::new(claim, || evidence(resource, is_kubernetes()));
    if !report.judge(plain.claim.clone()) {
        return;
    }

    if own.plaintext().certainly() {
        if let Some(finding) = own.flag(report) {
            plain.tell(finding);
        }
    } else if let State::Set((definition, job)) = &definition {
        let finding = report.flag(
            submission.number_of_nodes.place(),
            "several nodes instead of one, which send each other plaintext",
        );
        instances::left_by(submission, *definition, job).show(finding);
        show(finding, definition.place(), "the definition of this job");
        plain.tell(finding);
    }
}

/// Whether Kubernetes runs the jobs of a definition.
fn run_by_kubernetes(job: &JobDefinition<'_>) -> Truth {
    let ranges = job.node_ranges.read();
    Truth::any(ranges.nodes.iter().map(|it| NodeRange::of(it).eks.is_written()))
}

fn submitted_to_kubernetes(
    submission: &Submission<'_>,
    definition: &State<&JobDefinition<'_>>,
) -> Truth {
    let overrides = submission.overrides.read();
    let told = Truth::any(overrides.nodes.iter().map(|it| NodeOverride::of(it).eks.is_written()));
    match definition {
        State::Set(job) => told | run_by_kubernetes(job),
        State::Unset => told,
        State::Unknown(needs) => told | Truth::Unknown(needs.clone()),
    }
}

/// What there is for the nodes of a job, which run wherever an environment does.
fn evidence(resource: Resource<'_>, is_kubernetes: Truth) -> Evidence {
    let environments: Vec<_> = resource
        .others::<ComputeEnvironment<'_>>()
        .filter(|(_, it)| it.runs_several_nodes().possibly())
        .collect();
    let subnets: Vec<_> = environments.iter().map(|(_, it)| &it.subnets).collect();
    match is_kubernetes.possibly() {
        true => evidence::for_job_on_kubernetes(resource, &subnets),
        false => evidence::for_instances(resource, &subnets),
    }
}
