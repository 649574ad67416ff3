//! Digests of files, as they stand in names and attributes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256, Sha384};

/// Short, for the name of a file: caches keep a file as long as its name says that it is the same.
pub fn short(bytes: impl AsRef<[u8]>) -> String {
    Sha256::digest(bytes).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// For policies and requests.
pub fn sha256(bytes: impl AsRef<[u8]>) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(bytes)))
}

/// For the `integrity` of a tag, as Trunk writes it.
pub fn sha384(bytes: impl AsRef<[u8]>) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(bytes)))
}
