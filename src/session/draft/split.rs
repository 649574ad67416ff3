//! A split being thought over.

use recraft_protocol::keys::{KeyRange, KeyRanges};
use recraft_protocol::quorum::majority;
use recraft_protocol::types::{ClusterId, NodeId, NodeSet};
use recraft_scene::words::lists::{all_of, ranges};
use recraft_sim::command::{Command, Part};
use recraft_words::{t, tn};

/// Into what a cluster shall be split: which member goes where, and where the keys are cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SplitDraft {
    /// The cluster.
    pub cluster: ClusterId,
    members: NodeSet,
    /// Those that were down when it was begun.
    down: NodeSet,
    ranges: KeyRanges,
    /// The part of each member, in the members' order.
    homes: Vec<usize>,
    cuts: Vec<String>,
}

/// One of the clusters that a split would make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposed {
    /// Its members.
    pub members: NodeSet,
    /// Its keys.
    pub ranges: KeyRanges,
    /// How many of its members will make a quorum.
    pub quorum: usize,
}

impl SplitDraft {
    /// The most parts the editor offers.
    pub const PARTS_MAX: usize = 5;

    /// An even split of members and keys; members that are down go where they are missed least.
    pub fn even(
        cluster: ClusterId,
        members: &NodeSet,
        down: &NodeSet,
        ranges: &KeyRanges,
        parts: usize,
    ) -> Self {
        let parts = parts.clamp(2, Self::parts_max(members));
        let (members, down) = (members.clone(), members.intersection(down));
        let homes = even_homes(&members, &down, parts);
        let cuts = even_cuts(ranges, parts);
        Self { cluster, members, down, ranges: ranges.clone(), homes, cuts }
    }

    fn parts_max(members: &NodeSet) -> usize {
        members.len().clamp(2, Self::PARTS_MAX)
    }

    /// Whether this draft is about a cluster with these members and keys.
    pub fn fits(&self, cluster: ClusterId, members: &NodeSet, ranges: &KeyRanges) -> bool {
        self.cluster == cluster && self.members == *members && self.ranges == *ranges
    }

    /// How many parts there are.
    pub const fn parts(&self) -> usize {
        self.cuts.len() + 1
    }

    /// How many there can be.
    pub fn parts_limit(&self) -> usize {
        Self::parts_max(&self.members)
    }

    /// The same cluster, split evenly into so many parts.
    #[must_use]
    pub fn with_parts(&self, parts: usize) -> Self {
        Self::even(self.cluster, &self.members, &self.down, &self.ranges, parts)
    }

