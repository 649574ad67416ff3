//! The page in which the lab is embedded: what it posts, and what is posted to it.
//!
//! Only the frame's parent, its opener and the frame's own scripts are heard, and only from the origin that the address allows, if it says
//! one (`allow-origin`). Whoever asks is answered at the origin that the browser says he has.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::js_sys::{Array, Object, Reflect};
use web_sys::{Event, MessageEvent, Window};

use super::listen::Listener;
use crate::session::remote::{FIELDS, Field, Fields, TEXT_MAX, VERSION, Value, is_ours};

/// Who has posted a message, and at which origin he is.
#[derive(Clone, Debug, PartialEq)]
pub struct Peer {
    /// None for the frame's own scripts, which want no answer.
    window: Option<Window>,
    /// Where he is answered; `*` for a page whose origin has no name, such as one from the disk.
    origin: String,
}

impl Peer {
    /// Posts a message.
    pub fn post(&self, kind: &'static str, fields: Vec<(&'static str, Value)>) {
        if let Some(window) = &self.window {
            post(window, &self.origin, kind, fields);
        }
    }
}

/// Listens to the host until it is dropped.
pub struct Host {
    /// The only origin that is heard and told something.
    allowed: Option<String>,
    _listener: Listener,
}

impl Host {
    /// Hands each message for the lab to `on_message`.
    pub fn new(allowed: Option<String>, on_message: impl Fn(Peer, Fields) + 'static) -> Option<Self> {
        let window = web_sys::window()?;
        let only = allowed.clone();
        let hear = move |event: Event| {
            let Some(event) = event.dyn_ref::<MessageEvent>() else { return };
            let Some(peer) = peer(event, only.as_deref()) else { return };
            let fields = fields(&event.data());
            if is_ours(&fields) {
                on_message(peer, fields);
            }
        };
        Some(Self { allowed, _listener: Listener::new(&window, "message", hear) })
    }

    /// Tells the host something that it has not asked for. It may be heard by any page that embeds this one, unless the address names one.
    pub fn tell(&self, kind: &'static str, fields: &[(&'static str, Value)]) {
        let origin = self.allowed.as_deref().unwrap_or("*");
        for window in hosts() {
            post(&window, origin, kind, fields.to_vec());
        }
    }
}

/// The windows that may ask: the parent and the opener.
fn hosts() -> impl Iterator<Item = Window> {
    let own = web_sys::window();
    let parent = own
        .as_ref()
        .and_then(|own| own.parent().ok().flatten())
        .filter(|parent| own.as_ref() != Some(parent));
    let opener =
        own.as_ref().and_then(|own| own.opener().ok()).and_then(|opener| opener.dyn_into::<Window>().ok());
    parent.into_iter().chain(opener)
}

/// Who posted a message, if he may.
fn peer(event: &MessageEvent, allowed: Option<&str>) -> Option<Peer> {
    let source: JsValue = event.source()?.into();
    let own = web_sys::window()?;
    if source == JsValue::from(own) {
        return Some(Peer { window: None, origin: String::new() });
    }
    // A window of another origin is no instance of this one's class: it is known by being the same.
    let window = hosts().find(|host| JsValue::from(host.clone()) == source)?;
    let origin = event.origin();
    if allowed.is_some_and(|allowed| allowed != origin) {
        return None;
    }
    let origin = if origin.contains("://") { origin } else { "*".into() };
    Some(Peer { window: Some(window), origin })
}

/// The fields that the API knows. Getters cannot be in here: what is posted has been copied.
fn fields(data: &JsValue) -> Fields {
    if !data.is_object() || Array::is_array(data) {
        return FIELDS.map(|_| Field::Missing);
    }
    FIELDS.map(|name| Reflect::get(data, &name.into()).map_or(Field::Other, |value| field(&value)))
}

fn field(value: &JsValue) -> Field {
    if value.is_undefined() {
        return Field::Missing;
    }
    if let Some(text) = value.dyn_ref::<web_sys::js_sys::JsString>() {
        return if text.length() > TEXT_MAX { Field::TooLong } else { Field::Text(text.into()) };
    }
    if let Some(number) = value.as_f64() {
        return Field::Number(number);
    }
    value.as_bool().map_or(Field::Other, Field::Flag)
}

fn post(window: &Window, origin: &str, kind: &'static str, fields: Vec<(&'static str, Value)>) {
    let message = Object::new();
    set(&message, "recraft", &JsValue::from_f64(VERSION.into()));
    set(&message, "type", &kind.into());
    for (name, value) in fields {
        set(&message, name, &js(&value));
    }
    // Fails only for origins that cannot be read; these come from the browser, or were read.
    let _ = window.post_message(&message, origin);
}

fn set(object: &Object, name: &str, value: &JsValue) {
    // Fails only for objects that are frozen; these are new.
    let _ = Reflect::set(object, &name.into(), value);
}

fn js(value: &Value) -> JsValue {
    match value {
        Value::Nothing => JsValue::NULL,
        Value::Flag(flag) => JsValue::from_bool(*flag),
        Value::Number(number) => JsValue::from_f64(*number),
        Value::Text(text) => text.into(),
        Value::List(items) => items.iter().map(js).collect::<Array>().into(),
        Value::Record(fields) => {
            let object = Object::new();
            for (name, value) in fields {
                set(&object, name, &js(value));
            }
            object.into()
        }
    }
}

/// Whether the page was loaded to be part of another one; `assets/embed.js` says so on the root element.
pub fn is_embedded() -> bool {
    let root = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.document_element());
    root.is_some_and(|root| root.has_attribute("data-size"))
}

/// Whether an origin can be posted to: a scheme and a host.
pub fn is_origin(text: &str) -> bool {
    web_sys::Url::new(text).is_ok_and(|url| url.origin() == text && text != "null")
}
