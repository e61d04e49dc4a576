use crate::aws::ec2::{Direction, Groups, Traffic};
use crate::aws::sagemaker::{TrainingJob, TuningJob};
use crate::finding::Severity;
use crate::rule::{Report, Rule, show};
use crate::truth::Truth;
use crate::world::{List, Resource};

pub(crate) static RULE: Rule = Rule {
    id: "sagemaker-blocked-ipsec",
    // A rule may be added to a group from anywhere.
    severity: Severity::Warning,
    page: include_str!("blocked_ipsec.md"),
    controls: &[],
    related: &["SC-8(1)"],
    opt_in: false,
    check,
};

fn check(resource: Resource<'_>, report: &mut Report) {
    if let Some(job) = resource.view::<TrainingJob<'_>>() {
        let encrypts = job.instances.are_several() & job.encrypted.is(true);
        check_job(resource, encrypts, &job.security_groups, report);
    }
    if let Some(job) = resource.view::<TuningJob<'_>>() {
        for it in job.definitions().0 {
            let encrypts = it.instances_are_several() & it.encrypted.is(true);
            check_job(resource, encrypts, &it.security_groups, report);
        }
    }
}

/// `encrypts`: whether instances of the job send each other encrypted traffic.
fn check_job(resource: Resource<'_>, encrypts: Truth, groups: &List<'_>, report: &mut Report) {
    // What is not known of that leaves the job undecided under the rules about plaintext.
    if !encrypts.certainly() {
        return;
    }
    let items = groups.read();
    // A network that the service keeps has its own rules.
    if items.values.is_empty() {
        return;
    }
    let groups = match Groups::named(&items.values, resource) {
        Ok(it) => it,
        // A group whose rules are not known may let everything through.
        Err(needs) => {
            report.judge(Truth::Unknown(needs));
            return;
        }
    };
    let blocked = NEEDED.map(|(direction, traffic, name)| {
        (!groups.let_through(direction, traffic), direction, name)
    });
    if !report.judge(Truth::any(blocked.iter().map(|(it, ..)| it.clone()))) {
        return;
    }
    let names = |wanted: Direction| {
        let of = |it: &&(Truth, Direction, _)| it.0.certainly() && it.1 == wanted;
        let names: Vec<&str> = blocked.iter().filter(of).map(|it| it.2).collect();
        names.join(" or ")
    };
    let message = match (names(Direction::In), names(Direction::Out)) {
        (inward, outward) if inward == outward => format!("does not let {inward} in or out"),
        (inward, outward) if outward.is_empty() => format!("does not let {inward} in"),
        (inward, outward) if inward.is_empty() => format!("does not let {outward} out"),
        (inward, outward) => format!("does not let {inward} in, nor {outward} out"),
    };
    let finding = report.flag(
        items.place,
        "these security groups block encrypted traffic between the instances of the job",
    );
    for group in groups.resources() {
        show(finding, group.place(), message.clone());
    }
}

/// What encryption takes.
/// <https://docs.aws.amazon.com/sagemaker/latest/dg/train-encrypt.html>
const NEEDED: [(Direction, Traffic, &str); 4] = [
    (Direction::In, Traffic::Udp { port: 500 }, "UDP port 500"),
    (Direction::In, Traffic::Esp, "IP protocol 50"),
    (Direction::Out, Traffic::Udp { port: 500 }, "UDP port 500"),
    (Direction::Out, Traffic::Esp, "IP protocol 50"),
];
