//! What can stand in an element: other elements, what Yew has made, text and numbers, and what may be missing. Each kind has one function that
//! puts it there, so that a place in the page costs a call.

use std::rc::Rc;

use yew::virtual_dom::VText;
use yew::{AttrValue, Html};

use super::Element;

/// What can stand in an element.
pub trait Piece {
    /// Puts it there.
    fn put(self, children: &mut Vec<Html>);
}

impl Piece for Element {
    #[inline(never)]
    fn put(self, children: &mut Vec<Html>) {
        children.push(self.finish());
    }
}

impl Piece for Html {
    #[inline(never)]
    fn put(self, children: &mut Vec<Html>) {
        children.push(self);
    }
}

impl Piece for AttrValue {
    #[inline(never)]
    fn put(self, children: &mut Vec<Html>) {
        children.push(VText { text: self }.into());
    }
}

impl Piece for &'static str {
    #[inline(never)]
    fn put(self, children: &mut Vec<Html>) {
        AttrValue::Static(self).put(children);
    }
}

impl Piece for String {
    #[inline(never)]
    fn put(self, children: &mut Vec<Html>) {
        AttrValue::from(self).put(children);
    }
}

impl Piece for &String {
    #[inline(never)]
    fn put(self, children: &mut Vec<Html>) {
        AttrValue::from(Rc::from(self.as_str())).put(children);
    }
}

impl Piece for &AttrValue {
    #[inline(never)]
    fn put(self, children: &mut Vec<Html>) {
        self.clone().put(children);
    }
}

impl Piece for &&'static str {
    fn put(self, children: &mut Vec<Html>) {
        (*self).put(children);
    }
}

impl Piece for char {
    #[inline(never)]
    fn put(self, children: &mut Vec<Html>) {
        self.to_string().put(children);
    }
}

impl Piece for u32 {
    #[inline(never)]
    fn put(self, children: &mut Vec<Html>) {
        u64::from(self).put(children);
    }
}

impl Piece for usize {
    #[inline(never)]
    fn put(self, children: &mut Vec<Html>) {
        self.to_string().put(children);
    }
}

impl Piece for u64 {
    #[inline(never)]
    fn put(self, children: &mut Vec<Html>) {
        self.to_string().put(children);
    }
}

/// What is not there keeps its place.
impl<P: Piece> Piece for Option<P> {
    fn put(self, children: &mut Vec<Html>) {
        match self {
            Some(piece) => piece.put(children),
            None => Html::default().put(children),
        }
    }
}
