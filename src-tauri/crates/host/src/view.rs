//! From what the desk knows to what a face shows.

pub(crate) mod erasure;
pub(crate) mod retention;

use std::collections::BTreeSet;

use casework::{
    CallState, Case, CaseStatus, Change, Check, Field, Finding, PersonId, ProposedChange, REASONS,
    Reason, Severity, masked,
};
use desk::{CasePage, Desk, OutboxCall, Roster};
use identifiers::{Language, Sensitive, card, mobile};
use ledger::{CaseRow, QueueCursor};
use wire::view::{
    ActionView, BilingualView, CallView, CaseRowView, CaseView, ChangeView, CheckView, CountView,
    DecisionView, DeskView, ErrorView, FactsView, FeedbackView, FindingView, InstitutionView,
    IssuerView, PersonView, ProposalView, ReasonView, ReservedView, TimelineView,
};

mod people;

pub(crate) use people::{keys, people, quarantine};

use crate::errors::error;
use crate::time::rfc3339;

pub(crate) fn finding(finding: &Finding) -> FindingView {
    let words = |language| finding.code.words(language).to_owned();
    let severity = match finding.severity {
        Severity::Refuse => "refuse",
        Severity::Warn => "warn",
    };
    FindingView {
        field: finding.field.as_str().to_owned(),
        code: finding.code.as_str().to_owned(),
        severity: severity.to_owned(),
        words: BilingualView {
            zh: words(Language::Zh),
            en: words(Language::En),
        },
    }
}

fn name(roster: &Roster, person: PersonId) -> String {
    roster.name(person).unwrap_or("?").to_owned()
}

