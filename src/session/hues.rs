//! Which hue each cluster of the run has.

use recraft_protocol::types::ClusterId;

/// Hues by cluster, from the lineage alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hues(Vec<(ClusterId, u16)>);

impl Hues {
    /// The hue of a cluster in degrees.
    pub fn of(&self, cluster: ClusterId) -> u16 {
        self.0.iter().find(|(of, _)| *of == cluster).map_or(250, |&(_, hue)| hue)
    }

    /// How many clusters there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

impl FromIterator<(ClusterId, u16)> for Hues {
    fn from_iter<I: IntoIterator<Item = (ClusterId, u16)>>(hues: I) -> Self {
        Self(hues.into_iter().collect())
    }
}
