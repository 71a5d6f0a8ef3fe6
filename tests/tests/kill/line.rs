use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// What stands before the phone in a question about a card.
const BEFORE_PHONE: &[u8] = b"\"Phone\":\"";
const PHONE_DIGITS: usize = 11;

/// A line to the sandbox that counts the questions about each phone: the sandbox itself counts without telling whom a
/// question was about. It reads along on loopback, where nothing is encrypted.
pub(crate) struct Line {
    address: SocketAddr,
    asked: Arc<Mutex<BTreeMap<String, usize>>>,
}

impl Line {
    /// Lays a line to this address. It lies until the test's process ends.
    pub(crate) fn to(sandbox: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let line = Self {
            address: listener.local_addr().unwrap(),
            asked: Arc::default(),
        };
        let asked = Arc::clone(&line.asked);
        thread::spawn(move || {
            for desk in listener.incoming().map_while(Result::ok) {
                let asked = Arc::clone(&asked);
                thread::spawn(move || carry(desk, sandbox, &asked));
            }
        });
        line
    }

    /// Its near end, for the desk.
    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How often this phone's card was asked about.
    pub(crate) fn asked_about(&self, phone: &str) -> usize {
        self.asked
            .lock()
            .unwrap()
            .get(phone)
            .copied()
            .unwrap_or_default()
    }
}

/// Carries one connection both ways. An end that breaks off ends it for the other, as a wire would.
fn carry(mut desk: TcpStream, sandbox: SocketAddr, asked: &Mutex<BTreeMap<String, usize>>) {
    let Ok(mut institution) = TcpStream::connect(sandbox) else {
        return;
    };
    let (mut answers, mut back) = (institution.try_clone().unwrap(), desk.try_clone().unwrap());
    thread::spawn(move || {
        let _ = std::io::copy(&mut answers, &mut back);
        let _ = back.shutdown(Shutdown::Both);
    });
    let mut unread = Vec::new();
    let mut chunk = [0; 4_096];
    while let Ok(length @ 1..) = desk.read(&mut chunk) {
        unread.extend_from_slice(&chunk[..length]);
        for phone in take_phones(&mut unread) {
            *asked.lock().unwrap().entry(phone).or_default() += 1;
        }
        if institution.write_all(&chunk[..length]).is_err() {
            break;
        }
    }
    let _ = institution.shutdown(Shutdown::Both);
}

/// The phones that are asked about in what went over the line; what was read is dropped.
fn take_phones(unread: &mut Vec<u8>) -> Vec<String> {
    let mut phones = Vec::new();
    while let Some(at) = unread
        .windows(BEFORE_PHONE.len())
        .position(|window| window == BEFORE_PHONE)
    {
        let begin = at + BEFORE_PHONE.len();
        let Some(phone) = unread.get(begin..begin + PHONE_DIGITS) else {
            break;
        };
        phones.push(String::from_utf8_lossy(phone).into_owned());
        unread.drain(..begin + PHONE_DIGITS);
    }
    phones
}

#[test]
fn the_line_reads_a_phone_that_comes_in_two_pieces() {
    let mut unread = br#"{"Name":"A","Phone":"13800"#.to_vec();
    assert!(take_phones(&mut unread).is_empty());
    unread.extend_from_slice(br#"138000"}{"Phone":"13900139000","#);
    assert_eq!(take_phones(&mut unread), ["13800138000", "13900139000"]);
    assert!(take_phones(&mut unread).is_empty());
}
