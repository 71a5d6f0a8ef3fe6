//! Sign-ins that failed. Nobody is signed in then, so there is no chain to write to: they are kept in a file beside the
//! desk and entered into the chain by the next person who signs in. The keychain remembers how many there are and the
//! last authentication code of their chain, so that nobody takes them away unnoticed.

use std::collections::BTreeMap;

use casework::{Actor, DeskEvent, PersonId};
use minicbor::bytes::{ByteArray, ByteSlice};
use seal::signin_mac;

use crate::desk::Desk;
use crate::key_file::LockedDesk;
use crate::{DeskFault, HouseRefusal};

/// The keychain's entry.
pub(crate) const ENTRY: &str = "sign-ins";
/// After so many failures in a row a person is blocked (PCI DSS 8.3.4).
const FAILURES: u32 = 10;
/// For so long.
const BLOCKED_MS: i64 = 30 * 60_000;
/// More are counted and not listed: whoever tries that often is known by the number.
const LISTED: usize = 10_000;

const MAGIC: &str = "VDS1/sign-ins";

/// Failures of one person in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Row {
    failures: u32,
    last_ms: i64,
}

/// Failed sign-ins that are not in the chain yet.
pub(crate) struct SignInLog {
    attempts: Vec<(Option<PersonId>, i64)>,
    rows: BTreeMap<PersonId, Row>,
    intact: bool,
}

type Attempt = (Option<ByteArray<16>>, i64);
type Rows = Vec<(ByteArray<16>, u32, i64)>;

fn attempts_bytes(attempts: &[(Option<PersonId>, i64)]) -> Vec<Attempt> {
    let attempt = |(person, at_ms): &(Option<PersonId>, i64)| {
        (person.map(|it| ByteArray::from(*it.as_bytes())), *at_ms)
    };
    attempts.iter().map(attempt).collect()
}

impl SignInLog {
    pub(crate) fn read(locked: &LockedDesk) -> Result<Self, DeskFault> {
        let file = locked.folder.read_sign_ins()?;
        let (attempts, mut rows, readable) = match file.as_deref().map(parse_file) {
            None => (Vec::new(), BTreeMap::new(), true),
            Some(Some((attempts, rows))) => (attempts, rows, true),
            Some(None) => (Vec::new(), BTreeMap::new(), false),
        };
        let mut intact = readable;
        if let Some(vault) = &locked.key_vault {
            let kept = vault.read(ENTRY)?;
            let kept = kept.as_deref().map(|it| Kept::parse(it));
            let Kept {
                count,
                mac,
                rows: known,
                drk,
            } = match kept {
                Some(Some(kept)) => kept,
                Some(None) => Kept {
                    count: u64::MAX,
                    ..Kept::default()
                },
                None => Kept {
                    drk: locked.newest_desk_secret().0,
                    ..Kept::default()
                },
            };
            // The file is written first: one more than the keychain knows is a crash in between.
            let listed = attempts.len() as u64;
            let holds = |upto: u64| {
                usize::try_from(upto)
                    .ok()
                    .and_then(|upto| attempts.get(..upto))
                    .and_then(|attempts| chain(locked, drk, attempts))
                    == Some(mac)
            };
            intact &= (listed == count || listed == count.saturating_add(1)) && holds(count);
            // Who is blocked is the keychain's word: the file may have been put back.
            for (person, row) in known {
                let at_hand = rows.entry(person).or_insert(row);
                at_hand.failures = at_hand.failures.max(row.failures);
                at_hand.last_ms = at_hand.last_ms.max(row.last_ms);
            }
        }
        Ok(Self {
            attempts,
            rows,
            intact,
        })
    }

    /// Whether somebody may try.
    ///
    /// # Errors
    /// [`HouseRefusal::SignInBlocked`].
    pub(crate) fn admits(&self, person: Option<PersonId>, now_ms: i64) -> Result<(), DeskFault> {
        let Some(row) = person.and_then(|it| self.rows.get(&it)) else {
            return Ok(());
        };
        let until_ms = row.last_ms.saturating_add(BLOCKED_MS);
        // A clock that was set back does not shorten it.
        if row.failures >= FAILURES && now_ms < until_ms {
            return Err(HouseRefusal::SignInBlocked { until_ms }.into());
        }
        Ok(())
    }

    /// Notes a failure: in the file first, then in the keychain.
    pub(crate) fn failed(
        &mut self,
        locked: &LockedDesk,
        person: Option<PersonId>,
        now_ms: i64,
    ) -> Result<(), DeskFault> {
        if self.attempts.len() < LISTED {
            self.attempts.push((person, now_ms));
        }
        if let Some(person) = person {
            let row = self.rows.entry(person).or_insert(Row {
                failures: 0,
                last_ms: now_ms,
            });
            row.failures = row.failures.saturating_add(1);
            row.last_ms = row.last_ms.max(now_ms);
        }
        self.keep(locked)
    }

