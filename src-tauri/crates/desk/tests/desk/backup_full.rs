//! A disk that has no room for a backup.
#![cfg(target_os = "linux")]

use std::fs;
use std::path::Path;

use desk::DeskFault;
use ledger::LedgerFault;
use testkit::child;
use testkit::fault_pool::{tally, trials};

use crate::backup::{backed_up, go_on, names};
use crate::house::{LIN, submitted};
use crate::recovery::with_recovery;

/// Mutation: without the removal in `NewGeneration`, half a generation is left to fill the disk.
#[test]
fn a_disk_without_room_for_a_backup_is_told_and_the_one_before_holds() {
    child::on_a_small_disk("backup_full::fills_the_disk_of_a_backup");
}

#[test]
#[ignore = "inner half"]
fn fills_the_disk_of_a_backup() {
    let disk = child::folder();
    let to = disk.join("backup");
    let ballast = disk.join("ballast");
    let (house, _) = with_recovery();
    let mut lin = house.sign_in(&LIN);
    submitted(&mut lin, 0);
    backed_up(&mut lin, &to);
    let mut refused = 0;
    let pages = trials(24, 64);
    for room in 0..u32::try_from(pages).unwrap() {
        let before = names(&to);
        leave(&ballast, room * 4096);
        // Everything anew, so that there is more of it than fits into the first few pages.
        match lin.create_backup(&to, true, &mut go_on) {
            Ok(report) => assert_eq!(report.verified, report.records),
            Err(fault) => {
                assert_eq!(
                    fault,
                    DeskFault::from(LedgerFault::DiskFull),
                    "{room} pages"
                );
                refused += 1;
                fs::remove_file(&ballast).unwrap();
                assert_eq!(
                    names(&to),
                    before,
                    "{room} pages: nothing is left half-written"
                );
            }
        }
        let _ = fs::remove_file(&ballast);
        assert!(lin.verify_backup(&to, &mut go_on).unwrap().on_record);
        submitted(&mut lin, room + 1);
    }
    assert!(refused > 0, "there was too little room at first");
    backed_up(&mut lin, &to);
    tally(
        "T3",
        "disks without room for a backup",
        pages,
        "told where there is none, the one before holds, it goes on when there is room",
    );
    child::say("done");
}

/// Fills the disk but for so many bytes.
fn leave(ballast: &Path, room: u32) {
    let _full = fs::write(ballast, vec![0; 4 << 20]);
    let written = fs::metadata(ballast).unwrap().len();
    let file = fs::File::options().write(true).open(ballast).unwrap();
    file.set_len(written.saturating_sub(u64::from(room)))
        .unwrap();
}
