use hkdf::Hkdf;
use sha2::Sha256;
use zeroize::{Zeroize, Zeroizing};

/// HKDF-SHA256 (RFC 5869), extract and expand, `N` bytes out. No salt means 32 zero bytes, as
/// section 2.2 there has it. The pseudorandom key between the two steps is wiped.
pub(crate) fn hkdf<const N: usize>(
    salt: Option<&[u8]>,
    secret: &[u8],
    info: &[u8],
    out: &mut [u8; N],
) {
    const { assert!(N <= 255 * 32, "HKDF-SHA256 gives at most 255 blocks") };
    let (mut pseudorandom, expander) = Hkdf::<Sha256>::extract(salt, secret);
    pseudorandom.as_mut_slice().zeroize();
    expander
        .expand(info, out)
        .expect("the length was checked when this was compiled");
}

/// The first step alone: the pseudorandom key of one salt.
pub(crate) fn extract(salt: &[u8], secret: &[u8]) -> Zeroizing<[u8; 32]> {
    let (mut pseudorandom, _) = Hkdf::<Sha256>::extract(Some(salt), secret);
    let mut key = Zeroizing::new([0; 32]);
    key.copy_from_slice(&pseudorandom);
    pseudorandom.as_mut_slice().zeroize();
    key
}

/// The second step alone.
pub(crate) fn expand<const N: usize>(pseudorandom: &[u8; 32], info: &[u8], out: &mut [u8; N]) {
    const { assert!(N <= 255 * 32, "HKDF-SHA256 gives at most 255 blocks") };
    Hkdf::<Sha256>::from_prk(pseudorandom)
        .expect("a hash's length of key is enough")
        .expand(info, out)
        .expect("the length was checked when this was compiled");
}
