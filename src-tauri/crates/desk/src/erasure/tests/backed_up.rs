//! T20: every generation of a backup from before, with the key file and the recovery shares of afterwards.

use std::fs;
use std::path::{Path, PathBuf};

use seal::{RecoverySecret, RecoveryShare};
use testkit::fault_pool::{tally, trials};

use super::house::ALONE;
use super::*;
use crate::backup::KeyFile;
use crate::{BackupFault, BackupProgress, RecoveryCeremony, Restore};

fn on(_: BackupProgress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn holders() -> [String; 3] {
    ["Sun", "Wu", "a safe"].map(str::to_owned)
}

fn hand_out(ceremony: &mut RecoveryCeremony) -> [String; 3] {
    [0, 1, 2].map(|holder| {
        let paper = ceremony.share_text(holder).unwrap().to_string();
        let groups: Vec<&str> = paper.split_whitespace().collect();
        let typed = ceremony.ask(holder).unwrap().map(|it| groups[it - 1]);
        ceremony.confirm(holder, &typed).unwrap();
        paper
    })
}

/// A desk of one person with a recovery secret, and two of its shares.
fn recoverable() -> (House, Desk, [String; 2]) {
    let house = House::founded(&[&ALONE]);
    let mut founding = house.founding(&ALONE);
    let mut ceremony = founding.begin_recovery(holders()).unwrap();
    let papers = hand_out(&mut ceremony);
    founding.set_recovery(&ceremony).unwrap();
    let desk = founding.open(true).unwrap();
    let [one, _, three] = papers;
    (house, desk, [one, three])
}

fn place(house: &House) -> PathBuf {
    house.path().with_file_name("backup")
}

/// What two shares open of the key file in a folder.
fn key_file(folder: &Path, papers: &[String; 2]) -> (KeyFile, crate::backup::OpenedKeys) {
    let [one, two] = papers
        .each_ref()
        .map(|it| RecoveryShare::from_text(it).unwrap());
    let recovery = RecoverySecret::combine(&one, &two).unwrap().keys();
    let file = KeyFile::decode(&fs::read(folder.join("keys.vdk")).unwrap()).unwrap();
    let key = file.backup_key(&recovery).unwrap();
    (file.clone(), file.open(&key).unwrap())
}

fn restored(of: &House, from: &Path, papers: &[String; 2]) -> (House, Desk) {
    let machine = House {
        clock: of.clock.clone(),
        nonces: of.nonces.clone(),
        ..House::empty()
    };
    let mut anew = RecoveryCeremony::begin(holders(), &mut machine.rim()).unwrap();
    hand_out(&mut anew);
    let how = Restore {
        from,
        to: &machine.path(),
        shares: [&papers[0], &papers[1]],
        people: &[ALONE.joining()],
        recovery: Some(&anew),
        even_here: true,
    };
    let desk = crate::restore(&how, machine.rim(), &mut on).unwrap();
    (machine, desk)
}

/// Mutations: without the renewal the key file still opens the cases; without `work.erase` in the rebuilding, their sealed
/// bodies lie in the restored store; without new bucket keys the wraps of the old key file open.
#[test]
fn with_the_key_file_of_afterwards_no_generation_gives_an_erased_case_back() {
    let seeds = trials(5, 50);
    let (mut cases, mut generations) = (0, 0);
    for seed in 0..seeds as u64 {
        let mut lots = fastrand::Rng::with_seed(seed);
        let (house, mut desk, papers) = recoverable();
        let to = place(&house);
        let mut due = Vec::new();
        for n in 0..lots.u32(2..5) {
            due.push(closed(&house, &mut desk, n));
            if n == 0 || lots.bool() {
                desk.create_backup(&to, false, &mut on).unwrap();
            }
        }
        if lots.bool() {
            desk.rotate_keys(&mut |_| ControlFlow::Continue(()))
                .unwrap();
        }
        let open = submitted(&mut desk, 90);
        desk.create_backup(&to, false, &mut on).unwrap();
        let (old, mut opened) = key_file(&to, &papers);
        // What is asked is worth asking: this key file opens them all.
        for id in &due {
            assert!(opened.keyring.key(*id).unwrap().is_some(), "seed {seed}");
        }

        house.clock.pass(LONG);
        desk.erase_due(&mut go_on).unwrap();
        assert_eq!(desk.last_backup().unwrap().opens_erased, due.len() as u64);
        desk.renew_backup(&mut on).unwrap().unwrap();
        assert_eq!(desk.last_backup().unwrap().opens_erased, 0);

        let (new, opened) = key_file(&to, &papers);
        assert!(new.generations.len() > 1);
        let wraps = old.case_keys.iter().filter(|it| due.contains(&it.stream));
        let found = wraps
            .filter(|it| opened.keyring.opens_wrap(old.epoch, it))
            .count();
        assert_eq!(found, 0, "seed {seed}");
        assert!(due.iter().all(|id| opened.keyring.bucket(*id).is_none()));
        let (_machine, mut back) = restored(&house, &to, &papers);
        for id in &due {
            is_erased(&mut back, *id);
        }
        assert!(back.case_page(open).unwrap().case.submission.is_some());
        cases += due.len();
        generations += new.generations.len();
    }
    let outcome =
        format!("0 of {cases} erased cases opened, in {generations} generations of backups");
    tally("T20", "desks restored after erasures", seeds, &outcome);
}

#[test]
fn where_the_backup_is_not_at_hand_it_is_told_that_it_still_opens_what_was_erased() {
    let (house, mut desk, _) = recoverable();
    assert_eq!(desk.renew_backup(&mut on).unwrap(), None);
    closed(&house, &mut desk, 1);
    desk.create_backup(&place(&house), false, &mut on).unwrap();
    let away = house.path().with_file_name("unplugged");
    fs::rename(place(&house), &away).unwrap();
    house.clock.pass(LONG);
    assert_eq!(desk.erase_due(&mut go_on).unwrap().erased, 1);
    let not_here: DeskFault = BackupFault::NotHere.into();
    assert_eq!(desk.renew_backup(&mut on), Err(not_here));
    assert_eq!(desk.last_backup().unwrap().opens_erased, 1);
    fs::rename(&away, place(&house)).unwrap();
    assert!(desk.renew_backup(&mut on).unwrap().is_some());
    assert_eq!(desk.renew_backup(&mut on).unwrap(), None);
}
