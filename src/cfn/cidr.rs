//! `Fn::Cidr` on IPv4 addresses.

use std::net::Ipv4Addr;

/// How many blocks CloudFormation makes at most.
pub(super) const MOST: u32 = 256;

/// The first `count` blocks of `2^bits` addresses in a block; none if they do not fit.
pub(super) fn blocks(block: &str, count: u32, bits: u32) -> Option<Vec<String>> {
    let (address, prefix) = block.split_once('/')?;
    let address: Ipv4Addr = address.parse().ok()?;
    let prefix: u32 = prefix.parse().ok().filter(|it| *it <= 32)?;
    let size = 32 - prefix;
    if bits > size || !(1..=MOST).contains(&count) || u64::from(count) > 1u64 << (size - bits) {
        return None;
    }
    let network = u64::from(u32::from(address)) >> size << size;
    let at = |index: u32| {
        let start = network + (u64::from(index) << bits);
        format!("{}/{}", Ipv4Addr::from(start as u32), 32 - bits)
    };
    Some((0..count).map(at).collect())
}
