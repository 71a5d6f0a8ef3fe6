//! Finding a case, opening it, reading its page, and the queue.

use casework::{CaseOutcome, CaseStatus, Refusal};
use desk::{ActionName, DeskFault, HouseRefusal};
use screening::Handed;
use testkit::cases::MINUTE;

use crate::house::{House, LIN, ZHAO, house, note, propose_final, submitted};

#[test]
fn a_case_is_found_by_reference_by_partner_and_reference_and_by_id() {
    let (_house, mut signed_in) = House::solo();
    let shop = submitted(&mut signed_in, 1);
    let bank = Handed {
        partner: "bank".to_owned(),
        ..testkit::handed(2)
    };
    let bank = signed_in
        .submit(&Handed {
            reference: "R-000001".to_owned(),
            ..bank
        })
        .unwrap()
        .case;
    let slashed = signed_in
        .submit(&Handed {
            reference: "2026/11/7".to_owned(),
            ..testkit::handed(3)
        })
        .unwrap()
        .case;

    assert_eq!(
        signed_in.find_case("R-000001"),
        Err(house(HouseRefusal::ReferenceAmbiguous))
    );
    assert_eq!(signed_in.find_case("shop/R-000001"), Ok(shop));
    assert_eq!(signed_in.find_case("bank/R-000001"), Ok(bank));
    assert_eq!(signed_in.find_case("2026/11/7"), Ok(slashed));
    assert_eq!(signed_in.find_case("shop/2026/11/7"), Ok(slashed));
    assert_eq!(signed_in.find_case(&shop.to_string()), Ok(shop));
    for nothing in ["R-000009", "bank/R-000009", "", "/", &"0".repeat(32)] {
        assert_eq!(
            signed_in.find_case(nothing),
            Err(house(HouseRefusal::NoSuchCase)),
            "{nothing}"
        );
    }
}

#[test]
fn a_reference_is_taken_once_for_each_partner() {
    let (_house, mut signed_in) = House::solo();
    submitted(&mut signed_in, 1);
    let again = Handed {
        reference: " R-000001 ".to_owned(),
        ..testkit::handed(2)
    };
    assert_eq!(
        signed_in.submit(&again),
        Err(house(HouseRefusal::ReferenceTaken))
    );
}

#[test]
fn the_name_is_shown_to_the_holder_alone_and_each_time_on_record() {
    let house = House::open();
    let mut desk = house.sign_in(&LIN);
    let id = submitted(&mut desk, 1);
    assert!(
        desk.open_case(id).unwrap().name.is_none(),
        "nobody holds it"
    );
    desk.claim(id).unwrap();
    let viewed = |page: &desk::CasePage| {
        page.timeline
            .iter()
            .filter(|it| it.kind.contains("viewed"))
            .count()
    };
    for times in 1..=3 {
        let page = desk.open_case(id).unwrap();
        let handed = testkit::handed(1);
        assert_eq!(
            page.name.as_ref().map(|it| it.expose()),
            Some(handed.name.expose())
        );
        assert_eq!(viewed(&page), times);
    }
    assert!(
        desk.case_page(id).unwrap().name.is_none(),
        "an act shows nothing in clear"
    );
    drop(desk);

    let mut desk = house.sign_in(&ZHAO);
    let page = desk.open_case(id).unwrap();
    assert!(page.name.is_none());
    assert_eq!(viewed(&page), 3, "what is not shown is no read");
    house.clock.pass(31 * MINUTE);
    desk.claim(id).unwrap();
    assert!(
        desk.open_case(id).unwrap().name.is_some(),
        "the claim lapsed and is theirs now"
    );
}

#[test]
fn the_page_shows_masked_values_and_what_may_be_done() {
    let (_house, mut desk) = House::solo();
    let id = submitted(&mut desk, 1);
    let page = desk.case_page(id).unwrap();
    let handed = testkit::handed(1);
    let masked = screening::masked(&handed);
    assert_eq!(page.row.masked, masked);
    let refusal = |action| {
        page.actions
            .iter()
            .find(|it| it.action == action)
            .unwrap()
            .refusal
            .clone()
    };
    assert_eq!(page.actions.len(), ActionName::ALL.len());
    assert_eq!(refusal(ActionName::Claim), None);
    assert_eq!(
        refusal(ActionName::Release),
        Some(Refusal::NotClaimed.into())
    );
    assert_eq!(
        refusal(ActionName::AskAgain),
        Some(Refusal::NoSuchCheck.into())
    );
    assert_eq!(
        refusal(ActionName::Review),
        Some(Refusal::NoProposal.into())
    );
    let reserved = |outcome| {
        page.reserved
            .iter()
            .find(|it| it.0 == outcome)
            .unwrap()
            .1
            .is_empty()
    };
    assert!(!reserved(CaseOutcome::NotVerifiedFinal));
    assert!(reserved(CaseOutcome::UnableToVerify));
}

