//! `Fn::Cidr` on IPv4 and IPv6 addresses.

use std::net::IpAddr;

/// How many blocks CloudFormation makes at most.
const MOST: u32 = 256;

/// The first `count` blocks of `2^bits` addresses in a block; why not, if there are none.
pub(super) fn blocks(block: &str, count: u32, bits: u32) -> Result<Vec<String>, String> {
    let no_block = || format!("`{block}` is not a block of addresses");
    let (address, prefix) = block.split_once('/').ok_or_else(no_block)?;
    let address: IpAddr = address.parse().map_err(|_| no_block())?;
    let (start, width) = match address {
        IpAddr::V4(it) => (u128::from(u32::from(it)), 32),
        IpAddr::V6(it) => (u128::from(it), 128),
    };
    let is_number = !prefix.is_empty() && prefix.bytes().all(|it| it.is_ascii_digit());
    let prefix: Option<u32> = prefix.parse().ok().filter(|it| is_number && *it <= width);
    let size = width - prefix.ok_or_else(no_block)?;
    check(count)?;
    // So many bits tell the blocks apart.
    let spare = size.checked_sub(bits).filter(|it| *it >= 32 || count <= 1 << *it);
    if spare.is_none() {
        return Err(format!("`{block}` does not have {count} blocks of {bits} bits"));
    }
    let mask = u128::MAX.checked_shl(size).unwrap_or(0);
    let at = |index: u32| {
        let offset = u128::from(index).checked_shl(bits).unwrap_or(0);
        let start = (start & mask) + offset;
        let address = match address {
            IpAddr::V4(_) => IpAddr::V4((start as u32).into()),
            IpAddr::V6(_) => IpAddr::V6(start.into()),
        };
        format!("{address}/{}", width - bits)
    };
    Ok((0..count).map(at).collect())
}

/// Why there cannot be so many blocks, if that is so.
pub(super) fn check(count: u32) -> Result<(), String> {
    match count {
        1..=MOST => Ok(()),
        _ => Err(format!("`Fn::Cidr` makes 1 to {MOST} blocks, not {count}")),
    }
}

#[cfg(test)]
mod tests {
    use super::blocks;

    #[test]
    fn blocks_lie_side_by_side() {
        for (block, count, bits, expected) in [
            ("10.0.0.0/24", 2, 5, "10.0.0.0/27 10.0.0.32/27"),
            ("10.1.2.3/16", 3, 8, "10.1.0.0/24 10.1.1.0/24 10.1.2.0/24"),
            ("0.0.0.0/0", 1, 32, "0.0.0.0/0"),
            ("10.0.0.1/32", 1, 0, "10.0.0.1/32"),
            ("2001:db8:1:2::/56", 2, 64, "2001:db8:1::/64 2001:db8:1:1::/64"),
            ("2001:db8::ff/120", 2, 4, "2001:db8::/124 2001:db8::10/124"),
            ("::/0", 2, 127, "::/1 8000::/1"),
        ] {
            let made = blocks(block, count, bits).expect(block);
            assert_eq!(made.join(" "), expected, "{block}");
        }
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        for (block, count, bits) in [
            ("10.0.0.0", 1, 8),
            ("10.0.0/24", 1, 1),
            ("10.0.0.0/33", 1, 1),
            ("10.0.0.0/+8", 1, 1),
            ("10.0.0.0/24", 0, 1),
            ("10.0.0.0/8", 257, 1),
            ("10.0.0.0/24", 5, 6),
            ("10.0.0.0/24", 1, 9),
            ("::/120", 2, 8),
            ("::/0", 1, 129),
        ] {
            assert!(blocks(block, count, bits).is_err(), "{block} {count} {bits}");
        }
    }
}
