//! `cargo xtask setup`: system packages where apt is, words where it is not, and cargo's own tools.

use std::process::Command;

use crate::Stop;
use crate::needs::{LINUX, MACOS, Need, WINDOWS};
use crate::run::{cargo, must_succeed, on_path, printed, succeeds};

/// Makes sure that the machine can build and test. Looks first, so that it takes no time when nothing is missing.
///
/// # Errors
/// Exit 2 when something is missing that only the machine's owner can install; exit 1 when an installation failed.
pub(crate) fn setup() -> Result<(), Stop> {
    system_packages()?;
    cargo_tools()?;
    if let Some(words) = crate::ui::lacks_node() {
        return Err(Stop::machine_lacks(words));
    }
    println!("The machine has what Veridesk needs.");
    Ok(())
}

fn system_packages() -> Result<(), Stop> {
    if cfg!(target_os = "macos") {
        let is_there = on_path("cc") && on_path("git") && has_openssl();
        return if is_there {
            Ok(())
        } else {
            Err(Stop::machine_lacks(MACOS))
        };
    }
    if cfg!(windows) {
        let is_there = on_path("git") && has_openssl();
        return if is_there {
            Ok(())
        } else {
            Err(Stop::machine_lacks(WINDOWS))
        };
    }

    let missing = missing_needs();
    if missing.is_empty() {
        return Ok(());
    }
    if !on_path("apt-get") {
        return Err(Stop::machine_lacks(words_without_apt(&missing)));
    }
    let Some(rights) = Rights::of_this_process() else {
        return Err(Stop::machine_lacks(format!(
            "Packages are missing, and neither is this the administrator nor may it use sudo without a password.\n\
             Please run this, then repeat:\n    sudo {}",
            typed_install(&missing)
        )));
    };
    // A list that cannot be refreshed is no fault yet: an older one may do.
    if let Err(stop) = must_succeed(rights.apt_get(["update"])) {
        println!(
            "{} Going on with the package lists that are there.",
            stop.words
        );
    }
    must_succeed(
        rights
            .apt_get(["install", "--yes", "--no-install-recommends"])
            .args(apt_names(&missing)),
    )?;

    let still = missing_needs();
    if still.is_empty() {
        Ok(())
    } else {
        Err(Stop::machine_lacks(format!(
            "apt-get ended well, yet this is still missing:\n{}",
            listed(&still)
        )))
    }
}

fn missing_needs() -> Vec<&'static Need> {
    LINUX.iter().filter(|need| !need.is_met()).collect()
}

fn has_openssl() -> bool {
    std::env::var_os("OPENSSL_DIR").is_some()
        || succeeds(Command::new("pkg-config").args(["--exists", "libcrypto"]))
}

/// By which right packages are installed.
#[derive(Clone, Copy)]
enum Rights {
    Administrator,
    /// `sudo -n`: it never stops to ask for a password.
    SudoWithoutPassword,
}

impl Rights {
    fn of_this_process() -> Option<Self> {
        if printed(Command::new("id").arg("-u"))?.trim() == "0" {
            Some(Self::Administrator)
        } else {
            succeeds(Command::new("sudo").args(["-n", "true"])).then_some(Self::SudoWithoutPassword)
        }
    }

    fn apt_get<'a>(self, arguments: impl IntoIterator<Item = &'a str>) -> Command {
        let mut command = match self {
            Self::Administrator => Command::new("env"),
            Self::SudoWithoutPassword => {
                let mut command = Command::new("sudo");
                command.args(["-n", "env"]);
                command
            }
        };
        command
            .args(["DEBIAN_FRONTEND=noninteractive", "apt-get"])
            .args(arguments);
        command
    }
}

fn apt_names(missing: &[&Need]) -> Vec<&'static str> {
    missing.iter().map(|need| need.apt).collect()
}

fn typed_install(missing: &[&Need]) -> String {
    format!("apt-get install --yes {}", apt_names(missing).join(" "))
}

fn words_without_apt(missing: &[&Need]) -> String {
    let fedora: Vec<_> = missing.iter().map(|need| need.dnf).collect();
    format!(
        "This machine lacks:\n{}\nIt has no apt-get, so nothing was installed. On Fedora:\n    sudo dnf install {}\n\
         Elsewhere install what your system calls these, then repeat.",
        listed(missing),
        fedora.join(" "),
    )
}

fn listed(needs: &[&Need]) -> String {
    needs
        .iter()
        .map(|need| format!("    - {}", need.why))
        .collect::<Vec<_>>()
        .join("\n")
}

fn cargo_tools() -> Result<(), Stop> {
    for (subcommand, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if succeeds(cargo([subcommand, "--version"])) {
            continue;
        }
        if !on_path("rustup") {
            return Err(Stop::machine_lacks(format!(
                "`cargo {subcommand}` is missing and there is no rustup to add it: please install {component} for this Rust."
            )));
        }
        must_succeed(Command::new("rustup").args(["component", "add", component]))?;
    }
    if !succeeds(cargo(["nextest", "--version"])) {
        must_succeed(cargo(["install", "cargo-nextest", "--locked"]))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> Vec<&'static Need> {
        LINUX.iter().collect()
    }

    #[test]
    fn packages_are_installed_without_any_question() {
        let command = Rights::SudoWithoutPassword.apt_get(["install", "--yes"]);
        assert_eq!(
            crate::run::as_typed(&command),
            "sudo -n env DEBIAN_FRONTEND=noninteractive apt-get install --yes"
        );
    }

    #[test]
    fn a_machine_without_apt_is_told_every_package_and_what_it_is_for() {
        let words = words_without_apt(&all());
        for need in LINUX {
            assert!(words.contains(need.why), "{} is not explained", need.dnf);
            assert!(words.contains(need.dnf), "{} is not named", need.dnf);
        }
    }

    #[test]
    fn a_person_without_rights_can_copy_the_command() {
        assert_eq!(
            typed_install(&all()[2..4]),
            "apt-get install --yes libssl-dev libdbus-1-dev"
        );
    }
}
