//! Encryption by a service mesh: Istio's and Linkerd's. App Mesh is none any more.

use super::inside::Inside;
use crate::aws::appmesh::Mesh;
use crate::aws::eks::Addon;
use crate::aws::istio::{ADDONS, CHART, PeerAuthentication};
use crate::aws::kubernetes::{HelmRelease, Manifest, Namespace, is_meshed_namespace};
use crate::truth::Truth;
use crate::world::{Place, Resource};

/// Whether one encrypts what pods send each other, whatever node they are on.
pub(super) fn encrypts(
    resource: Resource<'_>,
    inside: &Inside<'_>,
    insufficient: &mut Vec<(Place, String)>,
) -> Truth {
    for (it, mesh) in resource.all::<Mesh>() {
        if mesh.is_whole && it.exists().certainly() {
            let message = "App Mesh was discontinued on 2026-09-30".to_owned();
            insufficient.push((it.place(), message));
        }
    }
    istio(resource, inside, insufficient) | linkerd(inside)
}

fn istio(
    resource: Resource<'_>,
    inside: &Inside<'_>,
    insufficient: &mut Vec<(Place, String)>,
) -> Truth {
    let mut note = |place: Place, message: &str| insufficient.push((place, message.to_owned()));
    for (it, release, is_there) in inside.all::<HelmRelease<'_>>() {
        if (is_there & release.installs(CHART)).certainly() {
            note(it.place(), "Istio is PERMISSIVE unless a policy says STRICT");
        }
    }
    for (it, addon) in resource.all::<Addon<'_>>() {
        if (it.exists() & addon.name.test(|it| ADDONS.contains(&it))).certainly() {
            note(addon.name.place(), "Istio is PERMISSIVE unless a policy says STRICT");
        }
    }
    let mut clears = Truth::No;
    for (it, manifest, is_there) in inside.all::<Manifest<'_>>() {
        for object in manifest.objects() {
            let Some(policy) = PeerAuthentication::of(&object) else { continue };
            if (!policy.is_strict()).certainly() {
                note(it.place(), "this policy is not STRICT");
            } else if (!policy.is_mesh_wide()).certainly() {
                note(it.place(), "not for the whole mesh");
            } else if (!policy.holds_for_every_port()).certainly() {
                note(it.place(), "not for every port");
            }
            clears = clears | (is_there.clone() & policy.keeps_plaintext_out());
        }
    }
    clears
}

/// Between pods that are meshed Linkerd encrypts by itself.
/// <https://linkerd.io/2/features/automatic-mtls/>
fn linkerd(inside: &Inside<'_>) -> Truth {
    let installed = inside
        .all::<HelmRelease<'_>>()
        .map(|(_, release, is_there)| is_there & release.installs("linkerd-control-plane"));
    let installed = Truth::any(installed);
    if !installed.possibly() {
        return Truth::No;
    }
    let by_manifest = inside
        .all::<Manifest<'_>>()
        .filter(|(_, manifest, _)| manifest.objects().iter().any(is_meshed_namespace))
        .map(|(_, _, is_there)| is_there);
    let by_namespace = inside
        .all::<Namespace<'_>>()
        .filter(|(_, namespace, _)| namespace.is_meshed())
        .map(|(_, _, is_there)| is_there);
    let injected = Truth::any(by_manifest.chain(by_namespace));
    installed & (injected | Truth::needs("which pods Linkerd is injected into"))
}
