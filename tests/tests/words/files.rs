//! Files that are damaged, exchanged or from a newer program; disks that are full; folders that hold something else.

use std::fs;

use testkit::secret_service::Session;
use wire::ErrorCode;

use crate::cases::{HEADER, row};
use crate::teller::{LIN, Teller};

pub(crate) const CODES: &[ErrorCode] = &[
    ErrorCode::CannotOpen,
    ErrorCode::Damaged,
    ErrorCode::KeysDamaged,
    ErrorCode::KeysNewer,
    ErrorCode::DiskFull,
    ErrorCode::Io,
];

/// The key file's mark; the byte behind it is its version.
const MARK: &[u8] = b"VDK1/file";

#[test]
fn faults_of_the_disk_are_told_in_both_languages_with_exit_code_4() {
    let session = Session::unlocked();
    let mut teller = Teller::in_session(&session);
    teller.open_desk(&[]);
    let [keys, store] = ["desk/desk.keys", "desk/desk.db"].map(|it| teller.terminal.at(it));
    let (sound_keys, sound_store) = (fs::read(&keys).unwrap(), fs::read(&store).unwrap());

    let mut newer = sound_keys.clone();
    let version = newer.windows(MARK.len()).position(|it| it == MARK).unwrap() + MARK.len();
    assert_eq!(newer[version], 2);
    newer[version] = 3;
    fs::write(&keys, newer).unwrap();
    teller.not_done(ErrorCode::KeysNewer, &LIN, &["queue"], "");
    fs::write(&keys, &sound_keys[..sound_keys.len() / 2]).unwrap();
    teller.not_done(ErrorCode::KeysDamaged, &LIN, &["queue"], "");
    fs::remove_file(&keys).unwrap();
    teller.not_done(ErrorCode::Damaged, &LIN, &["queue"], "");
    fs::write(&keys, &sound_keys).unwrap();

    let noise: Vec<u8> = sound_store.iter().map(|byte| byte ^ 0x5a).collect();
    fs::write(&store, noise).unwrap();
    teller.not_done(ErrorCode::CannotOpen, &LIN, &["queue"], "");
    fs::write(&store, &sound_store).unwrap();
    teller.done(&LIN, &["queue"], "");

    let other = teller.terminal.at("given");
    fs::write(other.join("somebody-elses.txt"), "text").unwrap();
    let create = [
        "--desk",
        other.to_str().unwrap(),
        "--passphrase-fd",
        "0",
        "desk",
        "create",
        "--person",
        "Lin",
    ];
    let create = [&create[..], &["--role", "operator"]].concat();
    teller.not_done_alone(ErrorCode::Io, &create, &format!("{}\n", LIN.passphrase));

    // A device that is always full.
    let file = other.join("in.csv");
    fs::write(&file, format!("{HEADER}\n{}\n", row("A-1", "shop"))).unwrap();
    let import = ["import", file.to_str().unwrap(), "--errors", "/dev/full"];
    teller.not_done(ErrorCode::DiskFull, &LIN, &import, "");
    // The row was taken in all the same, and the program said so before it said that the disk is full.
    let shown = teller.done(&LIN, &["queue"], "").text();
    assert!(shown.contains("A-1"), "{shown}");
    teller.has_told(CODES);
}
