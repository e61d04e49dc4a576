//! Encryption by a service mesh: Istio's and Linkerd's. App Mesh is none any more.

use crate::aws::appmesh::Mesh;
use crate::aws::eks::Addon;
use crate::aws::istio::{ADDONS, CHART, PeerAuthentication};
use crate::aws::kubernetes::{HelmRelease, Manifest, Namespace, is_meshed_namespace};
use crate::truth::Truth;
use crate::world::{Place, Resource};

/// Whether one encrypts what pods send each other, whatever node they are on.
pub(super) fn encrypts(resource: Resource<'_>, insufficient: &mut Vec<(Place, String)>) -> Truth {
    for (it, mesh) in resource.all::<Mesh>() {
        if mesh.is_whole && it.exists().certainly() {
            let message = "App Mesh was discontinued on 2026-09-30".to_owned();
            insufficient.push((it.place(), message));
        }
    }
    istio(resource, insufficient) | linkerd(resource)
}

fn istio(resource: Resource<'_>, insufficient: &mut Vec<(Place, String)>) -> Truth {
    let mut note = |place: Place, message: &str| insufficient.push((place, message.to_owned()));
    for (it, release) in resource.all::<HelmRelease<'_>>() {
        if (it.exists() & release.installs(CHART)).certainly() {
            note(it.place(), "Istio is PERMISSIVE unless a policy says STRICT");
        }
    }
    for (it, addon) in resource.all::<Addon<'_>>() {
        if (it.exists() & addon.name.test(|it| ADDONS.contains(&it))).certainly() {
            note(addon.name.place(), "Istio is PERMISSIVE unless a policy says STRICT");
        }
    }
    let mut clears = Truth::No;
    for (it, manifest) in resource.all::<Manifest<'_>>() {
        for object in manifest.objects() {
            let Some(policy) = PeerAuthentication::of(&object) else { continue };
            if (!policy.is_strict()).certainly() {
                note(it.place(), "this policy is not STRICT");
            } else if (!policy.is_mesh_wide()).certainly() {
                note(it.place(), "not for the whole mesh");
            } else if (!policy.holds_for_every_port()).certainly() {
                note(it.place(), "not for every port");
            }
            clears = clears | (it.exists() & policy.keeps_plaintext_out());
        }
    }
    clears
}

/// Between pods that are meshed Linkerd encrypts by itself.
/// <https://linkerd.io/2/features/automatic-mtls/>
fn linkerd(resource: Resource<'_>) -> Truth {
    let installed = resource
        .all::<HelmRelease<'_>>()
        .map(|(it, release)| it.exists() & release.installs("linkerd-control-plane"));
    let installed = Truth::any(installed);
    if !installed.possibly() {
        return Truth::No;
    }
    let by_manifest = resource
        .all::<Manifest<'_>>()
        .filter(|(_, manifest)| manifest.objects().iter().any(is_meshed_namespace))
        .map(|(it, _)| it.exists());
    let by_namespace = resource
        .all::<Namespace<'_>>()
        .filter(|(_, namespace)| namespace.is_meshed())
        .map(|(it, _)| it.exists());
    let injected = Truth::any(by_manifest.chain(by_namespace));
    installed & (injected | Truth::needs("which pods Linkerd is injected into"))
}
