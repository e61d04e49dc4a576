//! Encryption by the network plugin: Cilium's and Calico's.

use super::inside::Inside;
use crate::aws::kubernetes::{HelmRelease, Manifest, NetworkPlugin, turns_wireguard_on};
use crate::truth::Truth;
use crate::world::Place;

pub(super) fn encrypts(inside: &Inside<'_>, insufficient: &mut Vec<(Place, String)>) -> Truth {
    let mut clears = Truth::No;
    for (_, manifest, is_there) in inside.all::<Manifest<'_>>() {
        for object in manifest.objects() {
            clears = clears | (is_there.clone() & turns_wireguard_on(&object));
        }
    }
    for (it, release, is_there) in inside.all::<HelmRelease<'_>>() {
        for (plugin, installs) in NetworkPlugin::of(&release) {
            let encrypts = release.value_is(plugin.setting, "true");
            // Calico's may also be turned on by a manifest.
            if (installs.clone() & !encrypts.clone() & !clears.clone()).certainly() {
                let message = format!("{} without `{}`", plugin.name, plugin.setting);
                insufficient.push((it.place(), message));
            }
            clears = clears | (is_there.clone() & installs & encrypts);
        }
    }
    clears
}
