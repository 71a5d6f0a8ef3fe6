//! Events as no desk would write them: every kind, any content, any order. For properties that must hold
//! whatever is fed in.

use std::collections::BTreeSet;

use casework::policy::{ReviewCause, Version};
use casework::{
    Amount, Answer, BackupMade, CaseEvent, CaseId, CaseOutcome, Change, CheckId, CheckKind,
    CheckOutcome, Consent, Currency, DeskEvent, DocumentType, Ending, Enrolment, Erasure,
    ErasureCause, Field, FieldSet, Finding, FindingCode, FormCode, Grant, InstitutionKind,
    InstitutionSettings, KeyChangeCause, Language, Masked, MethodKind, Months, PersonId,
    ProposedDecision, PublicKeys, REASONS, Reason, RecordId, Recovered, Rejoined, RepeatCode,
    RetentionTerms, RevealReason, RiskBand, Role, RosterEvent, Sensitive, Severity, Subject,
    Submission, Verdict, VoidCause,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Any event of a case.
pub fn case_event() -> impl Strategy<Value = CaseEvent> {
    (0..CASE_EVENTS).prop_flat_map(nth_case_event)
}

/// How many kinds of case event [`nth_case_event`] makes.
pub const CASE_EVENTS: usize = 29;

/// Events of one kind, by its place in [`CaseEvent`].
pub fn nth_case_event(kind: usize) -> BoxedStrategy<CaseEvent> {
    let called = || (check(), attempt(), text());
    match kind {
        0 => (submission(), findings(), risk(), any::<u32>())
            .prop_map(|(submission, findings, risk, policy)| CaseEvent::Received {
                submission,
                findings,
                risk,
                policy: Version(policy),
            })
            .boxed(),
        1 => (submission(), findings(), risk())
            .prop_map(|(submission, findings, risk)| CaseEvent::Amended {
                submission,
                findings,
                risk,
            })
            .boxed(),
        2 => Just(CaseEvent::Claimed).boxed(),
        3 => Just(CaseEvent::Released).boxed(),
        4 => fields()
            .prop_map(|fields| CaseEvent::Viewed { fields })
            .boxed(),
        5 => (check(), select(CheckKind::ALL))
            .prop_map(|(check, kind)| CaseEvent::CheckRequested { check, kind })
            .boxed(),
        6 => (check(), attempt())
            .prop_map(|(check, attempt)| CaseEvent::CallBegun { check, attempt })
            .boxed(),
        7 => called()
            .prop_map(|(check, attempt, cause)| CaseEvent::CallRequeued {
                check,
                attempt,
                cause,
            })
            .boxed(),
        8 => (check(), attempt(), answer())
            .prop_map(|(check, attempt, answer)| CaseEvent::CheckAnswered {
                check,
                attempt,
                answer,
            })
            .boxed(),
        9 => (called(), text())
            .prop_map(
                |((check, attempt, cause), provider_code)| CaseEvent::CallFailed {
                    check,
                    attempt,
                    cause,
                    provider_code,
                },
            )
            .boxed(),
        10 => called()
            .prop_map(|(check, attempt, cause)| CaseEvent::CallUnknown {
                check,
                attempt,
                cause,
            })
            .boxed(),
        11 => check()
            .prop_map(|check| CaseEvent::CheckAskedAgain { check })
            .boxed(),
        12 => sensitive()
            .prop_map(|text| CaseEvent::NoteAdded { text })
            .boxed(),
        13 => proposed()
            .prop_map(|it| CaseEvent::Proposed(Box::new(it)))
            .boxed(),
        14 => select(VoidCause::ALL)
            .prop_map(|cause| CaseEvent::ProposalVoided { cause })
            .boxed(),
        15 => (
            select(Verdict::ALL),
            any::<[u8; 32]>(),
            reasons(),
            sensitive(),
        )
            .prop_map(|(verdict, proposal, reasons, note)| CaseEvent::Reviewed {
                verdict,
                proposal,
                reasons,
                note,
            })
            .boxed(),
        16 => (select(CaseOutcome::ALL), reasons(), time())
            .prop_map(|(outcome, reasons, hold_until_ms)| CaseEvent::Decided {
                outcome,
                reasons,
                hold_until_ms,
            })
            .boxed(),
        17 => Just(CaseEvent::TakenBack).boxed(),
        18 => attempt()
            .prop_map(|attempt| CaseEvent::FeedbackBegun { attempt })
            .boxed(),
        19 => (attempt(), text())
            .prop_map(|(attempt, cause)| CaseEvent::FeedbackRequeued { attempt, cause })
            .boxed(),
        20 => (attempt(), text(), text())
            .prop_map(|(attempt, serial, request_id)| CaseEvent::FeedbackSent {
                attempt,
                serial,
                request_id,
            })
            .boxed(),
        21 => (attempt(), text(), text())
            .prop_map(
                |(attempt, cause, provider_code)| CaseEvent::FeedbackFailed {
                    attempt,
                    cause,
                    provider_code,
                },
            )
            .boxed(),
        22 => (attempt(), text())
            .prop_map(|(attempt, cause)| CaseEvent::FeedbackUnknown { attempt, cause })
            .boxed(),
        23 => Just(CaseEvent::FeedbackAskedAgain).boxed(),
        24 => check()
            .prop_map(|check| CaseEvent::LateEvidence { check })
            .boxed(),
        25 => (fields(), select(RevealReason::ALL), sensitive())
            .prop_map(|(fields, why, words)| CaseEvent::Revealed { fields, why, words })
            .boxed(),
        26 => (time(), any::<[u8; 32]>())
            .prop_map(|(until_ms, terms)| CaseEvent::RetentionSet { until_ms, terms })
            .boxed(),
        27 => sensitive()
            .prop_map(|reason| CaseEvent::HoldPlaced { reason })
            .boxed(),
        _ => sensitive()
            .prop_map(|reason| CaseEvent::HoldLifted { reason })
            .boxed(),
    }
}

/// The place of an event's kind in [`CaseEvent`]. A kind that [`nth_case_event`] does not make yet does not compile here.
pub const fn place_of(event: &CaseEvent) -> usize {
    match event {
        CaseEvent::Received { .. } => 0,
        CaseEvent::Amended { .. } => 1,
        CaseEvent::Claimed => 2,
        CaseEvent::Released => 3,
        CaseEvent::Viewed { .. } => 4,
        CaseEvent::CheckRequested { .. } => 5,
        CaseEvent::CallBegun { .. } => 6,
        CaseEvent::CallRequeued { .. } => 7,
        CaseEvent::CheckAnswered { .. } => 8,
        CaseEvent::CallFailed { .. } => 9,
        CaseEvent::CallUnknown { .. } => 10,
        CaseEvent::CheckAskedAgain { .. } => 11,
        CaseEvent::NoteAdded { .. } => 12,
        CaseEvent::Proposed(_) => 13,
        CaseEvent::ProposalVoided { .. } => 14,
        CaseEvent::Reviewed { .. } => 15,
        CaseEvent::Decided { .. } => 16,
        CaseEvent::TakenBack => 17,
        CaseEvent::FeedbackBegun { .. } => 18,
        CaseEvent::FeedbackRequeued { .. } => 19,
        CaseEvent::FeedbackSent { .. } => 20,
        CaseEvent::FeedbackFailed { .. } => 21,
        CaseEvent::FeedbackUnknown { .. } => 22,
        CaseEvent::FeedbackAskedAgain => 23,
        CaseEvent::LateEvidence { .. } => 24,
        CaseEvent::Revealed { .. } => 25,
        CaseEvent::RetentionSet { .. } => 26,
        CaseEvent::HoldPlaced { .. } => 27,
        CaseEvent::HoldLifted { .. } => 28,
    }
}

/// Any event of the desk itself.
pub fn desk_event() -> impl Strategy<Value = DeskEvent> {
    let record = || any::<[u8; 16]>().prop_map(RecordId::from_bytes);
    prop_oneof![
        institution().prop_map(DeskEvent::InstitutionFounded),
        institution().prop_map(|it| DeskEvent::ChangeProposed(Change::SetInstitution(it))),
        (record(), any::<[u8; 32]>())
            .prop_map(|(change, hash)| DeskEvent::ChangeApproved { change, hash }),
        (record(), any::<[u8; 32]>(), text()).prop_map(|(change, hash, reason)| {
            DeskEvent::ChangeRejected {
                change,
                hash,
                reason,
            }
        }),
        (
            vec((option::of(person()), any::<i64>()), 0..4),
            any::<bool>()
        )
            .prop_map(|(attempts, intact)| DeskEvent::SignInsFailed { attempts, intact }),
        change().prop_map(DeskEvent::ChangeProposed),
        roster_event().prop_map(DeskEvent::Roster),
        (any::<u64>(), any::<u64>(), any::<[u8; 32]>(), text()).prop_map(
            |(generation, head_seq, keys, folder)| {
                DeskEvent::BackupMade(BackupMade {
                    generation,
                    head_seq,
                    keys,
                    folder,
                })
            },
        ),
        recovered().prop_map(|it| DeskEvent::Roster(RosterEvent::Recovered(Box::new(it)))),
    ]
}

fn person() -> impl Strategy<Value = PersonId> {
    any::<[u8; 16]>().prop_map(PersonId::from_bytes)
}

fn roles() -> impl Strategy<Value = BTreeSet<Role>> {
    proptest::sample::subsequence(Role::ALL, 0..=Role::ALL.len())
        .prop_map(|roles| roles.into_iter().collect())
}

fn keys() -> impl Strategy<Value = PublicKeys> {
    any::<([u8; 32], [u8; 32])>().prop_map(|(ed25519, x25519)| PublicKeys { ed25519, x25519 })
}

fn signature() -> impl Strategy<Value = [u8; 64]> {
    any::<[[u8; 32]; 2]>().prop_map(|halves| {
        let mut signature = [0; 64];
        signature[..32].copy_from_slice(&halves[0]);
        signature[32..].copy_from_slice(&halves[1]);
        signature
    })
}

/// Any change somebody could propose, sound or not.
pub fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        institution().prop_map(Change::SetInstitution),
        (person(), text(), roles(), keys(), signature()).prop_map(
            |(person, name, roles, keys, signature)| Change::Enrol(Enrolment {
                person,
                name,
                roles,
                keys,
                signature
            })
        ),
        (person(), roles()).prop_map(|(person, roles)| Change::SetRoles { person, roles }),
        person().prop_map(|person| Change::Dismiss { person }),
        (person(), keys(), signature()).prop_map(|(person, keys, signature)| Change::Renew {
            person,
            keys,
            signature
        }),
        (keys(), [text(), text(), text()])
            .prop_map(|(keys, holders)| Change::SetRecovery { keys, holders }),
        retention_terms().prop_map(Change::SetRetention),
        (any::<[u8; 16]>(), text()).prop_map(|(case, why)| Change::EraseCase {
            case: CaseId::from_bytes(case),
            why
        }),
    ]
}

