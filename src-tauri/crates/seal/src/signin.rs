//! What authenticates the log of failed sign-ins, which no signed-in person could sign.

use hmac::{Hmac, KeyInit, Mac};
use minicbor::bytes::ByteSlice;
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::hazmat::hkdf;
use crate::{DeskSecret, canonical_cbor};

/// One link: HMAC-SHA256 over the last link's MAC (32 zero bytes before the first) and the
/// entry, under HKDF-SHA256 of the desk secret with the info `["VDK1/signin", desk]`.
///
/// Each MAC vouches for all entries before it, so that the last one, kept in the keychain with
/// their number, shows any that were changed, moved or taken away.
pub fn signin_mac(
    desk_secret: &DeskSecret,
    desk: [u8; 16],
    previous: &[u8; 32],
    entry: &[u8],
) -> [u8; 32] {
    let info = canonical_cbor(("VDK1/signin", <&ByteSlice>::from(&desk[..])));
    let mut key = Zeroizing::new([0; 32]);
    hkdf(None, desk_secret.expose(), &info, &mut key);
    let mut mac = Hmac::<Sha256>::new_from_slice(&key[..]).expect("HMAC takes a key of any length");
    mac.update(previous);
    mac.update(entry);
    mac.finalize().into_bytes().into()
}
