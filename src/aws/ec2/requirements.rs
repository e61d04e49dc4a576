//! Attributes by which AWS chooses instance types, where no type is named.

use crate::aws::nitro;
use crate::truth::{Needs, Truth};
use crate::world::{Field, List, Node, Place, State};

/// What the common families have, the smallest and cheapest first: cores, gibibytes, and the type
/// that does not encrypt, if there is one.
///
/// Unless it is told otherwise AWS chooses no type that costs much more than the cheapest with the
/// same attributes, so of those that are large enough only the first is sure to be one.
/// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceRequirements.html>
const SIZES: [(i64, i64, Option<&str>); 24] = [
    (2, 4, Some("c5.large")),
    (2, 8, Some("m5.large")),
    (2, 16, Some("r5.large")),
    (4, 8, Some("c5.xlarge")),
    (4, 16, Some("m5.xlarge")),
    (4, 32, Some("r5.xlarge")),
    (8, 16, Some("c5.2xlarge")),
    (8, 32, Some("m5.2xlarge")),
    (8, 64, Some("r5.2xlarge")),
    (16, 32, Some("c5.4xlarge")),
    (16, 64, Some("m5.4xlarge")),
    (16, 128, Some("r5.4xlarge")),
    (32, 64, None),
    (32, 128, Some("m5.8xlarge")),
    (32, 256, Some("r5.8xlarge")),
    (48, 96, Some("c5.12xlarge")),
    (48, 192, Some("m5.12xlarge")),
    (48, 384, Some("r5.12xlarge")),
    (64, 128, None),
    (64, 256, Some("m5.16xlarge")),
    (64, 512, Some("r5.16xlarge")),
    (96, 192, Some("c5.24xlarge")),
    (96, 384, Some("m5.24xlarge")),
    (96, 768, Some("r5.24xlarge")),
];

/// What would keep to types that encrypt. Of all that choose types only fleets have it, and in
/// Terraform not even those; where one is written for all that, what it does is not known.
const ENCRYPTION: [&str; 2] = ["RequireEncryptionInTransit", "require_encryption_in_transit"];

/// There are types with one core, which cost less than any of those.
const FEWEST_CORES: i64 = 2;

pub struct Requirements<'w> {
    /// What introduces them.
    pub place: Place,
    cores: Range<'w>,
    mebibytes: Range<'w>,
    allowed: List<'w>,
    excluded: List<'w>,
    manufacturers: List<'w>,
    generations: List<'w>,
    /// What an ordinary type is not.
    special: [Field<'w, &'w str>; 3],
    /// Of what an ordinary type has not, or what is not known of it.
    others: [Field<'w, ()>; 15],
    is_about_encryption: bool,
    /// Whether they keep to types that encrypt; none where nothing can say so.
    encryption: Option<Field<'w, bool>>,
}

struct Range<'w> {
    min: Field<'w, i64>,
    max: Field<'w, i64>,
}

