//! Prefixes of mainland issuers: prefix, length of the card number, kind of card, bank.

use std::sync::LazyLock;

use crate::table;

/// How a card pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CardKind {
    /// 借记卡: from the account.
    Debit,
    /// 贷记卡: on credit.
    Credit,
    /// 准贷记卡: from a deposit first, then on credit.
    QuasiCredit,
    /// 预付费卡: from a prepaid amount.
    Prepaid,
}

impl CardKind {
    /// The stable name: `debit`, `credit`, `quasi_credit` or `prepaid`.
    pub fn as_str(self) -> &'static str {
        match self {
            CardKind::Debit => "debit",
            CardKind::Credit => "credit",
            CardKind::QuasiCredit => "quasi_credit",
            CardKind::Prepaid => "prepaid",
        }
    }

    fn from_table(cell: &str) -> Option<Self> {
        match cell {
            "DC" => Some(CardKind::Debit),
            "CC" => Some(CardKind::Credit),
            "SCC" => Some(CardKind::QuasiCredit),
            "PC" => Some(CardKind::Prepaid),
            _ => None,
        }
    }
}

/// A bank that claims the prefix of a card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Issuer {
    /// The bank's name in Chinese, as in the table.
    pub bank: &'static str,
    /// The kind of card it gives out under the prefix.
    pub kind: CardKind,
}

struct Row {
    prefix: &'static str,
    pan_length: usize,
    issuer: Issuer,
}

/// Sorted by prefix, then by length of the card number.
static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    let mut rows: Vec<Row> = table::rows(include_str!("../../data/bins.csv"))
        .map(|[prefix, pan_length, kind, bank]| Row {
            prefix,
            pan_length: pan_length.parse().expect("the length is a number"),
            issuer: Issuer {
                bank,
                kind: CardKind::from_table(kind).expect("the table knows four kinds"),
            },
        })
        .collect();
    rows.sort_by_key(|row| (row.prefix, row.pan_length));
    rows
});

static LONGEST_PREFIX: LazyLock<usize> =
    LazyLock::new(|| ROWS.iter().map(|row| row.prefix.len()).max().unwrap_or(0));

/// The issuers of a number of digits: the longest prefix that goes with its length wins, and all who claim that
/// prefix are named.
pub(super) fn issuers_of(pan: &str) -> Vec<Issuer> {
    (1..=pan.len().min(*LONGEST_PREFIX))
        .rev()
        .map(|length| claims(&pan[..length], pan.len()))
        .find(|rows| !rows.is_empty())
        .unwrap_or_default()
        .iter()
        .map(|row| row.issuer)
        .collect()
}

/// What a mask still tells of the issuer: the one bank that all rows of the table under these first digits name, and
/// its kind of card where they agree on that too.
pub(super) fn issuer_of_bin(bin: &str) -> Option<(&'static str, Option<CardKind>)> {
    let under = ROWS
        .iter()
        .filter(|row| row.prefix.starts_with(bin) || bin.starts_with(row.prefix));
    let longest = under
        .clone()
        .map(|row| row.prefix.len().min(bin.len()))
        .max()?;
    let mut issuers = under
        .filter(|row| row.prefix.len() >= longest)
        .map(|row| row.issuer);
    let first = issuers.next()?;
    let (mut bank, mut kind) = (true, true);
    for issuer in issuers {
        bank &= issuer.bank == first.bank;
        kind &= issuer.kind == first.kind;
    }
    bank.then(|| (first.bank, kind.then_some(first.kind)))
}

fn claims(prefix: &str, pan_length: usize) -> &'static [Row] {
    let start = ROWS.partition_point(|row| (row.prefix, row.pan_length) < (prefix, pan_length));
    let count =
        ROWS[start..].partition_point(|row| (row.prefix, row.pan_length) == (prefix, pan_length));
    &ROWS[start..start + count]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_found_by_its_own_prefix_and_length() {
        assert_eq!(ROWS.len(), 1804);
        for row in ROWS.iter() {
            let pan = format!("{:9<width$}", row.prefix, width = row.pan_length);
            let longer = ROWS.iter().any(|other| {
                other.pan_length == row.pan_length
                    && other.prefix.len() > row.prefix.len()
                    && pan.starts_with(other.prefix)
            });
            assert!(
                longer || issuers_of(&pan).contains(&row.issuer),
                "{}",
                row.prefix
            );
        }
    }

    #[test]
    fn a_prefix_claimed_by_two_banks_names_both() {
        assert_eq!(claims("622516", 16).len(), 2);
        assert_eq!(issuers_of("6225160000000000").len(), 2);
    }

    #[test]
    fn a_mask_names_the_bank_only_where_all_rows_under_its_digits_agree() {
        assert_eq!(issuer_of_bin("622516"), None);
        assert_eq!(issuer_of_bin("000000"), None);
        for row in ROWS.iter().filter(|row| row.prefix.len() == 6) {
            if let Some((bank, _)) = issuer_of_bin(row.prefix) {
                assert_eq!(bank, row.issuer.bank, "{}", row.prefix);
            }
        }
        assert!(issuer_of_bin("622588").is_some());
    }

    #[test]
    fn the_prefix_counts_only_with_its_length() {
        assert_eq!(issuers_of("1030000000000000000").len(), 1);
        assert_eq!(issuers_of("1030000000000000"), []);
    }
}
