//! Every way to tamper with a record or a charter is caught, and no bytes do harm.
#![allow(clippy::unwrap_used)]

mod common;

use casework::{Actor, DeskId, PersonId, RecordId, Role, StreamId};
use common::{PERSON, desk_key, envelope, first, founder, sign, vector};
use ed25519_dalek::{Signer, SigningKey};
use proptest::prelude::*;
use record::charter::{Charter, CharterFault, SignedCharter, membership_message};
use record::{
    Base, BodyMark, Draft, Header, HeaderFault, Hlc, Kind, Part, RecordFault, SignedRecord, TeamId,
    verify,
};

fn sample() -> SignedRecord {
    let bodies = vec![
        (Part::Overview, envelope(b"overview")),
        (Part::Pan, envelope(b"pan")),
    ];
    SignedRecord::assemble(first(), bodies, sign(Actor::Desk)).unwrap()
}

fn reparsed(
    record: &SignedRecord,
    bodies: Vec<(Part, Vec<u8>)>,
) -> Result<SignedRecord, RecordFault> {
    SignedRecord::parse(record.header_bytes().to_vec(), *record.signature(), bodies)
}

// Finds: a signature that does not cover the whole header, or is not strict.
#[test]
fn flipping_any_bit_of_a_header_or_a_signature_breaks_the_signature() {
    let (record, public) = (sample(), desk_key().verifying_key().to_bytes());
    assert!(record.is_signed_by(&public));
    let mut header = record.header_bytes().to_vec();
    for at in 0..header.len() {
        header[at] ^= 0x10;
        assert!(
            !verify(&header, record.signature(), &public),
            "header byte {at}"
        );
        header[at] ^= 0x10;
    }
    let mut signature = *record.signature();
    for at in 0..64 {
        for bit in 0..8 {
            signature[at] ^= 1 << bit;
            assert!(!verify(&header, &signature, &public), "signature byte {at}");
            signature[at] ^= 1 << bit;
        }
    }
    assert!(!verify(
        &header,
        &signature,
        &founder().verifying_key().to_bytes()
    ));
}

// Finds: `verify` in place of `verify_strict`: a key of small order signs everything.
#[test]
fn a_key_of_small_order_signs_nothing() {
    let mut identity = [0; 32];
    identity[0] = 1;
    let mut signature = [0; 64];
    signature[0] = 1;
    assert!(!verify(sample().header_bytes(), &signature, &identity));
}

// Finds: the length or the hash of a body not compared.
#[test]
fn a_body_changed_moved_added_or_doubled_is_refused_and_a_missing_one_is_named() {
    let record = sample();
    let bodies = record.bodies().to_vec();
    for (at, (part, envelope)) in bodies.iter().enumerate() {
        for byte in 0..envelope.len() {
            let mut changed = bodies.clone();
            changed[at].1[byte] ^= 1;
            assert_eq!(reparsed(&record, changed), Err(RecordFault::Body(*part)));
        }
    }
    let mut swapped = bodies.clone();
    (swapped[0].1, swapped[1].1) = (bodies[1].1.clone(), bodies[0].1.clone());
    assert_eq!(
        reparsed(&record, swapped),
        Err(RecordFault::Body(Part::Overview))
    );
    let added = [bodies.clone(), vec![(Part::Notes, envelope(b""))]].concat();
    assert_eq!(
        reparsed(&record, added),
        Err(RecordFault::UnexpectedBody(Part::Notes))
    );
    let doubled = [bodies.clone(), vec![bodies[0].clone()]].concat();
    assert_eq!(
        reparsed(&record, doubled),
        Err(RecordFault::UnexpectedBody(Part::Overview))
    );

    let without_pan = reparsed(&record, vec![bodies[0].clone()]).unwrap();
    assert_eq!(without_pan.missing().collect::<Vec<_>>(), [Part::Pan]);
    assert_eq!(
        (without_pan.body(Part::Pan), without_pan.hash()),
        (None, record.hash())
    );
    assert_eq!(record.missing().count(), 0);
}

// Finds: a part that is signed in the clear, or sealed under another key than the header says.
#[test]
fn a_body_that_is_not_sealed_as_the_header_says_is_never_signed() {
    let assemble = |part, body: Vec<u8>| {
        SignedRecord::assemble(first(), vec![(part, body)], |_| {
            panic!("nothing may be signed")
        })
    };
    let unsealed = [&[1, 0][..], b"name"].concat();
    let mut other_key = envelope(b"name");
    other_key[5] ^= 1;
    for body in [unsealed, other_key, b"name".to_vec(), Vec::new()] {
        assert_eq!(
            assemble(Part::Pii, body),
            Err(RecordFault::Envelope(Part::Pii))
        );
    }
    assert_eq!(
        assemble(Part::Open, envelope(b"ids")),
        Err(RecordFault::Envelope(Part::Open))
    );
    let open = vec![(Part::Open, vec![1, 0, 7])];
    assert!(SignedRecord::assemble(first(), open, sign(Actor::Desk)).is_ok());
}