/// The types that they leave to choose.
pub enum Choice<'w> {
    /// Those that are allowed, one by one or by families: as good as types that are named.
    Named(Vec<(&'w str, Place)>),
    /// Whether any does not encrypt; and one that does not.
    Any(Truth, Option<&'static str>),
}

impl<'w> Requirements<'w> {
    pub fn of(it: &Node<'w>) -> Self {
        Self {
            place: it.introduction(),
            cores: Range {
                min: it.number(("VCpuCount.Min", "vcpu_count.min")),
                max: it.number(("VCpuCount.Max", "vcpu_count.max")),
            },
            mebibytes: Range {
                min: it.number(("MemoryMiB.Min", "memory_mib.min")),
                max: it.number(("MemoryMiB.Max", "memory_mib.max")),
            },
            allowed: it.values(("AllowedInstanceTypes", "allowed_instance_types")),
            excluded: it.values(("ExcludedInstanceTypes", "excluded_instance_types")),
            manufacturers: it.values(("CpuManufacturers", "cpu_manufacturers")),
            generations: it.values(("InstanceGenerations", "instance_generations")),
            special: [
                it.text(("BareMetal", "bare_metal")),
                it.text(("BurstablePerformance", "burstable_performance")),
                it.text(("LocalStorage", "local_storage")),
            ],
            others: [
                it.any(("AcceleratorCount", "accelerator_count")),
                it.any(("AcceleratorManufacturers", "accelerator_manufacturers")),
                it.any(("AcceleratorNames", "accelerator_names")),
                it.any(("AcceleratorTotalMemoryMiB", "accelerator_total_memory_mib")),
                it.any(("AcceleratorTypes", "accelerator_types")),
                it.any(("BaselineEbsBandwidthMbps", "baseline_ebs_bandwidth_mbps")),
                it.any(("BaselinePerformanceFactors", "")),
                it.any(("LocalStorageTypes", "local_storage_types")),
                it.any((
                    "MaxSpotPriceAsPercentageOfOptimalOnDemandPrice",
                    "max_spot_price_as_percentage_of_optimal_on_demand_price",
                )),
                it.any(("MemoryGiBPerVCpu", "memory_gib_per_vcpu")),
                it.any(("NetworkBandwidthGbps", "network_bandwidth_gbps")),
                it.any(("NetworkInterfaceCount", "network_interface_count")),
                it.any((
                    "OnDemandMaxPricePercentageOverLowestPrice",
                    "on_demand_max_price_percentage_over_lowest_price",
                )),
                it.any((
                    "SpotMaxPricePercentageOverLowestPrice",
                    "spot_max_price_percentage_over_lowest_price",
                )),
                it.any(("TotalLocalStorageGB", "total_local_storage_gb")),
            ],
            is_about_encryption: it
                .items()
                .nodes
                .iter()
                .any(|it| it.entries().iter().any(|(key, _)| ENCRYPTION.contains(key))),
            encryption: None,
        }
    }

    /// Those of a fleet, which can do more.
    /// <https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceRequirements.html>
    pub fn of_fleet(it: &Node<'w>) -> Self {
        let encryption = it.bool(("RequireEncryptionInTransit", ""));
        let is_here = encryption.is_written().possibly();
        Self {
            encryption: is_here.then_some(encryption),
            is_about_encryption: false,
            ..Self::of(it)
        }
    }

    /// Whether they keep to a list of types at all.
    pub fn has_allowed(&self) -> Truth {
        let allowed = self.allowed.read();
        Truth::from(!allowed.nodes.is_empty()) | allowed.needs.map_or(Truth::No, Truth::Unknown)
    }

    /// `name` is what they belong to.
    pub fn choice(&self, name: &str) -> Choice<'w> {
        match self.encryption.as_ref().map_or(Truth::No, |it| it.is(true)) {
            Truth::Yes => return Choice::Any(Truth::No, None),
            Truth::Unknown(needs) => return Choice::Any(Truth::Unknown(needs), None),
            Truth::No => (),
        }
        let unclear = || Needs::from([format!("which types {name} chooses by attributes")]);
        let allowed = self.allowed.read();
        if let Some(needs) = allowed.needs {
            return Choice::Any(Truth::Unknown(needs), None);
        }
        let named: Option<Vec<_>> = allowed
            .nodes
            .iter()
            .map(|it| Some((it.as_text().filter(|it| is_named(it))?, it.place())))
            .collect();
        if let Some(named) = named.filter(|it| !it.is_empty()) {
            return Choice::Named(named);
        }
        let patterns: Vec<_> = allowed.nodes.iter().filter_map(Node::as_text).collect();
        if !patterns.is_empty()
            && patterns.len() == allowed.nodes.len()
            && patterns.iter().all(|it| all_encrypt(it))
        {
            return Choice::Any(Truth::No, None);
        }
        match self.first_plaintext(&patterns) {
            Ok(Some(it)) => Choice::Any(Truth::Yes, Some(it)),
            Ok(None) => Choice::Any(Truth::Unknown(unclear()), None),
            Err(needs) => Choice::Any(Truth::Unknown(needs), None),
        }
    }

    /// The first type that is large enough, if it is sure that AWS may choose it and that it does
    /// not encrypt.
    fn first_plaintext(&self, allowed: &[&str]) -> Result<Option<&'static str>, Needs> {
        let cores = self.cores.read()?;
        let mebibytes = self.mebibytes.read()?;
        if cores.0 < FEWEST_CORES || self.is_about_encryption {
            return Ok(None);
        }
        let fits = |(least, most): (i64, i64), own: i64| own >= least && own <= most;
        let first =
            SIZES.iter().find(|it| fits(cores, it.0) && fits(mebibytes, it.1.saturating_mul(1024)));
        let Some(name) = first.and_then(|it| it.2) else { return Ok(None) };
        let allowed = Truth::from(allowed.is_empty() || allowed.iter().any(|it| fits_in(name, it)));
        let is_ordinary = self.special.iter().map(|it| !it.is("required"));
        let says_no_more = self.others.iter().map(|it| !it.is_written());
        // Which generations are current changes with time.
        let is_of_any_generation = holds(&self.generations, |it| it == "current")
            & holds(&self.generations, |it| it == "previous");
        let may_be_chosen = allowed
            & !holds(&self.excluded, |it| fits_in(name, it))
            & (is_empty(&self.manufacturers) | holds(&self.manufacturers, |it| it == "intel"))
            & (is_empty(&self.generations) | is_of_any_generation)
            & Truth::all(is_ordinary)
            & Truth::all(says_no_more);
        match may_be_chosen {
            Truth::Yes => Ok(Some(name)),
            Truth::No => Ok(None),
            Truth::Unknown(needs) => Err(needs),
        }
    }
}

