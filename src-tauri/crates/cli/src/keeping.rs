//! The commands about how long cases are kept, as requests of the contract.

use serde_json::{Value, json};
use wire::view::ErrorView;

use crate::arguments::{EraseCommand, HoldArguments, RetentionCommand};
use crate::inward;

pub(crate) fn hold(
    name: &'static str,
    it: &HoldArguments,
) -> Result<(&'static str, Value), ErrorView> {
    let reason = inward::text_or_body(&it.reason)?;
    Ok((name, json!({ "case": it.case, "reason": *reason })))
}

pub(crate) fn erase(command: &EraseCommand) -> Result<(&'static str, Value), ErrorView> {
    Ok(match command {
        EraseCommand::Due => ("erasure_due", json!({})),
        EraseCommand::Run => ("erase_due", json!({})),
        EraseCommand::Case { case, why } => {
            let why = inward::text_or_body(why)?;
            ("propose_erasure", json!({ "case": case, "why": *why }))
        }
        EraseCommand::Certificate { case } => ("erasure_certificate", json!({ "case": case })),
        EraseCommand::Check => unreachable!("this is answered before, without a desk"),
    })
}

pub(crate) fn retention(command: &RetentionCommand) -> (&'static str, Value) {
    match command {
        RetentionCommand::Show => ("retention", json!({})),
        RetentionCommand::Set { months, partner } => {
            let months: Vec<Value> = months
                .iter()
                .map(|(ending, months)| json!({ "ending": ending, "months": months }))
                .collect();
            let body = match partner {
                None => json!({ "usual": months }),
                Some(partner) => json!({ "partners": [{ "partner": partner, "months": months }] }),
            };
            ("propose_retention", body)
        }
    }
}