fn roster_event() -> impl Strategy<Value = RosterEvent> {
    prop_oneof![
        (
            person(),
            text(),
            roles(),
            keys(),
            option::of(signature()),
            any::<[u8; 32]>()
        )
            .prop_map(|(person, name, roles, keys, signature, proposal)| {
                RosterEvent::Granted(Grant {
                    person,
                    name,
                    roles,
                    keys,
                    signature,
                    proposal,
                })
            }),
        (person(), any::<[u8; 32]>())
            .prop_map(|(person, proposal)| RosterEvent::Revoked { person, proposal }),
        (
            any::<u64>(),
            proptest::sample::select(KeyChangeCause::ALL),
            any::<[u8; 16]>()
        )
            .prop_map(|(epoch, cause, vault_key)| RosterEvent::KeysChanged {
                epoch,
                cause,
                vault_key
            }),
        erasure().prop_map(RosterEvent::Erased),
    ]
}

/// Any receipt of an erasure, sound or not.
fn erasure() -> impl Strategy<Value = Erasure> {
    let cases = vec(any::<[u8; 16]>().prop_map(CaseId::from_bytes), 0..4);
    (
        select(ErasureCause::ALL),
        cases,
        option::of(any::<[u8; 32]>()),
        any::<[u8; 32]>(),
    )
        .prop_map(|(cause, cases, proposal, terms)| Erasure {
            cause,
            cases,
            proposal,
            terms,
        })
}

