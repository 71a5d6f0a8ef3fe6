//! Grants, revocations and receipts: what an auditor must be able to check without a key lies in the part `open`.

mod recovered;

use casework::{Erasure, ErasureCause, Grant, KeyChangeCause, RollbackAccepted, RosterEvent};
use zeroize::Zeroizing;

use super::{Bodies, Unreadable, body, read_any_body, read_body};
use crate::Part;
use crate::charter::{keys, read_keys, read_roles, write_roles};

/// The kinds of record in the roster's stream, but for the charter.
pub(super) const KINDS: [&str; 3] = ["grant", "revocation", "receipt"];

pub(super) fn kind(event: &RosterEvent) -> &'static str {
    match event {
        RosterEvent::Granted(_) => "grant",
        RosterEvent::Revoked { .. } => "revocation",
        RosterEvent::KeysChanged { .. }
        | RosterEvent::RollbackAccepted(_)
        | RosterEvent::Erased(_)
        | RosterEvent::Recovered(_) => "receipt",
    }
}

/// ```text
/// grant       open [1, person, [role, ...], [ed25519, x25519], own signature or null, proposal's hash]   pii [1, name]
/// revocation  open [1, person, proposal's hash]
/// receipt     open [1, "keys_changed", epoch, cause, vault key id]
///                  [1, "rollback_accepted", statement, maker, signature, checker, signature]
/// receipt     open [1, "erased", cause, [case, ...], proposal's hash or null, hash of the retention terms]
/// ```
pub(super) fn bodies(event: &RosterEvent) -> Bodies {
    let (open, name) = match event {
        RosterEvent::Granted(grant) => {
            let writer = write_roles(body(5).bytes(grant.person.as_bytes()), &grant.roles);
            let writer = keys(writer, &grant.keys);
            let writer = match &grant.signature {
                Some(signature) => writer.bytes(signature),
                None => writer.null(),
            };
            (writer.bytes(&grant.proposal), Some(&grant.name))
        }
        RosterEvent::Revoked { person, proposal } => {
            (body(2).bytes(person.as_bytes()).bytes(proposal), None)
        }
        RosterEvent::KeysChanged {
            epoch,
            cause,
            vault_key,
        } => {
            let writer = body(4).str("keys_changed").uint(*epoch);
            (writer.str(cause.as_str()).bytes(vault_key), None)
        }
        RosterEvent::RollbackAccepted(accepted) => {
            let writer = body(6).str("rollback_accepted").bytes(&accepted.statement);
            let writer = writer
                .bytes(accepted.maker.as_bytes())
                .bytes(&accepted.maker_signature)
                .bytes(accepted.checker.as_bytes())
                .bytes(&accepted.checker_signature);
            (writer, None)
        }
        RosterEvent::Erased(erasure) => {
            let writer = body(5).str("erased").str(erasure.cause.as_str());
            let writer = writer.each(erasure.cases.iter(), |it, case| it.bytes(case.as_bytes()));
            let writer = match &erasure.proposal {
                Some(proposal) => writer.bytes(proposal),
                None => writer.null(),
            };
            (writer.bytes(&erasure.terms), None)
        }
        RosterEvent::Recovered(recovered) => return recovered::bodies(recovered),
    };
    let open = (Part::Open, Zeroizing::new(open.done()));
    let name = name.map(|name| (Part::Pii, Zeroizing::new(body(1).str(name).done())));
    [open].into_iter().chain(name).collect()
}

/// A name that is not at hand is left out: signatures are checked without it.
pub(super) fn read(
    kind: &str,
    part: impl Fn(Part) -> Option<Zeroizing<Vec<u8>>>,
) -> Result<RosterEvent, Unreadable> {
    let open = part(Part::Open).ok_or(Unreadable::PartMissing)?;
    match kind {
        "grant" => {
            let mut it = read_body(&open, 5)?;
            let name = match part(Part::Pii) {
                Some(bytes) => {
                    let mut names = read_body(&bytes, 1)?;
                    let name = names.string()?;
                    names.end()?;
                    name
                }
                None => String::new(),
            };
            let grant = Grant {
                person: it.id()?,
                name,
                roles: read_roles(&mut it)?,
                keys: read_keys(&mut it)?,
                signature: it.maybe(|it| it.fixed())?,
                proposal: it.fixed()?,
            };
            it.end()?;
            Ok(RosterEvent::Granted(grant))
        }
        "revocation" => {
            let mut it = read_body(&open, 2)?;
            let event = RosterEvent::Revoked {
                person: it.id()?,
                proposal: it.fixed()?,
            };
            it.end()?;
            Ok(event)
        }
        "receipt" => {
            let (mut it, length) = read_any_body(&open)?;
            let event = match (it.str()?, length - 1) {
                ("keys_changed", 3) => RosterEvent::KeysChanged {
                    epoch: it.uint()?,
                    cause: it.word(KeyChangeCause::parse)?,
                    vault_key: it.fixed()?,
                },
                ("rollback_accepted", 5) => RosterEvent::RollbackAccepted(RollbackAccepted {
                    statement: it.bytes()?.to_vec(),
                    maker: it.id()?,
                    maker_signature: it.fixed()?,
                    checker: it.id()?,
                    checker_signature: it.fixed()?,
                }),
                ("erased", 4) => RosterEvent::Erased(Erasure {
                    cause: it.word(ErasureCause::parse)?,
                    cases: it.each(|it| it.id())?,
                    proposal: it.maybe(|it| it.fixed())?,
                    terms: it.fixed()?,
                }),
                (recovered::WORD, recovered::LENGTH) => {
                    return recovered::read(it, part(Part::Pii).as_deref().map(|it| &**it));
                }
                _ => return Err(Unreadable::Malformed),
            };
            it.end()?;
            Ok(event)
        }
        _ => Err(Unreadable::UnknownKind),
    }
}
