//! Keys lie in the memory that the program locked. One test, for the pool is the process's.
#![allow(clippy::unwrap_used)]

mod common;

use common::Counting;
use seal::{DeskSecret, ErasureSecret, PersonSecrets, lock_key_memory, verify};

// Finds: fresh or read keys that do not take a slot, a pool that is made twice, or a signature
// that differs when the seed lies there.
#[test]
fn keys_made_after_the_memory_is_locked_lie_in_it() {
    let rng = &mut Counting::default();
    let early = DeskSecret::generate(rng);
    let signed_before = PersonSecrets::generate(&mut Counting::default()).sign(b"message");

    let mut pages = Vec::new();
    let slots = lock_key_memory(|page, length| {
        pages.push(page.addr()..page.addr() + length);
        true
    });
    assert_eq!(slots, 4096);
    assert_eq!(
        lock_key_memory(|_, _| unreachable!("they are locked")),
        4096
    );

    let is_locked = |bytes: &[u8; 32]| {
        pages
            .iter()
            .any(|page| page.contains(&bytes.as_ptr().addr()))
    };
    assert!(!is_locked(early.expose()));
    let fresh = DeskSecret::generate(rng);
    assert!(is_locked(fresh.expose()));
    let read = ErasureSecret::from_keychain(&[7; 32]).unwrap();
    assert!(is_locked(read.expose()));
    assert_eq!(read.expose(), &[7; 32]);

    let person = PersonSecrets::generate(&mut Counting::default());
    let signed = person.sign(b"message");
    assert_eq!(signed, signed_before);
    assert!(verify(&person.public().ed25519, b"message", &signed));
}
