use casework::{Change, DeskEvent, InstitutionKind, InstitutionSettings};
use zeroize::Zeroizing;

use super::{Bodies, Recordable, Unreadable, body, read_body};
use crate::Part;
use crate::cbor::{Malformed, Reader, Writer};

impl Recordable for DeskEvent {
    fn kind(&self) -> &'static str {
        match self {
            Self::InstitutionFounded(_) => "institution_founded",
            Self::ChangeProposed(_) => "change_proposed",
            Self::ChangeApproved { .. } => "change_approved",
            Self::ChangeRejected { .. } => "change_rejected",
        }
    }

    fn bodies(&self) -> Bodies {
        let writer = match self {
            Self::InstitutionFounded(settings) => institution(body(3), settings),
            Self::ChangeProposed(Change::SetInstitution(settings)) => {
                institution(body(4).str("set_institution"), settings)
            }
            Self::ChangeApproved { change, hash } => body(2).bytes(change.as_bytes()).bytes(hash),
            Self::ChangeRejected {
                change,
                hash,
                reason,
            } => body(3).bytes(change.as_bytes()).bytes(hash).str(reason),
        };
        vec![(Part::Overview, Zeroizing::new(writer.done()))]
    }

    fn read(
        kind: &str,
        part: impl Fn(Part) -> Option<Zeroizing<Vec<u8>>>,
    ) -> Result<Self, Unreadable> {
        let length = match kind {
            "institution_founded" | "change_rejected" => 3,
            "change_proposed" => 4,
            "change_approved" => 2,
            _ => return Err(Unreadable::UnknownKind),
        };
        let overview = part(Part::Overview).ok_or(Unreadable::PartMissing)?;
        let mut it = read_body(&overview, length)?;
        let event = match kind {
            "institution_founded" => Self::InstitutionFounded(read_institution(&mut it)?),
            "change_proposed" => match it.str()? {
                "set_institution" => {
                    Self::ChangeProposed(Change::SetInstitution(read_institution(&mut it)?))
                }
                _ => return Err(Unreadable::Malformed),
            },
            "change_approved" => Self::ChangeApproved {
                change: it.id()?,
                hash: it.fixed()?,
            },
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
