//! What is inside of one cluster: the Helm releases and the manifests that go there.

use crate::aws::connection::Which;
use crate::aws::eks::Cluster;
use crate::truth::Truth;
use crate::world::{Resource, View};

pub(super) struct Inside<'w> {
    resource: Resource<'w>,
    cluster: Which<'w>,
    /// How many clusters are declared.
    pub(super) clusters: usize,
}

impl<'w> Inside<'w> {
    pub(super) fn of(resource: Resource<'w>, cluster: Which<'w>) -> Self {
        let clusters = resource.all::<Cluster<'_>>().count();
        Self { resource, cluster, clusters }
    }

    /// Every resource that is a `T` and may be there, with whether it is.
    pub(super) fn all<T: View<'w>>(&self) -> impl Iterator<Item = (Resource<'w>, T, Truth)> {
        let all = self.resource.all::<T>();
        let found = all.map(|(it, view)| (it, view, it.exists() & self.has(it)));
        found.filter(|(_, _, is_there)| is_there.possibly())
    }

    /// Whether something goes there. Where nothing tells, it goes to the only cluster there is.
    fn has(&self, it: Resource<'w>) -> Truth {
        let other = Which::of_connection(it);
        match self.cluster.is(&other) {
            Truth::Unknown(needs) if self.cluster.is_of_another_module(&other) => {
                Truth::Unknown(needs)
            }
            Truth::Unknown(_) if self.clusters <= 1 => Truth::Yes,
            Truth::Unknown(_) => {
                Truth::needs("the cluster that a Helm release or manifest goes to")
            }
            known => known,
        }
    }
}
