//! One arm for each request of the contract: what is asked becomes an act of the desk, what comes of it a view.

use std::collections::BTreeSet;
use std::path::Path;

use casework::{CaseOutcome, CaseStatus, RecordId, Role, Verdict};
use desk::{Desk, Joining, KeyChangeProgress};
use wire::people::{
    AcceptanceView, EnrolBody, KeysView, PassphraseBody, PeopleView, PersonBody, RenewBody,
    RolesBody,
};
use wire::request::{
    ArchiveBody, BeginRecoveryBody, CallBody, CaseBody, ChangeBody, Confided, ConfirmShareBody,
    CreateBackupBody, DrainBody, EraseBody, FeedbackBody, FindBody, HoldBody, IdentifyBody,
    InstitutionBody, NoteBody, Nothing, PreviewBody, ProposeBody, QueueBody, RejectBody,
    RetentionBody, ReviewBody, ShareBody, SubmitBody,
};
use wire::reveal::{RevealBody, RevealView, RevealsBody, RevealsView};
use wire::view::{
    ArchiveView, AuditView, BackupStatusView, BackupView, CaseFileView, CaseRowView, CaseView,
    CeremonyView, CertificateView, ChangeView, DeskView, DraftView, DrainView, ErasureDueView,
    ErasureView, ErrorView, IdentifiedView, NoticeView, OutboxView, PreviewView, QueueView,
    ReasonView, RetentionView, ShareView, SubmittedView,
};
use wire::{ErrorCode, Handler};

use super::{LARGEST_PAGE, Session, USUAL_PAGE, USUAL_WAIT_S, handed, sensitive, word};
use crate::backup::{backup_age, backup_progress, made_view};
use crate::carriers::DeskCarriers;
use crate::keeping;
use crate::rim::SystemClock;
use crate::view;

impl Handler for Session {
    fn identify(&mut self, body: IdentifyBody) -> Result<IdentifiedView, ErrorView> {
        Ok(crate::identify(&body))
    }

    fn desk(&mut self, _: Nothing) -> Result<DeskView, ErrorView> {
        Ok(view::desk(&self.desk))
    }

    fn reasons(&mut self, _: Nothing) -> Result<Vec<ReasonView>, ErrorView> {
        Ok(view::reasons())
    }

    fn submit(&mut self, body: SubmitBody) -> Result<SubmittedView, ErrorView> {
        let submitted = self
            .desk
            .submit(&handed(&body))
            .map_err(|fault| self.error(&fault))?;
        Ok(SubmittedView {
            case: submitted.case.to_string(),
            status: submitted.status.as_str().to_owned(),
            findings: submitted.findings.iter().map(view::finding).collect(),
        })
    }

    fn screen_draft(&mut self, body: SubmitBody) -> Result<DraftView, ErrorView> {
        self.draft(&body, None)
    }

    fn screen_amendment(&mut self, body: SubmitBody) -> Result<DraftView, ErrorView> {
        let id = self.find_case(&format!("{}/{}", body.partner, body.reference))?;
        self.draft(&body, Some(id))
    }

    fn amend(&mut self, body: SubmitBody) -> Result<CaseView, ErrorView> {
        let case = format!("{}/{}", body.partner, body.reference);
        self.on_case(&case, |desk, id| desk.amend(id, &handed(&body)))
    }

