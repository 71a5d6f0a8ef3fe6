//! The rows of queue and outbox are what a replay of the records tells, whatever was done in whatever order.

use casework::{
    CallState, Case, CaseId, CaseOutcome, CaseStatus, Field, FieldSet, Policy, RevealReason,
    Verdict,
};
use desk::Desk;
use ports::{CallFault, UnknownCause};
use sync::{Arrival, Outbox};
use testkit::{cases::MINUTE, check_answer};

use crate::house::{Colleague, House, LIN, ZHAO, note};

const CASES: usize = 200;
const ROUNDS: u64 = 6;

/// What the queue must show of a case, told from its replay alone.
fn check_row(desk: &Desk, id: CaseId) {
    let page = desk.case_page(id).unwrap();
    let (row, case): (_, &Case) = (&page.row, &page.case);
    let submission = case.submission.as_ref().unwrap();
    assert_eq!(row.status, case.status);
    assert_eq!(
        (&row.partner, &row.reference),
        (&submission.partner, &submission.reference)
    );
    assert_eq!(
        (&row.masked, row.amount),
        (&submission.masked, submission.amount)
    );
    assert_eq!(row.received_ms, case.received_ms);
    assert_eq!(row.due_ms, case.received_ms + Policy::ONE.due_after_ms);
    let proposed = case.proposal.as_ref().map(|it| it.decision.outcome);
    assert_eq!(
        row.outcome,
        case.decision.as_ref().map(|it| it.outcome).or(proposed)
    );
    assert_eq!(row.proposed_by, case.proposal.as_ref().map(|it| it.maker));
    let claim = case
        .claim
        .map(|it| (it.by, it.active_ms + Policy::ONE.claim_lapse_ms));
    let held = matches!(case.status, CaseStatus::Open | CaseStatus::InProgress);
    assert_eq!(
        row.claim.map(|it| (it.by, it.until_ms)),
        claim.filter(|_| held)
    );
    assert_eq!(row.checks.len(), case.current_checks().count());
    let mark = |state| match state {
        CallState::Queued => Some('q'),
        CallState::Sending => Some('s'),
        CallState::Failed => Some('f'),
        CallState::Unknown => Some('u'),
        CallState::Withdrawn => Some('w'),
        CallState::Answered => None,
    };
    for (found, check) in row.checks.chars().zip(case.current_checks()) {
        assert!(
            mark(check.state).is_none_or(|it| it == found),
            "{} for {:?}",
            row.checks,
            check.state
        );
    }
    let late = case.late_evidence.is_some();
    assert_eq!(row.attention.as_deref() == Some("late_evidence"), late);
}

/// Every call of the outbox stands where its case says it stands.
fn check_outbox(desk: &Desk) {
    for listed in desk.outbox_status().unwrap().calls {
        let call = listed.call;
        let case = desk.case_page(call.stream).unwrap().case;
        let check = case
            .checks
            .iter()
            .find(|it| *it.id.as_bytes() == call.subject);
        let decision = case
            .decision
            .as_ref()
            .filter(|it| *it.record.as_bytes() == call.subject);
        let told = check
            .map(|it| (it.state, it.attempt))
            .or_else(|| decision.map(|it| (it.feedback.state, it.feedback.attempt)))
            // A decision that was taken back is gone from the case.
            .unwrap_or((CallState::Withdrawn, 0));
        assert_eq!((call.state, call.attempt), told);
    }
}

/// One random act; whether it is refused does not matter here.
fn act(desk: &mut Desk, id: CaseId, lots: &mut fastrand::Rng) {
    let reasons = ["elements_disagree".to_owned()];
    let outcome = lots.choice(CaseOutcome::ALL).copied().unwrap();
    let reasons = if outcome.is_negative() {
        &reasons[..]
    } else {
        &[]
    };
    match lots.u8(..13) {
        0 => drop(desk.claim(id)),
        1 => drop(desk.release(id)),
        2 | 3 => drop(desk.run_checks(id)),
        4 => drop(desk.add_note(id, &note("looked at it"))),
        5 | 6 => drop(desk.propose(id, outcome, reasons, &note("so it seems"))),
        7 => {
            let verdict = lots.choice(Verdict::ALL).copied().unwrap();
            drop(desk.review(id, verdict, Some(outcome), reasons, &note("seen")));
        }
        8 => drop(desk.take_back(id)),
        9 => {
            let page = desk.case_page(id).unwrap();
            let n: u32 = page.row.reference.trim_start_matches("R-").parse().unwrap();
            let mended = screening::Handed {
                phone: testkit::handed(n + 1_000).phone,
                ..testkit::handed(n)
            };
            drop(desk.amend(id, &mended));
        }
        10 => drop(desk.open_case(id)),
        11 => drop(desk.reveal(
            id,
            FieldSet::of(&[Field::CardNumber]),
            RevealReason::Compare,
            &note(""),
        )),
        _ => {
            let page = desk.case_page(id).unwrap();
            let check = page.case.checks.first().map(|it| *it.id.as_bytes());
            let message = page.case.decision.map(|it| *it.record.as_bytes());
            if let Some(subject) = message.filter(|_| lots.bool()).or(check) {
                drop(desk.ask_again(subject));
            }
        }
    }
}

