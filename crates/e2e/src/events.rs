//! WebDriver BiDi: the WebSocket over which a browser reports, and takes the commands that plain WebDriver lacks.
//!
//! A thread owns the socket. It keeps what the browser reports, and hands each answer to whoever waits for it.

use std::collections::{BTreeSet, HashMap};
use std::io::ErrorKind;
use std::net::TcpStream;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, Sender, TryRecvError};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};
use tungstenite::{Message, WebSocket};
use xtask::failure::{Failure, OrFail, Outcome};

use crate::console::Report;
use crate::controls::USED;

/// How long the thread listens before it looks whether there is something to say.
const LISTENS_FOR: Duration = Duration::from_millis(4);
const ANSWERS_WITHIN: Duration = Duration::from_secs(30);

/// The events that a session listens to.
const EVENTS: [&str; 4] =
    ["log.entryAdded", "network.responseStarted", "network.fetchError", "script.message"];

/// A connection to a browser's reports.
pub(crate) struct Events {
    commands: Sender<Pending>,
    next_id: AtomicU64,
    reports: Arc<Mutex<Vec<Report>>>,
    used: Arc<Mutex<BTreeSet<String>>>,
}

struct Pending {
    id: u64,
    text: String,
    answer: Sender<Value>,
}

impl Events {
    /// Connects, and asks for the events.
    pub(crate) fn connect(url: &str) -> Outcome<Self> {
        let host = url.trim_start_matches("ws://").split('/').next().unwrap_or_default();
        let stream = TcpStream::connect(host).or_fail("the browser's WebSocket does not answer")?;
        let (socket, _) = tungstenite::client(url, stream).or_fail("the browser's WebSocket refuses")?;
        socket.get_ref().set_read_timeout(Some(LISTENS_FOR)).or_fail("the WebSocket has no time limit")?;
        let (reports, used) = (Arc::default(), Arc::default());
        let (commands, receiver) = mpsc::channel();
        let listener = Listener {
            socket,
            commands: receiver,
            pending: HashMap::new(),
            reports: Arc::clone(&reports),
            used: Arc::clone(&used),
        };
        thread::spawn(move || listener.listen());
        let events = Self { commands, next_id: AtomicU64::new(1), reports, used };
        events.command("session.subscribe", &json!({ "events": EVENTS }))?;
        Ok(events)
    }

    /// Gives a command and waits for its answer.
    pub(crate) fn command(&self, method: &str, parameters: &Value) -> Outcome<Value> {
        let id = self.next_id.fetch_add(1, Ordering::Relaxed);
        let text = json!({ "id": id, "method": method, "params": parameters }).to_string();
        let (answer, receiver) = mpsc::channel();
        self.commands.send(Pending { id, text, answer }).or_fail("the browser's WebSocket is closed")?;
        let answer = receiver
            .recv_timeout(ANSWERS_WITHIN)
            .map_err(|error| Failure::new(format!("the browser does not answer “{method}”: {error}")))?;
        if answer["type"] == "error" {
            return Err(Failure::new(format!(
                "the browser refuses “{method}”: {}: {}",
                answer["error"], answer["message"]
            )));
        }
        Ok(answer["result"].clone())
    }

    /// Everything reported so far.
    pub(crate) fn reports(&self) -> Vec<Report> {
        self.reports.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The controls that have been used so far.
    pub(crate) fn used(&self) -> Vec<String> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }

    /// Adds a report that came another way.
    pub(crate) fn add(&self, report: Report) {
        self.reports.lock().unwrap_or_else(PoisonError::into_inner).push(report);
    }

    /// Forgets what was reported so far.
    pub(crate) fn forget(&self) {
        self.reports.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

struct Listener {
    socket: WebSocket<TcpStream>,
    commands: Receiver<Pending>,
    pending: HashMap<u64, Sender<Value>>,
    reports: Arc<Mutex<Vec<Report>>>,
    used: Arc<Mutex<BTreeSet<String>>>,
}

impl Listener {
    fn listen(mut self) {
        while self.say_what_is_to_be_said() && self.hear() {}
    }

    /// False once nobody can want anything any more.
    fn say_what_is_to_be_said(&mut self) -> bool {
        loop {
            match self.commands.try_recv() {
                Ok(pending) => {
                    self.pending.insert(pending.id, pending.answer);
                    if self.socket.send(Message::text(pending.text)).is_err() {
                        return false;
                    }
                }
                Err(TryRecvError::Empty) => return true,
                Err(TryRecvError::Disconnected) => return false,
            }
        }
    }

    /// False once the browser is gone.
    fn hear(&mut self) -> bool {
        match self.socket.read() {
            Ok(Message::Text(text)) => {
                if let Ok(message) = serde_json::from_str(&text) {
                    self.take(message);
                }
                true
            }
            Ok(message) => !message.is_close(),
            Err(tungstenite::Error::Io(error)) => {
                matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut)
            }
            Err(_) => false,
        }
    }

    fn take(&mut self, message: Value) {
        if let Some(answer) = message["id"].as_u64().and_then(|id| self.pending.remove(&id)) {
            let _ = answer.send(message);
        } else if message["params"]["channel"] == USED {
            let control = message["params"]["data"]["value"].as_str().unwrap_or_default().to_owned();
            self.used.lock().unwrap_or_else(PoisonError::into_inner).insert(control);
        } else if let Some(method) = message["method"].as_str()
            && let Some(report) = Report::from_event(method, &message["params"])
        {
            self.reports.lock().unwrap_or_else(PoisonError::into_inner).push(report);
        }
    }
}
