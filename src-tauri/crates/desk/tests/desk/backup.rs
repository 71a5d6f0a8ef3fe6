//! Making and verifying backups.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use casework::DeskEvent;
use desk::{BackupFault, BackupProgress, BackupReport, BackupStep, Desk, DeskFault, HouseRefusal};
use ports::Clock;
use testkit::SeededNonces;

use crate::house::{House, LIN, QIAN, SUN, ZHAO, copy_folder, house, submitted};
use crate::recovery::{with_recovery, with_recovery_in, with_recovery_of};

pub(crate) fn go_on(_: BackupProgress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

/// Where this desk's backups go.
pub(crate) fn place(house: &House) -> PathBuf {
    house.path().with_file_name("backup")
}

pub(crate) fn backed_up(desk: &mut Desk, to: &Path) -> BackupReport {
    desk.create_backup(to, false, &mut go_on).unwrap()
}

pub(crate) fn generation(to: &Path, number: u64) -> PathBuf {
    to.join(format!("generation-{number:06}.vdb"))
}

pub(crate) fn flip(path: &Path, at: usize) {
    let mut bytes = fs::read(path).unwrap();
    let at = at % bytes.len();
    bytes[at] ^= 1;
    fs::write(path, bytes).unwrap();
}

fn submit(desk: &mut Desk, numbers: std::ops::Range<u32>) {
    for n in numbers {
        submitted(desk, n);
    }
}

pub(crate) fn names(to: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(to)
        .unwrap()
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

/// Mutation: without the look at the roster, a backup is written that opens for nobody.
#[test]
fn without_a_recovery_secret_there_is_no_backup() {
    let house = House::open();
    let mut lin = house.sign_in(&LIN);
    let to = place(&house);
    let refused = lin.create_backup(&to, false, &mut go_on);
    assert_eq!(refused, Err(self::house(HouseRefusal::NoRecoveryKey)));
    assert!(!to.exists(), "nothing was written");
    assert_eq!(lin.last_backup(), None);
    assert!(lin.may_back_up().is_some());
}

#[test]
fn who_runs_or_supervises_the_desk_backs_it_up_and_nobody_else() {
    let (house, _) = with_recovery_of(&[&LIN, &ZHAO, &QIAN]);
    let to = place(&house);
    let mut qian = house.sign_in(&QIAN);
    assert!(matches!(
        qian.create_backup(&to, false, &mut go_on),
        Err(DeskFault::House(HouseRefusal::RoleMissing(_)))
    ));
    drop(qian);
    backed_up(&mut house.sign_in(&ZHAO), &to);
    let qian = house.sign_in(&QIAN);
    assert!(qian.verify_backup(&to, &mut go_on).unwrap().on_record);
}

#[test]
fn a_backup_goes_on_where_the_one_before_ended_and_stands_on_record() {
    let (house, _) = with_recovery();
    let mut lin = house.sign_in(&LIN);
    let to = place(&house);
    submit(&mut lin, 0..3);
    let first = backed_up(&mut lin, &to);
    assert!(first.full && first.verified == first.records);
    assert_eq!((first.generation, first.head_seq), (1, first.records - 1));
    submitted(&mut lin, 3);
    let second = backed_up(&mut lin, &to);
    assert!(!second.full);
    assert_eq!(second.generation, 2);
    assert_eq!(second.head_seq, first.head_seq + second.records);
    assert_eq!(
        names(&to),
        [
            "backup.lock",
            "generation-000001.vdb",
            "generation-000002.vdb",
            "keys.vdk"
        ]
    );
    let bytes = fs::metadata(generation(&to, 2)).unwrap().len()
        + fs::metadata(to.join("keys.vdk")).unwrap().len();
    assert_eq!(second.bytes, bytes);
    let state = lin.verify_backup(&to, &mut go_on).unwrap();
    assert_eq!((state.generations, state.erased), (2, 0));
    assert_eq!(state.records, second.head_seq + 1);
    assert!(state.on_record);
    drop(lin);
    let zhao = house.sign_in(&ZHAO);
    let last = zhao.last_backup().unwrap();
    assert_eq!((last.generation, last.at_ms), (2, house.clock.now_ms()));
    assert_eq!(zhao.verify_log().unwrap().broken, None);
    let made = zhao.own_events().unwrap();
    let made = made
        .iter()
        .filter(|it| matches!(it, DeskEvent::BackupMade(_)));
    assert_eq!(made.count(), 2);
}

/// Mutation: an incremental one after a generation that is gone could never be restored.
#[test]
fn where_a_generation_is_missing_or_a_full_backup_is_asked_for_it_begins_at_the_first_record() {
    let (house, _) = with_recovery();
    let mut lin = house.sign_in(&LIN);
    let to = place(&house);
    backed_up(&mut lin, &to);
    let full = lin.create_backup(&to, true, &mut go_on).unwrap();
    assert!(full.full && full.generation == 2);
    fs::remove_file(generation(&to, 2)).unwrap();
    let again = backed_up(&mut lin, &to);
    assert!(again.full && again.generation == 3);
    let state = lin.verify_backup(&to, &mut go_on).unwrap();
    assert_eq!(state.generations, 1);
    let other = house.path().with_file_name("elsewhere");
    assert!(
        backed_up(&mut lin, &other).full,
        "another folder, another backup"
    );
}

/// Mutation: without the comparison of team and desk, one desk's keys take the place of another's.
#[test]
fn another_desks_backup_and_one_that_knows_more_are_left_alone() {
    let (house, _) = with_recovery();
    let elsewhere = House {
        nonces: SeededNonces::of(99),
        ..House::empty()
    };
    let elsewhere = House::founded_in(elsewhere, &[&LIN, &ZHAO]);
    let (other, _) = with_recovery_in(elsewhere, &[&LIN, &ZHAO]);
    let to = place(&house);
    let before = house.snapshot();
    let mut lin = house.sign_in(&LIN);
    submitted(&mut lin, 1);
    backed_up(&mut lin, &to);
    drop(lin);
    let kept = fs::read(to.join("keys.vdk")).unwrap();
    let mut stranger = other.sign_in(&LIN);
    for full in [false, true] {
        let refused = stranger.create_backup(&to, full, &mut go_on);
        assert_eq!(refused, Err(self::house(HouseRefusal::BackupOfAnotherDesk)));
    }
    let refused = stranger.verify_backup(&to, &mut go_on);
    assert_eq!(refused, Err(self::house(HouseRefusal::BackupOfAnotherDesk)));
    // The same desk as it was before: what the backup knows is not in its log.
    let refused = before.sign_in(&LIN).create_backup(&to, false, &mut go_on);
    assert_eq!(refused, Err(self::house(HouseRefusal::BackupAhead)));
    assert_eq!(fs::read(to.join("keys.vdk")).unwrap(), kept);
}

#[test]
fn a_flipped_byte_anywhere_in_the_backup_is_found_and_named() {
    let (house, _) = with_recovery();
    let mut lin = house.sign_in(&LIN);
    let to = place(&house);
    submitted(&mut lin, 1);
    backed_up(&mut lin, &to);
    submitted(&mut lin, 2);
    backed_up(&mut lin, &to);
    let copy = house.path().with_file_name("copy");
    for number in [1, 2] {
        for at in [0, 3, 200, 70_000, usize::MAX / 2] {
            copy_folder(&to, &copy);
            flip(&generation(&copy, number), at);
            let found = lin.verify_backup(&copy, &mut go_on);
            let damaged = BackupFault::GenerationDamaged { number };
            assert_eq!(found, Err(damaged.into()), "{number} at {at}");
        }
    }
    let length = fs::metadata(to.join("keys.vdk")).unwrap().len() as usize;
    for at in (0..length).step_by(97) {
        copy_folder(&to, &copy);
        flip(&copy.join("keys.vdk"), at);
        let found = lin.verify_backup(&copy, &mut go_on).unwrap_err();
        let told = [BackupFault::KeysDamaged, BackupFault::Newer].map(DeskFault::from);
        assert!(told.contains(&found), "{found:?} at {at}");
    }
    copy_folder(&to, &copy);
    fs::remove_file(generation(&copy, 1)).unwrap();
    let missing = BackupFault::GenerationMissing { number: 1 };
    assert_eq!(lin.verify_backup(&copy, &mut go_on), Err(missing.into()));
    fs::remove_file(copy.join("keys.vdk")).unwrap();
    let none = lin.verify_backup(&copy, &mut go_on);
    assert_eq!(none, Err(BackupFault::NotHere.into()));
}

#[test]
fn a_backup_that_is_stopped_leaves_the_one_before() {
    let (house, _) = with_recovery();
    let mut lin = house.sign_in(&LIN);
    let to = place(&house);
    backed_up(&mut lin, &to);
    let before = names(&to);
    let kept = fs::read(to.join("keys.vdk")).unwrap();
    submitted(&mut lin, 1);
    for step in [BackupStep::Write, BackupStep::Verify] {
        let stopped = lin.create_backup(&to, false, &mut |at| match at.step == step {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        });
        assert_eq!(stopped, Err(self::house(HouseRefusal::Stopped)), "{step:?}");
        assert_eq!(names(&to), before, "{step:?}");
        assert_eq!(fs::read(to.join("keys.vdk")).unwrap(), kept);
    }
    assert_eq!(backed_up(&mut lin, &to).generation, 2);
}

/// The folder as it is at every moment at which the process may die: what is in it verifies, and the next backup is made.
#[test]
fn a_backup_killed_at_any_step_leaves_one_that_holds() {
    let (house, _) = with_recovery();
    let mut lin = house.sign_in(&LIN);
    let to = place(&house);
    submitted(&mut lin, 1);
    backed_up(&mut lin, &to);
    submitted(&mut lin, 2);
    let mut found = Vec::new();
    let mut keep = |step: &str| {
        let copy = house.path().with_file_name(format!("killed-{step}"));
        copy_folder(&to, &copy);
        found.push((step.to_owned(), copy));
    };
    let mut backup = lin.begin_backup(&to, false).unwrap();
    keep("begun");
    backup
        .write(&mut |at| {
            keep(&format!("writing-{}", at.done));
            ControlFlow::Continue(())
        })
        .unwrap();
    keep("written");
    lin.backup_keys(&mut backup).unwrap();
    backup
        .settle(&mut |at| {
            keep(&format!("verifying-{}", at.done));
            ControlFlow::Continue(())
        })
        .unwrap();
    keep("settled");
    lin.finish_backup(backup).unwrap();
    assert!(found.len() >= 6);
    for (step, copy) in found {
        let state = lin.verify_backup(&copy, &mut go_on).unwrap();
        let expected = if step == "settled" { 2 } else { 1 };
        assert_eq!(state.generations, expected, "{step}");
        let next = backed_up(&mut lin, &copy);
        assert!(!next.full, "{step}");
        let state = lin.verify_backup(&copy, &mut go_on).unwrap();
        assert_eq!(state.generations, expected + 1, "{step}");
        assert!(
            names(&copy).iter().all(|it| !it.ends_with(".new")),
            "{step}"
        );
    }
}

/// Mutation: a generation of two moments would hold a record without the one before it.
#[test]
fn people_work_on_while_a_backup_is_written_and_keys_wait() {
    let (house, _) = with_recovery_of(&[&LIN, &ZHAO, &SUN]);
    let mut lin = house.sign_in(&LIN);
    let to = place(&house);
    submit(&mut lin, 0..20);
    let mut backup = lin.begin_backup(&to, false).unwrap();
    let running = self::house(HouseRefusal::BackupRunning);
    assert_eq!(lin.begin_backup(&to, false).map(drop), Err(running.clone()));
    let mut go_on_with_keys = |_: desk::KeyChangeProgress| ControlFlow::Continue(());
    assert_eq!(lin.rotate_keys(&mut go_on_with_keys), Err(running));
    // The long steps run elsewhere, while cases come in here.
    let mut backup = std::thread::scope(|scope| {
        let writing = scope.spawn(move || {
            backup.write(&mut go_on).unwrap();
            backup
        });
        submit(&mut lin, 20..60);
        writing.join().unwrap()
    });
    lin.backup_keys(&mut backup).unwrap();
    backup.settle(&mut go_on).unwrap();
    submit(&mut lin, 60..70);
    let report = lin.finish_backup(backup).unwrap();
    assert!(report.verified == report.records && report.records >= 20);
    lin.verify_backup(&to, &mut go_on).unwrap();
    lin.rotate_keys(&mut go_on_with_keys).unwrap();
    // Under other keys the backup goes on all the same.
    let next = backed_up(&mut lin, &to);
    assert!(!next.full);
    let state = lin.verify_backup(&to, &mut go_on).unwrap();
    assert_eq!(state.records, next.head_seq + 1);
}
