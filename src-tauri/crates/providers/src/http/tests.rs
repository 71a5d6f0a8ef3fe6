#![allow(clippy::unwrap_used)]

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use super::*;

const QUICK: HttpPolicy = HttpPolicy {
    connect_timeout_ms: 300,
    total_timeout_ms: 600,
    answer_bytes_max: 1_024,
};

/// A far side made of a real listener and a rule for each connection; it keeps what it read.
struct FarSide {
    addr: SocketAddr,
    heard: Arc<Mutex<Vec<String>>>,
}

impl FarSide {
    fn doing(rule: impl Fn(TcpStream, &mut String) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let addr = listener.local_addr().unwrap();
        let heard = Arc::new(Mutex::new(Vec::new()));
        let (log, rule) = (Arc::clone(&heard), Arc::new(rule));
        // The thread ends with the test's process; nextest gives each test its own.
        thread::spawn(move || {
            for stream in listener.incoming() {
                let (log, rule) = (Arc::clone(&log), Arc::clone(&rule));
                let at = {
                    let mut log = log.lock().unwrap();
                    log.push(String::new());
                    log.len() - 1
                };
                thread::spawn(move || {
                    let mut request = String::new();
                    rule(stream.unwrap(), &mut request);
                    log.lock().unwrap()[at] = request;
                });
            }
        });
        Self { addr, heard }
    }

    /// Reads the request and writes this back.
    fn saying(answer: impl Into<Vec<u8>>) -> Self {
        let answer = answer.into();
        Self::doing(move |mut stream, request| {
            *request = read_request(&mut stream);
            // The client may have left already; that is what some tests are about.
            let _ = stream.write_all(&answer);
        })
    }

    fn connections(&self) -> usize {
        // Time for a second try that should not come.
        thread::sleep(Duration::from_millis(100));
        self.heard.lock().unwrap().len()
    }

    fn url(&self, scheme: &str) -> String {
        format!("{scheme}://{}", self.addr)
    }

    async fn asked(&self) -> Result<String, CallFault> {
        let endpoint = Endpoint::new(&self.url("http"), &QUICK).unwrap();
        post(&endpoint).await
    }
}

fn read_request(stream: &mut TcpStream) -> String {
    let mut request = Vec::new();
    let mut chunk = [0; 1_024];
    while !request.ends_with(b"question") {
        match stream.read(&mut chunk) {
            Ok(0) => break,
            Ok(read) => request.extend_from_slice(&chunk[..read]),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(_) => break,
        }
    }
    String::from_utf8(request).unwrap()
}

async fn post(endpoint: &Endpoint) -> Result<String, CallFault> {
    let body = Zeroizing::new(b"the question".to_vec());
    let answer = endpoint
        .post("application/json", &[("X-Ours", "1")], body, 0)
        .await?;
    Ok(String::from_utf8(answer.to_vec()).unwrap())
}

fn unknown(cause: UnknownCause) -> Result<String, CallFault> {
    Err(CallFault::Unknown(cause))
}

