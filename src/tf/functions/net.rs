//! Functions on network addresses.

use std::net::{Ipv4Addr, Ipv6Addr};

use super::call::{Call, Outcome, Stop, check_count, invalid};
use crate::value::{List, ListShape, Number, Type, Value};

/// A network: its first address and how many leading bits it fixes.
#[derive(Clone, Copy)]
struct Network {
    /// In the low 32 bits if it is of version 4.
    address: u128,
    prefix: u32,
    /// 32 or 128.
    bits: u32,
}

impl Network {
    fn parse(text: &str) -> Result<Self, Stop> {
        let wrong = || invalid(format!("invalid CIDR address {text:?}"));
        let Some((address, prefix)) = text.split_once('/') else { return wrong() };
        let is_number = !prefix.is_empty() && prefix.bytes().all(|it| it.is_ascii_digit());
        let Some((address, bits)) = parse_address(address) else { return wrong() };
        match prefix.parse::<u32>() {
            Ok(prefix) if is_number && prefix <= bits => {
                let network = Self { address, prefix, bits };
                Ok(Self { address: address & !network.host_mask(), ..network })
            }
            _ => wrong(),
        }
    }

    /// The bits that number the hosts.
    fn host_mask(self) -> u128 {
        mask(self.bits - self.prefix)
    }

    fn text(self) -> String {
        format!("{}/{}", show(self.address, self.bits), self.prefix)
    }

    /// The subnet of a number, with a prefix longer by some bits.
    fn subnet(self, bits: u32, number: u128) -> Result<Self, Stop> {
        let prefix = self.prefix.saturating_add(bits);
        if prefix > self.bits {
            return invalid(format!(
                "insufficient address space to extend prefix of {} by {bits}",
                self.prefix
            ));
        }
        if number > mask(bits) {
            return invalid(format!(
                "prefix extension of {bits} does not accommodate a subnet numbered {number}"
            ));
        }
        let offset = number.checked_shl(self.bits - prefix).unwrap_or(0);
        Ok(Self { address: self.address | offset, prefix, ..self })
    }
}

/// As many one bits.
fn mask(bits: u32) -> u128 {
    1_u128.checked_shl(bits).map_or(u128::MAX, |it| it - 1)
}

/// An address and its length in bits. As in Terraform, leading zeros mean nothing.
fn parse_address(text: &str) -> Option<(u128, u32)> {
    if text.contains(':') {
        return Some((text.parse::<Ipv6Addr>().ok()?.to_bits(), 128));
    }
    let mut address: u128 = 0;
    let mut count = 0;
    for part in text.split('.') {
        if part.is_empty() || !part.bytes().all(|it| it.is_ascii_digit()) {
            return None;
        }
        let digits = part.trim_start_matches('0');
        let byte = if digits.is_empty() { 0 } else { digits.parse::<u8>().ok()? };
        address = address.checked_mul(256)? + u128::from(byte);
        count += 1;
        if count > 4 {
            return None;
        }
    }
    (count == 4).then_some((address, 32))
}

fn show(address: u128, bits: u32) -> String {
    match u32::try_from(address) {
        Ok(it) if bits == 32 => Ipv4Addr::from_bits(it).to_string(),
        _ => Ipv6Addr::from_bits(address).to_string(),
    }
}

/// A whole number as its sign and size.
fn whole(number: Number) -> Result<(bool, u128), Stop> {
    match number.as_i128() {
        Some(it) => Ok((it < 0, it.unsigned_abs())),
        None if number.is_whole() => Err(Stop::Limit(crate::tf::limits::NUMBER)),
        None => invalid("a whole number is required"),
    }
}

/// Negative numbers count from the end.
pub(super) fn cidrhost(call: &Call<'_>) -> Outcome {
    let network = Network::parse(call.text(0)?)?;
    let (negative, size) = whole(call.number(1)?)?;
    let last = network.host_mask();
    let fits = if negative { size.saturating_sub(1) <= last } else { size <= last };
    if !fits {
        let sign = if negative { "-" } else { "" };
        return invalid(format!(
            "prefix of {} does not accommodate a host numbered {sign}{size}",
            network.prefix
        ));
    }
    let host = if negative { last - (size - 1) } else { size };
    call.new_text(show(network.address | host, network.bits))
}

pub(super) fn cidrnetmask(call: &Call<'_>) -> Outcome {
    let network = Network::parse(call.text(0)?)?;
    if network.bits != 32 {
        return invalid("IPv6 addresses cannot have a netmask");
    }
    call.new_text(show(mask(32) & !network.host_mask(), 32))
}

pub(super) fn cidrsubnet(call: &Call<'_>) -> Outcome {
    let network = Network::parse(call.text(0)?)?;
    let bits = new_bits(call.number(1)?)?;
    match whole(call.number(2)?)? {
        // Terraform gives an address out of the network.
        (true, size) if size > 0 => Err(Stop::Function),
        (_, number) => call.new_text(network.subnet(bits, number)?.text()),
    }
}

fn new_bits(number: Number) -> Result<u32, Stop> {
    match whole(number)? {
        (false, it) => Ok(u32::try_from(it).unwrap_or(u32::MAX)),
        (true, _) => invalid("must extend the prefix by at least one bit"),
    }
}

/// Each subnet follows the one before it, on the next boundary of its own size.
pub(super) fn cidrsubnets(call: &Call<'_>) -> Outcome {
    let network = Network::parse(call.text(0)?)?;
    check_count(call.args.len())?;
    let mut items = Vec::new();
    let mut next = Some(network.address);
    for index in 1..call.args.len() {
        let bits = new_bits(call.number(index)?)?;
        if bits == 0 {
            return invalid("must extend the prefix by at least one bit");
        }
        let size = network.subnet(bits, 0)?;
        let first = next
            .and_then(|it| it.checked_add(size.host_mask()))
            .map(|it| it & !size.host_mask())
            .filter(|it| it & !network.host_mask() == network.address);
        let Some(first) = first else {
            return invalid("not enough remaining address space for a subnet");
        };
        let subnet = Network { address: first, ..size };
        next = first.checked_add(size.host_mask()).and_then(|it| it.checked_add(1));
        items.push(Value::text(subnet.text(), call.span).made_from(call.span, call.args));
    }
    call.new_list(List::new(ListShape::List(Type::Text), items))
}
