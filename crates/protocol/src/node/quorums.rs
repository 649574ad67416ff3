//! Which quorum counts at the moment: the configuration's, unless the node was told to be wrong about that.

use crate::config::{Configuration, Stage};
use crate::mistakes::Mistake;
use crate::node::Node;
use crate::quorum::{Count, Quorum, reached};
use crate::types::NodeId;

impl Node {
    /// What an election that this node stands in needs.
    #[must_use]
    pub fn election_quorum(&self) -> Quorum {
        let config = self.configuration();
        let right = config.election_quorum();
        let quorum = match &config.stage {
            Stage::SplitEntering(_) | Stage::SplitLeaving(_)
                if self.settings.makes(Mistake::ElectSplitWithOldQuorum) =>
            {
                Quorum::count(&config.members, config.quorum)
            }
            Stage::SplitLeaving(_) if self.settings.makes(Mistake::ElectByAppendedSplitNew) => {
                self.own_sub(config).unwrap_or(right)
            }
            _ => right,
        };
        self.miscounted(quorum)
    }

    /// What a commit under this leader needs.
    #[must_use]
    pub fn commit_quorum(&self) -> Quorum {
        let config = self.configuration();
        let right = config.commit_quorum(self.id);
        let quorum = match &config.stage {
            Stage::SplitEntering(_) if self.settings.makes(Mistake::CommitJointWithOneSub) => {
                self.own_sub(config).unwrap_or(right)
            }
            _ => right,
        };
        self.miscounted(quorum)
    }

    /// The highest number that a commit quorum has reached, given how far each node has come. Asked for with every acknowledgement, so
    /// that no quorum is put together where the members and a number say it all.
    pub(super) fn reached_by_commit_quorum(&self, come: impl Fn(NodeId) -> u64) -> u64 {
        let config = self.configuration();
        match config.stage {
            Stage::Stable | Stage::Changing { .. } if !self.settings.makes(Mistake::MajorityOffByOne) => {
                reached(&config.members, config.quorum, come)
            }
            _ => self.commit_quorum().reached(come),
        }
    }

    fn own_sub(&self, config: &Configuration) -> Option<Quorum> {
        let (Stage::SplitEntering(plan) | Stage::SplitLeaving(plan)) = &config.stage else { return None };
        plan.sub_of(self.id).map(|sub| Quorum(alloc::vec![Count::majority(&sub.members)]))
    }

    fn miscounted(&self, mut quorum: Quorum) -> Quorum {
        if self.settings.makes(Mistake::MajorityOffByOne) {
            for count in &mut quorum.0 {
                // A configuration from who knows where may have asked for nobody to begin with.
                count.need = count.need.saturating_sub(1).max(1);
            }
        }
        quorum
    }
}
