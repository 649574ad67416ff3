//! The serialiser behind a fingerprint: it mixes what it is given.

use serde::ser::{
    Error, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};
use std::fmt;

use super::{Renaming, scramble};

const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;
const START: u64 = 0x243f_6a88_85a3_08d3;

/// Why a value could not be written. The values that are fingerprinted can always be.
#[derive(Debug)]
pub(super) struct Unwritable;

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value cannot be written out")
    }
}

impl std::error::Error for Unwritable {}

impl Error for Unwritable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// Takes in words.
pub(super) struct Mixer<'a> {
    renaming: &'a Renaming,
    state: u64,
    /// The next number is a node's.
    node: bool,
    /// The next sequence is a set of nodes.
    set: bool,
}

impl<'a> Mixer<'a> {
    pub(super) const fn new(renaming: &'a Renaming, kind: u64) -> Self {
        Self { renaming, state: START ^ kind, node: false, set: false }
    }

    pub(super) const fn finish(&self) -> u64 {
        scramble(self.state)
    }

    #[inline]
    const fn word(&mut self, word: u64) {
        let wide = (self.state ^ word) as u128 * FACTOR as u128;
        self.state = (wide as u64) ^ ((wide >> 64) as u64) ^ self.state.rotate_left(29);
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.word(bytes.len() as u64);
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.word(u64::from_le_bytes(word));
        }
    }

    const fn fresh(&self) -> Self {
        Self::new(self.renaming, 0)
    }
}

/// A sequence, a structure or a variant: its members in order, or, for a set, in any.
pub(super) struct Members<'m, 'a> {
    mixer: &'m mut Mixer<'a>,
    unordered: bool,
    sum: u64,
    count: u64,
}

impl<'m, 'a> Members<'m, 'a> {
    const fn in_order(mixer: &'m mut Mixer<'a>) -> Self {
        Self { mixer, unordered: false, sum: 0, count: 0 }
    }

    #[inline]
    fn member<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.count += 1;
        if self.unordered {
            let mut one = self.mixer.fresh();
            value.serialize(&mut one)?;
            self.sum = self.sum.wrapping_add(one.finish());
            Ok(())
        } else {
            value.serialize(&mut *self.mixer)
        }
    }

    fn close(self) {
        self.mixer.word(self.sum);
        self.mixer.word(self.count);
    }
}

/// A map, whose entries may come in any order.
pub(super) struct Entries<'m, 'a> {
    mixer: &'m mut Mixer<'a>,
    entry: Mixer<'a>,
    sum: u64,
    count: u64,
}

macro_rules! numbers {
    ($($method:ident: $number:ty),*) => {
        $(fn $method(self, value: $number) -> Result<(), Unwritable> {
            self.word(value as u64);
            Ok(())
        })*
    };
}

impl<'m, 'a> Serializer for &'m mut Mixer<'a> {
    type Ok = ();
    type Error = Unwritable;
    type SerializeSeq = Members<'m, 'a>;
    type SerializeTuple = Members<'m, 'a>;
    type SerializeTupleStruct = Members<'m, 'a>;
    type SerializeTupleVariant = Members<'m, 'a>;
    type SerializeMap = Entries<'m, 'a>;
    type SerializeStruct = Members<'m, 'a>;
    type SerializeStructVariant = Members<'m, 'a>;

    numbers!(serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32,
        serialize_i64: i64, serialize_u8: u8, serialize_u16: u16, serialize_u64: u64,
        serialize_char: char);

    fn serialize_u32(self, value: u32) -> Result<(), Unwritable> {
        let value = if std::mem::take(&mut self.node) { self.renaming.name(value) } else { value };
        self.word(u64::from(value));
        Ok(())
    }

    fn serialize_f32(self, value: f32) -> Result<(), Unwritable> {
        self.serialize_f64(f64::from(value))
    }

    fn serialize_f64(self, value: f64) -> Result<(), Unwritable> {
        self.word(value.to_bits());
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Result<(), Unwritable> {
        self.bytes(value.as_bytes());
        Ok(())
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<(), Unwritable> {
        self.bytes(value);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Unwritable> {
        self.word(0);
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unwritable> {
        self.word(1);
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unwritable> {
        self.word(0);
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Unwritable> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, place: u32, _: &'static str) -> Result<(), Unwritable> {
        self.word(u64::from(place));
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        match name {
            "NodeId" => self.node = true,
            "NodeSet" => self.set = true,
            _ => {}
        }
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        place: u32,
        _: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        self.word(u64::from(place));
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Members<'m, 'a>, Unwritable> {
        let unordered = std::mem::take(&mut self.set);
        Ok(Members { unordered, ..Members::in_order(self) })
    }

    fn serialize_tuple(self, _: usize) -> Result<Members<'m, 'a>, Unwritable> {
        Ok(Members::in_order(self))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Members<'m, 'a>, Unwritable> {
        Ok(Members::in_order(self))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        place: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Members<'m, 'a>, Unwritable> {
        self.word(u64::from(place));
        Ok(Members::in_order(self))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Entries<'m, 'a>, Unwritable> {
        let entry = self.fresh();
        Ok(Entries { mixer: self, entry, sum: 0, count: 0 })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Members<'m, 'a>, Unwritable> {
        Ok(Members::in_order(self))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        place: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Members<'m, 'a>, Unwritable> {
        self.word(u64::from(place));
        Ok(Members::in_order(self))
    }
}

macro_rules! members {
    ($($kind:ident: $method:ident),*) => {
        $(impl $kind for Members<'_, '_> {
            type Ok = ();
            type Error = Unwritable;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
                self.member(value)
            }

            fn end(self) -> Result<(), Unwritable> {
                self.close();
                Ok(())
            }
        })*
    };
}

members!(SerializeSeq: serialize_element, SerializeTuple: serialize_element,
    SerializeTupleStruct: serialize_field, SerializeTupleVariant: serialize_field);

macro_rules! fields {
    ($($kind:ident),*) => {
        $(impl $kind for Members<'_, '_> {
            type Ok = ();
            type Error = Unwritable;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                _: &'static str,
                value: &T,
            ) -> Result<(), Unwritable> {
                self.member(value)
            }

            fn end(self) -> Result<(), Unwritable> {
                self.close();
                Ok(())
            }
        })*
    };
}

fields!(SerializeStruct, SerializeStructVariant);

impl SerializeMap for Entries<'_, '_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unwritable> {
        self.entry = self.mixer.fresh();
        key.serialize(&mut self.entry)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        value.serialize(&mut self.entry)?;
        self.sum = self.sum.wrapping_add(self.entry.finish());
        self.count += 1;
        Ok(())
    }

    fn end(self) -> Result<(), Unwritable> {
        self.mixer.word(self.sum);
        self.mixer.word(self.count);
        Ok(())
    }
}
