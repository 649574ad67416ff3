//! The driver of a browser: a program of its own, started for one session.

use std::fs::{self, File};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use xtask::failure::{Failure, OrFail, Outcome};
use xtask::project;
use xtask::setup::{Browser, InstalledBrowser};

const STARTS_WITHIN: Duration = Duration::from_secs(20);

/// A driver that is running; it is stopped when this is dropped.
pub(crate) struct Driver {
    child: Child,
    port: u16,
}

impl Driver {
    pub(crate) fn start(browser: Browser, installed: &InstalledBrowser) -> Outcome<Self> {
        let port = free_port()?;
        let mut command = Command::new(&installed.driver);
        match browser {
            Browser::Chromium => command.arg(format!("--port={port}")),
            Browser::Firefox => {
                command.args(["--port", &port.to_string(), "--websocket-port", &free_port()?.to_string()])
            }
        };
        let log_place = results_folder()?.join(format!("{browser}-driver.log"));
        let log = File::create(&log_place).or_fail("the driver's log cannot be made")?;
        let log_too = log.try_clone().or_fail("the driver's log cannot be shared")?;
        let child = command.stdin(Stdio::null()).stdout(log).stderr(log_too).spawn().map_err(|error| {
            Failure::new(format!("the driver cannot be started: {error}")).at(installed.driver.display())
        })?;
        let mut driver = Self { child, port };
        driver.wait_until_it_listens().map_err(|failure| failure.at(log_place.display()))?;
        Ok(driver)
    }

    /// Where it answers.
    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    fn wait_until_it_listens(&mut self) -> Outcome {
        let deadline = Instant::now() + STARTS_WITHIN;
        while Instant::now() < deadline {
            if TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).is_ok() {
                return Ok(());
            }
            if let Ok(Some(status)) = self.child.try_wait() {
                return Err(
                    Failure::new(format!("the driver ended at once ({status})")).advice("read its log")
                );
            }
            thread::sleep(Duration::from_millis(20));
        }
        Err(Failure::new("the driver does not answer").advice("read its log"))
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        let _ = xtask::process::stop(&mut self.child);
    }
}

/// Where pictures and logs go.
pub(crate) fn results_folder() -> Outcome<PathBuf> {
    let folder = project::root().join("target/e2e");
    fs::create_dir_all(&folder).or_fail("the folder for results cannot be made")?;
    Ok(folder)
}

fn free_port() -> Outcome<u16> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).or_fail("no port is free")?;
    Ok(listener.local_addr().or_fail("no port is free")?.port())
}
