//! The computer, without its name.

use std::{env, fs};

use serde_json::{Value, json};

pub(super) fn look() -> Value {
    let release = fs::read_to_string("/etc/os-release").unwrap_or_default();
    json!({
        "family": env::consts::OS,
        "name": of_release(&release, "ID"),
        "version": of_release(&release, "VERSION_ID"),
        "kernel": kernel(),
        "arch": env::consts::ARCH,
        "language": language(),
        "time_zone": time_zone(),
    })
}

/// A word or version of `os-release`(5), where it looks like one.
fn of_release(text: &str, name: &str) -> Option<String> {
    let value = text.lines().find_map(|line| {
        let (found, value) = line.split_once('=')?;
        (found == name).then(|| value.trim().trim_matches(['"', '\'']))
    })?;
    let plain =
        |it: u8| it.is_ascii_lowercase() || it.is_ascii_digit() || matches!(it, b'.' | b'_' | b'-');
    ((1..=24).contains(&value.len()) && value.bytes().all(plain)).then(|| value.to_owned())
}

/// The kernel's version in numbers: who built it may have put a name behind them.
#[cfg(unix)]
fn kernel() -> Option<String> {
    let system = rustix::system::uname();
    Some(numbers(system.release().to_str().ok()?))
}

#[cfg(not(unix))]
fn kernel() -> Option<String> {
    None
}

#[cfg_attr(not(unix), allow(dead_code, reason = "only asked of a Unix kernel"))]
fn numbers(release: &str) -> String {
    let end = release.find(|it: char| !it.is_ascii_digit() && it != '.');
    release[..end.unwrap_or(release.len())].to_owned()
}

/// `zh_CN` of `zh_CN.UTF-8`.
fn language() -> Option<String> {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| env::var(name).ok().filter(|it| !it.is_empty()))?;
    locale(&set)
}

fn locale(set: &str) -> Option<String> {
    let name = set.split(['.', '@']).next()?;
    let (language, country) = name.split_once('_').unwrap_or((name, "XX"));
    let fits = (2..=3).contains(&language.len())
        && language.bytes().all(|it| it.is_ascii_lowercase())
        && country.len() == 2
        && country.bytes().all(|it| it.is_ascii_uppercase());
    (fits || ["C", "POSIX"].contains(&name)).then(|| name.to_owned())
}

/// The name of the zone in the IANA database.
fn time_zone() -> Option<String> {
    let name = iana_time_zone::get_timezone().ok()?;
    let part = |it: &str| {
        (2..=32).contains(&it.len())
            && it.starts_with(|it: char| it.is_ascii_uppercase())
            && it
                .bytes()
                .all(|it| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-' | b'+'))
    };
    let parts: Vec<&str> = name.split('/').collect();
    (parts.len() <= 3 && parts.iter().all(|it| part(it))).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_the_release_only_words_and_versions_are_told() {
        let release = "PRETTY_NAME=\"Li's own\"\nVERSION_ID=\"12\"\nID=debian\nNAME=Li Wei\n";
        assert_eq!(of_release(release, "ID").as_deref(), Some("debian"));
        assert_eq!(of_release(release, "VERSION_ID").as_deref(), Some("12"));
        assert_eq!(of_release(release, "NAME"), None);
        assert_eq!(of_release(release, "PRETTY_NAME"), None);
    }

    #[test]
    fn of_the_kernel_only_its_numbers_are_told() {
        assert_eq!(numbers("6.1.0-28-li-amd64"), "6.1.0");
        assert_eq!(numbers("6.12.9"), "6.12.9");
    }

    #[test]
    fn of_the_language_only_its_code_is_told() {
        assert_eq!(locale("zh_CN.UTF-8").as_deref(), Some("zh_CN"));
        assert_eq!(locale("C.UTF-8").as_deref(), Some("C"));
        assert_eq!(locale("li wei"), None);
    }
}
