//! `cargo xtask bench`: each claim of speed, measured with its baseline in the same run.

use std::process::Command;

use crate::run::{cargo, must_succeed, root, target_folder};
use crate::{Stop, console, setup, ui};

/// The profile of a window that can be driven and is as quick as a release.
const DRIVEN: &str = "driven";

/// Importing against plain SQLite; then, in the real window, from the key to the paint.
///
/// # Errors
/// What could not be built, or the first claim that does not hold.
pub(crate) fn bench() -> Result<(), Stop> {
    setup::setup()?;
    must_succeed(cargo([
        "build",
        "--release",
        "-p",
        "cli",
        "-p",
        "sandbox",
        "--bins",
    ]))?;
    must_succeed(
        cargo([
            "test",
            "--release",
            "-p",
            "house-tests",
            "--test",
            "bench_import",
            "--test",
            "bench_large_desk",
        ])
        .args(["--", "--nocapture"]),
    )?;
    window()
}

/// The window as Tauri's own tool builds it, on the demo desk.
fn window() -> Result<(), Stop> {
    ui::build()?;
    let tool = ui::folder().join("node_modules/.bin/tauri");
    let mut build = Command::new(tool);
    build.current_dir(root()).args([
        "build",
        "--no-bundle",
        "--features",
        "e2e",
        "--",
        "--profile",
        DRIVEN,
    ]);
    must_succeed(&mut build)?;
    let mut test = console::window_test("speed::every_key_is_answered_at_once_on_the_demo_desk");
    test.env("VERIDESK_BENCH", "1").env(
        "VERIDESK_WINDOW",
        target_folder()?.join(DRIVEN).join("veridesk"),
    );
    must_succeed(&mut test)
}
