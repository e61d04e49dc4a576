//! Base64, of UTF-8 and of other encodings.

use super::call::{Call, Outcome, Stop, invalid};
use crate::value::TextBuilder;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Of a text with holes, what comes before the first of them.
pub(super) fn encode(call: &Call<'_>) -> Outcome {
    let text = call.pieces(0)?;
    if let Some(it) = text.as_str() {
        return call.new_text(STANDARD.encode(it));
    }
    let known = text.prefix().as_bytes();
    // Three bytes are four characters.
    started(call, STANDARD.encode(&known[..known.len() / 3 * 3]))
}

pub(super) fn decode(call: &Call<'_>) -> Outcome {
    let text = call.pieces(0)?;
    if let Some(it) = text.as_str() {
        return match String::from_utf8(bytes(it)?) {
            Ok(it) => call.new_text(it),
            Err(_) => invalid("what is encoded is not valid UTF-8"),
        };
    }
    let known: String = text.prefix().chars().filter(|it| !matches!(it, '\r' | '\n')).collect();
    let known = known.get(..known.len() / 4 * 4).unwrap_or_default();
    let decoded = STANDARD.decode(known).unwrap_or_default();
    let chunk = decoded.utf8_chunks().next();
    started(call, chunk.map(|it| it.valid().to_owned()).unwrap_or_default())
}

/// A text of which only the start is known.
fn started(call: &Call<'_>, start: String) -> Outcome {
    let mut builder = TextBuilder::default();
    builder.literal(&start, call.span, false);
    builder.hole(call.hole(call.arg(0)?));
    call.built(builder)
}

/// Line breaks in it count for nothing.
fn bytes(text: &str) -> Result<Vec<u8>, Stop> {
    let joined: String = text.chars().filter(|it| !matches!(it, '\r' | '\n')).collect();
    STANDARD.decode(joined).or_else(|_| invalid("failed to decode base64 data"))
}

/// The encodings worked out here, of the many that Terraform knows.
enum Encoding {
    Utf8,
    Utf16 { little: bool },
    Latin1,
}

fn encoding(name: &str) -> Result<Encoding, Stop> {
    match &*name.to_ascii_uppercase() {
        "UTF-8" => Ok(Encoding::Utf8),
        "UTF-16LE" => Ok(Encoding::Utf16 { little: true }),
        "UTF-16BE" => Ok(Encoding::Utf16 { little: false }),
        "ISO-8859-1" | "LATIN1" => Ok(Encoding::Latin1),
        _ => Err(Stop::Function),
    }
}

pub(super) fn text_encode(call: &Call<'_>) -> Outcome {
    let text = call.text(0)?;
    let bytes = match encoding(call.text(1)?)? {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Utf16 { little: true } => {
            text.encode_utf16().flat_map(u16::to_le_bytes).collect()
        }
        Encoding::Utf16 { little: false } => {
            text.encode_utf16().flat_map(u16::to_be_bytes).collect()
        }
        Encoding::Latin1 => match text.chars().map(u8::try_from).collect() {
            Ok(it) => it,
            Err(_) => return invalid("the string contains characters that the encoding lacks"),
        },
    };
    call.new_text(STANDARD.encode(bytes))
}

pub(super) fn text_decode(call: &Call<'_>) -> Outcome {
    let encoding = encoding(call.text(1)?)?;
    let bytes = bytes(call.text(0)?)?;
    let units = |unit: fn([u8; 2]) -> u16| {
        let pairs = bytes.chunks_exact(2).map(|it| unit([it[0], it[1]]));
        String::from_utf16(&pairs.collect::<Vec<_>>()).ok().filter(|_| bytes.len() % 2 == 0)
    };
    let text = match encoding {
        Encoding::Utf8 => String::from_utf8(bytes).ok(),
        Encoding::Utf16 { little: true } => units(u16::from_le_bytes),
        Encoding::Utf16 { little: false } => units(u16::from_be_bytes),
        Encoding::Latin1 => Some(bytes.iter().map(|it| char::from(*it)).collect()),
    };
    match text {
        Some(it) => call.new_text(it),
        None => invalid("the data is not valid in the encoding"),
    }
}
