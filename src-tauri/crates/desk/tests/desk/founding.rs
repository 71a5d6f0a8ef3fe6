//! The first hour: making a desk, taking people on, opening it.

use std::fs;

use casework::{InstitutionKind, PersonId, Role};
use desk::{DeskFault, HouseRefusal, Joining, NewDesk, SignedIn};
use ledger::LedgerFault;
use record::charter::{PublicKeys, membership_message};
use seal::desk_keys::DeskKeysFile;
use seal::{PassphraseRefusal, PersonSecrets};
use testkit::KeychainMood;

use crate::house::{Colleague, FACEID, House, LIN, SUN, ZHAO, credential, house, roles};

#[test]
fn two_people_found_a_desk_and_open_it() {
    let house = House::founded(&[&LIN, &ZHAO]);
    let desk = house.founding(&LIN).open(false).unwrap();
    let people: Vec<_> = desk
        .roster()
        .people()
        .map(|(_, it)| (it.name.clone(), it.roles().to_vec()))
        .collect();
    assert_eq!(people.len(), 2);
    assert!(people.contains(&(LIN.name.to_owned(), LIN.roles.to_vec())));
    assert!(people.contains(&(ZHAO.name.to_owned(), ZHAO.roles.to_vec())));
    let team = desk.team();
    drop(desk);

    let desk = house.sign_in(&ZHAO);
    assert_eq!(desk.team(), team);
    assert_eq!(desk.roles(), ZHAO.roles);
    assert!(!desk.marks().solo);
    assert_eq!(desk.verify_log().unwrap().broken, None);
}

#[test]
fn opening_names_everything_that_is_missing() {
    let table: [(&[Role], &[Role], bool); 4] = [
        (
            &[Role::Operator],
            &[Role::Supervisor, Role::Administrator],
            true,
        ),
        (
            &[Role::Operator, Role::Administrator],
            &[Role::Supervisor],
            true,
        ),
        (
            &[Role::Operator, Role::Supervisor, Role::Administrator],
            &[],
            true,
        ),
        (&[Role::Administrator], &[Role::Supervisor], true),
    ];
    for (held, missing, second_person) in table {
        let house = House::founded(&[&Colleague { roles: held, ..LIN }]);
        let refused = house.founding(&LIN).open(false).unwrap_err();
        let missing = missing.to_vec();
        assert_eq!(
            refused,
            crate::house::house(HouseRefusal::RosterIncomplete {
                missing,
                second_person,
                not_alone: None
            })
        );
        assert!(matches!(
            house.try_sign_in(LIN.name, LIN.passphrase),
            Ok(SignedIn::Founding(_))
        ));
    }
}

#[test]
fn an_administrator_is_no_second_person_for_a_case() {
    let alone = Colleague {
        roles: &[Role::Supervisor],
        ..LIN
    };
    let desk = House::founded(&[&alone, &SUN]);
    let refused = desk.founding(&LIN).open(false).unwrap_err();
    assert_eq!(
        refused,
        house(HouseRefusal::RosterIncomplete {
            missing: vec![],
            second_person: true,
            not_alone: None
        })
    );
}

#[test]
fn one_person_with_the_three_roles_may_open_a_solo_desk_and_it_says_so_for_ever() {
    let all = Colleague {
        roles: &[Role::Operator, Role::Supervisor, Role::Administrator],
        ..LIN
    };
    let house = House::founded(&[&all]);
    assert!(house.founding(&all).open(true).unwrap().marks().solo);
    assert!(house.sign_in(&all).marks().solo);
}

#[test]
fn a_desk_for_one_is_not_opened_with_two() {
    let all = Colleague {
        roles: &[Role::Operator, Role::Supervisor, Role::Administrator],
        ..LIN
    };
    let house = House::founded(&[&all, &ZHAO]);
    let refused = house.founding(&all).open(true).unwrap_err();
    let alone = HouseRefusal::RosterIncomplete {
        missing: Vec::new(),
        second_person: false,
        not_alone: Some(2),
    };
    assert_eq!(refused, crate::house::house(alone));
}