    /// The members, and the part each of them goes to.
    pub fn homes(&self) -> impl Iterator<Item = (NodeId, usize)> + '_ {
        self.members.iter().zip(self.homes.iter().copied())
    }

    /// Sends a member to a part.
    pub fn send(&mut self, node: NodeId, part: usize) {
        let place = self.members.iter().position(|member| member == node);
        if let Some(place) = place.filter(|_| part < self.parts()) {
            self.homes[place] = part;
        }
    }

    /// The keys at which the parts meet: the first key of the second part, of the third, and so on.
    pub fn cuts(&self) -> &[String] {
        &self.cuts
    }

    /// Cuts the keys elsewhere.
    pub fn cut(&mut self, place: usize, key: &str) {
        if let Some(cut) = self.cuts.get_mut(place) {
            *cut = key.trim().into();
        }
    }

    /// The parts as they are chosen now, whether or not they can be.
    pub fn proposed(&self) -> Vec<Proposed> {
        (0..self.parts()).map(|part| self.part(part)).collect()
    }

    fn part(&self, part: usize) -> Proposed {
        let members: NodeSet = self.homes().filter(|&(_, home)| home == part).map(|(node, _)| node).collect();
        let start = if part == 0 { "" } else { self.cuts[part - 1].as_str() };
        let end = self.cuts.get(part).map(String::as_str);
        let ranges = self.ranges.ranges().iter().filter_map(|range| clip(range, start, end));
        Proposed { quorum: majority(members.len()), members, ranges: KeyRanges::of(ranges) }
    }

    /// What stands in the way, in sentences; nothing if the split can be asked for.
    pub fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        for (place, proposed) in self.proposed().iter().enumerate() {
            if proposed.members.is_empty() {
                problems.push(t!("Part {part} has no nodes: send at least one there.", part = letter(place)));
            }
        }
        let ascending = self.cuts.windows(2).all(|pair| pair[0] < pair[1]);
        if self.cuts.iter().any(String::is_empty) {
            problems.push(t!("Each boundary needs a key, such as m.").into());
        } else if !ascending {
            problems.push(t!("The boundaries must be in ascending order.").into());
        } else if let Some(place) = self.proposed().iter().position(|part| part.ranges.is_empty()) {
            let place = letter(place);
            problems.push(t!(
                "Part {part} has no keys: {cluster} owns {ranges} only.",
                part = place,
                cluster = self.cluster,
                ranges = ranges(&self.ranges)
            ));
        }
        problems
    }

    /// What the split would mean for the parts: single servers and pairs survive no crash.
    pub fn warning(&self) -> Option<String> {
        let weak = self.proposed().iter().position(|part| matches!(part.members.len(), 1 | 2))?;
        Some(t!("Part {part} will need all its nodes: it survives no crash.", part = letter(weak)))
    }

    /// What the members that are down mean for the parts: a part without a quorum of members that run has no leader until
    /// enough of them are back.
    pub fn stuck(&self, down: &NodeSet) -> Vec<String> {
        let stuck = |(place, part): (usize, Proposed)| {
            let missing = part.members.intersection(down);
            let lacking = (part.quorum + missing.len()).saturating_sub(part.members.len());
            if missing.is_empty() || lacking == 0 {
                return None;
            }
            let (nodes, part) = (all_of(missing.iter()), letter(place));
            Some(match (missing.len(), lacking) {
                (1, _) => {
                    t!("{nodes} is down: part {part} cannot elect a leader until it is back.", nodes, part)
                }
                (all, lacking) if all == lacking => {
                    t!(
                        "{nodes} are down: part {part} cannot elect a leader until they are back.",
                        nodes,
                        part
                    )
                }
                (_, lacking) => tn!(
                    lacking,
                    "{nodes} are down: part {part} cannot elect a leader until one of them is back.",
                    "{nodes} are down: part {part} cannot elect a leader until {count} of them are back.",
                    nodes,
                    part
                ),
            })
        };
        self.proposed().into_iter().enumerate().filter_map(stuck).collect()
    }

    /// The command, unless something stands in the way.
    pub fn command(&self) -> Option<Command> {
        if !self.problems().is_empty() {
            return None;
        }
        let into =
            self.proposed().into_iter().map(|part| Part { members: part.members, ranges: part.ranges });
        Some(Command::Split { cluster: self.cluster, into: into.collect() })
    }
}

/// The name of a part in the editor.
pub fn letter(part: usize) -> char {
    char::from(b'A' + u8::try_from(part).unwrap_or(25).min(25))
}

fn clip(range: &KeyRange, start: &str, end: Option<&str>) -> Option<KeyRange> {
    let start = range.start.as_str().max(start);
    let end = match (range.end.as_deref(), end) {
        (Some(own), Some(cut)) => Some(own.min(cut)),
        (own, cut) => own.or(cut),
    };
    let empty = end.is_some_and(|end| end <= start);
    (!empty).then(|| KeyRange { start: start.into(), end: end.map(Into::into) })
}

