//! The examples of the documentation do what it says.

use recraft_script::{parse, play};

/// The code blocks of this kind in a page, with the lines they begin at.
fn blocks(page: &str, kind: &str) -> Vec<(usize, String)> {
    let text = std::fs::read_to_string(crate::root().join(page)).expect("there is a page");
    let mut blocks = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (number, line) in text.lines().enumerate() {
        match &mut open {
            Some(_) if line == "```" => blocks.extend(open.take()),
            Some((_, block)) => *block += &format!("{line}\n"),
            None if line == format!("```{kind}") => open = Some((number + 2, String::new())),
            None => {}
        }
    }
    blocks
}

#[test]
fn the_scenarios_of_the_documentation_go_as_they_expect() {
    for (page, least) in [("docs/scenario.md", 3), ("docs/protocol.md", 6), ("docs/lessons.md", 1)] {
        let blocks = blocks(page, "recraft");
        assert!(blocks.len() >= least, "{page}: {}", blocks.len());
        for (line, text) in blocks {
            let scenario = parse(&text).unwrap_or_else(|errors| panic!("{page}, line {line}: {}", errors[0]));
            let report = play(&scenario);
            let failure = report.told.iter().find_map(|told| told.failure());
            assert!(report.passed(), "{page}, the example at line {line}: {failure:?}");
        }
    }
}

#[test]
fn the_reference_shows_an_error_as_it_is() {
    let shown = blocks("docs/scenario.md", "text").remove(0).1;
    let errors = parse("recraft scenario 1\nnodes 3\n\n\ncrash frist").expect_err("there is no such node");
    assert_eq!(format!("{}\n", errors[0]), shown);
}

/// The first column of the tables: lines, settings and conditions, each in backticks.
fn pieces_of_tables(page: &str, heading: &str) -> Vec<String> {
    let text = std::fs::read_to_string(crate::root().join(page)).expect("there is a page");
    let rest = text.split(&format!("\n{heading}\n")).nth(1).expect("there is such a heading");
    // Up to the next heading of the same level.
    let level = heading.split(' ').next().unwrap_or_default();
    let part = rest.split(&format!("\n{level} ")).next().unwrap_or_default();
    let rows = part.lines().filter(|line| line.starts_with("| `"));
    rows.flat_map(|row| {
        let cell = row.trim_start_matches("| ").replace("\\|", "\u{0}");
        let cell = cell.split(" |").next().unwrap_or_default().replace('\u{0}', "|");
        let codes: Vec<String> = cell.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        codes
    })
    .collect()
}

/// Reads a line behind a beginning that knows what the tables speak of.
fn reads(line: &str) -> Result<(), String> {
    // A question that the run answers, and its answer, go together.
    let question = "ask \"Who?\" choices \"n1\" when n1 leads | \"n2\" when n2 leads\n";
    let before = if line.starts_with("reveal") { question } else { "" };
    let after = if line.starts_with("ask") && line.contains(" when ") { "reveal\n" } else { "" };
    let text = format!("recraft scenario 1\nnodes 5\nspares n7\nlet x1y be n1\n{before}{line}\n{after}");
    parse(&text).map(|_| ()).map_err(|errors| errors[0].to_string())
}

#[test]
fn every_line_of_the_tables_can_be_read() {
    let mut read = 0;
    let mut all = |heading: &str, before: &str| {
        for piece in pieces_of_tables("docs/scenario.md", heading) {
            let is_elliptic = piece.contains('…')
                || piece.contains("NAME")
                || piece.contains("TIME")
                || piece.contains("CONDITION");
            // A word on its own stands for a part of another line.
            if is_elliptic || !piece.contains(' ') {
                continue;
            }
            let line = format!("{before}{piece}");
            reads(&line).unwrap_or_else(|error| panic!("{error}"));
            read += 1;
        }
    };
    all("### Settings", "set ");
    all("### Time", "");
    all("### Orders", "");
    all("### By hand", "");
    all("## Conditions", "expect ");
    assert!(read >= 90, "only {read} pieces were found");
}

#[test]
fn every_setting_and_kind_that_the_reference_names_is_one() {
    assert!(reads("set mistake commit-old-term-by-counting").is_ok());
    assert!(reads("set election timeout 0ms to 0ms").is_ok());
    assert!(reads("drop votes").is_err());
}

#[test]
fn the_run_file_of_the_documentation_is_one() {
    let [(_, text)] = &blocks("docs/sharing.md", "json")[..] else { panic!("one example") };
    let file = recraft_share::file::read(text).expect("it can be read");
    assert_eq!((file.run.commands.len(), file.at.at_us), (2, 900_000));
}
