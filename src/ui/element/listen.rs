//! What elements listen to.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use yew::prelude::*;
use yew::virtual_dom::{Listener, ListenerKind};

use super::Element;

impl Element {
    /// Adds a listener.
    fn on<E: JsCast + 'static>(mut self, kind: ListenerKind, told: impl Into<Callback<E>>) -> Self {
        self.0.listeners.push(Some(Rc::new(Listening { kind, told: told.into() })));
        self
    }

    /// What a click does, or the key that presses it.
    pub fn on_click(self, told: impl Into<Callback<MouseEvent>>) -> Self {
        self.on(ListenerKind::onclick, told)
    }

    /// What a change does once it is made.
    pub fn on_change(self, told: impl Into<Callback<Event>>) -> Self {
        self.on(ListenerKind::onchange, told)
    }

    /// What each change does while it is made.
    pub fn on_input(self, told: impl Into<Callback<InputEvent>>) -> Self {
        self.on(ListenerKind::oninput, told)
    }

    /// What a form does when it is sent.
    pub fn on_submit(self, told: impl Into<Callback<SubmitEvent>>) -> Self {
        self.on(ListenerKind::onsubmit, told)
    }

    /// What a key does when it goes down.
    pub fn on_key_down(self, told: impl Into<Callback<KeyboardEvent>>) -> Self {
        self.on(ListenerKind::onkeydown, told)
    }

    /// What the pointer does when it is pressed.
    pub fn on_pointer_down(self, told: impl Into<Callback<PointerEvent>>) -> Self {
        self.on(ListenerKind::onpointerdown, told)
    }

    /// What the pointer does when it is moved.
    pub fn on_pointer_move(self, told: impl Into<Callback<PointerEvent>>) -> Self {
        self.on(ListenerKind::onpointermove, told)
    }

    /// What the pointer does when it is let go.
    pub fn on_pointer_up(self, told: impl Into<Callback<PointerEvent>>) -> Self {
        self.on(ListenerKind::onpointerup, told)
    }

    /// What the pointer does when the browser takes it away.
    pub fn on_pointer_cancel(self, told: impl Into<Callback<PointerEvent>>) -> Self {
        self.on(ListenerKind::onpointercancel, told)
    }

    /// What the pointer does when it goes elsewhere.
    pub fn on_pointer_leave(self, told: impl Into<Callback<PointerEvent>>) -> Self {
        self.on(ListenerKind::onpointerleave, told)
    }

    /// What the wheel does.
    pub fn on_wheel(self, told: impl Into<Callback<WheelEvent>>) -> Self {
        self.on(ListenerKind::onwheel, told)
    }
}

/// What an element listens to, and who is told.
struct Listening<E> {
    kind: ListenerKind,
    told: Callback<E>,
}

impl<E: JsCast> Listener for Listening<E> {
    fn kind(&self) -> ListenerKind {
        self.kind.clone()
    }

    fn handle(&self, event: Event) {
        self.told.emit(event.unchecked_into());
    }

    fn passive(&self) -> bool {
        false
    }
}