fn codes(reasons: &[Reason]) -> Vec<String> {
    reasons.iter().map(|it| it.code().to_owned()).collect()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

pub(crate) fn row(row: &CaseRow, desk: &Desk) -> CaseRowView {
    let roster = desk.roster();
    CaseRowView {
        case: row.stream.to_string(),
        partner: row.partner.clone(),
        reference: row.reference.clone(),
        status: row.status.as_str().to_owned(),
        outcome: row.outcome.map(|it| it.as_str().to_owned()),
        method: row.method.as_str().to_owned(),
        name: row.masked.name.clone(),
        document_number: row.masked.document_number.clone(),
        card_number: row.masked.card_number.clone(),
        phone: row.masked.phone.clone(),
        amount: row.amount.decimal(),
        currency: row.amount.currency.as_str().to_owned(),
        language: row.language.tag().to_owned(),
        received_at: rfc3339(row.received_ms),
        due_at: rfc3339(row.due_ms),
        holder: row.claim.map(|it| name(roster, it.by)),
        held_until: row.claim.map(|it| rfc3339(it.until_ms)),
        checks: row.checks.clone(),
        attention: row.attention.clone(),
        rank_reason: row.rank_reason.clone(),
        kept_until: row.retention.retain_until_ms.map(rfc3339),
        on_hold: row.retention.on_hold,
        archived: row.retention.archived,
        proposed_by_me: row.proposed_by == Some(desk.person()),
    }
}

pub(crate) fn case(page: &CasePage, desk: &Desk) -> CaseView {
    let (case, roster, now_ms) = (&page.case, desk.roster(), desk.now_ms());
    CaseView {
        row: row(&page.row, desk),
        name: page.name.as_ref().map(|it| it.expose().to_owned()),
        version: case.version,
        risk: case.risk.as_str().to_owned(),
        facts: facts(case),
        findings: case.findings.iter().map(finding).collect(),
        checks: case
            .checks
            .iter()
            .map(|it| check(it, case.version))
            .collect(),
        proposal: case.proposal.as_ref().map(|proposal| ProposalView {
            maker: name(roster, proposal.maker),
            at: rfc3339(proposal.at_ms),
            outcome: proposal.decision.outcome.as_str().to_owned(),
            reasons: codes(&proposal.decision.reasons),
            reserved: proposal
                .decision
                .reserved
                .iter()
                .map(|it| it.as_str().to_owned())
                .collect(),
            digest: hex(&proposal.decision.digest),
            pending: u32::try_from(proposal.decision.pending.len()).unwrap_or(u32::MAX),
        }),
        decision: decision(case, page.message.as_deref(), roster, now_ms),
        actions: page
            .actions
            .iter()
            .map(|it| {
                let refusal = it.refusal.as_ref().map(|it| error(it, Some(roster)));
                action(it.action.as_str(), refusal)
            })
            .collect(),
        reserved: page
            .reserved
            .iter()
            .map(|(outcome, causes)| ReservedView {
                outcome: outcome.as_str().to_owned(),
                causes: causes.iter().map(|it| it.as_str().to_owned()).collect(),
            })
            .collect(),
        timeline: page
            .timeline
            .iter()
            .map(|entry| TimelineView {
                at: rfc3339(entry.at_ms),
                actor: entry.actor.clone(),
                kind: entry.kind.clone(),
                word: entry.word.clone(),
                note: entry
                    .note
                    .as_ref()
                    .map(|it: &Sensitive| it.expose().to_owned()),
                fields: entry.fields.iter().map(|it| it.to_string()).collect(),
            })
            .collect(),
        masked_card_numbers: None,
    }
}

/// What is shown of the submission beside the masked values of its row. Nothing of it is in clear.
fn facts(case: &Case) -> FactsView {
    let submission = case.submission.as_ref();
    let subject = submission.and_then(|it| it.subject.as_ref());
    let shown_of_card = submission.and_then(|it| it.masked.card_number.get(..6));
    let issuer = shown_of_card.and_then(card::issuer_of_bin);
    let range = subject.and_then(|it| mobile::explain(it.phone.expose()).facts?.range);
    let consent = submission.map(|it| &it.consent);
    FactsView {
        document_type: subject
            .map_or("", |it| it.document_type.as_str())
            .to_owned(),
        email: subject
            .and_then(|it| it.email.as_ref())
            .map(|it| masked(Field::Email, it.expose())),
        consent_terms: consent.map(|it| it.terms.clone()).unwrap_or_default(),
        consent_at: consent.map(|it| rfc3339(it.at_ms)).unwrap_or_default(),
        consent_channel: consent.map(|it| it.channel.clone()).unwrap_or_default(),
        card: IssuerView {
            bank: issuer.map(|(bank, _)| bank.to_owned()),
            kind: issuer.and_then(|(_, kind)| Some(kind?.as_str().to_owned())),
        },
        operator: range.map(|it| BilingualView {
            zh: it.operator.name(Language::Zh).to_owned(),
            en: it.operator.name(Language::En).to_owned(),
        }),
    }
}

fn check(check: &Check, version: u32) -> CheckView {
    let answer = check.answer.as_ref();
    CheckView {
        call: hex(check.id.as_bytes()),
        kind: check.kind.as_str().to_owned(),
        state: check.state.as_str().to_owned(),
        attempt: check.attempt,
        outcome: check.outcome().map(|it| it.as_str().to_owned()),
        fields: answer
            .map(|it| it.fields)
            .unwrap_or(check.kind.fields())
            .iter()
            .map(|it| it.as_str().to_owned())
            .collect(),
        reason: answer
            .and_then(|it| it.reason.clone())
            .or_else(|| check.cause.clone()),
        provider_code: answer.map(|it| it.provider_code.clone()),
        provider_text: answer.map(|it| it.provider_text.clone()),
        billed: answer.and_then(|it| it.billed),
        current: check.version == version,
    }
}

fn decision(case: &Case, text: Option<&str>, roster: &Roster, now_ms: i64) -> Option<DecisionView> {
    let decision = case.decision.as_ref()?;
    let feedback = &decision.feedback;
    // Held, queued, sent, failed and unknown are different words.
    let state = match feedback.state {
        CallState::Queued if now_ms < decision.hold_until_ms => "held",
        CallState::Answered => "sent",
        state @ (CallState::Queued
        | CallState::Sending
        | CallState::Failed
        | CallState::Unknown
        | CallState::Withdrawn) => state.as_str(),
    };
    Some(DecisionView {
        outcome: decision.outcome.as_str().to_owned(),
        reasons: codes(&decision.reasons),
        maker: decision.maker.map(|it| name(roster, it)),
        checker: decision.checker.map(|it| name(roster, it)),
        at: rfc3339(decision.at_ms),
        hold_until: rfc3339(decision.hold_until_ms),
        feedback: FeedbackView {
            call: hex(decision.record.as_bytes()),
            state: state.to_owned(),
            cause: feedback.cause.clone(),
            text: text.unwrap_or_default().to_owned(),
        },
    })
}

pub(crate) fn desk(desk: &Desk) -> DeskView {
    let roster = desk.roster();
    let roles = |roles: &[casework::Role]| roles.iter().map(|it| it.as_str().to_owned()).collect();
    let marks = desk.marks();
    DeskView {
        team: hex(&desk.team().0),
        solo: marks.solo,
        demo: marks.demo,
        no_keychain: marks.no_keychain,
        person: name(roster, desk.person()),
        roles: roles(desk.roles()),
        people: roster
            .people()
            .map(|(_, person)| PersonView {
                name: person.name.clone(),
                roles: roles(person.roles()),
            })
            .collect(),
        institutions: desk
            .settings()
            .institutions
            .values()
            .map(|it| InstitutionView {
                institution: it.kind.as_str().to_owned(),
                url: it.url.clone(),
            })
            .collect(),
        actions: vec![
            action(
                "work_cases",
                desk.may_work_cases().map(|it| error(&it, Some(roster))),
            ),
            action(
                "propose_change",
                desk.may_propose_changes()
                    .map(|it| error(&it, Some(roster))),
            ),
        ],
        quarantine: desk.quarantine().map(quarantine),
    }
}

fn action(name: &str, refusal: Option<ErrorView>) -> ActionView {
    ActionView {
        action: name.to_owned(),
        allowed: refusal.is_none(),
        refusal,
    }
}

pub(crate) fn reasons() -> Vec<ReasonView> {
    let both = |text: &dyn Fn(Language) -> &'static str| BilingualView {
        zh: text(Language::Zh).to_owned(),
        en: text(Language::En).to_owned(),
    };
    REASONS
        .iter()
        .filter_map(|entry| Reason::parse(entry.code))
        .map(|reason| ReasonView {
            code: reason.code().to_owned(),
            outcomes: reason
                .outcomes()
                .iter()
                .map(|it| it.as_str().to_owned())
                .collect(),
            disclose: match reason.disclosure() {
                casework::Disclosure::Yes => "yes".to_owned(),
                casework::Disclosure::Generic => "generic".to_owned(),
            },
            customer: both(&|language| reason.customer_text(language)),
            house: both(&|language| reason.house_text(language)),
        })
        .collect()
}

