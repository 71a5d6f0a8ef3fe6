//! What the customer reads when a case is decided.

use identifiers::Language;

use crate::{CaseOutcome, Disclosure, Reason, Text};

/// Longest message in characters: three linked short messages of 67 UCS-2 characters (Chinese) or of
/// 153 septets (English); 3GPP TS 23.040, 9.2.3.24.1.
const fn limit(language: Language) -> usize {
    match language {
        Language::Zh => 199,
        Language::En => 3 * 153,
    }
}

/// How much of the reference is told. The rest is cut, so that the first reason always has its room.
const REFERENCE: usize = 40;

/// The message to the customer: the result, why in the words of the list, and what to do next. At most
/// 199 characters in Chinese and 459 in English.
///
/// Reasons keep their order; equal texts appear once; those without room are pointed to, not dropped in
/// silence. If one reason must not be told, the message is the generic words and the reference alone,
/// whatever the outcome and the other reasons are: what it leaves out cannot tip off.
///
/// `reference` is the partner's number of the case; control characters in it are dropped.
pub fn customer_message(
    outcome: CaseOutcome,
    reasons: &[Reason],
    language: Language,
    reference: &str,
) -> String {
    let reference: String = reference
        .chars()
        .filter(|c| !c.is_control())
        .take(REFERENCE)
        .collect();
    if let Some(kept) = reasons
        .iter()
        .find(|reason| reason.disclosure() == Disclosure::Generic)
    {
        return join(
            &[
                kept.customer_text(language),
                &reference_line(language, &reference),
            ],
            language,
        );
    }

    let result = result(outcome).in_language(language);
    let next = next_step(outcome, language, &reference);
    let more = MORE.in_language(language);

    let mut texts: Vec<&str> = Vec::with_capacity(reasons.len());
    for reason in reasons {
        let text = reason.customer_text(language);
        if !texts.contains(&text) {
            texts.push(text);
        }
    }
    let compose = |told: usize| {
        let mut parts = vec![result];
        parts.extend(&texts[..told]);
        if told < texts.len() {
            parts.push(more);
        }
        parts.push(&next);
        join(&parts, language)
    };
    (1..=texts.len())
        .rev()
        .map(compose)
        .find(|message| message.chars().count() <= limit(language))
        .unwrap_or_else(|| compose(0))
}

/// Chinese sentences follow each other without a blank.
fn join(parts: &[&str], language: Language) -> String {
    match language {
        Language::Zh => parts.concat(),
        Language::En => parts.join(" "),
    }
}

const MORE: Text = Text {
    zh: "另有其他事项，请联系客服了解。",
    en: "There is more to tell; please ask customer care.",
};

const fn result(outcome: CaseOutcome) -> Text {
    match outcome {
        CaseOutcome::Verified => Text {
            zh: "您好，您的核验已通过。",
            en: "Your verification was successful.",
        },
        CaseOutcome::NotVerifiedFinal => Text {
            zh: "您好，您的核验未通过。",
            en: "Your verification was not successful.",
        },
        CaseOutcome::NotVerifiedMayRetry => Text {
            zh: "您好，您的核验本次未通过。",
            en: "Your verification was not successful this time.",
        },
        CaseOutcome::UnableToVerify => Text {
            zh: "您好，您的核验暂时未能得出结论。",
            en: "Your verification has not come to a result.",
        },
    }
}

fn next_step(outcome: CaseOutcome, language: Language, reference: &str) -> String {
    match (outcome, language) {
        (CaseOutcome::Verified, _) => reference_line(language, reference),
        (CaseOutcome::NotVerifiedFinal, Language::Zh) => {
            format!("如有异议，请凭业务编号{reference}联系客服。")
        }
        (CaseOutcome::NotVerifiedFinal, Language::En) => {
            format!("If you disagree, please contact customer care with reference {reference}.")
        }
        (CaseOutcome::NotVerifiedMayRetry, Language::Zh) => {
            format!("重新提交时请注明业务编号{reference}。")
        }
        (CaseOutcome::NotVerifiedMayRetry, Language::En) => {
            format!("When you submit again, please give reference {reference}.")
        }
        (CaseOutcome::UnableToVerify, Language::Zh) => {
            format!("如需帮助，请凭业务编号{reference}联系客服。")
        }
        (CaseOutcome::UnableToVerify, Language::En) => {
            format!("For help, please contact customer care with reference {reference}.")
        }
    }
}

