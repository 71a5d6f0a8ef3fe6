use casework::{BackupMade, Change, DeskEvent, Enrolment, InstitutionKind, InstitutionSettings};
use zeroize::Zeroizing;

use super::{Bodies, Recordable, Unreadable, body, read_any_body, read_body, retention, roster};
use crate::Part;
use crate::cbor::{Malformed, Reader, Writer};
use crate::charter::{keys, read_keys, read_roles, write_roles};

impl Recordable for DeskEvent {
    fn kind(&self) -> &'static str {
        match self {
            Self::InstitutionFounded(_) => "institution_founded",
            Self::ChangeProposed(_) => "change_proposed",
            Self::ChangeApproved { .. } => "change_approved",
            Self::ChangeRejected { .. } => "change_rejected",
            Self::SignInsFailed { .. } => "sign_ins_failed",
            Self::Roster(event) => roster::kind(event),
            Self::BackupMade(_) => "backup_made",
        }
    }

    fn bodies(&self) -> Bodies {
        let writer = match self {
            Self::InstitutionFounded(settings) => institution(body(3), settings),
            Self::ChangeProposed(change) => return proposal(change),
            Self::ChangeApproved { change, hash } => body(2).bytes(change.as_bytes()).bytes(hash),
            Self::ChangeRejected {
                change,
                hash,
                reason,
            } => body(3).bytes(change.as_bytes()).bytes(hash).str(reason),
            Self::SignInsFailed { attempts, intact } => body(2)
                .each(attempts.iter(), |writer, (person, at_ms)| {
                    let writer = writer.list(2);
                    let writer = match person {
                        Some(person) => writer.bytes(person.as_bytes()),
                        None => writer.null(),
                    };
                    writer.int(*at_ms)
                })
                .maybe_bool(Some(*intact)),
            Self::Roster(event) => return roster::bodies(event),
            Self::BackupMade(backup) => body(4)
                .uint(backup.generation)
                .uint(backup.head_seq)
                .bytes(&backup.keys)
                .str(&backup.folder),
        };
        vec![(Part::Overview, Zeroizing::new(writer.done()))]
    }

    fn read(
        kind: &str,
        part: impl Fn(Part) -> Option<Zeroizing<Vec<u8>>>,
    ) -> Result<Self, Unreadable> {
        if roster::KINDS.contains(&kind) {
            return roster::read(kind, part).map(Self::Roster);
        }
        if kind == "change_proposed" {
            return read_proposal(part).map(Self::ChangeProposed);
        }
        let length = match kind {
            "backup_made" => 4,
            "institution_founded" | "change_rejected" => 3,
            "change_approved" | "sign_ins_failed" => 2,
            _ => return Err(Unreadable::UnknownKind),
        };
        let overview = part(Part::Overview).ok_or(Unreadable::PartMissing)?;
        let mut it = read_body(&overview, length)?;
        let event = match kind {
            "institution_founded" => Self::InstitutionFounded(read_institution(&mut it)?),
            "change_approved" => Self::ChangeApproved {
                change: it.id()?,
                hash: it.fixed()?,
            },
            "sign_ins_failed" => Self::SignInsFailed {
                attempts: it.each(|it| match it.list()? {
                    2 => Ok((it.maybe(|it| it.id())?, it.int()?)),
                    _ => Err(Malformed),
                })?,
                intact: it.bool()?,
            },
            "backup_made" => Self::BackupMade(BackupMade {
                generation: it.uint()?,
                head_seq: it.uint()?,
                keys: it.fixed()?,
                folder: it.string()?,
            }),
            _ => Self::ChangeRejected {
                change: it.id()?,
                hash: it.fixed()?,
                reason: it.string()?,
            },
        };
        it.end()?;
        Ok(event)
    }
}

