//! What carries keys out of the desk in a backup, to the recovery keys and nobody else.

use crate::hazmat;
use crate::keys::rank;
use crate::sealed_to::{SealedToContext, WeakPublicKey};
use crate::wrap::Wrappable;
use crate::{Key, KeyPairs, NonceSource, OpenError};

/// The key of one backup's key file. It wraps what a restored desk needs and the running one keeps
/// under its erasure secret: vault key, index keys, bucket keys, keys of streams.
///
/// It exists in no other form than [sealed to the recovery key](Self::seal_to), so that nothing it
/// wraps opens with what lies on the desk, today or later.
pub type BackupKey = Key<rank::Backup>;

impl BackupKey {
    /// A new random key, for one backup.
    pub fn generate(nonces: &mut dyn NonceSource) -> Self {
        Self::random(nonces)
    }

    /// Seals the key to the recovery public key: HPKE as in a grant, with the info
    /// `["VDK1/backup-key", ver, team, purpose, number]`.
    ///
    /// # Errors
    /// [`WeakPublicKey`] where the public key is of small order.
    pub fn seal_to(
        &self,
        recipient_x25519: &[u8; 32],
        context: &SealedToContext,
        nonces: &mut dyn NonceSource,
    ) -> Result<Vec<u8>, WeakPublicKey> {
        let info = context.bytes("VDK1/backup-key");
        hazmat::seal_to(recipient_x25519, &info, &self.to_secret(), nonces).ok_or(WeakPublicKey)
    }

    /// Opens what [`seal_to`](Self::seal_to) sealed to these key pairs in this context.
    ///
    /// # Errors
    /// [`OpenError`] for everything else.
    pub fn open_sealed_to<Owner>(
        secrets: &KeyPairs<Owner>,
        context: &SealedToContext,
        sealed: &[u8],
    ) -> Result<Self, OpenError> {
        let info = context.bytes("VDK1/backup-key");
        let secret = hazmat::open_with(secrets.exchange(), &info, sealed)?;
        Self::from_secret(&secret).ok_or(OpenError)
    }
}
