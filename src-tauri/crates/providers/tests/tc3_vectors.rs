//! The signer against the official client's own signatures.

#![allow(clippy::unwrap_used)]

use providers::Credential;
use providers::tc3::{Payload, Request, authorization};
use serde_json::Value;

#[test]
fn every_vector_of_the_official_client_is_signed_alike() {
    let data: Value = serde_json::from_str(include_str!("data/tc3-vectors.json")).unwrap();
    let vectors = data["tc3_hmac_sha256"]["vectors"].as_array().unwrap();
    assert_eq!(vectors.len(), 17);
    for vector in vectors {
        let text = |name: &str| vector[name].as_str().unwrap_or_default();
        let expected = text("authorization");
        let action = text("action").to_lowercase();
        let mut signed_headers = vec![
            ("content-type", text("content_type")),
            ("host", text("host")),
        ];
        if expected.contains("SignedHeaders=content-type;host;x-tc-action") {
            signed_headers.push(("x-tc-action", &action));
        }
        let unsigned = vector["headers"]["X-TC-Content-SHA256"] == "UNSIGNED-PAYLOAD";
        let request = Request {
            service: text("service"),
            method: text("http_method"),
            path: text("path"),
            query: text("query_string"),
            signed_headers: &signed_headers,
            payload: if unsigned {
                Payload::Unsigned
            } else {
                Payload::Bytes(text("body").as_bytes())
            },
        };
        let credential =
            Credential::parse(&format!("{}:{}", text("secret_id"), text("secret_key"))).unwrap();
        let unix_s = vector["unix_timestamp"].as_i64().unwrap();
        assert_eq!(
            authorization(&request, &credential, unix_s).as_deref(),
            Some(expected),
            "{}",
            text("name")
        );
    }
}

#[test]
fn a_time_outside_the_calendar_is_not_signed() {
    let credential = Credential::parse("id:key").unwrap();
    let request = Request {
        service: "faceid",
        method: "POST",
        path: "/",
        query: "",
        signed_headers: &[("content-type", "application/json"), ("host", "localhost")],
        payload: Payload::Bytes(b"{}"),
    };
    assert_eq!(authorization(&request, &credential, i64::MAX), None);
}
