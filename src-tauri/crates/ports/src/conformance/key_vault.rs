use casework::DeskId;

use crate::KeyVault;

const HERE: DeskId = DeskId::from_bytes([0xA1; 16]);
const THERE: DeskId = DeskId::from_bytes([0xB2; 16]);

/// What every [`KeyVault`] does.
///
/// `make` opens the vault of the desk it is given: twice the same desk is twice the same vault, and
/// both are empty at first. The two desks' entries are removed at the end.
///
/// # Panics
/// Where the vault does otherwise, with a sentence saying what.
pub fn key_vault_conformance(make: impl Fn(DeskId) -> Box<dyn KeyVault>) {
    let vault = make(HERE);
    absence_is_no_fault(&*vault);
    a_value_is_kept_replaced_and_removed(&*vault);
    every_byte_and_size_comes_back(&*vault);
    names_are_told_apart(&*vault);
    desks_are_told_apart(&*vault, &*make(THERE));
    what_is_written_outlives_the_handle(&make);
}

fn absence_is_no_fault(vault: &dyn KeyVault) {
    expect(
        vault,
        "absent",
        None,
        "an entry never written reads as none",
    );
    delete(vault, "absent");
}

fn a_value_is_kept_replaced_and_removed(vault: &dyn KeyVault) {
    write(vault, "drk", b"first");
    expect(vault, "drk", Some(b"first"), "a value reads as written");
    write(vault, "drk", b"the second is longer");
    expect(
        vault,
        "drk",
        Some(b"the second is longer"),
        "a second value replaces the first",
    );
    write(vault, "drk", b"3");
    expect(
        vault,
        "drk",
        Some(b"3"),
        "nothing of a longer value stays behind a shorter one",
    );
    delete(vault, "drk");
    expect(vault, "drk", None, "a deleted entry reads as none");
    delete(vault, "drk");
    write(vault, "drk", b"again");
    expect(
        vault,
        "drk",
        Some(b"again"),
        "a deleted entry can be written again",
    );
    delete(vault, "drk");
}

fn every_byte_and_size_comes_back(vault: &dyn KeyVault) {
    let alphabet: Vec<u8> = (0..=255).collect();
    let page: Vec<u8> = alphabet.iter().copied().cycle().take(4096).collect();
    for value in [&[][..], &[0], &[0xFF; 32], &alphabet, &page] {
        write(vault, "bytes", value);
        expect(
            vault,
            "bytes",
            Some(value),
            "bytes come back as they went in",
        );
    }
    delete(vault, "bytes");
}

fn names_are_told_apart(vault: &dyn KeyVault) {
    let names = [
        "es.1",
        "es.2",
        "es.10",
        "es",
        "ES.1",
        "credential/sandbox",
        "credential",
    ];
    for name in names {
        write(vault, name, name.as_bytes());
    }
    for name in names {
        expect(
            vault,
            name,
            Some(name.as_bytes()),
            "each name has a value of its own",
        );
    }
    delete(vault, "es.1");
    expect(vault, "es.1", None, "the named entry is deleted");
    for name in &names[1..] {
        expect(
            vault,
            name,
            Some(name.as_bytes()),
            "deleting one name leaves the others",
        );
        delete(vault, name);
    }
}

fn desks_are_told_apart(here: &dyn KeyVault, there: &dyn KeyVault) {
    write(here, "drk", b"here");
    expect(
        there,
        "drk",
        None,
        "a desk does not see another desk's entry",
    );
    write(there, "drk", b"there");
    expect(
        here,
        "drk",
        Some(b"here"),
        "a desk does not overwrite another desk's entry",
    );
    delete(there, "drk");
    expect(
        here,
        "drk",
        Some(b"here"),
        "a desk does not delete another desk's entry",
    );
    delete(here, "drk");
}

fn what_is_written_outlives_the_handle(make: &impl Fn(DeskId) -> Box<dyn KeyVault>) {
    write(&*make(HERE), "anchor", b"7");
    let again = make(HERE);
    expect(
        &*again,
        "anchor",
        Some(b"7"),
        "an entry is there when the desk is opened again",
    );
    delete(&*again, "anchor");
}

fn write(vault: &dyn KeyVault, entry: &str, value: &[u8]) {
    let written = vault.write(entry, value);
    assert_eq!(written, Ok(()), "`{entry}` can be written");
}

fn delete(vault: &dyn KeyVault, entry: &str) {
    let deleted = vault.delete(entry);
    assert_eq!(
        deleted,
        Ok(()),
        "`{entry}` can be deleted, whether it is there or not"
    );
}

fn expect(vault: &dyn KeyVault, entry: &str, value: Option<&[u8]>, rule: &str) {
    let read = vault
        .read(entry)
        .map(|found| found.map(|bytes| bytes.to_vec()));
    assert_eq!(read, Ok(value.map(<[u8]>::to_vec)), "{rule} (`{entry}`)");
}
