//! A desk with somebody signed in, answering requests.

use std::io::{Read, Write};
use std::path::Path;

use casework::{CaseId, CaseOutcome, CaseStatus, RecordId, Verdict};
use desk::{Desk, DeskFault, HouseRefusal, SignedIn};
use identifiers::Sensitive;
use identifiers::card_data::mask_card_numbers;
use screening::Handed;
use sync::{Courier, CourierLimits, RunReport, Stop};
use wire::request::{
    BeginRecoveryBody, CallBody, CaseBody, ChangeBody, Confided, ConfirmShareBody,
    CreateBackupBody, DrainBody, FeedbackBody, FindBody, IdentifyBody, InstitutionBody, NoteBody,
    Nothing, PreviewBody, ProposeBody, QueueBody, RejectBody, ReviewBody, ShareBody, SubmitBody,
};
use wire::view::{
    AuditView, BackupStatusView, BackupView, CaseRowView, CaseView, CeremonyView, ChangeView,
    DeskView, DraftView, DrainView, ErrorView, IdentifiedView, OutboxView, PreviewView, QueueView,
    ReasonView, ShareView, SubmittedView,
};
use wire::{ErrorCode, Handler};

use crate::carriers::DeskCarriers;
use crate::errors::error;
use crate::rim::{SystemClock, rim};
use crate::time::rfc3339;
use crate::view;

/// A signed-in desk. Dropping it signs the person out: keys are wiped and the file is closed.
pub struct Session {
    pub(crate) desk: Desk,
    courier: Courier,
    stop: Stop,
    /// A recovery secret that is being handed out.
    pub(crate) ceremony: Option<desk::RecoveryCeremony>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Session").field(&self.desk).finish()
    }
}

/// What became of an imported file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ImportCounts {
    /// Rows that became cases now.
    pub imported: u64,
    /// Rows that are cases from an earlier run.
    pub already_there: u64,
    /// Rows in the error report.
    pub refused: u64,
}

/// The most cases on one page.
const LARGEST_PAGE: u32 = 200;
/// The cases on a page where nothing is said.
const USUAL_PAGE: u32 = 50;
/// How long a run of the courier waits for calls that fall due, in seconds, where nothing is said.
const USUAL_WAIT_S: u32 = 5;

impl Session {
    /// Signs a person in on an open desk.
    ///
    /// # Errors
    /// What people read.
    pub fn sign_in(dir: &Path, name: &str, passphrase: &str) -> Result<Self, ErrorView> {
        match desk::sign_in(dir, rim(), name, passphrase).map_err(|fault| error(&fault, None))? {
            SignedIn::Open(desk) => Self::of(*desk),
            SignedIn::Founding(_) => Err(error(&HouseRefusal::DeskNotOpen.into(), None)),
        }
    }

    pub(crate) fn of(desk: Desk) -> Result<Self, ErrorView> {
        Ok(Self {
            desk,
            courier: Courier::new(CourierLimits::default()),
            stop: Stop::new(),
            ceremony: None,
        })
    }

    /// Imports a CSV file. After each commit `committed` is told how many rows became cases by it.
    ///
    /// # Errors
    /// What people read; what was told to `committed` is kept.
    pub fn import(
        &mut self,
        file: impl Read + Send,
        errors: impl Write + Send,
        committed: &mut dyn FnMut(u64),
    ) -> Result<ImportCounts, ErrorView> {
        let report = self
            .desk
            .import(file, errors, committed)
            .map_err(|fault| self.error(&fault))?;
        Ok(ImportCounts {
            imported: report.imported,
            already_there: report.already_there,
            refused: report.refused,
        })
    }

    pub(crate) fn error(&self, fault: &DeskFault) -> ErrorView {
        error(fault, Some(self.desk.roster()))
    }

    fn find_case(&self, case: &str) -> Result<CaseId, ErrorView> {
        self.desk
            .find_case(case)
            .map_err(|fault| self.error(&fault))
    }

    /// Does an act on a case and answers with the case as it is then.
    fn on_case<T>(
        &mut self,
        case: &str,
        act: impl FnOnce(&mut Desk, CaseId) -> Result<T, DeskFault>,
    ) -> Result<CaseView, ErrorView> {
        let id = self.find_case(case)?;
        act(&mut self.desk, id).map_err(|fault| self.error(&fault))?;
        self.page(id)
    }

