//! What the search has to be told of a system.
//!
//! A system is made of *hosts* that have no state in common: whatever happens happens to one host, which changes and sends messages.
//! That is all that the search relies on, and what makes it fast: each host, each message and each way in which one meets the other
//! is worked out once, however many states of the whole they occur in.

use std::fmt::Debug;

use crate::checker::Property;

/// What has been used up of what the bounds allow: one number for each kind of thing that may happen only so often. What each place
/// stands for is the model's business, but for [`Spent::LOSSES`] and [`Spent::DUPLICATIONS`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spent(pub [u8; 8]);

impl Spent {
    /// The place of lost messages.
    pub const LOSSES: usize = 0;
    /// The place of duplicated messages.
    pub const DUPLICATIONS: usize = 1;

    /// With one more at `place`.
    #[must_use]
    pub const fn plus(mut self, place: usize) -> Self {
        self.0[place] = self.0[place].saturating_add(1);
        self
    }

    /// How often what stands at `place` has happened.
    #[must_use]
    pub const fn at(self, place: usize) -> u8 {
        self.0[place]
    }
}

/// A property that does not hold in some state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breach {
    /// Which.
    pub property: Property,
    /// What is wrong, in one sentence.
    pub detail: String,
}

/// What comes of something that happens to a host.
#[derive(Clone, Debug)]
pub struct Effect<M: Model + ?Sized> {
    /// The host afterwards.
    pub host: M::Host,
    /// What it sends.
    pub messages: Vec<M::Message>,
    /// What it did that has to be remembered.
    pub facts: Vec<M::Fact>,
    /// What is wrong with it, as can be told from this host alone.
    pub breach: Option<Breach>,
}

/// The first state.
#[derive(Clone, Debug)]
pub struct Beginning<M: Model + ?Sized> {
    /// All hosts; a host's place here is its place for ever.
    pub hosts: Vec<M::Host>,
    /// The messages on their way.
    pub messages: Vec<M::Message>,
    /// What is remembered.
    pub memory: M::Memory,
}

/// A system to be searched.
pub trait Model {
    /// A host.
    type Host: Clone + Debug;
    /// A message between hosts.
    type Message: Clone + Debug;
    /// What has to be remembered of the past for the properties to be checked.
    type Memory: Clone + Debug;
    /// News for the memory.
    type Fact: Clone + Debug;
    /// What is looked at of a host to see whether two of them, or it and the memory, go together.
    type View: Clone + Debug;
    /// Something that happens to a host other than that a message arrives.
    type Act: Copy + Debug;

    /// The first state.
    fn begin(&self) -> Beginning<Self>;

    /// How many namings of the hosts are equivalent; the first one is that which is in use.
    fn namings(&self) -> usize;

    /// Stands for a host under the `naming`-th naming.
    fn print_host(&self, host: &Self::Host, naming: usize) -> u64;
    /// Stands for a message under the `naming`-th naming.
    fn print_message(&self, message: &Self::Message, naming: usize) -> u64;
    /// Stands for the memory under the `naming`-th naming.
    fn print_memory(&self, memory: &Self::Memory, naming: usize) -> u64;
    /// Stands for a list of facts.
    fn print_facts(&self, facts: &[Self::Fact]) -> u64;
    /// Stands for a view.
    fn print_view(&self, view: &Self::View) -> u64;

    /// The place of the host that a message is for.
    fn receiver(&self, message: &Self::Message) -> usize;

    /// What can happen to a host beside the arrival of messages, each with what is used up afterwards.
    fn acts(&self, host: &Self::Host, spent: Spent) -> Vec<(Self::Act, Spent)>;
    /// A number for an act; different for different ones, and less than two to the power of 31.
    fn number(&self, act: Self::Act) -> u32;
    /// An act happens.
    fn act(&self, host: &Self::Host, act: Self::Act) -> Effect<Self>;
    /// A message arrives; `None` when the host takes none.
    fn deliver(&self, host: &Self::Host, message: &Self::Message) -> Option<Effect<Self>>;
    /// Whether a message would do nothing at this host, now and ever after.
    fn is_void(&self, host: &Self::Host, message: &Self::Message) -> bool;
    /// Whether a message that does nothing when it arrives is left on its way instead (it may do something later, and to find
    /// what is unsafe there is no need to look at the worlds in which it has been wasted).
    fn skips_idle_arrivals(&self) -> bool {
        true
    }
    /// How many messages may be lost, and how many duplicated.
    fn accidents(&self) -> (u8, u8);

    /// What is remembered after the facts.
    ///
    /// # Errors
    /// Says what is wrong, if the facts contradict what was remembered.
    fn remember(&self, memory: &Self::Memory, facts: &[Self::Fact]) -> Result<Self::Memory, Breach>;
    /// What there is to compare of a host.
    fn view(&self, host: &Self::Host) -> Self::View;
    /// What is wrong between two hosts, if anything is.
    fn compare(&self, one: &Self::View, other: &Self::View) -> Option<Breach>;
    /// What is wrong between a host and what is remembered, if anything is.
    fn recall(&self, memory: &Self::Memory, view: &Self::View) -> Option<Breach>;
    /// What is wrong with all hosts where nothing can happen any more, if anything is. It must be wrong for good, not only because the
    /// bounds are used up.
    fn rest(&self, _hosts: &[&Self::Host]) -> Option<Breach> {
        None
    }
}
