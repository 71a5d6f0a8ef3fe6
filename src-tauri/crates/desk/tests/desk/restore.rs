//! Bringing a desk back from a backup and two shares.

use std::cell::RefCell;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use casework::{CallState, CaseId, CaseOutcome, CaseStatus, KeyChangeCause, Role};
use desk::{
    BackupFault, BackupStep, Desk, DeskFault, HouseRefusal, Joining, RecoveryCeremony, Rehearsal,
    Restore, SignedIn,
};
use seal::ShareFault;
use testkit::{KeychainMood, SeededNonces};

use crate::backup::{backed_up, flip, generation, go_on, place};
use crate::house::{
    ALONE, Colleague, House, LIN, QIAN, ZHAO, case, copy_folder, house, note, propose_final,
    submitted,
};
use crate::recovery::{hand_out, holders, with_recovery_in, with_recovery_of};

/// A new machine for somebody's desk: other folder, other keychain.
fn new_machine(of: &House) -> House {
    House {
        clock: of.clock.clone(),
        nonces: of.nonces.clone(),
        ..House::empty()
    }
}

fn joining(people: &[&Colleague]) -> Vec<Joining<'static>> {
    people.iter().map(|it| it.joining()).collect()
}

/// Restores with the first and the third share.
fn restored(
    from: &Path,
    machine: &House,
    papers: &[String; 3],
    people: &[&Colleague],
) -> Result<Desk, DeskFault> {
    let people = joining(people);
    let how = Restore {
        from,
        to: &machine.path(),
        shares: [&papers[0], &papers[2]],
        people: &people,
        recovery: None,
        even_here: false,
    };
    desk::restore(&how, machine.rim(), &mut go_on)
}

/// A desk with cases in several states, backed up twice; the papers of its shares.
fn worked() -> (House, [String; 3], Vec<CaseId>, PathBuf) {
    let (house, papers) = with_recovery_of(&[&LIN, &ZHAO, &QIAN]);
    let to = place(&house);
    let mut lin = house.sign_in(&LIN);
    let cases: Vec<CaseId> = (0..6).map(|n| submitted(&mut lin, n)).collect();
    lin.claim(cases[0]).unwrap();
    lin.run_checks(cases[0]).unwrap();
    propose_final(&mut lin, cases[1]).unwrap();
    backed_up(&mut lin, &to);
    lin.propose(
        cases[2],
        CaseOutcome::UnableToVerify,
        &["no_record".to_owned()],
        &note("nobody knows"),
    )
    .unwrap();
    lin.claim(cases[3]).unwrap();
    backed_up(&mut lin, &to);
    (house, papers, cases, to)
}

/// The rows of a desk's cases, as its queue tells them, but for the time of the last look.
fn rows(desk: &Desk, cases: &[CaseId]) -> Vec<String> {
    cases
        .iter()
        .map(|id| {
            let page = desk.case_page(*id).unwrap();
            let row = page.row;
            format!(
                "{} {:?} {:?} {:?} {} {:?} {} {}",
                row.reference,
                row.status,
                row.outcome,
                row.masked,
                row.due_ms,
                row.claim,
                row.checks,
                row.rank
            )
        })
        .collect()
}

/// Mutation: without the two shares nothing here would be needed, and with only one nothing would come back.
#[test]
fn a_lost_keychain_with_a_backup_and_the_recovery_shares_brings_the_desk_back() {
    let (house, papers, cases, to) = worked();
    let lin = house.sign_in(&LIN);
    let before = rows(&lin, &cases);
    let team = lin.team();
    drop(lin);
    let machine = new_machine(&house);
    let mut desk = restored(&to, &machine, &papers, &[&LIN, &ZHAO]).unwrap();
    assert_eq!((desk.team(), desk.quarantine()), (team, None));
    assert_eq!(rows(&desk, &cases)[1..], before[1..]);
    assert_eq!(desk.verify_log().unwrap().broken, None);
    let change = *desk.roster().key_changes().last().unwrap();
    assert_eq!(change.cause, KeyChangeCause::Recovery);
    assert_eq!(change.epoch, desk.epoch());
    assert_eq!(desk.roster().people().count(), 2, "Qian was not named");
    // The work goes on, found by the same numbers.
    let handed = testkit::handed(4);
    assert_eq!(desk.find(handed.card_number.expose()).unwrap().len(), 1);
    submitted(&mut desk, 40);
    drop(desk);
    let mut zhao = machine.sign_in(&ZHAO);
    zhao.review(
        cases[1],
        casework::Verdict::Agree,
        None,
        &[],
        &crate::house::note("so it is"),
    )
    .unwrap();
    assert_eq!(zhao.verify_log().unwrap().broken, None);
    drop(zhao);
    let gone = machine.try_sign_in(QIAN.name, QIAN.passphrase).unwrap_err();
    assert_eq!(gone, self::house(HouseRefusal::SignInFailed));
    // The old secret is over with the recovery.
    let mut lin = machine.sign_in(&LIN);
    assert!(!lin.has_recovery());
    let refused = lin.create_backup(&to, false, &mut go_on);
    assert_eq!(refused, Err(self::house(HouseRefusal::NoRecoveryKey)));
}

