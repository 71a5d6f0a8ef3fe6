#![allow(clippy::unwrap_used)]

use casework::{CaseStatus, PersonId, Role};
use screening::{Handed, screen};
use testkit::cases::NOW;

use super::*;

fn details(view: &ErrorView) -> Vec<(&str, &str)> {
    view.details
        .iter()
        .map(|it| (it.name.as_str(), it.value.as_str()))
        .collect()
}

/// Every value that can be wrong is wrong, in a way that could be quoted back.
#[test]
fn an_incomplete_form_is_told_by_field_and_word_and_never_by_value() {
    let wrong = Handed {
        name: "欧阳金丝雀".into(),
        document_type: "canary-document-type".to_owned(),
        document_number: "11010119500101000X-canary".into(),
        card_number: "4111111111111111 canary".into(),
        phone: "13812345678-canary".into(),
        email: "canary at example.com".into(),
        amount: "canary 12".to_owned(),
        consent_at: "canary-day".to_owned(),
        accuracy_confirmed: "canary".to_owned(),
        ..testkit::handed(1)
    };
    let findings = screen(&wrong, NOW).unwrap_err();
    assert!(findings.len() >= 5, "{findings:?}");
    let view = error(&HouseRefusal::FormIncomplete(findings.clone()).into(), None);
    assert_eq!(view.code, ErrorCode::FormIncomplete);
    assert_eq!(view.details.len(), findings.len());
    for (told, found) in details(&view).into_iter().zip(&findings) {
        assert_eq!(told, (found.field.as_str(), found.code.as_str()));
    }
    let all = serde_json::to_string(&view).unwrap();
    for value in ["canary", "欧阳", "金丝雀", "4111", "1381234", "11010119"] {
        assert!(!all.contains(value), "{all}");
    }
}

#[test]
fn a_colleague_is_named_by_the_roster_and_a_stranger_not_at_all() {
    let holder = PersonId::from_bytes([9; 16]);
    let view = refused(
        &Refusal::ClaimedByOther {
            holder,
            until_ms: 1_790_000_000_000,
        },
        Some(&Roster::default()),
    );
    assert_eq!(
        details(&view),
        [("holder", "?"), ("until", "2026-09-21T14:13:20Z")]
    );
}

#[test]
fn what_the_words_leave_open_is_in_the_details() {
    type Told = &'static [(&'static str, &'static str)];
    let table: [(DeskFault, ErrorCode, Told); 5] = [
        (
            Refusal::RoleMissing {
                needed: Role::Supervisor,
            }
            .into(),
            ErrorCode::RoleMissing,
            &[("role", "supervisor")],
        ),
        (
            Refusal::WrongStatus {
                status: CaseStatus::Closed,
            }
            .into(),
            ErrorCode::WrongStatus,
            &[("status", "closed")],
        ),
        (
            HouseRefusal::RosterIncomplete {
                missing: vec![Role::Supervisor],
                second_person: true,
                not_alone: Some(2),
            }
            .into(),
            ErrorCode::RosterIncomplete,
            &[
                ("missing_role", "supervisor"),
                ("missing", "second_person_who_works_cases"),
                ("people", "2"),
            ],
        ),
        (
            HouseRefusal::ImportHeader {
                missing: vec!["phone".to_owned()],
                unknown: 2,
            }
            .into(),
            ErrorCode::ImportHeader,
            &[("missing", "phone"), ("unknown_columns", "2")],
        ),
        (
            DeskFault::LogBroken { seq: 7 },
            ErrorCode::LogBroken,
            &[("record", "7")],
        ),
    ];
    for (fault, code, told) in table {
        let view = error(&fault, None);
        assert_eq!(view.code, code);
        assert_eq!(details(&view), told);
    }
}

#[test]
fn faults_of_the_keychain_are_told_apart() {
    let table = [
        (KeyVaultFault::Missing, ErrorCode::KeychainMissing),
        (KeyVaultFault::Locked, ErrorCode::KeychainLocked),
        (KeyVaultFault::TimedOut, ErrorCode::KeychainTimedOut),
        (KeyVaultFault::Corrupt, ErrorCode::KeychainCorrupt),
        (
            KeyVaultFault::Refused("not for you".to_owned()),
            ErrorCode::KeychainRefused,
        ),
    ];
    for (fault, code) in table {
        assert_eq!(error(&fault.into(), None).code, code);
    }
    assert_eq!(
        error(&DeskFault::KeychainEntryMissing, None).code,
        ErrorCode::KeychainEntryMissing
    );
}
