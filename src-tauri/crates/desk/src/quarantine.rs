//! A desk whose files are not those that the keychain remembers: looked at, and not worked with.

/// Why a desk is in quarantine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quarantine {
    /// The log ends before the record that the keychain knows: an older file was put in its place, or records were
    /// taken away.
    Behind {
        /// The newest record the keychain knows.
        anchored: u64,
        /// The newest record of the file.
        found: Option<u64>,
    },
    /// At the place of the record that the keychain knows stands another: the log went another way.
    Beside {
        /// That place.
        seq: u64,
    },
    /// The key file is not the one that the keychain remembers.
    KeyFile,
    /// Key file and keychain are of different key epochs.
    Epoch {
        /// The epoch the keychain knows.
        anchored: u64,
        /// The epoch that opens the file.
        found: u64,
    },
    /// The keychain does not remember this desk's files at all, although it has its keys.
    NoAnchor,
}

impl Quarantine {
    /// The stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Behind { .. } => "behind",
            Self::Beside { .. } => "beside",
            Self::KeyFile => "key_file",
            Self::Epoch { .. } => "epoch",
            Self::NoAnchor => "no_anchor",
        }
    }
}
