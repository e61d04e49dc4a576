//! Elastic Load Balancing: what passes on to instances what clients send it.

use crate::aws::ec2::Instance;
use crate::truth::Truth;
use crate::world::{Field, Kinds, Link, List, Place, Resource, State, View};

/// What it sends its targets in plaintext. Gateway load balancers wrap what they pass on.
/// <https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html>
const PLAINTEXT: [&str; 4] = ["HTTP", "TCP", "TCP_UDP", "UDP"];

pub struct TargetGroup<'w> {
    protocol: Field<'w, &'w str>,
    kind: Field<'w, &'w str>,
    targets: List<'w>,
}

impl<'w> View<'w> for TargetGroup<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource
            .of_kind(Kinds {
                cloudformation: "AWS::ElasticLoadBalancingV2::TargetGroup",
                terraform: "aws_lb_target_group",
                awscc: "awscc_elasticloadbalancingv2_target_group",
                api: "",
            })
            .or_else(|| resource.of_kind(also("aws_alb_target_group")))?;
        Some(Self {
            protocol: it.text(("Protocol", "protocol")),
            kind: it.text(("TargetType", "target_type")).unset_means("instance"),
            targets: it.list(("Targets", "")),
        })
    }
}

impl<'w> TargetGroup<'w> {
    /// Whether it sends instances plaintext.
    pub fn sends_instances_plaintext(&self) -> Truth {
        let is_plaintext = |it: &str| PLAINTEXT.contains(&it.to_ascii_uppercase().as_str());
        self.kind.is("instance") & self.protocol.test(is_plaintext)
    }

    /// The protocol in which it does, if that is known, and where that is said.
    pub fn protocol(&self) -> Option<(&'w str, Place)> {
        match self.protocol.state() {
            State::Set(it) => Some((it, self.protocol.place())),
            State::Unset | State::Unknown(_) => None,
        }
    }

    /// Whether it is sure to have an instance among its targets.
    pub fn has_target(&self, own: Resource<'w>, instance: Resource<'w>) -> bool {
        self.names(instance)
            || own.others::<Registration<'_>>().any(|(it, registration)| {
                it.exists().certainly()
                    && registration.group.leads_to(own).certainly()
                    && registration.target.leads_to(instance).certainly()
            })
    }

    /// Whether it names an instance among its targets.
    fn names(&self, instance: Resource<'w>) -> bool {
        self.targets.read().nodes.iter().any(|it| {
            it.list(("Id", "")).read().values.into_iter().any(|it| instance.is_named_by(it))
        })
    }

    /// The load balancers that are sure to send it what they get.
    pub fn balancers(&self, own: Resource<'w>) -> Vec<(Resource<'w>, LoadBalancer<'w>)> {
        let listeners = own.all::<Listener<'_>>().filter(|(it, listener)| {
            let has_rule = |(place, rule): (Resource<'w>, ListenerRule<'w>)| {
                (place.exists() & rule.listener.leads_to(*it)).certainly()
                    && forwards_to(&rule.actions, own)
            };
            it.exists().certainly()
                && (forwards_to(&listener.actions, own)
                    || own.all::<ListenerRule<'_>>().any(has_rule))
        });
        let linked = listeners.filter_map(|(_, listener)| match listener.balancer.state() {
            State::Set(found) => Some(found),
            State::Unset | State::Unknown(_) => None,
        });
        linked.collect()
    }
}

/// Whether any load balancer may send an instance what it does.
pub fn sends_to(instance: Resource<'_>) -> Truth {
    let groups = instance.others::<TargetGroup<'_>>().any(|(_, it)| it.names(instance));
    let registered =
        instance.others::<Registration<'_>>().map(|(_, it)| it.target.leads_to(instance));
    let classic = instance.others::<ClassicLoadBalancer<'_>>().any(|(_, it)| it.names(instance));
    let attached =
        instance.others::<ClassicAttachment<'_>>().map(|(_, it)| it.instance.leads_to(instance));
    Truth::from(groups || classic) | Truth::any(registered) | Truth::any(attached)
}

const NONE: Kinds = Kinds { cloudformation: "", terraform: "", awscc: "", api: "" };

/// Terraform has two names for some kinds.
fn also(terraform: &'static str) -> Kinds {
    Kinds { terraform, ..NONE }
}

/// A target that is registered from outside of its group.
struct Registration<'w> {
    group: Link<'w, TargetGroup<'w>>,
    target: Link<'w, Instance<'w>>,
}