/// Mutation: were the restored person somebody new, they could judge what they proposed themselves.
#[test]
fn who_comes_back_is_who_they_were_and_judges_nothing_of_their_own() {
    let (house, papers, cases, to) = worked();
    let lin = house.sign_in(&LIN);
    let id = lin.person();
    drop(lin);
    let machine = new_machine(&house);
    let supervising = Colleague {
        name: " 林小雨 ",
        roles: &[Role::Supervisor, Role::Administrator],
        ..LIN
    };
    let mut desk = restored(&to, &machine, &papers, &[&supervising, &ZHAO]).unwrap();
    assert_eq!(desk.person(), id);
    let refused = desk.review(
        cases[1],
        casework::Verdict::Agree,
        None,
        &[],
        &crate::house::note("mine"),
    );
    assert_eq!(
        refused.map(drop),
        Err(DeskFault::Refused(casework::Refusal::SamePerson))
    );
}

#[test]
fn incremental_backups_restore_to_what_a_full_one_restores_to() {
    let (house, papers, cases, to) = worked();
    let full = house.path().with_file_name("full");
    let mut lin = house.sign_in(&LIN);
    backed_up(&mut lin, &to);
    lin.create_backup(&full, true, &mut go_on).unwrap();
    drop(lin);
    let rows_of = |from: &Path| {
        let machine = new_machine(&house);
        let desk = restored(from, &machine, &papers, &[&LIN, &ZHAO]).unwrap();
        let status = desk.outbox_status().unwrap();
        let calls: Vec<_> = status.calls.into_iter().map(|it| it.call).collect();
        (rows(&desk, &cases), calls, desk.status_counts_of_cases())
    };
    assert_eq!(rows_of(&to), rows_of(&full));
}

trait Counts {
    fn status_counts_of_cases(&self) -> Vec<(CaseStatus, u64)>;
}

impl Counts for Desk {
    fn status_counts_of_cases(&self) -> Vec<(CaseStatus, u64)> {
        self.queue(&[CaseStatus::Open], None, 1).unwrap().counts
    }
}

/// Mutation: a queued call that went out after the backup would be billed twice.
#[test]
fn a_call_that_was_due_is_left_to_a_person_and_a_held_message_keeps_its_time() {
    let (house, papers, cases, to) = worked();
    let machine = new_machine(&house);
    let desk = restored(&to, &machine, &papers, &[&LIN, &ZHAO]).unwrap();
    let checks = case(&desk, cases[0]);
    assert!(checks.current_checks().count() > 0);
    assert!(
        checks
            .current_checks()
            .all(|it| it.state == CallState::Unknown)
    );
    assert_eq!(house.institution.calls(), 0);
    let message = case(&desk, cases[2]).decision.unwrap().feedback;
    assert_eq!(message.state, CallState::Queued);
    drop(desk);
    assert_eq!(machine.sign_in(&LIN).outbox_status().unwrap().waiting, 1);
}

fn rehearsed(from: &Path, machine: &House, shares: [&str; 2]) -> Result<Rehearsal, DeskFault> {
    desk::rehearse(from, machine.rim(), shares, &mut go_on)
}

