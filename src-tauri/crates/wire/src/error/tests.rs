use std::collections::BTreeSet;

use identifiers::Language;

use super::*;

fn sentences(code: ErrorCode, language: Language) -> [&'static str; 3] {
    let Words {
        happened,
        kept,
        next,
    } = *code.words(language);
    [happened, kept, next]
}

fn every_sentence() -> impl Iterator<Item = (ErrorCode, Language, &'static str)> {
    ErrorCode::ALL.iter().flat_map(|&code| {
        Language::ALL.into_iter().flat_map(move |language| {
            sentences(code, language).map(|sentence| (code, language, sentence))
        })
    })
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
}

#[test]
fn no_two_codes_share_a_name_and_every_name_is_its_variant_in_snake_case() {
    let names: BTreeSet<&str> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(names.len(), ErrorCode::ALL.len());
    for code in ErrorCode::ALL {
        let mut snake = String::new();
        for c in format!("{code:?}").chars() {
            if c.is_ascii_uppercase() && !snake.is_empty() {
                snake.push('_');
            }
            snake.push(c.to_ascii_lowercase());
        }
        assert_eq!(code.as_str(), snake);
    }
}

#[test]
fn on_the_wire_and_in_typescript_a_code_is_its_name() {
    let typescript = ErrorCode::inline(&ts_rs::Config::default());
    for code in ErrorCode::ALL {
        assert_eq!(
            serde_json::to_value(code).expect("a unit variant is a string"),
            code.as_str()
        );
        assert!(
            typescript.contains(&format!("{:?}", code.as_str())),
            "{code:?}"
        );
    }
}

#[test]
fn every_sentence_is_in_its_own_language_and_ends() {
    for (code, language, sentence) in every_sentence() {
        let fits = match language {
            Language::Zh => sentence.chars().any(is_han) && sentence.ends_with('。'),
            Language::En => {
                sentence.is_ascii()
                    && sentence.ends_with('.')
                    && sentence.starts_with(|c: char| c.is_ascii_uppercase())
            }
        };
        assert!(fits, "{code:?}: {sentence}");
        assert_eq!(sentence, sentence.trim(), "{code:?}");
    }
}

#[test]
fn every_sentence_is_short() {
    for (code, language, sentence) in every_sentence() {
        let longest = match language {
            Language::Zh => 120,
            Language::En => 240,
        };
        assert!(sentence.chars().count() <= longest, "{code:?}: {sentence}");
    }
}

#[test]
fn no_sentence_speaks_of_codes_or_types() {
    for (code, _, sentence) in every_sentence() {
        assert!(
            !sentence.contains('_') && !sentence.contains("::"),
            "{code:?}: {sentence}"
        );
        // `CaseStatus`, but not `MiB`, a unit of IEC 80000-13.
        let plain = sentence.replace("MiB", "");
        let camel = plain
            .as_bytes()
            .windows(2)
            .any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase());
        assert!(!camel, "{code:?}: {sentence}");
    }
}

#[test]
fn what_happened_tells_every_code_from_every_other() {
    for language in Language::ALL {
        let told: BTreeSet<&str> = ErrorCode::ALL
            .iter()
            .map(|code| code.words(language).happened)
            .collect();
        assert_eq!(told.len(), ErrorCode::ALL.len(), "{language:?}");
    }
}

#[test]
fn the_next_step_is_a_polite_request_in_chinese() {
    for code in ErrorCode::ALL {
        let next = code.words(Language::Zh).next;
        assert!(next.contains('请'), "{code:?}: {next}");
        assert!(!next.contains('你'), "{code:?}: {next}");
    }
}

#[test]
fn a_failed_sign_in_names_the_usual_causes_and_not_which_of_the_two_was_wrong() {
    for language in Language::ALL {
        let Words { happened, next, .. } = *ErrorCode::SignInFailed.words(language);
        let (name, passphrase, layout) = match language {
            Language::Zh => ("姓名", "口令", "键盘布局"),
            Language::En => ("name", "passphrase", "keyboard layout"),
        };
        for sentence in [happened, next] {
            assert!(
                sentence.contains(name) && sentence.contains(passphrase),
                "{sentence}"
            );
        }
        assert!(
            next.contains("Caps Lock") && next.contains(layout),
            "{next}"
        );
    }
}

#[test]
fn the_terminal_tells_bad_use_refusals_and_faults_apart() {
    use ErrorCode::*;
    let of = |kind: ErrorKind| -> Vec<ErrorCode> {
        ErrorCode::ALL
            .iter()
            .copied()
            .filter(|code| code.kind() == kind)
            .collect()
    };
    assert_eq!(
        of(ErrorKind::BadUse),
        [
            Usage,
            UnknownRequest,
            MalformedRequest,
            PassphraseNotGiven,
            FileUnreadable,
            SessionNeeded
        ]
    );
    assert_eq!(
        of(ErrorKind::Fault),
        [
            DeskInUse,
            NoDeskHere,
            DeskExistsAlready,
            CannotOpen,
            NewerThanProgram,
            Conflict,
            DiskFull,
            Damaged,
            Io,
            KeychainMissing,
            KeychainLocked,
            KeychainTimedOut,
            KeychainCorrupt,
            KeychainRefused,
            KeychainEntryMissing,
            KeysDamaged,
            FolderOutdated,
            KeysNewer,
            LogBroken,
            NoBackupHere,
            BackupDamaged
        ]
    );
    let kinds = [ErrorKind::BadUse, ErrorKind::Refusal, ErrorKind::Fault];
    assert_eq!(kinds.map(ErrorKind::exit_code), [2, 3, 4]);
}
