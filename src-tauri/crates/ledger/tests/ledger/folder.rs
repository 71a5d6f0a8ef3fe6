use std::fs;
use std::io::ErrorKind;

use ledger::{DeskFolder, LedgerFault};
use testkit::child;

#[test]
#[cfg(unix)]
fn the_folder_and_its_files_belong_to_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let outer = tempfile::tempdir().unwrap();
    let dir = outer.path().join("desk");
    let folder = DeskFolder::create(&dir).unwrap();
    folder.write_keys(b"keys").unwrap();
    let mut ledger = ledger::Ledger::create(&folder.store_path(), &crate::book::key(1)).unwrap();
    ledger
        .commit(&crate::book::intake(&mut crate::book::Chain::default(), 1))
        .unwrap();
    let mode = |path: &std::path::Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&dir), 0o700);
    let mut files: Vec<_> = fs::read_dir(&dir)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    for file in &files {
        assert_eq!(mode(file), 0o600, "{file:?}");
    }
    let names: Vec<_> = files
        .iter()
        .map(|file| file.file_name().unwrap().to_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "desk.db",
            "desk.db-shm",
            "desk.db-wal",
            "desk.keys",
            "desk.lock"
        ]
    );
}

#[test]
fn a_folder_without_a_desk_is_told_and_left_as_it_is() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(
        DeskFolder::open(dir.path()).unwrap_err(),
        LedgerFault::NoDeskHere
    );
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    assert_eq!(
        DeskFolder::open(&dir.path().join("nowhere")).unwrap_err(),
        LedgerFault::NoDeskHere
    );
}

#[test]
fn a_desk_is_never_made_over_another_or_among_other_files() {
    let dir = tempfile::tempdir().unwrap();
    let folder = DeskFolder::create(dir.path()).unwrap();
    folder.write_keys(b"keys").unwrap();
    drop(folder);
    assert_eq!(
        DeskFolder::create(dir.path()).unwrap_err(),
        LedgerFault::DeskExistsAlready
    );
    assert_eq!(
        DeskFolder::open(dir.path())
            .unwrap()
            .read_keys()
            .unwrap()
            .unwrap()
            .as_slice(),
        b"keys"
    );

    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("letter.txt"), "dear").unwrap();
    let refused = DeskFolder::create(home.path()).unwrap_err();
    assert_eq!(refused, LedgerFault::Io(ErrorKind::DirectoryNotEmpty));
}

#[test]
fn a_desk_whose_making_was_cut_short_can_be_made_again() {
    let dir = tempfile::tempdir().unwrap();
    let cut_short = DeskFolder::create(dir.path()).unwrap();
    assert_eq!(cut_short.read_keys().unwrap(), None);
    drop(cut_short);
    assert_eq!(
        DeskFolder::open(dir.path()).unwrap_err(),
        LedgerFault::NoDeskHere
    );
    DeskFolder::create(dir.path()).unwrap();
}

#[test]
fn a_store_without_its_key_file_is_damage_and_no_place_for_a_new_desk() {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("desk.db"), "pages").unwrap();
    assert_eq!(
        DeskFolder::open(dir.path()).unwrap_err(),
        LedgerFault::Damaged
    );
    assert_eq!(
        DeskFolder::create(dir.path()).unwrap_err(),
        LedgerFault::DeskExistsAlready
    );
}

#[test]
fn a_half_written_key_file_is_thrown_away_and_the_old_one_holds() {
    let dir = tempfile::tempdir().unwrap();
    DeskFolder::create(dir.path())
        .unwrap()
        .write_keys(b"old keys")
        .unwrap();
    fs::write(dir.path().join("desk.keys.new"), "new ke").unwrap();
    let folder = DeskFolder::open(dir.path()).unwrap();
    assert_eq!(folder.read_keys().unwrap().unwrap().as_slice(), b"old keys");
    assert!(!dir.path().join("desk.keys.new").exists());
}

#[test]
fn a_second_process_is_told_that_the_desk_is_in_use() {
    let dir = tempfile::tempdir().unwrap();
    let folder = DeskFolder::create(dir.path()).unwrap();
    folder.write_keys(b"keys").unwrap();
    let second_opener = || {
        let mut child = child::command("folder::opens_the_desk", dir.path())
            .spawn()
            .unwrap();
        let said: Vec<String> = child::words(&mut child).collect();
        child.wait().unwrap();
        said
    };
    assert_eq!(second_opener(), ["Err(DeskInUse)"]);
    assert_eq!(
        DeskFolder::open(dir.path()).unwrap_err(),
        LedgerFault::DeskInUse,
        "nor within one process"
    );
    drop(folder);
    assert_eq!(second_opener(), ["Ok(())"]);
}

#[test]
#[ignore = "inner half"]
fn opens_the_desk() {
    let opened = DeskFolder::open(&child::folder());
    child::say(&format!("{:?}", opened.map(|_| ())));
}