/// Any retention terms.
pub fn retention_terms() -> impl Strategy<Value = RetentionTerms> {
    let months = || (1..=Months::MOST).prop_map(|it| Months::new(it).expect("within the bounds"));
    let usual = [months(), months(), months(), months(), months()];
    let own = proptest::collection::btree_map(select(Ending::ALL), months(), 1..3);
    let partners = proptest::collection::btree_map("[a-z]{1,12}", own, 0..3);
    (usual, partners).prop_map(|(usual, partners)| {
        RetentionTerms::new(usual, partners).expect("partners have names")
    })
}

fn recovered() -> impl Strategy<Value = Recovered> {
    let somebody = (person(), text(), roles(), keys(), signature()).prop_map(
        |(person, name, roles, keys, signature)| Rejoined {
            person,
            name,
            roles,
            keys,
            signature,
        },
    );
    (
        any::<(u64, [u8; 32], u64, [u8; 16])>(),
        keys(),
        option::of(keys()),
        text(),
        vec(somebody, 0..4),
    )
        .prop_map(
            |((seq, hash, epoch, vault_key), desk, recovery, holders, people)| Recovered {
                head: (seq, hash),
                desk,
                recovery,
                holders,
                epoch,
                vault_key,
                people,
            },
        )
}

/// Any time, the ends of all time among them.
pub fn time() -> impl Strategy<Value = i64> {
    prop_oneof![
        Just(i64::MIN),
        Just(i64::MAX),
        Just(0),
        any::<i64>(),
        super::NOW - 3_600_000..super::NOW + 3_600_000
    ]
}

