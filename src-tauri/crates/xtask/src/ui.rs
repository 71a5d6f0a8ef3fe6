//! The web page of the window: installed and built where that is needed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use crate::Stop;
use crate::run::{must_succeed, on_path, root};

/// The folder of the web page.
pub(crate) fn folder() -> PathBuf {
    root().join("ui")
}

/// npm in that folder.
pub(crate) fn npm<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.args(arguments).current_dir(folder());
    command
}

/// What is missing of Node, in words; `None` where it is there.
pub(crate) fn lacks_node() -> Option<&'static str> {
    (!on_path("node") || !on_path("npm")).then_some(
        "Node.js 20 or newer with npm is missing: install it from https://nodejs.org, then repeat.",
    )
}

/// Installs the packages of the lock file, unless they are there.
///
/// # Errors
/// npm failed.
pub(crate) fn install() -> Result<(), Stop> {
    let installed = folder().join("node_modules/.package-lock.json");
    if is_newer(&installed, &folder().join("package-lock.json")) {
        return Ok(());
    }
    must_succeed(npm(["ci", "--no-audit", "--no-fund"]))
}

/// Builds the page, unless what is built is newer than everything it is made of.
///
/// # Errors
/// npm or the build failed.
pub(crate) fn build() -> Result<(), Stop> {
    install()?;
    let built = folder().join("dist/index.html");
    let newest = ["src", "index.html", "package-lock.json", "vite.config.ts"]
        .map(|it| newest_in(&folder().join(it)))
        .into_iter()
        .flatten()
        .max();
    if modified(&built) >= newest && built.is_file() {
        return Ok(());
    }
    must_succeed(npm(["run", "build"]))
}

fn is_newer(one: &Path, other: &Path) -> bool {
    one.is_file() && modified(one) >= modified(other)
}

fn modified(path: &Path) -> Option<SystemTime> {
    fs::metadata(path).and_then(|it| it.modified()).ok()
}

fn newest_in(path: &Path) -> Option<SystemTime> {
    let Ok(entries) = fs::read_dir(path) else {
        return modified(path);
    };
    entries
        .flatten()
        .filter_map(|entry| newest_in(&entry.path()))
        .max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_file_of_a_folder_is_found_however_deep_it_lies() {
        let newest = newest_in(&folder().join("src"));
        assert!(newest.is_some() && newest >= modified(&folder().join("src/main.tsx")));
        assert_eq!(newest_in(Path::new("nowhere at all")), None);
    }
}
