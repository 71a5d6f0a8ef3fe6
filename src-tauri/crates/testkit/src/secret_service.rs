//! A login session of its own for programs under test: its own bus, keychain and home folder.
//!
//! The keychain is the real GNOME Keyring. Nothing of the person who runs the tests is touched, and
//! everything ends with the [`Session`], or with the test's process if that ends first.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::Duration;

use tempfile::TempDir;

/// Set, for programs run by [`Session::command`], to the session's home folder.
pub const IN_SESSION: &str = "VERIDESK_TEST_SESSION";

const PASSWORD: &str = "a password for tests";

/// Written to the session's log when the keychain's process ends.
const ENDED: &str = "the keychain ended";

/// Starts the keychain, waits until it is on the bus, names the bus, and lives until its input ends.
const START: &str = r#"
case "$1" in
    unlocked) ( printf %s "$2" | gnome-keyring-daemon --components=secrets --foreground --unlock; echo "$3" >&2 ) >/dev/null & ;;
    locked) ( gnome-keyring-daemon --components=secrets --foreground </dev/null; echo "$3" >&2 ) >/dev/null & ;;
esac
if [ "$1" != absent ]; then
    tries=0
    until dbus-send --session --print-reply --dest=org.freedesktop.DBus / \
        org.freedesktop.DBus.GetNameOwner string:org.freedesktop.secrets >/dev/null 2>&1
    do
        tries=$((tries + 1))
        [ "$tries" -lt 100 ] || { echo "the keychain did not come onto the bus" >&2; exit 1; }
        sleep 0.05
    done
fi
echo "$DBUS_SESSION_BUS_ADDRESS"
exec cat >/dev/null
"#;

/// A bus on which nothing can be started.
const BARE_BUS: &str = r#"<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// The keychain's process ended under a test, which therefore says nothing.
#[derive(Debug)]
pub struct KeychainEnded;

/// Runs the case, anew where the keychain itself did not live through it.
///
/// GNOME Keyring 42.1 aborts now and then when a client opens an encrypted session (seen about once
/// in a thousand: "GLib-ERROR: g_variant_new: expected GVariant of type 'v'"). Only that is tried
/// again; a case that fails on a living keychain fails.
///
/// # Panics
/// Where it ended in three attempts of three, or the case panics.
pub fn on_a_living_keychain(case: impl Fn() -> Result<(), KeychainEnded>) {
    let lived = (0..3).any(|_| case().is_ok());
    assert!(
        lived,
        "the keychain's process ended in three attempts of three"
    );
}

/// A login session without display, apart from the one the tests run in.
#[derive(Debug)]
pub struct Session {
    home: TempDir,
    bus: Option<Bus>,
    logins: u32,
}

#[derive(Debug)]
struct Bus {
    address: String,
    child: Child,
    /// The session ends when this closes.
    stdin: Option<ChildStdin>,
}

impl Session {
    /// A fresh home whose keychain is empty and unlocked.
    ///
    /// # Panics
    /// Here as in the others, where dbus or gnome-keyring is not installed, with what to install.
    pub fn unlocked() -> Self {
        let mut session = Self::without_bus();
        session.log_in("unlocked");
        session
    }

    /// A bus without any keychain on it.
    pub fn without_keychain() -> Self {
        let mut session = Self::without_bus();
        session.log_in("absent");
        session
    }

    /// A fresh home without any bus.
    pub fn without_bus() -> Self {
        let home = tempfile::Builder::new()
            .prefix("veridesk-")
            .tempdir()
            .expect("a temporary folder can be made");
        Self {
            home,
            bus: None,
            logins: 0,
        }
    }

    /// The same home after a new login with the keychain locked: a prompt would be needed, and there
    /// is no display to show it.
    #[must_use]
    pub fn log_in_locked(mut self) -> Self {
        self.log_in("locked");
        self
    }

    /// The same home after a new login with the keychain unlocked, as after a restart of the computer.
    #[must_use]
    pub fn log_in_unlocked(mut self) -> Self {
        self.log_in("unlocked");
        self
    }

