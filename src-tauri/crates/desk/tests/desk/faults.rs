//! Where a wing does not serve, nothing is half done.

use std::fs;

use casework::CaseStatus;
use desk::DeskFault;
use ledger::LedgerFault;
use ports::KeyVaultFault;
use testkit::{KeychainMood, cases::MINUTE};

use crate::house::{FACEID, House, LIN, ZHAO, case, credential, note, submitted};

/// Ids that come twice make every commit fail in the ledger, with everything in it.
#[test]
fn an_act_that_could_not_be_committed_leaves_no_trace_and_can_be_done_again() {
    let house = House::open();
    let mut desk = house.sign_in(&LIN);
    house.nonces.stick_at(Some(7));
    let id = submitted(&mut desk, 1);
    let before = desk.verify_log().unwrap();
    let conflict = DeskFault::Ledger(LedgerFault::Conflict);

    assert_eq!(desk.submit(&testkit::handed(2)), Err(conflict.clone()));
    assert_eq!(desk.claim(id).map(drop), Err(conflict.clone()));
    assert_eq!(desk.run_checks(id).map(drop), Err(conflict.clone()));
    assert_eq!(
        desk.add_note(id, &note("hello")).map(drop),
        Err(conflict.clone())
    );
    assert_eq!(
        desk.propose_institution(FACEID, "http://127.0.0.1:1", &credential()),
        Err(conflict)
    );

    assert_eq!(desk.verify_log().unwrap(), before);
    let page = desk.case_page(id).unwrap();
    assert_eq!(
        (page.row.status, page.row.claim, page.timeline.len()),
        (CaseStatus::Open, None, 1)
    );
    assert!(desk.outbox_status().unwrap().calls.is_empty());
    assert!(desk.changes().is_empty());
    assert!(desk.find_case("R-000002").is_err());

    house.nonces.stick_at(None);
    let second = submitted(&mut desk, 2);
    desk.run_checks(id).unwrap();
    desk.claim(second).unwrap();
    drop(desk);
    let desk = house.sign_in(&ZHAO);
    assert_eq!(desk.verify_log().unwrap().broken, None);
    assert_eq!(case(&desk, second).status, CaseStatus::InProgress);
}

/// The key of the bucket for open cases is made with the first of them.
#[test]
fn a_first_case_that_could_not_be_committed_does_not_spoil_the_next() {
    let house = House::founded(&[&LIN, &ZHAO]);
    house.nonces.stick_at(Some(7));
    let mut desk = house.founding(&LIN).open(false).unwrap();
    assert_eq!(
        desk.submit(&testkit::handed(1)),
        Err(DeskFault::Ledger(LedgerFault::Conflict))
    );
    house.nonces.stick_at(None);
    let id = submitted(&mut desk, 1);
    drop(desk);
    let desk = house.sign_in(&ZHAO);
    assert_eq!(case(&desk, id).status, CaseStatus::Open);
    assert_eq!(desk.verify_log().unwrap().records, 2);
}

#[test]
fn a_batch_of_an_import_is_kept_whole_or_not_at_all() {
    let (house, mut desk) = House::solo();
    submitted(&mut desk, 9);
    let header = desk::IMPORT_HEADER.join(",");
    let cells = |n: u32| {
        let it = testkit::handed(n);
        format!(
            "{},{},resident_id,{},bank_card,{},{},,1.00,CNY,shop,zh,t,2026-08-31,counter,true",
            it.reference,
            it.name.expose(),
            it.document_number.expose(),
            it.card_number.expose(),
            it.phone.expose()
        )
    };
    let file = format!("{header}\n{}\n{}\n", cells(1), cells(2));
    house.nonces.stick_at(Some(7));
    let mut told = 0;
    let done = desk.import(file.as_bytes(), std::io::sink(), &mut |rows| told += rows);
    assert_eq!(
        (done, told),
        (Err(DeskFault::Ledger(LedgerFault::Conflict)), 0)
    );
    assert!(desk.find_case("R-000001").is_err());
    house.nonces.stick_at(None);
    let done = desk
        .import(file.as_bytes(), std::io::sink(), &mut |rows| told += rows)
        .unwrap();
    assert_eq!((done.imported, told), (2, 2));
}

#[test]
fn an_answer_that_could_not_be_kept_leaves_the_call_out_and_it_is_unknown_later() {
    let house = House::open();
    let mut desk = house.sign_in(&LIN);
    let id = submitted(&mut desk, 1);
    desk.run_checks(id).unwrap();
    let subject = *case(&desk, id).checks[0].id.as_bytes();
    // The record that begins the call takes the id that every later one would take too.
    house.nonces.stick_at(Some(7));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    let run = runtime.block_on(sync::Courier::default().run(
        &mut desk,
        &house,
        &house.clock.clone(),
        &sync::Stop::new(),
        |_| 0,
    ));
    assert_eq!(run.unwrap_err(), DeskFault::Ledger(LedgerFault::Conflict));
    assert_eq!(
        case(&desk, id).checks[0].state,
        casework::CallState::Sending
    );
    house.nonces.stick_at(None);
    drop(desk);
    let mut desk = house.sign_in(&LIN);
    assert_eq!(
        case(&desk, id).checks[0].state,
        casework::CallState::Unknown
    );
    assert_eq!(house.drain(&mut desk).answered, 0);
    assert_eq!(house.institution.calls(), 1);
    desk.ask_again(subject).unwrap();
    assert_eq!(house.drain(&mut desk).answered, 1);
}

#[test]
fn a_key_file_that_cannot_be_written_takes_nobody_on() {
    let house = House::founded(&[&LIN]);
    let mut founding = house.founding(&LIN);
    // A folder in the place of the new file: the write fails, whoever runs the test.
    let in_the_way = house.path().join("desk.keys.new");
    fs::create_dir(&in_the_way).unwrap();
    assert!(matches!(
        founding.add_person(&ZHAO.joining()),
        Err(DeskFault::Ledger(LedgerFault::Io(_)))
    ));
    fs::remove_dir(&in_the_way).unwrap();
    founding.add_person(&ZHAO.joining()).unwrap();
    founding.open(false).unwrap();
    assert_eq!(house.sign_in(&ZHAO).roster().people().count(), 2);
}

#[test]
fn a_keychain_that_fails_while_a_desk_is_made_is_left_without_the_desks_entries() {
    let house = House::empty();
    // Ids that are known beforehand, so that the entries can be looked for.
    house.nonces.stick_at(Some(7));
    house.keychain.behave(KeychainMood::HangingAfter);
    assert_eq!(
        house.create(&LIN),
        Err(DeskFault::Keychain(KeyVaultFault::TimedOut))
    );
    assert!(!house.path().join("desk.keys").exists());

    house.keychain.behave(KeychainMood::Sound);
    fs::create_dir(house.path().join("desk.keys.new")).unwrap();
    assert!(matches!(house.create(&LIN), Err(DeskFault::Ledger(_))));
    let entries = house.keychain.names(casework::DeskId::from_bytes([7; 16]));
    assert!(!entries.contains(&"es.1".to_owned()), "{entries:?}");
}

/// The record's time never goes back, and what waits goes by the clock.
#[test]
fn a_clock_that_once_was_a_year_ahead_does_not_keep_calls_from_leaving() {
    let (house, mut desk) = House::solo();
    house.clock.pass(365 * 24 * 60 * MINUTE);
    submitted(&mut desk, 1);
    house.clock.pass(-365 * 24 * 60 * MINUTE);
    let id = submitted(&mut desk, 2);
    desk.run_checks(id).unwrap();
    assert_eq!(house.drain(&mut desk).answered, 1);
}
