//! What is said to the host, as a value: the adapter makes an object of it.

/// A value as JavaScript knows them.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`.
    Nothing,
    /// A boolean.
    Flag(bool),
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// An array.
    List(Vec<Self>),
    /// An object.
    Record(Vec<(&'static str, Self)>),
}

impl Value {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A text, or nothing.
    pub fn name(name: Option<impl ToString>) -> Self {
        name.map_or(Self::Nothing, |name| Self::Text(name.to_string()))
    }

    /// A virtual time in milliseconds.
    pub fn ms(us: u64) -> Self {
        Self::Number(us as f64 / 1000.0)
    }

    /// A count; exact up to 2⁵³.
    pub fn count(count: u64) -> Self {
        Self::Number(count as f64)
    }

    /// Names, in their order.
    pub fn names(names: impl Iterator<Item = impl ToString>) -> Self {
        Self::List(names.map(|name| Self::Text(name.to_string())).collect())
    }
}

#[cfg(test)]
impl Value {
    /// A field of an object.
    pub(super) fn field(&self, name: &str) -> &Self {
        let Self::Record(fields) = self else { panic!("{self:?} is no object") };
        let found = fields.iter().find(|(key, _)| *key == name);
        found.map_or(&Self::Nothing, |(_, value)| value)
    }

    /// The items of an array.
    pub(super) fn items(&self) -> &[Self] {
        let Self::List(items) = self else { panic!("{self:?} is no array") };
        items
    }
}
