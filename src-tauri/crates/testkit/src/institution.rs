use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use casework::CheckOutcome;
use ports::{CallFault, CardHolderCheck, CheckAnswer, Institution};

/// An institution that answers by script: by the phone of the question, else that everything agrees.
#[derive(Default)]
pub struct ScriptedInstitution {
    script: Mutex<Script>,
}

#[derive(Default)]
struct Script {
    by_phone: BTreeMap<String, Result<CheckAnswer, CallFault>>,
    next: VecDeque<CallFault>,
    asked: Vec<String>,
}

impl ScriptedInstitution {
    /// From now on questions with this phone end so.
    pub fn answer(&self, phone: &str, result: Result<CheckAnswer, CallFault>) {
        self.script().by_phone.insert(phone.to_owned(), result);
    }

    /// The next question not yet spoken for ends in this fault, whatever its phone.
    pub fn fault_next(&self, fault: CallFault) {
        self.script().next.push_back(fault);
    }

    /// How many questions came.
    pub fn calls(&self) -> usize {
        self.script().asked.len()
    }

    /// How many questions came with this phone.
    pub fn calls_for(&self, phone: &str) -> usize {
        self.script()
            .asked
            .iter()
            .filter(|asked| *asked == phone)
            .count()
    }

    fn script(&self) -> MutexGuard<'_, Script> {
        self.script.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An answer as an institution gives it, billed; the reason is left out for a match.
pub fn check_answer(outcome: CheckOutcome, reason: &str) -> CheckAnswer {
    let agrees = outcome == CheckOutcome::Match;
    CheckAnswer {
        outcome,
        reason: (!agrees).then(|| reason.to_owned()),
        provider_code: if agrees { "0" } else { "-1" }.to_owned(),
        provider_text: String::new(),
        request_id: "request-0".to_owned(),
        billed: Some(true),
    }
}

#[async_trait]
impl Institution for ScriptedInstitution {
    async fn check_card_holder(
        &self,
        question: &CardHolderCheck,
    ) -> Result<CheckAnswer, CallFault> {
        let mut script = self.script();
        script.asked.push(question.phone.expose().to_owned());
        let number = script.asked.len();
        if let Some(fault) = script.next.pop_front() {
            return Err(fault);
        }
        let scripted = script.by_phone.get(question.phone.expose()).cloned();
        let mut answer = scripted.unwrap_or_else(|| Ok(check_answer(CheckOutcome::Match, "")))?;
        answer.request_id = format!("request-{number}");
        Ok(answer)
    }
}

#[cfg(test)]
mod tests {
    use ports::UnknownCause;
    use ports::conformance::{InstitutionScenarios, institution_conformance};

    use super::*;

    fn question(phone: &str) -> CardHolderCheck {
        CardHolderCheck {
            name: "测试甲".into(),
            document_number: "11010119900307457X".into(),
            card_number: "6200000000000005".into(),
            phone: phone.into(),
        }
    }

    #[tokio::test]
    async fn the_twin_passes_the_conformance_suite() {
        let institution = ScriptedInstitution::default();
        institution.answer(
            "13800000001",
            Ok(check_answer(CheckOutcome::Mismatch, "elements_disagree")),
        );
        institution.answer(
            "13800000002",
            Ok(check_answer(
                CheckOutcome::Unable,
                "issuer_does_not_support",
            )),
        );
        institution.answer(
            "13800000003",
            Err(CallFault::Busy {
                provider_code: "busy".into(),
                retry_after_ms: Some(1),
            }),
        );
        institution.answer(
            "13800000004",
            Err(CallFault::Refused {
                provider_code: "no".into(),
                reason: "credentials".into(),
                provider_text: String::new(),
                request_id: None,
            }),
        );
        institution.answer(
            "13800000005",
            Err(CallFault::Unknown(UnknownCause::TimedOut)),
        );
        let scenarios = InstitutionScenarios {
            agreeing: question("13800000000"),
            disagreeing: question("13800000001"),
            unable: question("13800000002"),
            busy: question("13800000003"),
            refused: question("13800000004"),
            failing: question("13800000005"),
        };
        institution_conformance(&institution, &scenarios, || institution.calls()).await;
        assert_eq!(institution.calls_for("13800000000"), 2);
    }

    #[tokio::test]
    async fn a_fault_on_demand_meets_one_question_only() {
        let institution = ScriptedInstitution::default();
        institution.fault_next(CallFault::NotSent {
            cause: "no line".into(),
        });
        assert!(
            institution
                .check_card_holder(&question("13800000000"))
                .await
                .is_err()
        );
        assert!(
            institution
                .check_card_holder(&question("13800000000"))
                .await
                .is_ok()
        );
    }
}