impl Range<'_> {
    /// What is not set is no bound.
    fn read(&self) -> Result<(i64, i64), Needs> {
        let bound = |field: &Field<'_, i64>, none| match field.state() {
            State::Set(it) => Ok(it),
            State::Unset => Ok(none),
            State::Unknown(needs) => Err(needs),
        };
        Ok((bound(&self.min, 0)?, bound(&self.max, i64::MAX)?))
    }
}

fn is_empty(list: &List<'_>) -> Truth {
    let items = list.read();
    Truth::from(items.nodes.is_empty()) & !items.needs.map_or(Truth::No, Truth::Unknown)
}

fn holds(list: &List<'_>, is: impl Fn(&str) -> bool) -> Truth {
    let items = list.read();
    let known = items.nodes.iter().any(|it| it.as_text().is_some_and(&is));
    Truth::from(known) | items.needs.map_or(Truth::No, Truth::Unknown)
}

/// Whether it stands for one type, or for some of one family, that is known to encrypt or not to.
fn is_named(pattern: &str) -> bool {
    let family = pattern.split_once('.').map(|(family, _)| family);
    family.is_some_and(|it| !it.contains('*')) && nitro::encrypts(pattern).is_some()
}

/// Whether it stands for types that are known to encrypt, and for no others.
fn all_encrypt(pattern: &str) -> bool {
    if is_named(pattern) {
        return nitro::encrypts(pattern) == Some(true);
    }
    let mut types = nitro::types().filter(|(name, _)| fits_in(name, pattern)).peekable();
    types.peek().is_some() && types.all(|(_, encrypts)| encrypts == Some(true))
}

/// Whether a type is one of those that a pattern stands for, in which `*` is anything.
fn fits_in(name: &str, pattern: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|it| name.strip_prefix(it)) else { return false };
    let Some(last) = parts.next_back() else { return rest.is_empty() };
    for part in parts {
        match rest.split_once(part) {
            Some((_, after)) => rest = after,
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::{SIZES, all_encrypt, fits_in};
    use crate::aws::nitro;

    #[test]
    fn patterns_stand_for_types() {
        for (name, pattern, expected) in [
            ("m5.large", "m5.large", true),
            ("m5.large", "m5.*", true),
            ("m5.large", "m5*", true),
            ("m5n.large", "m5*", true),
            ("m5n.large", "m5.*", false),
            ("m5.large", "*", true),
            ("m5.large", "*5*", true),
            ("m5.large", "m*.large", true),
            ("m5.xlarge", "m*.large", false),
            ("m5.large", "m5", false),
            ("m5.large", "m5.large*large", false),
            ("m5.large", "", false),
        ] {
            assert_eq!(fits_in(name, pattern), expected, "{name} in {pattern}");
        }
    }

    #[test]
    fn patterns_of_families_that_encrypt_encrypt() {
        for (pattern, expected) in
            [("m6i*", true), ("c7*", true), ("m5*", false), ("m6*", false), ("zz9*", false)]
        {
            assert_eq!(all_encrypt(pattern), expected, "{pattern}");
        }
    }

    #[test]
    fn the_types_of_the_sizes_do_not_encrypt() {
        assert!(SIZES.is_sorted());
        for name in SIZES.iter().filter_map(|it| it.2) {
            let listed = nitro::types().find(|(it, _)| *it == name);
            assert_eq!(listed, Some((name, Some(false))), "{name}");
        }
    }
}
