//! Pools that choose the types of their nodes themselves: of Karpenter, and of EKS Auto Mode.

use super::{Chosen, Member, Nodes};
use crate::aws::eks::{BUILT_IN_POOLS, Cluster};
use crate::aws::karpenter::{ENCRYPTION_LABELS, NodePool, Plaintext};
use crate::evidence;
use crate::finding::Finding;
use crate::rule::{Report, show};
use crate::truth::Truth;
use crate::world::{Place, Resource};

/// What to say of pools that may choose a type that sends plaintext.
pub(super) struct Pool {
    place: Place,
    message: String,
    /// Other places that have a part in it.
    others: Vec<(Place, String)>,
    note: String,
}

/// The pools that Auto Mode has built in; none without Auto Mode.
pub fn built_in<'w>(resource: Resource<'w>, cluster: &Cluster<'w>) -> Option<Member<'w>> {
    let auto_mode = cluster.auto_mode.is(true);
    if !auto_mode.possibly() {
        return None;
    }
    let pools = cluster.node_pools.read();
    let mut built_in = pools
        .nodes
        .iter()
        .filter_map(|it| Some((it.as_text()?, it.place())))
        .filter(|(name, _)| BUILT_IN_POOLS.contains(name));
    let first = built_in.next();
    let any = match (&first, pools.needs) {
        (Some(_), _) => Truth::Yes,
        (None, Some(needs)) => Truth::Unknown(needs),
        (None, None) => Truth::No,
    };
    let others = built_in.map(|(name, place)| (place, format!("so may {name}"))).collect();
    let pool = first.map(|(name, place)| Pool {
        place,
        message: format!(
            "the pool {name} may choose m5.large, which does not encrypt traffic between nodes"
        ),
        others,
        note: "built-in pools choose among C, M and R types from the fifth generation on"
            .to_owned(),
    });
    let is_member = auto_mode & any;
    let chosen = Chosen::Pool(pool);
    let evidence = || evidence::for_cluster(resource, cluster);
    Some(Member { nodes: Nodes::weighed(is_member.clone(), chosen, evidence), is_member })
}

/// The nodes of a pool that a manifest declares.
pub fn declared<'w>(resource: Resource<'w>, pool: &NodePool<'_>) -> Nodes<'w> {
    let (plain, name) = match pool.plaintext() {
        Plaintext::Certain(name) => (Truth::Yes, name),
        Plaintext::Possible(needs) => (Truth::Unknown(needs), ""),
        Plaintext::None => (Truth::No, ""),
    };
    let [of_karpenter, of_auto_mode] = ENCRYPTION_LABELS;
    let label = if pool.is_of_auto_mode { of_auto_mode } else { of_karpenter };
    let place = pool.place();
    let is_elsewhere = place.span.file != resource.span().file;
    let declared = || (resource.place(), "declared here".to_owned());
    let told = Pool {
        place,
        message: format!(
            "this pool may choose {name}, which does not encrypt traffic between nodes"
        ),
        others: is_elsewhere.then(declared).into_iter().collect(),
        note: format!("no requirement keeps it to types that do, such as `{label}` in `true`"),
    };
    let chosen = Chosen::Pool(plain.certainly().then_some(told));
    Nodes::weighed(plain, chosen, || evidence::for_manifest(resource))
}

impl Pool {
    pub(super) fn flag(self, report: &mut Report) -> &mut Finding {
        let finding = report.flag(self.place, self.message);
        for (place, message) in self.others {
            show(finding, place, message);
        }
        finding.note(self.note);
        finding
    }

    pub(super) fn show(&self, finding: &mut Finding) {
        show(finding, self.place.clone(), self.message.clone());
        for (place, message) in &self.others {
            show(finding, place.clone(), message.clone());
        }
    }
}
