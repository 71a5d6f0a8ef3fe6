//! Running other programs from the root of the workspace.

use std::borrow::BorrowMut;
use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Stop;

/// The root of the workspace: three folders above this crate.
///
/// Asked of cargo at run time, since a build cache shared by two clones must not send one to the other.
pub(crate) fn root() -> PathBuf {
    let here = env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.ancestors()
        .nth(3)
        .map_or_else(|| here.clone(), Path::to_path_buf)
}

/// The cargo that started this program, with arguments, at the root of the workspace.
pub(crate) fn cargo<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(arguments).current_dir(root());
    command
}

/// Where cargo builds.
///
/// # Errors
/// `cargo metadata` does not say.
pub(crate) fn target_folder() -> Result<PathBuf, Stop> {
    let metadata = printed(cargo(["metadata", "--no-deps", "--format-version", "1"]));
    let found = metadata.as_deref().and_then(|it| {
        let (_, rest) = it.split_once("\"target_directory\":\"")?;
        Some(rest.split_once('"')?.0.replace("\\\\", "\\"))
    });
    found
        .map(PathBuf::from)
        .ok_or_else(|| Stop::failed("`cargo metadata` did not say where it builds."))
}

/// The command as a person would type it.
pub(crate) fn as_typed(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_stem()
        .unwrap_or(command.get_program());
    let settings = command
        .get_envs()
        .filter_map(|(name, value)| Some(format!("{}={}", name.display(), value?.display())));
    let words = std::iter::once(program)
        .chain(command.get_args())
        .map(quoted);
    settings.chain(words).collect::<Vec<_>>().join(" ")
}

fn quoted(word: &OsStr) -> String {
    let word = word.display().to_string();
    if word.contains([' ', '(', '|', '*']) {
        format!("'{word}'")
    } else {
        word
    }
}

/// Runs the command with its output on the terminal; a failure names the command to repeat by hand.
pub(crate) fn must_succeed(mut command: impl BorrowMut<Command>) -> Result<(), Stop> {
    let command = command.borrow_mut();
    let typed = as_typed(command);
    println!("$ {typed}");
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Stop::failed(format!("`{typed}` ended with {status}."))),
        Err(fault) => Err(Stop::failed(format!(
            "`{typed}` could not be started: {fault}."
        ))),
    }
}

/// Whether the command runs and succeeds, without a word on the terminal.
pub(crate) fn succeeds(mut command: impl BorrowMut<Command>) -> bool {
    command
        .borrow_mut()
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success())
}

/// What the command prints, or nothing when it fails.
pub(crate) fn printed(mut command: impl BorrowMut<Command>) -> Option<String> {
    let output = command
        .borrow_mut()
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a program of this name is on the search path.
pub(crate) fn on_path(program: &str) -> bool {
    let program = format!("{program}{}", env::consts::EXE_SUFFIX);
    env::var_os("PATH")
        .is_some_and(|path| env::split_paths(&path).any(|folder| folder.join(&program).is_file()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_holds_the_workspace() {
        let manifest = std::fs::read_to_string(root().join("Cargo.toml")).expect("a manifest");
        assert!(manifest.contains("[workspace]"));
    }

    #[test]
    fn a_command_is_shown_as_it_would_be_typed() {
        let mut command = Command::new("/somewhere/bin/cargo");
        command
            .args(["nextest", "run", "-E", "not package(house-tests)"])
            .env("PROPTEST_CASES", "9");
        assert_eq!(
            as_typed(&command),
            "PROPTEST_CASES=9 cargo nextest run -E 'not package(house-tests)'"
        );
    }

    #[test]
    fn a_program_that_is_not_there_is_not_on_the_path() {
        assert!(!on_path("a-program-nobody-wrote"));
    }
}
