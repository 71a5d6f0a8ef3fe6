//! A desk with one person, in process, on a keychain in memory.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use casework::Role;
use desk::{Desk, Joining, NewDesk, Rim, SignedIn};
use ports::{Clock, NonceSource};
use testkit::MemoryKeychain;

pub(crate) const PASSPHRASE: &str = "blue kettles on sunday morning";

struct WallClock;

impl Clock for WallClock {
    fn now_ms(&self) -> i64 {
        SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap()
            .as_millis() as i64
    }
}

struct Os;

impl NonceSource for Os {
    fn fill(&mut self, bytes: &mut [u8]) {
        getrandom::fill(bytes).unwrap();
    }
}

fn rim(keychain: &MemoryKeychain) -> Rim {
    let keychain = keychain.clone();
    Rim {
        clock: Arc::new(WallClock),
        nonces: Box::new(Os),
        key_vault: Arc::new(move |desk| Box::new(keychain.vault(desk))),
    }
}

pub(crate) fn open(dir: &Path, keychain: &MemoryKeychain) -> Desk {
    let roles = BTreeSet::from([Role::Operator, Role::Supervisor, Role::Administrator]);
    let founder = Joining {
        name: "Lin",
        roles,
        passphrase: PASSPHRASE,
    };
    desk::create(dir, &mut rim(keychain), NewDesk::default(), &founder).unwrap();
    match desk::sign_in(dir, rim(keychain), "Lin", PASSPHRASE).unwrap() {
        SignedIn::Founding(mut founding) => {
            let holders = ["Lin", "Zhao", "a safe"].map(str::to_owned);
            let mut ceremony = founding.begin_recovery(holders).unwrap();
            for holder in 0..3 {
                let paper = ceremony.share_text(holder).unwrap();
                let groups: Vec<&str> = paper.split_whitespace().collect();
                let typed = ceremony.ask(holder).unwrap().map(|it| groups[it - 1]);
                ceremony.confirm(holder, &typed).unwrap();
            }
            founding.set_recovery(&ceremony).unwrap();
            founding.open(true).unwrap()
        }
        SignedIn::Open(_) => panic!("nobody has opened it yet"),
    }
}

/// Signs in once more at a desk that was opened, and tells how long Argon2 alone takes on this machine.
#[allow(dead_code, reason = "not every bench signs in anew")]
pub(crate) fn sign_in(dir: &Path, keychain: &MemoryKeychain) -> Desk {
    match desk::sign_in(dir, rim(keychain), "Lin", PASSPHRASE).unwrap() {
        SignedIn::Open(desk) => *desk,
        SignedIn::Founding(_) => panic!("it was opened"),
    }
}
