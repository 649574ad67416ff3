//! What stands in the tags of a built page.

/// The values that an attribute has in the tags with this mark, as names of files.
pub fn attributes<'a>(page: &'a str, mark: &'a str, name: &str) -> impl Iterator<Item = &'a str> {
    let begin = format!("{name}=\"");
    page.split('<').filter(move |tag| tag.contains(mark)).filter_map(move |tag| {
        let value = tag.split(&begin).nth(1)?.split('"').next()?;
        Some(value.trim_start_matches("./"))
    })
}

#[cfg(test)]
mod tests {
    use super::attributes;

    #[test]
    fn the_values_of_the_right_tags_are_found() {
        let page = "<link rel=\"stylesheet\" href=\"./a.css\"/>x<link rel=\"icon\" href=\"i.svg\"/><link rel=\"stylesheet\" href=\"./b.css\" integrity=\"c\"/>y";
        assert_eq!(attributes(page, "rel=\"stylesheet\"", "href").collect::<Vec<_>>(), ["a.css", "b.css"]);
    }
}
