use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::ApiFault;

const ALGORITHM: &str = "TC3-HMAC-SHA256";
/// How far a request's timestamp may lie from the institution's clock, either way.
const TOLERANCE_S: u64 = 300;

/// A request as it arrived, for judging its signature.
#[derive(Debug, Clone, Copy)]
pub struct SignedRequest<'a> {
    /// `POST` or `GET`.
    pub method: &'a str,
    /// Path, such as `/`.
    pub path: &'a str,
    /// Query as sent, without the question mark; empty for a POST.
    pub query: &'a str,
    /// Names in any case, values as sent.
    pub headers: &'a [(String, String)],
    /// Body as sent; empty for a GET.
    pub body: &'a [u8],
}

impl<'a> SignedRequest<'a> {
    /// The first value under this name, whatever its case.
    pub fn header(&self, name: &str) -> Option<&'a str> {
        self.headers
            .iter()
            .find(|(given, _)| given.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim())
    }
}

/// Who signed, and for which service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scope<'a> {
    /// The key's public half.
    pub secret_id: &'a str,
    /// The service the signature is good for, such as `faceid`.
    pub service: &'a str,
}

/// Judges a TC3-HMAC-SHA256 signature as the institution does, at `now_s` (seconds since 1970, UTC).
///
/// It is written apart from the signer of `providers`, so that one mistake does not answer another.
/// `secret_of` gives the secret that belongs to an id. The action header is not looked at.
///
/// # Errors
/// The [`ApiFault`] with which the institution refuses: signature, clock, id, form of the header.
pub fn verify_tc3<'a, 'k>(
    request: &SignedRequest<'a>,
    secret_of: impl FnOnce(&str) -> Option<&'k str>,
    now_s: i64,
) -> Result<Scope<'a>, ApiFault> {
    let claim = request
        .header("authorization")
        .and_then(Claim::read)
        .ok_or_else(|| {
            ApiFault::new(
                "AuthFailure.InvalidAuthorization",
                "the Authorization header is missing or malformed",
            )
        })?;
    let secret = secret_of(claim.secret_id).ok_or_else(|| {
        ApiFault::new("AuthFailure.SecretIdNotFound", "the SecretId is not found")
    })?;
    let timestamp = request
        .header("x-tc-timestamp")
        .ok_or_else(|| ApiFault::new("MissingParameter", "the header X-TC-Timestamp is missing"))?;
    let signed_at = timestamp
        .parse::<i64>()
        .ok()
        .and_then(|seconds| Timestamp::from_second(seconds).ok())
        .ok_or_else(|| {
            ApiFault::new(
                "InvalidParameterValue",
                "X-TC-Timestamp is not a time in seconds",
            )
        })?;
    if signed_at.as_second().abs_diff(now_s) > TOLERANCE_S {
        return Err(ApiFault::new(
            "AuthFailure.SignatureExpire",
            "the timestamp is more than 300 seconds away",
        ));
    }

    let wrong = || {
        ApiFault::new(
            "AuthFailure.SignatureFailure",
            "the signature does not fit the request",
        )
    };
    if claim.date != signed_at.strftime("%Y-%m-%d").to_string() {
        return Err(wrong());
    }
    let canonical = canonical_request(request, claim.signed_headers).ok_or_else(wrong)?;
    let to_sign = format!(
        "{ALGORITHM}\n{timestamp}\n{}/{}/tc3_request\n{}",
        claim.date,
        claim.service,
        hex::encode(Sha256::digest(canonical))
    );
    let date_key = mac(format!("TC3{secret}").as_bytes(), claim.date)
        .finalize()
        .into_bytes();
    let service_key = mac(&date_key, claim.service).finalize().into_bytes();
    let signing_key = mac(&service_key, "tc3_request").finalize().into_bytes();
    let signature = hex::decode(claim.signature).map_err(|_| wrong())?;
    mac(&signing_key, &to_sign)
        .verify_slice(&signature)
        .map_err(|_| wrong())?;
    Ok(Scope {
        secret_id: claim.secret_id,
        service: claim.service,
    })
}

/// What the Authorization header claims.
struct Claim<'a> {
    secret_id: &'a str,
    date: &'a str,
    service: &'a str,
    signed_headers: &'a str,
    signature: &'a str,
}

impl<'a> Claim<'a> {
    fn read(header: &'a str) -> Option<Self> {
        let mut parts = header
            .strip_prefix(ALGORITHM)?
            .strip_prefix(' ')?
            .split(',')
            .map(str::trim);
        let credential = parts.next()?.strip_prefix("Credential=")?;
        let signed_headers = parts.next()?.strip_prefix("SignedHeaders=")?;
        let signature = parts.next()?.strip_prefix("Signature=")?;
        let mut scope = credential.split('/');
        let (secret_id, date, service) = (scope.next()?, scope.next()?, scope.next()?);
        let ends_right =
            scope.next() == Some("tc3_request") && scope.next().is_none() && parts.next().is_none();
        let covers = |name| signed_headers.split(';').any(|header| header == name);
        (ends_right && covers("content-type") && covers("host")).then_some(Self {
            secret_id,
            date,
            service,
            signed_headers,
            signature,
        })
    }
}

fn canonical_request(request: &SignedRequest<'_>, signed_headers: &str) -> Option<String> {
    let mut headers = String::new();
    for name in signed_headers.split(';') {
        let value = request.header(name)?;
        // The action is the one signed value that the method folds to lower case.
        let value = if name == "x-tc-action" {
            value.to_lowercase()
        } else {
            value.to_owned()
        };
        headers.push_str(&format!("{name}:{value}\n"));
    }
    let payload = match request.header("x-tc-content-sha256") {
        Some(literal @ "UNSIGNED-PAYLOAD") => Sha256::digest(literal),
        Some(_) | None => Sha256::digest(request.body),
    };
    let SignedRequest {
        method,
        path,
        query,
        ..
    } = request;
    Some(format!(
        "{method}\n{path}\n{query}\n{headers}\n{signed_headers}\n{}",
        hex::encode(payload)
    ))
}

fn mac(key: &[u8], message: &str) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(message.as_bytes());
    mac
}
