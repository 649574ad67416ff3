//! The macros with which the sources say something.

/// A message: see the [crate](crate)'s documentation.
#[macro_export]
macro_rules! t {
    (in $context:literal: $text:literal) => {
        $crate::Message {
            key: const { $crate::key_with_context($context, $text) },
            #[cfg(not(target_arch = "wasm32"))]
            english: $text,
        }
        .text()
    };
    ($text:literal) => {
        $crate::Message {
            key: const { $crate::key($text) },
            #[cfg(not(target_arch = "wasm32"))]
            english: $text,
        }
        .text()
    };
    ($text:literal, $($name:ident $(= $value:expr)?),+ $(,)?) => {
        $crate::Message {
            key: const {
                assert!(
                    $crate::agree($text, &[$(stringify!($name)),+]),
                    "name the arguments of a message as its text does, in the order of their first mention"
                );
                $crate::key($text)
            },
            #[cfg(not(target_arch = "wasm32"))]
            english: $text,
        }
        .filled(&[$($crate::argument!($name $(= $value)?)),+])
    };
}

/// A message about what is counted: see the [crate](crate)'s documentation.
#[macro_export]
macro_rules! tn {
    ($count:expr, $one:literal, $many:literal $(, $name:ident $(= $value:expr)?)* $(,)?) => {{
        let count = $crate::Count::number(&$count);
        $crate::Plural {
            key: const {
                assert!(
                    $crate::agree_on_count($one, $many, &["count" $(, stringify!($name))*]),
                    "name the arguments of what is counted: the number is `count`, and the others stand in the order of their first mention"
                );
                $crate::key($one)
            },
            #[cfg(not(target_arch = "wasm32"))]
            english: [$one, $many],
        }
        .filled(count, &[&count $(, $crate::argument!($name $(= $value)?))*])
    }};
}

/// What is put into a message, as something that can be shown.
#[doc(hidden)]
#[macro_export]
macro_rules! argument {
    ($name:ident) => {
        &$name as &dyn ::std::fmt::Display
    };
    ($name:ident = $value:expr) => {
        &$value as &dyn ::std::fmt::Display
    };
}
