//! Security groups: what the instances in them may send each other.

use crate::truth::{Needs, Truth};
use crate::value::{Reference, Value};
use crate::world::{Field, Kinds, List, Node, Path, Resource, State, View};

/// Seen from the instances.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    In,
    Out,
}

/// What instances send each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Traffic {
    Udp {
        port: i64,
    },
    /// Encapsulating Security Payload: IP protocol 50.
    Esp,
}

/// A group, with the rules that it holds itself.
struct SecurityGroup<'w> {
    ingress: List<'w>,
    egress: List<'w>,
    /// Amazon EC2 gives a group a rule that lets everything out. Terraform takes it away.
    /// <https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/security_group>
    is_open_by_default: bool,
}

impl<'w> View<'w> for SecurityGroup<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let kept = Kinds {
            cloudformation: "AWS::EC2::SecurityGroup",
            terraform: "",
            awscc: "awscc_ec2_security_group",
            api: "",
        };
        let taken = Kinds { cloudformation: "", terraform: "aws_security_group", ..NONE };
        let (it, is_open_by_default) = match resource.of_kind(kept) {
            Some(it) => (it, true),
            None => (resource.of_kind(taken)?, false),
        };
        Some(Self {
            ingress: it.list(("SecurityGroupIngress", "ingress")),
            egress: it.list(("SecurityGroupEgress", "egress")),
            is_open_by_default,
        })
    }
}

const NONE: Kinds = Kinds { cloudformation: "", terraform: "", awscc: "", api: "" };

/// A rule that is a resource of its own.
struct SecurityGroupRule<'w> {
    group: List<'w>,
    goes_in: Truth,
    goes_out: Truth,
    permission: Permission<'w>,
}

impl<'w> View<'w> for SecurityGroupRule<'w> {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let ingress = Kinds {
            cloudformation: "AWS::EC2::SecurityGroupIngress",
            terraform: "aws_vpc_security_group_ingress_rule",
            awscc: "awscc_ec2_security_group_ingress",
            api: "",
        };
        let egress = Kinds {
            cloudformation: "AWS::EC2::SecurityGroupEgress",
            terraform: "aws_vpc_security_group_egress_rule",
            awscc: "awscc_ec2_security_group_egress",
            api: "",
        };
        let of = |it: Node<'w>, goes_in: Truth, goes_out: Truth, words: &Words| Self {
            group: it.list(("GroupId", "security_group_id")),
            goes_in,
            goes_out,
            permission: Permission::of(&it, words),
        };
        if let Some(it) = resource.of_kind(ingress) {
            return Some(of(it, Truth::Yes, Truth::No, &ALONE_IN));
        }
        if let Some(it) = resource.of_kind(egress) {
            return Some(of(it, Truth::No, Truth::Yes, &ALONE_OUT));
        }
        let either = Kinds { terraform: "aws_security_group_rule", ..NONE };
        let it = resource.of_kind(either)?;
        let kind = it.text(("", "type"));
        let (goes_in, goes_out) = (kind.is("ingress"), kind.is("egress"));
        Some(of(it, goes_in, goes_out, &ALONE_EITHER))
    }
}

/// What the words of a rule are, which depends on where it stands.
struct Words {
    /// From or to the group itself. CloudFormation has no word for it.
    own: (&'static str, &'static str),
    protocol: (&'static str, &'static str),
    groups: (&'static str, &'static str),
    ranges: [(&'static str, &'static str); 2],
    prefix_lists: (&'static str, &'static str),
}

const INLINE_IN: Words = Words {
    own: ("", "self"),
    protocol: ("IpProtocol", "protocol"),
    groups: ("SourceSecurityGroupId", "security_groups"),
    ranges: [("CidrIp", "cidr_blocks"), ("CidrIpv6", "ipv6_cidr_blocks")],
    prefix_lists: ("SourcePrefixListId", "prefix_list_ids"),
};
const INLINE_OUT: Words = Words {
    groups: ("DestinationSecurityGroupId", "security_groups"),
    prefix_lists: ("DestinationPrefixListId", "prefix_list_ids"),
    ..INLINE_IN
};
const ALONE_IN: Words = Words {
    own: ("", ""),
    protocol: ("IpProtocol", "ip_protocol"),
    groups: ("SourceSecurityGroupId", "referenced_security_group_id"),
    ranges: [("CidrIp", "cidr_ipv4"), ("CidrIpv6", "cidr_ipv6")],
    prefix_lists: ("SourcePrefixListId", "prefix_list_id"),
};
const ALONE_OUT: Words = Words {
    groups: ("DestinationSecurityGroupId", "referenced_security_group_id"),
    prefix_lists: ("DestinationPrefixListId", "prefix_list_id"),
    ..ALONE_IN
};
const ALONE_EITHER: Words = Words { groups: ("", "source_security_group_id"), ..INLINE_IN };

