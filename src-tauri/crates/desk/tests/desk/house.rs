//! A desk in a folder of its own, with its people and everything from outside.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use casework::{Case, CaseId, CaseOutcome, DeskId, InstitutionKind, PersonId, Role};
use identifiers::Sensitive;
use ports::{Institution, Messenger};
use seal::Credential;
use seal::desk_keys::DeskKeysFile;
use sync::{Carriers, Courier, CourierLimits, RunReport, Stop};
use tempfile::TempDir;

use super::the_desk as desk;
use super::the_desk::{Desk, DeskFault, Founding, HouseRefusal, Joining, NewDesk, Rim, SignedIn};
use testkit::{
    MemoryKeychain, ScriptedInstitution, ScriptedMessenger, SeededNonces, TestClock, cases,
};

/// Somebody, with what they hold and type.
pub(crate) struct Colleague {
    pub(crate) name: &'static str,
    pub(crate) passphrase: &'static str,
    pub(crate) roles: &'static [Role],
}

impl Colleague {
    pub(crate) fn joining(&self) -> Joining<'static> {
        Joining {
            name: self.name,
            roles: self.roles.iter().copied().collect(),
            passphrase: self.passphrase,
        }
    }
}

/// Founds the desk, works cases and runs the desk.
pub(crate) const LIN: Colleague = Colleague {
    name: "林小雨",
    passphrase: "blue kettles on sunday morning",
    roles: &[Role::Operator, Role::Administrator],
};
/// Holds what one person may hold.
pub(crate) const ALONE: Colleague = Colleague {
    roles: &[Role::Operator, Role::Supervisor, Role::Administrator],
    ..LIN
};
/// Reviews, and works cases as well.
pub(crate) const ZHAO: Colleague = Colleague {
    name: "Zhao Ming",
    passphrase: "green lanterns over the river",
    roles: &[Role::Supervisor],
};
/// Runs a desk and sees no case.
pub(crate) const SUN: Colleague = Colleague {
    name: "Sun",
    passphrase: "seven umbrellas in the hall",
    roles: &[Role::Administrator],
};
/// Reads the log.
pub(crate) const QIAN: Colleague = Colleague {
    name: "Qian",
    passphrase: "quiet ink on grey paper",
    roles: &[Role::Auditor],
};

/// The folder of one desk and what surrounds it. Clones of clock, keychain and chance are shared by all who sign in.
pub(crate) struct House {
    pub(crate) dir: TempDir,
    pub(crate) clock: TestClock,
    pub(crate) nonces: SeededNonces,
    pub(crate) keychain: MemoryKeychain,
    pub(crate) institution: Arc<ScriptedInstitution>,
    pub(crate) messenger: Arc<ScriptedMessenger>,
}

impl House {
    /// Nothing but an empty place for a desk.
    pub(crate) fn empty() -> Self {
        Self {
            dir: tempfile::tempdir().unwrap(),
            clock: TestClock::at(cases::NOW),
            nonces: SeededNonces::of(0x5eed),
            keychain: MemoryKeychain::default(),
            institution: Arc::default(),
            messenger: Arc::default(),
        }
    }

    /// A founding desk with these people; the first is the founder.
    pub(crate) fn founded(people: &[&Colleague]) -> Self {
        Self::founded_in(Self::empty(), people)
    }

    /// The same in a place of its own.
    pub(crate) fn founded_in(house: Self, people: &[&Colleague]) -> Self {
        house.create(people[0]).unwrap();
        if people.len() > 1 {
            let mut founding = house.founding(people[0]);
            for person in &people[1..] {
                founding.add_person(&person.joining()).unwrap();
            }
        }
        house
    }

    /// An open desk of Lin and Zhao.
    pub(crate) fn open() -> Self {
        Self::open_with(&[&LIN, &ZHAO])
    }

    /// A solo desk with its one person signed in, for what takes no second: half the passphrases to stretch.
    pub(crate) fn solo() -> (Self, Desk) {
        let house = Self::founded(&[&ALONE]);
        let desk = house.founding(&ALONE).open(true).unwrap();
        (house, desk)
    }

    /// An open desk with these people; the first is the founder.
    pub(crate) fn open_with(people: &[&Colleague]) -> Self {
        let house = Self::founded(people);
        house.founding(people[0]).open(false).unwrap();
        house
    }

