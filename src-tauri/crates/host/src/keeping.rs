//! How long cases are kept, holds, the archive and erasing: requests of the contract as acts of the desk.

use std::collections::BTreeMap;

use casework::{Ending, Exceptions, Months, Refusal, RetentionTerms, Role, StreamId};
use desk::{DeskFault, ErasureProgress};
use ledger::ArchiveCursor;
use wire::ErrorCode;
use wire::request::{ArchiveBody, EraseBody, MonthsBody, RetentionBody};
use wire::view::{
    ArchiveView, BackupView, CertificateView, ChangeView, ErasureDueView, ErasureView, ErrorView,
    NoticeView,
};

use crate::backup::{backup_progress, made_view};
use crate::session::{LARGEST_PAGE, Session, USUAL_PAGE, malformed, sensitive, word};
use crate::time::rfc3339;
use crate::{certificate, view};

/// Milliseconds of a day.
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

pub(crate) fn propose_retention(
    session: &mut Session,
    body: &RetentionBody,
) -> Result<ChangeView, ErrorView> {
    let terms = merged(session.desk.retention(), body)?;
    let id = session
        .desk
        .propose_retention(terms)
        .map_err(|fault| session.error(&fault))?;
    session.change(id)
}

/// The terms in force with what somebody wants to be another.
fn merged(present: &RetentionTerms, body: &RetentionBody) -> Result<RetentionTerms, ErrorView> {
    let mut usual: BTreeMap<Ending, Months> = present.usual().collect();
    usual.extend(months(&body.usual)?);
    let mut partners = present.partners().clone();
    for wanted in &body.partners {
        let own = months(&wanted.months)?;
        match own.is_empty() {
            true => drop(partners.remove(&wanted.partner)),
            false => drop(partners.insert(wanted.partner.clone(), own)),
        }
    }
    let usual: Vec<Months> = usual.into_values().collect();
    let usual = usual.try_into().map_err(|_| malformed("usual"))?;
    RetentionTerms::new(usual, partners).map_err(|refusal| unfit(&refusal))
}

fn unfit(refusal: &Refusal) -> ErrorView {
    crate::errors::refused(refusal, None)
}

fn months(wanted: &[MonthsBody]) -> Result<Exceptions, ErrorView> {
    let month = |it: &MonthsBody| {
        let ending = word("ending", &it.ending, Ending::parse)?;
        let months = Months::new(it.months).ok_or_else(|| unfit(&Refusal::RetentionUnfit))?;
        Ok((ending, months))
    };
    wanted.iter().map(month).collect()
}

pub(crate) fn erasure_due(session: &Session) -> Result<ErasureDueView, ErrorView> {
    let due = session
        .desk
        .due_for_erasure()
        .map_err(|fault| session.error(&fault))?;
    Ok(ErasureDueView {
        cases: due.cases,
        months: due.months.iter().map(view::erasure::month).collect(),
        since: due.since_ms.map(rfc3339),
        late_days: due.late_ms / DAY_MS,
    })
}

/// What whoever may start a run is told when they sign in, where one is due.
pub(crate) fn due_at_sign_in(session: &Session) -> Option<NoticeView> {
    let may_start = session.desk.roles().contains(&Role::Administrator);
    // What cannot be counted now is told where somebody asks for it.
    let due = may_start.then(|| erasure_due(session).ok()).flatten()?;
    due_notice(&due)
}

fn due_notice(due: &ErasureDueView) -> Option<NoticeView> {
    (due.cases > 0).then_some(NoticeView::ErasureDue {
        cases: due.cases,
        late_days: due.late_days,
    })
}

/// Erases what is due, telling how far it is.
pub(crate) fn erase_due(session: &mut Session) -> Result<ErasureView, ErrorView> {
    let mut telling = session.telling(notice);
    let done = session.desk.erase_due(&mut telling);
    let report = done.map_err(|fault| session.error(&fault))?;
    let (backup, backup_refusal) = match renew_backup(session) {
        Ok(made) => (made, None),
        Err(refusal) => (None, Some(refusal)),
    };
    Ok(ErasureView {
        erased: report.erased,
        kept: report.kept,
        backup,
        backup_refusal,
    })
}

/// Makes the last backup anew where it opens what was erased since.
pub(crate) fn renew_backup(session: &mut Session) -> Result<Option<BackupView>, ErrorView> {
    let mut telling = session.telling(backup_progress);
    let made = session.desk.renew_backup(&mut telling);
    made.map(|it| it.as_ref().map(made_view))
        .map_err(|fault| session.error(&fault))
}

