//! A small server for the built page.
//!
//! It serves files of one folder under one path, as a static host would, and nothing else: no lists of folders, nothing
//! outside the folder, only on this machine.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use crate::failure::{Failure, OrFail, Outcome};

/// What is served, and how.
#[derive(Clone, Debug)]
pub struct Site {
    /// The folder.
    pub folder: PathBuf,
    /// The path it is served under; starts and ends with a slash.
    pub under: String,
    /// Whether the page gets a context of its own, in which the browser's clock is precise.
    pub isolated: bool,
    /// Headers that every answer has besides.
    pub headers: Vec<String>,
    /// While this is set nobody is answered, as if there were no network.
    pub down: Arc<AtomicBool>,
    /// If the page is to load itself again after each build.
    pub reloader: Option<Reloader>,
}

/// How a page learns that it should load itself again.
#[derive(Clone, Debug)]
pub struct Reloader {
    /// Counts the builds; a page asks for it.
    pub build: Arc<AtomicU64>,
}

const RELOAD_SCRIPT: &str = include_str!("reload.js");

/// A server that is running; it ends with the program.
#[derive(Clone, Debug)]
pub struct Running {
    address: SocketAddr,
    under: String,
}

impl Running {
    /// The page's address.
    pub fn url(&self) -> String {
        format!("http://{}{}", self.address, self.under)
    }
}

impl Site {
    /// A folder, served at the root.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
            under: "/".to_owned(),
            isolated: false,
            headers: Vec::new(),
            down: Arc::default(),
            reloader: None,
        }
    }

    /// Starts serving at a port of this machine; 0 takes any that is free.
    pub fn start(self, port: u16) -> Outcome<Running> {
        if !self.folder.join("index.html").is_file() {
            return Err(Failure::new("there is no built page to serve")
                .at(self.folder.display())
                .advice("run `cargo xtask build`"));
        }
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| {
            Failure::new(format!("cannot listen: {error}"))
                .at(format!("port {port} of this machine"))
                .advice("choose another with --port")
        })?;
        let address = listener.local_addr().or_fail("the server has no address")?;
        let running = Running { address, under: self.under.clone() };
        let site = Arc::new(self);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let site = Arc::clone(&site);
                thread::spawn(move || site.answer(&stream));
            }
        });
        Ok(running)
    }

    /// Answers the requests of one connection, one after the other.
    fn answer(&self, stream: &TcpStream) {
        let _ = stream.set_read_timeout(Some(Duration::from_secs(30)));
        let _ = stream.set_nodelay(true);
        let mut lines = BufReader::new(stream);
        while let Some((method, target)) = read_request(&mut lines) {
            if self.down.load(Ordering::Relaxed) {
                return;
            }
            let reply = self.reply(&method, &target);
            if reply.send(stream, method == "HEAD", &self.more_headers()).is_err() {
                return;
            }
        }
    }

    fn more_headers(&self) -> String {
        let isolation =
            ["Cross-Origin-Opener-Policy: same-origin", "Cross-Origin-Embedder-Policy: require-corp"];
        let isolation = isolation.into_iter().filter(|_| self.isolated);
        let headers = isolation.chain(self.headers.iter().map(String::as_str));
        headers.map(|header| format!("{header}\r\n")).collect()
    }

    fn reply(&self, method: &str, target: &str) -> Reply {
        if method != "GET" && method != "HEAD" {
            return Reply::text(405, "Method Not Allowed");
        }
        let path = decoded(target.split(['?', '#']).next().unwrap_or_default());
        let Some(path) = path.strip_prefix(self.under.as_str()) else {
            return Reply::text(404, "Not Found");
        };
        if let Some(reply) = self.reloader.as_ref().and_then(|reloader| reloader.reply(path)) {
            return reply;
        }
        match self.file(path).and_then(|file| Some((fs::read(&file).ok()?, kind(&file)))) {
            Some((body, kind)) => Reply { status: 200, kind, body: self.with_reloader(body, kind) },
            None => Reply::text(404, "Not Found"),
        }
    }

    /// The file of a path below ours; nothing that leaves the folder.
    fn file(&self, path: &str) -> Option<PathBuf> {
        let path = Path::new(path);
        if !path.components().all(|part| matches!(part, Component::Normal(_))) {
            return None;
        }
        let file = self.folder.join(path);
        Some(if file.is_dir() { file.join("index.html") } else { file })
    }

    fn with_reloader(&self, body: Vec<u8>, kind: &str) -> Vec<u8> {
        if self.reloader.is_none() || !kind.starts_with("text/html") {
            return body;
        }
        let script = "<script type=\"module\" src=\"./reload.js\"></script></body>";
        String::from_utf8_lossy(&body).replacen("</body>", script, 1).into_bytes()
    }
}

impl Reloader {
    fn reply(&self, path: &str) -> Option<Reply> {
        let build = self.build.load(Ordering::Relaxed);
        match path {
            "reload.js" => {
                Some(Reply { status: 200, kind: "text/javascript", body: RELOAD_SCRIPT.as_bytes().to_vec() })
            }
            "reload-count" => Some(Reply::text(200, &build.to_string())),
            _ => None,
        }
    }
}

struct Reply {
    status: u16,
    kind: &'static str,
    body: Vec<u8>,
}

impl Reply {
    fn text(status: u16, text: &str) -> Self {
        Self { status, kind: "text/plain; charset=utf-8", body: text.as_bytes().to_vec() }
    }

    fn send(&self, mut stream: &TcpStream, head_only: bool, headers: &str) -> std::io::Result<()> {
        let reason = if self.status == 200 { "OK" } else { "No" };
        let head = format!(
            "HTTP/1.1 {} {reason}\r\nContent-Type: {}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n{headers}\r\n",
            self.status,
            self.kind,
            self.body.len(),
        );
        stream.write_all(head.as_bytes())?;
        if !head_only {
            stream.write_all(&self.body)?;
        }
        stream.flush()
    }
}

/// The method and target of the next request; its headers are read over.
fn read_request(lines: &mut impl BufRead) -> Option<(String, String)> {
    let mut first = String::new();
    lines.read_line(&mut first).ok().filter(|&length| length > 0)?;
    let mut words = first.split_whitespace();
    let request = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut header = String::new();
    while lines.read_line(&mut header).ok()? > 2 {
        header.clear();
    }
    Some(request)
}

/// A path with its `%20`s and the like put back.
fn decoded(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, after @ ..] = rest {
        match two_digits(after).filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn two_digits(text: &[u8]) -> Option<u8> {
    let digits = str::from_utf8(text.get(..2)?).ok()?;
    u8::from_str_radix(digits, 16).ok()
}

fn kind(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("json" | "webmanifest") => "application/json",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::{Site, decoded};

    #[test]
    fn paths_are_decoded() {
        assert_eq!(decoded("/a%20b/%C3%BC"), "/a b/ü");
        assert_eq!(decoded("/100%"), "/100%");
    }

    #[test]
    fn nothing_outside_the_folder_is_served() {
        let site = Site::new("/somewhere");
        assert!(site.file("../etc/passwd").is_none());
        assert!(site.file("/etc/passwd").is_none());
        assert!(site.file("page.js").is_some());
    }
}
