//! AWS App Mesh, which was discontinued on 2026-09-30.
//! <https://docs.aws.amazon.com/app-mesh/latest/userguide/what-is-app-mesh.html>

use crate::world::{Kinds, Resource, View};

/// A mesh, or a part of one that is declared elsewhere.
pub struct Mesh {
    /// Whether it is the mesh itself.
    pub is_whole: bool,
}

const KINDS: [Kinds; 3] = [
    Kinds {
        cloudformation: "AWS::AppMesh::Mesh",
        terraform: "aws_appmesh_mesh",
        awscc: "",
        api: "",
    },
    Kinds {
        cloudformation: "AWS::AppMesh::VirtualNode",
        terraform: "aws_appmesh_virtual_node",
        awscc: "",
        api: "",
    },
    Kinds {
        cloudformation: "AWS::AppMesh::VirtualGateway",
        terraform: "aws_appmesh_virtual_gateway",
        awscc: "",
        api: "",
    },
];

impl<'w> View<'w> for Mesh {
    fn of(resource: Resource<'w>) -> Option<Self> {
        let kind = KINDS.iter().position(|it| resource.of_kind(*it).is_some())?;
        Some(Self { is_whole: kind == 0 })
    }
}