fn ok_with(headers: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\r\n{headers}Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

#[tokio::test]
async fn an_answer_comes_back_whole_whatever_its_label_says() {
    for headers in [
        "Content-Type: application/json\r\n",
        "Content-Type: text/html\r\n",
        "",
        "Content-Encoding: identity\r\n",
    ] {
        assert_eq!(
            FarSide::saying(ok_with(headers, "{}")).asked().await,
            Ok("{}".to_owned()),
            "{headers}"
        );
    }
}

#[tokio::test]
async fn the_far_side_sees_the_host_and_type_that_were_signed_and_no_offer_of_compression() {
    let far = FarSide::saying(ok_with("", "{}"));
    far.asked().await.unwrap();
    thread::sleep(Duration::from_millis(50));
    let request = far.heard.lock().unwrap()[0].to_lowercase();
    assert!(
        request.contains(&format!("\r\nhost: {}\r\n", far.addr)),
        "{request}"
    );
    assert!(
        request.contains("\r\ncontent-type: application/json\r\n"),
        "{request}"
    );
    assert!(request.contains("\r\nx-ours: 1\r\n"), "{request}");
    assert!(!request.contains("accept-encoding"), "{request}");
}

#[tokio::test]
async fn a_refused_connection_is_not_sent() {
    let free = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let endpoint = Endpoint::new(&format!("http://{free}"), &QUICK).unwrap();
    let Err(CallFault::NotSent { cause }) = post(&endpoint).await else {
        panic!("nothing can have been sent")
    };
    assert!(
        !cause.is_empty() && !cause.contains(&free.port().to_string()),
        "{cause}"
    );
}

#[tokio::test]
async fn a_name_nobody_knows_is_not_sent() {
    // RFC 2606, 2: no such name will ever be.
    let endpoint =
        Endpoint::trusting("https://institution.invalid", &QUICK, tls_to_nobody).unwrap();
    assert!(matches!(
        post(&endpoint).await,
        Err(CallFault::NotSent { .. })
    ));
}

#[tokio::test]
async fn a_session_that_does_not_come_about_is_not_sent() {
    let rules: [fn(TcpStream, &mut String); 3] = [
        |mut stream, _| drop(stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n")),
        |stream, _| drop(stream),
        |stream, _| {
            thread::sleep(Duration::from_secs(2));
            drop(stream);
        },
    ];
    for rule in rules {
        let far = FarSide::doing(rule);
        let endpoint = Endpoint::trusting(&far.url("https"), &QUICK, tls_to_nobody).unwrap();
        assert!(matches!(
            post(&endpoint).await,
            Err(CallFault::NotSent { .. })
        ));
        assert_eq!(far.connections(), 1);
    }
}

#[tokio::test]
async fn a_connection_taken_and_dropped_may_have_carried_the_request_and_is_tried_once() {
    let far = FarSide::doing(|stream, _| drop(stream));
    assert_eq!(far.asked().await, unknown(UnknownCause::ConnectionLost));
    assert_eq!(far.connections(), 1);
}

#[tokio::test]
async fn a_connection_dropped_before_during_or_after_the_headers_is_lost() {
    for answer in [
        "",
        "HTTP/1.1 2",
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{\"a\"",
    ] {
        let far = FarSide::saying(answer);
        assert_eq!(
            far.asked().await,
            unknown(UnknownCause::ConnectionLost),
            "{answer:?}"
        );
        assert_eq!(far.connections(), 1);
    }
}

#[tokio::test]
async fn silence_and_a_slow_drip_end_at_the_time_out() {
    let silent = FarSide::doing(|mut stream, request| {
        *request = read_request(&mut stream);
        thread::sleep(Duration::from_secs(3));
    });
    let dripping = FarSide::doing(|mut stream, _| {
        read_request(&mut stream);
        let answer = ok_with("", &"0".repeat(100));
        for byte in answer.bytes() {
            thread::sleep(Duration::from_millis(20));
            if stream.write_all(&[byte]).is_err() {
                return;
            }
        }
    });
    for far in [silent, dripping] {
        let begun = Instant::now();
        assert_eq!(far.asked().await, unknown(UnknownCause::TimedOut));
        assert!(
            begun.elapsed() < Duration::from_millis(1_500),
            "{:?}",
            begun.elapsed()
        );
        assert_eq!(far.connections(), 1);
    }
}

#[tokio::test]
async fn a_server_error_is_unknown_even_when_it_says_when_to_come_again() {
    for status in [
        "500 Internal Server Error",
        "502 Bad Gateway",
        "503 Service Unavailable\r\nRetry-After: 1",
        "599 X",
    ] {
        let far = FarSide::saying(format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n"));
        assert_eq!(
            far.asked().await,
            unknown(UnknownCause::ServerError),
            "{status}"
        );
        assert_eq!(far.connections(), 1);
    }
}

#[tokio::test]
async fn no_redirect_is_followed() {
    let elsewhere = FarSide::saying(ok_with("", "{}"));
    for status in [301, 302, 303, 307, 308] {
        let redirect = format!(
            "HTTP/1.1 {status} X\r\nLocation: {}/\r\nContent-Length: 0\r\n\r\n",
            elsewhere.url("http")
        );
        assert_eq!(
            FarSide::saying(redirect).asked().await,
            unknown(UnknownCause::UnreadableAnswer),
            "{status}"
        );
    }
    assert_eq!(elsewhere.connections(), 0);
}

#[tokio::test]
async fn too_many_requests_is_busy_and_keeps_the_wait() {
    for (header, retry_after_ms) in [
        ("", None),
        ("Retry-After: 7\r\n", Some(7_000)),
        (
            "Retry-After: Thu, 01 Jan 1970 00:00:09 GMT\r\n",
            Some(9_000),
        ),
        ("Retry-After: 86400\r\n", Some(3_600_000)),
    ] {
        let far = FarSide::saying(format!(
            "HTTP/1.1 429 Too Many Requests\r\n{header}Content-Length: 0\r\n\r\n"
        ));
        let busy = CallFault::Busy {
            provider_code: "http_429".into(),
            retry_after_ms,
        };
        assert_eq!(far.asked().await, Err(busy), "{header}");
    }
}

#[tokio::test]
async fn another_status_of_the_400s_is_a_refusal_without_the_body_s_words() {
    let far = FarSide::saying("HTTP/1.1 403 Forbidden\r\nContent-Length: 12\r\n\r\nthe question");
    let refused = CallFault::Refused {
        provider_code: "http_403".into(),
        reason: "http_refused".into(),
        provider_text: "Forbidden".into(),
        request_id: None,
    };
    assert_eq!(far.asked().await, Err(refused));
}

#[tokio::test]
async fn an_answer_over_the_cap_is_cut_announced_or_not() {
    let at_cap = "0".repeat(QUICK.answer_bytes_max);
    assert_eq!(
        FarSide::saying(ok_with("", &at_cap)).asked().await,
        Ok(at_cap.clone())
    );

    let announced = ok_with("", &format!("{at_cap}0"));
    let chunked = format!(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n401\r\n{at_cap}0\r\n0\r\n\r\n"
    );
    let until_close = format!("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n{at_cap}0");
    for answer in [announced, chunked, until_close] {
        assert_eq!(
            FarSide::saying(answer).asked().await,
            unknown(UnknownCause::UnreadableAnswer)
        );
    }
}

#[tokio::test]
async fn a_compressed_answer_or_another_protocol_cannot_be_read() {
    let ssh = "SSH-2.0-OpenSSH_9.2\r\n".to_owned();
    for answer in [ok_with("Content-Encoding: gzip\r\n", "{}"), ssh] {
        assert_eq!(
            FarSide::saying(answer.clone()).asked().await,
            unknown(UnknownCause::UnreadableAnswer),
            "{answer}"
        );
    }
}

#[tokio::test]
async fn each_call_has_a_connection_of_its_own_even_where_the_far_side_keeps_it_open() {
    let far = FarSide::doing(|mut stream, request| {
        *request = read_request(&mut stream);
        stream
            .write_all(ok_with("Connection: keep-alive\r\n", "{}").as_bytes())
            .unwrap();
        thread::sleep(Duration::from_secs(1));
    });
    let endpoint = Endpoint::new(&far.url("http"), &QUICK).unwrap();
    for _ in 0..3 {
        assert_eq!(post(&endpoint).await, Ok("{}".to_owned()));
    }
    assert_eq!(far.connections(), 3);
}

#[tokio::test]
async fn localhost_is_this_machine() {
    let far = FarSide::saying(ok_with("", "{}"));
    let endpoint = Endpoint::new(&format!("http://localhost:{}", far.addr.port()), &QUICK).unwrap();
    assert_eq!(endpoint.host(), format!("localhost:{}", far.addr.port()));
    assert_eq!(post(&endpoint).await, Ok("{}".to_owned()));
}

#[test]
fn plain_http_is_for_loopback_only_and_an_address_is_a_host_only() {
    use EndpointRefused::{MoreThanAHost, NotAnAddress, PlainTextBeyondLoopback};
    for (address, expected) in [
        ("http://127.0.0.1:4010", None),
        ("http://127.9.9.9", None),
        ("http://[::1]:4010/", None),
        ("http://localhost", None),
        ("https://faceid.tencentcloudapi.com", None),
        ("https://faceid.tencentcloudapi.com:8443/", None),
        (
            "http://faceid.tencentcloudapi.com",
            Some(PlainTextBeyondLoopback),
        ),
        ("http://10.0.0.1", Some(PlainTextBeyondLoopback)),
        ("http://0.0.0.0", Some(PlainTextBeyondLoopback)),
        (
            "http://localhost.example.com",
            Some(PlainTextBeyondLoopback),
        ),
        (
            "http://127.0.0.1.example.com",
            Some(PlainTextBeyondLoopback),
        ),
        ("ftp://127.0.0.1", Some(NotAnAddress)),
        ("faceid.tencentcloudapi.com", Some(NotAnAddress)),
        ("", Some(NotAnAddress)),
        ("https://example.com/api", Some(MoreThanAHost)),
        ("https://example.com/?a=b", Some(MoreThanAHost)),
        ("https://someone@example.com", Some(MoreThanAHost)),
    ] {
        let refused = Endpoint::trusting(address, &QUICK, tls_to_nobody).err();
        assert_eq!(refused, expected, "{address}");
    }
}

#[test]
fn the_host_is_named_with_a_port_that_is_not_the_default() {
    for (address, host) in [
        ("https://Example.com", "example.com"),
        ("https://example.com:443", "example.com"),
        ("https://example.com:8443", "example.com:8443"),
        ("http://[::1]:80", "[::1]"),
        ("http://[::1]:81", "[::1]:81"),
    ] {
        assert_eq!(
            Endpoint::trusting(address, &QUICK, tls_to_nobody)
                .unwrap()
                .host(),
            host
        );
    }
}
