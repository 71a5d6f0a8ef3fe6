#![allow(clippy::unwrap_used)]

use std::sync::Mutex;

use casework::DataClass;
use proptest::prelude::*;
use serde_json::Value;
use tracing_subscriber::layer::SubscriberExt;

use super::closed::{self, Holds};
use super::files::{self, LogFiles};
use super::lines::{Lines, WITHHELD};

/// The lines that come of what is logged in here.
fn logged(act: impl FnOnce()) -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    let lines = Lines::into(Mutex::new(LogFiles::in_folder(folder.path().to_owned())));
    tracing::subscriber::with_default(tracing_subscriber::registry().with(lines), act);
    let lines = files::recent(folder.path(), 100);
    lines
        .iter()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn a_line_has_its_time_level_target_sentence_and_fields() {
    let lines = logged(|| {
        tracing::info!(
            subject = "00112233445566778899aabbccddeeff",
            state = "failed",
            cause = "timed_out",
            count = 3_u32,
            "call settled"
        );
    });
    let [line] = &lines[..] else {
        panic!("one line: {lines:?}")
    };
    assert!(line["time"].as_str().unwrap().ends_with('Z'), "{line}");
    assert_eq!(line["level"], "INFO");
    assert_eq!(line["target"], "host::log::tests");
    assert_eq!(line["said"], "call settled");
    assert_eq!(line["subject"], "00112233445566778899aabbccddeeff");
    assert_eq!(
        (&line["state"], &line["count"]),
        (&"failed".into(), &3.into())
    );
}

#[test]
fn debug_lines_and_lines_of_libraries_are_not_kept() {
    let lines = logged(|| {
        tracing::debug!("call begun");
        tracing::error!(target: "reqwest::connect", "connecting for Lin Mei");
        tracing::error!(target: "hostile", "call begun");
        let _span = tracing::info_span!("person", name = "Lin Mei").entered();
    });
    assert_eq!(lines, [] as [Value; 0]);
}

#[test]
fn a_panic_leaves_its_place_and_nothing_of_its_text() {
    let lines = logged(|| {
        let before = std::panic::take_hook();
        super::panics::tell_places_only();
        let broken = std::panic::catch_unwind(|| panic!("林美 6222021234567890128"));
        std::panic::set_hook(before);
        broken.unwrap_err();
    });
    let text = lines[0].to_string();
    assert_eq!(lines[0]["said"], "a thread panicked");
    let place = lines[0]["place"].as_str().unwrap();
    assert!(place.starts_with("host/src/log/tests.rs:"), "{text}");
    assert!(!text.contains("林美") && !text.contains("6222"), "{text}");
}

/// The class says what may stand in a log: a field whose values tell of a person or an account is no field of a line.
#[test]
fn no_field_of_class_c2_or_c3_has_a_place_in_a_line() {
    for field in casework::Field::ALL.iter().copied() {
        let loggable = match field.class() {
            DataClass::C1 => continue,
            DataClass::C2 | DataClass::C3 => closed::field(field.as_str()).is_some(),
        };
        assert!(!loggable, "{field}");
    }
}

/// Texts that personal data looks like, and any others.
fn anything() -> impl Strategy<Value = String> {
    prop_oneof![
        "[0-9]{11,19}",
        "[0-9]{17}[0-9X]",
        "[\u{4e00}-\u{9fff}]{2,4}",
        "[a-z]{2,8}( |_|\\.)?[a-z]{2,8}",
        "[A-Z][a-z]{1,8} [A-Z][a-z]{1,8}",
        "[a-z]{1,8}@[a-z]{1,8}\\.cn",
        "/[a-z]{4}/[a-z]{2,8}/desk",
        "[0-9a-f]{31}",
        "\\PC{0,40}",
        any::<String>(),
    ]
}

/// Whether some field may hold it.
fn is_listed(text: &str) -> bool {
    let word = |(_, holds): &(&str, Holds)| match holds {
        Holds::Word(takes) => takes(text),
        Holds::Number | Holds::YesOrNo => false,
    };
    closed::FIELDS.iter().any(word) || closed::SENTENCES.contains(&text)
}

proptest! {
    #[test]
    fn whatever_is_logged_nothing_but_listed_words_ids_and_small_numbers_is_written(
        text in anything().prop_filter("a listed word", |it| !is_listed(it)),
        number in closed::NUMBER_MAX + 1..,
        negative in i64::MIN..0,
        real in any::<f64>(),
    ) {
        let lines = logged(|| {
            tracing::info!(
                kind = text,
                state = %text,
                cause = ?text,
                route = text.as_str(),
                code = text,
                request = text,
                subject = text,
                place = text,
                thread = text,
                program = text,
                version = text,
                count = number,
                seq = negative,
                ms = real,
                epoch = text,
                core_dumps_off = text,
                name = text,
                card_number = number,
                "told of {text}"
            );
        });
        prop_assert_eq!(lines.len(), 1);
        let line = lines[0].as_object().unwrap();
        prop_assert!(!line.contains_key("name") && !line.contains_key("card_number"));
        for (name, value) in line.iter().filter(|(name, _)| !["time", "level", "target"].contains(&name.as_str())) {
            prop_assert_eq!(value, WITHHELD, "{}", name);
        }
    }
}