/// What one rule lets through.
struct Permission<'w> {
    protocol: Field<'w, ()>,
    from: Field<'w, i64>,
    to: Field<'w, i64>,
    /// From or to the group itself.
    own: Field<'w, bool>,
    groups: List<'w>,
    ranges: [List<'w>; 2],
    prefix_lists: List<'w>,
}

impl<'w> Permission<'w> {
    fn of(it: &Node<'w>, words: &Words) -> Self {
        Self {
            protocol: it.any(words.protocol),
            from: it.number(("FromPort", "from_port")),
            to: it.number(("ToPort", "to_port")),
            own: it.bool(words.own).unset_means(false),
            groups: it.list(words.groups),
            ranges: words.ranges.map(|path| it.list(Path::from(path))),
            prefix_lists: it.list(words.prefix_lists),
        }
    }

    fn lets(&self, traffic: Traffic, groups: &[Group<'_>]) -> Truth {
        // In this order, since most rules are of another protocol.
        match self.is_for(traffic) {
            Truth::No => Truth::No,
            is_for => is_for & self.is_between(groups),
        }
    }

    /// Whether protocol and ports are those.
    fn is_for(&self, traffic: Traffic) -> Truth {
        if let State::Unknown(needs) = self.protocol.state() {
            return Truth::Unknown(needs);
        }
        let Some(protocol) = self.protocol.node() else { return Truth::No };
        let Some(protocol) = protocol.value().plain_text() else {
            return Truth::needs("the protocol of a security group's rule");
        };
        match (protocol.trim().to_ascii_lowercase().as_str(), traffic) {
            ("-1" | "all", _) | ("50" | "esp", Traffic::Esp) => Truth::Yes,
            ("17" | "udp", Traffic::Udp { port }) => self.holds(port),
            _ => Truth::No,
        }
    }

    fn holds(&self, port: i64) -> Truth {
        let end = |it: &Field<'_, i64>, is_beyond: fn(i64, i64) -> bool| match it.state() {
            State::Set(-1) => Truth::Yes,
            State::Set(it) => is_beyond(it, port).into(),
            State::Unset => Truth::needs("the ports of a security group's rule"),
            State::Unknown(needs) => Truth::Unknown(needs),
        };
        end(&self.from, |it, port| it <= port) & end(&self.to, |it, port| it >= port)
    }

    /// Whether the other end may be an instance in one of these groups.
    fn is_between(&self, groups: &[Group<'_>]) -> Truth {
        let named = self.groups.read().values;
        let named = named.into_iter().map(|it| Group::any_is(groups, it));
        let ranges = self.ranges.iter().flat_map(|it| it.read().values).map(holds_instances);
        let lists = self.prefix_lists.read().values;
        let lists = lists.into_iter().map(|_| Truth::needs("what a prefix list holds"));
        self.own.is(true) | Truth::any(named) | Truth::any(ranges) | Truth::any(lists)
    }
}

/// Whether a range of addresses is that of the instances.
fn holds_instances(range: &Value) -> Truth {
    match range.as_str() {
        Some("0.0.0.0/0") => Truth::Yes,
        // What only the instance itself sends; written to take the default rule away.
        Some(range) if range.starts_with("127.") || range == "::1/128" => Truth::No,
        Some(range) => Truth::needs(format!("whether the instances are in {range}")),
        None => match range.as_unknown() {
            Some(it) => Truth::Unknown(it.needs()),
            None => Truth::needs("a range of addresses"),
        },
    }
}

/// The groups that some instances are in, all of which are declared here.
pub struct Groups<'w> {
    groups: Vec<Group<'w>>,
    /// The rules that are resources of their own, each with whether it is one of these groups'.
    alone: Vec<(Truth, SecurityGroupRule<'w>)>,
}

struct Group<'w> {
    resource: Resource<'w>,
    it: SecurityGroup<'w>,
}