    /// The session's home folder; removed with the session.
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// What the session's bus and keychain said at the last login, for the words of a failing test.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.log_path()).unwrap_or_default()
    }

    /// Whether the keychain's process ended while the session goes on. See [`on_a_living_keychain`].
    ///
    /// Asked after a failure: waits a moment, because the program hears of it before the log does.
    pub fn keychain_ended(&self) -> bool {
        std::thread::sleep(Duration::from_millis(300));
        self.log().contains(ENDED)
    }

    fn log_path(&self) -> PathBuf {
        self.home().join(format!("session-{}.log", self.logins))
    }

    /// The program, set up to run in this session. Several may run at the same time.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        self.clothe(&mut command);
        if let Some(bus) = &self.bus {
            command.env("DBUS_SESSION_BUS_ADDRESS", &bus.address);
        }
        command
    }

    fn clothe(&self, command: &mut Command) {
        let home = self.home();
        command
            .env(IN_SESSION, home)
            .env("HOME", home)
            .env("XDG_DATA_HOME", home.join("data"))
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("XDG_STATE_HOME", home.join("state"))
            .env("XDG_RUNTIME_DIR", self.runtime_folder());
        for inherited in [
            "DBUS_SESSION_BUS_ADDRESS",
            "DISPLAY",
            "WAYLAND_DISPLAY",
            "GNOME_KEYRING_CONTROL",
        ] {
            command.env_remove(inherited);
        }
    }

    fn runtime_folder(&self) -> PathBuf {
        self.home().join(format!("run-{}", self.logins))
    }

    fn log_in(&mut self, keychain: &str) {
        for program in ["dbus-run-session", "dbus-send", "gnome-keyring-daemon"] {
            assert!(
                is_on_path(program),
                "`{program}` is not on PATH: install the packages dbus, dbus-bin and gnome-keyring to run this test"
            );
        }
        self.bus = None;
        self.logins += 1;
        make_private_folder(&self.runtime_folder());
        let log = std::fs::File::create(self.log_path()).expect("the home is writable");

        let mut command = Command::new("dbus-run-session");
        self.clothe(&mut command);
        if keychain == "absent" {
            let config = self.home().join("bare-bus.conf");
            std::fs::write(&config, BARE_BUS).expect("the home is writable");
            command.arg("--config-file").arg(config);
        }
        command.args(["--", "sh", "-c", START, "sh", keychain, PASSWORD, ENDED]);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(log)
            .spawn()
            .expect("dbus-run-session can be started");
        let stdin = child.stdin.take();
        let mut address = String::new();
        let stdout = child.stdout.take().expect("the output is piped");
        BufReader::new(stdout)
            .read_line(&mut address)
            .expect("the session's output is text");
        let bus = Bus {
            address: address.trim().to_owned(),
            child,
            stdin,
        };
        assert!(
            bus.address.contains('='),
            "the session did not start: {}",
            self.log()
        );
        self.bus = Some(bus);
    }
}

impl Drop for Bus {
    fn drop(&mut self) {
        drop(self.stdin.take());
        // It ends because its input has; there is nobody to tell if it does not.
        let _ = self.child.wait();
    }
}

fn is_on_path(program: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|path| std::env::split_paths(&path).any(|dir| dir.join(program).is_file()))
}

fn make_private_folder(path: &Path) {
    use std::os::unix::fs::DirBuilderExt;
    std::fs::DirBuilder::new()
        .mode(0o700)
        .create(path)
        .expect("the home is writable");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_keychain_whose_process_is_killed_is_seen_to_have_ended() {
        let session = Session::unlocked();
        assert!(!session.keychain_ended(), "{}", session.log());
        let kill = r#"set -- $(dbus-send --session --print-reply=literal --dest=org.freedesktop.DBus / \
            org.freedesktop.DBus.GetConnectionUnixProcessID string:org.freedesktop.secrets); kill -9 "$2""#;
        let killed = session
            .command("sh")
            .args(["-c", kill])
            .status()
            .expect("sh runs");
        assert!(killed.success());
        assert!(session.keychain_ended(), "{}", session.log());
    }
}
