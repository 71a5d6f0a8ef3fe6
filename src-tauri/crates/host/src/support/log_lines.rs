//! Lines of the log, as they may leave the computer.
//!
//! They were clean when they were written, but they lay in a file since, so each is read as if somebody else had written
//! it. Ids become numbers of their own: whoever also has the desk could follow an id to a person.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::log::WITHHELD;
use crate::log::closed::{self, Holds};
use crate::time::rfc3339;

/// What is shown.
pub(super) struct Shown {
    /// The lines.
    pub(super) shown: Vec<Value>,
    /// How many were not what this program writes.
    pub(super) left_out: usize,
    /// How often each error code was told in them.
    pub(super) told: BTreeMap<String, usize>,
}

pub(super) fn shown(lines: &[String]) -> Shown {
    let mut ids = BTreeMap::new();
    let mut told = BTreeMap::new();
    let shown: Vec<Value> = lines
        .iter()
        .filter_map(|line| as_shown(line, &mut ids))
        .collect();
    for code in shown.iter().filter_map(|line| line["code"].as_str()) {
        *told.entry(code.to_owned()).or_default() += 1;
    }
    Shown {
        left_out: lines.len() - shown.len(),
        shown,
        told,
    }
}

fn as_shown(line: &str, ids: &mut BTreeMap<String, usize>) -> Option<Value> {
    let line: Map<String, Value> = serde_json::from_str(line).ok()?;
    let mut shown = Map::new();
    for (name, value) in line {
        let value = match (name.as_str(), value.as_str()) {
            ("time", Some(text)) => is_time(text).then_some(value),
            ("level", Some(text)) => ["ERROR", "WARN", "INFO"].contains(&text).then_some(value),
            ("target", Some(text)) => is_module(text).then_some(value),
            ("said", Some(text)) => {
                (text == WITHHELD || closed::SENTENCES.contains(&text)).then_some(value)
            }
            (_, Some(WITHHELD)) => closed::field(&name).map(|_| value),
            (_, text) => match (closed::field(&name)?, text) {
                (Holds::Number, _) => value
                    .as_u64()
                    .filter(|it| *it <= closed::NUMBER_MAX)
                    .map(Value::from),
                (Holds::YesOrNo, _) => value.as_bool().map(Value::from),
                (Holds::Word(takes), Some(text)) if takes(text) => {
                    if closed::is_id(text) {
                        let next = ids.len() + 1;
                        let number = *ids.entry(text.to_owned()).or_insert(next);
                        Some(format!("id {number}").into())
                    } else {
                        Some(value)
                    }
                }
                (Holds::Word(_), _) => None,
            },
        };
        shown.insert(name, value?);
    }
    Some(Value::Object(shown))
}

fn is_time(text: &str) -> bool {
    let read = text.parse::<Timestamp>();
    read.is_ok_and(|it| rfc3339(it.as_millisecond()) == text)
}

/// A module of this program's source.
fn is_module(text: &str) -> bool {
    let part = |it: &str| {
        (1..=32).contains(&it.len()) && it.bytes().all(|it| it.is_ascii_lowercase() || it == b'_')
    };
    closed::is_ours(text) && text.split("::").count() <= 6 && text.split("::").all(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "00112233445566778899aabbccddeeff";

    fn line(more: &str) -> String {
        format!(
            r#"{{"time":"2026-11-25T02:10:05Z","level":"WARN","target":"host::log","said":"call settled"{more}}}"#
        )
    }

    #[test]
    fn ids_are_numbered_and_codes_are_counted() {
        let told = r#","code":"disk_full""#;
        let subject = format!(r#","subject":"{ID}""#);
        let lines = [line(told), line(&subject), line(told), line(&subject)];
        let shown = shown(&lines);
        assert_eq!(shown.left_out, 0);
        assert_eq!(shown.told["disk_full"], 2);
        assert_eq!(shown.shown[1]["subject"], "id 1");
        assert_eq!(shown.shown[3]["subject"], "id 1");
    }

    #[test]
    fn a_line_that_somebody_else_wrote_is_left_out() {
        for strange in [
            "林美".to_owned(),
            "\"6222021234567890128\"".to_owned(),
            line(r#","name":"lin mei""#),
            line(r#","code":"lin_mei""#),
            line(r#","count":6222021234567890128"#),
            line(r#","count":"seven""#),
            line(&format!(r#","state":"{ID}""#)),
            line("").replace("call settled", "called Lin Mei"),
            line("").replace("host::log", "host::lin mei"),
            line("").replace("2026-11-25", "Lin"),
            line("").replace("WARN", "LIN"),
        ] {
            let shown = shown(std::slice::from_ref(&strange));
            assert_eq!((shown.shown.len(), shown.left_out), (0, 1), "{strange}");
        }
    }
}
