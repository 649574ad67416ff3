//! How a run can go wrong.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::checker::{Property, Violation};

/// How a run went wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub enum Failure {
    /// A property was violated; the first time that this was noticed.
    Unsafe(Violation),
    /// At rest, the state is not what has committed and what clients were told.
    Lost(String),
    /// Something has not come to rest in the quiet phase.
    Stuck(String),
}

/// The kind of a failure: what has to stay the same while a run is made smaller.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// This property was violated first.
    Unsafe(Property),
    /// Something was lost or doubled.
    Lost,
    /// Something has not come to rest.
    Stuck,
}

impl Failure {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Unsafe(violation) => Kind::Unsafe(violation.property),
            Self::Lost(_) => Kind::Lost,
            Self::Stuck(_) => Kind::Stuck,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsafe(violation) => {
                write!(f, "{} is violated: {}", violation.property.name(), violation.detail)
            }
            Self::Lost(what) => write!(f, "lost or doubled: {what}"),
            Self::Stuck(what) => write!(f, "not at rest: {what}"),
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsafe(property) => f.write_str(property.name()),
            Self::Lost => f.write_str("lost"),
            Self::Stuck => f.write_str("stuck"),
        }
    }
}
