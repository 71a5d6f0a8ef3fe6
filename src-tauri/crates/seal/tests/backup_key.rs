//! The keys of a desk reach the recovery keys and nobody else; and each wrap of a desk can be made
//! anew under other keys.
#![allow(clippy::unwrap_used)]

mod common;

use common::{Counting, DESK, EPOCH, STREAM, TEAM, of, vector};
use seal::{
    BackupKey, BucketKey, ContentKey, Credential, DeskSecrets, ErasureSecret, FileKey,
    FoundingDraft, IndexKeys, NonceSource, OpenError, PersonName, PersonSecrets, RecoverySecret,
    SealedToContext, StoreKey, VaultKey, WeakPublicKey, WrapContext, open_sealed_to, rewrap,
    seal_to, unwrap, wrap,
};

const RECOVERY: &str = include_str!("vectors/recovery-v1.txt");

const CONTEXT: SealedToContext = SealedToContext {
    team: TEAM,
    purpose: "backup-keys",
    number: EPOCH,
};

// Finds: one domain for key and bytes; a context that does not take part; anybody's key accepted.
#[test]
fn a_backup_key_opens_for_its_recipient_in_its_context_only() {
    let rng = &mut Counting::default();
    let (backup, keys) = (
        BackupKey::generate(rng),
        RecoverySecret::generate(rng).keys(),
    );
    let to = keys.public().x25519;
    let sealed = backup.seal_to(&to, &CONTEXT, rng).unwrap();
    let opened = BackupKey::open_sealed_to(&keys, &CONTEXT, &sealed).unwrap();
    let wrapped = wrap(&backup, &of(DESK), &VaultKey::generate(rng), rng);
    assert!(unwrap::<_, VaultKey>(&opened, &of(DESK), &wrapped).is_ok());

    let later = SealedToContext {
        number: EPOCH + 1,
        ..CONTEXT
    };
    assert!(BackupKey::open_sealed_to(&keys, &later, &sealed).is_err());
    assert!(open_sealed_to(&keys, &CONTEXT, &sealed).is_err());
    let bytes = seal_to(&to, &CONTEXT, &[7; 48], rng).unwrap();
    assert!(BackupKey::open_sealed_to(&keys, &CONTEXT, &bytes).is_err());
    let other = PersonSecrets::generate(rng);
    assert!(BackupKey::open_sealed_to(&other, &CONTEXT, &sealed).is_err());
    assert_eq!(
        backup.seal_to(&[0; 32], &CONTEXT, rng).unwrap_err(),
        WeakPublicKey
    );
}

// Finds: another suite, layout or purpose.
#[test]
fn the_keys_of_a_backup_are_wrapped_and_sealed_as_on_the_first_day() {
    let rng = &mut Counting::default();
    let keys = RecoverySecret::generate(&mut Counting::default()).keys();
    let (backup, vault) = (BackupKey::generate(rng), VaultKey::generate(rng));
    let (index, bucket) = (IndexKeys::generate(rng), BucketKey::generate(rng));
    let content = ContentKey::generate(rng);
    macro_rules! frozen {
        ($name:literal, $subject:expr, $secret:expr) => {
            let written = wrap(&backup, &of($subject), $secret, rng);
            assert_eq!(hex::encode(written), hex::encode(vector(RECOVERY, $name)));
        };
    }
    frozen!("wrap.backup-vault", DESK, &vault);
    frozen!("wrap.backup-index", DESK, &index);
    frozen!("wrap.backup-bucket", DESK, &bucket);
    frozen!("wrap.backup-content", STREAM, &content);
    let frozen = vector(RECOVERY, "backup_key");
    let sealed = backup
        .seal_to(&keys.public().x25519, &CONTEXT, rng)
        .unwrap();
    assert_eq!(hex::encode(sealed), hex::encode(&frozen));

    let restored = BackupKey::open_sealed_to(&keys, &CONTEXT, &frozen).unwrap();
    let read: ContentKey = unwrap(
        &restored,
        &of(STREAM),
        &vector(RECOVERY, "wrap.backup-content"),
    )
    .unwrap();
    assert_eq!(read.id(), content.id());
}

/// A place in the epoch after.
fn next(subject: [u8; 16]) -> WrapContext {
    WrapContext {
        epoch: EPOCH + 1,
        ..of(subject)
    }
}

// Finds: a wrap of the desk that a key change could not make anew, or one that still opens as it
// was before.
#[test]
fn every_wrap_of_a_desk_goes_over_to_the_keys_of_the_next_epoch() {
    let rng = &mut Counting::default();
    let [old, new] = [EPOCH, EPOCH + 1].map(|epoch| {
        let vault = VaultKey::generate(rng);
        let erasure = ErasureSecret::generate(rng);
        let store = StoreKey::derive(&erasure, &vault, TEAM, epoch);
        (vault, store, BucketKey::generate(rng))
    });
    macro_rules! goes_over {
        ($secret:ty, $old:expr, $new:expr, $value:expr) => {
            let wrapped = wrap($old, &of(DESK), $value, rng);
            let (from, to) = (($old, &of(DESK)), ($new, &next(DESK)));
            let anew = rewrap::<_, $secret>(from, to, &wrapped, rng).unwrap();
            let read: $secret = unwrap($new, &next(DESK), &anew).unwrap();
            let salt = &mut Salt(&wrapped[18..50]);
            assert_eq!(
                wrap($old, &of(DESK), &read, salt),
                wrapped,
                "the secret is the same"
            );
            assert!(unwrap::<_, $secret>($old, &of(DESK), &anew).is_err());
            assert!(unwrap::<_, $secret>($old, &next(DESK), &anew).is_err());
            let refused = rewrap::<_, $secret>(to, from, &wrapped, rng);
            assert_eq!(refused.unwrap_err(), OpenError);
        };
    }
    goes_over!(ContentKey, &old.2, &new.2, &ContentKey::generate(rng));
    goes_over!(BucketKey, &old.1, &new.1, &BucketKey::generate(rng));
    goes_over!(FileKey, &old.1, &new.1, &FileKey::generate(rng));
    goes_over!(IndexKeys, &old.0, &new.0, &IndexKeys::generate(rng));
    goes_over!(DeskSecrets, &old.0, &new.0, &DeskSecrets::generate(rng));
    goes_over!(Credential, &old.0, &new.0, &Credential::new(b"ID".to_vec()));
    goes_over!(PersonName, &old.0, &new.0, &PersonName::new(b"Li".to_vec()));
    goes_over!(
        FoundingDraft,
        &old.0,
        &new.0,
        &FoundingDraft::new(b"d".to_vec())
    );
}

/// Gives back the salt that a wrap was made with.
struct Salt<'a>(&'a [u8]);

impl NonceSource for Salt<'_> {
    fn fill(&mut self, bytes: &mut [u8]) {
        bytes.copy_from_slice(self.0);
    }
}
