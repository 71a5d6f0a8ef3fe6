//! What can be asked of a station, whoever sits at it: acts by which somebody comes to be signed in, or needs no one.

use serde::Deserialize;
use ts_rs::TS;

use crate::request::{Confided, IdentifyBody, Nothing};
use crate::view::{IdentifiedView, ImportView, Language, StationView, SupportBundleView, Theme};

requests! {
    /// A request at the entrance, with its body.
    EntranceRequest,
    /// What a station must be able to answer, whoever sits at it.
    Entrance, dispatch_entrance, EntranceRequests:

    /// Where the station stands.
    Station/station: Nothing => StationView;
    /// Explain an identifier.
    Identify/identify: IdentifyBody => IdentifiedView;
    /// Language, theme and widths of this station.
    Prefer/prefer: PreferBody => StationView;
    /// What is sent to whoever helps, to be read before it is saved.
    SupportBundle/support_bundle: Nothing => SupportBundleView;
    /// Make a desk; its founder stays signed in.
    FoundDesk/found_desk: FoundDeskBody => StationView;
    /// Sign in.
    SignIn/sign_in: SignInBody => StationView;
    /// Take one more person onto a founding desk.
    AddPerson/add_person: AddPersonBody => StationView;
    /// Set how a founding desk reaches an institution.
    SetInstitution/set_institution: SetInstitutionBody => StationView;
    /// Open a founding desk: from now on everything is on record.
    OpenDesk/open_desk: OpenDeskBody => StationView;
    /// Set a PIN that opens the station again until the process ends, at most twelve hours.
    SetPin/set_pin: PinBody => StationView;
    /// Sign in again by the PIN that was set.
    Unlock/unlock: PinBody => StationView;
    /// Somebody is at the station: it does not lock itself.
    Touch/touch: Nothing => ();
    /// Sign out: what is out is waited for, keys are wiped, the file is closed.
    Lock/lock: Nothing => StationView;
    /// Begin to hand over an import file, whose bytes then follow in chunks.
    ImportBegin/import_begin: Nothing => ();
    /// Import the file that was handed over.
    ImportEnd/import_end: Nothing => ImportView;
    /// Give up a file that is handed over or imported; what was told as committed is kept.
    ImportStop/import_stop: Nothing => ();
    /// End a backup, a verification of the log, an erasure run or a key change that goes on, where it may end; what was
    /// reached is kept.
    StopWork/stop_work: Nothing => ();
}

/// What to prefer; what is not named stays.
#[derive(Debug, Clone, Default, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct PreferBody {
    /// The language of the screen.
    pub language: Option<Language>,
    /// Light or dark.
    pub theme: Option<Theme>,
    /// The width of the list beside the case, in CSS pixels.
    pub list_width: Option<u32>,
}

/// The desk to be made, and who makes it.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct FoundDeskBody {
    /// The founder's name, as colleagues will see it.
    pub name: String,
    /// `operator`, `supervisor`, `administrator`, `auditor`.
    pub roles: Vec<String>,
    /// The passphrase the founder chose.
    pub passphrase: Confided,
    /// For trying out, for ever: institutions on this computer only.
    pub demo: bool,
    /// Without the operating system's keychain.
    pub no_keychain: bool,
}

/// Who signs in.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SignInBody {
    /// The name colleagues see.
    pub name: String,
    /// Their passphrase.
    pub passphrase: Confided,
}

/// A PIN.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct PinBody {
    /// Six to twelve digits. Not called by its usual name: a field of that name is card data, which no request takes.
    pub digits: Confided,
}

/// Who joins.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AddPersonBody {
    /// Their name, as colleagues will see it.
    pub name: String,
    /// As in [`FoundDeskBody`].
    pub roles: Vec<String>,
    /// The passphrase they chose.
    pub passphrase: Confided,
}

/// How a founding desk reaches an institution.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SetInstitutionBody {
    /// `tencent-faceid` or `tencent-sms`.
    pub institution: String,
    /// Base address.
    pub url: String,
    /// `ID:SECRET`.
    pub credential: Confided,
}

/// How a desk is opened.
#[derive(Debug, Clone, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OpenDeskBody {
    /// One person alone; what policy reserves for two waits for ever.
    pub solo: bool,
}
