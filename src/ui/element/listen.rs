//! What elements listen to. Yew has a kind of listener for each kind of event; here are those that the page needs.

use std::rc::Rc;

use yew::html::{
    onchange, onclick, oninput, onkeydown, onpointercancel, onpointerdown, onpointerleave, onpointermove,
    onpointerup, onsubmit, ontoggle, onwheel,
};
use yew::prelude::*;
use yew::virtual_dom::Listener;

use super::Element;

impl Element {
    /// What a click does, or the key that presses it.
    pub fn on_click(self, told: impl Into<Callback<MouseEvent>>) -> Self {
        self.listen(Rc::new(onclick::Wrapper::new(told.into())))
    }

    /// What opening it does, and closing it.
    pub fn on_toggle(self, told: impl Into<Callback<Event>>) -> Self {
        self.listen(Rc::new(ontoggle::Wrapper::new(told.into())))
    }

    /// What a change does once it is made.
    pub fn on_change(self, told: impl Into<Callback<Event>>) -> Self {
        self.listen(Rc::new(onchange::Wrapper::new(told.into())))
    }

    /// What each change does while it is made.
    pub fn on_input(self, told: impl Into<Callback<InputEvent>>) -> Self {
        self.listen(Rc::new(oninput::Wrapper::new(told.into())))
    }

    /// What a form does when it is sent.
    pub fn on_submit(self, told: impl Into<Callback<SubmitEvent>>) -> Self {
        self.listen(Rc::new(onsubmit::Wrapper::new(told.into())))
    }

    /// What a key does when it goes down.
    pub fn on_key_down(self, told: impl Into<Callback<KeyboardEvent>>) -> Self {
        self.listen(Rc::new(onkeydown::Wrapper::new(told.into())))
    }

    /// What the pointer does when it is pressed.
    pub fn on_pointer_down(self, told: impl Into<Callback<PointerEvent>>) -> Self {
        self.listen(Rc::new(onpointerdown::Wrapper::new(told.into())))
    }

    /// What the pointer does when it is moved.
    pub fn on_pointer_move(self, told: impl Into<Callback<PointerEvent>>) -> Self {
        self.listen(Rc::new(onpointermove::Wrapper::new(told.into())))
    }

    /// What the pointer does when it is let go.
    pub fn on_pointer_up(self, told: impl Into<Callback<PointerEvent>>) -> Self {
        self.listen(Rc::new(onpointerup::Wrapper::new(told.into())))
    }

    /// What the pointer does when the browser takes it away.
    pub fn on_pointer_cancel(self, told: impl Into<Callback<PointerEvent>>) -> Self {
        self.listen(Rc::new(onpointercancel::Wrapper::new(told.into())))
    }

    /// What the pointer does when it goes elsewhere.
    pub fn on_pointer_leave(self, told: impl Into<Callback<PointerEvent>>) -> Self {
        self.listen(Rc::new(onpointerleave::Wrapper::new(told.into())))
    }

    /// What the wheel does.
    pub fn on_wheel(self, told: impl Into<Callback<WheelEvent>>) -> Self {
        self.listen(Rc::new(onwheel::Wrapper::new(told.into())))
    }

    #[inline(never)]
    fn listen(mut self, listener: Rc<dyn Listener>) -> Self {
        self.0.listeners.push(Some(listener));
        self
    }
}
