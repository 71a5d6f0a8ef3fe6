use std::fmt;

/// The bytes are not an id of this kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAnId;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; 16]);

        impl $name {
            /// Takes 16 bytes as they are; fresh ids are random.
            pub const fn from_bytes(bytes: [u8; 16]) -> Self {
                Self(bytes)
            }

            /// The 16 bytes.
            pub const fn as_bytes(&self) -> &[u8; 16] {
                &self.0
            }

            /// Reads 32 hexadecimal digits.
            ///
            /// # Errors
            /// [`NotAnId`] for anything else.
            pub fn parse(text: &str) -> Result<Self, NotAnId> {
                let digits = text.as_bytes();
                if digits.len() != 32 {
                    return Err(NotAnId);
                }
                let mut bytes = [0; 16];
                for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
                    let high = (pair[0] as char).to_digit(16).ok_or(NotAnId)?;
                    let low = (pair[1] as char).to_digit(16).ok_or(NotAnId)?;
                    *byte = (high * 16 + low) as u8;
                }
                Ok(Self(bytes))
            }
        }

        impl TryFrom<&[u8]> for $name {
            type Error = NotAnId;
            fn try_from(bytes: &[u8]) -> Result<Self, NotAnId> {
                bytes.try_into().map(Self).map_err(|_| NotAnId)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self)
            }
        }
    };
}

id! {
    /// One stream of records: a case, or a topic of the desk. A case's id is its stream's.
    StreamId
}
id! {
    /// One record, wherever it is stored.
    RecordId
}
id! {
    /// One person of the roster.
    PersonId
}
id! {
    /// One installation of the console.
    DeskId
}
id! {
    /// One check on a case, over all its attempts.
    CheckId
}

/// A case is known by its stream.
pub type CaseId = StreamId;

/// Who acted: a person with their own key, or the desk on its own duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Actor {
    /// Somebody of the roster.
    Person(PersonId),
    /// The desk's own key: provider answers, delivery reports, sweeps and clock duties; never a judgement.
    Desk,
}

impl Actor {
    /// The person, where one acted.
    pub fn person(self) -> Option<PersonId> {
        match self {
            Self::Person(person) => Some(person),
            Self::Desk => None,
        }
    }
}