#[test]
fn a_solo_desk_needs_the_operator_too() {
    let house = House::founded(&[&Colleague {
        roles: &[Role::Supervisor, Role::Administrator],
        ..LIN
    }]);
    let refused = house.founding(&LIN).open(true).unwrap_err();
    let missing = vec![Role::Operator];
    assert_eq!(
        refused,
        crate::house::house(HouseRefusal::RosterIncomplete {
            missing,
            second_person: false,
            not_alone: None
        })
    );
}

/// The store of the new team is whole on the disk, but the key file still names the founding id.
#[test]
fn a_crash_between_store_and_key_file_leaves_the_desk_founding() {
    let house = House::founded(&[&LIN, &ZHAO]);
    let keys = house.path().join("desk.keys");
    let before = fs::read(&keys).unwrap();
    let first = house.founding(&LIN).open(false).unwrap().team();
    fs::write(&keys, before).unwrap();
    assert!(house.path().join("desk.db").exists());

    let again = house.founding(&ZHAO).open(false).unwrap();
    assert_ne!(
        again.team(),
        first,
        "the founder signs first, so another founder makes another charter"
    );
    drop(again);
    assert_eq!(house.sign_in(&LIN).verify_log().unwrap().broken, None);
}

/// Somebody who can write to the folder, and nothing else, puts their own keys in a colleague's place.
#[test]
fn a_colleague_whose_keys_were_replaced_on_the_disk_never_comes_into_the_charter() {
    let house = House::founded(&[&LIN, &ZHAO]);
    let path = house.path().join("desk.keys");
    let mut file = DeskKeysFile::from_bytes(&fs::read(&path).unwrap()).unwrap();
    let lin = house.founding(&LIN).person();
    let founding = file.founding.0;
    let slot = file.slot_mut(1).unwrap();
    let impostor = PersonSecrets::generate(&mut testkit::SeededNonces::of(9));
    let public = |keys: &seal::PublicKeys| PublicKeys {
        ed25519: keys.ed25519,
        x25519: keys.x25519,
    };
    let desk = public(&slot.desk_public);
    let (id, zhao) = slot
        .people
        .iter_mut()
        .find(|(id, _)| *id != lin.as_bytes())
        .unwrap();
    zhao.public = impostor.public();
    zhao.membership.as_mut().unwrap().signature = impostor.sign(&membership_message(
        &founding,
        &desk,
        PersonId::from_bytes(*id),
        &roles(ZHAO.roles),
        &public(&impostor.public()),
    ));
    fs::write(&path, &*file.to_bytes()).unwrap();

    let refused = house.founding(&LIN).open(false).unwrap_err();
    assert_eq!(refused, DeskFault::KeysDamaged);
    assert!(!house.path().join("desk.db").exists());
}

#[test]
fn a_torn_store_beside_a_founding_key_file_is_thrown_away() {
    let house = House::founded(&[&LIN, &ZHAO]);
    fs::write(house.path().join("desk.db"), b"half a page").unwrap();
    house.founding(&LIN).open(false).unwrap();
    house.sign_in(&LIN);
}

#[test]
fn while_founding_only_this_computer_is_spoken_to() {
    let house = House::founded(&[&LIN]);
    let mut founding = house.founding(&LIN);
    let set = founding.set_institution(FACEID, "https://faceid.tencentcloudapi.com", credential());
    assert_eq!(set, Err(crate::house::house(HouseRefusal::LoopbackOnly)));
    assert_eq!(
        founding.set_institution(FACEID, "http://127.0.0.1:4010", credential()),
        Ok(())
    );
}

#[test]
fn what_was_set_while_founding_is_in_force_on_the_open_desk_and_the_last_word_counts() {
    let house = House::founded(&[&LIN, &ZHAO]);
    let mut founding = house.founding(&LIN);
    for port in [4010, 4011] {
        founding
            .set_institution(FACEID, &format!("http://127.0.0.1:{port}"), credential())
            .unwrap();
    }
    founding.open(false).unwrap();
    let desk = house.sign_in(&ZHAO);
    let (settings, found) = desk.institution(FACEID).unwrap().unwrap();
    assert_eq!(settings.url, "http://127.0.0.1:4011");
    assert_eq!(found.expose(), credential().expose());
    assert!(
        desk.institution(InstitutionKind::TencentSms)
            .unwrap()
            .is_none()
    );
}

