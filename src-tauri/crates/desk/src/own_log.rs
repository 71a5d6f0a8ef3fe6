//! The desk's own streams: who is of it and how it is set. Read at sign-in, and believed for its signatures only.

use casework::{DeskEvent, DeskSettings, Roster, RosterEvent, evolve_settings, may_stand};
use ledger::StreamRecord;
use record::{Header, Part, Recordable, SignedRecord};
use seal::TeamId;

use crate::acceptance::is_signed;
use crate::desk::{Desk, ROSTER, SETTINGS};
use crate::roster::Founded;
use crate::unit::{Stream, opened};
use crate::{DeskFault, HouseRefusal};

/// What the desk's own events are read from.
const PARTS: &[Part] = &[Part::Open, Part::Overview, Part::Pii];

fn in_chain_order(streams: &[(Stream, Vec<StreamRecord>); 2]) -> Vec<(&Stream, &StreamRecord)> {
    let mut records: Vec<_> = streams
        .iter()
        .flat_map(|(stream, records)| records.iter().map(move |it| (stream, it)))
        .collect();
    records.sort_by_key(|(_, it)| it.record.header().seq);
    records
}

/// A recovery names the record it follows: signed once, it stands behind no other log.
fn follows_what_was_recovered(event: &DeskEvent, header: &Header) -> bool {
    let DeskEvent::Roster(RosterEvent::Recovered(recovered)) = event else {
        return true;
    };
    let (seq, hash) = recovered.head;
    header.seq.checked_sub(1) == Some(seq) && header.prev == Some(hash)
}

impl Desk {
    /// Reads both streams in the order of the chain. The roster comes from the charter, the charter from record 0, and
    /// its hash is the team's id; each later record must be signed by who had the right to it then. So a key file or a
    /// store that was changed on the disk gives nobody a role.
    pub(crate) fn read_own_log(&mut self) -> Result<(), DeskFault> {
        self.read_roster()?;
        let mine = self.roster.keys(self.person).map(|it| it.ed25519);
        if mine != Some(self.secrets.public().ed25519) {
            // They left, or got new keys since.
            return Err(HouseRefusal::SignInFailed.into());
        }
        Ok(())
    }

    /// The charter in record 0, for a desk whose folder has no key file yet.
    pub(crate) fn charter(&self) -> Result<record::charter::Charter, DeskFault> {
        let broken = DeskFault::LogBroken { seq: 0 };
        let (stream, records) = self.stream(ROSTER)?;
        let first = records.first().ok_or(broken)?;
        Ok(self.founded(&stream, first)?.charter.charter)
    }

    /// Both streams, whoever is signed in.
    pub(crate) fn read_roster(&mut self) -> Result<(), DeskFault> {
        let streams = self.own_streams()?;
        let records = in_chain_order(&streams);
        let mut records = records.into_iter();
        let mut roster = match records.next() {
            Some((stream, first)) if stream.id == ROSTER => self.founded(stream, first)?.roster(),
            Some(_) | None => return Err(DeskFault::LogBroken { seq: 0 }),
        };
        let mut settings = DeskSettings::default();
        for (stream, stored) in records {
            let header = stored.record.header();
            let broken = DeskFault::LogBroken { seq: header.seq };
            let event = DeskEvent::read(
                header.kind.as_str(),
                opened(self, &stream.key, &stored.record, PARTS),
            )
            .map_err(|_| broken.clone())?;
            if !follow(
                self.team,
                &mut settings,
                &mut roster,
                &stored.record,
                &event,
            ) {
                return Err(broken);
            }
        }
        self.roster = roster;
        self.settings = settings;
        Ok(())
    }

    fn own_streams(&self) -> Result<[(Stream, Vec<StreamRecord>); 2], DeskFault> {
        Ok([self.stream(ROSTER)?, self.stream(SETTINGS)?])
    }

    /// Everything that happened to the desk itself after its charter, in order, for who audits it.
    ///
    /// # Errors
    /// A record that does not read.
    pub fn own_events(&self) -> Result<Vec<DeskEvent>, DeskFault> {
        let streams = self.own_streams()?;
        let records = in_chain_order(&streams);
        let later = records.into_iter().skip(1);
        let event = |(stream, stored): (&Stream, &StreamRecord)| {
            let header = stored.record.header();
            DeskEvent::read(
                header.kind.as_str(),
                opened(self, &stream.key, &stored.record, PARTS),
            )
            .map_err(|_| DeskFault::LogBroken { seq: header.seq })
        };
        later.map(event).collect()
    }

