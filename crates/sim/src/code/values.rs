//! The codes of plain values: numbers, texts, lists, names, sets.

use std::collections::BTreeMap;

use recraft_protocol::keys::{KeyRange, KeyRanges};
use recraft_protocol::mistakes::{Mistake, Mistakes};
use recraft_protocol::text::Text;
use recraft_protocol::types::{ClientId, ClusterId, NodeId, NodeSet, TxId};

use super::{Code, LASTS_US_MAX, Reader, Unreadable, write_number};
use crate::command::TimedCommand;
use crate::flight::FlightId;
use crate::run::Run;
use crate::setup::Setup;

impl Code for u64 {
    fn write(&self, out: &mut Vec<u8>) {
        write_number(*self, out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Unreadable> {
        from.number()
    }
}

impl Code for u32 {
    fn write(&self, out: &mut Vec<u8>) {
        write_number(u64::from(*self), out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Unreadable> {
        Self::try_from(from.number()?).map_err(|_| Unreadable::Number)
    }
}

impl Code for bool {
    fn write(&self, out: &mut Vec<u8>) {
        out.push(u8::from(*self));
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Unreadable> {
        match from.number()? {
            0 => Ok(false),
            1 => Ok(true),
            other => Err(Unreadable::Kind(other)),
        }
    }
}

impl Code for f64 {
    fn write(&self, out: &mut Vec<u8>) {
        write_number(self.to_bits(), out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Unreadable> {
        from.number().map(Self::from_bits)
    }
}

impl Code for String {
    fn write(&self, out: &mut Vec<u8>) {
        write_number(self.len() as u64, out);
        out.extend_from_slice(self.as_bytes());
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Unreadable> {
        let length = from.length()?;
        let text = std::str::from_utf8(from.bytes(length)?).map_err(|_| Unreadable::Text)?;
        Ok(text.to_owned())
    }
}

impl Code for Text {
    fn write(&self, out: &mut Vec<u8>) {
        self.to_string().write(out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Unreadable> {
        String::read(from).map(Self::from)
    }
}

impl<T: Code> Code for Option<T> {
    fn write(&self, out: &mut Vec<u8>) {
        self.is_some().write(out);
        if let Some(value) = self {
            value.write(out);
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Unreadable> {
        if bool::read(from)? { T::read(from).map(Some) } else { Ok(None) }
    }
}

impl<T: Code> Code for Vec<T> {
    fn write(&self, out: &mut Vec<u8>) {
        write_number(self.len() as u64, out);
        for value in self {
            value.write(out);
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Unreadable> {
        // Room is made as it is needed: a value may be much larger than its code.
        let mut values = Self::new();
        for _ in 0..from.length()? {
            values.push(T::read(from)?);
        }
        Ok(values)
    }
}

impl<K: Code + Ord, V: Code> Code for BTreeMap<K, V> {
    fn write(&self, out: &mut Vec<u8>) {
        write_number(self.len() as u64, out);
        for (key, value) in self {
            key.write(out);
            value.write(out);
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Unreadable> {
        let mut map = Self::new();
        for _ in 0..from.length()? {
            map.insert(K::read(from)?, V::read(from)?);
        }
        Ok(map)
    }
}

/// Names that are a number inside.
macro_rules! names {
    ($($name:ident),*) => {$(
        impl Code for $name {
            fn write(&self, out: &mut Vec<u8>) {
                self.0.write(out);
            }

            fn read(from: &mut Reader<'_>) -> Result<Self, Unreadable> {
                Code::read(from).map(Self)
            }
        }
    )*};
}

names!(NodeId, ClusterId, ClientId, TxId, FlightId);

impl Code for NodeSet {
    fn write(&self, out: &mut Vec<u8>) {
        write_number(self.len() as u64, out);
        self.iter().for_each(|node| node.write(out));
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Unreadable> {
        Ok(Vec::<NodeId>::read(from)?.into_iter().collect())
    }
}

impl Code for KeyRanges {
    fn write(&self, out: &mut Vec<u8>) {
        write_number(self.ranges().len() as u64, out);
        self.ranges().iter().for_each(|range| range.write(out));
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Unreadable> {
        Ok(Self::of(Vec::<KeyRange>::read(from)?))
    }
}

impl Code for Mistakes {
    fn write(&self, out: &mut Vec<u8>) {
        write_number(self.iter().fold(0, |all, mistake| all | 1 << mistake as u64), out);
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Unreadable> {
        let bits = from.number()?;
        if bits >> Mistake::ALL.len() != 0 {
            return Err(Unreadable::Kind(bits));
        }
        Ok(Mistake::ALL.into_iter().filter(|&mistake| bits >> mistake as u64 & 1 == 1).collect())
    }
}

impl Code for Run {
    fn write(&self, out: &mut Vec<u8>) {
        self.setup.write(out);
        write_number(self.commands.len() as u64, out);
        let mut before_us = 0;
        for TimedCommand { at_us, command } in &self.commands {
            write_number(at_us.saturating_sub(before_us), out);
            command.write(out);
            before_us = before_us.max(*at_us);
        }
    }

    fn read(from: &mut Reader<'_>) -> Result<Self, Unreadable> {
        let setup = Setup::read(from)?;
        setup.check().map_err(Unreadable::Setup)?;
        let mut run = Self::new(setup);
        let mut at_us = 0u64;
        for _ in 0..from.length()? {
            at_us = at_us.saturating_add(from.number()?);
            if at_us > LASTS_US_MAX {
                return Err(Unreadable::Number);
            }
            run.commands.push(TimedCommand { at_us, command: Code::read(from)? });
        }
        Ok(run)
    }
}
