//! Finding resources: those of a kind, those of a name.

use crate::graph;
use crate::world::{Path, Resource, View, World};

impl<'w> World<'w> {
    /// Every resource that is a `T`, in the order of the graph.
    pub(super) fn all<T: View<'w>>(&'w self) -> impl Iterator<Item = (Resource<'w>, T)> {
        let kinds = self.graph.kinds().filter(|it| self.is_kind::<T>(it));
        self.at(kinds.flatten().copied().collect())
    }

    /// Every resource that is a `T` and may have a text for that property.
    pub(super) fn named<T: View<'w>>(
        &'w self,
        path: Path,
        text: &str,
    ) -> impl Iterator<Item = (Resource<'w>, T)> {
        let kinds = self.graph.kinds().filter(|it| self.is_kind::<T>(it));
        let of_kind = |it: &[usize]| {
            let like = self.first(it)?;
            let property = path.in_full(like.language);
            Some(self.graph.named(like, &property, text))
        };
        self.at(kinds.filter_map(of_kind).flatten().collect())
    }

    /// Whether resources of a kind, of which these are all, are `T`s.
    fn is_kind<T: View<'w>>(&'w self, all: &[usize]) -> bool {
        self.first(all).is_some_and(|it| T::of(self.resource(it)).is_some())
    }

    fn first(&'w self, all: &[usize]) -> Option<&'w graph::Resource> {
        self.graph.resources().get(*all.first()?)
    }

    fn at<T: View<'w>>(
        &'w self,
        mut positions: Vec<usize>,
    ) -> impl Iterator<Item = (Resource<'w>, T)> {
        positions.sort_unstable();
        positions.into_iter().filter_map(|it| {
            let resource = self.resource(self.graph.resources().get(it)?);
            Some((resource, T::of(resource)?))
        })
    }
}