    fn founded(&self, stream: &Stream, first: &StreamRecord) -> Result<Founded, DeskFault> {
        let broken = DeskFault::LogBroken { seq: 0 };
        let header = first.record.header();
        let founded = Founded::read(
            header.kind.as_str(),
            opened(self, &stream.key, &first.record, PARTS),
        )
        .map_err(|_| broken.clone())?;
        match header.seq == 0 && TeamId(founded.charter().team_id().0) == self.team {
            true => Ok(founded),
            false => Err(broken),
        }
    }

    /// Whether new keys in an event are signed by who will have them. Other events have none.
    pub(crate) fn is_joined(&self, event: &DeskEvent, roster: &Roster) -> bool {
        is_joined(self.team, event, roster)
    }
}

/// Takes one more record of the desk's own into settings and roster, if it may stand there: signed by its actor, allowed
/// by what stood before, new keys signed by who will have them.
pub(crate) fn follow(
    team: TeamId,
    settings: &mut DeskSettings,
    roster: &mut Roster,
    record: &SignedRecord,
    event: &DeskEvent,
) -> bool {
    let header = record.header();
    let signed = roster
        .verifying_key(header.actor, header.seq)
        .is_some_and(|key| record.is_signed_by(&key));
    if !signed
        || may_stand(settings, roster, event, header.actor).is_err()
        || !is_joined(team, event, roster)
        || erases_own_streams(event)
        || !follows_what_was_recovered(event, header)
    {
        return false;
    }
    *settings = evolve_settings(
        std::mem::take(settings),
        event,
        header.record,
        *record.hash(),
        header.actor,
        header.hlc.ms,
    );
    if let DeskEvent::Roster(event) = event {
        roster.evolve(event, header.seq, header.hlc.ms);
    }
    true
}

fn is_joined(team: TeamId, event: &DeskEvent, roster: &Roster) -> bool {
    {
        use casework::{Change, Enrolment, Grant};
        let team = record::TeamId(team.0);
        let joined = |person, roles: &_, keys: &_, signature: &_| {
            record::charter::is_joined_by(team, person, roles, keys, signature)
        };
        match event {
            DeskEvent::ChangeProposed(Change::Enrol(Enrolment {
                person,
                roles,
                keys,
                signature,
                ..
            }))
            | DeskEvent::Roster(RosterEvent::Granted(Grant {
                person,
                roles,
                keys,
                signature: Some(signature),
                ..
            })) => joined(*person, roles, keys, signature),
            DeskEvent::ChangeProposed(Change::Renew {
                person,
                keys,
                signature,
            }) => {
                let roles = roster.roles(*person).iter().copied().collect();
                joined(*person, &roles, keys, signature)
            }
            DeskEvent::Roster(RosterEvent::RollbackAccepted(accepted)) => {
                is_signed(accepted, |person| roster.keys(person).map(|it| it.ed25519))
            }
            DeskEvent::Roster(RosterEvent::Recovered(recovered)) => recovered
                .people
                .iter()
                .all(|it| joined(it.person, &it.roles, &it.keys, &it.signature)),
            DeskEvent::InstitutionFounded(_)
            | DeskEvent::ChangeProposed(
                Change::SetInstitution(_)
                | Change::SetRoles { .. }
                | Change::Dismiss { .. }
                | Change::SetRecovery { .. }
                | Change::SetRetention(_)
                | Change::EraseCase { .. },
            )
            | DeskEvent::ChangeApproved { .. }
            | DeskEvent::ChangeRejected { .. }
            | DeskEvent::SignInsFailed { .. }
            | DeskEvent::BackupMade(_)
            | DeskEvent::Roster(
                RosterEvent::Granted(Grant {
                    signature: None, ..
                })
                | RosterEvent::Revoked { .. }
                | RosterEvent::KeysChanged { .. }
                | RosterEvent::Erased(_),
            ) => true,
        }
    }
}

/// Whether a receipt speaks of the desk's own streams, which are never erased.
fn erases_own_streams(event: &DeskEvent) -> bool {
    match event {
        DeskEvent::Roster(RosterEvent::Erased(erasure)) => {
            let own = |case: &casework::CaseId| [ROSTER, SETTINGS].contains(case);
            erasure.cases.iter().any(own)
        }
        DeskEvent::Roster(_)
        | DeskEvent::InstitutionFounded(_)
        | DeskEvent::ChangeProposed(_)
        | DeskEvent::ChangeApproved { .. }
        | DeskEvent::ChangeRejected { .. }
        | DeskEvent::BackupMade(_)
        | DeskEvent::SignInsFailed { .. } => false,
    }
}
