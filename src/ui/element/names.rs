//! The names of attributes that elements have.

use std::cell::RefCell;

thread_local! {
    /// The lists of names of attributes that elements have, sorted. Yew compares attributes quickly if their names are the same list, and
    /// a page has few such lists: as many as it has kinds of elements.
    static NAMES: RefCell<Vec<&'static [&'static str]>> = const { RefCell::new(Vec::new()) };
}

/// The one list of these names.
pub fn kept(names: Vec<&'static str>) -> &'static [&'static str] {
    NAMES.with_borrow_mut(|all| match all.binary_search(&&names[..]) {
        Ok(place) => all[place],
        Err(place) => {
            let names: &'static [&'static str] = Vec::leak(names);
            all.insert(place, names);
            names
        }
    })
}