/// `[1, word, ...]` as overview; names of people as a part of their own.
fn proposal(change: &Change) -> Bodies {
    let begun = |length: usize| body(length + 1).str(change.as_str());
    let (writer, names) = match change {
        Change::SetInstitution(settings) => (institution(begun(3), settings), None),
        Change::Enrol(Enrolment {
            person,
            name,
            roles,
            keys: public,
            signature,
        }) => {
            let writer = write_roles(begun(4).bytes(person.as_bytes()), roles);
            let names = Some(body(1).str(name));
            (keys(writer, public).bytes(signature), names)
        }
        Change::SetRoles { person, roles } => {
            (write_roles(begun(2).bytes(person.as_bytes()), roles), None)
        }
        Change::Dismiss { person } => (begun(1).bytes(person.as_bytes()), None),
        Change::Renew {
            person,
            keys: public,
            signature,
        } => {
            let writer = keys(begun(3).bytes(person.as_bytes()), public);
            (writer.bytes(signature), None)
        }
        Change::SetRecovery {
            keys: public,
            holders: [one, two, three],
        } => {
            let names = Some(body(3).str(one).str(two).str(three));
            (keys(begun(1), public), names)
        }
        Change::SetRetention(terms) => (retention::write(begun(2), terms), None),
        Change::EraseCase { case, why } => (begun(2).bytes(case.as_bytes()).str(why), None),
    };
    let overview = (Part::Overview, Zeroizing::new(writer.done()));
    let names = names.map(|names| (Part::Pii, Zeroizing::new(names.done())));
    [overview].into_iter().chain(names).collect()
}

fn read_proposal(part: impl Fn(Part) -> Option<Zeroizing<Vec<u8>>>) -> Result<Change, Unreadable> {
    let overview = part(Part::Overview).ok_or(Unreadable::PartMissing)?;
    let (mut it, length) = read_any_body(&overview)?;
    let change = match (it.str()?, length - 1) {
        ("set_institution", 3) => Change::SetInstitution(read_institution(&mut it)?),
        ("enrol", 4) => {
            let [name] = names(&part)?;
            Change::Enrol(Enrolment {
                name,
                person: it.id()?,
                roles: read_roles(&mut it)?,
                keys: read_keys(&mut it)?,
                signature: it.fixed()?,
            })
        }
        ("set_roles", 2) => Change::SetRoles {
            person: it.id()?,
            roles: read_roles(&mut it)?,
        },
        ("dismiss", 1) => Change::Dismiss { person: it.id()? },
        ("renew", 3) => Change::Renew {
            person: it.id()?,
            keys: read_keys(&mut it)?,
            signature: it.fixed()?,
        },
        ("set_recovery", 1) => Change::SetRecovery {
            keys: read_keys(&mut it)?,
            holders: names(&part)?,
        },
        ("set_retention", 2) => Change::SetRetention(retention::read(&mut it)?),
        ("erase_case", 2) => Change::EraseCase {
            case: it.id()?,
            why: it.string()?,
        },
        _ => return Err(Unreadable::Malformed),
    };
    it.end()?;
    Ok(change)
}

/// Names of people, which lie in a part of their own; where it is not at hand they are left out, and what is signed can be
/// checked all the same.
fn names<const N: usize>(
    part: &impl Fn(Part) -> Option<Zeroizing<Vec<u8>>>,
) -> Result<[String; N], Malformed> {
    let mut names = [const { String::new() }; N];
    if let Some(bytes) = part(Part::Pii) {
        let mut it = read_body(&bytes, N)?;
        for name in &mut names {
            *name = it.string()?;
        }
        it.end()?;
    }
    Ok(names)
}

fn institution(writer: Writer, settings: &InstitutionSettings) -> Writer {
    writer
        .str(settings.kind.as_str())
        .str(&settings.url)
        .str(&settings.credential)
}

fn read_institution(it: &mut Reader<'_>) -> Result<InstitutionSettings, Malformed> {
    Ok(InstitutionSettings {
        kind: it.word(InstitutionKind::parse)?,
        url: it.string()?,
        credential: it.string()?,
    })
}
