//! Backups, the recovery secret, and restoring. Shares come in and go out through descriptors of their own.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use host::backup::{Back, Holders, RecoverySet, new_secret, recovery, rehearse, restore};
use host::found;
use serde_json::json;
use wire::ErrorCode;
use wire::view::ErrorView;
use zeroize::Zeroizing;

use super::{Caller, printed};
use crate::arguments::{BackupCommand, RecoveryCommand, RestoreArguments, SecretArguments};
use crate::{inward, output};

pub(super) fn recovery_command(caller: &Caller, command: RecoveryCommand) -> Result<(), ErrorView> {
    let RecoveryCommand::Create(arguments) = command;
    let passphrase = caller.passphrase()?;
    let SecretArguments {
        holders,
        share_fds,
        confirm_fd,
    } = arguments;
    let holders = three("--holder", holders)?;
    let mut hands = Hands::of(three("--share-fd", share_fds)?, confirm_fd, holders.clone())?;
    let (desk, name) = (caller.desk()?, caller.name()?);
    match recovery(desk, name, &passphrase, holders, &mut hands)? {
        RecoverySet::Set => caller.print(&json!({ "set": "recovery" })),
        RecoverySet::Proposed(id) => caller.print(&json!({ "change": id, "state": "proposed" })),
    }
}

pub(super) fn backup_command(caller: &Caller, command: BackupCommand) -> Result<(), ErrorView> {
    match command {
        BackupCommand::Create { to, full } => {
            let mut session = caller.sign_in()?;
            caller.print(&json!(session.back_up(&to, full, &mut told)?))
        }
        BackupCommand::Verify { from } => {
            let session = caller.sign_in()?;
            caller.print(&json!(session.verify_backup(&from, &mut told)?))
        }
        BackupCommand::Rehearse { from, share_fds } => {
            let shares = shares(share_fds)?;
            let counted = rehearse(&from, [&shares[0], &shares[1]], &mut told)?;
            caller.print(&json!(counted))
        }
        BackupCommand::Restore(arguments) => bring_back(caller, *arguments),
    }
}

fn bring_back(caller: &Caller, arguments: RestoreArguments) -> Result<(), ErrorView> {
    let RestoreArguments {
        from,
        share_fds,
        people,
        roles,
        new_passphrase_fds,
        holders,
        new_share_fds,
        confirm_fd,
        even_here,
    } = arguments;
    let to = caller.desk()?;
    for (argument, given) in [
        ("--role", roles.len()),
        ("--new-passphrase-fd", new_passphrase_fds.len()),
    ] {
        if given != people.len() {
            return Err(miscounted(argument, people.len()));
        }
    }
    let shares = shares(share_fds)?;
    let mut lines = Lines::default();
    let passphrases = new_passphrase_fds.iter().map(|fd| lines.next(*fd));
    let passphrases = passphrases.collect::<Result<Vec<_>, _>>()?;
    let roles: Vec<Vec<String>> = roles
        .iter()
        .map(|it| it.split(',').map(str::to_owned).collect())
        .collect();
    let people: Vec<found::Person<'_>> = people
        .iter()
        .zip(&roles)
        .zip(&passphrases)
        .map(|((name, roles), passphrase)| found::Person {
            name,
            roles,
            passphrase,
        })
        .collect();
    let secret = match confirm_fd {
        None => None,
        Some(confirm_fd) => {
            let holders = three("--holder", holders)?;
            let fds = three("--new-share-fd", new_share_fds)?;
            let mut hands = Hands::of(fds, confirm_fd, holders.clone())?;
            Some(new_secret(holders, &mut hands)?)
        }
    };
    let how = Back {
        from: &from,
        to,
        shares: [&shares[0], &shares[1]],
        people: &people,
        recovery: secret.as_ref(),
        even_here,
    };
    let mut session = restore(&how, &mut told)?;
    caller.print(&super::request(&mut session, "desk", json!({}))?)
}

/// A line of JSON for each step on the way, so that a long one is seen to go on.
fn told(step: &'static str, done: u64, total: u64) -> ControlFlow<()> {
    // Nobody may be listening; the backup is made all the same.
    let _ = output::value(&json!({ "step": step, "done": done, "total": total }), true);
    ControlFlow::Continue(())
}

fn shares(fds: Vec<u32>) -> Result<[Zeroizing<String>; 2], ErrorView> {
    let mut lines = Lines::default();
    let read = fds.iter().map(|fd| lines.share(*fd));
    let read = read.collect::<Result<Vec<_>, _>>()?;
    read.try_into().map_err(|_| miscounted("--share-fd", 2))
}

fn three<T>(argument: &str, given: Vec<T>) -> Result<[T; 3], ErrorView> {
    given.try_into().map_err(|_| miscounted(argument, 3))
}

fn miscounted(argument: &str, needed: usize) -> ErrorView {
    ErrorView::from(ErrorCode::Usage)
        .with("argument", argument)
        .with("needed", needed.to_string())
}

/// Descriptors that are read line by line: each is opened once, so that the next line is the next.
#[derive(Default)]
struct Lines(BTreeMap<u32, inward::Lines>);

impl Lines {
    fn at(&mut self, fd: u32) -> Result<&mut inward::Lines, ErrorView> {
        if let std::collections::btree_map::Entry::Vacant(free) = self.0.entry(fd) {
            free.insert(inward::Lines::of(fd)?);
        }
        self.0
            .get_mut(&fd)
            .ok_or_else(|| ErrorCode::PassphraseNotGiven.into())
    }

    fn next(&mut self, fd: u32) -> Result<Zeroizing<String>, ErrorView> {
        self.at(fd)?.next()
    }

    /// A share as it was written: one line, or the four lines of the paper.
    fn share(&mut self, fd: u32) -> Result<Zeroizing<String>, ErrorView> {
        const GROUPS: usize = 20;
        let lines = self.at(fd)?;
        let mut text = lines.next()?;
        while text.split_whitespace().count() < GROUPS {
            match lines.next() {
                Ok(more) => {
                    let longer = Zeroizing::new([text.as_str(), " ", more.as_str()].concat());
                    text = longer;
                }
                Err(_) => break,
            }
        }
        Ok(text)
    }
}

/// Hands shares over through descriptors.
struct Hands {
    shares: [u32; 3],
    confirm: inward::Lines,
    names: [String; 3],
}

impl Hands {
    fn of(shares: [u32; 3], confirm: u32, names: [String; 3]) -> Result<Self, ErrorView> {
        // What people and scripts read anyway is no place for a share.
        if shares.iter().any(|fd| *fd <= 2) {
            let refused = ErrorView::from(ErrorCode::Usage);
            return Err(refused.with("argument", "--share-fd"));
        }
        Ok(Self {
            shares,
            confirm: inward::Lines::of(confirm)?,
            names,
        })
    }
}

impl Holders for Hands {
    fn give(&mut self, holder: usize, text: &str) -> Result<(), ErrorView> {
        printed(output::secret(self.shares[holder], text))
    }

    fn typed_back(
        &mut self,
        holder: usize,
        asked: &[usize],
    ) -> Result<Vec<Zeroizing<String>>, ErrorView> {
        let asks = json!({ "holder": self.names[holder], "type_back": asked });
        printed(output::value(&asks, true))?;
        let line = self.confirm.next()?;
        let groups = line.split_whitespace();
        Ok(groups.map(|it| Zeroizing::new(it.to_owned())).collect())
    }
}
