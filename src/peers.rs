//! What shows that the instances of a group talk to each other.
//!
//! In one place, because every rule about instances that are not nodes of Kubernetes has to know.
//! Most groups are of instances that have nothing to say to each other.

use crate::aws::autoscaling::AutoScalingGroup;
use crate::aws::ec2::Groups;
use crate::world::{Place, Resource, State};

pub struct Sign {
    pub place: Place,
    pub message: &'static str,
    /// Whether it is only that nothing keeps them from it.
    pub is_weak: bool,
}

/// The strongest sign that there is.
pub fn sign<'w>(resource: Resource<'w>, group: &AutoScalingGroup<'w>) -> Option<Sign> {
    let templates = group.templates();
    let mut placements =
        [&group.placement_group].into_iter().chain(templates.iter().map(|it| &it.placement_group));
    let placement = placements.find(
        |it| matches!(it.state(), State::Set((_, it)) if it.strategy.is("cluster").certainly()),
    );
    if let Some(it) = placement {
        let message = "a cluster placement group, which is for instances that talk to each other";
        return Some(Sign { place: it.place(), message, is_weak: false });
    }
    if let Some(place) = templates.iter().find_map(|it| it.fabric_adapter()) {
        let message = "an Elastic Fabric Adapter, which is for what instances send each other";
        return Some(Sign { place, message, is_weak: false });
    }
    // That a group may talk to itself does not say that its instances do, least of all those that
    // a load balancer gives their work.
    if group.is_balanced(resource).possibly() {
        return None;
    }
    group.security_groups().into_iter().find_map(|it| {
        let groups = Groups::named(&[it], resource).ok()?;
        let place = groups.resources().next()?.place();
        let message = "lets its own members talk to each other";
        let sign = Sign { place, message, is_weak: true };
        groups.let_themselves_in().certainly().then_some(sign)
    })
}