    fn queue(&mut self, body: QueueBody) -> Result<QueueView, ErrorView> {
        let statuses: Vec<CaseStatus> = match body.statuses.as_slice() {
            [] => vec![
                CaseStatus::Open,
                CaseStatus::InProgress,
                CaseStatus::WaitingForReview,
            ],
            named => named
                .iter()
                .map(|it| word("statuses", it, CaseStatus::parse))
                .collect::<Result<_, _>>()?,
        };
        let after = body
            .after
            .as_deref()
            .map(|it| word("after", it, view::read_cursor))
            .transpose()?;
        let limit = body.limit.unwrap_or(USUAL_PAGE).clamp(1, LARGEST_PAGE);
        let page = match body.mine {
            true => self.desk.queue_mine(),
            false => self.desk.queue(&statuses, after, limit),
        };
        let page = page.map_err(|fault| self.error(&fault))?;
        Ok(QueueView {
            cases: page
                .cases
                .iter()
                .map(|it| view::row(it, &self.desk))
                .collect(),
            next: page.next.map(view::cursor),
            counts: view::status_counts(&page.counts),
            mine: page.mine,
        })
    }

    fn next(&mut self, _: Nothing) -> Result<CaseView, ErrorView> {
        let id = self.desk.claim_next().map_err(|fault| self.error(&fault))?;
        self.page(id)
    }

    fn claim(&mut self, body: CaseBody) -> Result<CaseView, ErrorView> {
        self.on_case(&body.case, Desk::claim)
    }

    fn release(&mut self, body: CaseBody) -> Result<CaseView, ErrorView> {
        self.on_case(&body.case, Desk::release)
    }

    fn open_case(&mut self, body: CaseBody) -> Result<CaseView, ErrorView> {
        let id = self.find_case(&body.case)?;
        let page = self
            .desk
            .open_case(id)
            .map_err(|fault| self.error(&fault))?;
        Ok(view::case(&page, &self.desk))
    }

    fn case(&mut self, body: CaseBody) -> Result<CaseView, ErrorView> {
        let id = self.find_case(&body.case)?;
        self.page(id)
    }

    fn find(&mut self, body: FindBody) -> Result<Vec<CaseRowView>, ErrorView> {
        let found = self
            .desk
            .find(body.text.expose())
            .map_err(|fault| self.error(&fault))?;
        Ok(found.iter().map(|it| view::row(it, &self.desk)).collect())
    }

    fn run_checks(&mut self, body: CaseBody) -> Result<CaseView, ErrorView> {
        self.on_case(&body.case, Desk::run_checks)
    }

    fn add_note(&mut self, body: NoteBody) -> Result<CaseView, ErrorView> {
        self.on_case_in_writing(&body.case, &sensitive(&body.text), |desk, id, text| {
            desk.add_note(id, text)
        })
    }

    fn propose(&mut self, body: ProposeBody) -> Result<CaseView, ErrorView> {
        let outcome = word("outcome", &body.outcome, CaseOutcome::parse)?;
        self.on_case_in_writing(&body.case, &sensitive(&body.note), |desk, id, note| {
            desk.propose(id, outcome, &body.reasons, note)
        })
    }

    fn preview_message(&mut self, body: PreviewBody) -> Result<PreviewView, ErrorView> {
        let id = self.find_case(&body.case)?;
        let outcome = word("outcome", &body.outcome, CaseOutcome::parse)?;
        let preview = self
            .desk
            .preview(id, outcome, &body.reasons)
            .map_err(|fault| self.error(&fault))?;
        Ok(PreviewView {
            text: preview.text,
            language: preview.language.tag().to_owned(),
            causes: preview
                .causes
                .iter()
                .map(|it| it.as_str().to_owned())
                .collect(),
            hold_seconds: preview.hold_ms / 1_000,
        })
    }

    fn review(&mut self, body: ReviewBody) -> Result<CaseView, ErrorView> {
        let verdict = word("verdict", &body.verdict, Verdict::parse)?;
        let outcome = body
            .outcome
            .as_deref()
            .map(|it| word("outcome", it, CaseOutcome::parse))
            .transpose()?;
        self.on_case_in_writing(&body.case, &sensitive(&body.note), |desk, id, note| {
            desk.review(id, verdict, outcome, &body.reasons, note)
        })
    }