#[test]
fn a_draft_that_contradicts_itself_is_never_signed() {
    let wrong = [
        Draft {
            prev: Some([0; 32]),
            ..first()
        },
        Draft { seq: 1, ..first() },
        Draft {
            base: Some(Base {
                revision: 0,
                hash: [0; 32],
            }),
            ..first()
        },
        Draft {
            hlc: Hlc { ms: -1, counter: 0 },
            ..first()
        },
        Draft {
            hlc: Hlc {
                ms: Hlc::LATEST_MS + 1,
                counter: 0,
            },
            ..first()
        },
    ];
    for draft in wrong {
        let made = SignedRecord::assemble(draft.clone(), Vec::new(), |_| {
            panic!("nothing may be signed")
        });
        assert_eq!(
            made,
            Err(RecordFault::Header(HeaderFault::Malformed)),
            "{draft:?}"
        );
    }
    let twice = vec![(Part::Notes, envelope(b"1")), (Part::Notes, envelope(b"2"))];
    let made = SignedRecord::assemble(first(), twice, |_| panic!("nothing may be signed"));
    assert_eq!(made, Err(RecordFault::UnexpectedBody(Part::Notes)));
}

#[test]
fn a_kind_is_a_short_word() {
    for word in ["received", "check_requested2", &"k".repeat(48)] {
        assert_eq!(Kind::new(word).unwrap().as_str(), word);
    }
    for word in [
        "",
        "Received",
        "1st",
        "_x",
        "a b",
        "a-b",
        "名",
        &"k".repeat(49),
    ] {
        assert!(Kind::new(word).is_err(), "{word}");
    }
}

// Finds: a header of a later version read as this one, or called damaged.
#[test]
fn a_later_version_is_told_from_damage() {
    let mut bytes = sample().header_bytes().to_vec();
    assert_eq!(bytes[1], 1);
    bytes[1] = 2;
    assert_eq!(Header::decode(&bytes), Err(HeaderFault::UnknownVersion(2)));
}

// Finds: a second spelling of one header, which would be one record with two hashes.
#[test]
fn only_the_canonical_spelling_is_read() {
    let bytes = sample().header_bytes().to_vec();
    let mut longer = bytes.clone();
    longer.splice(1..2, [0x18, 1]);
    let mut indefinite = bytes.clone();
    indefinite[0] = 0x9F;
    indefinite.push(0xFF);
    let more = [&bytes[..], &[0]].concat();
    for other in [
        longer,
        indefinite,
        more,
        bytes[..bytes.len() - 1].to_vec(),
        Vec::new(),
    ] {
        assert_eq!(Header::decode(&other), Err(HeaderFault::Malformed));
    }
}

fn charter() -> Charter {
    Charter::decode(&vector(include_str!("vectors/charter-v1.txt"), "charter")).unwrap()
}

// Finds: one person who founds a desk as two.
#[test]
fn a_charter_with_one_person_or_key_under_two_names_does_not_hold() {
    assert_eq!(charter().verify(), Ok(()));
    let again = PersonId::from_bytes([9; 16]);
    let mut same_person = charter();
    same_person.members[1].person = PERSON;
    let mut same_key = charter();
    same_key.members[1] = same_key.members[0].clone();
    same_key.members[1].person = again;
    let mut desks_key = charter();
    desks_key.members[1].public.ed25519 = desks_key.desk.ed25519;
    let auditor = desks_key.members[1].person;
    assert_eq!(same_person.verify(), Err(CharterFault::SameTwice(PERSON)));
    assert_eq!(same_key.verify(), Err(CharterFault::SameTwice(again)));
    assert_eq!(desks_key.verify(), Err(CharterFault::SameTwice(auditor)));
}

// Finds: a field of the membership that the member did not sign.
#[test]
fn what_a_member_did_not_sign_does_not_hold() {
    let changes: [fn(&mut Charter); 5] = [
        |charter| charter.founding[0] ^= 1,
        |charter| charter.desk.x25519[0] ^= 1,
        |charter| {
            charter.members[0]
                .roles
                .retain(|role| *role != Role::Operator)
        },
        |charter| charter.members[0].public.x25519[0] ^= 1,
        |charter| charter.members[0].signature[0] ^= 1,
    ];
    for (at, change) in changes.iter().enumerate() {
        let mut changed = charter();
        change(&mut changed);
        assert_eq!(
            changed.verify(),
            Err(CharterFault::MemberSignature(PERSON)),
            "change {at}"
        );
        assert_ne!(changed.team_id(), charter().team_id());
    }
}

