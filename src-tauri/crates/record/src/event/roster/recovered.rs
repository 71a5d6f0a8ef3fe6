//! The first record after a recovery.

use casework::{Recovered, Rejoined, RosterEvent};
use zeroize::Zeroizing;

use crate::Part;
use crate::cbor::{Malformed, Reader};
use crate::charter::{keys, read_keys, read_roles, write_roles};
use crate::event::{Bodies, Unreadable, body, read_body};

/// The word that begins it.
pub(super) const WORD: &str = "recovered";
/// So many values follow the word.
pub(super) const LENGTH: usize = 7;

/// ```text
/// receipt  open [1, "recovered", old head's seq, its hash, [desk ed25519, x25519], [recovery ed25519, x25519] or null,
///                epoch, vault key id, [[person, [role, ...], [ed25519, x25519], own signature], ...]]
///          pii  [1, [name, ...], holders of the shares]
/// ```
pub(super) fn bodies(recovered: &Recovered) -> Bodies {
    let (seq, hash) = &recovered.head;
    let writer = body(LENGTH + 1).str(WORD).uint(*seq).bytes(hash);
    let writer = keys(writer, &recovered.desk);
    let writer = match &recovered.recovery {
        Some(recovery) => keys(writer, recovery),
        None => writer.null(),
    };
    let writer = writer.uint(recovered.epoch).bytes(&recovered.vault_key);
    let open = writer.each(recovered.people.iter(), |writer, it| {
        let writer = write_roles(writer.list(4).bytes(it.person.as_bytes()), &it.roles);
        keys(writer, &it.keys).bytes(&it.signature)
    });
    let names = body(2)
        .each(recovered.people.iter(), |writer, it| writer.str(&it.name))
        .str(&recovered.holders);
    vec![
        (Part::Open, Zeroizing::new(open.done())),
        (Part::Pii, Zeroizing::new(names.done())),
    ]
}

/// Reads what follows the word. Names that are not at hand are left out: signatures are checked without them.
pub(super) fn read(mut it: Reader<'_>, pii: Option<&[u8]>) -> Result<RosterEvent, Unreadable> {
    let mut recovered = Recovered {
        head: (it.uint()?, it.fixed()?),
        desk: read_keys(&mut it)?,
        recovery: it.maybe(read_keys)?,
        epoch: it.uint()?,
        vault_key: it.fixed()?,
        people: it.each(|it| match it.list()? {
            4 => Ok(Rejoined {
                person: it.id()?,
                name: String::new(),
                roles: read_roles(it)?,
                keys: read_keys(it)?,
                signature: it.fixed()?,
            }),
            _ => Err(Malformed),
        })?,
        holders: String::new(),
    };
    it.end()?;
    if let Some(pii) = pii {
        let mut it = read_body(pii, 2)?;
        let names = it.each(|it| it.string())?;
        if names.len() != recovered.people.len() {
            return Err(Unreadable::Malformed);
        }
        for (person, name) in recovered.people.iter_mut().zip(names) {
            person.name = name;
        }
        recovered.holders = it.string()?;
        it.end()?;
    }
    Ok(RosterEvent::Recovered(Box::new(recovered)))
}