#[test]
fn every_action_the_page_offers_is_one_the_desk_does_and_every_refusal_is_the_desks_own() {
    let (_house, mut desk) = House::solo();
    let id = submitted(&mut desk, 1);
    propose_final(&mut desk, id).unwrap();
    let page = desk.case_page(id).unwrap();
    for possible in page.actions {
        let answer = match possible.action {
            ActionName::Claim => desk.claim(id),
            ActionName::Release => desk.release(id),
            ActionName::RunChecks => desk.run_checks(id),
            ActionName::AddNote => desk.add_note(id, &note("-")),
            ActionName::Propose => desk.propose(id, CaseOutcome::UnableToVerify, &[], &note("-")),
            ActionName::Review => desk.review(id, casework::Verdict::Agree, None, &[], &note("-")),
            ActionName::TakeBack => desk.take_back(id),
            // What must be mended is mended whoever proposed; the proposal is void then.
            ActionName::Amend => {
                assert_eq!(possible.refusal, None);
                continue;
            }
            // A supervisor looks at what waits for review, their own too.
            ActionName::Reveal => {
                assert_eq!(possible.refusal, None);
                continue;
            }
            ActionName::AskAgain | ActionName::AskFeedbackAgain => continue,
            ActionName::LiftHold => desk.lift_hold(id, &note("-")),
            // A hold is no work on a case: it may be placed whatever waits.
            ActionName::PlaceHold => {
                assert_eq!(possible.refusal, None);
                continue;
            }
        };
        let refused = match answer {
            Ok(_) => None,
            Err(fault @ DeskFault::Refused(_)) => Some(fault),
            Err(fault) => panic!("{:?}: {fault:?}", possible.action),
        };
        assert_eq!(refused, possible.refusal, "{:?}", possible.action);
        assert!(
            refused.is_some(),
            "a proposal waits, and its maker may do nothing"
        );
    }
}

#[test]
fn what_came_back_to_the_customer_is_mended_under_its_own_number_and_screened_before() {
    let (_house, mut desk) = House::solo();
    let wrong = Handed {
        card_number: "4111111111111112".into(),
        ..testkit::handed(1)
    };
    let id = desk.submit(&wrong).unwrap().case;
    let offered = |desk: &desk::Desk| {
        let page = desk.case_page(id).unwrap();
        let amend = page.actions.into_iter();
        let amend = amend.filter(|it| it.action == ActionName::Amend);
        amend.map(|it| it.refusal).collect::<Vec<_>>()
    };
    assert_eq!(offered(&desk), [None]);
    // As a new case its number is taken, as an amendment it is its own; and it is no repeat of itself.
    let mended = testkit::handed(1);
    assert_eq!(desk.screen_draft(&mended, None).unwrap().status, None);
    let draft = desk.screen_draft(&mended, Some(id)).unwrap();
    assert_eq!(
        (draft.status, draft.findings.len()),
        (Some(CaseStatus::Open), 0)
    );
    assert_eq!(desk.amend(id, &mended).unwrap().status, CaseStatus::Open);

    propose_final(&mut desk, id).unwrap();
    let decided = desk.case_page(id).unwrap().case.decision.is_some();
    assert_eq!(
        offered(&desk)[0].is_some(),
        decided,
        "what is decided is not amended"
    );
}

#[test]
fn the_queue_has_pages_and_its_order_holds_over_them() {
    let (house, mut desk) = House::solo();
    let mut expected = Vec::new();
    for n in 0..7 {
        expected.push(submitted(&mut desk, n));
        house.clock.pass(1_000);
    }
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = desk.queue(&[CaseStatus::Open], after, 3).unwrap();
        seen.extend(page.cases.iter().map(|it| it.stream));
        assert_eq!(page.counts, [(CaseStatus::Open, 7)]);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, expected, "what is due sooner comes first");
}

#[test]
fn next_passes_over_cases_that_others_hold() {
    let house = House::open();
    let mut desk = house.sign_in(&LIN);
    let (first, second) = (submitted(&mut desk, 1), submitted(&mut desk, 2));
    let mine = desk.claim_next().unwrap();
    drop(desk);
    let mut desk = house.sign_in(&ZHAO);
    let theirs = desk.claim_next().unwrap();
    assert_ne!(mine, theirs);
    assert!([first, second].contains(&theirs));
    assert_eq!(
        desk.claim_next(),
        Err(crate::house::house(HouseRefusal::QueueEmpty))
    );
    let refused = desk.claim(mine).unwrap_err();
    assert!(matches!(
        refused,
        DeskFault::Refused(Refusal::ClaimedByOther { .. })
    ));
}

#[test]
fn a_plainly_wrong_card_is_stored_screened_out_and_an_incomplete_form_is_not_stored() {
    let (_house, mut signed_in) = House::solo();
    let wrong = Handed {
        card_number: "4111111111111112".into(),
        ..testkit::handed(1)
    };
    let submitted = signed_in.submit(&wrong).unwrap();
    assert_eq!(submitted.status, CaseStatus::ScreenedOut);
    assert!(!submitted.findings.is_empty());

    let no_consent = Handed {
        consent_at: String::new(),
        ..testkit::handed(2)
    };
    let refused = signed_in.submit(&no_consent).unwrap_err();
    assert!(matches!(
        refused,
        DeskFault::House(HouseRefusal::FormIncomplete(_))
    ));
    assert_eq!(
        signed_in.find_case("R-000002"),
        Err(house(HouseRefusal::NoSuchCase))
    );
    assert_eq!(
        signed_in.claim_next(),
        Err(house(HouseRefusal::QueueEmpty)),
        "what is screened out is not worked"
    );
}
