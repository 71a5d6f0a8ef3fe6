//! Looking for every spelling of every canary at once, in bytes and in folders.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};

use aho_corasick::AhoCorasick;

use crate::canaries::{CANARIES, Datum};
use crate::spellings::{self, Spelling};

/// What was found: whose, which datum, in which form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Found {
    /// The case of the canary; nothing for a secret of the house.
    pub(crate) reference: Option<&'static str>,
    /// Nothing for a secret of the house.
    pub(crate) datum: Option<Datum>,
    pub(crate) form: String,
    /// The file, where it was one.
    pub(crate) place: PathBuf,
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            reference,
            datum,
            form,
            place,
        } = self;
        match (reference, datum) {
            (Some(reference), Some(datum)) => write!(f, "{datum:?} of {reference}")?,
            _ => write!(f, "a secret")?,
        }
        write!(f, " ({form}) in {}", place.display())
    }
}

/// The search for all canaries and all secrets.
pub(crate) struct Search {
    automaton: AhoCorasick,
    patterns: Vec<Found>,
}

impl Search {
    pub(crate) fn new(secrets: &[&str]) -> Self {
        let mut spelt: Vec<(Option<&'static str>, Option<Datum>, Spelling)> = Vec::new();
        for canary in &CANARIES {
            for datum in Datum::ALL {
                let forms = spellings::of_datum(canary, datum).into_iter();
                spelt.extend(forms.map(|it| (Some(canary.reference), Some(datum), it)));
            }
        }
        for secret in secrets {
            spelt.extend(
                spellings::of_secret(secret)
                    .into_iter()
                    .map(|it| (None, None, it)),
            );
        }
        let automaton =
            AhoCorasick::new(spelt.iter().map(|(_, _, it)| &it.bytes)).expect("the patterns fit");
        let place = PathBuf::new();
        let patterns = spelt
            .into_iter()
            .map(|(reference, datum, it)| Found {
                reference,
                datum,
                form: it.form,
                place: place.clone(),
            })
            .collect();
        Self {
            automaton,
            patterns,
        }
    }

    /// How many spellings are looked for.
    pub(crate) fn spellings(&self) -> usize {
        self.patterns.len()
    }

    /// What is in these bytes.
    pub(crate) fn bytes(&self, bytes: &[u8], place: &Path) -> BTreeSet<Found> {
        let hits: BTreeSet<usize> = self
            .automaton
            .find_overlapping_iter(bytes)
            .map(|hit| hit.pattern().as_usize())
            .collect();
        hits.into_iter()
            .map(|at| Found {
                place: place.to_owned(),
                ..self.patterns[at].clone()
            })
            .collect()
    }

    /// What is in a folder: in its files, whatever they are, and in their names.
    ///
    /// # Panics
    /// Where something cannot be read: nothing may go unsearched.
    pub(crate) fn folder(&self, folder: &Path) -> Searched {
        let mut searched = Searched::default();
        self.descend(folder, &mut searched);
        searched
    }

    fn descend(&self, folder: &Path, searched: &mut Searched) {
        for entry in fs::read_dir(folder).expect("the folder is there") {
            let entry = entry.expect("the folder can be read");
            let path = entry.path();
            let name = entry.file_name();
            searched
                .found
                .extend(self.bytes(name.as_encoded_bytes(), &path));
            if entry
                .file_type()
                .expect("the system knows its kind")
                .is_dir()
            {
                self.descend(&path, searched);
            } else {
                let bytes = fs::read(&path).expect("the file can be read");
                searched.found.extend(self.bytes(&bytes, &path));
                searched.files.push((path, bytes.len()));
            }
        }
    }
}

/// A folder that was searched.
#[derive(Debug, Default)]
pub(crate) struct Searched {
    pub(crate) found: BTreeSet<Found>,
    /// Each file with its length.
    pub(crate) files: Vec<(PathBuf, usize)>,
}

impl Searched {
    /// Whether a file of this name was there, and not empty.
    pub(crate) fn saw(&self, name: &str) -> bool {
        self.files
            .iter()
            .any(|(path, length)| *length > 0 && path.ends_with(name))
    }
}
