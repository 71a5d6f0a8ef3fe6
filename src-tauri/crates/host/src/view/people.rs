//! People and keys as a face shows them.

use desk::{Desk, DeskFault, KeyPlace, KeyRow, Quarantine};
use wire::people::{
    AnchorView, KeyChangeView, KeyRowView, KeysView, PeopleView, RecoveryView, RosterRowView,
};
use wire::view::QuarantineView;

use crate::errors::error;
use crate::time::rfc3339;

pub(crate) fn people(desk: &Desk) -> PeopleView {
    let roster = desk.roster();
    let row = |(id, person): (casework::PersonId, &desk::Person)| RosterRowView {
        name: person.name.clone(),
        roles: person
            .roles()
            .iter()
            .map(|it| it.as_str().to_owned())
            .collect(),
        me: id == desk.person(),
        here: person.term().is_some(),
        keys: keys_given(person),
        since_record: person
            .terms
            .last()
            .map_or(0, |it| it.until_seq.unwrap_or(it.from_seq)),
    };
    let mut people: Vec<RosterRowView> = roster.everybody().map(row).collect();
    people.sort_by(|one, other| (!one.here, &one.name).cmp(&(!other.here, &other.name)));
    PeopleView {
        people,
        recovery: roster.recovery().map(|term| RecoveryView {
            holders: roster.recovery_holders().unwrap_or_default().to_owned(),
            since_record: term.from_seq,
        }),
        solo: roster.is_solo(),
        refusal: desk
            .may_propose_changes()
            .map(|it| error(&it, Some(roster))),
    }
}

/// Terms with the same keys, which other roles made, count once.
fn keys_given(person: &desk::Person) -> u32 {
    let mut given: Vec<[u8; 32]> = person.terms.iter().map(|it| it.keys.ed25519).collect();
    given.dedup();
    u32::try_from(given.len()).unwrap_or(u32::MAX)
}

pub(crate) fn keys(desk: &Desk) -> Result<KeysView, DeskFault> {
    let roster = desk.roster();
    let row = |it: KeyRow| KeyRowView {
        key: it.key.to_owned(),
        of: it.bucket.map(|bucket| bucket.to_string()),
        lies: match it.lies {
            KeyPlace::Keychain => "keychain",
            KeyPlace::KeyFile => "key_file",
            KeyPlace::Store => "store",
        }
        .to_owned(),
        under: it.under.map(str::to_owned),
        count: it.count,
        since: it.since_ms.map(rfc3339),
    };
    let changes = roster.key_changes().iter().rev();
    Ok(KeysView {
        epoch: desk.epoch(),
        inventory: desk.key_inventory()?.into_iter().map(row).collect(),
        changes: changes
            .map(|it| KeyChangeView {
                epoch: it.epoch,
                at: rfc3339(it.at_ms),
                cause: it.cause.as_str().to_owned(),
            })
            .collect(),
        due: roster.key_change_due().map(|it| it.as_str().to_owned()),
        anchor: desk.anchor().map(|it| AnchorView {
            record: it.seq,
            at: it.at_ms.map(rfc3339),
            failed: it.fault.is_some(),
        }),
        refusal: desk.may_rotate_keys().map(|it| error(&it, Some(roster))),
    })
}

pub(crate) fn quarantine(found: Quarantine) -> QuarantineView {
    let (anchored, at) = match found {
        Quarantine::Behind { anchored, found } => (Some(anchored), found),
        Quarantine::Beside { seq } => (Some(seq), Some(seq)),
        Quarantine::Epoch { anchored, found } => (Some(anchored), Some(found)),
        Quarantine::KeyFile | Quarantine::NoAnchor => (None, None),
    };
    QuarantineView {
        reason: found.as_str().to_owned(),
        anchored,
        found: at,
    }
}
