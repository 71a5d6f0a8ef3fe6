use std::time::Instant;

use super::*;
use crate::fake_store::{FakeStore, Manner, Manners};

const DESK: DeskId = DeskId::from_bytes([0x5A; 16]);
const SERVICE: &str = "veridesk.5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a";
const LIMIT: Duration = Duration::from_millis(150);
const LONG: Duration = Duration::from_secs(3600);

fn desk_over(store: &FakeStore, desk: DeskId, rest: Duration) -> OsKeychain {
    let store = store.clone();
    OsKeychain::over(desk, Arc::new(move || store.open()), LIMIT, rest)
}

fn vault(store: &FakeStore, rest: Duration) -> OsKeychain {
    desk_over(store, DESK, rest)
}

fn hanging(step: impl Fn(&mut Manners)) -> Manners {
    let mut manners = Manners::default();
    step(&mut manners);
    manners
}

/// The hung thread needs a moment to notice that it may go on and that nobody waits.
fn wait_until(what: &str, holds: impl Fn() -> bool) {
    let end = Instant::now() + Duration::from_secs(5);
    while !holds() {
        assert!(Instant::now() < end, "{what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_sound_store_passes_the_conformance_suite() {
    let store = FakeStore::default();
    ports::conformance::key_vault_conformance(|desk| Box::new(desk_over(&store, desk, REST)));
}

#[test]
fn the_limit_is_the_three_seconds_that_the_port_promises() {
    assert_eq!(ANSWER_LIMIT, Duration::from_secs(3));
}

#[test]
fn an_entry_lies_as_base64_text_under_the_desks_own_service() {
    let store = FakeStore::default();
    vault(&store, REST).write("drk", &[0, 0xFF, 0x10]).unwrap();
    assert_eq!(store.stored(SERVICE, "drk").unwrap(), b"AP8Q");
}

#[test]
fn a_value_that_is_not_ours_is_corrupt() {
    let store = FakeStore::default();
    for stored in [&b"not base64!"[..], b"AP8", b"AP8Q\n", &[0xFF, 0xFE]] {
        store.put(SERVICE, "drk", stored);
        assert_eq!(
            vault(&store, REST).read("drk"),
            Err(KeyVaultFault::Corrupt),
            "{stored:?}"
        );
    }
}

#[test]
fn a_write_that_kept_nothing_or_the_old_value_is_corrupt() {
    let store = FakeStore::default();
    store.behave(hanging(|manners| manners.set = Manner::Lies));
    let vault = vault(&store, REST);
    assert_eq!(vault.write("drk", b"new"), Err(KeyVaultFault::Corrupt));
    store.put(SERVICE, "drk", b"b2xk");
    assert_eq!(vault.write("drk", b"new"), Err(KeyVaultFault::Corrupt));
}

#[test]
fn after_a_fault_the_keychain_is_reached_anew() {
    let store = FakeStore::default();
    let vault = vault(&store, REST);
    vault.write("drk", b"1").unwrap();
    vault.write("drk", b"2").unwrap();
    assert_eq!(
        store.times_opened(),
        1,
        "one connection serves while it serves"
    );
    store.behave(hanging(|manners| manners.get = Manner::Fails));
    let refused = vault.read("drk").unwrap_err();
    assert_eq!(
        refused,
        KeyVaultFault::Refused("Platform failure: the bus went away".into())
    );
    store.behave(Manners::default());
    assert_eq!(**vault.read("drk").unwrap().unwrap(), *b"2");
    assert_eq!(store.times_opened(), 2);
}

#[test]
fn a_library_that_panics_is_a_fault_and_the_next_call_is_served() {
    let store = FakeStore::default();
    // What a panic writes, with its backtrace on a busy machine, takes longer than the limit of the others.
    let open = store.clone();
    let patient = Duration::from_secs(30);
    let vault = OsKeychain::over(DESK, Arc::new(move || open.open()), patient, REST);
    store.behave(hanging(|manners| manners.get = Manner::Breaks));
    assert!(matches!(vault.read("drk"), Err(KeyVaultFault::Refused(_))));
    store.behave(Manners::default());
    wait_until("a new thread serves", || vault.read("drk") == Ok(None));
}

#[test]
fn a_call_that_hangs_is_a_time_out_and_a_prompt_that_hangs_is_a_lock() {
    let table = [
        (
            hanging(|manners| manners.open = Manner::Hangs),
            KeyVaultFault::TimedOut,
        ),
        (
            hanging(|manners| manners.unlock = Manner::Hangs),
            KeyVaultFault::Locked,
        ),
        (
            hanging(|manners| manners.get = Manner::Hangs),
            KeyVaultFault::TimedOut,
        ),
        (
            hanging(|manners| manners.set = Manner::Hangs),
            KeyVaultFault::TimedOut,
        ),
    ];
    for (manners, fault) in table {
        let store = FakeStore::default();
        store.behave(manners);
        let begun = Instant::now();
        assert_eq!(
            vault(&store, REST).write("drk", b"1"),
            Err(fault),
            "{manners:?}"
        );
        let took = begun.elapsed();
        assert!(
            took >= LIMIT && took < LIMIT + Duration::from_secs(1),
            "{took:?}"
        );
    }
}

#[test]
fn while_a_call_hangs_the_next_ones_are_answered_at_once_with_its_fault() {
    let store = FakeStore::default();
    store.behave(hanging(|manners| manners.unlock = Manner::Hangs));
    let vault = vault(&store, LONG);
    assert_eq!(vault.read("drk"), Err(KeyVaultFault::Locked));
    let begun = Instant::now();
    for _ in 0..100 {
        assert_eq!(vault.read("drk"), Err(KeyVaultFault::Locked));
        assert_eq!(vault.delete("drk"), Err(KeyVaultFault::Locked));
    }
    assert!(begun.elapsed() < LIMIT, "nobody waited");
    assert_eq!(store.times_opened(), 1, "nobody asked the keychain again");
}

#[test]
fn once_the_hung_call_has_come_back_the_next_call_is_a_new_attempt() {
    let store = FakeStore::default();
    store.put(SERVICE, "drk", b"AP8Q");
    store.behave(hanging(|manners| manners.unlock = Manner::Hangs));
    let vault = vault(&store, LONG);
    assert_eq!(vault.read("drk"), Err(KeyVaultFault::Locked));
    store.behave(Manners::default());
    wait_until("the unlocked keychain is read", || {
        vault.read("drk").is_ok_and(|value| value.is_some())
    });
}

#[test]
fn after_the_rest_a_new_thread_tries_though_the_old_one_hangs_for_ever() {
    let store = FakeStore::default();
    store.behave(hanging(|manners| manners.open = Manner::Hangs));
    let vault = vault(&store, Duration::from_millis(200));
    assert_eq!(vault.read("drk"), Err(KeyVaultFault::TimedOut));
    std::thread::sleep(Duration::from_millis(250));
    assert_eq!(vault.read("drk"), Err(KeyVaultFault::TimedOut));
    assert_eq!(store.times_opened(), 2, "a second thread tried");
    std::thread::sleep(Duration::from_millis(210));
    assert_eq!(vault.read("drk"), Err(KeyVaultFault::TimedOut));
    assert_eq!(
        store.times_opened(),
        2,
        "with two calls hanging the rest is twice as long"
    );
}

#[test]
fn a_change_that_hung_before_it_was_begun_is_never_made() {
    let store = FakeStore::default();
    store.behave(hanging(|manners| manners.unlock = Manner::Hangs));
    let vault = vault(&store, LONG);
    assert_eq!(vault.write("drk", b"late"), Err(KeyVaultFault::Locked));
    store.behave(Manners::default());
    wait_until("the keychain serves again", || vault.read("drk").is_ok());
    assert_eq!(vault.read("drk"), Ok(None));
}

#[test]
fn a_change_that_waited_behind_a_hung_call_is_never_made() {
    let store = FakeStore::default();
    store.behave(hanging(|manners| manners.get = Manner::Hangs));
    let vault = vault(&store, LONG);
    std::thread::scope(|scope| {
        scope.spawn(|| assert_eq!(vault.read("drk"), Err(KeyVaultFault::TimedOut)));
        std::thread::sleep(LIMIT / 3);
        assert_eq!(vault.write("drk", b"late"), Err(KeyVaultFault::TimedOut));
    });
    store.behave(Manners::default());
    wait_until("the keychain serves again", || vault.read("drk").is_ok());
    assert_eq!(vault.read("drk"), Ok(None));
}

#[test]
fn while_a_write_hangs_reads_are_tried_and_changes_are_not() {
    let store = FakeStore::default();
    store.behave(hanging(|manners| manners.set = Manner::Hangs));
    let vault = vault(&store, Duration::ZERO);
    assert_eq!(vault.write("es.1", b"old"), Err(KeyVaultFault::TimedOut));
    assert_eq!(vault.read("es.1"), Ok(None), "a new thread reads");
    assert_eq!(vault.write("es.1", b"new"), Err(KeyVaultFault::TimedOut));
    assert_eq!(vault.delete("es.1"), Err(KeyVaultFault::TimedOut));
    assert_eq!(
        store.stored(SERVICE, "es.1"),
        None,
        "no later change that the hung one could undo"
    );
    store.behave(Manners::default());
    wait_until("changes are served again", || {
        vault.write("es.1", b"new").is_ok()
    });
    assert_eq!(**vault.read("es.1").unwrap().unwrap(), *b"new");
}

#[test]
fn a_vault_whose_call_hangs_is_dropped_without_waiting() {
    let store = FakeStore::default();
    store.behave(hanging(|manners| manners.get = Manner::Hangs));
    let vault = vault(&store, REST);
    assert_eq!(vault.read("drk"), Err(KeyVaultFault::TimedOut));
    let begun = Instant::now();
    drop(vault);
    assert!(begun.elapsed() < LIMIT);
}

#[test]
fn calls_from_many_threads_are_each_answered_with_their_own_value() {
    let store = FakeStore::default();
    let vault = vault(&store, REST);
    std::thread::scope(|scope| {
        for caller in 0_u8..16 {
            let vault = &vault;
            scope.spawn(move || {
                let name = format!("entry.{caller}");
                for round in 0_u8..20 {
                    vault.write(&name, &[caller, round]).unwrap();
                    assert_eq!(**vault.read(&name).unwrap().unwrap(), [caller, round]);
                }
            });
        }
    });
}

#[test]
fn debug_names_the_service_and_nothing_else() {
    let shown = format!("{:?}", vault(&FakeStore::default(), REST));
    assert_eq!(shown, format!("OsKeychain {{ service: {SERVICE:?}, .. }}"));
}
