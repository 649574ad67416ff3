//! `cargo xtask book`: builds the book in `docs/`, with the lab beside it, and checks it: every scenario in it is told, every link leads somewhere.

use std::collections::BTreeSet;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Component, Path, PathBuf};

use crate::failure::{Failure, OrFail, Outcome};
use crate::process::{cargo, command, run_aside};
use crate::{book_pages, page, project, setup};

/// Where the book is written.
pub fn folder() -> PathBuf {
    project::root().join("target/book")
}

/// Sets up, builds the page if it must be and the book, and checks the book.
pub fn book() -> Outcome {
    setup::for_book()?;
    page::build()?;
    run_aside(cargo().args(["build", "--quiet", "--package", "mdbook-recraft"]))?;
    let mut mdbook = command(project::find_program("mdbook").unwrap_or_else(|| PathBuf::from("mdbook")));
    mdbook.arg("build").arg(project::root().join("docs")).env("PATH", path_with_preprocessor()?);
    run_aside(&mut mdbook)?;
    book_pages::mend(&folder())?;
    // The lab itself, where the book's figures look for it.
    project::copy(&project::dist(), &folder().join("lab"))?;
    let wrong = broken_links(&folder())?;
    if !wrong.is_empty() {
        return Err(Failure::new(format!("links in the book lead nowhere:\n  {}", wrong.join("\n  "))));
    }
    println!("{}", folder().join("index.html").display());
    Ok(())
}

/// mdBook finds preprocessors on the PATH.
fn path_with_preprocessor() -> Outcome<OsString> {
    let tools = project::path_with_tools();
    let built = std::iter::once(project::root().join("target/debug"));
    env::join_paths(built.chain(env::split_paths(&tools))).or_fail("the PATH cannot be made")
}

/// Every link of the pages in a folder that leads to a file or a place within one that is not there. Links to other sites are not followed.
fn broken_links(folder: &Path) -> Outcome<Vec<String>> {
    let files: BTreeSet<PathBuf> = project::files(folder)?.into_iter().collect();
    let is_page = |file: &&PathBuf| {
        file.extension().is_some_and(|extension| extension == "html") && !file.starts_with(folder.join("lab"))
    };
    let mut broken = Vec::new();
    for file in files.iter().filter(is_page) {
        let text = read(file)?;
        for link in links(&text) {
            if let Some(why) = broken_link(file, &text, link, &files)? {
                let page = file.strip_prefix(folder).unwrap_or(file);
                broken.push(format!("{}: {link}: {why}", page.display()));
            }
        }
    }
    Ok(broken)
}

fn broken_link(
    page: &Path,
    text: &str,
    link: &str,
    files: &BTreeSet<PathBuf>,
) -> Outcome<Option<&'static str>> {
    let elsewhere = ["http:", "https:", "mailto:", "data:", "javascript:"];
    if elsewhere.iter().any(|scheme| link.starts_with(scheme)) {
        return Ok(None);
    }
    let (path, place) = link.split_once('#').unwrap_or((link, ""));
    let path = path.split('?').next().unwrap_or_default();
    let mut target =
        if path.is_empty() { page.to_owned() } else { resolved(page.parent().unwrap_or(page), path) };
    if !files.contains(&target) {
        target = target.join("index.html");
    }
    if !files.contains(&target) {
        return Ok(Some("there is no such file"));
    }
    let other = if target == page {
        text.to_owned()
    } else if place.is_empty() {
        return Ok(None);
    } else {
        read(&target)?
    };
    let there = place.is_empty() || other.contains(&format!("id=\"{place}\""));
    Ok((!there).then_some("there is no such place in it"))
}

fn resolved(folder: &Path, path: &str) -> PathBuf {
    let mut place = folder.to_owned();
    for part in Path::new(path).components() {
        match part {
            Component::ParentDir => _ = place.pop(),
            Component::Normal(name) => place.push(name),
            _ => {}
        }
    }
    place
}

/// The addresses in a page's elements; those that a scenario or a script speaks of are in no attribute.
fn links(page: &str) -> impl Iterator<Item = &str> {
    let tags = page.split('<').filter(|tag| tag.starts_with(|letter: char| letter.is_ascii_alphabetic()));
    tags.filter_map(|tag| {
        let tag = tag.split('>').next()?;
        let after = [" href=\"", " src=\""].into_iter().find_map(|name| tag.split_once(name))?.1;
        after.split('"').next()
    })
}

fn read(file: &Path) -> Outcome<String> {
    fs::read_to_string(file)
        .or_fail("a page of the book cannot be read")
        .map_err(|failure| failure.at(file.display()))
}

#[cfg(test)]
mod tests {
    use super::{broken_links, links};
    use std::{env, fs};

    #[test]
    fn links_are_found_in_elements_only() {
        let page = "<p>href=\"no\" <a class=\"x\" href=\"a.html#b\">a</a><script src=\"c.js\"></script><img src=\"d.svg\">";
        assert_eq!(links(page).collect::<Vec<_>>(), ["a.html#b", "c.js", "d.svg"]);
    }

    #[test]
    fn a_link_that_leads_nowhere_is_named() {
        let folder = env::temp_dir().join(format!("recraft-book-{}", std::process::id()));
        fs::create_dir_all(folder.join("sub")).unwrap();
        fs::write(
            folder.join("a.html"),
            "<a href=\"sub/b.html#there\"><a href=\"#self\" id=\"self\"><a href=\"https://x.example\">",
        )
        .unwrap();
        fs::write(
            folder.join("sub/b.html"),
            "<h1 id=\"there\"><a href=\"../a.html\"><a href=\"../gone.html\"><a href=\"../a.html#gone\">",
        )
        .unwrap();
        let broken = broken_links(&folder).unwrap();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(broken.len(), 2, "{broken:?}");
        assert!(
            broken[0].starts_with("sub/b.html: ../gone.html: ") && broken[1].contains("no such place"),
            "{broken:?}"
        );
    }
}
