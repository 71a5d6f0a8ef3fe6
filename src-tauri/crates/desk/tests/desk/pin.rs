//! Re-unlock by PIN.

use desk::{DeskFault, HouseRefusal, PinLock};

use ports::Clock;

use crate::house::{House, LIN, ZHAO, house, submitted};

const HOUR: i64 = 3_600_000;
const PIN: &str = "847301";

fn pin(house: &House) -> PinLock {
    let mut lin = house.sign_in(&LIN);
    submitted(&mut lin, 1);
    lin.set_pin(PIN, house.clock.now_ms()).unwrap()
}

#[test]
fn a_pin_opens_again_what_the_passphrase_opened() {
    let house = House::open();
    let mut pin = pin(&house);
    let lin = pin.open(&house.path(), house.rim(), PIN).unwrap();
    assert_eq!(pin.name(), LIN.name);
    assert_eq!(lin.roles(), LIN.roles);
    assert_eq!(lin.verify_log().unwrap().broken, None);
}

#[test]
fn ten_wrong_pins_and_a_passphrase_is_needed() {
    let house = House::open();
    let mut pin = pin(&house);
    for _ in 0..9 {
        let wrong = pin.open(&house.path(), house.rim(), "847302").unwrap_err();
        assert_eq!(wrong, self::house(HouseRefusal::PinWrong));
    }
    let over = self::house(HouseRefusal::PinOver);
    assert_eq!(
        pin.open(&house.path(), house.rim(), "847302").unwrap_err(),
        over
    );
    assert_eq!(pin.open(&house.path(), house.rim(), PIN).unwrap_err(), over);
    house.sign_in(&LIN);
}

#[test]
fn after_twelve_hours_a_passphrase_is_needed() {
    let house = House::open();
    let mut pin = pin(&house);
    house.clock.pass(12 * HOUR - 1);
    drop(pin.open(&house.path(), house.rim(), PIN).unwrap());
    house.clock.pass(1);
    assert_eq!(
        pin.open(&house.path(), house.rim(), PIN).unwrap_err(),
        self::house(HouseRefusal::PinOver)
    );
}

#[test]
fn a_pin_is_worth_nothing_without_the_keychain() {
    let house = House::open();
    let mut pin = pin(&house);
    house
        .keychain
        .become_as(&testkit::MemoryKeychain::default());
    assert_eq!(
        pin.open(&house.path(), house.rim(), PIN).unwrap_err(),
        DeskFault::KeychainEntryMissing
    );
}

#[test]
fn who_left_comes_back_by_no_pin() {
    let house = House::open_with(&[&LIN, &ZHAO, &crate::house::SUN]);
    let sun = crate::house::SUN;
    let mut desk = house.sign_in(&sun);
    let mut pin = desk.set_pin(PIN, house.clock.now_ms()).unwrap();
    drop(desk);
    let mut lin = house.sign_in(&LIN);
    let change = lin.propose_dismissal(sun.name).unwrap();
    drop(lin);
    house.sign_in(&ZHAO).approve_change(change).unwrap();
    assert_eq!(
        pin.open(&house.path(), house.rim(), PIN).unwrap_err(),
        self::house(HouseRefusal::SignInFailed)
    );
}

#[test]
fn a_pin_that_is_tried_first_is_refused() {
    let house = House::open();
    let mut lin = house.sign_in(&LIN);
    for weak in ["12345", "123456", "111111", "abcdef", ""] {
        assert_eq!(
            lin.set_pin(weak, 0).unwrap_err(),
            self::house(HouseRefusal::PinUnfit),
            "{weak}"
        );
    }
}
