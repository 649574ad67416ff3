//! Log compaction (Raft §7): the applied entries go into a snapshot, which becomes the log's base.
//!
//! An epoch's end is never compacted away with it: what lies before a boundary stays in the boundary's own record
//! ([`crate::snapshot::Passed`]) until everyone has passed it (`release`).

use alloc::sync::Arc;

use crate::io::Output;
use crate::node::{Node, Role};
use crate::observation::Observation;
use crate::snapshot::Snapshot;

impl Node {
    /// The state the node has applied.
    pub(super) fn snapshot(&self) -> Option<Snapshot> {
        let base = self.durable.base.as_ref()?;
        let last = self.durable.log.id(self.volatile.applied)?;
        Some(Snapshot {
            cluster: base.cluster,
            epoch: base.epoch,
            last,
            config: self.volatile.configuration_at(last.index).1.clone(),
            machine: self.volatile.machine.share(),
            start: base.start,
            siblings: base.siblings.clone(),
        })
    }

    /// Compacts the log if as many applied entries stand in it as the settings say.
    pub(super) fn compact_if_due(&mut self, out: &mut Output) {
        let Some(after) = self.settings.extensions.compact_after else { return };
        let base = self.durable.log.base().index;
        let entries = self.volatile.applied.saturating_sub(base);
        let whole = self.durable.exchange.is_none() && !matches!(self.volatile.role, Role::Spare);
        if entries == 0 || entries < u64::from(after) || !whole {
            return;
        }
        let Some(snapshot) = self.snapshot() else { return };
        let last = snapshot.last;
        self.volatile.configs.retain(|(index, _)| *index > last.index);
        self.volatile.configs.insert(0, (last.index, snapshot.config.clone()));
        self.durable.log.compact(last.index);
        self.durable.base = Some(Arc::new(snapshot));
        out.observations.push(Observation::Compacted { last, entries });
    }
}