    fn feedback(&mut self, body: FeedbackBody) -> Result<CaseView, ErrorView> {
        let id = self.find_case(&body.case)?;
        let page = self
            .desk
            .case_page(id)
            .map_err(|fault| self.error(&fault))?;
        let Some(decision) = &page.case.decision else {
            let status = page.row.status;
            return Err(ErrorView::from(ErrorCode::WrongStatus).with("status", status.as_str()));
        };
        if body.ask_again {
            let subject = *decision.record.as_bytes();
            self.desk
                .ask_again(subject)
                .map_err(|fault| self.error(&fault))?;
        }
        self.page(id)
    }

    fn take_back(&mut self, body: CaseBody) -> Result<CaseView, ErrorView> {
        self.on_case(&body.case, Desk::take_back)
    }

    fn outbox_status(&mut self, _: Nothing) -> Result<OutboxView, ErrorView> {
        let status = self
            .desk
            .outbox_status()
            .map_err(|fault| self.error(&fault))?;
        Ok(OutboxView {
            counts: view::call_counts(&status.counts),
            waiting: status.waiting,
            calls: status.calls.iter().map(view::call).collect(),
        })
    }

    fn outbox_drain(&mut self, body: DrainBody) -> Result<DrainView, ErrorView> {
        self.desk
            .outbox_status()
            .map_err(|fault| self.error(&fault))?;
        let carriers = DeskCarriers::of(&self.desk).map_err(|fault| self.error(&fault))?;
        let patience_ms = u64::from(body.wait_seconds.unwrap_or(USUAL_WAIT_S)) * 1_000;
        self.courier.set_patience_ms(patience_ms);
        // Made for the run and gone with it: a signed-in desk may be dropped wherever it is, on a runtime's thread too.
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .map_err(|fault| {
                ErrorView::from(ErrorCode::Io).with("system", fault.kind().to_string())
            })?;
        let Self {
            desk,
            courier,
            stop,
            ..
        } = self;
        let run = runtime.block_on(async {
            let interrupted = {
                let stop = stop.clone();
                tokio::spawn(async move {
                    if tokio::signal::ctrl_c().await.is_ok() {
                        stop.ask();
                    }
                })
            };
            let run = courier
                .run(desk, &carriers, &SystemClock, stop, |n| {
                    fastrand::u64(0..n.max(1))
                })
                .await;
            interrupted.abort();
            run
        });
        let report = run.map_err(|fault| self.error(&fault))?;
        self.drained(&report)
    }

    fn ask_again(&mut self, body: CallBody) -> Result<CaseView, ErrorView> {
        let call = word("call", &body.call, |it| casework::CheckId::parse(it).ok())?;
        let case = self
            .desk
            .ask_again(*call.as_bytes())
            .map_err(|fault| self.error(&fault))?;
        self.page(case.id)
    }

    fn propose_institution(&mut self, body: InstitutionBody) -> Result<ChangeView, ErrorView> {
        let kind = word(
            "institution",
            &body.institution,
            casework::InstitutionKind::parse,
        )?;
        providers::Credential::parse(body.credential.expose())
            .map_err(|_| ErrorView::from(ErrorCode::CredentialUnfit))?;
        let credential = seal::Credential::new(body.credential.expose().trim().as_bytes().to_vec());
        let id = self
            .desk
            .propose_institution(kind, &body.url, &credential)
            .map_err(|fault| self.error(&fault))?;
        self.change(id)
    }

    fn changes(&mut self, _: Nothing) -> Result<Vec<ChangeView>, ErrorView> {
        Ok(self
            .desk
            .changes()
            .iter()
            .map(|it| view::change(it, &self.desk))
            .collect())
    }

    fn approve_change(&mut self, body: ChangeBody) -> Result<ChangeView, ErrorView> {
        let id = word("change", &body.change, |it| RecordId::parse(it).ok())?;
        let mut telling = self.telling(key_change);
        self.desk
            .approve_change_telling(id, &mut telling)
            .map_err(|fault| self.error(&fault))?;
        if keeping::renew_backup(self).is_err() {
            // What was approved is in force; who makes backups is told what is left to do.
            (self.notices)(backup_age(self));
        }
        self.change(id)
    }

