//! What the house needs of the operating system, and what that is called in each place.

use std::process::Command;

use crate::run::{on_path, printed, succeeds};

/// One thing the system must provide.
pub(crate) struct Need {
    /// What it is for, as told to the person who has to install it.
    pub(crate) why: &'static str,
    proof: Proof,
    /// Package of Debian and Ubuntu.
    pub(crate) apt: &'static str,
    /// Package of Fedora.
    pub(crate) dnf: &'static str,
}

/// How to see that a need is met. The thing itself is looked for rather than its package, so that
/// a machine which got it in another way is left alone.
enum Proof {
    /// A program of this name is on the path.
    Program(&'static str),
    /// `pkg-config` knows the library and its headers.
    Library(&'static str),
    /// The system has a typeface of this family.
    Font(&'static str),
}

impl Need {
    pub(crate) fn is_met(&self) -> bool {
        match self.proof {
            Proof::Program(name) => on_path(name),
            Proof::Font(family) => {
                printed(Command::new("fc-list").args([family])).is_some_and(|it| !it.is_empty())
            }
            Proof::Library(name) => succeeds(Command::new("pkg-config").args(["--exists", name])),
        }
    }
}

/// The needs of a Linux machine.
pub(crate) const LINUX: &[Need] = &[
    Need {
        why: "a C compiler, for SQLCipher and ring",
        proof: Proof::Program("cc"),
        apt: "build-essential",
        dnf: "gcc",
    },
    Need {
        why: "pkg-config, which finds the libraries below",
        proof: Proof::Program("pkg-config"),
        apt: "pkg-config",
        dnf: "pkgconf-pkg-config",
    },
    Need {
        why: "libcrypto with headers, SQLCipher's cipher",
        proof: Proof::Library("libcrypto"),
        apt: "libssl-dev",
        dnf: "openssl-devel",
    },
    Need {
        why: "libdbus with headers, the way to the keychain",
        proof: Proof::Library("dbus-1"),
        apt: "libdbus-1-dev",
        dnf: "dbus-devel",
    },
    Need {
        why: "a private session bus for the keychain tests",
        proof: Proof::Program("dbus-run-session"),
        apt: "dbus",
        dnf: "dbus-daemon",
    },
    Need {
        why: "a real keychain for the keychain tests",
        proof: Proof::Program("gnome-keyring-daemon"),
        apt: "gnome-keyring",
        dnf: "gnome-keyring",
    },
    Need {
        why: "WebKitGTK with headers, which shows the window",
        proof: Proof::Library("webkit2gtk-4.1"),
        apt: "libwebkit2gtk-4.1-dev",
        dnf: "webkit2gtk4.1-devel",
    },
    Need {
        why: "a driver for the window, for the tests that press its keys",
        proof: Proof::Program("WebKitWebDriver"),
        apt: "webkit2gtk-driver",
        dnf: "webkit2gtk-driver",
    },
    Need {
        why: "a display for the window tests",
        proof: Proof::Program("Xvfb"),
        apt: "xvfb",
        dnf: "xorg-x11-server-Xvfb",
    },
    Need {
        why: "a look at that display, for the pictures",
        proof: Proof::Program("import"),
        apt: "imagemagick",
        dnf: "ImageMagick",
    },
    Need {
        why: "Chinese characters for the pictures",
        proof: Proof::Font("Noto Sans CJK SC"),
        apt: "fonts-noto-cjk",
        dnf: "google-noto-sans-cjk-fonts",
    },
    Need {
        why: "git, by which the house rules know which files are the project's",
        proof: Proof::Program("git"),
        apt: "git",
        dnf: "git-core",
    },
];

/// What to install on macOS, where nothing is installed for you.
pub(crate) const MACOS: &str = "\
Veridesk needs, on macOS:
    xcode-select --install
    brew install pkgconf openssl@3 git
    export OPENSSL_DIR=\"$(brew --prefix openssl@3)\"";

/// What to install on Windows, where nothing is installed for you.
pub(crate) const WINDOWS: &str = "\
Veridesk needs, on Windows:
    Visual Studio Build Tools with the workload \"Desktop development with C++\"
    Git for Windows
    OpenSSL 3 with headers, and the variable OPENSSL_DIR set to its folder";