/// One of few checks, so that events meet each other.
pub fn check() -> impl Strategy<Value = CheckId> {
    (0..4_u8).prop_map(|it| CheckId::from_bytes([it; 16]))
}

fn attempt() -> impl Strategy<Value = u32> {
    prop_oneof![0..4_u32, any::<u32>()]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z_]{0,12}", "\\PC{0,24}"]
}

fn sensitive() -> impl Strategy<Value = Sensitive> {
    text().prop_map(Sensitive::from)
}

fn risk() -> impl Strategy<Value = RiskBand> {
    select(RiskBand::ALL)
}

fn fields() -> impl Strategy<Value = FieldSet> {
    vec(select(Field::ALL), 0..6).prop_map(|fields| fields.into_iter().collect())
}

fn reasons() -> impl Strategy<Value = Vec<Reason>> {
    let reason = any::<Index>()
        .prop_map(|at| Reason::parse(at.get(REASONS).code).expect("a reason of the list"));
    vec(reason, 0..4)
}

fn findings() -> impl Strategy<Value = Vec<Finding>> {
    let severity = prop_oneof![Just(Severity::Warn), Just(Severity::Refuse)];
    let code = prop_oneof![
        select(FormCode::ALL).prop_map(FindingCode::Form),
        select(RepeatCode::ALL).prop_map(FindingCode::Repeat),
        // Value codes by their words, as records know them.
        select(
            &[
                "wrong_length",
                "luhn_failed",
                "unknown_bin",
                "unassigned_range",
                "digit_in_name"
            ][..]
        )
        .prop_map(|word| FindingCode::parse(word).expect("a code of the list")),
    ];
    let finding =
        (select(Field::ALL), code, severity).prop_map(|(field, code, severity)| Finding {
            field,
            code,
            severity,
        });
    vec(finding, 0..4)
}

fn answer() -> impl Strategy<Value = Answer> {
    (
        select(CheckOutcome::ALL),
        fields(),
        option::of(text()),
        (text(), text(), text()),
        option::of(any::<bool>()),
    )
        .prop_map(
            |(outcome, fields, reason, (provider_code, provider_text, request_id), billed)| {
                Answer {
                    outcome,
                    fields,
                    reason,
                    provider_code,
                    provider_text,
                    request_id,
                    billed,
                }
            },
        )
}

fn proposed() -> impl Strategy<Value = ProposedDecision> {
    (
        select(CaseOutcome::ALL),
        reasons(),
        sensitive(),
        any::<[u8; 32]>(),
        vec(check(), 0..3),
        vec(select(ReviewCause::ALL), 0..3),
    )
        .prop_map(
            |(outcome, reasons, note, digest, pending, reserved)| ProposedDecision {
                outcome,
                reasons,
                note,
                digest,
                pending,
                reserved,
            },
        )
}

fn submission() -> impl Strategy<Value = Submission> {
    let subject = (
        sensitive(),
        sensitive(),
        sensitive(),
        option::of(sensitive()),
    )
        .prop_map(|(name, document_number, phone, email)| Subject {
            name,
            document_type: DocumentType::ResidentId,
            document_number,
            phone,
            email,
        });
    let amount = (0..=i64::MAX, "[A-Z]{3}").prop_map(|(minor, letters)| Amount {
        minor,
        currency: Currency::parse(&letters).expect("three capitals"),
    });
    let consent = (text(), time(), text()).prop_map(|(terms, at_ms, channel)| Consent {
        terms,
        at_ms,
        channel,
    });
    let masked =
        (text(), text(), text(), text()).prop_map(|(name, document_number, card_number, phone)| {
            Masked {
                name,
                document_number,
                card_number,
                phone,
            }
        });
    (
        (text(), text()),
        option::of(subject),
        option::of(sensitive()),
        amount,
        prop_oneof![Just(Language::Zh), Just(Language::En)],
        consent,
        masked,
    )
        .prop_map(
            |((partner, reference), subject, card_number, amount, language, consent, masked)| {
                Submission {
                    partner,
                    reference,
                    subject,
                    method: MethodKind::BankCard,
                    card_number,
                    amount,
                    language,
                    consent,
                    masked,
                }
            },
        )
}

fn institution() -> impl Strategy<Value = InstitutionSettings> {
    (select(InstitutionKind::ALL), text(), text()).prop_map(|(kind, url, credential)| {
        InstitutionSettings {
            kind,
            url,
            credential,
        }
    })
}
