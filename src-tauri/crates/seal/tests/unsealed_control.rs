//! The control run of the leak search: with the feature, and only with it, a body is readable.
#![allow(clippy::unwrap_used)]

mod common;

use common::{content_key, place};
use seal::{UNSEALED, open, seal};

#[test]
fn a_body_is_readable_in_the_bytes_exactly_when_the_build_says_so() {
    let (key, mut nonces) = content_key();
    let canary = b"canary 6222020000000000000";
    for part in ["pan", "attachment"] {
        let sealed = seal(&key, &place(part), canary, &mut nonces);
        let found = sealed.windows(canary.len()).any(|window| window == canary);
        assert_eq!(found, UNSEALED, "{part}");
        assert_eq!(sealed.len(), 82 + canary.len() + 16);
        assert_eq!(sealed[2..18], key.id().0);
        assert_eq!(*open(&key, &place(part), &sealed).unwrap(), canary);
    }
}
