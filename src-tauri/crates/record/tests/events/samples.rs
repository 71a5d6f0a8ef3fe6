//! One event of every kind. The file of vectors holds their bytes: they never change.

use std::collections::{BTreeMap, BTreeSet};

use casework::policy::{ReviewCause, Version};
use casework::{
    Amount, Answer, BackupMade, CaseEvent, CaseId, CaseOutcome, Change, CheckId, CheckKind,
    CheckOutcome, Consent, Currency, DeskEvent, DocumentType, Ending, Enrolment, Erasure,
    ErasureCause, Field, FieldSet, Finding, FindingCode, Grant, InstitutionKind,
    InstitutionSettings, KeyChangeCause, Language, Masked, MethodKind, Months, PersonId,
    ProposedDecision, PublicKeys, Reason, RecordId, RetentionTerms, RevealReason, RiskBand, Role,
    RollbackAccepted, RosterEvent, Sensitive, Severity, Subject, Submission, Verdict, VoidCause,
};

use crate::common::NOW;

fn submission() -> Submission {
    Submission {
        partner: "shop".to_owned(),
        reference: "R-1".to_owned(),
        subject: Some(Subject {
            name: Sensitive::from("张三"),
            document_type: DocumentType::ResidentId,
            document_number: Sensitive::from("11010519491231002X"),
            phone: Sensitive::from("13800138000"),
            email: Some(Sensitive::from("zhang@example.com")),
        }),
        method: MethodKind::BankCard,
        card_number: Some(Sensitive::from("6222021234567890128")),
        amount: Amount {
            minor: 128_050,
            currency: Currency::CNY,
        },
        language: Language::Zh,
        consent: Consent {
            terms: "2026-01".to_owned(),
            at_ms: NOW,
            channel: "counter".to_owned(),
        },
        masked: Masked {
            name: "张*".to_owned(),
            document_number: "110*************2X".to_owned(),
            card_number: "622202*********0128".to_owned(),
            phone: "138****8000".to_owned(),
        },
    }
}

fn findings() -> Vec<Finding> {
    let finding = |field, word, severity| Finding {
        field,
        code: FindingCode::parse(word).unwrap(),
        severity,
    };
    vec![
        finding(Field::CardNumber, "luhn_failed", Severity::Warn),
        finding(Field::Phone, "repeat_other_identity", Severity::Warn),
        finding(Field::DocumentNumber, "wrong_length", Severity::Refuse),
    ]
}

