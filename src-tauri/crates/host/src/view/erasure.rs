//! What is due for erasure, as a face shows it.

use casework::DueMonth;
use wire::view::DueMonthView;

pub(crate) fn month((month, cases): &(DueMonth, u64)) -> DueMonthView {
    DueMonthView {
        month: format!("{:04}-{:02}", month.year, month.month),
        cases: *cases,
    }
}
