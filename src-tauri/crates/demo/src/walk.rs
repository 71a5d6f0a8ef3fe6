//! The three days, act by act.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::{fs, io};

use casework::{CaseId, CaseOutcome, InstitutionKind, Role, Verdict};
use desk::{Desk, DeskFault, Joining, NewDesk, Rim, SignedIn};
use fastrand::Rng;
use identifiers::Sensitive;
use ports::{Clock, NonceSource};
use screening::Handed;
use seal::Credential;
use sync::{Outbox, Route};

use crate::answers::{End, MISMATCH, end_of};
use crate::customers::{Ending, customer, mistyped};
use crate::story::{Fate, Judged, PLAN, SHIFTS, Shift};
use crate::{CHEN, DemoPerson, LIN, ZHAO};

/// The credential the sandbox knows when it is told no other.
const SANDBOX_CREDENTIAL: &str = "AKIDsandbox:sandbox-demo-secret";
/// The same cases each time.
const SEED: u64 = 0x7665_7269_6465_736b;
/// How long the message of a decision is held (policy 1), and a moment more.
const HOLD_MS: i64 = 61_000;

/// What making the demo desk led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made {
    /// It was made now, with so many cases.
    Now(u32),
    /// It was there already and is as it was left.
    Before,
}

/// Makes the demo desk in this folder, unless it is there. Its institution is the sandbox at `sandbox`.
///
/// It is made beside and moved into place when it is whole: whoever interrupts it finds nothing half made.
///
/// # Errors
/// What the desk or the disk could not, in words.
pub fn make(desk: &Path, sandbox: &str, now_ms: i64) -> Result<Made, String> {
    if desk.join("desk.keys").exists() {
        return Ok(Made::Before);
    }
    let words = |fault: io::Error| format!("{}: {fault}", desk.display());
    let half = beside(desk, ".being-made");
    if half.exists() {
        fs::remove_dir_all(&half).map_err(words)?;
    }
    let parent = desk.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(words)?;
    let cases = Walk::through(&half, sandbox, now_ms).map_err(|fault| format!("{fault:?}"))?;
    for person in [&LIN, &CHEN, &ZHAO] {
        let roles: Vec<String> = person.roles.iter().map(|it| (*it).to_owned()).collect();
        host::show_on_sign_in(desk, person.name, &roles, person.passphrase).map_err(words)?;
    }
    fs::rename(&half, desk).map_err(words)?;
    Ok(Made::Now(cases))
}

fn beside(desk: &Path, suffix: &str) -> PathBuf {
    let mut name = desk.file_name().unwrap_or_default().to_owned();
    name.push(suffix);
    desk.with_file_name(name)
}

/// A clock that somebody else moves.
#[derive(Default)]
struct StoryClock(AtomicI64);

impl Clock for StoryClock {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::SeqCst)
    }
}

impl StoryClock {
    fn set(&self, ms: i64) {
        self.0.store(ms, Ordering::SeqCst);
    }

    fn pass(&self, ms: i64) {
        self.0.fetch_add(ms, Ordering::SeqCst);
    }
}

struct SystemNonces;

impl NonceSource for SystemNonces {
    fn fill(&mut self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("the operating system gives randomness");
    }
}

/// A proposal that waits for the supervisor's next shift.
struct Proposed {
    case: CaseId,
    judged: Judged,
}

struct Walk {
    clock: Arc<StoryClock>,
    rng: Rng,
    cases: u32,
    calls: u32,
    last: Option<Handed>,
    proposed: Vec<Proposed>,
}

type Done = Result<(), DeskFault>;

impl Walk {
    fn through(dir: &Path, sandbox: &str, now_ms: i64) -> Result<u32, DeskFault> {
        let mut walk = Self {
            clock: Arc::default(),
            rng: Rng::with_seed(SEED),
            cases: 0,
            calls: 0,
            last: None,
            proposed: Vec::new(),
        };
        let first = SHIFTS.first().map_or(0, |shift| shift.begins);
        walk.clock.set(now_ms - first - 3_600_000);
        walk.found(dir, sandbox)?;
        for (place, shift) in SHIFTS.iter().enumerate() {
            walk.clock.set(now_ms - shift.begins);
            let mut desk = walk.sign_in(dir, shift.person)?;
            if shift.person.roles.contains(&"supervisor") {
                walk.review_all(&mut desk)?;
            } else {
                walk.work(&mut desk, place, shift, now_ms)?;
            }
        }
        Ok(walk.cases)
    }

    fn rim(&self) -> Rim {
        Rim {
            clock: self.clock.clone(),
            nonces: Box::new(SystemNonces),
            // Never asked: the demo desk does without a keychain, so that it opens on every computer.
            key_vault: Arc::new(|_| unreachable!("a desk without keychain asks for none")),
        }
    }