#[test]
fn a_desk_without_keychain_keeps_its_credentials_in_the_store() {
    let house = House::empty();
    house.keychain.behave(KeychainMood::Missing);
    let new = NewDesk {
        no_keychain: true,
        demo: true,
    };
    desk::create(&house.path(), &mut house.rim(), new, &LIN.joining()).unwrap();
    let mut founding = house.founding(&LIN);
    founding.add_person(&ZHAO.joining()).unwrap();
    founding
        .set_institution(FACEID, "http://127.0.0.1:4010", credential())
        .unwrap();
    founding.open(false).unwrap();

    let desk = house.sign_in(&ZHAO);
    assert!(desk.marks().no_keychain && desk.marks().demo);
    assert_eq!(
        desk.institution(FACEID).unwrap().unwrap().1.expose(),
        credential().expose()
    );
}

#[test]
fn unfit_founders_make_no_desk() {
    let table = [
        (
            Joining {
                name: " ",
                ..LIN.joining()
            },
            HouseRefusal::NameUnfit,
        ),
        (
            Joining {
                name: "Lin\nLin",
                ..LIN.joining()
            },
            HouseRefusal::NameUnfit,
        ),
        (
            Joining {
                roles: roles(&[]),
                ..LIN.joining()
            },
            HouseRefusal::RolesUnfit,
        ),
        (
            Joining {
                roles: roles(&[Role::Auditor, Role::Operator]),
                ..LIN.joining()
            },
            HouseRefusal::RolesUnfit,
        ),
        (
            Joining {
                passphrase: "blue kettles",
                ..LIN.joining()
            },
            HouseRefusal::Passphrase(PassphraseRefusal::TooShort { needed: 15 }),
        ),
        (
            Joining {
                passphrase: "password password",
                ..LIN.joining()
            },
            HouseRefusal::Passphrase(PassphraseRefusal::Common),
        ),
    ];
    let empty = House::empty();
    for (founder, refusal) in table {
        let made = desk::create(
            &empty.path(),
            &mut empty.rim(),
            NewDesk::default(),
            &founder,
        );
        assert_eq!(made, Err(house(refusal)));
        assert!(!empty.path().exists());
    }
}

#[test]
fn on_a_desk_without_keychain_everybodys_passphrase_is_long() {
    let empty = House::empty();
    let founder = Joining {
        roles: roles(&[Role::Operator]),
        passphrase: "blue kettles",
        ..LIN.joining()
    };
    let new = NewDesk {
        no_keychain: true,
        demo: false,
    };
    let made = desk::create(&empty.path(), &mut empty.rim(), new, &founder);
    assert_eq!(
        made,
        Err(house(HouseRefusal::Passphrase(
            PassphraseRefusal::TooShort { needed: 15 }
        )))
    );
}

#[test]
fn a_name_is_taken_however_it_is_typed() {
    let desk = House::founded(&[&ZHAO]);
    let mut founding = desk.founding(&ZHAO);
    let same = Joining {
        name: " Ｚhao Ming ",
        ..LIN.joining()
    };
    assert_eq!(
        founding.add_person(&same),
        Err(house(HouseRefusal::NameTaken))
    );
}

#[test]
fn there_is_one_desk_in_a_folder_and_one_process_at_it() {
    let house = House::founded(&[&LIN]);
    assert_eq!(
        house.create(&LIN),
        Err(DeskFault::Ledger(LedgerFault::DeskExistsAlready))
    );
    let _here = house.founding(&LIN);
    let second = house.try_sign_in(LIN.name, LIN.passphrase).unwrap_err();
    assert_eq!(second, DeskFault::Ledger(LedgerFault::DeskInUse));
}
