//! A PIN opens for its person, on its desk, in its keychain; a link of the sign-in log vouches for
//! all before it.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Counting, DESK, PERSON, of, vector};
use seal::{
    Argon2Cost, Argon2Params, DeskSecret, OpenError, Passphrase, PersonKek, PersonSecrets, Pin,
    PinKek, signin_mac, unwrap, wrap,
};

const UNLOCK: &str = include_str!("vectors/unlock-v1.txt");

// Finds: an ingredient of the PIN's key that does not take part.
#[test]
fn a_pin_opens_for_its_person_on_its_desk_under_its_desk_secret_only() {
    let rng = &mut Counting::default();
    let drk = DeskSecret::generate(rng);
    let params = Argon2Params::fresh(Argon2Cost::new(32, 1, 1).unwrap(), rng);
    let right = Pin::entered("853914");
    let kek = PinKek::derive(&drk, &right, &params, DESK, PERSON);
    let secrets = PersonSecrets::generate(rng);
    let wrapped = wrap(&kek, &of(PERSON), &secrets, rng);

    let salted = Argon2Params {
        salt: [0; 16],
        ..params
    };
    for other in [
        PinKek::derive(&drk, &Pin::entered("853915"), &params, DESK, PERSON),
        PinKek::derive(&DeskSecret::generate(rng), &right, &params, DESK, PERSON),
        PinKek::derive(&drk, &right, &salted, DESK, PERSON),
        PinKek::derive(&drk, &right, &params, [0; 16], PERSON),
        PinKek::derive(&drk, &right, &params, DESK, [0; 16]),
        PinKek::derive(&drk, &right, &params, PERSON, DESK),
    ] {
        let opened: Result<PersonSecrets, _> = unwrap(&other, &of(PERSON), &wrapped);
        assert_eq!(opened.unwrap_err(), OpenError);
    }
    let wide = Pin::entered("８５３９１４");
    let again = PinKek::derive(&drk, &wide, &params, DESK, PERSON);
    let opened: PersonSecrets = unwrap(&again, &of(PERSON), &wrapped).unwrap();
    assert_eq!(opened.public(), secrets.public());
    assert_eq!(format!("{kek:?}"), format!("PinKek({}, secret)", kek.id()));
}

// Finds: one domain for both, so that a passphrase of digits would open what a PIN wraps.
#[test]
fn a_passphrase_and_a_pin_of_the_same_digits_have_nothing_in_common() {
    let rng = &mut Counting::default();
    let drk = DeskSecret::generate(rng);
    let params = Argon2Params::fresh(Argon2Cost::new(32, 1, 1).unwrap(), rng);
    let pin = PinKek::derive(&drk, &Pin::entered("853914"), &params, DESK, PERSON);
    let passphrase = Passphrase::entered("853914");
    let team = common::TEAM;
    let kek = PersonKek::derive(Some(&drk), &passphrase, &params, team, DESK, PERSON, 0);
    assert_ne!(pin.id(), kek.id());
}

// Finds: the last link, the entry, the desk or the secret left out of a link.
#[test]
fn a_link_depends_on_secret_desk_the_link_before_and_the_entry() {
    let rng = &mut Counting::default();
    let (drk, other) = (DeskSecret::generate(rng), DeskSecret::generate(rng));
    let first = signin_mac(&drk, DESK, &[0; 32], b"wrong passphrase");
    let links = std::collections::BTreeSet::from([
        first,
        signin_mac(&drk, DESK, &[0; 32], b"wrong passphrase."),
        signin_mac(&drk, DESK, &[0; 32], b""),
        signin_mac(&drk, DESK, &first, b"wrong passphrase"),
        signin_mac(&drk, PERSON, &[0; 32], b"wrong passphrase"),
        signin_mac(&other, DESK, &[0; 32], b"wrong passphrase"),
    ]);
    assert_eq!(links.len(), 6);
    assert_eq!(first, signin_mac(&drk, DESK, &[0; 32], b"wrong passphrase"));
}

// Finds: lanes or an equal cost taken for weaker, or one of memory and passes not looked at.
#[test]
fn a_cost_is_weaker_where_memory_or_passes_are_lower() {
    let cost = |memory, passes, lanes| Argon2Cost::new(memory, passes, lanes).unwrap();
    let standard = Argon2Cost::STANDARD;
    assert!(cost(32 << 10, 3, 4).is_weaker_than(standard));
    assert!(cost(64 << 10, 2, 4).is_weaker_than(standard));
    assert!(cost(128 << 10, 2, 4).is_weaker_than(standard));
    assert!(cost(32 << 10, 9, 4).is_weaker_than(standard));
    assert!(standard.is_weaker_than(Argon2Cost::NO_KEYCHAIN));
    for as_strong in [standard, cost(64 << 10, 3, 1), Argon2Cost::NO_KEYCHAIN] {
        assert!(!as_strong.is_weaker_than(standard));
    }
}

// Finds: another order of ingredients or another domain.
#[test]
fn a_pins_key_and_a_link_are_made_as_on_the_first_day() {
    let rng = &mut Counting::default();
    let drk = DeskSecret::generate(rng);
    let params = Argon2Params::fresh(Argon2Cost::new(64, 2, 2).unwrap(), rng);
    let kek = PinKek::derive(&drk, &Pin::entered("853914"), &params, DESK, PERSON);
    assert_eq!(kek.id().0[..], vector(UNLOCK, "pin.id"));
    let secrets = PersonSecrets::generate(rng);
    let frozen = vector(UNLOCK, "wrap.pin");
    assert_eq!(
        hex::encode(wrap(&kek, &of(PERSON), &secrets, rng)),
        hex::encode(&frozen)
    );
    let opened: PersonSecrets = unwrap(&kek, &of(PERSON), &frozen).unwrap();
    assert_eq!(opened.public(), secrets.public());

    let one = signin_mac(&drk, DESK, &[0; 32], b"first");
    let two = signin_mac(&drk, DESK, &one, b"second");
    assert_eq!(one[..], vector(UNLOCK, "signin.1"));
    assert_eq!(two[..], vector(UNLOCK, "signin.2"));
}
