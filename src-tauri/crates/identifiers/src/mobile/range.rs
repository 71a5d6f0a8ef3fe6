//! Ranges of mainland mobile numbers, as assigned by the ministry.

use std::sync::LazyLock;

use crate::{Language, table};

/// To whom a range was assigned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operator {
    /// 中国移动.
    ChinaMobile,
    /// 中国联通.
    ChinaUnicom,
    /// 中国电信.
    ChinaTelecom,
    /// 中国广电.
    ChinaBroadnet,
    /// 中国星网.
    ChinaSatelliteNetwork,
    /// Assigned to someone else, whom the table does not name.
    Other,
}

impl Operator {
    /// The stable name, in snake case.
    pub fn as_str(self) -> &'static str {
        match self {
            Operator::ChinaMobile => "china_mobile",
            Operator::ChinaUnicom => "china_unicom",
            Operator::ChinaTelecom => "china_telecom",
            Operator::ChinaBroadnet => "china_broadnet",
            Operator::ChinaSatelliteNetwork => "china_satellite_network",
            Operator::Other => "other",
        }
    }

    /// The name people know.
    pub fn name(self, language: Language) -> &'static str {
        match (self, language) {
            (Operator::ChinaMobile, Language::Zh) => "中国移动",
            (Operator::ChinaMobile, Language::En) => "China Mobile",
            (Operator::ChinaUnicom, Language::Zh) => "中国联通",
            (Operator::ChinaUnicom, Language::En) => "China Unicom",
            (Operator::ChinaTelecom, Language::Zh) => "中国电信",
            (Operator::ChinaTelecom, Language::En) => "China Telecom",
            (Operator::ChinaBroadnet, Language::Zh) => "中国广电",
            (Operator::ChinaBroadnet, Language::En) => "China Broadnet",
            (Operator::ChinaSatelliteNetwork, Language::Zh) => "中国星网",
            (Operator::ChinaSatelliteNetwork, Language::En) => "China Satellite Network",
            (Operator::Other, Language::Zh) => "其他",
            (Operator::Other, Language::En) => "other",
        }
    }

    fn from_table(cell: &str) -> Option<Self> {
        match cell {
            "China Mobile" => Some(Operator::ChinaMobile),
            "China Unicom" => Some(Operator::ChinaUnicom),
            "China Telecom" => Some(Operator::ChinaTelecom),
            "China Broadnet" => Some(Operator::ChinaBroadnet),
            "China Satellite Network" => Some(Operator::ChinaSatelliteNetwork),
            "other" => Some(Operator::Other),
            _ => None,
        }
    }
}

/// What a range is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RangeKind {
    /// Ordinary mobile service.
    Mobile,
    /// Resold under other brands; institutions often do not cover it.
    Resale,
    /// Satellite telephones.
    Satellite,
}

impl RangeKind {
    /// The stable name: `mobile`, `resale` or `satellite`.
    pub fn as_str(self) -> &'static str {
        match self {
            RangeKind::Mobile => "mobile",
            RangeKind::Resale => "resale",
            RangeKind::Satellite => "satellite",
        }
    }

    fn from_table(cell: &str) -> Option<Self> {
        match cell {
            "mobile" => Some(RangeKind::Mobile),
            "resale" => Some(RangeKind::Resale),
            "satellite" => Some(RangeKind::Satellite),
            _ => None,
        }
    }
}

/// An assigned range of numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct NumberRange {
    /// To whom it was assigned.
    pub operator: Operator,
    /// What for.
    pub kind: RangeKind,
}

/// Prefix and range, sorted by prefix.
static ROWS: LazyLock<Vec<(&'static str, NumberRange)>> = LazyLock::new(|| {
    let mut rows: Vec<_> = table::rows(include_str!("../../data/mobile_ranges.csv"))
        .map(|[prefix, operator, kind]| {
            let range = NumberRange {
                operator: Operator::from_table(operator).expect("the table names known operators"),
                kind: RangeKind::from_table(kind).expect("the table names known kinds"),
            };
            (prefix, range)
        })
        .collect();
    rows.sort_unstable_by_key(|(prefix, _)| *prefix);
    rows
});

/// The range of an eleven-digit number. Ranges do not overlap, so its prefix is the last one that is not greater.
pub(super) fn range_of(number: &str) -> Option<NumberRange> {
    let next = ROWS.partition_point(|(prefix, _)| *prefix <= number);
    let (prefix, range) = ROWS[..next].last()?;
    number.starts_with(prefix).then_some(*range)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole_and_no_range_lies_in_another() {
        assert_eq!(ROWS.len(), 90);
        for pair in ROWS.windows(2) {
            assert!(!pair[1].0.starts_with(pair[0].0), "{}", pair[1].0);
        }
    }

    #[test]
    fn a_range_ends_where_its_prefix_ends() {
        let kind = |number| range_of(number).map(|range| range.kind);
        assert_eq!(kind("13489999999"), Some(RangeKind::Mobile));
        assert_eq!(kind("13490000000"), None);
        assert_eq!(kind("13492000000"), Some(RangeKind::Satellite));
        assert_eq!(kind("16190000000"), Some(RangeKind::Satellite));
        assert_eq!(kind("16100000000"), None);
        assert_eq!(kind("17035551234"), Some(RangeKind::Resale));
    }
}
