//! The letters of a link: version, packing, and what is packed, as base64url without padding.

use base64ct::{Base64UrlUnpadded, Encoding};
use recraft_sim::code::Unreadable;

use crate::{Bad, TEXT_MAX, VERSION};

/// How the code of what is shared is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// It is there as it is.
    Plain,
    /// It is deflated (RFC 1951, without a header).
    Deflated,
}

/// The text of a link whose code is packed so.
#[must_use]
pub fn write(packing: Packing, packed: &[u8]) -> String {
    let mut bytes = vec![VERSION, packing as u8];
    bytes.extend_from_slice(packed);
    Base64UrlUnpadded::encode_string(&bytes)
}

/// What a link's text holds, still packed. Line breaks and spaces within it, and what stands after a link in a sentence, are overlooked.
///
/// # Errors
/// Says what is wrong with the text.
pub fn read(text: &str) -> Result<(Packing, Vec<u8>), Bad> {
    if text.len() > TEXT_MAX {
        return Err(Bad::TooLong);
    }
    let text = text.trim_end_matches(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_');
    let letters: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let bytes = decode(&letters)?;
    let packing = match *bytes {
        [] | [VERSION] => return Err(Bad::CutOff),
        [VERSION, 0, ..] => Packing::Plain,
        [VERSION, 1, ..] => Packing::Deflated,
        [VERSION, other, ..] => return Err(Bad::Damaged(Unreadable::Kind(other.into()))),
        [other, ..] => return Err(Bad::Version(other)),
    };
    Ok((packing, bytes[2..].to_vec()))
}

fn decode(letters: &str) -> Result<Vec<u8>, Bad> {
    let strange = |c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_';
    match Base64UrlUnpadded::decode_vec(letters) {
        Ok(bytes) => Ok(bytes),
        Err(_) if letters.contains(strange) => Err(Bad::Damaged(Unreadable::Text)),
        // Its last letter says more than it may, or stands alone.
        Err(_) => Err(Bad::CutOff),
    }
}

/// Unpacks without a browser.
///
/// # Errors
/// If it is damaged or unpacks to too much.
#[cfg(feature = "unpack")]
pub fn unpack(packing: Packing, packed: Vec<u8>) -> Result<Vec<u8>, Bad> {
    use miniz_oxide::inflate::{TINFLStatus, decompress_to_vec_with_limit};
    match packing {
        Packing::Plain => Ok(packed),
        Packing::Deflated => {
            decompress_to_vec_with_limit(&packed, crate::BODY_MAX).map_err(|error| match error.status {
                TINFLStatus::HasMoreOutput => Bad::TooLong,
                _ => Bad::Spoilt,
            })
        }
    }
}

/// Packs without a browser, if that makes it shorter.
#[cfg(feature = "unpack")]
#[must_use]
pub fn pack(code: Vec<u8>) -> (Packing, Vec<u8>) {
    if code.len() < crate::WORTH_PACKING {
        return (Packing::Plain, code);
    }
    let deflated = miniz_oxide::deflate::compress_to_vec(&code, 9);
    if deflated.len() < code.len() { (Packing::Deflated, deflated) } else { (Packing::Plain, code) }
}