    fn reject_change(&mut self, body: RejectBody) -> Result<ChangeView, ErrorView> {
        let id = word("change", &body.change, |it| RecordId::parse(it).ok())?;
        self.desk
            .reject_change(id, &body.reason)
            .map_err(|fault| self.error(&fault))?;
        self.change(id)
    }

    fn verify_log(&mut self, _: Nothing) -> Result<AuditView, ErrorView> {
        let mut telling = self.telling(|(done, total)| NoticeView::VerifyProgress { done, total });
        let mut telling = |done, total| telling((done, total));
        let report = self.desk.verify_log_telling(&mut telling);
        let report = report.map_err(|fault| self.error(&fault))?;
        Ok(AuditView {
            holds: report.broken.is_none(),
            records: report.records,
            head: report
                .head
                .map(|hash| hash.iter().map(|byte| format!("{byte:02x}")).collect()),
            broken_at: report.broken.as_ref().map(|it| it.seq),
            broken: report.broken.map(|it| it.reason),
        })
    }

    fn people(&mut self, _: Nothing) -> Result<PeopleView, ErrorView> {
        Ok(view::people(&self.desk))
    }

    fn propose_enrolment(&mut self, body: EnrolBody) -> Result<ChangeView, ErrorView> {
        let joining = Joining {
            name: &body.name,
            roles: roles(&body.roles)?,
            passphrase: body.passphrase.expose(),
        };
        let proposed = self.desk.propose_enrolment(&joining);
        self.proposed(proposed)
    }

    fn propose_roles(&mut self, body: RolesBody) -> Result<ChangeView, ErrorView> {
        let proposed = self.desk.propose_roles(&body.name, roles(&body.roles)?);
        self.proposed(proposed)
    }

    fn propose_dismissal(&mut self, body: PersonBody) -> Result<ChangeView, ErrorView> {
        let proposed = self.desk.propose_dismissal(&body.name);
        self.proposed(proposed)
    }

    fn propose_renewal(&mut self, body: RenewBody) -> Result<ChangeView, ErrorView> {
        let proposed = self
            .desk
            .propose_renewal(&body.name, body.passphrase.expose());
        self.proposed(proposed)
    }

    fn change_passphrase(&mut self, body: PassphraseBody) -> Result<KeysView, ErrorView> {
        let mut telling = self.telling(key_change);
        let changed =
            self.desk
                .change_passphrase(body.old.expose(), body.new.expose(), &mut telling);
        changed.map_err(|fault| self.error(&fault))?;
        self.keys_view()
    }

    fn propose_acceptance(&mut self, _: Nothing) -> Result<AcceptanceView, ErrorView> {
        let proposed = self.desk.propose_acceptance();
        proposed.map_err(|fault| self.error(&fault))?;
        self.acceptance_view()
    }

    fn acceptance(&mut self, _: Nothing) -> Result<AcceptanceView, ErrorView> {
        self.acceptance_view()
    }

    fn accept(&mut self, _: Nothing) -> Result<AcceptanceView, ErrorView> {
        let accepted = self.desk.accept();
        accepted.map_err(|fault| self.error(&fault))?;
        Ok(AcceptanceView {
            maker: None,
            at: None,
            accepted: true,
            refusal: None,
        })
    }

    fn export_case(&mut self, body: CaseBody) -> Result<CaseFileView, ErrorView> {
        let file = self.desk.export_case(&body.case);
        let file = file.map_err(|fault| self.error(&fault))?;
        Ok(CaseFileView {
            file_name: format!("veridesk-case-{}.json", file.case),
            text: crate::case_file::write(&file),
        })
    }

    fn reveal(&mut self, body: RevealBody) -> Result<RevealView, ErrorView> {
        crate::reveal::reveal(self, &body)
    }

