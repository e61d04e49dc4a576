//! Encryption by the network plugin: Cilium's and Calico's.

use crate::aws::kubernetes::{HelmRelease, Manifest, is_at};
use crate::truth::Truth;
use crate::world::{Place, Resource};

/// The charts, and the value of each that turns its encryption on.
/// <https://docs.cilium.io/en/stable/security/network/encryption/>
/// <https://docs.tigera.io/calico/latest/network-policy/encrypt-cluster-pod-traffic>
const CHARTS: [(&str, &str, &str); 2] = [
    ("cilium", "Cilium", "encryption.enabled"),
    ("tigera-operator", "Calico", "defaultFelixConfiguration.wireguardEnabled"),
];

pub(super) fn encrypts(resource: Resource<'_>, insufficient: &mut Vec<(Place, String)>) -> Truth {
    let mut clears = Truth::No;
    for (it, manifest) in resource.all::<Manifest<'_>>() {
        for object in manifest.objects() {
            let wireguard = is_at(&object, "spec.wireguardEnabled", "true");
            clears =
                clears | (it.exists() & is_at(&object, "kind", "FelixConfiguration") & wireguard);
        }
    }
    for (it, release) in resource.all::<HelmRelease<'_>>() {
        for (chart, name, value) in CHARTS {
            let installs = release.installs(chart);
            if !installs.possibly() {
                continue;
            }
            let encrypts = release.value_is(value, &["true"]);
            // Calico's may also be turned on by a manifest.
            if (installs.clone() & !encrypts.clone() & !clears.clone()).certainly() {
                insufficient.push((it.place(), format!("{name} without `{value}`")));
            }
            clears = clears | (it.exists() & installs & encrypts);
        }
    }
    clears
}
