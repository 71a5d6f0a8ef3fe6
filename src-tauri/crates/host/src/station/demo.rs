//! A desk for trying out says on its sign-in screen who can sign in and how (records-and-keys: only a demo desk does).

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use wire::view::DemoPersonView;

/// As it lies beside the desk. Passphrases in clear: nothing real is behind them, and a desk that is not for trying
/// out never writes or reads this file.
#[derive(Serialize, Deserialize)]
struct Shown {
    name: String,
    roles: Vec<String>,
    passphrase: String,
}

fn path(desk: &Path) -> PathBuf {
    let mut name = desk.file_name().unwrap_or_default().to_owned();
    name.push(".demo.json");
    desk.with_file_name(name)
}

fn read(desk: &Path) -> Vec<Shown> {
    let kept = fs::read(path(desk)).ok();
    kept.and_then(|it| serde_json::from_slice(&it).ok())
        .unwrap_or_default()
}

/// Has the sign-in screen of a desk for trying out show this person.
///
/// # Errors
/// The file beside the desk cannot be written.
pub fn show_on_sign_in(
    desk: &Path,
    name: &str,
    roles: &[String],
    passphrase: &str,
) -> io::Result<()> {
    let mut people = read(desk);
    people.retain(|it| it.name != name.trim());
    people.push(Shown {
        name: name.trim().to_owned(),
        roles: roles.to_vec(),
        passphrase: passphrase.to_owned(),
    });
    fs::write(path(desk), serde_json::to_vec(&people)?)
}

/// Who can sign in. To be asked only of a desk whose key file says that it is for trying out.
pub(super) fn people(desk: &Path) -> Vec<DemoPersonView> {
    let people = read(desk).into_iter().map(|it| DemoPersonView {
        name: it.name,
        roles: it.roles,
        passphrase: it.passphrase,
    });
    people.collect()
}
