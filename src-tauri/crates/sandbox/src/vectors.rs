//! The verifier against the official client libraries' own signatures.

#![allow(clippy::unwrap_used)]

use serde_json::Value;

use crate::counter::known_action;
use crate::{SignedRequest, verify_tc3};

struct Vector {
    name: String,
    id: String,
    secret: String,
    timestamp: i64,
    method: String,
    path: String,
    query: String,
    headers: Vec<(String, String)>,
    body: String,
}

impl Vector {
    fn judged_at(&self, now_s: i64) -> Result<(), &'static str> {
        let request = SignedRequest {
            method: &self.method,
            path: &self.path,
            query: &self.query,
            headers: &self.headers,
            body: self.body.as_bytes(),
        };
        verify_tc3(
            &request,
            |id| (id == self.id).then_some(&*self.secret),
            now_s,
        )
        .map_err(|fault| fault.code)?;
        Ok(())
    }

    fn with_action_judged(&self) -> Result<(), &'static str> {
        self.judged_at(self.timestamp)?;
        let request = SignedRequest {
            method: "POST",
            path: "/",
            query: "",
            headers: &self.headers,
            body: b"",
        };
        known_action(&request).map(drop).map_err(|fault| fault.code)
    }

    fn header(&mut self, name: &str) -> &mut String {
        &mut self
            .headers
            .iter_mut()
            .find(|(given, _)| given.eq_ignore_ascii_case(name))
            .unwrap()
            .1
    }

    fn replace(&mut self, header: &str, from: &str, to: &str) {
        let value = self.header(header);
        assert!(value.contains(from));
        *value = value.replace(from, to);
    }
}

fn data() -> Value {
    serde_json::from_str(include_str!("../../providers/tests/data/tc3-vectors.json")).unwrap()
}

fn vectors() -> Vec<Vector> {
    let text = |vector: &Value, name: &str| vector[name].as_str().unwrap_or_default().to_owned();
    data()["tc3_hmac_sha256"]["vectors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|vector| {
            // Some vectors list the headers as the client sent them, the others only what was signed.
            let headers = match vector["headers"].as_object() {
                Some(headers) => headers
                    .iter()
                    .map(|(n, v)| (n.clone(), v.as_str().unwrap().to_owned()))
                    .collect(),
                None => vec![
                    ("Content-Type".to_owned(), text(vector, "content_type")),
                    ("Host".to_owned(), text(vector, "host")),
                    ("X-TC-Action".to_owned(), text(vector, "action")),
                    ("X-TC-Version".to_owned(), text(vector, "version")),
                    (
                        "X-TC-Timestamp".to_owned(),
                        vector["unix_timestamp"].to_string(),
                    ),
                    ("Authorization".to_owned(), text(vector, "authorization")),
                ],
            };
            Vector {
                name: text(vector, "name"),
                id: text(vector, "secret_id"),
                secret: text(vector, "secret_key"),
                timestamp: vector["unix_timestamp"].as_i64().unwrap(),
                method: text(vector, "http_method"),
                path: text(vector, "path"),
                query: text(vector, "query_string"),
                headers,
                body: text(vector, "body"),
            }
        })
        .collect()
}

fn card_vector() -> Vector {
    vectors()
        .into_iter()
        .find(|vector| vector.name == "faceid-bankcard4")
        .unwrap()
}

#[test]
fn every_signature_of_the_official_clients_is_accepted_within_300_seconds() {
    let vectors = vectors();
    assert_eq!(vectors.len(), 17);
    for vector in &vectors {
        for offset in [-300, 0, 300] {
            assert_eq!(
                vector.judged_at(vector.timestamp + offset),
                Ok(()),
                "{} {offset}",
                vector.name
            );
        }
    }
}

#[test]
fn one_key_s_signature_is_refused_for_another() {
    let mut vector = vectors()
        .into_iter()
        .find(|vector| vector.name == "sms-sendsms-other-key")
        .unwrap();
    vector.secret = card_vector().secret;
    assert_eq!(
        vector.judged_at(vector.timestamp),
        Err("AuthFailure.SignatureFailure")
    );
}

/// Does to the vector what the list's words say and returns the code that came back.
fn outcome_of(mutation: &str) -> &'static str {
    let mut vector = card_vector();
    let at = vector.timestamp;
    match mutation {
        "change one hex digit of Signature" => {
            vector.replace("authorization", "Signature=9", "Signature=8")
        }
        "change one byte of the body" => vector.body = vector.body.replacen("138", "139", 1),
        "change X-TC-Timestamp by one second, keep the rest" => {
            *vector.header("x-tc-timestamp") = (at - 1).to_string()
        }
        "verify at unix_timestamp + 301 s" => return vector.judged_at(at + 301).unwrap_err(),
        "verify at unix_timestamp - 301 s" => return vector.judged_at(at - 301).unwrap_err(),
        "scope date 2025-01-01 with the timestamp of 2024-12-31 (UTC)" => {
            vector.replace("authorization", "2024-12-31", "2025-01-01");
        }
        "another SecretId in Credential" => {
            vector.replace("authorization", "Credential=AKID", "Credential=AKIX")
        }
        "no Authorization header" => vector.headers.retain(|(name, _)| name != "Authorization"),
        "SignedHeaders=content-type alone" => {
            vector.replace("authorization", "content-type;host", "content-type")
        }
        "send Host: other.example.com" => *vector.header("host") = "other.example.com".to_owned(),
        "service cvm in the scope" => vector.replace("authorization", "/faceid/", "/cvm/"),
        "X-TC-Action: NoSuchAction (unsigned header)" => {
            *vector.header("x-tc-action") = "NoSuchAction".to_owned()
        }
        other => panic!("a mutation this test does not know: {other}"),
    }
    vector.with_action_judged().unwrap_err()
}

#[test]
fn every_listed_mutation_is_refused_with_its_code() {
    let data = data();
    let mutations = data["tc3_hmac_sha256"]["must_be_refused"]
        .as_array()
        .unwrap();
    assert_eq!(mutations.len(), 12);
    for mutation in mutations {
        assert_eq!(mutation["base"], "faceid-bankcard4");
        let words = mutation["mutation"].as_str().unwrap();
        assert_eq!(
            outcome_of(words),
            mutation["expected_error"].as_str().unwrap(),
            "{words}"
        );
    }
}
