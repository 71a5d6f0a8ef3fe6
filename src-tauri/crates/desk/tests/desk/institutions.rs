//! Changing how an institution is reached: one proposes, another approves.

use std::fs;

use casework::{ChangeState, DeskId, Refusal, Role};
use desk::{DeskFault, HouseRefusal};
use seal::desk_keys::DeskKeysFile;
use testkit::KeychainMood;

use crate::house::{Colleague, FACEID, House, LIN, ZHAO, credential, house};

const URL: &str = "https://faceid.tencentcloudapi.com";

fn credentials(house: &House) -> Vec<String> {
    let keys = fs::read(house.path().join("desk.keys")).unwrap();
    let desk = DeskId::from_bytes(DeskKeysFile::from_bytes(&keys).unwrap().desk);
    house
        .keychain
        .names(desk)
        .into_iter()
        .filter(|it| it.starts_with("credential."))
        .collect()
}

#[test]
fn a_change_is_used_once_a_second_person_has_approved_it() {
    let house = House::open();
    let mut desk = house.sign_in(&LIN);
    let change = desk
        .propose_institution(FACEID, URL, &credential())
        .unwrap();
    assert!(
        desk.institution(FACEID).unwrap().is_none(),
        "proposed is not in force"
    );
    drop(desk);

    let mut desk = house.sign_in(&ZHAO);
    desk.approve_change(change).unwrap();
    assert_eq!(
        desk.approve_change(change),
        Err(DeskFault::Refused(Refusal::NoSuchChange)),
        "once"
    );
    drop(desk);

    let desk = house.sign_in(&LIN);
    let (settings, found) = desk.institution(FACEID).unwrap().unwrap();
    assert_eq!(settings.url, URL);
    assert_eq!(found.expose(), credential().expose());
    assert_eq!(desk.verify_log().unwrap().broken, None);
}

#[test]
fn the_same_person_approves_nothing_they_proposed_and_rejects_nothing_either() {
    let founder = Colleague {
        roles: &[Role::Operator, Role::Supervisor, Role::Administrator],
        ..LIN
    };
    let house = House::open_with(&[&founder, &ZHAO]);
    let mut desk = house.sign_in(&founder);
    let change = desk
        .propose_institution(FACEID, URL, &credential())
        .unwrap();
    let same = Err(DeskFault::Refused(Refusal::SamePerson));
    assert_eq!(desk.approve_change(change), same);
    assert_eq!(desk.reject_change(change, "changed my mind"), same);
    assert_eq!(desk.changes()[0].state, ChangeState::Proposed);
}

#[test]
fn only_administrators_propose_and_only_supervisors_judge() {
    let house = House::open();
    let mut desk = house.sign_in(&ZHAO);
    let refused = desk
        .propose_institution(FACEID, URL, &credential())
        .unwrap_err();
    assert_eq!(
        refused,
        DeskFault::Refused(Refusal::RoleMissing {
            needed: Role::Administrator
        })
    );
    assert!(
        credentials(&house).is_empty(),
        "nothing was kept for a refused proposal"
    );
}

#[test]
fn a_rejected_change_stays_on_record_and_its_credential_does_not_stay() {
    let house = House::open();
    let mut desk = house.sign_in(&LIN);
    let change = desk
        .propose_institution(FACEID, URL, &credential())
        .unwrap();
    assert_eq!(credentials(&house).len(), 1);
    drop(desk);

    let mut desk = house.sign_in(&ZHAO);
    assert_eq!(
        desk.reject_change(change, " "),
        Err(DeskFault::Refused(Refusal::ReasonMissing))
    );
    desk.reject_change(change, "not our contract").unwrap();
    assert!(credentials(&house).is_empty());
    drop(desk);

    let desk = house.sign_in(&LIN);
    assert_eq!(desk.changes().len(), 1);
    assert_eq!(
        (desk.changes()[0].id, desk.changes()[0].state),
        (change, ChangeState::Rejected)
    );
    assert!(desk.institution(FACEID).unwrap().is_none());
}

#[test]
fn without_keychain_a_proposal_and_its_credential_are_one_commit() {
    let house = House::empty();
    let new = desk::NewDesk {
        no_keychain: true,
        demo: false,
    };
    desk::create(&house.path(), &mut house.rim(), new, &LIN.joining()).unwrap();
    let mut founding = house.founding(&LIN);
    founding.add_person(&ZHAO.joining()).unwrap();
    drop(founding.open(false).unwrap());
    let mut desk = house.sign_in(&LIN);
    let change = desk
        .propose_institution(FACEID, URL, &credential())
        .unwrap();
    drop(desk);
    let mut desk = house.sign_in(&ZHAO);
    desk.approve_change(change).unwrap();
    assert_eq!(
        desk.institution(FACEID).unwrap().unwrap().1.expose(),
        credential().expose()
    );
}

#[test]
fn an_address_is_judged_before_anybody_is_asked() {
    let desk = House::open();
    let mut signed_in = desk.sign_in(&LIN);
    for (url, refusal) in [
        ("http://faceid.tencentcloudapi.com", HouseRefusal::TlsNeeded),
        (
            "https://id:secret@faceid.tencentcloudapi.com",
            HouseRefusal::UrlUnfit,
        ),
    ] {
        assert_eq!(
            signed_in.propose_institution(FACEID, url, &credential()),
            Err(house(refusal))
        );
    }
    assert!(signed_in.changes().is_empty());
}

#[test]
fn a_locked_keychain_keeps_a_change_from_being_proposed_and_is_told_when_the_credential_is_read() {
    let house = House::open();
    let mut desk = house.sign_in(&LIN);
    let change = desk
        .propose_institution(FACEID, URL, &credential())
        .unwrap();
    house.keychain.behave(KeychainMood::Locked);
    let locked = DeskFault::Keychain(ports::KeyVaultFault::Locked);
    assert_eq!(
        desk.propose_institution(FACEID, URL, &credential()),
        Err(locked.clone())
    );
    assert_eq!(desk.changes().len(), 1);
    house.keychain.behave(KeychainMood::Sound);
    drop(desk);

    let mut desk = house.sign_in(&ZHAO);
    desk.approve_change(change).unwrap();
    house.keychain.behave(KeychainMood::Locked);
    assert_eq!(desk.institution(FACEID).unwrap_err(), locked);
}
