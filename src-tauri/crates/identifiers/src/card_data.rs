//! Card data that is never stored, not even sealed, and how every door knows it: by the name of a column or field
//! ([`named`]) and by its shape in what people write ([`found_in`]). Card numbers themselves are masked in free text
//! ([`mask_card_numbers`]).
//!
//! PCI DSS 4.0.1, requirement 3.3.1, forbids to keep sensitive authentication data: the card's verification code, track
//! data, PINs and PIN blocks. JR/T 0171-2020 counts the expiry date among them (C3) and forbids client software to keep it.

mod free_text;
mod masking;
mod names;

pub use free_text::found_in;
pub use masking::{WithoutCardNumbers, mask_card_numbers};
pub use names::named;

/// Card data that is never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NeverStored {
    /// CVV2, CVC2, CVN2, CID and their kin.
    SecurityCode,
    /// The month until which the card is good.
    CardExpiry,
    /// What the magnetic stripe holds, or its equivalent on the chip.
    TrackData,
    /// A PIN, a PIN block, any password of a card.
    Pin,
}

impl NeverStored {
    /// Every kind.
    pub const ALL: [Self; 4] = [
        Self::SecurityCode,
        Self::CardExpiry,
        Self::TrackData,
        Self::Pin,
    ];

    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SecurityCode => "security_code",
            Self::CardExpiry => "card_expiry",
            Self::TrackData => "track_data",
            Self::Pin => "pin",
        }
    }
}
