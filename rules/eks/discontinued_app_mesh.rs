use crate::aws::appmesh::Mesh;
use crate::finding::Severity;
use crate::rule::{Report, Rule};
use crate::truth::Truth;
use crate::world::Resource;

pub(crate) static RULE: Rule = Rule {
    id: "eks-discontinued-app-mesh",
    severity: Severity::Warning,
    page: include_str!("discontinued_app_mesh.md"),
    controls: &[],
    related: &[],
    opt_in: false,
    check,
};

fn check(resource: Resource<'_>, report: &mut Report) {
    let Some(mesh) = resource.view::<Mesh>() else { return };
    // A finding on the mesh stands for all of its parts.
    let meshes = resource.others::<Mesh>().filter(|(_, it)| it.is_whole);
    let has_mesh = Truth::any(meshes.map(|(it, _)| it.exists()));
    if report.judge(Truth::from(mesh.is_whole) | !has_mesh) {
        report.flag(
            resource.place(),
            "AWS App Mesh was discontinued on 2026-09-30, and encrypts nothing any more",
        );
    }
}