fn reference_line(language: Language, reference: &str) -> String {
    match language {
        Language::Zh => format!("业务编号：{reference}。"),
        Language::En => format!("Your reference: {reference}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::REASONS;

    const LANGUAGES: [Language; 2] = [Language::Zh, Language::En];

    fn all() -> Vec<Reason> {
        REASONS.iter().map(|entry| reason(entry.code)).collect()
    }

    fn told() -> Vec<Reason> {
        all()
            .into_iter()
            .filter(|reason| reason.disclosure() == Disclosure::Yes)
            .collect()
    }

    fn reason(code: &str) -> Reason {
        Reason::parse(code).expect("it is of the list")
    }

    #[test]
    fn a_correction_reads_as_written_here() {
        let reasons = [reason("card_expired")];
        assert_eq!(
            customer_message(
                CaseOutcome::NotVerifiedMayRetry,
                &reasons,
                Language::Zh,
                "S-17"
            ),
            "您好，您的核验本次未通过。该银行卡已过有效期。请向发卡银行换领新卡后重新提交，\
             或换用本人其他银行卡。重新提交时请注明业务编号S-17。"
        );
        assert_eq!(
            customer_message(
                CaseOutcome::NotVerifiedMayRetry,
                &reasons,
                Language::En,
                "S-17"
            ),
            "Your verification was not successful this time. This card has expired. Please ask your bank for \
             a new card and submit again, or use another card of your own. When you submit again, please give \
             reference S-17."
        );
    }

    #[test]
    fn every_outcome_differs_and_names_the_reference_in_both_languages() {
        for language in LANGUAGES {
            let mut seen = std::collections::BTreeSet::new();
            for outcome in CaseOutcome::ALL {
                let message = customer_message(*outcome, &[], language, "S-17");
                assert!(message.contains("S-17"), "{message}");
                let has_han = message
                    .chars()
                    .any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
                assert_eq!(has_han, language == Language::Zh, "{message}");
                assert!(seen.insert(message));
            }
        }
    }

    #[test]
    fn a_reason_that_must_not_be_told_leaves_one_message_whatever_stands_beside_it() {
        let house_policy = [reason("house_policy")];
        for language in LANGUAGES {
            let generic =
                customer_message(CaseOutcome::UnableToVerify, &house_policy, language, "S-17");
            for kept in all()
                .into_iter()
                .filter(|reason| reason.disclosure() == Disclosure::Generic)
            {
                for beside in all() {
                    for outcome in CaseOutcome::ALL {
                        for reasons in [[kept, beside], [beside, kept]] {
                            assert_eq!(
                                customer_message(*outcome, &reasons, language, "S-17"),
                                generic
                            );
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn any_two_reasons_stay_within_the_limit_and_the_first_is_always_told() {
        let reference = "9".repeat(200);
        for language in LANGUAGES {
            for outcome in CaseOutcome::ALL {
                for first in told() {
                    for second in told() {
                        let message =
                            customer_message(*outcome, &[first, second], language, &reference);
                        assert!(message.chars().count() <= limit(language), "{message}");
                        assert!(message.contains(first.customer_text(language)), "{message}");
                    }
                }
            }
        }
    }

    #[test]
    fn reasons_without_room_are_pointed_to() {
        for language in LANGUAGES {
            let message =
                customer_message(CaseOutcome::NotVerifiedMayRetry, &told(), language, "S-17");
            assert!(message.chars().count() <= limit(language));
            assert!(message.contains(MORE.in_language(language)), "{message}");
            let few = [reason("name_format"), reason("card_number_format")];
            let message =
                customer_message(CaseOutcome::NotVerifiedMayRetry, &few, language, "S-17");
            assert!(!message.contains(MORE.in_language(language)), "{message}");
        }
    }

    #[test]
    fn a_reason_given_twice_is_told_once() {
        let twice = [reason("phone_format"), reason("phone_format")];
        for language in LANGUAGES {
            assert_eq!(
                customer_message(CaseOutcome::NotVerifiedMayRetry, &twice, language, "S-17"),
                customer_message(
                    CaseOutcome::NotVerifiedMayRetry,
                    &twice[..1],
                    language,
                    "S-17"
                ),
            );
        }
    }

    #[test]
    fn a_reference_brings_no_line_breaks_into_the_message() {
        let message = customer_message(CaseOutcome::Verified, &[], Language::En, "S-\r\n17");
        assert!(message.ends_with("Your reference: S-17."), "{message}");
    }
}
