//! The names of attributes that elements have.

use std::cell::RefCell;

type Names = &'static [&'static str];

thread_local! {
    /// The lists of names, each with its sum, sorted by these. Yew compares attributes quickly if their names are the same list, and a page has
    /// few such lists: as many as it has kinds of elements.
    static NAMES: RefCell<Vec<(usize, Names)>> = const { RefCell::new(Vec::new()) };
}

/// The one list of the names of these attributes.
pub fn kept<T>(attributes: &[(&'static str, T)]) -> Names {
    // A name stands in the program once, so where it stands tells it from others; if it stood there twice, there would only be a list more.
    let place = |name: &'static str| name.as_ptr() as usize;
    let sum =
        attributes.iter().fold(0_usize, |sum, (name, _)| sum.wrapping_mul(31).wrapping_add(place(name)));
    let are = |names: Names| {
        names.len() == attributes.len()
            && names.iter().zip(attributes).all(|(name, (other, _))| place(name) == place(other))
    };
    NAMES.with_borrow_mut(|all| {
        let first = all.partition_point(|(other, _)| *other < sum);
        let same = all[first..].iter().take_while(|(other, _)| *other == sum).find(|(_, names)| are(names));
        if let Some((_, names)) = same {
            return *names;
        }
        let names: Names = Vec::leak(attributes.iter().map(|(name, _)| *name).collect());
        all.insert(first, (sum, names));
        names
    })
}