    /// The same with something that was written, and how many card numbers were masked as it was kept.
    fn on_case_in_writing<T>(
        &mut self,
        case: &str,
        text: &Sensitive,
        act: impl FnOnce(&mut Desk, CaseId, &Sensitive) -> Result<T, DeskFault>,
    ) -> Result<CaseView, ErrorView> {
        let mut view = self.on_case(case, |desk, id| act(desk, id, text))?;
        let masked = mask_card_numbers(text.expose()).masked;
        view.masked_card_numbers = (masked > 0).then_some(masked);
        Ok(view)
    }

    /// What an act answers with: the case with nothing in clear.
    fn page(&self, id: CaseId) -> Result<CaseView, ErrorView> {
        let page = self
            .desk
            .case_page(id)
            .map_err(|fault| self.error(&fault))?;
        Ok(view::case(&page, &self.desk))
    }

    fn draft(&self, body: &SubmitBody, amends: Option<CaseId>) -> Result<DraftView, ErrorView> {
        let draft = self
            .desk
            .screen_draft(&handed(body), amends)
            .map_err(|fault| self.error(&fault))?;
        Ok(DraftView {
            status: draft.status.map(|it| it.as_str().to_owned()),
            findings: draft.findings.iter().map(view::finding).collect(),
        })
    }

    /// What a run of the courier brought, with what is queued now.
    pub(crate) fn drained(&self, report: &RunReport) -> Result<DrainView, ErrorView> {
        let words =
            |routes: &[sync::Route]| routes.iter().map(|it| it.as_str().to_owned()).collect();
        let status = self
            .desk
            .outbox_status()
            .map_err(|fault| self.error(&fault))?;
        let queued = status
            .counts
            .iter()
            .find(|(state, _)| *state == casework::CallState::Queued);
        Ok(DrainView {
            answered: report.answered,
            accepted: report.accepted,
            failed: report.failed,
            unknown: report.unknown,
            requeued: report.requeued,
            queued: queued.map_or(0, |(_, count)| *count),
            resting: words(&report.breaker_open),
            not_set_up: words(&report.not_set_up),
            next_due: report.next_due_ms.map(rfc3339),
        })
    }

    fn change(&self, id: RecordId) -> Result<ChangeView, ErrorView> {
        let found = self.desk.changes().iter().find(|it| it.id == id);
        found
            .map(|it| view::change(it, &self.desk))
            .ok_or_else(|| ErrorCode::NoSuchChange.into())
    }
}

fn malformed(field: &str) -> ErrorView {
    ErrorView::from(ErrorCode::MalformedRequest).with("field", field)
}

fn word<T>(field: &str, text: &str, parse: impl Fn(&str) -> Option<T>) -> Result<T, ErrorView> {
    parse(text).ok_or_else(|| malformed(field))
}

fn sensitive(text: &Confided) -> Sensitive {
    Sensitive::from(text.expose())
}

fn handed(body: &SubmitBody) -> Handed {
    Handed {
        reference: body.reference.clone(),
        name: sensitive(&body.name),
        document_type: body.document_type.clone(),
        document_number: sensitive(&body.document_number),
        method: body.method.clone(),
        card_number: sensitive(&body.card_number),
        phone: sensitive(&body.phone),
        email: sensitive(&body.email),
        amount: body.amount.clone(),
        currency: body.currency.clone(),
        partner: body.partner.clone(),
        language: body.language.clone(),
        consent_terms: body.consent_terms.clone(),
        consent_at: body.consent_at.clone(),
        consent_channel: body.consent_channel.clone(),
        accuracy_confirmed: body.accuracy_confirmed.to_string(),
    }
}

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
            ceremony: _,
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
        self.desk
            .approve_change(id)
            .map_err(|fault| self.error(&fault))?;
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
        let report = self.desk.verify_log().map_err(|fault| self.error(&fault))?;
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

    fn backup_status(&mut self, _: Nothing) -> Result<BackupStatusView, ErrorView> {
        Ok(self.backup_state())
    }

    fn create_backup(&mut self, body: CreateBackupBody) -> Result<BackupView, ErrorView> {
        let go_on = &mut |_: &'static str, _, _| std::ops::ControlFlow::Continue(());
        self.back_up(Path::new(&body.folder), body.full, go_on)
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