pub(crate) fn call(call: &OutboxCall) -> CallView {
    CallView {
        call: hex(&call.call.subject),
        kind: call.call.kind.as_str().to_owned(),
        state: call.call.state.as_str().to_owned(),
        case: call.call.stream.to_string(),
        reference: call.reference.clone(),
        partner: call.partner.clone(),
        attempt: call.call.attempt,
        queued_at: rfc3339(call.call.queued_ms),
        not_before: rfc3339(call.call.not_before_ms),
        detail: call.call.detail.clone(),
    }
}

pub(crate) fn change(change: &ProposedChange, desk: &Desk) -> ChangeView {
    let roster = desk.roster();
    let refusal = desk.may_judge_change(change.id);
    let words =
        |roles: &BTreeSet<casework::Role>| roles.iter().map(|it| it.as_str().to_owned()).collect();
    let mut view = ChangeView {
        change: change.id.to_string(),
        what: change.change.as_str().to_owned(),
        state: change.state.as_str().to_owned(),
        maker: change.maker.map(|it| name(roster, it)),
        at: rfc3339(change.at_ms),
        institution: None,
        url: None,
        person: None,
        roles: Vec::new(),
        holders: Vec::new(),
        retention: None,
        case: None,
        why: None,
        refusal: refusal.map(|it| error(&it, Some(roster))),
    };
    match &change.change {
        Change::SetInstitution(settings) => {
            view.institution = Some(settings.kind.as_str().to_owned());
            view.url = Some(settings.url.clone());
        }
        Change::Enrol(enrolment) => {
            view.person = Some(enrolment.name.clone());
            view.roles = words(&enrolment.roles);
        }
        Change::SetRoles { person, roles } => {
            view.person = Some(name(roster, *person));
            view.roles = words(roles);
        }
        Change::Dismiss { person } | Change::Renew { person, .. } => {
            view.person = Some(name(roster, *person));
        }
        Change::SetRecovery { holders, .. } => view.holders = holders.to_vec(),
        Change::SetRetention(terms) => view.retention = Some(retention::terms(terms)),
        Change::EraseCase { case, why } => {
            view.case = Some(case.to_string());
            view.why = Some(why.clone());
        }
    }
    view
}

/// Every state is named, those without any calls too.
pub(crate) fn call_counts(counts: &[(CallState, u64)]) -> Vec<CountView> {
    let count = |state: CallState| {
        counts
            .iter()
            .find(|(it, _)| *it == state)
            .map_or(0, |(_, count)| *count)
    };
    CallState::ALL
        .iter()
        .map(|state| CountView {
            of: state.as_str().to_owned(),
            count: count(*state),
        })
        .collect()
}

pub(crate) fn status_counts(counts: &[(CaseStatus, u64)]) -> Vec<CountView> {
    counts
        .iter()
        .map(|(status, count)| CountView {
            of: status.as_str().to_owned(),
            count: *count,
        })
        .collect()
}

/// A cursor as a face keeps it: opaque to it.
pub(crate) fn cursor(cursor: QueueCursor) -> String {
    format!("{}.{}.{}", cursor.rank, cursor.due_ms, cursor.stream)
}

pub(crate) fn read_cursor(text: &str) -> Option<QueueCursor> {
    let mut parts = text.split('.');
    let cursor = QueueCursor {
        rank: parts.next()?.parse().ok()?,
        due_ms: parts.next()?.parse().ok()?,
        stream: casework::StreamId::parse(parts.next()?).ok()?,
    };
    parts.next().is_none().then_some(cursor)
}

#[cfg(test)]
mod tests;
