//! A case as a file that proves itself: what it proves, and that nothing in it can be changed.

use casework::{CaseId, CaseOutcome, CaseStatus, Role, Verdict};
use desk::{CaseFile, Desk, DeskFault, HouseRefusal};

use crate::house::{House, LIN, QIAN, SUN, ZHAO, note, propose_final, submitted};

/// A case that two people decided, on a desk whose people changed in between.
fn decided() -> (House, CaseId) {
    let house = House::open_with(&[&LIN, &ZHAO, &QIAN]);
    let mut lin = house.sign_in(&LIN);
    let case = submitted(&mut lin, 1);
    let change = lin.propose_enrolment(&SUN.joining()).unwrap();
    lin.claim(case).unwrap();
    propose_final(&mut lin, case).unwrap();
    drop(lin);
    let mut zhao = house.sign_in(&ZHAO);
    zhao.approve_change(change).unwrap();
    let reasons = ["elements_disagree".to_owned()];
    zhao.review(case, Verdict::Agree, None, &reasons, &note("agreed"))
        .unwrap();
    (house, case)
}

fn exported(desk: &Desk, case: CaseId) -> CaseFile {
    desk.export_case(&case.to_string()).unwrap()
}

#[test]
fn a_case_file_proves_what_was_decided_by_whom() {
    let (house, case) = decided();
    let lin = house.sign_in(&LIN).person();
    let qian = house.sign_in(&QIAN);
    let file = exported(&qian, case);
    let report = file.verify().unwrap();
    assert_eq!(report.status, CaseStatus::Decided);
    assert_eq!(report.outcome, Some(CaseOutcome::NotVerifiedFinal));
    assert_eq!(report.maker, Some(lin));
    assert_ne!(report.checker, report.maker);
    assert_eq!(report.team, qian.team().0);
    assert_eq!(report.exported.0, qian.person());
}

#[test]
fn a_case_file_holds_masked_values_and_no_others() {
    let (house, case) = decided();
    let file = exported(&house.sign_in(&ZHAO), case);
    let customer = testkit::handed(1);
    let all: Vec<u8> = file
        .records
        .iter()
        .flat_map(|it| {
            it.parts
                .iter()
                .flat_map(|(_, envelope, _)| envelope.clone())
        })
        .collect();
    for secret in [
        &customer.card_number,
        &customer.document_number,
        &customer.phone,
    ] {
        let secret = secret.expose().as_bytes();
        assert!(!all.windows(secret.len()).any(|it| it == secret));
    }
    let sealed = file.records.iter().flat_map(|it| &it.parts);
    assert!(
        sealed
            .into_iter()
            .all(|(part, ..)| part.as_str() == "overview")
    );
}

#[test]
fn who_neither_supervises_nor_audits_takes_no_case_out() {
    let (house, case) = decided();
    let refused = house.sign_in(&LIN).export_case(&case.to_string());
    assert_eq!(
        refused.err(),
        Some(DeskFault::House(HouseRefusal::RoleMissing(Role::Auditor)))
    );
    let none = house.sign_in(&QIAN).export_case(&"0".repeat(32));
    assert_eq!(none.err(), Some(DeskFault::House(HouseRefusal::NoSuchCase)));
}

/// Mutation: without the exporter's signature a shortened list would hold; without `follow`, a grant nobody approved.
#[test]
fn nothing_in_a_case_file_can_be_left_out_swapped_or_changed() {
    let (house, case) = decided();
    let file = exported(&house.sign_in(&QIAN), case);
    let holds = |change: &dyn Fn(&mut CaseFile)| {
        let mut changed = file.clone();
        change(&mut changed);
        changed.verify().is_ok()
    };
    assert!(holds(&|_| {}));
    let last = file.records.len() - 1;
    assert!(!holds(&|it| drop(it.records.pop())), "shortened");
    assert!(!holds(&|it| drop(it.records.remove(0))));
    assert!(!holds(&|it| it.records.swap(0, last)));
    assert!(!holds(&|it| drop(it.roster.remove(1))), "the grant");
    assert!(
        !holds(&|it| drop(it.changes.remove(0))),
        "the proposal behind it"
    );
    assert!(!holds(&|it| drop(it.changes.pop())), "its approval");
    assert!(!holds(&|it| it.exported_ms += 1));
    assert!(!holds(&|it| it.case = CaseId::from_bytes([9; 16])));
    assert!(!holds(&|it| it.team[0] ^= 1));
    for at in 0..file.records.len() {
        assert!(!holds(&|it| it.records[at].signature[7] ^= 1), "{at}");
        for byte in (0..file.records[at].header.len()).step_by(11) {
            assert!(
                !holds(&|it| it.records[at].header[byte] ^= 1),
                "{at} {byte}"
            );
        }
        for part in 0..file.records[at].parts.len() {
            assert!(!holds(&|it| it.records[at].parts[part].1[60] ^= 1), "{at}");
            assert!(
                !holds(&|it| {
                    if let Some(key) = &mut it.records[at].parts[part].2 {
                        key[0] ^= 1;
                    }
                }),
                "{at}"
            );
        }
    }
}