fn notice(at: ErasureProgress) -> NoticeView {
    match at {
        ErasureProgress::Erasing { done, total } => NoticeView::ErasureProgress {
            key_change_step: None,
            done,
            total,
        },
        ErasureProgress::ChangingKeys(at) => NoticeView::ErasureProgress {
            key_change_step: Some(at.step),
            done: at.done,
            total: at.total,
        },
    }
}

pub(crate) fn propose_erasure(
    session: &mut Session,
    body: &EraseBody,
) -> Result<ChangeView, ErrorView> {
    let proposed = session
        .desk
        .propose_erasure(&body.case, &sensitive(&body.why));
    let id = proposed.map_err(|fault| session.error(&fault))?;
    session.change(id)
}

pub(crate) fn archive(session: &Session, body: &ArchiveBody) -> Result<ArchiveView, ErrorView> {
    let after = body
        .after
        .as_deref()
        .map(|it| word("after", it, read_cursor))
        .transpose()?;
    let limit = body.limit.unwrap_or(USUAL_PAGE).clamp(1, LARGEST_PAGE);
    let page: Result<_, DeskFault> = session.desk.archive(after, limit);
    let (cases, next) = page.map_err(|fault| session.error(&fault))?;
    Ok(ArchiveView {
        cases: cases
            .iter()
            .map(|it| view::row(it, &session.desk))
            .collect(),
        next: next.map(|it| format!("{}.{}", it.updated_ms, it.stream)),
    })
}

fn read_cursor(text: &str) -> Option<ArchiveCursor> {
    let (updated_ms, stream) = text.split_once('.')?;
    Some(ArchiveCursor {
        updated_ms: updated_ms.parse().ok()?,
        stream: StreamId::parse(stream).ok()?,
    })
}

pub(crate) fn certificate(session: &Session, case: &str) -> Result<CertificateView, ErrorView> {
    let found = session.desk.erasure_certificate(case);
    Ok(certificate::view(
        &found.map_err(|fault| session.error(&fault))?,
    ))
}

/// Verifies a certificate that somebody holds in their hands: no desk and no person is needed.
///
/// # Errors
/// [`ErrorCode::MalformedRequest`], [`ErrorCode::CertificateFalse`].
pub fn check_certificate(text: &str) -> Result<serde_json::Value, ErrorView> {
    let value = serde_json::from_str(text).map_err(|_| ErrorCode::MalformedRequest)?;
    certificate::check(&value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_that_is_due_is_told_at_sign_in_with_how_late_it_is() {
        let due = |cases| ErasureDueView {
            cases,
            months: Vec::new(),
            since: None,
            late_days: 40,
        };
        assert_eq!(due_notice(&due(0)), None);
        let told = NoticeView::ErasureDue {
            cases: 3,
            late_days: 40,
        };
        assert_eq!(due_notice(&due(3)), Some(told));
    }

    #[test]
    fn what_is_left_out_of_a_proposal_of_terms_stays_as_it_is() {
        let month = |ending: &str, months| MonthsBody {
            ending: ending.to_owned(),
            months,
        };
        let partner = |months| wire::request::PartnerTermsBody {
            partner: "shop".to_owned(),
            months,
        };
        let body = |usual, partners| RetentionBody { usual, partners };
        let wanted = body(
            vec![month("screened_out", 3)],
            vec![partner(vec![month("verified", 60)])],
        );
        let terms = merged(&RetentionTerms::SHIPPED, &wanted).expect("sound terms");
        assert_eq!(terms.term(Ending::ScreenedOut, "bank").get(), 3);
        assert_eq!(terms.term(Ending::Verified, "bank").get(), 120);
        assert_eq!(terms.term(Ending::Verified, "shop").get(), 60);
        let without = merged(&terms, &body(vec![], vec![partner(vec![])])).expect("sound terms");
        assert_eq!(without.term(Ending::Verified, "shop").get(), 120);
        for (unsound, code) in [
            (month("verified", 0), ErrorCode::RetentionUnfit),
            (month("verified", 601), ErrorCode::RetentionUnfit),
            (month("closed", 6), ErrorCode::MalformedRequest),
        ] {
            let refused = merged(&terms, &body(vec![unsound], vec![])).expect_err("unsound");
            assert_eq!(refused.code, code);
        }
    }
}
