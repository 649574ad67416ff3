//! How the page's elements are written: `div("row").child(span("word").child("Speed")).into()`.
//!
//! Yew's `html!` writes the building of every element out where it stands, which costs about 300 bytes of WebAssembly for each of the page's
//! thousand elements. Here an element is one pointer, and each step a call of a function that the page holds once: about 60 bytes for
//! the same element. What is generic is a thin layer over functions that are not.
//!
//! An element begins with its tag: [`el`], or for the most frequent ones [`div`], [`span`], [`p`], [`button`] and [`section`] with their
//! class; several side by side begin with [`fragment`]. Then come its attributes, what it listens to, and what stands in it:
//! [`Element::child`] takes whatever is a [`Piece`], [`Element::children`] any number of these. At the end `.into()` makes it Yew's.
//!
//! What is left out, as in `.child(found.then(|| p("note")))`, keeps its place, so that what comes after it is still the same
//! element for Yew, with its focus and where it was scrolled to. For the same reason what comes in changing numbers needs keys.

mod listen;
mod names;
mod piece;
#[cfg(test)]
mod tests;
mod value;

use std::rc::Rc;

use yew::html::BaseComponent;
use yew::prelude::*;
use yew::virtual_dom::{AttributeOrProperty, Attributes, Key, Listener, VChild, VList, VTag};

use names::kept;
pub use piece::Piece;
pub use value::Value;

/// An element in the making.
#[must_use = "an element is shown only where it stands in another, or is returned"]
pub struct Element(Box<Parts>);

#[derive(Default)]
struct Parts {
    /// Empty for a fragment.
    tag: &'static str,
    /// Its attributes, each with its value, or none if it is not there at present.
    attributes: Vec<(&'static str, Option<AttributeOrProperty>)>,
    /// What a field for text holds, and whether a box is ticked: what the reader may change, so not attributes.
    value: Option<AttrValue>,
    checked: Option<bool>,
    listeners: Vec<Option<Rc<dyn Listener>>>,
    node_ref: Option<NodeRef>,
    key: Option<Key>,
    children: Vec<Html>,
    /// Whether their number changes, so that one child is still a list of them.
    is_list: bool,
}

/// An element with this tag.
#[inline(never)]
pub fn el(tag: &'static str) -> Element {
    Element(Box::new(Parts { tag, ..Parts::default() }))
}

/// Several things side by side.
pub fn fragment() -> Element {
    el("")
}

/// A `div` of this class.
#[inline(never)]
pub fn div(class: &'static str) -> Element {
    el("div").class(class)
}

/// A `span` of this class.
#[inline(never)]
pub fn span(class: &'static str) -> Element {
    el("span").class(class)
}

/// A `p` of this class.
#[inline(never)]
pub fn p(class: &'static str) -> Element {
    el("p").class(class)
}

/// A `button` of this class.
#[inline(never)]
pub fn button(class: &'static str) -> Element {
    el("button").class(class)
}

/// A `section` of this class.
#[inline(never)]
pub fn section(class: &'static str) -> Element {
    el("section").class(class)
}

/// A component, with what it is given.
pub fn component<C: BaseComponent>(props: C::Properties) -> Html {
    VChild::<C>::new(props, None).into()
}

/// A component by whose key Yew knows it again: with another key it begins anew.
pub fn keyed<C: BaseComponent>(key: impl Into<Key>, props: C::Properties) -> Html {
    VChild::<C>::new(props, Some(key.into())).into()
}

/// Text alone, or another piece, where Yew's type is asked for.
pub fn text(piece: impl Piece) -> Html {
    fragment().child(piece).into()
}

/// What stands in a message for an element: see [`Element::around`].
pub const SLOT: char = '\u{fffc}';

impl Element {
    /// Adds a message with a piece in the place of its [`SLOT`]: where in a sentence that is, each language says itself.
    pub fn around(self, message: &str, piece: impl Piece) -> Self {
        let (before, after) = message.split_once(SLOT).unwrap_or((message, ""));
        self.child(before.to_owned()).child(piece).child(after.to_owned())
    }

    /// Adds this child.
    pub fn child(mut self, piece: impl Piece) -> Self {
        piece.put(&mut self.0.children);
        self
    }

    /// Adds these children, whose number may change.
    pub fn children(mut self, pieces: impl IntoIterator<Item: Piece>) -> Self {
        self.0.is_list = true;
        for piece in pieces {
            piece.put(&mut self.0.children);
        }
        self
    }

    /// Sets an attribute. `false` and `None` leave it out, `true` is the attribute by itself.
    pub fn attr(mut self, name: &'static str, value: impl Value) -> Self {
        value.set(name, &mut self);
        self
    }