/// The part of each member: parts of about the same size, in the members' order. Of those that are down each goes to the part that has most
/// members to spare, so that as many parts as possible have a quorum that runs.
fn even_homes(members: &NodeSet, down: &NodeSet, parts: usize) -> Vec<usize> {
    let count = members.len();
    let mut room = vec![0; parts];
    (0..count).for_each(|place| room[place * parts / count] += 1);
    let mut spare: Vec<usize> = room.iter().map(|&size| size - majority(size)).collect();
    let mut homes = vec![0; count];
    let missing =
        |is_down: bool| members.iter().enumerate().filter(move |&(_, node)| down.contains(node) == is_down);
    for (place, _) in missing(true) {
        let most = (0..parts).filter(|&part| room[part] > 0).rev().max_by_key(|&part| spare[part]);
        homes[place] = most.unwrap_or(0);
        room[homes[place]] -= 1;
        spare[homes[place]] = spare[homes[place]].saturating_sub(1);
    }
    for (place, _) in missing(false) {
        homes[place] = (0..parts).find(|&part| room[part] > 0).unwrap_or(0);
        room[homes[place]] -= 1;
    }
    homes
}

/// Keys of up to three letters as numbers, to find the middle between two of them.
const LETTERS: u64 = 26;
const SPAN: u64 = LETTERS * LETTERS * LETTERS;

fn number(key: &str) -> u64 {
    let digit = |place: usize| {
        key.as_bytes().get(place).map_or(0, |b| u64::from(b.to_ascii_lowercase().clamp(b'a', b'z') - b'a'))
    };
    (0..3).fold(0, |sum, place| sum * LETTERS + digit(place))
}

fn key(number: u64) -> String {
    let digits = [number / LETTERS / LETTERS, number / LETTERS % LETTERS, number % LETTERS];
    let text: String =
        digits.iter().filter_map(|&digit| u8::try_from(digit).ok()).map(|d| char::from(b'a' + d)).collect();
    let short = text.trim_end_matches('a');
    if short.is_empty() { "a".into() } else { short.into() }
}

