//! An element of the page.

use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use xtask::failure::{Failure, OrFail, Outcome};

use crate::page::Page;
use crate::wire::element_argument;

/// An element of the page, found earlier. If the page has replaced it since, what is asked of it fails.
pub struct Element<'page> {
    page: &'page Page,
    id: String,
}

impl<'page> Element<'page> {
    pub(crate) fn new(page: &'page Page, id: impl Into<String>) -> Self {
        Self { page, id: id.into() }
    }

    /// How it is written in what a browser is asked.
    pub(crate) fn argument(&self) -> Value {
        element_argument(&self.id)
    }

    /// Clicks it, as a user can: it is scrolled to, and must be visible and not covered.
    pub fn click(&self) -> Outcome {
        self.post("click", &json!({}))
    }

    /// Types into it.
    pub fn type_text(&self, text: &str) -> Outcome {
        self.post("value", &json!({ "text": text }))
    }

    /// Replaces what is in a field: selects it, and types. (Emptied by the driver, the page would not hear of it, and might write the old text
    /// again before the new one is typed.)
    pub fn fill(&self, text: &str) -> Outcome {
        self.script::<()>("element.focus(); element.select();", &Value::Null)?;
        self.type_text(text)
    }

    /// Chooses the option of a list by its text, and tells the page.
    pub fn choose(&self, option: &str) -> Outcome {
        let chosen: bool = self.script(
            "const option = [...element.options].find((option) => option.text.trim() === argument);
             if (!option) return false;
             element.value = option.value;
             for (const kind of ['input', 'change']) element.dispatchEvent(new Event(kind, { bubbles: true }));
             return true;",
            &json!(option),
        )?;
        if chosen { Ok(()) } else { Err(Failure::new(format!("the list has no option “{option}”"))) }
    }

    /// Gives it the keyboard.
    pub fn focus(&self) -> Outcome {
        self.script("element.focus();", &Value::Null)
    }

    /// Its text, as it is shown.
    pub fn text(&self) -> Outcome<String> {
        self.get_text("text")
    }

    /// The name that a screen reader gives it.
    pub fn name(&self) -> Outcome<String> {
        self.get_text("computedlabel")
    }

    /// The role that a screen reader gives it.
    pub fn role(&self) -> Outcome<String> {
        self.get_text("computedrole")
    }

    /// An attribute, if it has it.
    pub fn attribute(&self, name: &str) -> Outcome<Option<String>> {
        let value = self.page.wire().get(&format!("element/{}/attribute/{name}", self.id))?;
        Ok(value.as_str().map(str::to_owned))
    }

    /// The value of a field.
    pub fn value(&self) -> Outcome<String> {
        self.script("return element.value;", &Value::Null)
    }

    /// Whether it can be used.
    pub fn is_enabled(&self) -> Outcome<bool> {
        Ok(self.page.wire().get(&format!("element/{}/enabled", self.id))? == true)
    }

    /// Whether it can be seen.
    pub fn is_shown(&self) -> Outcome<bool> {
        self.script("return element.checkVisibility({ visibilityProperty: true });", &Value::Null)
    }

    /// Its place in the window: left, top, width, height, in CSS pixels.
    pub fn place(&self) -> Outcome<[f64; 4]> {
        self.script(
            "const box = element.getBoundingClientRect(); return [box.left, box.top, box.width, box.height];",
            &Value::Null,
        )
    }

    /// Elements inside it, by CSS; none is no failure.
    pub fn all(&self, css: &str) -> Outcome<Vec<Element<'page>>> {
        let request = json!({ "using": "css selector", "value": css });
        let found = self.page.wire().post(&format!("element/{}/elements", self.id), &request)?;
        Ok(self.page.elements(&found))
    }

    /// Runs a script that knows the `element` and one `argument`.
    pub fn script<T: DeserializeOwned>(&self, script: &str, argument: &Value) -> Outcome<T> {
        let script = format!("const [element, argument] = arguments; {script}");
        let request = json!({ "script": script, "args": [element_argument(&self.id), argument] });
        let value = self.page.wire().post("execute/sync", &request)?;
        serde_json::from_value(value).or_fail("the script answers something else")
    }

    fn post(&self, command: &str, body: &Value) -> Outcome {
        self.page.wire().post(&format!("element/{}/{command}", self.id), body).map(drop)
    }

    fn get_text(&self, command: &str) -> Outcome<String> {
        let value = self.page.wire().get(&format!("element/{}/{command}", self.id))?;
        Ok(value.as_str().unwrap_or_default().to_owned())
    }
}
