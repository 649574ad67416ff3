//! Tests of the preprocessor as a whole.

use recraft_share::{Shared, text};
use serde_json::{Value, json};

use crate::{Lab, chapter, preprocess};

const BOOK: &str = "# Title\n\nSome text.\n\n```recraft size=small at=300ms\nrecraft scenario 1\ntitle \"A <crash>\"\nnodes 3\nuntil c1 has a leader\n\ncrash the leader of c1\n```\n\nMore.\n";

fn lab() -> Lab {
    Lab { script: "recraft-lab.js".into() }
}

#[test]
fn a_block_becomes_a_lab_with_its_run_and_a_picture() {
    let made = chapter(BOOK, &lab(), 1).unwrap();
    let begin =
        "# Title\n\nSome text.\n\n<div><recraft-lab size=\"small\" title=\"A &lt;crash&gt;\" link=\"r=";
    assert!(made.starts_with(begin), "{made}");
    assert!(made.contains("\"><figure><svg ") && made.contains("\n\nMore.\n"), "{made}");
    assert!(made.ends_with("<script defer src=\"../recraft-lab.js\"></script>\n"), "{made}");
    let element = made.lines().find(|line| line.starts_with("<div><recraft-lab")).unwrap();
    assert!(element.ends_with("</recraft-lab></div>"), "a line that ends within would end the HTML");

    let link = element.split("link=\"r=").nth(1).unwrap().split('"').next().unwrap();
    let (packing, packed) = text::read(link).unwrap();
    let shared = Shared::read(&text::unpack(packing, packed).unwrap(), &[]).unwrap();
    assert_eq!((shared.at.at_us, shared.run.commands.len()), (300_000, 1));
    assert_eq!(shared.mark, Shared::mark_of(&shared.run.play(300_000)));
}

#[test]
fn other_blocks_and_blocks_within_them_stay() {
    let text = "````text\n```recraft\nnot a scenario\n```\n````\n\n```rust\nfn main() {}\n```\n";
    assert_eq!(chapter(text, &lab(), 0).unwrap(), text);
    let text = BOOK.replace("size=small at=300ms", "text");
    assert_eq!(chapter(&text, &lab(), 0).unwrap(), text);
}

#[test]
fn the_legend_stands_where_a_chapter_asks_for_it() {
    let made = chapter("Before.\n\n<!-- recraft: legend -->\n\nAfter.\n", &lab(), 0).unwrap();
    let rows = recraft_scene::words::legend::legend().len();
    assert_eq!((made.matches("<tr>").count(), made.matches("<svg").count()), (rows, rows));
    let table = made.split("<table").nth(1).unwrap().split("</table>").next().unwrap();
    assert!(!table.contains("\n\n"), "an empty line would end the HTML");
    assert!(made.starts_with("Before.\n\n<table") && made.ends_with("</table>\n\nAfter.\n"), "{made}");
}

#[test]
fn what_is_wrong_is_said_with_its_line_and_column() {
    let wrong = |from: &str, to: &str| chapter(&BOOK.replace(from, to), &lab(), 0).unwrap_err();
    assert!(wrong("crash the leader", "crush the leader")[0].starts_with("11:1: "));
    assert!(wrong("nodes 3", "nodes lots")[0].starts_with("8:7: "));
    assert!(wrong("size=small", "colour=red")[0].starts_with("5:1: there is no option colour"));
    assert!(wrong("at=300ms", "at=soon")[0].contains("is no time"));
    assert!(wrong("crash the leader of c1", "expect c1 has no leader")[0].starts_with("11:1: "));
    // It is checked even if it is shown as a text.
    assert!(!wrong("size=small at=300ms\nrecraft scenario 1", "text\nrecraft scenario 9").is_empty());
}

#[test]
fn the_book_goes_through_and_its_errors_name_the_file() {
    let input = |text: &str, items: &str| {
        let below = json!([{ "Chapter": { "content": text, "path": "a/b.md", "source_path": "a/b.md", "sub_items": [] } }]);
        let top = json!({ "Chapter": { "content": "# Top", "path": "top.md", "source_path": "top.md", "sub_items": below } });
        json!([{ "config": { "preprocessor": { "recraft": { "script": "lab/recraft-lab.js" } } } }, { items: [top, "Separator"] }]).to_string()
    };
    for items in ["items", "sections"] {
        let book: Value = serde_json::from_str(&preprocess(&input(BOOK, items)).unwrap()).unwrap();
        let content = book[items][0]["Chapter"]["sub_items"][0]["Chapter"]["content"].as_str().unwrap();
        assert!(content.contains("<recraft-lab") && content.contains("../lab/recraft-lab.js"), "{content}");
        let error = preprocess(&input(&BOOK.replace("nodes 3", "nodes lots"), items)).unwrap_err();
        assert!(error.starts_with("a/b.md:8:7: "), "{error}");
    }
    assert!(preprocess("{}").is_err() && preprocess("[").is_err());
}
