//! Keys: what a message is called in the compiled program and in tables.
//!
//! FNV-1a, folded to as few bits as will do, since keys do not compress and the page is weighed.

/// How many bits the key of a message of the interface has. Among two thousand messages two have the same key once in eight times;
/// `cargo xtask test words` finds out, and then one of them is said in other words.
pub(crate) const BITS: u32 = 24;
/// How many bits the key of a text that is data has: nobody can check those for collisions, since people write their own.
pub(crate) const BITS_OF_DATA: u32 = 48;

const BASIS: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0100_0000_01b3;
/// Stands between a context and its text, as in gettext's own files.
const CONTEXT_ENDS: u8 = 4;

/// The key of a message.
#[must_use]
pub const fn key(text: &str) -> u32 {
    folded(hash(BASIS, text.as_bytes()))
}

/// The key of a message that has a context.
#[must_use]
pub const fn key_with_context(context: &str, text: &str) -> u32 {
    folded(hash(hash(hash(BASIS, context.as_bytes()), &[CONTEXT_ENDS]), text.as_bytes()))
}

/// The key of a text that is data.
#[must_use]
pub const fn key_of_data(text: &str) -> u64 {
    let hash = hash(BASIS, text.as_bytes());
    (hash ^ (hash >> BITS_OF_DATA)) & ((1 << BITS_OF_DATA) - 1)
}

const fn folded(hash: u64) -> u32 {
    ((hash ^ (hash >> BITS) ^ (hash >> (2 * BITS))) & ((1 << BITS) - 1)) as u32
}

const fn hash(from: u64, bytes: &[u8]) -> u64 {
    let (mut hash, mut at) = (from, 0);
    while at < bytes.len() {
        hash = (hash ^ bytes[at] as u64).wrapping_mul(PRIME);
        at += 1;
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_fnv_1a() {
        assert_eq!(hash(BASIS, b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(hash(BASIS, b"foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn keys_are_as_short_as_they_should_be_and_contexts_make_others() {
        for text in ["", "Split", "Start the clock", "époque"] {
            assert!(key(text) < 1 << BITS && key_of_data(text) < 1 << BITS_OF_DATA);
            assert_ne!(key(text), key_with_context("button", text));
        }
    }
}
