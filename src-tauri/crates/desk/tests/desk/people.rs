//! Taking on, other roles, leaving, a lost and a new passphrase.

use std::ops::ControlFlow;

use casework::{Lacking, Refusal, Role};
use desk::{Desk, DeskFault, HouseRefusal};

use crate::house::{Colleague, House, LIN, QIAN, SUN, ZHAO, house, roles, submitted};

/// Somebody who joins the open desk.
const WU: Colleague = Colleague {
    name: "吴桐",
    passphrase: "four kites above the harbour",
    roles: &[Role::Operator],
};

fn approved(house: &House, propose: impl FnOnce(&mut Desk) -> casework::RecordId) {
    let mut lin = house.sign_in(&LIN);
    let change = propose(&mut lin);
    drop(lin);
    house.sign_in(&ZHAO).approve_change(change).unwrap();
}

#[test]
fn who_is_taken_on_signs_in_once_a_second_person_has_approved_it() {
    let house = House::open();
    let mut lin = house.sign_in(&LIN);
    let change = lin.propose_enrolment(&WU.joining()).unwrap();
    drop(lin);
    assert_eq!(
        house.try_sign_in(WU.name, WU.passphrase).unwrap_err(),
        crate::house::house(HouseRefusal::NotApprovedYet)
    );
    house.sign_in(&ZHAO).approve_change(change).unwrap();

    let mut wu = house.sign_in(&WU);
    assert_eq!(wu.roles(), WU.roles);
    let case = submitted(&mut wu, 1);
    wu.claim(case).unwrap();
    assert_eq!(wu.verify_log().unwrap().broken, None);
    drop(wu);
    assert_eq!(house.sign_in(&LIN).roster().people().count(), 3);
}

#[test]
fn who_is_turned_down_leaves_no_keys_behind() {
    let house = House::open();
    let before = std::fs::metadata(house.path().join("desk.keys"))
        .unwrap()
        .len();
    let mut lin = house.sign_in(&LIN);
    let change = lin.propose_enrolment(&WU.joining()).unwrap();
    drop(lin);
    house
        .sign_in(&ZHAO)
        .reject_change(change, "not hired")
        .unwrap();
    assert_eq!(
        house.try_sign_in(WU.name, WU.passphrase).unwrap_err(),
        crate::house::house(HouseRefusal::SignInFailed)
    );
    let after = std::fs::metadata(house.path().join("desk.keys"))
        .unwrap()
        .len();
    assert_eq!(after, before);
}

#[test]
fn a_proposal_that_is_refused_leaves_nothing_behind() {
    let house = House::open();
    let mut zhao = house.sign_in(&ZHAO);
    let missing = DeskFault::Refused(Refusal::RoleMissing {
        needed: Role::Administrator,
    });
    assert_eq!(zhao.propose_enrolment(&WU.joining()), Err(missing));
    drop(zhao);
    let mut lin = house.sign_in(&LIN);
    let taken = Colleague {
        name: "zhao ming",
        ..WU
    };
    assert_eq!(
        lin.propose_enrolment(&taken.joining()),
        Err(DeskFault::Refused(Refusal::NameTaken))
    );
    assert_eq!(lin.changes(), &[]);
}

#[test]
fn who_left_signs_in_no_more_and_the_keys_are_others() {
    let house = House::open_with(&[&LIN, &ZHAO, &QIAN]);
    approved(&house, |lin| lin.propose_dismissal(QIAN.name).unwrap());
    assert_eq!(
        house.try_sign_in(QIAN.name, QIAN.passphrase).unwrap_err(),
        crate::house::house(HouseRefusal::SignInFailed)
    );
    let zhao = house.sign_in(&ZHAO);
    assert_eq!(zhao.epoch(), 2, "a new vault key, not for who left");
    assert_eq!(zhao.roster().key_changes().len(), 1);
    assert_eq!(zhao.verify_log().unwrap().broken, None);
}

