//! What shows that the instances of a group talk to each other.
//!
//! In one place, because every rule about instances that are not nodes of Kubernetes has to know.
//! Most groups are of instances that have nothing to say to each other.

use crate::aws::autoscaling::AutoScalingGroup;
use crate::aws::ec2::{Fleet, Groups, Instance, LaunchTemplate, PlacementGroup};
use crate::aws::load_balancing;
use crate::value::Value;
use crate::world::{Link, Place, Resource, State};

pub struct Sign {
    pub place: Place,
    pub message: &'static str,
    /// Whether it is only that nothing keeps them from it.
    pub is_weak: bool,
}

/// The strongest sign that there is.
pub fn sign<'w>(resource: Resource<'w>, group: &AutoScalingGroup<'w>) -> Option<Sign> {
    // That a group may talk to itself does not say that its instances do, least of all those that
    // a load balancer gives their work.
    strong_sign(group.placement_groups(), &group.templates()).or_else(|| {
        match group.is_balanced(resource).possibly() {
            true => None,
            false => weak_sign(resource, group.security_groups()),
        }
    })
}

/// The same of a fleet.
pub fn sign_of_fleet<'w>(resource: Resource<'w>, fleet: &Fleet<'w>) -> Option<Sign> {
    let strong = strong_sign(fleet.placement_groups(), &fleet.templates());
    strong.or_else(|| match fleet.is_balanced().possibly() {
        true => None,
        false => weak_sign(resource, fleet.security_groups()),
    })
}

/// The strongest sign that an instance talks to others that are declared beside it.
pub fn sign_of_instance<'w>(resource: Resource<'w>, instance: &Instance<'w>) -> Option<Sign> {
    placed_beside_others(resource, instance).or_else(|| {
        let sign = grouped_with_others(resource, instance)?;
        (!load_balancing::sends_to(resource).possibly()).then_some(sign)
    })
}

/// The strongest sign that there is, where that a load balancer gives them work counts for nothing.
pub fn sign_of_balanced<'w>(resource: Resource<'w>, group: &AutoScalingGroup<'w>) -> Option<Sign> {
    strong_sign(group.placement_groups(), &group.templates())
        .or_else(|| weak_sign(resource, group.security_groups()))
}

/// The strongest sign that an instance talks to others that are declared beside it, wherever it
/// gets its work from.
pub fn sign_of_balanced_instance<'w>(
    resource: Resource<'w>,
    instance: &Instance<'w>,
) -> Option<Sign> {
    placed_beside_others(resource, instance).or_else(|| grouped_with_others(resource, instance))
}

fn placed_beside_others<'w>(resource: Resource<'w>, instance: &Instance<'w>) -> Option<Sign> {
    let placement = instance.placement_groups().into_iter().find(|it| is_cluster(it))?;
    let State::Set((group, _)) = placement.state() else { return None };
    let is_beside = |other: &Instance<'w>| {
        other.placement_groups().iter().any(|it| it.leads_to(group).certainly())
    };
    let sign = Sign { place: placement.place(), message: PLACEMENT, is_weak: false };
    another(resource, is_beside).then_some(sign)
}

fn grouped_with_others<'w>(resource: Resource<'w>, instance: &Instance<'w>) -> Option<Sign> {
    instance.security_groups().into_iter().find_map(|own| {
        let sign = lets_itself_in(own, resource)?;
        let address = &own.reference()?.address;
        let is_address = |it: &Value| it.reference().is_some_and(|it| it.address == *address);
        let is_in = |other: &Instance<'w>| other.security_groups().into_iter().any(is_address);
        another(resource, is_in).then_some(sign)
    })
}

/// Whether another instance is sure to be there that is such a one.
fn another<'w>(resource: Resource<'w>, is_such: impl Fn(&Instance<'w>) -> bool) -> bool {
    resource
        .others::<Instance<'_>>()
        .any(|(it, instance)| it.exists().certainly() && is_such(&instance))
}

fn strong_sign<'w>(
    placements: Vec<Link<'w, PlacementGroup<'w>>>,
    templates: &[LaunchTemplate<'w>],
) -> Option<Sign> {
    let placement = placements.into_iter().find(|it| is_cluster(it));
    if let Some(it) = placement {
        return Some(Sign { place: it.place(), message: PLACEMENT, is_weak: false });
    }
    let place = templates.iter().find_map(|it| it.fabric_adapter())?;
    let message = "an Elastic Fabric Adapter, which is for what instances send each other";
    Some(Sign { place, message, is_weak: false })
}

fn weak_sign<'w>(resource: Resource<'w>, security_groups: Vec<&'w Value>) -> Option<Sign> {
    security_groups.into_iter().find_map(|it| lets_itself_in(it, resource))
}

const PLACEMENT: &str = "a cluster placement group, which is for instances that talk to each other";

fn is_cluster<'w>(placement: &Link<'w, PlacementGroup<'w>>) -> bool {
    matches!(placement.state(), State::Set((_, it)) if it.strategy.is("cluster").certainly())
}

/// A sign, if this names a security group that lets its own members in.
fn lets_itself_in<'w>(security_group: &'w Value, seen_from: Resource<'w>) -> Option<Sign> {
    let groups = Groups::named(&[security_group], seen_from).ok()?;
    let place = groups.resources().next()?.place();
    let message = "lets its own members talk to each other";
    let sign = Sign { place, message, is_weak: true };
    groups.let_themselves_in().certainly().then_some(sign)
}
