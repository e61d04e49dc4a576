//! What a team says of a cluster or a VPC, and what the source does not show.

use crate::truth::Truth;
use crate::world::Resource;

/// That what goes on in something is encrypted by what is installed from elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attested {
    /// Tells those of a run apart.
    pub id: usize,
    pub what: Covered,
    /// An address, or the name that AWS knows it by.
    pub name: String,
}

/// What can be covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Covered {
    Cluster,
    Vpc,
}

/// What something goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name<'w> {
    /// As [`crate::graph::Resource::address`], or as a reference has it.
    Address(&'w str),
    /// What AWS knows it by.
    Own(&'w str),
}

impl Name<'_> {
    /// A block stands for its instances, a module and a nested stack for what is in them; and a
    /// logical ID for a resource in whichever stack.
    pub fn is_meant_by(self, said: &str) -> bool {
        match self {
            Name::Own(name) => name == said,
            Name::Address(address) => {
                let rest = address.strip_prefix(said);
                rest.is_some_and(|it| it.is_empty() || it.starts_with(['[', '.', '/']))
                    || address.rsplit_once('/').is_some_and(|(_, last)| last == said)
            }
        }
    }
}

impl<'w> Resource<'w> {
    /// Whether something is attested that goes by one of these names; they are asked for only
    /// where anything is attested. What is not known to be meant is not.
    pub fn is_attested(self, what: Covered, names: impl FnOnce() -> Vec<Name<'w>>) -> Truth {
        let said: Vec<_> = self.world.attested.iter().filter(|it| it.what == what).collect();
        if said.is_empty() {
            return Truth::No;
        }
        let names = names();
        let is_meant = |it: &&Attested| names.iter().any(|name| name.is_meant_by(&it.name));
        let meant: Vec<usize> = said.into_iter().filter(is_meant).map(|it| it.id).collect();
        let is_attested = !meant.is_empty();
        self.world.relied_on.borrow_mut().extend(meant);
        is_attested.into()
    }
}

#[cfg(test)]
mod tests {
    use super::Name;

    #[test]
    fn an_address_stands_for_what_is_in_it() {
        for (said, address, is_meant) in [
            ("aws_eks_cluster.main", "aws_eks_cluster.main", true),
            ("aws_eks_cluster.main", "aws_eks_cluster.main[0]", true),
            ("aws_eks_cluster.main", "aws_eks_cluster.main2", false),
            ("aws_eks_cluster.main[1]", "aws_eks_cluster.main[0]", false),
            ("module.eks", "module.eks[\"a\"].aws_eks_cluster.this[0]", true),
            ("module.eks", "module.eks_other.aws_eks_cluster.this[0]", false),
            ("aws_eks_cluster.this", "module.eks.aws_eks_cluster.this", false),
            ("Cluster", "Platform/Cluster", true),
            ("Platform", "Platform/Cluster", true),
            ("Platform/Cluster", "Other/Cluster", false),
        ] {
            assert_eq!(Name::Address(address).is_meant_by(said), is_meant, "{said} {address}");
        }
        assert!(Name::Own("main").is_meant_by("main"));
        assert!(!Name::Own("main.x").is_meant_by("main"));
    }
}
