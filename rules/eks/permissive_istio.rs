use crate::aws::eks::Addon;
use crate::aws::istio::{ADDONS, CHART, Mode, PeerAuthentication};
use crate::aws::kubernetes::{HelmRelease, Manifest};
use crate::finding::{Change, Severity, Wish};
use crate::rule::{Report, Rule, show};
use crate::truth::Truth;
use crate::world::{Place, Resource};

pub(crate) static RULE: Rule = Rule {
    id: "eks-permissive-istio",
    severity: Severity::Warning,
    page: include_str!("permissive_istio.md"),
    controls: &[],
    related: &["SC-8", "SC-8(1)", "SC-13"],
    opt_in: false,
    check,
};

fn check(resource: Resource<'_>, report: &mut Report) {
    if let Some(manifest) = resource.view::<Manifest<'_>>() {
        for object in manifest.objects() {
            if let Some(policy) = PeerAuthentication::of(&object) {
                check_policy(resource, &policy, report);
            }
        }
    }
    if let Some(release) = resource.view::<HelmRelease<'_>>() {
        check_installation(resource, release.installs(CHART), release.chart.place(), report);
    }
    if let Some(addon) = resource.view::<Addon<'_>>() {
        let installs = addon.name.test(|it| ADDONS.contains(&it));
        check_installation(resource, installs, addon.name.place(), report);
    }
}

fn check_policy(resource: Resource<'_>, policy: &PeerAuthentication<'_>, report: &mut Report) {
    let modes = match policy.permissive() {
        Ok(modes) => modes,
        Err(needs) => {
            report.judge(Truth::Unknown(needs));
            return;
        }
    };
    let wanted: Option<Vec<Change>> = modes.iter().map(strict).collect();
    let mut modes = modes.into_iter();
    let first = modes.next();
    if !report.judge(first.is_some().into()) {
        return;
    }
    let Some(first) = first else { return };
    let message = match (&*first.name, &first.port) {
        ("UNSET", _) => "no mode, so PERMISSIVE: pods of the mesh accept plaintext".to_owned(),
        (name, None) => format!("{name}, so pods {} plaintext", accept(name)),
        (name, Some(port)) => {
            format!("port {port} is {name}, so pods {} plaintext there", accept(name))
        }
    };
    let elsewhere = first.place.span.file != resource.span().file;
    let finding = report.flag(first.place, message);
    for it in modes {
        let port = it.port.unwrap_or_default();
        show(finding, it.place, format!("nor is port {port} STRICT"));
    }
    if elsewhere {
        show(finding, resource.place(), "declared here");
    }
    finding.want_all(wanted);
}

/// The change that makes a mode strict; none where it is not written, or where somebody wants pods
/// to speak plaintext.
fn strict(mode: &Mode) -> Option<Change> {
    let old = "PERMISSIVE";
    (mode.name == old).then(|| Change {
        title: "set `mode` to STRICT, which refuses clients outside of the mesh".to_owned(),
        is_safe: false,
        at: mode.place.span,
        keys: Vec::new(),
        in_blocks: false,
        value: Wish::Word { old: old.to_owned(), new: "STRICT".to_owned() },
    })
}

fn accept(mode: &str) -> &'static str {
    if mode == "DISABLE" { "speak" } else { "accept" }
}

/// An installation of Istio for which no policy of the whole mesh is declared.
fn check_installation(resource: Resource<'_>, installs: Truth, place: Place, report: &mut Report) {
    // What is not known to be Istio may be anything.
    if !installs.certainly() {
        return;
    }
    let has_policy = resource.all::<Manifest<'_>>().map(|(it, manifest)| {
        let objects = manifest.objects();
        let policies = objects.iter().filter_map(PeerAuthentication::of);
        let declared = Truth::any(policies.map(|it| it.is_mesh_wide()));
        it.exists() & (declared | manifest.doubt().map_or(Truth::No, Truth::Unknown))
    });
    if !report.judge(!Truth::any(has_policy)) {
        return;
    }
    let finding = report.flag(place, "no policy for the whole mesh, so pods accept plaintext");
    finding.severity = Severity::Note;
    finding.note("a PeerAuthentication that is STRICT may be installed from elsewhere");
}
