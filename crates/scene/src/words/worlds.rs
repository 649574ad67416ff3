//! The small worlds that are searched to their end, by what there is in them.

use recraft_words::t;

/// What a small world is called, by its name on the command line.
#[must_use]
pub fn title(name: &str) -> String {
    let known = match name {
        "three-nodes" => t!("three nodes"),
        "split-of-four" => t!("split of four"),
        "merge-of-two-pairs" => t!("merge of two pairs"),
        "two-become-five" => t!("two become five"),
        "figure-8" => t!("figure 8"),
        "split-of-three" => t!("split of three"),
        "merge-of-two-with-data" => t!("merge of two with data"),
        "three-become-five" => t!("three become five"),
        "split-of-two" => t!("split of two"),
        "merge-of-two" => t!("merge of two"),
        "one-becomes-three" => t!("one becomes three"),
        "two-merges-of-three" => t!("two merges of three"),
        "two-removed" => t!("two removed"),
        "one-added-one-removed" => t!("one added, one removed"),
        "split-led-by-the-pair" => t!("split led by the pair"),
        "one-parts-from-three" => t!("one parts from three"),
        "two-stand-after-a-split" => t!("two stand after a split"),
        "three-part-from-one" => t!("three part from one"),
        "append-asked-twice" => t!("append asked twice"),
        "write-and-read" => t!("write and read"),
        "quiet-merge-of-two" => t!("quiet merge of two"),
        other => return other.replace('-', " "),
    };
    known.to_owned()
}
