//! Changes of the desk itself: proposed by one person, judged by another, in force with the judgement.

use std::ops::ControlFlow;

use casework::{
    Actor, Change, ChangeState, DeskCommand, DeskEvent, InstitutionKind, InstitutionSettings,
    ProposedChange, RecordId, Refusal, RosterEvent, decide_change, evolve_settings,
};

use identifiers::Sensitive;

use crate::DeskFault;
use crate::acts::prose;
use crate::desk::{Desk, ROSTER, SETTINGS};
use crate::key_change::KeyChangeProgress;
use crate::unit::Written;

impl Desk {
    /// Every change ever proposed, in order.
    pub fn changes(&self) -> &[ProposedChange] {
        &self.settings.changes
    }

    /// Why the person signed in may not propose changes, where they may not.
    pub fn may_propose_changes(&self) -> Option<DeskFault> {
        let sample = Change::SetInstitution(InstitutionSettings {
            kind: InstitutionKind::TencentFaceid,
            url: String::new(),
            credential: String::new(),
        });
        self.would_stand(&DeskCommand::ProposeChange(sample))
    }

    /// Why the person signed in may not judge a change, where they may not.
    pub fn may_judge_change(&self, change: RecordId) -> Option<DeskFault> {
        self.would_stand(&DeskCommand::ApproveChange(change))
    }

    fn would_stand(&self, command: &DeskCommand) -> Option<DeskFault> {
        let judged = self.judged(command).map_err(DeskFault::from);
        judged.and_then(|_| self.not_in_quarantine()).err()
    }

    /// Approves a change somebody else proposed. What it brings is in force with it: who is enrolled can sign in, who is
    /// dismissed cannot.
    ///
    /// # Errors
    /// The two-person rule; no such open change; a roster that could not run the desk.
    pub fn approve_change(&mut self, change: RecordId) -> Result<(), DeskFault> {
        self.approve_change_telling(change, &mut |_| ControlFlow::Continue(()))
    }

    /// As [`approve_change`](Self::approve_change), telling how far the key change is that may follow. Stopping it keeps
    /// the approval: the keys are then changed at the next sign-in.
    ///
    /// # Errors
    /// As there, and as for a key change.
    pub fn approve_change_telling(
        &mut self,
        change: RecordId,
        progress: &mut dyn FnMut(KeyChangeProgress) -> ControlFlow<()>,
    ) -> Result<(), DeskFault> {
        let events = self.decide_change(&DeskCommand::ApproveChange(change))?;
        self.may_erase(&events)?;
        if !events.iter().all(|it| self.is_joined(it, &self.roster)) {
            // What they signed is not what they would get: their roles changed in between.
            return Err(Refusal::NoSuchChange.into());
        }
        self.write_desk_events(&events, None)?;
        self.settle_key_file()?;
        self.change_keys_if_due(progress)
    }

    /// Turns down a change somebody else proposed; it stays on record.
    ///
    /// # Errors
    /// As for approving; a reason is needed.
    pub fn reject_change(&mut self, change: RecordId, reason: &str) -> Result<(), DeskFault> {
        let events = self.decide_change(&DeskCommand::RejectChange {
            change,
            reason: prose(&Sensitive::from(reason))?.expose().to_owned(),
        })?;
        self.write_desk_events(&events, None)?;
        let rejected = self.settings.changes.iter().find(|it| it.id == change);
        if let Some(ProposedChange {
            change: Change::SetInstitution(it),
            state: ChangeState::Rejected,
            ..
        }) = rejected
        {
            self.forget_credential(&it.credential);
        }
        self.settle_key_file()
    }

    /// Puts a change before a second person.
    pub(crate) fn propose_change(&mut self, change: Change) -> Result<RecordId, DeskFault> {
        let events = self.decide_change(&DeskCommand::ProposeChange(change))?;
        self.write_desk_events(&events, None)
    }

    fn judged(&self, command: &DeskCommand) -> Result<Vec<DeskEvent>, Refusal> {
        let context = self.context(self.me());
        decide_change(&self.settings, &self.roster, command, &context)
    }

    pub(crate) fn decide_change(&self, command: &DeskCommand) -> Result<Vec<DeskEvent>, DeskFault> {
        Ok(self.judged(command)?)
    }

    /// Commits events of the person signed in, with the sealed credential they need where it lies in the store. Answers
    /// with the first record's id.
    pub(crate) fn write_desk_events(
        &mut self,
        events: &[DeskEvent],
        credential: Option<(String, Vec<u8>)>,
    ) -> Result<RecordId, DeskFault> {
        self.write_desk_events_as(self.me(), events, credential)
    }

    pub(crate) fn write_desk_events_as(
        &mut self,
        actor: Actor,
        events: &[DeskEvent],
        credential: Option<(String, Vec<u8>)>,
    ) -> Result<RecordId, DeskFault> {
        let (mut topic, _) = self.stream(SETTINGS)?;
        let (mut people, _) = self.stream(ROSTER)?;
        let (mut settings, mut roster) = (self.settings.clone(), self.roster.clone());
        let mut unit = self.begin();
        let mut first: Option<Written> = None;
        for event in events {
            let stream = match event {
                DeskEvent::Roster(_) => &mut people,
                DeskEvent::InstitutionFounded(_)
                | DeskEvent::ChangeProposed(_)
                | DeskEvent::ChangeApproved { .. }
                | DeskEvent::ChangeRejected { .. }
                | DeskEvent::SignInsFailed { .. }
                | DeskEvent::BackupMade(_) => &mut topic,
            };
            let written = unit.write(stream, actor, event);
            settings = evolve_settings(
                settings,
                event,
                written.record,
                written.hash,
                actor,
                written.at_ms,
            );
            if let DeskEvent::Roster(event) = event {
                if let RosterEvent::Erased(erasure) = event {
                    // What a receipt says is done with it, or neither is.
                    unit.erase(&erasure.cases);
                }
                roster.evolve(event, written.seq, written.at_ms);
            }
            first.get_or_insert(written);
        }
        unit.keep_credentials(credential);
        let finished = unit.finish();
        self.commit(finished)?;
        self.settings = settings;
        self.roster = roster;
        Ok(first.ok_or(DeskFault::KeysDamaged)?.record)
    }
}
