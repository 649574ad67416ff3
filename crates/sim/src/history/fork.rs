//! Branches: beginning, choosing, naming and removing them.

use super::branch::{Branch, BranchId, Fork};
use super::{History, Moment};
use crate::command::Command;
use crate::shelf::Shelf;

/// How many branches there are at most.
pub const BRANCHES_MAX: usize = 32;

/// There are [`BRANCHES_MAX`] branches already; one has to be removed first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyBranches;

impl History {
    /// Begins a branch at the cursor without the commands that were given after it on the present branch, and goes there. Says whether there
    /// were any.
    ///
    /// # Errors
    /// When there are too many branches.
    pub fn leave_out(&mut self) -> Result<bool, TooManyBranches> {
        if self.next_command().is_none() {
            return Ok(false);
        }
        self.fork(None).map(|()| true)
    }

    pub(super) fn fork(&mut self, with: Option<Command>) -> Result<(), TooManyBranches> {
        if self.branches.len() >= BRANCHES_MAX {
            return Err(TooManyBranches);
        }
        let (at, seq, happenings) = (self.moment(), self.world().last_seq(), self.cursor.happenings());
        let parent = self.branch();
        let mut commands = Shelf::default();
        let shared = parent.commands.iter().take(at.given);
        let to_come = parent.commands.iter_from(parent.head.given.max(at.given));
        shared.chain(to_come).for_each(|timed| commands.push(timed.clone()));
        let branch = Branch {
            id: BranchId(self.named + 1),
            name: None,
            fork: Some(Fork {
                parent: parent.id,
                at,
                with,
                without: self.next_command().map(|timed| timed.command.clone()),
            }),
            commands,
            head: at,
            happenings: (happenings, happenings),
            noted_seq: seq,
            marks: parent.marks.until(at, seq),
            lineage: self.world().lineage().clone(),
            checkpoints: parent.checkpoints.until(at),
        };
        self.named += 1;
        self.branches.push(branch);
        self.current = self.branches.len() - 1;
        self.share_checkpoints();
        Ok(())
    }

    /// Goes to another branch: to the same time there, or to its head if it has not come so far. Says whether there is such a branch.
    pub fn switch(&mut self, id: BranchId) -> bool {
        let Some(place) = self.place_of(id) else { return false };
        if place != self.current {
            let shared = self.shared_with(place);
            let now = self.moment();
            // A moment that both share is the same moment in both; otherwise only the time can be.
            let to = if now <= shared { now } else { Moment::after(now.at_us) };
            self.current = place;
            let branch = self.branch();
            let cursor = branch.cursor_at(to.min(branch.head));
            self.go(cursor);
        }
        true
    }

    /// Calls a branch something; an empty name leaves it to what it is.
    pub fn rename(&mut self, id: BranchId, name: &str) {
        if let Some(place) = self.place_of(id) {
            let name = name.trim();
            self.branches[place].name = (!name.is_empty()).then(|| name.into());
        }
    }

    /// Removes a branch; those that forked from it fork from its parent then. If the cursor stands there it goes to the parent first. The last
    /// branch stays. Says whether it was removed.
    pub fn remove(&mut self, id: BranchId) -> bool {
        let Some(place) = self.place_of(id).filter(|_| self.branches.len() > 1) else { return false };
        let (fork, began) = (self.branches[place].fork.clone(), self.branches[place].happenings.0);
        if place == self.current {
            let parent = fork.as_ref().map(|fork| fork.parent).filter(|&parent| self.get(parent).is_some());
            let other = || self.branches.iter().map(Branch::id).find(|&other| other != id);
            if let Some(to) = parent.or_else(other) {
                self.switch(to);
            }
        }
        for branch in &mut self.branches {
            if branch.fork.as_ref().is_some_and(|fork| fork.parent == id) {
                branch.fork = match (&fork, branch.fork.take()) {
                    (Some(up), Some(own)) => Some(Fork { parent: up.parent, at: own.at.min(up.at), ..own }),
                    _ => None,
                };
                branch.happenings.0 = branch.happenings.0.min(began); // What both had in common is its own now.
            }
        }
        self.branches.remove(place);
        self.current -= usize::from(place < self.current);
        self.share_checkpoints();
        true
    }

    /// A branch.
    #[must_use]
    pub fn get(&self, id: BranchId) -> Option<&Branch> {
        self.branches.iter().find(|branch| branch.id == id)
    }

    fn place_of(&self, id: BranchId) -> Option<usize> {
        self.branches.iter().position(|branch| branch.id == id)
    }

    /// Up to where the present branch and another are the same.
    fn shared_with(&self, place: usize) -> Moment {
        super::compare::common(self.branch(), &self.branches[place])
    }

    fn share_checkpoints(&mut self) {
        let branches = self.branches.len();
        for branch in &mut self.branches {
            branch.checkpoints.share_among(branches);
        }
    }
}