    /// Sets an attribute that says `true` or `false`.
    pub fn truth(self, name: &'static str, value: bool) -> Self {
        self.attr(name, if value { "true" } else { "false" })
    }

    /// Adds classes.
    #[inline(never)]
    pub fn class(self, class: &'static str) -> Self {
        self.class_if(class, !class.is_empty())
    }

    /// Adds classes if this is so.
    #[inline(never)]
    pub fn class_if(mut self, class: &'static str, is_so: bool) -> Self {
        match self.class_attribute() {
            None => self.set("class", is_so.then_some(AttributeOrProperty::Static(class))),
            Some(all) if is_so => {
                *all = joined(all.take(), class).or(Some(AttributeOrProperty::Static(class)));
            }
            Some(_) => {}
        }
        self
    }

    /// Adds classes whose names are made while the page runs, to others.
    #[inline(never)]
    pub fn classes(mut self, classes: &str) -> Self {
        if let Some(all) = self.class_attribute().filter(|_| !classes.is_empty()) {
            *all = joined(all.take(), classes);
        }
        self
    }

    /// Its id in the document.
    pub fn id(self, id: impl Value) -> Self {
        self.attr("id", id)
    }

    /// What is said when it is pointed at.
    pub fn title(self, title: impl Value) -> Self {
        self.attr("title", title)
    }

    /// What it is for those who do not see it.
    pub fn label(self, label: impl Value) -> Self {
        self.attr("aria-label", label)
    }

    /// What it is for those who do not see it, if its tag does not say that.
    pub fn role(self, role: &'static str) -> Self {
        self.attr("role", role)
    }

    /// A style of its own.
    pub fn style(self, style: impl Value) -> Self {
        self.attr("style", style)
    }

    /// What a field holds, or what an option stands for.
    pub fn value(mut self, value: impl Into<AttrValue>) -> Self {
        self.set_value(value.into());
        self
    }

    /// Whether a box is ticked.
    #[inline(never)]
    pub fn checked(mut self, checked: bool) -> Self {
        self.0.checked = Some(checked);
        self
    }

    /// By what Yew knows it again among its changing neighbours.
    pub fn key(mut self, key: impl Into<Key>) -> Self {
        self.0.key = Some(key.into());
        self
    }

    /// By what a component reaches it in the document.
    pub fn node_ref(mut self, node_ref: NodeRef) -> Self {
        self.0.node_ref = Some(node_ref);
        self
    }

    fn class_attribute(&mut self) -> Option<&mut Option<AttributeOrProperty>> {
        self.0.attributes.iter_mut().find(|(name, _)| *name == "class").map(|(_, value)| value)
    }

    fn set(&mut self, name: &'static str, value: Option<AttributeOrProperty>) {
        self.0.attributes.push((name, value));
    }

    #[inline(never)]
    fn set_value(&mut self, value: AttrValue) {
        match self.0.tag {
            "input" | "textarea" => self.0.value = Some(value),
            _ => self.set("value", Some(AttributeOrProperty::Attribute(value))),
        }
    }

    #[inline(never)]
    fn finish(self) -> Html {
        let parts = *self.0;
        if parts.tag.is_empty() {
            return VList::with_children(parts.children, parts.key).into();
        }
        let mut tag = VTag::new(parts.tag);
        if let Some(value) = parts.value {
            tag.set_value(value);
        }
        if let Some(checked) = parts.checked {
            tag.set_checked(checked);
        }
        if let Some(node_ref) = parts.node_ref {
            tag.node_ref = node_ref;
        }
        if !parts.attributes.is_empty() {
            let keys = kept(&parts.attributes);
            let values = parts.attributes.into_iter().map(|(_, value)| value).collect();
            tag.set_attributes(Attributes::Dynamic { keys, values });
        }
        if !parts.listeners.is_empty() {
            tag.set_listeners(parts.listeners.into_boxed_slice());
        }
        tag.key = parts.key;
        if let Some(place) = tag.children_mut() {
            let mut children = parts.children;
            *place = match children.pop() {
                Some(child) if children.is_empty() && !parts.is_list => child,
                Some(last) => {
                    children.push(last);
                    VList::with_children(children, None).into()
                }
                None => Html::default(),
            };
        }
        tag.into()
    }
}

impl From<Element> for Html {
    fn from(element: Element) -> Self {
        element.finish()
    }
}

/// What a class attribute has, and more; nothing if it has nothing.
fn joined(had: Option<AttributeOrProperty>, more: &str) -> Option<AttributeOrProperty> {
    let had = match had? {
        AttributeOrProperty::Static(had) => AttrValue::Static(had),
        AttributeOrProperty::Attribute(had) => had,
        AttributeOrProperty::Property(_) => return None,
    };
    Some(AttributeOrProperty::Attribute([&*had, more].join(" ").into()))
}
