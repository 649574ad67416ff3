//! WebDriver over HTTP: one session's requests and answers.

use std::time::Duration;

use serde_json::{Value, json};
use ureq::Agent;
use xtask::failure::{Failure, OrFail, Outcome};

const ANSWERS_WITHIN: Duration = Duration::from_secs(120);
const LONGEST_ANSWER_BYTES: u64 = 64 << 20;

/// A session with a driver; it is ended when this is dropped.
pub(crate) struct Wire {
    agent: Agent,
    session: String,
    capabilities: Value,
}

impl Wire {
    /// Begins a session.
    pub(crate) fn begin(driver: &str, request: &Value) -> Outcome<Self> {
        let agent = Agent::config_builder()
            .timeout_global(Some(ANSWERS_WITHIN))
            .http_status_as_error(false)
            .proxy(None)
            .build()
            .new_agent();
        let url = format!("{driver}/session");
        let answer = post(&agent, &url, request)?;
        let id = answer["sessionId"].as_str().unwrap_or_default();
        Ok(Self { agent, session: format!("{url}/{id}"), capabilities: answer["capabilities"].clone() })
    }

    /// What the browser said of itself when the session began.
    pub(crate) fn capabilities(&self) -> &Value {
        &self.capabilities
    }

    /// Tells the browser something.
    pub(crate) fn post(&self, command: &str, body: &Value) -> Outcome<Value> {
        post(&self.agent, &format!("{}/{command}", self.session), body)
    }

    /// Asks the browser something.
    pub(crate) fn get(&self, command: &str) -> Outcome<Value> {
        let url = format!("{}/{command}", self.session);
        let response = self.agent.get(&url).call().or_fail("the driver does not answer")?;
        value(response, &url)
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        let _ = self.agent.delete(&self.session).call();
    }
}

fn post(agent: &Agent, url: &str, body: &Value) -> Outcome<Value> {
    let request = agent.post(url).header("Content-Type", "application/json; charset=utf-8");
    value(request.send(body.to_string()).or_fail("the driver does not answer")?, url)
}

/// The value in an answer, or the error that it tells of.
fn value(mut response: ureq::http::Response<ureq::Body>, url: &str) -> Outcome<Value> {
    let failed = !response.status().is_success();
    let body = response.body_mut().with_config().limit(LONGEST_ANSWER_BYTES).read_to_string();
    let body = body.or_fail("the driver's answer cannot be read")?;
    let answer: Value = serde_json::from_str(&body).or_fail("the driver's answer is not JSON")?;
    if !failed {
        return Ok(answer["value"].clone());
    }
    let error = answer["value"]["error"].as_str().unwrap_or("error");
    let message = answer["value"]["message"].as_str().unwrap_or(&body);
    let message = message.lines().next().unwrap_or_default();
    let command = url.rsplit('/').next().unwrap_or_default();
    Err(Failure::new(format!("the browser refuses “{command}”: {error}: {message}")))
}

/// How WebDriver writes an element.
pub(crate) const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// An element, as an argument of a script.
pub(crate) fn element_argument(id: &str) -> Value {
    json!({ ELEMENT: id })
}