#[test]
fn a_desk_does_not_let_go_whom_it_cannot_do_without() {
    let house = House::open();
    let mut lin = house.sign_in(&LIN);
    let lacks = Refusal::RosterWouldLack(Lacking {
        missing: vec![Role::Supervisor],
        second_person: true,
    });
    assert_eq!(
        lin.propose_dismissal(ZHAO.name),
        Err(DeskFault::Refused(lacks))
    );
}

#[test]
fn other_roles_hold_from_the_approval_on() {
    let house = House::open_with(&[&LIN, &ZHAO, &SUN]);
    approved(&house, |lin| {
        lin.propose_roles(SUN.name, roles(&[Role::Administrator, Role::Operator]))
            .unwrap()
    });
    let mut sun = house.sign_in(&SUN);
    submitted(&mut sun, 1);
    assert_eq!(sun.epoch(), 1, "roles change no keys");
}

#[test]
fn a_lost_passphrase_is_replaced_by_new_keys_and_the_old_ones_open_nothing() {
    let house = House::open_with(&[&LIN, &ZHAO, &SUN]);
    let old_keys = keys(&house, SUN.name);
    let anew = Colleague {
        passphrase: "eight umbrellas in the garden",
        ..SUN
    };
    let mut lin = house.sign_in(&LIN);
    let change = lin.propose_renewal(SUN.name, anew.passphrase).unwrap();
    drop(lin);
    house.sign_in(&SUN);
    assert!(
        house.try_sign_in(anew.name, anew.passphrase).is_err(),
        "not yet"
    );
    house.sign_in(&ZHAO).approve_change(change).unwrap();
    assert_eq!(
        house.try_sign_in(SUN.name, SUN.passphrase).unwrap_err(),
        crate::house::house(HouseRefusal::SignInFailed)
    );
    let sun = house.sign_in(&anew);
    assert_eq!(sun.roles(), SUN.roles);
    assert_eq!(sun.epoch(), 2);
    assert_eq!(sun.verify_log().unwrap().broken, None);
    drop(sun);
    assert_ne!(keys(&house, SUN.name), old_keys);
}

fn keys(house: &House, name: &str) -> casework::PublicKeys {
    let desk = house.sign_in(&ZHAO);
    let found = desk.roster().people().find(|(_, it)| it.name == name);
    found.unwrap().1.term().unwrap().keys
}

#[test]
fn a_new_passphrase_takes_the_place_of_the_old_one_with_all_keys() {
    let house = House::open();
    let anew = Colleague {
        passphrase: "red lanterns over the river",
        ..ZHAO
    };
    let mut zhao = house.sign_in(&ZHAO);
    let case = submitted(&mut zhao, 1);
    let go_on = &mut |_| ControlFlow::Continue(());
    assert_eq!(
        zhao.change_passphrase("green lanterns", anew.passphrase, go_on),
        Err(crate::house::house(HouseRefusal::SignInFailed))
    );
    assert!(
        zhao.change_passphrase(ZHAO.passphrase, "short", go_on)
            .is_err()
    );
    assert_eq!(zhao.epoch(), 1);
    zhao.change_passphrase(ZHAO.passphrase, anew.passphrase, go_on)
        .unwrap();
    zhao.claim(case).unwrap();
    drop(zhao);
    assert_eq!(
        house.try_sign_in(ZHAO.name, ZHAO.passphrase).unwrap_err(),
        crate::house::house(HouseRefusal::SignInFailed)
    );
    let zhao = house.sign_in(&anew);
    assert_eq!(zhao.epoch(), 2);
    assert_eq!(
        zhao.case_page(case).unwrap().case.claim.unwrap().by,
        zhao.person()
    );
    drop(zhao);
    house.sign_in(&LIN);
}

/// The key file is trusted for nothing: who writes somebody into it has not signed the log.
#[test]
fn nobody_joins_by_the_key_file_alone() {
    let house = House::open();
    let mut lin = house.sign_in(&LIN);
    lin.propose_enrolment(&WU.joining()).unwrap();
    drop(lin);
    // The entry is there, without a grant; an enrolment that nobody approved opens nothing.
    assert_eq!(
        house.try_sign_in(WU.name, WU.passphrase).unwrap_err(),
        self::house(HouseRefusal::NotApprovedYet)
    );
}
