//! Which EC2 instance types encrypt the traffic between instances.
//!
//! The table is what `DescribeInstanceTypes` says under `NetworkInfo.EncryptionInTransitSupported`
//! ("Indicates whether the instance type automatically encrypts in-transit traffic between
//! instances"), gathered from the sources that the file names in `_meta`. Running on the Nitro
//! hypervisor is not enough: m5, c5, r5 and t3 do, and do not encrypt.
//! <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/data-protection.html#encryption-transit>

mod family;
mod nearest;

pub use family::{Family, Processor};
pub use nearest::{instead, nearest};

use std::collections::BTreeMap;
use std::sync::OnceLock;

use serde::Deserialize;

static TABLE: &str = include_str!("nitro_in_transit.json");

#[derive(Deserialize)]
struct Listed {
    supported: Option<bool>,
    ec2_docs_listed: bool,
    types: BTreeMap<String, Option<bool>>,
}

/// Whether instances of a type encrypt what they send each other; none if no source says so.
/// Sizes that are not listed go by their family, as does the name of a family on its own; a
/// SageMaker type (`ml.…`) is the EC2 type.
pub fn encrypts(instance_type: &str) -> Option<bool> {
    let instance_type = instance_type.trim().to_ascii_lowercase();
    let instance_type = instance_type.strip_prefix("ml.").unwrap_or(&instance_type);
    let family = instance_type.split_once('.').map_or(instance_type, |(family, _)| family);
    let family = families().get(family)?;
    match family.types.get(instance_type) {
        Some(listed) => *listed,
        None => family.supported,
    }
}

/// The types that are known not to encrypt, by name.
pub fn plaintext_types() -> impl Iterator<Item = &'static str> {
    types().filter(|(_, encrypts)| *encrypts == Some(false)).map(|(name, _)| name)
}

/// The types that are known, by name, and whether they encrypt.
pub fn types() -> impl Iterator<Item = (&'static str, Option<bool>)> {
    let types = families().values().flat_map(|it| &it.types);
    types.map(|(name, encrypts)| (&**name, *encrypts))
}

fn families() -> &'static BTreeMap<String, Listed> {
    static FAMILIES: OnceLock<BTreeMap<String, Listed>> = OnceLock::new();
    FAMILIES.get_or_init(|| {
        let mut table: BTreeMap<String, serde_json::Value> =
            serde_json::from_str(TABLE).expect("the table is JSON, as a test shows");
        table.remove("_meta");
        table
            .into_iter()
            .map(|(name, it)| {
                (name, serde_json::from_value(it).expect("a family, as a test shows"))
            })
            .collect()
    })
}

#[cfg(test)]
mod tests {
    use super::encrypts;

    #[test]
    fn types_are_looked_up_by_name_then_by_family() {
        for (name, expected) in [
            ("m5.large", Some(false)),
            ("m5n.large", Some(true)),
            ("t3.medium", Some(false)),
            ("m6i.large", Some(true)),
            ("ml.m5.xlarge", Some(false)),
            ("ml.p4d.24xlarge", Some(true)),
            ("M6I.Large", Some(true)),
            // A size that is not listed.
            ("m6i.999xlarge", Some(true)),
            ("m5.999xlarge", Some(false)),
            // A family.
            ("m5", Some(false)),
            ("c6i", Some(true)),
            // Listed, and no source says.
            ("m9g.metal-24xl", None),
            ("u7ib-12tb.224xlarge", None),
            // No such family, and no type at all.
            ("zz9.large", None),
            ("optimal", None),
            ("", None),
        ] {
            assert_eq!(encrypts(name), expected, "{name}");
        }
    }
}