#[test]
fn a_rehearsal_counts_everything_and_leaves_nothing_behind() {
    let (house, papers, cases, to) = worked();
    let team = house.sign_in(&LIN).team();
    let machine = new_machine(&house);
    let counted = rehearsed(&to, &machine, [&papers[1], &papers[2]]).unwrap();
    assert_eq!((counted.team, counted.generations), (team, 2));
    assert_eq!((counted.cases, counted.erased), (cases.len() as u64, 0));
    assert_eq!(counted.records, counted.head_seq + 1);
    assert!(!machine.path().exists());
    assert!(machine.keychain.names(house.desk_id()).is_empty());
}

/// Each wrong share is told from the others, and by its groups where that can be.
#[test]
fn shares_that_do_not_open_the_backup_are_told_apart() {
    let (house, papers, _, to) = worked();
    let elsewhere = House {
        nonces: SeededNonces::of(99),
        ..House::empty()
    };
    let elsewhere = House::founded_in(elsewhere, &[&LIN, &ZHAO]);
    let (_, others) = with_recovery_in(elsewhere, &[&LIN, &ZHAO]);
    let rehearse = |one: &str, other: &str| rehearsed(&to, &house, [one, other]).unwrap_err();
    let refused = |it: HouseRefusal| DeskFault::House(it);
    assert_eq!(
        rehearse(&papers[0], &papers[0]),
        refused(HouseRefusal::SharesUnfit(ShareFault::SameShare))
    );
    assert_eq!(
        rehearse(&papers[0], &others[1]),
        refused(HouseRefusal::SharesUnfit(ShareFault::AnotherSet))
    );
    assert_eq!(
        rehearse(&others[0], &others[1]),
        refused(HouseRefusal::SharesOfAnother)
    );
    let mut groups: Vec<&str> = papers[1].split_whitespace().collect();
    groups[8] = "00000";
    assert_eq!(
        rehearse(&papers[0], &groups.join(" ")),
        refused(HouseRefusal::ShareUnreadable {
            which: 2,
            groups: vec![9]
        })
    );
    assert_eq!(
        rehearse("nothing", &papers[1]),
        refused(HouseRefusal::ShareUnreadable {
            which: 1,
            groups: vec![]
        })
    );
}

#[test]
fn a_changed_backup_restores_to_nothing() {
    let (house, papers, _, to) = worked();
    let copy = house.path().with_file_name("copy");
    let shares = [papers[0].as_str(), papers[1].as_str()];
    for number in [1, 2] {
        copy_folder(&to, &copy);
        flip(&generation(&copy, number), 5_000);
        let found = rehearsed(&copy, &house, shares);
        let damaged = BackupFault::GenerationDamaged { number };
        assert_eq!(found, Err(damaged.into()));
    }
    copy_folder(&to, &copy);
    flip(&copy.join("keys.vdk"), 900);
    let found = rehearsed(&copy, &house, shares);
    assert_eq!(found, Err(BackupFault::KeysDamaged.into()));
    let machine = new_machine(&house);
    let refused = restored(&copy, &machine, &papers, &[&LIN, &ZHAO]).map(drop);
    assert_eq!(refused, Err(BackupFault::KeysDamaged.into()));
    assert!(!machine.path().exists());
}

/// Mutation: without the count of roles, two holders could bring up a desk that one person runs alone.
#[test]
fn people_who_could_not_run_the_desk_restore_nothing() {
    let (house, papers, _, to) = worked();
    let machine = new_machine(&house);
    for people in [&[&LIN][..], &[&ZHAO, &QIAN]] {
        let refused = restored(&to, &machine, &papers, people).map(drop);
        assert!(
            matches!(
                refused,
                Err(DeskFault::Refused(casework::Refusal::RosterWouldLack(_)))
            ),
            "{refused:?}"
        );
    }
    let weak = Colleague {
        passphrase: "short",
        ..ZHAO
    };
    assert!(restored(&to, &machine, &papers, &[&LIN, &weak]).is_err());
    assert!(!machine.path().exists(), "asked before anything is written");
}

