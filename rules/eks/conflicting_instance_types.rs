use crate::aws::eks::NodeGroup;
use crate::finding::Severity;
use crate::rule::{Report, Rule, show};
use crate::truth::Truth;
use crate::world::{Resource, State};

pub(crate) static RULE: Rule = Rule {
    id: "eks-conflicting-instance-types",
    severity: Severity::Error,
    page: include_str!("conflicting_instance_types.md"),
    controls: &[],
    related: &[],
    opt_in: false,
    check,
};

fn check(resource: Resource<'_>, report: &mut Report) {
    let Some(group) = resource.view::<NodeGroup<'_>>() else { return };
    let own = group.instance_types.read();
    let template = match group.template.by_id.state() {
        State::Unset => group.template.by_name.state(),
        state => state,
    };
    // EKS itself refuses the group; nobody has to be told that a template is not at hand.
    let State::Set((_, template)) = template else { return };

    let names_types = match (own.nodes.is_empty(), own.needs) {
        (false, _) => Truth::Yes,
        (true, Some(needs)) => Truth::Unknown(needs),
        (true, None) => Truth::No,
    };
    if report.judge(names_types & template.instance_type.is_written()) {
        let message = "the launch template names an instance type, too, so EKS refuses the group";
        let finding = report.flag(own.place, message);
        show(finding, template.instance_type.place(), "the other instance type");
    }
}
