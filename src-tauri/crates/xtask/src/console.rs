//! `cargo xtask run`: the console on a ready-made demo desk, with the pretend institution beside it.

use std::env;
use std::fs;
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::run::{cargo, must_succeed, target_folder};
use crate::{Stop, setup, ui};

/// Where the sandbox listens unless that is taken.
const PORT: u16 = 17_891;

/// Sets up, builds, makes the demo desk once, and starts everything. Without a display it walks a case through the
/// window and says where the pictures are.
///
/// # Errors
/// What could not be set up, built or started.
pub(crate) fn run(windowless: bool, fresh: bool) -> Result<(), Stop> {
    setup::setup()?;
    ui::build()?;
    let headless = windowless || !has_display();
    // The whole workspace, as the tests build it: each library is then built once for both.
    let mut build = cargo(["build", "--workspace", "--exclude", "xtask", "--bins"]);
    if headless {
        build.args(["--features", "veridesk/e2e"]);
    }
    must_succeed(build)?;

    let target = target_folder()?;
    let programs = target.join("debug");
    let desk = target.join("demo-desk").join("desk");
    if fresh {
        forget(&desk)?;
    }
    let port = port_of(&desk)?;
    must_succeed(
        Command::new(programs.join("veridesk-demo"))
            .arg("--desk")
            .arg(&desk)
            .args(["--sandbox", &format!("http://127.0.0.1:{port}")]),
    )?;
    fs::write(port_file(&desk), port.to_string()).map_err(|fault| at(&desk, &fault))?;

    let _sandbox = Beside::start(&programs.join("veridesk-sandbox"), port)?;
    if headless {
        return walk(&desk, &target);
    }
    println!("The console opens. Close its window, or press Ctrl+C here, to end.");
    must_succeed(
        Command::new(programs.join("veridesk"))
            .arg("--desk")
            .arg(&desk),
    )
}

fn has_display() -> bool {
    !cfg!(target_os = "linux")
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|it| env::var_os(it).is_some_and(|value| !value.is_empty()))
}

fn at(path: &Path, fault: &std::io::Error) -> Stop {
    Stop::failed(format!("{} cannot be used: {fault}.", path.display()))
}

fn forget(desk: &Path) -> Result<(), Stop> {
    match desk.parent().map(fs::remove_dir_all) {
        Some(Err(fault)) if fault.kind() != std::io::ErrorKind::NotFound => Err(at(desk, &fault)),
        _ => Ok(()),
    }
}

fn port_file(desk: &Path) -> PathBuf {
    desk.with_file_name("sandbox.port")
}

/// The port the desk was made for; for a desk that is to be made, the usual one or the first free one after it.
fn port_of(desk: &Path) -> Result<u16, Stop> {
    let kept = fs::read_to_string(port_file(desk)).ok();
    if desk.is_dir()
        && let Some(port) = kept.and_then(|it| it.trim().parse().ok())
    {
        return Ok(port);
    }
    let free = |port: &u16| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok();
    (PORT..PORT + 50)
        .find(free)
        .ok_or_else(|| Stop::failed("No port from 17891 to 17940 is free for the sandbox."))
}

/// A program that runs beside and ends with this one.
struct Beside(Child);

impl Beside {
    fn start(program: &Path, port: u16) -> Result<Self, Stop> {
        let mut child = Command::new(program)
            .args(["--listen", &format!("127.0.0.1:{port}")])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|fault| at(program, &fault))?;
        let mut said = String::new();
        if let Some(stdout) = child.stdout.take() {
            // One line when it listens; nothing when it could not.
            let _ = BufReader::new(stdout).read_line(&mut said);
        }
        let beside = Self(child);
        if said.is_empty() {
            return Err(Stop::failed(format!(
                "The sandbox could not listen on port {port}. If an earlier run still holds it, end that run; \
                 or make the demo desk anew for another port: cargo xtask run --fresh"
            )));
        }
        Ok(beside)
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        // It may have ended with the same Ctrl+C.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// One test of the window by itself, built as `cargo xtask test` builds it.
pub(crate) fn window_test(name: &str) -> Command {
    let mut command = cargo([
        "test",
        "--workspace",
        "--exclude",
        "xtask",
        "--features",
        "veridesk/e2e",
        "--test",
        "e2e",
        "--",
        "--exact",
        "--nocapture",
    ]);
    command.arg(name);
    command
}

/// Walks a case through the real window under a display of its own.
fn walk(desk: &Path, target: &Path) -> Result<(), Stop> {
    let pictures = target.join("pictures");
    fs::create_dir_all(&pictures).map_err(|fault| at(&pictures, &fault))?;
    println!("There is no display: a case is walked through the real window, out of sight.");
    let test = window_test("demo::a_case_is_walked_through_the_demo_desk")
        .env("VERIDESK_DEMO_DESK", desk)
        .env("VERIDESK_PICTURES", &pictures)
        .status();
    if !test.is_ok_and(|it| it.success()) {
        return Err(Stop::failed(
            "The walk through the window failed; its words stand above.",
        ));
    }
    println!("The pictures are in {}", pictures.display());
    Ok(())
}
