//! Where things are in the checkout.

use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use crate::failure::{OrFail, Outcome};

/// The folder that holds the workspace's `Cargo.toml`.
pub fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// The built page.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// Where tools are installed: inside the project, so that removing `target` removes everything.
pub fn tools() -> PathBuf {
    root().join("target/tools")
}

/// Where the programs of those tools are.
pub fn tools_bin() -> PathBuf {
    tools().join("bin")
}

/// The PATH for commands that need the installed tools: those first, then what the caller had.
pub fn path_with_tools() -> OsString {
    let mut folders = vec![tools_bin()];
    if let Some(path) = env::var_os("PATH") {
        folders.extend(env::split_paths(&path));
    }
    env::join_paths(folders).unwrap_or_default()
}

/// All files in a folder and in those that are in it.
pub fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).or_fail("a folder cannot be read")?.flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    Ok(found)
}

/// Copies all files in a folder to another one.
pub fn copy(from: &Path, to: &Path) -> Outcome {
    for file in files(from)? {
        let place = to.join(file.strip_prefix(from).or_fail("a file is elsewhere")?);
        fs::create_dir_all(place.parent().unwrap_or(to)).or_fail("a folder cannot be made")?;
        fs::copy(&file, place).or_fail("a file cannot be copied")?;
    }
    Ok(())
}

/// A program by its name: among the installed tools if it is there, else on the PATH.
pub fn find_program(name: &str) -> Option<PathBuf> {
    env::split_paths(&path_with_tools()).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// The version of a package in `Cargo.lock`.
pub fn locked_version(package: &str) -> Option<String> {
    let lock = fs::read_to_string(root().join("Cargo.lock")).ok()?;
    version_in_lock(&lock, package)
}

fn version_in_lock(lock: &str, package: &str) -> Option<String> {
    let name_line = format!("name = \"{package}\"");
    let mut lines = lock.lines().skip_while(|line| *line != name_line);
    lines.next()?;
    let version = lines.next()?.strip_prefix("version = \"")?;
    Some(version.trim_end_matches('"').to_owned())
}

#[cfg(test)]
mod tests {
    use super::version_in_lock;

    #[test]
    fn the_locked_version_is_that_of_the_package_with_exactly_this_name() {
        let lock = "[[package]]\nname = \"wasm-bindgen-macro\"\nversion = \"1.0.0\"\n\n\
                    [[package]]\nname = \"wasm-bindgen\"\nversion = \"0.2.9\"\n";
        assert_eq!(version_in_lock(lock, "wasm-bindgen").as_deref(), Some("0.2.9"));
        assert_eq!(version_in_lock(lock, "wasm"), None);
    }
}