/// What the outside does to the calls that are due.
fn outside(desk: &mut Desk, lots: &mut fastrand::Rng) {
    for due in desk.due(&sync::Route::ALL, 20).unwrap() {
        let Ok(Some(departure)) = desk.begin(due.subject) else {
            continue;
        };
        let outcome = lots.choice(casework::CheckOutcome::ALL).copied().unwrap();
        let arrival = match departure {
            sync::Departure::CardCheck(_) => {
                Arrival::Answered(check_answer(outcome, "elements_disagree"))
            }
            sync::Departure::CustomerMessage(_) => Arrival::Accepted(ports::MessageReceipt {
                serial: "1".to_owned(),
                request_id: "1".to_owned(),
            }),
        };
        match lots.u8(..6) {
            0 => desk
                .requeue(due.subject, "not_sent", due.attempt.into())
                .unwrap(),
            1 => desk
                .failed(due.subject, "credentials", "AuthFailure")
                .unwrap(),
            2 => desk.unknown(due.subject, UnknownCause::TimedOut).unwrap(),
            3 => {} // left out: the next sign-in finds it
            _ => desk.arrived(due.subject, arrival).unwrap(),
        }
    }
}

#[test]
fn after_any_acts_in_any_order_rows_and_replay_agree() {
    let seed = 0x2026_1122;
    let mut lots = fastrand::Rng::with_seed(seed);
    let both = Colleague {
        roles: &[
            casework::Role::Operator,
            casework::Role::Supervisor,
            casework::Role::Administrator,
        ],
        ..LIN
    };
    let house = House::open_with(&[&both, &ZHAO]);
    let mut desk = house.sign_in(&both);
    let ids: Vec<CaseId> = (0..CASES as u32)
        .map(|n| desk.submit(&testkit::handed(n)).unwrap().case)
        .collect();
    drop(desk);
    for round in 0..ROUNDS {
        let mut desk = house.sign_in(if round % 2 == 0 { &both } else { &ZHAO });
        for id in &ids {
            for _ in 0..lots.u8(1..3) {
                act(&mut desk, *id, &mut lots);
                // Time passes, and now and then a clock is set back.
                house.clock.pass(lots.i64(-2 * MINUTE..8 * MINUTE) / 8);
            }
            check_row(&desk, *id);
        }
        outside(&mut desk, &mut lots);
        check_outbox(&desk);
    }
    let desk = house.sign_in(&ZHAO);
    ids.iter().for_each(|id| check_row(&desk, *id));
    check_outbox(&desk);
    assert_eq!(desk.verify_log().unwrap().broken, None, "seed {seed:#x}");
    let counts = desk.queue(CaseStatus::ALL, None, 1).unwrap().counts;
    assert!(
        counts.len() >= 5,
        "the acts reach most statuses: {counts:?}"
    );
}

#[test]
fn a_fault_of_a_call_is_what_the_outbox_shows() {
    let (house, mut desk) = House::solo();
    for (n, fault) in [
        (1, CallFault::Unknown(UnknownCause::ServerError)),
        (
            2,
            CallFault::NotSent {
                cause: "no line".to_owned(),
            },
        ),
    ] {
        house.institution.answer(&format!("138{n:08}"), Err(fault));
        let id = desk.submit(&testkit::handed(n)).unwrap().case;
        desk.run_checks(id).unwrap();
    }
    house.drain(&mut desk);
    let status = desk.outbox_status().unwrap();
    let detail = |state| {
        status
            .calls
            .iter()
            .find(|it| it.call.state == state)
            .unwrap()
            .call
            .detail
            .clone()
    };
    assert_eq!(detail(CallState::Unknown).as_deref(), Some("server_error"));
    assert_eq!(detail(CallState::Queued).as_deref(), Some("not_sent"));
    assert_eq!(status.waiting, 1);
    check_outbox(&desk);
}