/// Keys that cut `ranges` into `parts` of about the same width, as if keys were words. One letter is enough for wide ranges.
fn even_cuts(ranges: &KeyRanges, parts: usize) -> Vec<String> {
    let stretches: Vec<(u64, u64)> = ranges
        .ranges()
        .iter()
        .map(|range| (number(&range.start), range.end.as_deref().map_or(SPAN, number)))
        .collect();
    let width: u64 = stretches.iter().map(|(from, to)| to.saturating_sub(*from)).sum();
    let at = |mut offset: u64| {
        for &(from, to) in &stretches {
            let here = to.saturating_sub(from);
            if offset < here {
                return from + offset;
            }
            offset -= here;
        }
        stretches.last().map_or(0, |&(_, to)| to)
    };
    let coarse = LETTERS * LETTERS;
    let round = |exact: u64| if width >= 4 * coarse { (exact + coarse / 2) / coarse * coarse } else { exact };
    (1..parts).map(|part| key(round(at(width * part as u64 / parts as u64)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(members: u32, parts: usize) -> SplitDraft {
        let members: NodeSet = (1..=members).map(NodeId).collect();
        SplitDraft::even(ClusterId(1), &members, &NodeSet::new(), &KeyRanges::everything(), parts)
    }

    #[test]
    fn an_even_split_is_ready_to_go() {
        for (members, parts) in [(2, 2), (3, 2), (5, 2), (9, 3), (7, 5)] {
            let draft = draft(members, parts);
            assert_eq!(draft.problems(), Vec::<String>::new());
            let proposed = draft.proposed();
            assert_eq!(proposed.len(), parts);
            let sizes = proposed.iter().map(|part| part.members.len());
            assert!(sizes.clone().max() <= sizes.min().map(|size| size + 1));
            let keys = proposed.iter().fold(KeyRanges::default(), |all, part| all.union(&part.ranges));
            assert_eq!(keys, KeyRanges::everything());
        }
    }

    #[test]
    fn whoever_is_down_goes_where_it_is_missed_least() {
        for (count, parts) in [(5, 2), (6, 2), (7, 2), (7, 3), (9, 3)] {
            let members: NodeSet = (1..=count).map(NodeId).collect();
            for node in 1..=count {
                let down = NodeSet::from([node]);
                let draft = SplitDraft::even(ClusterId(1), &members, &down, &KeyRanges::everything(), parts);
                assert_eq!(draft.stuck(&down), Vec::<String>::new(), "n{node} of {count} in {parts}");
                assert_eq!((draft.problems(), draft.with_parts(2).stuck(&down)), (vec![], vec![]));
            }
        }
        // Nothing else moves.
        let five: NodeSet = (1..=5).map(NodeId).collect();
        let homes = |down: &NodeSet| {
            let draft = SplitDraft::even(ClusterId(1), &five, down, &KeyRanges::everything(), 2);
            draft.homes().map(|(_, part)| part).collect::<Vec<_>>()
        };
        assert_eq!(homes(&NodeSet::from([1])), [0, 0, 0, 1, 1]);
        assert_eq!(homes(&NodeSet::from([5])), [0, 0, 1, 1, 0]);
    }

    #[test]
    fn keys_are_cut_at_letters_where_there_is_room() {
        assert_eq!(draft(4, 2).cuts(), ["n"]);
        assert_eq!(draft(9, 3).cuts(), ["j", "r"]);
    }

    #[test]
    fn narrow_and_scattered_ranges_are_cut_within_themselves() {
        let members: NodeSet = (1..=4).map(NodeId).collect();
        for ranges in [
            KeyRanges::of([KeyRange::new("h", "i")]),
            KeyRanges::of([KeyRange::new("r", "")]),
            KeyRanges::of([KeyRange::new("", "d"), KeyRange::new("x", "")]),
        ] {
            for parts in 2..=4 {
                let draft = SplitDraft::even(ClusterId(2), &members, &NodeSet::new(), &ranges, parts);
                assert_eq!(draft.problems(), Vec::<String>::new(), "{ranges} in {parts}: {:?}", draft.cuts());
            }
        }
    }

    #[test]
    fn a_part_without_servers_is_said() {
        let mut draft = draft(4, 2);
        draft.send(NodeId(3), 0);
        draft.send(NodeId(4), 0);
        assert!(draft.problems()[0].contains("Part B has no nodes"));
        assert_eq!(draft.command(), None);
    }

    #[test]
    fn boundaries_must_ascend_and_leave_keys_to_every_part() {
        let mut draft = draft(6, 3);
        draft.cut(0, "z");
        assert!(draft.problems()[0].contains("ascending"));
        draft.cut(0, " ");
        assert!(draft.problems()[0].contains("needs a key"));
        let members: NodeSet = (1..=4).map(NodeId).collect();
        let mut narrow = SplitDraft::even(
            ClusterId(2),
            &members,
            &NodeSet::new(),
            &KeyRanges::of([KeyRange::new("h", "p")]),
            2,
        );
        narrow.cut(0, "q");
        assert!(narrow.problems()[0].contains("Part B has no keys"), "{:?}", narrow.problems());
    }

    #[test]
    fn a_small_part_is_warned_of_but_allowed() {
        let mut draft = draft(5, 2);
        draft.send(NodeId(2), 1);
        draft.send(NodeId(3), 1);
        assert!(draft.warning().is_some_and(|warning| warning.contains("Part A")));
        assert!(draft.command().is_some());
    }

    #[test]
    fn a_part_that_lacks_a_quorum_because_nodes_are_down_is_said() {
        let down = |nodes: &[u32]| nodes.iter().copied().map(NodeId).collect::<NodeSet>();
        let four = draft(4, 2);
        assert_eq!(four.stuck(&down(&[])), Vec::<String>::new());
        assert_eq!(four.stuck(&down(&[4])), ["n4 is down: part B cannot elect a leader until it is back."]);
        let six = draft(6, 2);
        assert_eq!(six.stuck(&down(&[6])), Vec::<String>::new(), "two of three are a quorum");
        assert_eq!(
            six.stuck(&down(&[5, 6])),
            ["n5 and n6 are down: part B cannot elect a leader until one of them is back."]
        );
    }
}