/// A crash at any moment leaves a folder without a desk, and the call is repeated.
#[test]
fn a_restore_killed_at_any_step_is_done_again() {
    let (house, papers, cases, to) = worked();
    let machine = new_machine(&house);
    let people = joining(&[&LIN, &ZHAO]);
    let found = RefCell::new(Vec::new());
    let target = machine.path();
    let how = Restore {
        from: &to,
        to: &target,
        shares: [&papers[0], &papers[1]],
        people: &people,
        recovery: None,
        even_here: false,
    };
    drop(
        desk::restore(&how, machine.rim(), &mut |at| {
            found.borrow_mut().push((at.step, machine.snapshot()));
            ControlFlow::Continue(())
        })
        .unwrap(),
    );
    let found = found.into_inner();
    let steps: Vec<BackupStep> = found.iter().map(|(step, _)| *step).collect();
    assert!(steps.contains(&BackupStep::Read) && steps.contains(&BackupStep::Rebuild));
    for (step, copy) in found {
        let none = copy.try_sign_in(LIN.name, LIN.passphrase).unwrap_err();
        assert_eq!(
            none,
            DeskFault::Ledger(ledger::LedgerFault::NoDeskHere),
            "{step:?}"
        );
        let desk = restored(&to, &copy, &papers, &[&LIN, &ZHAO]).unwrap();
        assert_eq!(rows(&desk, &cases).len(), cases.len());
    }
    for step in [BackupStep::Read, BackupStep::Rebuild] {
        let machine = new_machine(&house);
        let target = machine.path();
        let how = Restore { to: &target, ..how };
        let stopped = desk::restore(&how, machine.rim(), &mut |at| match at.step == step {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        });
        assert_eq!(stopped.map(drop), Err(self::house(HouseRefusal::Stopped)));
        restored(&to, &machine, &papers, &[&LIN, &ZHAO]).unwrap();
    }
}

/// The keychain fails or lies from the n-th write on, for every n there is.
#[test]
fn a_keychain_that_fails_at_any_write_of_a_restore_leaves_no_desk() {
    let (house, papers, cases, to) = worked();
    for mood in [KeychainMood::HangingAfter, KeychainMood::Lying] {
        for writes in 0..4 {
            let machine = new_machine(&house);
            machine.keychain.behave_after(writes, mood.clone());
            let first = restored(&to, &machine, &papers, &[&LIN, &ZHAO]);
            machine.keychain.behave(KeychainMood::Sound);
            machine.keychain.behave_after(u32::MAX, KeychainMood::Sound);
            let desk = match first {
                Ok(desk) => desk,
                Err(_) => restored(&to, &machine, &papers, &[&LIN, &ZHAO])
                    .unwrap_or_else(|fault| panic!("{mood:?} after {writes}: {fault:?}")),
            };
            assert_eq!(rows(&desk, &cases).len(), cases.len());
            drop(desk);
            let lin = machine.sign_in(&LIN);
            assert_eq!(lin.quarantine(), None, "{mood:?} after {writes}");
        }
    }
}

#[test]
fn on_the_computer_that_knows_the_desk_somebody_has_to_say_so() {
    let (house, papers, _, to) = worked();
    let people = joining(&[&LIN, &ZHAO]);
    let target = house.path().with_file_name("anew");
    let how = Restore {
        from: &to,
        to: &target,
        shares: [&papers[0], &papers[1]],
        people: &people,
        recovery: None,
        even_here: false,
    };
    let refused = desk::restore(&how, house.rim(), &mut go_on).map(drop);
    assert_eq!(refused, Err(self::house(HouseRefusal::DeskStillHere)));
    house.sign_in(&LIN);
    let how = Restore {
        even_here: true,
        ..how
    };
    drop(desk::restore(&how, house.rim(), &mut go_on).unwrap());
    // Both open; only one of them works.
    assert!(house.sign_in(&LIN).quarantine().is_some());
    match desk::sign_in(&target, house.rim(), LIN.name, LIN.passphrase).unwrap() {
        SignedIn::Open(desk) => assert_eq!(desk.quarantine(), None),
        SignedIn::Founding(_) => panic!("it is open"),
    }
}

/// What was erased goes on the restored desk too, though a generation from before still holds its bodies.
#[test]
fn an_old_generation_with_the_newest_key_file_does_not_open_an_erased_case() {
    let (house, papers, cases, to) = worked();
    let mut lin = house.sign_in(&LIN);
    let change = lin
        .propose_erasure(&cases[4].to_string(), &note("consent was withdrawn"))
        .unwrap();
    drop(lin);
    house.sign_in(&ZHAO).approve_change(change).unwrap();
    backed_up(&mut house.sign_in(&LIN), &to);
    let machine = new_machine(&house);
    let counted = rehearsed(&to, &machine, [&papers[0], &papers[1]]).unwrap();
    assert_eq!((counted.cases, counted.erased), (cases.len() as u64 - 1, 1));
    let desk = restored(&to, &machine, &papers, &[&LIN, &ZHAO]).unwrap();
    let handed = testkit::handed(4);
    assert_eq!(desk.find(&handed.reference).unwrap(), []);
    assert_eq!(desk.find(handed.card_number.expose()).unwrap(), []);
    let left = desk.case_page(cases[4]).unwrap();
    assert_eq!(left.case.status, CaseStatus::Erased);
    assert!(left.case.submission.is_none());
    assert_eq!(desk.verify_log().unwrap().broken, None);
    assert!(desk.case_page(cases[3]).unwrap().case.submission.is_some());
}

