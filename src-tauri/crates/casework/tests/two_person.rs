//! Who may stand beside whom: the one rule, row by row.

use casework::two_person::{Matter, second_person};
use casework::{Actor, PersonId, Refusal, Role};

const MAKER: PersonId = PersonId::from_bytes([1; 16]);
const OTHER: PersonId = PersonId::from_bytes([2; 16]);

#[test]
fn a_second_person_is_another_person_who_is_a_supervisor() {
    let other = Actor::Person(OTHER);
    let maker = Actor::Person(MAKER);
    let missing = Refusal::RoleMissing {
        needed: Role::Supervisor,
    };
    type Row = (Actor, &'static [Role], Result<PersonId, Refusal>);
    let rows: [Row; 10] = [
        (other, &[Role::Supervisor], Ok(OTHER)),
        (other, &[Role::Operator, Role::Supervisor], Ok(OTHER)),
        (other, &[Role::Operator], Err(missing.clone())),
        (other, &[Role::Administrator], Err(missing.clone())),
        (other, &[Role::Auditor], Err(missing.clone())),
        (other, &[], Err(missing.clone())),
        (maker, &[Role::Supervisor], Err(Refusal::SamePerson)),
        (
            maker,
            &[Role::Operator, Role::Supervisor, Role::Administrator],
            Err(Refusal::SamePerson),
        ),
        (maker, &[Role::Operator], Err(missing)),
        (
            Actor::Desk,
            &[Role::Supervisor],
            Err(Refusal::NotAPersonsAct),
        ),
    ];
    for matter in [
        Matter::Decision,
        Matter::Roster,
        Matter::Institution,
        Matter::Recovery,
        Matter::Rollback,
        Matter::Erasure,
        Matter::Hold,
    ] {
        for (checker, roles, verdict) in &rows {
            assert_eq!(
                second_person(matter, MAKER, *checker, roles),
                *verdict,
                "{matter:?} {checker:?} {roles:?}"
            );
        }
    }
}

#[test]
fn terms_and_policy_may_also_be_approved_by_an_administrator() {
    for role in [Role::Supervisor, Role::Administrator] {
        let judged = |who| second_person(Matter::Policy, MAKER, Actor::Person(who), &[role]);
        assert_eq!(judged(OTHER), Ok(OTHER));
        assert_eq!(judged(MAKER), Err(Refusal::SamePerson));
    }
    let operator = second_person(
        Matter::Policy,
        MAKER,
        Actor::Person(OTHER),
        &[Role::Operator],
    );
    assert!(matches!(operator, Err(Refusal::RoleMissing { .. })));
    assert_eq!(Matter::Policy.maker_roles(), [Role::Supervisor]);
    assert_eq!(Matter::Erasure.maker_roles(), [Role::Administrator]);
}
