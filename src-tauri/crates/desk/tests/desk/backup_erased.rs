//! A key file as it is once a case was erased: without that case's key.

use std::fs;
use std::path::Path;

use casework::CaseId;
use minicbor::{Decoder, Encoder};

use crate::house::House;

/// Which value of the key file's array is the list of streams' keys.
const CASE_KEYS: u64 = 15;
const FIELDS: u64 = 17;
const DIGEST: usize = 32;

/// Takes a case's row out of the key file of the backup in `to`, and digests it anew.
pub(crate) fn without_key_of(_house: &House, case: CaseId, to: &Path) {
    let path = to.join("keys.vdk");
    let bytes = fs::read(&path).unwrap();
    let body = &bytes[..bytes.len() - DIGEST];
    let mut d = Decoder::new(body);
    let mut out = Vec::new();
    assert_eq!(d.array().unwrap(), Some(FIELDS));
    Encoder::new(&mut out).array(FIELDS).unwrap();
    for field in 0..FIELDS {
        let begin = d.position();
        if field != CASE_KEYS {
            d.skip().unwrap();
            out.extend(&body[begin..d.position()]);
            continue;
        }
        let rows = d.array().unwrap().unwrap();
        Encoder::new(&mut out).array(rows - 1).unwrap();
        for _ in 0..rows {
            let begin = d.position();
            let mut row = Decoder::new(&body[begin..]);
            row.array().unwrap();
            let stream: [u8; 16] = row.bytes().unwrap().try_into().unwrap();
            d.skip().unwrap();
            if stream != *case.as_bytes() {
                out.extend(&body[begin..d.position()]);
            }
        }
    }
    let digest = ledger::sha256_of(&out);
    out.extend(digest);
    fs::write(&path, out).unwrap();
}
