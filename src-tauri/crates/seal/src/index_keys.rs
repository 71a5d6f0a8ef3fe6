use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::NonceSource;
use crate::keys::{Bytes32, copied, fresh};
use crate::wrap::Wrappable;

/// A field that can be looked up without its plaintext.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum IndexField {
    /// The whole card number.
    Card,
    /// The number of an identity document.
    Document,
    /// The phone number.
    Phone,
}

/// One random key per field for keyed digests. A plain hash of a card number can be reversed by
/// trying all of them; without the key these cannot (PCI DSS 4.0.1, requirement 3.5.1.1).
/// Digests live in projections only, never in records.
pub struct IndexKeys {
    card: Bytes32,
    document: Bytes32,
    phone: Bytes32,
}

impl IndexKeys {
    /// New random keys. All digests made before must then be made anew.
    pub fn generate(nonces: &mut dyn NonceSource) -> Self {
        Self {
            card: fresh(nonces),
            document: fresh(nonces),
            phone: fresh(nonces),
        }
    }

    /// HMAC-SHA256 over the normalised value, its first 16 bytes. Equal values of one field give
    /// equal digests; the same value in two fields does not.
    pub fn digest(&self, field: IndexField, normalised: &[u8]) -> [u8; 16] {
        let key = match field {
            IndexField::Card => &self.card,
            IndexField::Document => &self.document,
            IndexField::Phone => &self.phone,
        };
        truncated_hmac(key, normalised)
    }
}

/// The first 16 bytes of HMAC-SHA256.
pub(crate) fn truncated_hmac(key: &[u8; 32], message: &[u8]) -> [u8; 16] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(message);
    *mac.finalize()
        .as_bytes()
        .first_chunk()
        .expect("SHA-256 is longer than 16 bytes")
}

impl std::fmt::Debug for IndexKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("IndexKeys(secret)")
    }
}

impl Wrappable for IndexKeys {
    fn to_secret(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new([&self.card[..], &self.document[..], &self.phone[..]].concat())
    }

    fn from_secret(bytes: &[u8]) -> Option<Self> {
        let (card, rest) = bytes.split_at_checked(32)?;
        let (document, phone) = rest.split_at_checked(32)?;
        Some(Self {
            card: copied(card)?,
            document: copied(document)?,
            phone: copied(phone)?,
        })
    }
}
