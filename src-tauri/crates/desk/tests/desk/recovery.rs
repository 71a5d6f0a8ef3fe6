//! The ceremony of the recovery secret, while founding and on an open desk.

use casework::Refusal;
use desk::{Desk, DeskFault, HouseRefusal, RecoveryCeremony};

use crate::house::{ALONE, House, LIN, ZHAO, house};

pub(crate) fn holders() -> [String; 3] {
    ["Lin", "Zhao Ming", "the bank's safe"].map(str::to_owned)
}

/// Shows every holder their share and has them type it back. Answers with the papers.
pub(crate) fn hand_out(ceremony: &mut RecoveryCeremony) -> [String; 3] {
    [0, 1, 2].map(|holder| {
        let paper = ceremony.share_text(holder).unwrap().to_string();
        let groups: Vec<&str> = paper.split_whitespace().collect();
        let asked = ceremony.ask(holder).unwrap();
        let typed = asked.map(|number| groups[number - 1]);
        ceremony.confirm(holder, &typed).unwrap();
        paper
    })
}

/// An open desk of Lin and Zhao whose recovery secret stands in the charter, with the papers.
pub(crate) fn with_recovery() -> (House, [String; 3]) {
    with_recovery_of(&[&LIN, &ZHAO])
}

pub(crate) fn with_recovery_of(people: &[&crate::house::Colleague]) -> (House, [String; 3]) {
    with_recovery_in(House::founded(people), people)
}

pub(crate) fn with_recovery_in(
    house: House,
    people: &[&crate::house::Colleague],
) -> (House, [String; 3]) {
    let mut founding = house.founding(people[0]);
    let mut ceremony = founding.begin_recovery(holders()).unwrap();
    let papers = hand_out(&mut ceremony);
    founding.set_recovery(&ceremony).unwrap();
    drop(founding);
    // Opened at another time than it was set: it was kept.
    house.founding(people[0]).open(people.len() == 1).unwrap();
    (house, papers)
}

#[test]
fn a_secret_made_while_founding_stands_in_the_charter() {
    let (house, _) = with_recovery();
    let lin = house.sign_in(&LIN);
    assert!(lin.has_recovery());
    assert_eq!(
        lin.roster().recovery_holders(),
        Some("Lin · Zhao Ming · the bank's safe")
    );
    assert_eq!(lin.roster().people().count(), 2, "the secret is nobody");
    assert_eq!(lin.verify_log().unwrap().broken, None);
}

/// Mutation: without `completed`, a secret whose shares nobody holds could come into force.
#[test]
fn a_ceremony_is_complete_when_all_three_typed_their_own_share_back() {
    let house = House::open();
    let mut lin = house.sign_in(&LIN);
    let mut ceremony = lin.begin_recovery(holders()).unwrap();
    let unfinished = self::house(HouseRefusal::CeremonyUnfinished);
    assert_eq!(ceremony.ask(0), Err(unfinished.clone()), "not shown yet");
    let paper = ceremony.share_text(0).unwrap();
    let again = ceremony.share_text(0).map(drop);
    assert_eq!(again, Err(self::house(HouseRefusal::ShareShown)));
    let groups: Vec<&str> = paper.split_whitespace().collect();
    let asked = ceremony.ask(0).unwrap();
    assert_ne!(asked[0], asked[1]);
    // The other order, and another share's groups, are wrong.
    let wrong = self::house(HouseRefusal::ShareNotTypedBack);
    let swapped = [groups[asked[1] - 1], groups[asked[0] - 1]];
    assert_eq!(ceremony.confirm(0, &swapped), Err(wrong.clone()));
    let other = ceremony.share_text(1).unwrap();
    let others: Vec<&str> = other.split_whitespace().collect();
    let asked = ceremony.ask(0).unwrap();
    let foreign = asked.map(|it| others[it - 1]);
    assert_eq!(ceremony.confirm(0, &foreign), Err(wrong.clone()));
    assert_eq!(ceremony.confirm(0, &[]), Err(wrong));
    let typed = ceremony.ask(0).unwrap().map(|it| groups[it - 1]);
    ceremony.confirm(0, &typed).unwrap();
    assert!(ceremony.is_confirmed(0) && !ceremony.is_complete());
    assert_eq!(lin.propose_recovery(&ceremony), Err(unfinished));
}

#[test]
fn on_an_open_desk_a_second_person_puts_the_secret_in_force() {
    let house = House::open();
    let mut lin = house.sign_in(&LIN);
    let mut ceremony = lin.begin_recovery(holders()).unwrap();
    hand_out(&mut ceremony);
    let change = lin.propose_recovery(&ceremony).unwrap();
    assert!(!lin.has_recovery());
    assert!(lin.approve_change(change).is_err(), "not by herself");
    drop(lin);
    let mut zhao = house.sign_in(&ZHAO);
    zhao.approve_change(change).unwrap();
    assert!(zhao.has_recovery());
    drop(zhao);
    let lin = house.sign_in(&LIN);
    let keys = lin.roster().recovery().unwrap().keys;
    assert_eq!(keys, ceremony.keys());
}

#[test]
fn who_may_not_propose_it_or_names_no_three_holders_makes_no_secret() {
    let house = House::open();
    let mut zhao = house.sign_in(&ZHAO);
    assert!(matches!(
        zhao.begin_recovery(holders()),
        Err(DeskFault::Refused(Refusal::RoleMissing { .. }))
    ));
    assert!(zhao.may_begin_recovery().is_some(), "nor is it offered");
    drop(zhao);
    let mut lin = house.sign_in(&LIN);
    assert_eq!(lin.may_begin_recovery(), None);
    for names in [["Lin", "Lin ", "Zhao"], ["Lin", "", "Zhao"]] {
        let refused = lin.begin_recovery(names.map(str::to_owned)).map(drop);
        assert_eq!(refused, Err(DeskFault::Refused(Refusal::HoldersUnfit)));
    }
}

/// Mutation: without the judgement at opening, three shares could lie in one drawer.
#[test]
fn one_person_holds_all_shares_of_a_desk_for_one_and_of_no_other() {
    let same = || ["Lin", "Lin", "Lin"].map(str::to_owned);
    let set = |house: &House, who| {
        let mut founding = house.founding(who);
        let mut ceremony = founding.begin_recovery(same()).unwrap();
        hand_out(&mut ceremony);
        founding.set_recovery(&ceremony).unwrap();
        founding
    };
    let alone = House::founded(&[&ALONE]);
    let mut desk: Desk = set(&alone, &ALONE).open(true).unwrap();
    assert!(desk.has_recovery());
    let refused = desk.begin_recovery(same()).map(drop);
    let too_late = house(HouseRefusal::RecoveryAtFounding);
    assert_eq!(refused, Err(too_late.clone()));
    assert_eq!(desk.may_begin_recovery(), Some(too_late));

    let two = House::founded(&[&LIN, &ZHAO]);
    let refused = set(&two, &LIN).open(false).map(drop);
    assert_eq!(refused, Err(DeskFault::Refused(Refusal::HoldersUnfit)));
    // Named anew, it opens: the last ceremony counts.
    let mut founding = two.founding(&LIN);
    let mut ceremony = founding.begin_recovery(holders()).unwrap();
    hand_out(&mut ceremony);
    founding.set_recovery(&ceremony).unwrap();
    assert!(founding.open(false).unwrap().has_recovery());
}
