//! The codes of what has several parts, and of what is one of several kinds.

/// The code of something with several parts: each after the other.
#[macro_export]
macro_rules! code_of_record {
    ($type:ident { $($part:ident),* $(,)? }) => {
        impl $crate::code::Code for $type {
            fn write(&self, out: &mut Vec<u8>) {
                let Self { $($part),* } = self;
                $($crate::code::Code::write($part, out);)*
            }

            fn read(from: &mut $crate::code::Reader<'_>) -> Result<Self, $crate::code::Unreadable> {
                Ok(Self { $($part: $crate::code::Code::read(from)?),* })
            }
        }
    };
}

/// The code of something of several kinds: the number of its kind, and its parts.
#[macro_export]
macro_rules! code_of_choice {
    ($type:ident { $($number:literal => $kind:ident $({ $($part:ident),* })? $(($one:ident))?),* $(,)? }) => {
        impl $crate::code::Code for $type {
            fn write(&self, out: &mut Vec<u8>) {
                match self {
                    $(Self::$kind $({ $($part),* })? $(($one))? => {
                        $crate::code::write_number($number, out);
                        $($($crate::code::Code::write($part, out);)*)?
                        $($crate::code::Code::write($one, out);)?
                    })*
                }
            }

            fn read(from: &mut $crate::code::Reader<'_>) -> Result<Self, $crate::code::Unreadable> {
                Ok(match from.number()? {
                    $($number => Self::$kind $({ $($part: $crate::code::Code::read(from)?),* })? $(({
                        let $one = $crate::code::Code::read(from)?;
                        $one
                    }))?,)*
                    other => return Err($crate::code::Unreadable::Kind(other)),
                })
            }
        }
    };
}
