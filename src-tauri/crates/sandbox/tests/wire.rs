//! The sandbox as a program and on the wire, asked with requests that the official clients signed.

#![allow(clippy::unwrap_used)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};

use sandbox::{Credential, DEMO_CREDENTIAL, ReceivedCall, RunningSandbox, Sandbox, SandboxOptions};
use serde_json::Value;

fn vector(name: &str) -> Value {
    let data: Value =
        serde_json::from_str(include_str!("../../providers/tests/data/tc3-vectors.json")).unwrap();
    let vectors = data["tc3_hmac_sha256"]["vectors"].as_array().unwrap();
    vectors
        .iter()
        .find(|vector| vector["name"] == name)
        .unwrap()
        .clone()
}

fn sandbox_for(vector: &Value) -> RunningSandbox {
    let line = format!(
        "{}:{}",
        vector["secret_id"].as_str().unwrap(),
        vector["secret_key"].as_str().unwrap()
    );
    let timestamp = vector["unix_timestamp"].as_i64().unwrap();
    Sandbox::start(SandboxOptions {
        credential: Credential::parse(&line).unwrap(),
        now_s: Box::new(move || timestamp),
        ..SandboxOptions::default()
    })
    .unwrap()
}

/// Sends the vector as it was signed, with its own Host, and reads the JSON that comes back.
fn send(sandbox: &RunningSandbox, vector: &Value) -> Value {
    let body = vector["body"].as_str().unwrap();
    let mut request = String::from("POST / HTTP/1.1\r\n");
    for (name, value) in vector["headers"].as_object().unwrap() {
        request.push_str(&format!("{name}: {}\r\n", value.as_str().unwrap()));
    }
    request.push_str(&format!(
        "Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    ));
    exchange(sandbox, &request)
}

fn exchange(sandbox: &RunningSandbox, request: &str) -> Value {
    let mut stream = TcpStream::connect(sandbox.addr()).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200"), "{head}");
    serde_json::from_str(body).unwrap()
}

#[test]
fn a_check_signed_by_the_official_client_is_answered_billed_and_listed() {
    let vector = vector("faceid-bankcard4");
    let sandbox = sandbox_for(&vector);
    let answer = send(&sandbox, &vector);
    assert_eq!(answer["Response"]["Result"], "0");
    assert_eq!(answer["Response"]["Description"], "认证通过");
    let again = send(&sandbox, &vector);
    assert_ne!(
        again["Response"]["RequestId"],
        answer["Response"]["RequestId"]
    );

    let listed = exchange(
        &sandbox,
        "GET /_sandbox/received HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
    );
    assert_eq!(listed["billed"], 2, "the same request is billed each time");
    assert_eq!(
        listed["calls"][1],
        serde_json::json!({"action": "BankCard4EVerification", "billed": true})
    );
    assert_eq!(listed["messages"], serde_json::json!([]));
}

#[test]
fn a_message_under_a_signature_nobody_approved_is_refused_for_its_number_and_free() {
    let vector = vector("sms-sendsms");
    let sandbox = sandbox_for(&vector);
    let answer = send(&sandbox, &vector);
    let status = &answer["Response"]["SendStatusSet"][0];
    assert_eq!(
        status["Code"],
        "FailedOperation.SignatureIncorrectOrUnapproved"
    );
    assert_eq!(
        (&status["Fee"], &status["PhoneNumber"]),
        (&0.into(), &"+8613800138000".into())
    );
    assert_eq!(
        sandbox.received().calls,
        [ReceivedCall {
            action: "SendSms",
            billed: false
        }]
    );
}

#[test]
fn a_wrong_key_is_refused_in_the_institution_s_form_and_not_even_listed() {
    let vector = vector("faceid-bankcard4");
    let sandbox = Sandbox::start(SandboxOptions::default()).unwrap();
    let answer = send(&sandbox, &vector);
    assert_eq!(
        answer["Response"]["Error"]["Code"],
        "AuthFailure.SecretIdNotFound"
    );
    assert!(sandbox.received().calls.is_empty());
}

#[test]
fn an_action_it_does_not_serve_is_refused() {
    let vector = vector("faceid-bankcard2");
    let answer = send(&sandbox_for(&vector), &vector);
    assert_eq!(answer["Response"]["Error"]["Code"], "InvalidAction");
}

#[test]
fn it_listens_on_loopback_only_and_its_port_is_free_after_stop() {
    let everywhere = SandboxOptions {
        listen: "0.0.0.0:0".parse().unwrap(),
        ..SandboxOptions::default()
    };
    assert!(Sandbox::start(everywhere).is_err());
    let sandbox = Sandbox::start(SandboxOptions::default()).unwrap();
    let addr = sandbox.addr();
    sandbox.stop();
    assert!(TcpStream::connect(addr).is_err());
}

#[test]
fn stopping_does_not_wait_for_a_connection_that_is_held() {
    let sandbox = Sandbox::start(SandboxOptions::default()).unwrap();
    let mut idle = TcpStream::connect(sandbox.addr()).unwrap();
    idle.write_all(b"POST / HTTP/1.1\r\n").unwrap();
    let begun = std::time::Instant::now();
    sandbox.stop();
    assert!(begun.elapsed().as_secs() < 2);
    let mut rest = Vec::new();
    assert_eq!(
        idle.read_to_end(&mut rest).unwrap_or(0),
        0,
        "the connection is closed"
    );
}

#[test]
fn the_program_tells_its_address_and_takes_its_credential_from_a_descriptor() {
    let mut program = Command::new(env!("CARGO_BIN_EXE_veridesk-sandbox"))
        .args(["--listen", "127.0.0.1:0", "--credential-fd", "0"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    program
        .stdin
        .take()
        .unwrap()
        .write_all(DEMO_CREDENTIAL.as_bytes())
        .unwrap();
    let mut line = String::new();
    BufReader::new(program.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let told: Value = serde_json::from_str(&line).unwrap();
    let reached = TcpStream::connect(told["listening"].as_str().unwrap());
    program.kill().unwrap();
    program.wait().unwrap();
    reached.unwrap();
}

#[test]
fn the_program_refuses_a_credential_that_is_not_one() {
    let program = Command::new(env!("CARGO_BIN_EXE_veridesk-sandbox"))
        .args(["--credential-fd", "0"])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(program.status.code(), Some(4));
    assert!(String::from_utf8_lossy(&program.stderr).contains("ID:SECRET"));
}
