//! One style sheet of the page's many.
//!
//! The sources in `styles/` are a file a subject. Each would be a request that the page's scripts wait for, one after the other; so the built page has one
//! sheet, in the order of `index.html`, under a name that is made of what is in it. Builds for development keep them apart.

use std::fs;
use std::path::Path;

use crate::digest;
use crate::failure::{Failure, OrFail, Outcome};
use crate::tags::attributes;

const TAG: &str = "<link rel=\"stylesheet\"";

/// Joins the style sheets of the page in this folder. To be called before other pages are made of it.
pub fn join(folder: &Path) -> Outcome {
    let index = folder.join("index.html");
    let page = fs::read_to_string(&index).or_fail("the built page cannot be read")?;
    let sheet_of = |name: &str| {
        fs::read_to_string(folder.join(name))
            .or_fail("a style sheet cannot be read")
            .map_err(|failure| failure.at(folder.join(name).display()))
    };
    let names = sheets(&page);
    let sheet = names.iter().map(|name| sheet_of(name)).collect::<Outcome<Vec<_>>>()?.join("\n");
    let name = format!("styles-{}.css", digest::short(&sheet));
    let tag = format!("{TAG} href=\"./{name}\" integrity=\"{}\"/>", digest::sha384(&sheet));
    let joined = with_one_sheet(&page, &tag).ok_or_else(|| {
        Failure::new("the page names no style sheet").at(index.display()).advice("see xtask/src/styles.rs")
    })?;
    fs::write(folder.join(&name), sheet).or_fail("the style sheet cannot be written")?;
    fs::write(&index, joined).or_fail("the page cannot be written")?;
    for old in names.iter().filter(|old| **old != name) {
        fs::remove_file(folder.join(old)).or_fail("a style sheet cannot be removed")?;
    }
    Ok(())
}

/// The files that the page's style sheets are in, in their order.
fn sheets(page: &str) -> Vec<&str> {
    attributes(page, "rel=\"stylesheet\"", "href").collect()
}

/// The page with this tag in place of its first style sheet, and without the others. `None` if it has no style sheet.
fn with_one_sheet(page: &str, tag: &str) -> Option<String> {
    let (before, mut rest) = page.split_once(TAG)?;
    let mut joined = format!("{before}{tag}");
    rest = rest.split_once('>')?.1;
    while let Some((between, after)) = rest.split_once(TAG) {
        joined.push_str(between.trim_end());
        rest = after.split_once('>')?.1;
    }
    Some(joined + rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<head></head><body><p>a</p>\n  <link rel=\"stylesheet\" href=\"./a-1.css\" integrity=\"x\"/>\n  \
                        <link rel=\"stylesheet\" href=\"./b-2.css\"/>\n  <link rel=\"stylesheet\" href=\"./c-3.css\"/>\n</body>";

    #[test]
    fn many_sheets_become_one_in_their_order() {
        let folder = std::env::temp_dir().join(format!("recraft-styles-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("index.html"), PAGE).unwrap();
        for (name, sheet) in [("a-1.css", "a{}"), ("b-2.css", "b{}"), ("c-3.css", "c{}")] {
            fs::write(folder.join(name), sheet).unwrap();
        }
        join(&folder).unwrap();
        let page = fs::read_to_string(folder.join("index.html")).unwrap();
        let names = sheets(&page);
        assert_eq!(names.len(), 1, "{page}");
        let sheet = fs::read_to_string(folder.join(names[0])).unwrap();
        assert_eq!(sheet, "a{}\nb{}\nc{}");
        assert!(page.contains(&format!("integrity=\"{}\"", digest::sha384(&sheet))), "{page}");
        assert!(page.starts_with("<head></head><body><p>a</p>") && page.ends_with("/>\n</body>"), "{page}");
        assert!(!folder.join("b-2.css").exists());
        // Once more changes nothing.
        join(&folder).unwrap();
        assert_eq!(fs::read_to_string(folder.join("index.html")).unwrap(), page);
        assert!(folder.join(names[0]).exists());
        fs::remove_dir_all(&folder).unwrap();
    }

    #[test]
    fn a_page_without_a_sheet_is_refused() {
        assert_eq!(with_one_sheet("<body></body>", "<link>"), None);
    }
}
