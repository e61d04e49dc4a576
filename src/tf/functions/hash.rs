//! Hashes.

use super::call::{Call, Outcome, invalid};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::Digest as _;

pub(super) fn md5(call: &Call<'_>) -> Outcome {
    call.new_text(hex(&md5::Md5::digest(call.text(0)?)))
}

pub(super) fn sha1(call: &Call<'_>) -> Outcome {
    call.new_text(hex(&sha1::Sha1::digest(call.text(0)?)))
}

pub(super) fn sha256(call: &Call<'_>) -> Outcome {
    call.new_text(hex(&sha2::Sha256::digest(call.text(0)?)))
}

pub(super) fn sha512(call: &Call<'_>) -> Outcome {
    call.new_text(hex(&sha2::Sha512::digest(call.text(0)?)))
}

pub(super) fn base64sha256(call: &Call<'_>) -> Outcome {
    call.new_text(STANDARD.encode(sha2::Sha256::digest(call.text(0)?)))
}

pub(super) fn base64sha512(call: &Call<'_>) -> Outcome {
    call.new_text(STANDARD.encode(sha2::Sha512::digest(call.text(0)?)))
}

/// The namespace of domain names. Those of URLs, of object identifiers and of directory names
/// differ from it in the last digit of the first group.
const DNS: u128 = 0x6ba7b810_9dad_11d1_80b4_00c04fd430c8;

/// <https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-5>
pub(super) fn uuidv5(call: &Call<'_>) -> Outcome {
    let nth = |it: u128| DNS + (it << 96);
    let namespace = match call.text(0)? {
        "dns" => DNS,
        "url" => nth(1),
        "oid" => nth(2),
        "x500" => nth(4),
        it => match parse(it) {
            Some(it) => it,
            None => return invalid(format!("{it:?} is not a UUID")),
        },
    };
    let mut hasher = sha1::Sha1::new();
    hasher.update(namespace.to_be_bytes());
    hasher.update(call.text(1)?);
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(hasher.finalize()).for_each(|(to, from)| *to = from);
    bytes[6] = bytes[6] & 0x0f | 0x50;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex = hex(&bytes);
    let parts = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
    call.new_text(parts.join("-"))
}

/// Reads `xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx`.
fn parse(text: &str) -> Option<u128> {
    let groups: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|it| it.len()).collect();
    let digits = groups.concat();
    let is_hex = digits.bytes().all(|it| it.is_ascii_hexdigit());
    if lengths != [8, 4, 4, 4, 12] || !is_hex {
        return None;
    }
    u128::from_str_radix(&digits, 16).ok()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|it| format!("{it:02x}")).collect()
}
