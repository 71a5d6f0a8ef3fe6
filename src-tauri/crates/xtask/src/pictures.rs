//! `cargo xtask pictures`: the pictures in `docs` are those that the window tests take, by the same names.

use std::fs;

use crate::run::{cargo, must_succeed, root, target_folder};
use crate::{Stop, setup, ui};

/// Drives the window and copies each picture that `docs/pictures` has.
///
/// # Errors
/// What could not be built, a test that failed, or a picture that no test takes any more.
pub(crate) fn pictures() -> Result<(), Stop> {
    setup::setup()?;
    ui::build()?;
    must_succeed(cargo([
        "build",
        "--workspace",
        "--exclude",
        "xtask",
        "--bins",
        "--features",
        "veridesk/e2e",
    ]))?;
    let taken = target_folder()?.join("pictures-for-docs");
    must_succeed(
        cargo([
            "nextest",
            "run",
            "--workspace",
            "--features",
            "veridesk/e2e",
            "-E",
            "package(house-tests) and binary(=e2e)",
        ])
        .env("VERIDESK_PICTURES", &taken),
    )?;
    let folder = root().join("docs/pictures");
    let lost = |fault| Stop::failed(format!("{}: {fault}.", folder.display()));
    for entry in fs::read_dir(&folder).map_err(lost)? {
        let name = entry.map_err(lost)?.file_name();
        fs::copy(taken.join(&name), folder.join(&name)).map_err(|_| {
            Stop::failed(format!(
                "No test takes {} any more: name another picture in docs, or take it out.",
                name.display()
            ))
        })?;
    }
    println!("The pictures in docs are those of today.");
    Ok(())
}