    /// On a founding desk there is no chain: a success only ends the person's own row of failures.
    pub(crate) fn succeeded(
        &mut self,
        locked: &LockedDesk,
        person: PersonId,
    ) -> Result<(), DeskFault> {
        match self.rows.remove(&person) {
            Some(_) => self.keep(locked),
            None => Ok(()),
        }
    }

    fn keep(&self, locked: &LockedDesk) -> Result<(), DeskFault> {
        locked.folder.write_sign_ins(&self.file_bytes())?;
        let Some(vault) = &locked.key_vault else {
            return Ok(());
        };
        // A log that was tampered with stays so in the keychain until it is on record.
        if !self.intact {
            return Ok(());
        }
        let (drk, _) = locked.newest_desk_secret();
        let mac = chain(locked, drk, &self.attempts).ok_or(DeskFault::KeychainEntryMissing)?;
        Ok(vault.write(
            ENTRY,
            &self.entry_bytes(self.attempts.len() as u64, mac, drk),
        )?)
    }

    fn rows_bytes(&self) -> Rows {
        let row = |(person, row): (&PersonId, &Row)| {
            (
                ByteArray::from(*person.as_bytes()),
                row.failures,
                row.last_ms,
            )
        };
        self.rows.iter().map(row).collect()
    }

    fn file_bytes(&self) -> Vec<u8> {
        let row = (MAGIC, attempts_bytes(&self.attempts), self.rows_bytes());
        minicbor::to_vec(row).expect("a vector refuses no bytes")
    }

    fn entry_bytes(&self, count: u64, mac: [u8; 32], drk: u64) -> Vec<u8> {
        let row = (count, ByteArray::from(mac), self.rows_bytes(), drk);
        minicbor::to_vec(row).expect("a vector refuses no bytes")
    }
}

/// The last authentication code over these attempts; on a desk whose secret of that number is gone, none.
fn chain(locked: &LockedDesk, drk: u64, attempts: &[(Option<PersonId>, i64)]) -> Option<[u8; 32]> {
    let secret = locked.desk_secret_of(drk).ok()??;
    let mac = attempts.iter().fold([0; 32], |mac, (person, at_ms)| {
        let person = person
            .as_ref()
            .map(|it| <&ByteSlice>::from(&it.as_bytes()[..]));
        let entry = minicbor::to_vec((person, at_ms)).expect("a vector refuses no bytes");
        signin_mac(secret, locked.file.desk, &mac, &entry)
    });
    Some(mac)
}

type Parsed = (Vec<(Option<PersonId>, i64)>, BTreeMap<PersonId, Row>);

fn parse_rows(rows: Rows) -> BTreeMap<PersonId, Row> {
    rows.into_iter()
        .map(|(person, failures, last_ms)| {
            (
                PersonId::from_bytes(person.into()),
                Row { failures, last_ms },
            )
        })
        .collect()
}

fn parse_file(bytes: &[u8]) -> Option<Parsed> {
    let (magic, attempts, rows) = minicbor::decode::<(&str, Vec<Attempt>, Rows)>(bytes).ok()?;
    let attempts = attempts
        .into_iter()
        .map(|(person, at_ms)| (person.map(|it| PersonId::from_bytes(it.into())), at_ms));
    (magic == MAGIC).then(|| (attempts.collect(), parse_rows(rows)))
}

/// What the keychain remembers.
#[derive(Default)]
struct Kept {
    count: u64,
    mac: [u8; 32],
    rows: BTreeMap<PersonId, Row>,
    /// The number of the desk secret that the codes were made with.
    drk: u64,
}

impl Kept {
    fn parse(bytes: &[u8]) -> Option<Self> {
        let (count, mac, rows, drk) =
            minicbor::decode::<(u64, ByteArray<32>, Rows, u64)>(bytes).ok()?;
        Some(Self {
            count,
            mac: mac.into(),
            rows: parse_rows(rows),
            drk,
        })
    }
}

impl Desk {
    /// Enters failed sign-ins into the chain, signed by the desk, and begins their log anew. The row of failures of
    /// whoever signed in ends; the others' go on.
    pub(crate) fn enter_sign_ins(&mut self, mut log: SignInLog) -> Result<(), DeskFault> {
        let mine = log.rows.remove(&self.person).is_some();
        if self.quarantine.is_some() || (log.attempts.is_empty() && log.intact && !mine) {
            return Ok(());
        }
        if !log.attempts.is_empty() || !log.intact {
            let event = DeskEvent::SignInsFailed {
                attempts: std::mem::take(&mut log.attempts),
                intact: log.intact,
            };
            self.write_desk_events_as(Actor::Desk, &[event], None)?;
        }
        // A crash here enters them once more at the next sign-in, which is no loss.
        if let Some(vault) = &self.key_vault {
            let drk = self.newest_desk_secret();
            vault.write(ENTRY, &log.entry_bytes(0, [0; 32], drk))?;
        }
        log.intact = true;
        Ok(self.folder.write_sign_ins(&log.file_bytes())?)
    }
}
