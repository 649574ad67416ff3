//! What an attribute can be set to.

use yew::AttrValue;
use yew::virtual_dom::AttributeOrProperty;

use super::Element;

/// What an attribute can be set to.
pub trait Value {
    /// Sets it.
    fn set(self, name: &'static str, element: &mut Element);
}

impl Value for &'static str {
    #[inline(never)]
    fn set(self, name: &'static str, element: &mut Element) {
        element.set(name, Some(AttributeOrProperty::Static(self)));
    }
}

impl Value for AttrValue {
    #[inline(never)]
    fn set(self, name: &'static str, element: &mut Element) {
        element.set(name, Some(AttributeOrProperty::Attribute(self)));
    }
}

impl Value for String {
    #[inline(never)]
    fn set(self, name: &'static str, element: &mut Element) {
        AttrValue::from(self).set(name, element);
    }
}

impl Value for bool {
    #[inline(never)]
    fn set(self, name: &'static str, element: &mut Element) {
        element.set(name, self.then_some(AttributeOrProperty::Static(name)));
    }
}

impl Value for usize {
    #[inline(never)]
    fn set(self, name: &'static str, element: &mut Element) {
        self.to_string().set(name, element);
    }
}

impl Value for u64 {
    #[inline(never)]
    fn set(self, name: &'static str, element: &mut Element) {
        self.to_string().set(name, element);
    }
}

impl<V: Value> Value for Option<V> {
    fn set(self, name: &'static str, element: &mut Element) {
        match self {
            Some(value) => value.set(name, element),
            None => element.set(name, None),
        }
    }
}
