//! Debian's packages, installed where that is allowed without asking anyone.

use std::process::{Command, Stdio};

use crate::failure::{Failure, Outcome};
use crate::process;
use crate::project;

/// Installs packages with `apt-get`, as root or by `sudo` without a password.
pub(super) fn install(packages: &[&str], what_for: &str) -> Outcome {
    let by_hand = format!("install them yourself: apt-get install {}", packages.join(" "));
    let Some(mut update) = apt_get() else {
        return Err(Failure::new(format!(
            "{what_for}: missing, and this user may not install packages here"
        ))
        .advice(by_hand));
    };
    process::run_unheard(update.args(["update", "-qq"]))?;
    let mut install = apt_get().unwrap_or(update);
    install.args(["install", "-y", "-qq", "--no-install-recommends"]).args(packages);
    process::run_unheard(&mut install).map_err(|failure| Failure::new(failure.to_string()).advice(by_hand))
}

/// The version of a package that would be installed, if there is one.
pub(super) fn candidate(package: &str) -> Option<String> {
    let policy = process::output(process::command("apt-cache").args(["policy", package]))?;
    let line = policy.lines().find_map(|line| line.trim().strip_prefix("Candidate: "))?;
    (line != "(none)").then(|| line.to_owned())
}

/// `apt-get`, if it exists and this user may use it.
fn apt_get() -> Option<Command> {
    project::find_program("apt-get")?;
    let mut command = if is_root() {
        process::command("apt-get")
    } else if may_sudo() {
        let mut sudo = process::command("sudo");
        sudo.args(["-n", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
        sudo
    } else {
        return None;
    };
    command.env("DEBIAN_FRONTEND", "noninteractive").stdin(Stdio::null());
    Some(command)
}

fn is_root() -> bool {
    process::output(process::command("id").arg("-u")).is_some_and(|id| id.trim() == "0")
}

fn may_sudo() -> bool {
    project::find_program("sudo").is_some()
        && process::output(process::command("sudo").args(["-n", "true"])).is_some()
}
