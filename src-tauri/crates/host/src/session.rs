//! A desk with somebody signed in, answering requests.

mod answers;

use std::io::{Read, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use casework::{CaseId, RecordId};
use desk::{Desk, DeskFault, HouseRefusal, SignedIn};
use identifiers::Sensitive;
use identifiers::card_data::mask_card_numbers;
use screening::Handed;
use sync::{Courier, CourierLimits, RunReport, Stop};
use wire::people::{AcceptanceView, KeysView};
use wire::request::{Confided, SubmitBody};
use wire::view::{CaseView, ChangeView, DraftView, DrainView, ErrorView, NoticeView};
use wire::{ErrorCode, Request, dispatch};

use crate::errors::error;
use crate::rim::rim;
use crate::time::rfc3339;
use crate::view;

/// A signed-in desk. Dropping it signs the person out: keys are wiped and the file is closed.
pub struct Session {
    pub(crate) desk: Desk,
    courier: Courier,
    stop: Stop,
    /// Told how far long work is.
    pub(crate) notices: Notices,
    /// Asked between the parts of long work whether it is to end.
    pub(crate) stop_work: Arc<AtomicBool>,
    /// A recovery secret that is being handed out.
    pub(crate) ceremony: Option<desk::RecoveryCeremony>,
}

/// Where notices go.
pub(crate) type Notices = Arc<dyn Fn(NoticeView) + Send + Sync>;

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
pub(crate) const LARGEST_PAGE: u32 = 200;
/// The cases on a page where nothing is said.
pub(crate) const USUAL_PAGE: u32 = 50;
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
            notices: Arc::new(|_| {}),
            stop_work: Arc::default(),
            ceremony: None,
        })
    }

    /// Answers a request, if the person signed in holds one of the roles it needs. The one place where that is asked of
    /// every request; the trade's rules ask again where they need more than a role.
    ///
    /// # Errors
    /// What people read.
    pub fn answer(&mut self, request: Request) -> Result<serde_json::Value, ErrorView> {
        self.may_ask(&request)?;
        dispatch(self, request)
    }

    /// Whether the person signed in holds one of the roles a request needs.
    pub(crate) fn may_ask(&self, request: &Request) -> Result<(), ErrorView> {
        let needed = request.roles();
        let held = self.desk.roles();
        if held.iter().any(|role| needed.contains(&role.as_str())) {
            return Ok(());
        }
        let role = needed.first().copied().unwrap_or_default();
        Err(ErrorView::from(ErrorCode::RoleMissing).with("role", role))
    }

    /// What tells how far long work is, and hears whether it is to end.
    pub(crate) fn telling<At>(
        &self,
        notice: fn(At) -> NoticeView,
    ) -> impl FnMut(At) -> ControlFlow<()> + use<At> {
        let (notices, stop) = (self.notices.clone(), self.stop_work.clone());
        stop.store(false, Ordering::SeqCst);
        move |at| {
            notices(notice(at));
            match stop.swap(false, Ordering::SeqCst) {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            }
        }
    }

    fn acceptance_view(&self) -> Result<AcceptanceView, ErrorView> {
        let said = self.desk.acceptance().map_err(|fault| self.error(&fault))?;
        let may = self.desk.may_accept().map_err(|fault| self.error(&fault))?;
        Ok(AcceptanceView {
            maker: said
                .as_ref()
                .and_then(|it| self.desk.roster().name(it.maker))
                .map(str::to_owned),
            at: said.as_ref().map(|it| rfc3339(it.at_ms)),
            accepted: false,
            refusal: may.map(|fault| self.error(&fault)),
        })
    }

    fn keys_view(&self) -> Result<KeysView, ErrorView> {
        view::keys(&self.desk).map_err(|fault| self.error(&fault))
    }

    fn proposed(&self, id: Result<RecordId, DeskFault>) -> Result<ChangeView, ErrorView> {
        self.change(id.map_err(|fault| self.error(&fault))?)
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

    pub(crate) fn find_case(&self, case: &str) -> Result<CaseId, ErrorView> {
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

    pub(crate) fn change(&self, id: RecordId) -> Result<ChangeView, ErrorView> {
        let found = self.desk.changes().iter().find(|it| it.id == id);
        found
            .map(|it| view::change(it, &self.desk))
            .ok_or_else(|| ErrorCode::NoSuchChange.into())
    }
}

pub(crate) fn malformed(field: &str) -> ErrorView {
    ErrorView::from(ErrorCode::MalformedRequest).with("field", field)
}

pub(crate) fn word<T>(
    field: &str,
    text: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<T, ErrorView> {
    parse(text).ok_or_else(|| malformed(field))
}

pub(crate) fn sensitive(text: &Confided) -> Sensitive {
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