impl<'w> View<'w> for Registration<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource
            .of_kind(also("aws_lb_target_group_attachment"))
            .or_else(|| resource.of_kind(also("aws_alb_target_group_attachment")))?;
        Some(Self { group: it.link(("", "target_group_arn")), target: it.link(("", "target_id")) })
    }
}

/// A load balancer of the first kind, which has no target groups.
struct ClassicLoadBalancer<'w> {
    instances: List<'w>,
}

impl<'w> View<'w> for ClassicLoadBalancer<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource.of_kind(Kinds {
            cloudformation: "AWS::ElasticLoadBalancing::LoadBalancer",
            terraform: "aws_elb",
            awscc: "",
            api: "",
        })?;
        Some(Self { instances: it.list(("Instances", "instances")) })
    }
}

impl<'w> ClassicLoadBalancer<'w> {
    fn names(&self, instance: Resource<'w>) -> bool {
        self.instances.read().values.into_iter().any(|it| instance.is_named_by(it))
    }
}

/// An instance that is given to such a one from outside.
struct ClassicAttachment<'w> {
    instance: Link<'w, Instance<'w>>,
}

impl<'w> View<'w> for ClassicAttachment<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource.of_kind(also("aws_elb_attachment"))?;
        Some(Self { instance: it.link(("", "instance")) })
    }
}

/// An application or a network load balancer.
pub struct LoadBalancer<'w> {
    scheme: Field<'w, &'w str>,
    internal: Field<'w, bool>,
}

impl<'w> View<'w> for LoadBalancer<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource
            .of_kind(Kinds {
                cloudformation: "AWS::ElasticLoadBalancingV2::LoadBalancer",
                terraform: "aws_lb",
                awscc: "awscc_elasticloadbalancingv2_load_balancer",
                api: "",
            })
            .or_else(|| resource.of_kind(also("aws_alb")))?;
        Some(Self {
            scheme: it.text(("Scheme", "")),
            internal: it.bool(("", "internal")).unset_means(false),
        })
    }
}

impl LoadBalancer<'_> {
    /// Whether only what is in its network reaches it.
    pub fn is_internal(&self) -> Truth {
        self.scheme.is("internal") | self.internal.is(true)
    }

    /// Where that is said.
    pub fn place(&self) -> Place {
        match self.scheme.is("internal") {
            Truth::No => self.internal.place(),
            Truth::Yes | Truth::Unknown(_) => self.scheme.place(),
        }
    }
}

struct Listener<'w> {
    balancer: Link<'w, LoadBalancer<'w>>,
    actions: List<'w>,
}

impl<'w> View<'w> for Listener<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource
            .of_kind(Kinds {
                cloudformation: "AWS::ElasticLoadBalancingV2::Listener",
                terraform: "aws_lb_listener",
                awscc: "awscc_elasticloadbalancingv2_listener",
                api: "",
            })
            .or_else(|| resource.of_kind(also("aws_alb_listener")))?;
        Some(Self {
            balancer: it.link(("LoadBalancerArn", "load_balancer_arn")),
            actions: it.list(("DefaultActions", "default_action")),
        })
    }
}

/// What a listener does with some of what it gets.
struct ListenerRule<'w> {
    listener: Link<'w, Listener<'w>>,
    actions: List<'w>,
}

impl<'w> View<'w> for ListenerRule<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let it = resource
            .of_kind(Kinds {
                cloudformation: "AWS::ElasticLoadBalancingV2::ListenerRule",
                terraform: "aws_lb_listener_rule",
                awscc: "awscc_elasticloadbalancingv2_listener_rule",
                api: "",
            })
            .or_else(|| resource.of_kind(also("aws_alb_listener_rule")))?;
        Some(Self {
            listener: it.link(("ListenerArn", "listener_arn")),
            actions: it.list(("Actions", "action")),
        })
    }
}

/// Whether one of these actions is sure to send a group what a listener gets.
fn forwards_to(actions: &List<'_>, group: Resource<'_>) -> bool {
    actions.read().nodes.iter().any(|action| {
        let own = action.list(("TargetGroupArn", "target_group_arn"));
        let weighted = action.list(("ForwardConfig.TargetGroups", "forward.target_group"));
        let weighted = weighted.read().nodes;
        let weighted = weighted.iter().map(|it| it.list(("TargetGroupArn", "arn")));
        weighted.chain([own]).any(|it| it.read().values.into_iter().any(|it| group.is_named_by(it)))
    })
}