/// One event of every kind, with something in every field.
pub(crate) fn one_of_each() -> Vec<CaseEvent> {
    let check = CheckId::from_bytes([0xC1; 16]);
    let cause = || "time_out".to_owned();
    let code = || "-7".to_owned();
    let fields = FieldSet::of(&[Field::Name, Field::CardNumber]);
    let reasons = || {
        vec![
            Reason::parse("elements_disagree").unwrap(),
            Reason::parse("no_record").unwrap(),
        ]
    };
    let note = || Sensitive::from("与开户行电话核对");
    let answer = Answer {
        outcome: CheckOutcome::Mismatch,
        fields: CheckKind::BankCardFourFactor.fields(),
        reason: Some("elements_disagree".to_owned()),
        provider_code: code(),
        provider_text: "要素不一致".to_owned(),
        request_id: "request-1".to_owned(),
        billed: Some(true),
    };
    vec![
        CaseEvent::Received {
            submission: submission(),
            findings: findings(),
            risk: RiskBand::High,
            policy: Version(1),
        },
        CaseEvent::Amended {
            submission: submission(),
            findings: Vec::new(),
            risk: RiskBand::Low,
        },
        CaseEvent::Claimed,
        CaseEvent::Released,
        CaseEvent::Viewed { fields },
        CaseEvent::CheckRequested {
            check,
            kind: CheckKind::BankCardFourFactor,
        },
        CaseEvent::CallBegun { check, attempt: 1 },
        CaseEvent::CallRequeued {
            check,
            attempt: 1,
            cause: cause(),
        },
        CaseEvent::CheckAnswered {
            check,
            attempt: 2,
            answer,
        },
        CaseEvent::CallFailed {
            check,
            attempt: 2,
            cause: cause(),
            provider_code: code(),
        },
        CaseEvent::CallUnknown {
            check,
            attempt: 300,
            cause: cause(),
        },
        CaseEvent::CheckAskedAgain { check },
        CaseEvent::NoteAdded { text: note() },
        CaseEvent::Proposed(Box::new(ProposedDecision {
            outcome: CaseOutcome::NotVerifiedFinal,
            reasons: reasons(),
            note: note(),
            digest: [0xD1; 32],
            pending: vec![check],
            reserved: vec![ReviewCause::Outcome],
        })),
        CaseEvent::ProposalVoided {
            cause: VoidCause::Amended,
        },
        CaseEvent::Reviewed {
            verdict: Verdict::Overturn,
            proposal: [0xD2; 32],
            reasons: reasons(),
            note: note(),
        },
        CaseEvent::Decided {
            outcome: CaseOutcome::UnableToVerify,
            reasons: reasons(),
            hold_until_ms: NOW,
        },
        CaseEvent::TakenBack,
        CaseEvent::FeedbackBegun { attempt: 1 },
        CaseEvent::FeedbackRequeued {
            attempt: 1,
            cause: cause(),
        },
        CaseEvent::FeedbackSent {
            attempt: 2,
            serial: "serial-1".to_owned(),
            request_id: "request-2".to_owned(),
        },
        CaseEvent::FeedbackFailed {
            attempt: 2,
            cause: cause(),
            provider_code: code(),
        },
        CaseEvent::FeedbackUnknown {
            attempt: 2,
            cause: cause(),
        },
        CaseEvent::FeedbackAskedAgain,
        CaseEvent::LateEvidence { check },
        CaseEvent::Revealed {
            fields,
            why: RevealReason::Other,
            words: note(),
        },
        CaseEvent::RetentionSet {
            until_ms: NOW,
            terms: [0xB7; 32],
        },
        CaseEvent::HoldPlaced {
            reason: Sensitive::from("与开户行电话核对"),
        },
        CaseEvent::HoldLifted {
            reason: Sensitive::from("与开户行电话核对"),
        },
    ]
}

pub(crate) fn one_of_each_of_the_desk() -> Vec<DeskEvent> {
    let change = RecordId::from_bytes([0xE1; 16]);
    let settings = InstitutionSettings {
        kind: InstitutionKind::TencentSms,
        url: "https://sms.example".to_owned(),
        credential: "sms".to_owned(),
    };
    let events = vec![
        DeskEvent::InstitutionFounded(settings.clone()),
        DeskEvent::ChangeProposed(Change::SetInstitution(settings)),
        DeskEvent::ChangeApproved {
            change,
            hash: [0xD3; 32],
        },
        DeskEvent::ChangeRejected {
            change,
            hash: [0xD3; 32],
            reason: "wrong host".to_owned(),
        },
        DeskEvent::SignInsFailed {
            attempts: vec![(Some(person()), NOW), (None, NOW + 1)],
            intact: true,
        },
        DeskEvent::Roster(RosterEvent::Granted(Grant {
            person: person(),
            name: "周宁".to_owned(),
            roles: BTreeSet::from([Role::Operator, Role::Administrator]),
            keys: keys(),
            signature: Some([0xF1; 64]),
            proposal: [0xD4; 32],
        })),
        DeskEvent::Roster(RosterEvent::Revoked {
            person: person(),
            proposal: [0xD4; 32],
        }),
        DeskEvent::Roster(RosterEvent::KeysChanged {
            epoch: 7,
            cause: KeyChangeCause::Leaving,
            vault_key: [0xA7; 16],
        }),
        DeskEvent::BackupMade(BackupMade {
            generation: 12,
            head_seq: 300,
            keys: [0xB1; 32],
            folder: "/media/safe".to_owned(),
        }),
    ];
    // A new kind of event does not compile here until it stands in the list above and among the kinds.
    for event in &events {
        match event {
            DeskEvent::InstitutionFounded(_)
            | DeskEvent::ChangeProposed(_)
            | DeskEvent::ChangeApproved { .. }
            | DeskEvent::ChangeRejected { .. }
            | DeskEvent::SignInsFailed { .. }
            | DeskEvent::BackupMade(_)
            | DeskEvent::Roster(
                RosterEvent::Granted(_)
                | RosterEvent::Revoked { .. }
                | RosterEvent::KeysChanged { .. }
                | RosterEvent::RollbackAccepted(_)
                | RosterEvent::Erased(_)
                // Frozen by itself, in `recovered.rs`.
                | RosterEvent::Recovered(_),
            ) => {}
        }
    }
    events
}