    /// What a restart would find: a copy of the folder as it is now, with a keychain of its own in the same state.
    pub(crate) fn snapshot(&self) -> Self {
        let copy = Self {
            keychain: self.keychain.fork(),
            clock: self.clock.clone(),
            nonces: self.nonces.clone(),
            ..Self::empty()
        };
        copy_folder(&self.path(), &copy.path());
        copy
    }

    /// The desk's id, as its key file tells it.
    pub(crate) fn desk_id(&self) -> DeskId {
        let keys = std::fs::read(self.path().join("desk.keys")).unwrap();
        DeskId::from_bytes(DeskKeysFile::from_bytes(&keys).unwrap().desk)
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.dir.path().join("desk")
    }

    pub(crate) fn create(&self, founder: &Colleague) -> Result<PersonId, DeskFault> {
        desk::create(
            &self.path(),
            &mut self.rim(),
            NewDesk::default(),
            &founder.joining(),
        )
    }

    pub(crate) fn rim(&self) -> Rim {
        let keychain = self.keychain.clone();
        Rim {
            clock: Arc::new(self.clock.clone()),
            nonces: Box::new(self.nonces.clone()),
            key_vault: Arc::new(move |desk| Box::new(keychain.vault(desk))),
        }
    }

    pub(crate) fn try_sign_in(&self, name: &str, passphrase: &str) -> Result<SignedIn, DeskFault> {
        desk::sign_in(&self.path(), self.rim(), name, passphrase)
    }

    pub(crate) fn founding(&self, who: &Colleague) -> Founding {
        match self.try_sign_in(who.name, who.passphrase).unwrap() {
            SignedIn::Founding(founding) => *founding,
            SignedIn::Open(_) => panic!("the desk is open"),
        }
    }

    pub(crate) fn sign_in(&self, who: &Colleague) -> Desk {
        match self.try_sign_in(who.name, who.passphrase).unwrap() {
            SignedIn::Open(desk) => *desk,
            SignedIn::Founding(_) => panic!("the desk is being founded"),
        }
    }

    /// Sends what is due over the scripted outside, without waiting for what is not.
    pub(crate) fn drain(&self, desk: &mut Desk) -> RunReport {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap();
        let limits = CourierLimits {
            patience_ms: 0,
            tries: 1,
            ..CourierLimits::default()
        };
        let clock = self.clock.clone();
        runtime
            .block_on(Courier::new(limits).run(desk, self, &clock, &Stop::new(), |n| n / 2))
            .unwrap()
    }
}

impl Carriers for House {
    fn institution(&self) -> Option<Arc<dyn Institution>> {
        Some(self.institution.clone())
    }

    fn messenger(&self) -> Option<Arc<dyn Messenger>> {
        Some(self.messenger.clone())
    }
}

/// Puts a copy of a folder's files in the place of another's.
pub(crate) fn copy_folder(from: &Path, to: &Path) {
    let _ = std::fs::remove_dir_all(to);
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
    }
}

pub(crate) fn note(text: &str) -> Sensitive {
    Sensitive::from(text)
}

pub(crate) fn credential() -> Credential {
    Credential::new(b"id:secret".to_vec())
}

pub(crate) const FACEID: InstitutionKind = InstitutionKind::TencentFaceid;

/// Takes the `n`-th invented customer in.
pub(crate) fn submitted(desk: &mut Desk, n: u32) -> CaseId {
    desk.submit(&testkit::handed(n)).unwrap().case
}

/// Proposes that everything agrees.
pub(crate) fn propose_verified(desk: &mut Desk, case: CaseId) -> Result<Case, DeskFault> {
    desk.propose(
        case,
        CaseOutcome::Verified,
        &["all_agree".to_owned()],
        &note("looked at it"),
    )
}

/// Proposes the outcome that policy 1 reserves for two.
pub(crate) fn propose_final(desk: &mut Desk, case: CaseId) -> Result<Case, DeskFault> {
    desk.propose(
        case,
        CaseOutcome::NotVerifiedFinal,
        &["elements_disagree".to_owned()],
        &note("they do not agree"),
    )
}

pub(crate) fn case(desk: &Desk, id: CaseId) -> Case {
    desk.case_page(id).unwrap().case
}

pub(crate) fn house(refusal: HouseRefusal) -> DeskFault {
    DeskFault::House(refusal)
}

pub(crate) fn roles(roles: &[Role]) -> BTreeSet<Role> {
    roles.iter().copied().collect()
}
