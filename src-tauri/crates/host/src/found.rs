//! The first hour of a desk: making it, taking people on, setting institutions, opening it.

use std::collections::BTreeSet;
use std::path::Path;

use casework::{InstitutionKind, Role};
use desk::{DeskFault, Founding, HouseRefusal, Joining, NewDesk, SignedIn};
use seal::Credential;
use wire::view::ErrorView;

use crate::errors::error;
use crate::rim::rim;
use crate::session::Session;

/// Somebody to be taken onto a founding desk.
#[derive(Debug)]
pub struct Person<'a> {
    /// The name colleagues will see.
    pub name: &'a str,
    /// What they will be, as the words of the trade.
    pub roles: &'a [String],
    /// The passphrase they chose.
    pub passphrase: &'a str,
}

/// Makes a desk with its founder; answers with the founder's id.
///
/// # Errors
/// What people read.
pub fn create(
    dir: &Path,
    founder: &Person<'_>,
    demo: bool,
    no_keychain: bool,
) -> Result<String, ErrorView> {
    let made = joining(founder)
        .and_then(|it| desk::create(dir, &mut rim(), NewDesk { demo, no_keychain }, &it));
    made.map(|person| person.to_string())
        .map_err(|fault| error(&fault, None))
}

/// What taking somebody on led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PersonAdded {
    /// The desk is founding: they joined, under this id.
    Joined(String),
    /// The desk is open: it is proposed, under this id.
    Proposed(String),
}

/// Takes one more person onto a founding desk, or proposes it on an open one.
///
/// # Errors
/// What people read.
pub fn add_person(
    dir: &Path,
    name: &str,
    passphrase: &str,
    person: &Person<'_>,
) -> Result<PersonAdded, ErrorView> {
    let add = || match desk::sign_in(dir, rim(), name, passphrase)? {
        SignedIn::Founding(mut desk) => {
            let added = desk.add_person(&joining(person)?)?;
            Ok(PersonAdded::Joined(added.to_string()))
        }
        SignedIn::Open(mut desk) => {
            let change = desk.propose_enrolment(&joining(person)?)?;
            Ok(PersonAdded::Proposed(change.to_string()))
        }
    };
    add().map_err(|fault: DeskFault| error(&fault, None))
}

/// Opens a desk: from now on everything is on record.
///
/// # Errors
/// What people read, with what the roster is missing.
pub fn open(dir: &Path, name: &str, passphrase: &str, solo: bool) -> Result<Session, ErrorView> {
    let opened = founding(dir, name, passphrase).and_then(|desk| desk.open(solo));
    opened
        .map_err(|fault| error(&fault, None))
        .and_then(Session::of)
}

/// What setting an institution led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InstitutionSet {
    /// The desk is founding: it is set.
    Set,
    /// The desk is open: it is proposed, under this id.
    Proposed(String),
}

/// Sets how an institution is reached on a founding desk, or proposes it on an open one.
///
/// # Errors
/// What people read.
pub fn set_institution(
    dir: &Path,
    name: &str,
    passphrase: &str,
    institution: &str,
    url: Option<&str>,
    credential: &str,
) -> Result<InstitutionSet, ErrorView> {
    let set = || {
        let (kind, credential) = reached_with(institution, credential)?;
        let url = url.unwrap_or_else(|| providers::default_url(kind));
        match desk::sign_in(dir, rim(), name, passphrase)? {
            SignedIn::Founding(mut desk) => {
                desk.set_institution(kind, url, credential)?;
                Ok(InstitutionSet::Set)
            }
            SignedIn::Open(mut desk) => {
                let change = desk.propose_institution(kind, url, &credential)?;
                Ok(InstitutionSet::Proposed(change.to_string()))
            }
        }
    };
    set().map_err(|fault: DeskFault| error(&fault, None))
}

/// An institution by its word, and the credential as it is kept.
pub(crate) fn reached_with(
    institution: &str,
    credential: &str,
) -> Result<(InstitutionKind, Credential), DeskFault> {
    let kind = InstitutionKind::parse(institution).ok_or(HouseRefusal::UrlUnfit)?;
    providers::Credential::parse(credential).map_err(|_| HouseRefusal::CredentialUnfit)?;
    Ok((kind, Credential::new(credential.trim().as_bytes().to_vec())))
}

fn founding(dir: &Path, name: &str, passphrase: &str) -> Result<Founding, DeskFault> {
    match desk::sign_in(dir, rim(), name, passphrase)? {
        SignedIn::Founding(desk) => Ok(*desk),
        SignedIn::Open(_) => Err(HouseRefusal::DeskOpen.into()),
    }
}

pub(crate) fn joining<'a>(person: &Person<'a>) -> Result<Joining<'a>, DeskFault> {
    let roles = person
        .roles
        .iter()
        .map(|it| Role::parse(it).ok_or(HouseRefusal::RolesUnfit));
    let roles: BTreeSet<Role> = roles.collect::<Result<_, _>>()?;
    Ok(Joining {
        name: person.name,
        roles,
        passphrase: person.passphrase,
    })
}