fn person() -> PersonId {
    PersonId::from_bytes([0xE2; 16])
}

fn keys() -> PublicKeys {
    PublicKeys {
        ed25519: [0xA1; 32],
        x25519: [0xA2; 32],
    }
}

/// Every receipt, one of each: they are one kind with a word for each.
pub(crate) fn one_of_each_receipt() -> Vec<(&'static str, DeskEvent)> {
    let accepted = RollbackAccepted {
        statement: vec![0xB1; 20],
        maker: person(),
        maker_signature: [0xF1; 64],
        checker: PersonId::from_bytes([0xE3; 16]),
        checker_signature: [0xF2; 64],
    };
    vec![(
        "rollback_accepted",
        DeskEvent::Roster(RosterEvent::RollbackAccepted(accepted)),
    )]
}

fn terms() -> RetentionTerms {
    let months = |count| Months::new(count).unwrap();
    let own = BTreeMap::from([
        (Ending::Verified, months(60)),
        (Ending::ScreenedOut, months(1)),
    ]);
    let usual = [120, 120, 24, 24, 6].map(months);
    RetentionTerms::new(usual, BTreeMap::from([("shop".to_owned(), own)])).unwrap()
}

/// A receipt of an erasure for each cause, by the cause's word.
pub(crate) fn one_receipt_a_cause() -> Vec<DeskEvent> {
    let case = |byte| CaseId::from_bytes([byte; 16]);
    [
        (ErasureCause::Early, vec![case(0xB1)], Some([0xD4; 32])),
        (ErasureCause::Run, vec![case(0xB1), case(0xB2)], None),
    ]
    .map(|(cause, cases, proposal)| {
        DeskEvent::Roster(RosterEvent::Erased(Erasure {
            cause,
            cases,
            proposal,
            terms: [0xB7; 32],
        }))
    })
    .into()
}

/// Every change that can be proposed, one of each.
pub(crate) fn one_of_each_change() -> Vec<Change> {
    let roles = BTreeSet::from([Role::Supervisor, Role::Operator]);
    let changes = vec![
        Change::SetInstitution(InstitutionSettings {
            kind: InstitutionKind::TencentSms,
            url: "https://sms.example".to_owned(),
            credential: "sms".to_owned(),
        }),
        Change::Enrol(Enrolment {
            person: person(),
            name: "周宁".to_owned(),
            roles: roles.clone(),
            keys: keys(),
            signature: [0xF1; 64],
        }),
        Change::SetRoles {
            person: person(),
            roles,
        },
        Change::Dismiss { person: person() },
        Change::Renew {
            person: person(),
            keys: keys(),
            signature: [0xF1; 64],
        },
        Change::SetRecovery {
            keys: keys(),
            holders: ["周宁", "Zhao Ming", "safe 3"].map(str::to_owned),
        },
        Change::SetRetention(terms()),
        Change::EraseCase {
            case: CaseId::from_bytes([0xB1; 16]),
            why: "consent was withdrawn".to_owned(),
        },
    ];
    // A new change does not compile here until it stands in the list above.
    for change in &changes {
        match change {
            Change::SetInstitution(_)
            | Change::Enrol(_)
            | Change::SetRoles { .. }
            | Change::Dismiss { .. }
            | Change::Renew { .. }
            | Change::SetRecovery { .. }
            | Change::SetRetention(_)
            | Change::EraseCase { .. } => {}
        }
    }
    changes
}
