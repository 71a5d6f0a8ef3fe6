//! TC3-HMAC-SHA256, the signature of the Tencent Cloud API (public documentation, "signature method v3").
//!
//! Pure: the time is an argument. `tests/tc3_vectors.rs` holds it to the official client's own output.

use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::Credential;

const ALGORITHM: &str = "TC3-HMAC-SHA256";

/// What is signed: everything the far side will see of it, byte for byte as sent.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The service in the credential scope, such as `faceid`.
    pub service: &'a str,
    /// `POST` or `GET`.
    pub method: &'a str,
    /// The path, such as `/`.
    pub path: &'a str,
    /// Empty for a POST; the form-encoded query of a GET.
    pub query: &'a str,
    /// Names in lower case and in ascending order, at least `content-type` and `host`; the host with a port
    /// that is not the default. The value of `x-tc-action` is to be given in lower case.
    pub signed_headers: &'a [(&'a str, &'a str)],
    /// The body; empty for a GET.
    pub payload: Payload<'a>,
}

/// The part of the signature that stands for the body.
#[derive(Clone, Copy)]
pub enum Payload<'a> {
    /// The body's bytes.
    Bytes(&'a [u8]),
    /// The body is not covered; the header `X-TC-Content-SHA256: UNSIGNED-PAYLOAD` must say so.
    Unsigned,
}

impl std::fmt::Debug for Payload<'_> {
    /// Shows no byte of the body: it holds personal data.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Bytes(_) => "Bytes(..)",
            Self::Unsigned => "Unsigned",
        })
    }
}

/// The value of the `Authorization` header at this time, in seconds since 1970-01-01T00:00:00Z.
///
/// The same seconds must be sent as `X-TC-Timestamp`. `None` where no calendar has that time.
pub fn authorization(
    request: &Request<'_>,
    credential: &Credential,
    unix_s: i64,
) -> Option<String> {
    let date = Timestamp::from_second(unix_s)
        .ok()?
        .strftime("%Y-%m-%d")
        .to_string();
    let scope = format!("{date}/{}/tc3_request", request.service);
    let to_sign = format!(
        "{ALGORITHM}\n{unix_s}\n{scope}\n{}",
        sha256_hex(canonical_request(request).as_bytes())
    );

    let root = Zeroizing::new(format!("TC3{}", credential.secret_key()));
    let date_key = hmac(root.as_bytes(), &date);
    let service_key = hmac(&*date_key, request.service);
    let signing_key = hmac(&*service_key, "tc3_request");
    let signature = hex::encode(*hmac(&*signing_key, &to_sign));
    Some(format!(
        "{ALGORITHM} Credential={}/{scope}, SignedHeaders={}, Signature={signature}",
        credential.secret_id(),
        names(request),
    ))
}

fn canonical_request(request: &Request<'_>) -> String {
    let headers: String = request
        .signed_headers
        .iter()
        .map(|(name, value)| format!("{name}:{}\n", value.trim()))
        .collect();
    let hashed_payload = match request.payload {
        Payload::Bytes(bytes) => sha256_hex(bytes),
        Payload::Unsigned => sha256_hex(b"UNSIGNED-PAYLOAD"),
    };
    let Request {
        method,
        path,
        query,
        ..
    } = request;
    format!(
        "{method}\n{path}\n{query}\n{headers}\n{}\n{hashed_payload}",
        names(request)
    )
}

fn names(request: &Request<'_>) -> String {
    request
        .signed_headers
        .iter()
        .map(|(name, _)| *name)
        .collect::<Vec<_>>()
        .join(";")
}

fn sha256_hex(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

fn hmac(key: &[u8], message: &str) -> Zeroizing<[u8; 32]> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(message.as_bytes());
    Zeroizing::new(mac.finalize().into_bytes().into())
}
