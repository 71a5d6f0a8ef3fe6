use identifiers::{Explanation, Language, card, mobile, person_name, resident_id};
use jiff::Timestamp;
use jiff::tz::Offset;
use serde_json::{Value, json};
use wire::request::{IdentifierKind, IdentifyBody};
use wire::view::{BilingualView, IdentifiedView};

use ports::Clock;

use crate::rim::SystemClock;

/// Explains one identifier. Needs no desk: nothing is stored.
pub fn identify(body: &IdentifyBody) -> IdentifiedView {
    let value = body.value.expose();
    match body.kind {
        IdentifierKind::ResidentId => view(resident_id::explain(value, today()), resident_id_facts),
        IdentifierKind::Card => view(card::explain(value), card_facts),
        IdentifierKind::Mobile => view(mobile::explain(value), mobile_facts),
        IdentifierKind::Name => view(person_name::explain(value), name_facts),
    }
}

fn today() -> jiff::civil::Date {
    let now = Timestamp::from_millisecond(SystemClock.now_ms()).unwrap_or(Timestamp::UNIX_EPOCH);
    Offset::constant(8).to_datetime(now).date()
}

fn view<F>(explained: Explanation<F>, facts: impl FnOnce(&F) -> Value) -> IdentifiedView {
    let words =
        |language| move |problem: &identifiers::Problem| problem.code.words(language).to_owned();
    let (zh, en) = (words(Language::Zh), words(Language::En));
    IdentifiedView {
        valid: explained.valid,
        refuse: explained.refuse,
        normalised: explained.normalised.expose().to_owned(),
        problems: explained
            .problems
            .iter()
            .map(|it| it.code.as_str().to_owned())
            .collect(),
        explained: explained
            .problems
            .iter()
            .map(|it| BilingualView {
                zh: zh(it),
                en: en(it),
            })
            .collect(),
        facts: explained.facts.as_ref().map_or(Value::Null, facts),
    }
}

fn resident_id_facts(facts: &resident_id::ResidentIdFacts) -> Value {
    json!({
        "birth_date": facts.birth_date.expose().to_string(),
        "sex": facts.sex.as_str(),
        "province": facts.division.province,
        "prefecture": facts.division.prefecture,
        "county": facts.division.county,
        "division": facts.division.status.as_str(),
    })
}

fn card_facts(facts: &card::CardFacts) -> Value {
    let issuers: Vec<Value> = facts
        .issuers
        .iter()
        .map(|it| json!({ "bank": it.bank, "kind": it.kind.as_str() }))
        .collect();
    json!({
        "bin": facts.bin,
        "schemes": facts.schemes.iter().map(|it| it.as_str()).collect::<Vec<_>>(),
        "issuers": issuers,
    })
}

fn mobile_facts(facts: &mobile::MobileFacts) -> Value {
    json!({
        "operator": facts.range.map(|it| it.operator.as_str()),
        "range": facts.range.map(|it| it.kind.as_str()),
    })
}

fn name_facts(facts: &person_name::PersonNameFacts) -> Value {
    json!({
        "script": facts.script.as_str(),
        "pinyin": facts.pinyin.as_ref().map(|it| it.expose()),
    })
}
