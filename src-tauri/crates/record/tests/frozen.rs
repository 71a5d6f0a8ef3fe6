//! The bytes that may never change, written and read.
#![allow(clippy::unwrap_used)]

mod common;

use std::collections::BTreeSet;

use casework::{Actor, PersonId, Role};
use common::{KEY_ID, NOW, PERSON, desk_key, envelope, first, founder, sign, vector};
use ed25519_dalek::{Signer, SigningKey};
use record::charter::{Charter, Marks, Member, PublicKeys, SignedCharter, membership_message};
use record::{Base, Draft, Header, Hlc, Kind, Part, SignedRecord, record_hash, verify};

const RECORDS: &str = include_str!("vectors/record-v1.txt");
const CHARTER: &str = include_str!("vectors/charter-v1.txt");

fn middle() -> Draft {
    Draft {
        actor: Actor::Person(PERSON),
        seq: 4711,
        prev: Some([0x11; 32]),
        base: Some(Base {
            revision: 3,
            hash: [0x22; 32],
        }),
        hlc: Hlc {
            ms: NOW,
            counter: 2,
        },
        kind: Kind::new("received").unwrap(),
        ..first()
    }
}

#[test]
fn a_record_is_written_and_read_as_on_the_first_day() {
    let (overview, pii) = (envelope(b"overview"), envelope(b"pii"));
    assert_eq!(overview, vector(RECORDS, "overview"));
    assert_eq!(overview[2..18], KEY_ID);
    // Given in the wrong order: the header's order is its own.
    let bodies = vec![(Part::Pii, pii), (Part::Overview, overview)];
    for (name, draft, bodies, signer) in [
        ("middle", middle(), bodies, "founder"),
        ("first", first(), Vec::new(), "desk"),
    ] {
        let frozen = vector(RECORDS, name);
        let signature: [u8; 64] = vector(RECORDS, &format!("{name}.signature"))
            .try_into()
            .unwrap();
        let hash = vector(RECORDS, &format!("{name}.hash"));
        let public: [u8; 32] = vector(RECORDS, signer).try_into().unwrap();

        let actor = draft.actor;
        let written = SignedRecord::assemble(draft, bodies.clone(), sign(actor)).unwrap();
        assert_eq!(
            hex::encode(written.header_bytes()),
            hex::encode(&frozen),
            "{name}"
        );
        assert_eq!(written.hash()[..], hash);
        assert_eq!(*written.signature(), signature);

        let read = SignedRecord::parse(frozen.clone(), signature, bodies).unwrap();
        assert_eq!(read, written);
        assert_eq!(record_hash(&frozen)[..], hash);
        assert!(verify(&frozen, &signature, &public) && read.is_signed_by(&public));
        assert_eq!(Header::decode(&frozen).unwrap(), *written.header());
    }
}

fn member(
    person: PersonId,
    key: &SigningKey,
    roles: &[Role],
    desk: &PublicKeys,
    message_name: &str,
) -> Member {
    let x25519: [u8; 32] = [person.as_bytes().as_slice(); 2]
        .concat()
        .try_into()
        .unwrap();
    let public = PublicKeys {
        ed25519: key.verifying_key().to_bytes(),
        x25519,
    };
    let roles: BTreeSet<Role> = roles.iter().copied().collect();
    let message = membership_message(&[0x33; 32], desk, person, &roles, &public);
    assert_eq!(message, vector(CHARTER, message_name));
    Member {
        person,
        roles,
        public,
        signature: key.sign(&message).to_bytes(),
    }
}

#[test]
fn a_charter_is_written_and_read_as_on_the_first_day() {
    let desk = PublicKeys {
        ed25519: desk_key().verifying_key().to_bytes(),
        x25519: [0x44; 32],
    };
    let founder_roles = [Role::Operator, Role::Supervisor, Role::Administrator];
    let auditor = PersonId::from_bytes([0xE6; 16]);
    let charter = Charter {
        founding: [0x33; 32],
        members: vec![
            member(
                PERSON,
                &founder(),
                &founder_roles,
                &desk,
                "member.e5.message",
            ),
            member(
                auditor,
                &SigningKey::from_bytes(&[3; 32]),
                &[Role::Auditor],
                &desk,
                "member.e6.message",
            ),
        ],
        policy: [0x77; 32],
        desk,
        recovery: None,
        marks: Marks {
            solo: false,
            demo: true,
            no_keychain: true,
        },
    };
    let recovery = Some(PublicKeys {
        ed25519: [0x55; 32],
        x25519: [0x66; 32],
    });
    let with_recovery = Charter {
        recovery,
        marks: Marks {
            solo: false,
            demo: true,
            no_keychain: false,
        },
        ..charter.clone()
    };
    for (name, charter) in [("charter", charter), ("charter.recovery", with_recovery)] {
        let frozen = vector(CHARTER, name);
        assert_eq!(hex::encode(charter.encode()), hex::encode(&frozen));
        assert_eq!(Charter::decode(&frozen).unwrap(), charter);
        assert_eq!(
            charter.team_id().0[..],
            vector(CHARTER, &format!("{name}.team"))
        );

        let signed = vector(CHARTER, &format!("{name}.signed"));
        let read = SignedCharter::decode(&signed).unwrap();
        assert_eq!(read.charter, charter);
        assert_eq!(read.encode(), signed);
        assert_eq!(
            desk_key().sign(&charter.desk_signing_input()).to_bytes(),
            read.desk_signature
        );
    }
}
