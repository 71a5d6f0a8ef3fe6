//! A desk as its folder shows it.

use std::fs;
use std::path::Path;

use casework::DeskId;
use keychain::OsKeychain;
use ports::{KeyVault, KeyVaultFault};
use serde_json::{Value, json};

use crate::errors::error;

/// The files a desk has or may have for a moment. Others are counted and not named.
const FILES: &[&str] = &[
    "desk.db",
    "desk.db-journal",
    "desk.db-shm",
    "desk.db-wal",
    "desk.keys",
    "desk.keys.new",
    "desk.lock",
];

pub(super) fn look(desk: Option<&Path>) -> Value {
    let outside = desk.map(desk::look_from_outside);
    let (state, marks) = match outside {
        None => ("not_named", None),
        Some(Ok(None)) => ("none", None),
        Some(Ok(Some(it))) if it.founding => ("founding", Some(it.marks)),
        Some(Ok(Some(it))) => ("open", Some(it.marks)),
        Some(Err(fault)) => (error(&fault, None).code.as_str(), None),
    };
    let keychain = match (state, marks) {
        ("not_named" | "none", _) => "not_asked",
        (_, Some(marks)) if marks.no_keychain => "not_used",
        _ => keychain(),
    };
    let (files, others) = desk.map_or((Vec::new(), None), files);
    json!({
        "state": state,
        "demo": marks.map(|it| it.demo),
        "solo": marks.map(|it| it.solo),
        "no_keychain": marks.map(|it| it.no_keychain),
        "keychain": keychain,
        "files": files,
        "other_files": others,
        "free_mib": desk.and_then(free_mib),
    })
}

/// Whether the system's keychain answers. It is asked for something that no desk has, so it hands out nothing.
fn keychain() -> &'static str {
    let nobodys = OsKeychain::of_desk(DeskId::from_bytes([0; 16]));
    match nobodys.read("reachable") {
        Ok(_) => "answers",
        Err(KeyVaultFault::Missing) => "missing",
        Err(KeyVaultFault::Locked) => "locked",
        Err(KeyVaultFault::TimedOut) => "timed_out",
        Err(KeyVaultFault::Corrupt) => "corrupt",
        Err(KeyVaultFault::Refused(_)) => "refused",
    }
}

/// The known files, and how many others there are; nothing where the folder cannot be read.
fn files(desk: &Path) -> (Vec<Value>, Option<usize>) {
    let Ok(entries) = fs::read_dir(desk) else {
        return (Vec::new(), None);
    };
    let names: Vec<_> = entries.flatten().map(|it| it.file_name()).collect();
    let known = FILES
        .iter()
        .filter(|name| names.iter().any(|it| it == **name));
    let known: Vec<Value> = known
        .map(|name| {
            let about = fs::symlink_metadata(desk.join(name)).ok();
            json!({
                "name": name,
                "bytes": about.as_ref().map(fs::Metadata::len),
                "mode": about.as_ref().and_then(mode),
            })
        })
        .collect();
    let others = names.len() - known.len();
    (known, Some(others))
}

#[cfg(unix)]
fn mode(about: &fs::Metadata) -> Option<String> {
    use std::os::unix::fs::PermissionsExt;

    Some(format!("{:04o}", about.permissions().mode() & 0o7777))
}

#[cfg(not(unix))]
fn mode(_: &fs::Metadata) -> Option<String> {
    None
}

/// Room on the disk for this user, in whole gibibytes where there is much of it and in 64 mebibytes where there is little.
#[cfg(unix)]
fn free_mib(desk: &Path) -> Option<u64> {
    let disk = rustix::fs::statvfs(desk).ok()?;
    Some(rounded(disk.f_bavail.saturating_mul(disk.f_frsize) >> 20))
}

#[cfg(not(unix))]
fn free_mib(_: &Path) -> Option<u64> {
    None
}

#[cfg_attr(not(unix), allow(dead_code, reason = "only asked of a Unix disk"))]
fn rounded(mib: u64) -> u64 {
    let step = if mib < 1024 { 64 } else { 1024 };
    mib / step * step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_space_is_told_roughly() {
        let told = [63, 64, 1023, 1024, 5000].map(rounded);
        assert_eq!(told, [0, 64, 960, 1024, 4096]);
    }
}
