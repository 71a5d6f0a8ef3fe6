//! How long cases are kept, as a face shows it.

use casework::{Ending, Months, RetentionTerms};
use wire::view::{MonthsView, PartnerTermsView, RetentionView};

use super::hex;

pub(crate) fn terms(terms: &RetentionTerms) -> RetentionView {
    let months = |(ending, months): (Ending, Months)| MonthsView {
        ending: ending.as_str().to_owned(),
        months: months.get(),
    };
    RetentionView {
        usual: terms.usual().map(months).collect(),
        partners: terms
            .partners()
            .iter()
            .map(|(partner, own)| PartnerTermsView {
                partner: partner.clone(),
                months: own.iter().map(|(it, term)| months((*it, *term))).collect(),
            })
            .collect(),
        hash: hex(&terms.hash()),
    }
}