impl<'w> Groups<'w> {
    /// The groups that values name; what would have to be known if not all are declared here.
    pub fn named(values: &[&'w Value], seen_from: Resource<'w>) -> Result<Self, Needs> {
        let mut groups = Vec::new();
        let mut needs: Option<Needs> = None;
        for value in values {
            match Group::named(value, seen_from) {
                Ok(it) => groups.push(it),
                Err(it) => needs.get_or_insert_default().extend(it),
            }
        }
        if let Some(needs) = needs {
            return Err(needs);
        }
        let alone = seen_from.others::<SecurityGroupRule<'_>>().filter_map(|(it, rule)| {
            let of = rule.group.read().values;
            let belongs = Truth::any(of.into_iter().map(|it| Group::any_is(&groups, it)));
            let belongs = it.exists() & belongs;
            belongs.possibly().then_some((belongs, rule))
        });
        let alone = alone.collect();
        Ok(Self { groups, alone })
    }

    pub fn resources(&self) -> impl Iterator<Item = Resource<'w>> {
        self.groups.iter().map(|it| it.resource)
    }

    /// Whether a rule names one of these very groups, so that what is in them is to talk to each
    /// other. A range of addresses that holds them is no sign of that.
    pub fn let_themselves_in(&self) -> Truth {
        let names_itself = |it: &Permission<'_>| {
            let named = it.groups.read().values;
            let named = named.into_iter().map(|it| Group::any_is(&self.groups, it));
            it.own.is(true) | Truth::any(named)
        };
        let alone = self.alone.iter().map(|(belongs, rule)| {
            belongs.clone() & rule.goes_in.clone() & names_itself(&rule.permission)
        });
        let inline = self.groups.iter().flat_map(|it| it.it.ingress.read().nodes);
        let inline = inline.map(|it| names_itself(&Permission::of(&it, &INLINE_IN)));
        Truth::any(alone) | Truth::any(inline)
    }

    /// Whether the instances may send each other something.
    pub fn let_through(&self, direction: Direction, traffic: Traffic) -> Truth {
        let goes = |rule: &SecurityGroupRule<'_>| match direction {
            Direction::In => rule.goes_in.clone(),
            Direction::Out => rule.goes_out.clone(),
        };
        let mut alone = Truth::No;
        let mut has_alone = Truth::No;
        for (belongs, rule) in &self.alone {
            let belongs = belongs.clone() & goes(rule);
            if belongs.possibly() {
                let lets = rule.permission.lets(traffic, &self.groups);
                alone = alone | (belongs.clone() & lets);
                has_alone = has_alone | belongs;
            }
        }
        let inline = self.groups.iter();
        let inline = inline.map(|it| it.lets(direction, traffic, &self.groups, &has_alone));
        Truth::any(inline) | alone
    }
}

impl<'w> Group<'w> {
    fn named(value: &'w Value, seen_from: Resource<'w>) -> Result<Self, Needs> {
        let of = |it: &dyn std::fmt::Display| Needs::from([format!("the rules of {it}")]);
        let Some(reference) = value.reference() else {
            return Err(match (value.as_unknown(), value.as_str()) {
                (Some(it), _) => it.needs(),
                (None, Some(it)) => of(&it),
                (None, None) => of(&"a security group"),
            });
        };
        let found = seen_from.find_resource::<SecurityGroup<'_>>(&reference.address);
        found.map(|(resource, it)| Self { resource, it }).ok_or_else(|| of(reference))
    }

    /// Whether a value names one of these groups.
    fn any_is(groups: &[Self], value: &Value) -> Truth {
        let is = |it: &Reference| groups.iter().any(|group| group.is_named_by(it));
        match (value.reference(), value.as_unknown()) {
            (Some(it), _) => is(it).into(),
            // An id that is written down is that of a group that is there already.
            (None, None) => Truth::No,
            (None, Some(it)) => Truth::Unknown(it.needs()),
        }
    }

    fn is_named_by(&self, reference: &Reference) -> bool {
        self.resource.address() == &*reference.address
    }

    /// Whether the rules that the group holds itself let something through.
    fn lets(
        &self,
        direction: Direction,
        traffic: Traffic,
        groups: &[Self],
        has_alone: &Truth,
    ) -> Truth {
        let (list, words) = match direction {
            Direction::In => (&self.it.ingress, &INLINE_IN),
            Direction::Out => (&self.it.egress, &INLINE_OUT),
        };
        let items = list.read();
        let rules = items.nodes.iter().map(|it| Permission::of(it, words).lets(traffic, groups));
        let found = Truth::any(rules) | items.needs.clone().map_or(Truth::No, Truth::Unknown);
        let is_default = direction == Direction::Out
            && self.it.is_open_by_default
            && items.nodes.is_empty()
            && items.needs.is_none();
        match is_default {
            true if !has_alone.possibly() => Truth::Yes,
            true => Truth::needs(format!(
                "whether {} keeps the rule that lets everything out",
                self.resource.address()
            )),
            false => found,
        }
    }
}