    fn found(&mut self, dir: &Path, sandbox: &str) -> Done {
        let how = NewDesk {
            demo: true,
            no_keychain: true,
        };
        desk::create(dir, &mut self.rim(), how, &joining(&LIN))?;
        let founding = desk::sign_in(dir, self.rim(), LIN.name, LIN.passphrase)?;
        let SignedIn::Founding(mut founding) = founding else {
            unreachable!("a desk that was just made is founding");
        };
        for person in [&CHEN, &ZHAO] {
            founding.add_person(&joining(person))?;
        }
        for kind in [InstitutionKind::TencentFaceid, InstitutionKind::TencentSms] {
            let credential = Credential::new(SANDBOX_CREDENTIAL.as_bytes().to_vec());
            founding.set_institution(kind, sandbox, credential)?;
        }
        founding.open(false).map(drop)
    }

    fn sign_in(&self, dir: &Path, person: &DemoPerson) -> Result<Desk, DeskFault> {
        match desk::sign_in(dir, self.rim(), person.name, person.passphrase)? {
            SignedIn::Open(desk) => Ok(*desk),
            SignedIn::Founding(_) => unreachable!("the desk was opened"),
        }
    }

    /// The cases of a shift, spread over it in a mixed order.
    fn work(&mut self, desk: &mut Desk, place: usize, shift: &Shift, now_ms: i64) -> Done {
        let mut fates: Vec<Fate> = PLAN
            .iter()
            .filter(|line| line.shifts.contains(&place))
            .flat_map(|line| std::iter::repeat_n(line.fate, line.each as usize))
            .collect();
        self.rng.shuffle(&mut fates);
        // What is in hand or out at the end of the shift comes last: claims lapse.
        fates.sort_by_key(|fate| matches!(fate, Fate::InHand | Fate::Asked));
        let count = i64::try_from(fates.len()).unwrap_or(1).max(1);
        let step = (shift.begins - shift.ends - 2 * HOLD_MS) / count;
        let begun = now_ms - shift.begins;
        for (number, fate) in (0..).zip(fates) {
            let at = begun + step * number + self.rng.i64(..step / 3 + 1);
            self.clock.set(at.max(self.clock.now_ms()));
            self.live(desk, fate)?;
        }
        let held = matches!(place, 10);
        if !held {
            self.clock.pass(HOLD_MS);
        }
        self.send(desk, &[Route::CustomerMessage])
    }

    fn hand_in(&mut self, ending: Ending) -> Handed {
        self.cases += 1;
        let consent_ms = self.clock.now_ms() - self.rng.i64(5..90) * 60_000;
        customer(self.cases, &mut self.rng, consent_ms, ending)
    }

    fn live(&mut self, desk: &mut Desk, fate: Fate) -> Done {
        match fate {
            Fate::Waits => {
                let handed = self.hand_in("");
                desk.submit(&handed)?;
                self.last = Some(handed);
            }
            Fate::OtherIdentity | Fate::ComesAgain => self.repeat(desk, fate)?,
            Fate::MistypedDocument => {
                let handed = mistyped(self.hand_in(""));
                desk.submit(&handed)?;
            }
            Fate::Amended => {
                let handed = self.hand_in("");
                let case = desk.submit(&mistyped(handed.clone()))?.case;
                self.clock.pass(600_000);
                desk.amend(case, &handed)?;
            }
            Fate::InHand => {
                let case = self.take(desk, "")?;
                desk.add_note(
                    case,
                    &"已致电客户，对方确认本人办理，稍后补充用途说明。".into(),
                )?;
            }
            Fate::Asked => {
                let case = self.take(desk, "")?;
                desk.run_checks(case)?;
            }
            Fate::Answered(ending) => {
                let case = self.take(desk, ending)?;
                self.check(desk, case)?;
                if self.rng.bool() {
                    desk.add_note(case, &"核对了证件影印件，照片与本人相符。".into())?;
                }
            }
            Fate::Decided(ending, outcome, reason) => {
                let case = self.take(desk, ending)?;
                self.check(desk, case)?;
                self.propose(desk, case, outcome, reason, "")?;
            }
            Fate::LateAnswer => self.late(desk)?,
            Fate::Large(judged) => {
                let mut handed = self.hand_in("");
                handed.amount = format!("{}.00", self.rng.u32(50..180) * 1_000 + 800);
                handed.currency = "CNY".to_owned();
                let case = self.submit(desk, &handed)?;
                self.check(desk, case)?;
                self.propose(
                    desk,
                    case,
                    "verified",
                    "all_agree",
                    "四要素一致，金额与历史用途相符。",
                )?;
                if let Some(judged) = judged {
                    self.proposed.push(Proposed { case, judged });
                }
            }
        }
        Ok(())
    }

