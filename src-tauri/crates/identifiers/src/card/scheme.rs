//! Prefixes of the card schemes.

use std::sync::LazyLock;

use crate::table;

/// Writes the schemes and their names in the table in one place.
macro_rules! schemes {
    ($($(#[$doc:meta])+ $variant:ident = $name:literal;)+) => {
        /// A card scheme.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Scheme {
            $($(#[$doc])+ $variant,)+
        }

        impl Scheme {
            /// The stable name, as in the table.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Scheme::$variant => $name,)+
                }
            }

            fn from_table(cell: &str) -> Option<Self> {
                match cell {
                    $($name => Some(Scheme::$variant),)+
                    _ => None,
                }
            }
        }
    };
}

schemes! {
    /// American Express.
    AmericanExpress = "american-express";
    /// Diners Club.
    DinersClub = "diners-club";
    /// Discover.
    Discover = "discover";
    /// Elo, Brazil.
    Elo = "elo";
    /// Hiper, Brazil.
    Hiper = "hiper";
    /// Hipercard, Brazil.
    Hipercard = "hipercard";
    /// JCB.
    Jcb = "jcb";
    /// Maestro.
    Maestro = "maestro";
    /// Mastercard.
    Mastercard = "mastercard";
    /// Mir, Russia.
    Mir = "mir";
    /// Naranja, Argentina.
    Naranja = "naranja";
    /// Troy, Türkiye.
    Troy = "troy";
    /// UnionPay.
    UnionPay = "unionpay";
    /// Verve, Nigeria.
    Verve = "verve";
    /// Visa.
    Visa = "visa";
}

struct Row {
    scheme: Scheme,
    /// Both bounds have the same number of digits, so they compare as text.
    from: &'static str,
    to: &'static str,
    /// Bit `n` is set when the scheme gives out numbers of `n` digits.
    lengths: u32,
}

impl Row {
    fn fits(&self, pan: &str) -> bool {
        pan.get(..self.from.len())
            .is_some_and(|prefix| self.from <= prefix && prefix <= self.to)
    }
}

static ROWS: LazyLock<Vec<Row>> = LazyLock::new(|| {
    table::rows(include_str!("../../data/schemes.csv"))
        .map(|[scheme, from, to, lengths]| Row {
            scheme: Scheme::from_table(scheme).expect("the table names known schemes"),
            from,
            to,
            lengths: lengths
                .split(' ')
                .map(|length| 1 << length.parse::<u32>().expect("a length is a number"))
                .sum(),
        })
        .collect()
});

/// The rows with the longest prefix that fits; ranges overlap, so this is no binary search (161 rows).
fn best_rows(pan: &str) -> impl Iterator<Item = &'static Row> + Clone {
    let longest = ROWS
        .iter()
        .filter(|row| row.fits(pan))
        .map(|row| row.from.len())
        .max();
    ROWS.iter()
        .filter(move |row| Some(row.from.len()) == longest && row.fits(pan))
}

/// The schemes whose prefix fits a number of digits best, whatever its length.
pub(super) fn schemes_of(pan: &str) -> Vec<Scheme> {
    let mut schemes = Vec::new();
    for row in best_rows(pan) {
        if !schemes.contains(&row.scheme) {
            schemes.push(row.scheme);
        }
    }
    schemes
}

/// Whether one of these schemes gives out numbers of this length.
pub(super) fn length_is_usual(pan: &str) -> bool {
    best_rows(pan).any(|row| row.lengths >> pan.len() & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_whole_and_its_bounds_compare_as_text() {
        assert_eq!(ROWS.len(), 161);
        for row in ROWS.iter() {
            assert!(row.from.len() == row.to.len() && row.from <= row.to);
        }
    }
}
