//! Parts of the page that are made again only when what they show has changed.
//!
//! A component of Yew does that too, and can hold state besides; but each costs almost two kilobytes, because Yew's code for its life is compiled
//! for each anew. Here one component stands for all parts without a state of their own: a part is what it shows and a function that draws it.

use std::any::Any;
use std::rc::Rc;

use yew::prelude::*;
use yew::virtual_dom::Key;

use super::element::keyed;

/// A part of the page that is made again when `shown` is no longer what it was.
pub fn memo<P: PartialEq + 'static>(draw: fn(&P) -> Html, shown: P) -> Html {
    // Another part in the same place begins anew; where its function stands tells one from the other.
    made((draw as usize).into(), Rc::new(Part { draw, shown }))
}

/// Such a part among others of its kind, known again by its key.
pub fn memo_of<P: PartialEq + 'static>(key: impl Into<Key>, draw: fn(&P) -> Html, shown: P) -> Html {
    made(key.into(), Rc::new(Part { draw, shown }))
}

fn made(key: Key, part: Rc<dyn Draw>) -> Html {
    keyed::<Memo>(key, Props { part })
}

struct Part<P> {
    draw: fn(&P) -> Html,
    shown: P,
}

/// A part, whatever it shows.
trait Draw {
    fn draw(&self) -> Html;
    fn is_same(&self, other: &dyn Draw) -> bool;
    fn as_any(&self) -> &dyn Any;
}

impl<P: PartialEq + 'static> Draw for Part<P> {
    fn draw(&self) -> Html {
        (self.draw)(&self.shown)
    }

    fn is_same(&self, other: &dyn Draw) -> bool {
        other.as_any().downcast_ref::<Self>().is_some_and(|other| other.shown == self.shown)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

#[derive(Properties)]
struct Props {
    part: Rc<dyn Draw>,
}

impl PartialEq for Props {
    fn eq(&self, other: &Self) -> bool {
        self.part.is_same(&*other.part)
    }
}

#[component]
fn Memo(props: &Props) -> Html {
    props.part.draw()
}