    /// A case that shares numbers with the one before.
    fn repeat(&mut self, desk: &mut Desk, fate: Fate) -> Done {
        let mut handed = self.hand_in("");
        if let Some(before) = &self.last {
            handed.card_number = before.card_number.clone();
            if fate == Fate::ComesAgain {
                handed.name = before.name.clone();
                handed.document_number = before.document_number.clone();
                handed.phone = before.phone.clone();
            }
        }
        desk.submit(&handed).map(drop)
    }

    /// Decided while the call was out; the answer then disagreed.
    fn late(&mut self, desk: &mut Desk) -> Done {
        let case = self.take(desk, MISMATCH)?;
        desk.run_checks(case)?;
        let Some(call) = desk.due(&[Route::CardCheck], 1)?.into_iter().next() else {
            return Ok(());
        };
        let departed = desk.begin(call.subject)?;
        self.clock.pass(40_000);
        self.propose(
            desk,
            case,
            "unable_to_verify",
            "decided_on_what_is_known",
            "机构迟迟没有答复，按已知情况先行处理。",
        )?;
        self.clock.pass(HOLD_MS);
        self.send(desk, &[Route::CustomerMessage])?;
        match departed {
            Some(departure) => self.settle(desk, call.subject, &departure),
            None => Ok(()),
        }
    }

    fn submit(&mut self, desk: &mut Desk, handed: &Handed) -> Result<CaseId, DeskFault> {
        let case = desk.submit(handed)?.case;
        self.clock.pass(self.rng.i64(15_000..60_000));
        desk.claim(case)?;
        desk.open_case(case)?;
        Ok(case)
    }

    fn take(&mut self, desk: &mut Desk, ending: Ending) -> Result<CaseId, DeskFault> {
        let handed = self.hand_in(ending);
        self.submit(desk, &handed)
    }

    fn check(&mut self, desk: &mut Desk, case: CaseId) -> Done {
        desk.run_checks(case)?;
        self.clock.pass(900);
        self.send(desk, &[Route::CardCheck])?;
        self.clock.pass(self.rng.i64(10_000..40_000));
        Ok(())
    }

    fn propose(
        &mut self,
        desk: &mut Desk,
        case: CaseId,
        outcome: &str,
        reason: &str,
        note: &str,
    ) -> Done {
        let outcome = CaseOutcome::parse(outcome).expect("the plan names outcomes");
        desk.propose(case, outcome, &[reason.to_owned()], &Sensitive::from(note))?;
        self.clock.pass(5_000);
        Ok(())
    }

    /// Sends what is due of these routes.
    fn send(&mut self, desk: &mut Desk, routes: &[Route]) -> Done {
        for call in desk.due(routes, 1_000)? {
            if let Some(departure) = desk.begin(call.subject)? {
                self.clock.pass(700);
                self.settle(desk, call.subject, &departure)?;
            }
        }
        Ok(())
    }

    fn settle(&mut self, desk: &mut Desk, subject: [u8; 16], departure: &sync::Departure) -> Done {
        self.calls += 1;
        match end_of(departure, self.calls) {
            End::Arrived(arrival) => desk.arrived(subject, arrival),
            End::Failed { cause, code } => desk.failed(subject, cause, code),
            End::Unknown(cause) => desk.unknown(subject, cause),
        }
    }

    fn review_all(&mut self, desk: &mut Desk) -> Done {
        for Proposed { case, judged } in std::mem::take(&mut self.proposed) {
            self.clock.pass(self.rng.i64(40_000..120_000));
            let agreed = ["all_agree".to_owned()];
            let sent_back = ["elements_disagree".to_owned()];
            match judged {
                Judged::Agreed => {
                    desk.review(case, Verdict::Agree, None, &agreed, &"依据齐全。".into())?
                }
                Judged::Returned => desk.review(
                    case,
                    Verdict::Return,
                    None,
                    &[],
                    &"请补充资金用途证明后再提。".into(),
                )?,
                Judged::Overturned => desk.review(
                    case,
                    Verdict::Overturn,
                    Some(CaseOutcome::NotVerifiedMayRetry),
                    &sent_back,
                    &"户名与证件写法不一，请客户核对后重新提交。".into(),
                )?,
            };
        }
        self.clock.pass(HOLD_MS);
        self.send(desk, &[Route::CustomerMessage])
    }
}

fn joining(person: &'static DemoPerson) -> Joining<'static> {
    Joining {
        name: person.name,
        roles: person
            .roles
            .iter()
            .filter_map(|it| Role::parse(it))
            .collect(),
        passphrase: person.passphrase,
    }
}
