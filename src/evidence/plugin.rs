//! Encryption by the network plugin: Cilium's and Calico's.

use crate::aws::kubernetes::{HelmRelease, Manifest, NetworkPlugin, turns_wireguard_on};
use crate::truth::Truth;
use crate::world::{Place, Resource};

pub(super) fn encrypts(resource: Resource<'_>, insufficient: &mut Vec<(Place, String)>) -> Truth {
    let mut clears = Truth::No;
    for (it, manifest) in resource.all::<Manifest<'_>>() {
        for object in manifest.objects() {
            clears = clears | (it.exists() & turns_wireguard_on(&object));
        }
    }
    for (it, release) in resource.all::<HelmRelease<'_>>() {
        for (plugin, installs) in NetworkPlugin::of(&release) {
            let encrypts = release.value_is(plugin.setting, "true");
            // Calico's may also be turned on by a manifest.
            if (installs.clone() & !encrypts.clone() & !clears.clone()).certainly() {
                let message = format!("{} without `{}`", plugin.name, plugin.setting);
                insufficient.push((it.place(), message));
            }
            clears = clears | (it.exists() & installs & encrypts);
        }
    }
    clears
}