#[test]
fn an_auditor_is_only_that_and_nobody_is_nothing() {
    let resigned = |roles: &[Role]| {
        let (mut charter, key) = (charter(), SigningKey::from_bytes(&[3; 32]));
        let (founding, desk) = (charter.founding, charter.desk);
        let member = &mut charter.members[1];
        member.roles = roles.iter().copied().collect();
        let message = membership_message(
            &founding,
            &desk,
            member.person,
            &member.roles,
            &member.public,
        );
        member.signature = key.sign(&message).to_bytes();
        charter.verify()
    };
    let auditor = charter().members[1].person;
    assert_eq!(resigned(&[Role::Supervisor, Role::Operator]), Ok(()));
    assert_eq!(
        resigned(&[Role::Auditor, Role::Operator]),
        Err(CharterFault::Roles(auditor))
    );
    assert_eq!(resigned(&[]), Err(CharterFault::Roles(auditor)));
    let nobody = Charter {
        members: Vec::new(),
        ..charter()
    };
    assert_eq!(nobody.verify(), Err(CharterFault::NoMembers));
}

// Finds: a charter taken without the desk's own signature, or with somebody else's.
#[test]
fn a_charter_the_desk_did_not_sign_does_not_hold() {
    let charter = charter();
    let desk_signature = founder().sign(&charter.desk_signing_input()).to_bytes();
    let signed = SignedCharter {
        charter: charter.clone(),
        desk_signature,
    };
    assert_eq!(
        SignedCharter::decode(&signed.encode()),
        Err(CharterFault::DeskSignature)
    );
    let desk_signature = desk_key().sign(&charter.desk_signing_input()).to_bytes();
    let signed = SignedCharter {
        charter,
        desk_signature,
    };
    assert_eq!(SignedCharter::decode(&signed.encode()), Ok(signed));
}

fn hash() -> impl Strategy<Value = [u8; 32]> {
    any::<[u8; 32]>()
}

prop_compose! {
    fn header()(
        ids in any::<([u8; 32], [u8; 16], [u8; 16], [u8; 16])>(),
        person in prop::option::of(any::<[u8; 16]>()),
        place in prop::option::of((1u64.., hash())),
        base in prop::option::of((1u64.., hash())),
        time in (0..=Hlc::LATEST_MS, any::<u16>()),
        kind in "[a-z][a-z0-9_]{0,47}",
        key_id in any::<[u8; 16]>(),
        bodies in prop::sample::subsequence(Part::ALL.to_vec(), 0..=6),
        mark in (any::<u64>(), hash()),
    ) -> Header {
        let (team, stream, desk, record) = ids;
        let mark = |part| BodyMark { part, length: mark.0, hash: mark.1 };
        Header {
            team: TeamId(team),
            stream: StreamId::from_bytes(stream),
            desk: DeskId::from_bytes(desk),
            actor: person.map_or(Actor::Desk, |person| Actor::Person(PersonId::from_bytes(person))),
            record: RecordId::from_bytes(record),
            seq: place.map_or(0, |(seq, _)| seq),
            prev: place.map(|(_, prev)| prev),
            base: base.map(|(revision, hash)| Base { revision, hash }),
            hlc: Hlc { ms: time.0, counter: time.1 },
            kind: Kind::new(&kind).unwrap(),
            key_id,
            bodies: bodies.into_iter().map(mark).collect(),
        }
    }
}

proptest! {
    #[test]
    fn whatever_header_is_written_is_read_back(header in header()) {
        prop_assert_eq!(Header::decode(&header.encode()), Ok(header));
    }

    #[test]
    fn random_bytes_are_no_header_no_charter_and_no_panic(noise in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(Header::decode(&noise).is_err());
        prop_assert!(Charter::decode(&noise).is_err());
        prop_assert!(SignedCharter::decode(&noise).is_err());
    }

    #[test]
    fn changed_bytes_are_refused_or_say_exactly_what_they_say(
        header in header(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut as_header = header.encode();
        let mut as_charter = charter().encode();
        for (at, to) in changes {
            *at.get_mut(&mut as_header) = to;
            *at.get_mut(&mut as_charter) = to;
        }
        if let Ok(read) = Header::decode(&as_header) {
            prop_assert_eq!(read.encode(), as_header);
        }
        if let Ok(read) = Charter::decode(&as_charter) {
            prop_assert_eq!(read.encode(), as_charter);
        }
    }
}
