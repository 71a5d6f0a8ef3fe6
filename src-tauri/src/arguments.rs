//! How the program is started.

use std::path::{Path, PathBuf};

use clap::Parser;
use sha2::{Digest, Sha256};

/// The console for verifying payment cases.
#[derive(Debug, Parser)]
#[command(name = "veridesk", version, about)]
pub(crate) struct Arguments {
    /// The desk's folder; where it is not said, the usual one of this person on this computer
    #[arg(long, value_name = "DIR")]
    desk: Option<PathBuf>,
}

impl Arguments {
    /// The desk's folder, absolute.
    ///
    /// # Errors
    /// In words, where the system names no folder for a person's data.
    pub(crate) fn desk_folder(self) -> Result<PathBuf, &'static str> {
        const NOWHERE: &str = "This system names no folder for your data. 系统没有给出数据目录。\n\
                               Start with --desk DIR. 请加上 --desk 目录 再启动。";
        let named = self
            .desk
            .or_else(|| Some(dirs::data_dir()?.join("veridesk").join("desk")));
        std::path::absolute(named.ok_or(NOWHERE)?).map_err(|_| NOWHERE)
    }
}

/// One instance a desk, not one a computer: the name under which a second start finds the first.
pub(crate) fn instance_id(desk: &Path) -> String {
    let digest = Sha256::digest(desk.as_os_str().as_encoded_bytes());
    let short: String = digest[..8]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("cn.veridesk.console.desk_{short}")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_desk_that_is_named_is_taken_from_where_the_program_was_started() {
        let named = Arguments::try_parse_from(["veridesk", "--desk", "here"]).unwrap();
        let folder = named.desk_folder().unwrap();
        assert!(folder.is_absolute() && folder.ends_with("here"));
    }

    #[test]
    fn two_desks_have_two_instances_and_one_desk_has_one() {
        let id = |folder: &str| instance_id(Path::new(folder));
        assert_eq!(id("/a/desk"), id("/a/desk"));
        assert_ne!(id("/a/desk"), id("/b/desk"));
    }
}
