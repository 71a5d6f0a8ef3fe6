//! Administrative divisions, GB/T 2260, with the editions in which each stood.

use std::sync::LazyLock;

use jiff::civil::Date;

use crate::sensitive::redacted_debug;
use crate::table;

/// A row of the table: a code, one of its names, and the editions (YYYYMM) between which it stood.
struct Row {
    code: &'static str,
    name: &'static str,
    first: u32,
    last: Option<u32>,
}

impl Row {
    fn stood_in(&self, edition: u32) -> bool {
        self.first <= edition && self.last.is_none_or(|last| edition <= last)
    }
}

/// Sorted by code, then by first edition.
static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let mut rows: Vec<Row> = table::rows(include_str!("../../data/divisions.csv"))
        .map(|[code, name, first, last]| Row {
            code,
            name,
            first: first.parse().expect("the first edition is YYYYMM"),
            last: (!last.is_empty()).then(|| last.parse().expect("the last edition is YYYYMM")),
        })
        .collect();
    rows.sort_unstable_by_key(|row| (row.code, row.first));
    rows
});

/// Whether a division code can still be given out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DivisionStatus {
    /// In the newest edition of the table.
    Current,
    /// In an earlier edition only. Numbers that carry it stay valid for life.
    Withdrawn,
    /// In no edition.
    Unknown,
}

impl DivisionStatus {
    /// The stable name: `current`, `withdrawn` or `unknown`.
    pub fn as_str(self) -> &'static str {
        match self {
            DivisionStatus::Current => "current",
            DivisionStatus::Withdrawn => "withdrawn",
            DivisionStatus::Unknown => "unknown",
        }
    }
}

/// The division in which a number was given out. Names are Chinese, as in the standard.
#[derive(Clone, PartialEq, Eq)]
pub struct Division {
    /// The province, autonomous region or municipality.
    pub province: &'static str,
    /// The prefecture, if the table has one for these four digits.
    pub prefecture: Option<&'static str>,
    /// The county, district or county-level city, if the code names one.
    pub county: Option<&'static str>,
    /// Whether the six digits stand in the table today.
    pub status: DivisionStatus,
}

redacted_debug!(Division);

impl Division {
    /// The names of a six-digit code. A code that was given to several divisions over time is read as of the
    /// birth: numbers were mostly given out then, and where the table does not reach the birth the nearest
    /// edition counts.
    ///
    /// # Panics
    /// If the first two digits are no province; see [`is_province`].
    pub(super) fn of(code: &str, birth: Date) -> Self {
        let edition =
            u32::from(birth.year().unsigned_abs()) * 100 + u32::from(birth.month().unsigned_abs());
        let name = |code: &str| name_as_of(code, edition);
        let prefecture = format!("{}00", &code[..4]);
        Division {
            province: name(&format!("{}0000", &code[..2]))
                .expect("the caller has checked the province"),
            prefecture: (!code[2..].starts_with("00"))
                .then(|| name(&prefecture))
                .flatten(),
            county: (!code.ends_with("00")).then(|| name(code)).flatten(),
            status: status(code),
        }
    }
}

/// Whether two digits are a province of GB/T 2260.
pub(super) fn is_province(digits: &str) -> bool {
    is_listed(&format!("{digits}0000"))
}

/// Whether six digits stand in any edition.
pub(super) fn is_listed(code: &str) -> bool {
    !rows_of(code).is_empty()
}

fn rows_of(code: &str) -> &'static [Row] {
    let start = ROWS.partition_point(|row| row.code < code);
    let length = ROWS[start..].partition_point(|row| row.code == code);
    &ROWS[start..start + length]
}

fn status(code: &str) -> DivisionStatus {
    match rows_of(code) {
        [] => DivisionStatus::Unknown,
        rows if rows.iter().any(|row| row.last.is_none()) => DivisionStatus::Current,
        _ => DivisionStatus::Withdrawn,
    }
}

/// The name in force in an edition, else the first one after it, else the last one before.
fn name_as_of(code: &str, edition: u32) -> Option<&'static str> {
    let rows = rows_of(code);
    rows.iter()
        .find(|row| row.stood_in(edition))
        .or_else(|| rows.iter().find(|row| row.first > edition))
        .or(rows.last())
        .map(|row| row.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole_and_each_row_has_its_province() {
        assert_eq!(ROWS.len(), 7384);
        for row in ROWS.iter() {
            assert!(row.code.len() == 6 && row.code.bytes().all(|b| b.is_ascii_digit()));
            assert!(is_province(&row.code[..2]), "{}", row.code);
            assert!(
                row.last.is_none_or(|last| row.first <= last),
                "{}",
                row.code
            );
        }
    }

    #[test]
    fn the_provinces_are_the_thirty_four_of_the_standard() {
        let provinces: Vec<&str> = ROWS
            .iter()
            .map(|row| row.code)
            .filter(|code| code.ends_with("0000"))
            .collect();
        assert_eq!(provinces.len(), 34);
        for absent in [
            "00", "10", "16", "20", "38", "47", "55", "66", "70", "83", "90", "99",
        ] {
            assert!(!is_province(absent), "{absent}");
        }
    }

    #[test]
    fn a_code_with_several_names_is_read_as_of_the_birth() {
        let name = |year, month| Division::of("650107", Date::constant(year, month, 1)).county;
        let names: Vec<_> = rows_of("650107").iter().map(|row| row.name).collect();
        assert!(names.len() > 1);
        for row in rows_of("650107") {
            let (year, month) = (row.first / 100, row.first % 100);
            let year = i16::try_from(year).expect("a year");
            let month = i8::try_from(month).expect("a month");
            assert_eq!(name(year, month), Some(row.name));
        }
        assert_eq!(
            name(1905, 1),
            names.first().copied(),
            "before the table: the nearest after"
        );
    }

    #[test]
    fn names_are_given_as_deep_as_the_code_goes() {
        let born = Date::constant(2001, 5, 1);
        let district = Division::of("440307", born);
        assert_eq!(
            (district.province, district.prefecture, district.county),
            ("广东省", Some("深圳市"), Some("龙岗区"))
        );
        let province = Division::of("110000", born);
        assert_eq!((province.prefecture, province.county), (None, None));
        assert_eq!(province.status, DivisionStatus::Current);
        let unknown = Division::of("110199", born);
        assert_eq!((unknown.province, unknown.county), ("北京市", None));
        assert_eq!(unknown.status, DivisionStatus::Unknown);
    }
}