/// A key that is not there is an erasure only where a receipt says so.
#[test]
fn a_key_file_without_the_key_of_a_case_that_nobody_erased_is_damaged() {
    let (house, papers, cases, to) = worked();
    let machine = new_machine(&house);
    crate::backup_erased::without_key_of(&house, cases[4], &to);
    let fault = rehearsed(&to, &machine, [&papers[0], &papers[1]]).unwrap_err();
    assert_eq!(fault, BackupFault::KeysDamaged.into());
}

#[test]
fn with_a_ceremony_the_restored_desk_has_a_recovery_secret_of_its_own() {
    let (house, papers) = with_recovery_of(&[&ALONE]);
    let to = place(&house);
    let mut alone = house.sign_in(&ALONE);
    submitted(&mut alone, 1);
    backed_up(&mut alone, &to);
    drop(alone);
    let machine = new_machine(&house);
    let people = joining(&[&ALONE]);
    let target = machine.path();
    let how = Restore {
        from: &to,
        to: &target,
        shares: [&papers[0], &papers[1]],
        people: &people,
        recovery: None,
        even_here: false,
    };
    let refused = desk::restore(&how, machine.rim(), &mut go_on).map(drop);
    assert_eq!(refused, Err(self::house(HouseRefusal::RecoveryAtFounding)));
    let mut ceremony = RecoveryCeremony::begin(holders(), &mut machine.rim()).unwrap();
    let unfinished = Restore {
        recovery: Some(&ceremony),
        ..how
    };
    let refused = desk::restore(&unfinished, machine.rim(), &mut go_on).map(drop);
    assert_eq!(refused, Err(self::house(HouseRefusal::CeremonyUnfinished)));
    let anew = hand_out(&mut ceremony);
    let how = Restore {
        recovery: Some(&ceremony),
        ..how
    };
    let mut desk = desk::restore(&how, machine.rim(), &mut go_on).unwrap();
    // The backup goes on in the same folder, for the new secret only.
    let next = backed_up(&mut desk, &to);
    assert!(!next.full);
    let old = rehearsed(&to, &machine, [&papers[0], &papers[1]]);
    assert_eq!(old, Err(self::house(HouseRefusal::SharesOfAnother)));
    rehearsed(&to, &machine, [&anew[0], &anew[2]]).unwrap();
}

#[test]
fn a_desk_without_keychain_is_restored_without_one() {
    let house = House::empty();
    let new = desk::NewDesk {
        no_keychain: true,
        demo: false,
    };
    desk::create(&house.path(), &mut house.rim(), new, &ALONE.joining()).unwrap();
    let mut founding = house.founding(&ALONE);
    let mut ceremony = founding.begin_recovery(holders()).unwrap();
    let papers = hand_out(&mut ceremony);
    founding.set_recovery(&ceremony).unwrap();
    let mut alone = founding.open(true).unwrap();
    let id = submitted(&mut alone, 1);
    let to = place(&house);
    backed_up(&mut alone, &to);
    drop(alone);
    let machine = new_machine(&house);
    machine.keychain.behave(KeychainMood::Missing);
    let people = joining(&[&ALONE]);
    let target = machine.path();
    let how = Restore {
        from: &to,
        to: &target,
        shares: [&papers[0], &papers[1]],
        people: &people,
        recovery: Some(&ceremony),
        even_here: false,
    };
    drop(desk::restore(&how, machine.rim(), &mut go_on).unwrap());
    let alone = machine.sign_in(&ALONE);
    assert!(alone.case_page(id).unwrap().case.submission.is_some());
    assert!(fs::metadata(machine.path().join("desk.keys")).is_ok());
}