    fn reveals(&mut self, body: RevealsBody) -> Result<RevealsView, ErrorView> {
        crate::reveal::reveals(self, &body)
    }

    fn retention(&mut self, _: Nothing) -> Result<RetentionView, ErrorView> {
        Ok(view::retention::terms(self.desk.retention()))
    }

    fn propose_retention(&mut self, body: RetentionBody) -> Result<ChangeView, ErrorView> {
        keeping::propose_retention(self, &body)
    }

    fn erasure_due(&mut self, _: Nothing) -> Result<ErasureDueView, ErrorView> {
        keeping::erasure_due(self)
    }

    fn erase_due(&mut self, _: Nothing) -> Result<ErasureView, ErrorView> {
        keeping::erase_due(self)
    }

    fn propose_erasure(&mut self, body: EraseBody) -> Result<ChangeView, ErrorView> {
        keeping::propose_erasure(self, &body)
    }

    fn hold(&mut self, body: HoldBody) -> Result<CaseView, ErrorView> {
        self.on_case_in_writing(&body.case, &sensitive(&body.reason), |desk, id, reason| {
            desk.place_hold(id, reason)
        })
    }

    fn lift_hold(&mut self, body: HoldBody) -> Result<CaseView, ErrorView> {
        self.on_case_in_writing(&body.case, &sensitive(&body.reason), |desk, id, reason| {
            desk.lift_hold(id, reason)
        })
    }

    fn archive(&mut self, body: ArchiveBody) -> Result<ArchiveView, ErrorView> {
        keeping::archive(self, &body)
    }

    fn erasure_certificate(&mut self, body: CaseBody) -> Result<CertificateView, ErrorView> {
        keeping::certificate(self, &body.case)
    }

    fn keys(&mut self, _: Nothing) -> Result<KeysView, ErrorView> {
        self.keys_view()
    }

    fn rotate_keys(&mut self, _: Nothing) -> Result<KeysView, ErrorView> {
        let mut telling = self.telling(key_change);
        let changed = self.desk.rotate_keys(&mut telling);
        changed.map_err(|fault| self.error(&fault))?;
        self.keys_view()
    }

    fn backup_status(&mut self, _: Nothing) -> Result<BackupStatusView, ErrorView> {
        Ok(self.backup_state())
    }

    fn create_backup(&mut self, body: CreateBackupBody) -> Result<BackupView, ErrorView> {
        let mut telling = self.telling(backup_progress);
        let folder = Path::new(&body.folder);
        let made = self.desk.create_backup(folder, body.full, &mut telling);
        made.map(|report| made_view(&report))
            .map_err(|fault| self.error(&fault))
    }

    fn begin_recovery(&mut self, body: BeginRecoveryBody) -> Result<CeremonyView, ErrorView> {
        self.start_ceremony(body.holders)
    }

    fn show_share(&mut self, body: ShareBody) -> Result<ShareView, ErrorView> {
        self.share(body.holder)
    }

    fn confirm_share(&mut self, body: ConfirmShareBody) -> Result<CeremonyView, ErrorView> {
        let groups: Vec<&str> = body.groups.iter().map(Confided::expose).collect();
        self.share_typed_back(body.holder, &groups)
    }

    fn propose_recovery(&mut self, _: Nothing) -> Result<ChangeView, ErrorView> {
        let id = self.end_ceremony()?;
        self.change(id)
    }
}

fn key_change(at: KeyChangeProgress) -> NoticeView {
    NoticeView::KeyChange {
        step: at.step,
        done: at.done,
        total: at.total,
    }
}

fn roles(words: &[String]) -> Result<BTreeSet<Role>, ErrorView> {
    let parsed = words.iter().map(|it| Role::parse(it));
    parsed
        .collect::<Option<_>>()
        .ok_or_else(|| ErrorCode::RolesUnfit.into())
}
