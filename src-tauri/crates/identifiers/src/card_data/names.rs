use unicode_normalization::UnicodeNormalization;

use super::NeverStored::{self, CardExpiry, Pin, SecurityCode, TrackData};

/// How a name is compared.
enum Says {
    /// Wherever it stands in the name, whatever blanks and marks are between its letters.
    Anywhere(&'static str),
    /// As a word of the name: short ones stand within others by chance, as `pin` in `pinyin`.
    Word(&'static str),
}

use Says::{Anywhere, Word};

/// What columns and fields for such data are called. The one table: a new name is a line here.
const NAMES: &[(NeverStored, &[Says])] = &[
    (
        SecurityCode,
        &[
            Anywhere("cvv"),
            Anywhere("cvc"),
            Anywhere("cvn"),
            Word("csc"),
            Word("cid"),
            Word("cav"),
            Word("cav2"),
            Anywhere("securitycode"),
            Anywhere("cardverification"),
            Anywhere("安全码"),
            Anywhere("校验码"),
            Anywhere("卡验证码"),
            Anywhere("卡片验证码"),
            Anywhere("背面三位"),
            Anywhere("背面后三位"),
        ],
    ),
    (
        TrackData,
        &[
            Anywhere("track1"),
            Anywhere("track2"),
            Anywhere("track3"),
            Anywhere("trackdata"),
            Word("track"),
            Word("tracks"),
            Anywhere("magstripe"),
            Anywhere("magneticstripe"),
            Anywhere("chipdata"),
            Anywhere("磁道"),
            Anywhere("磁条"),
            Anywhere("芯片数据"),
        ],
    ),
    (
        Pin,
        &[
            Word("pin"),
            Word("pwd"),
            Word("passwd"),
            Word("password"),
            Anywhere("pinblock"),
            Anywhere("pincode"),
            Anywhere("cardpin"),
            Anywhere("atmpin"),
            Anywhere("cardpassword"),
            Anywhere("密码"),
        ],
    ),
    (
        CardExpiry,
        &[
            Word("exp"),
            Word("expires"),
            Anywhere("expiry"),
            Anywhere("expiration"),
            Anywhere("expdate"),
            Anywhere("expmonth"),
            Anywhere("expyear"),
            Anywhere("validthru"),
            Anywhere("validthrough"),
            Anywhere("validuntil"),
            Anywhere("goodthru"),
            Anywhere("有效期"),
            Anywhere("有效日期"),
            Anywhere("到期"),
            Anywhere("失效日"),
        ],
    ),
];

/// What says that a date is another thing's than a card's: an identity document has one as well.
const OTHER_DATES: &[&str] = &[
    "document",
    "idcard",
    "passport",
    "consent",
    "证件",
    "身份证",
];

/// Which card data a column or field of this name is for, if it is for any.
pub fn named(name: &str) -> Option<NeverStored> {
    let name: String = name.nfkc().flat_map(char::to_lowercase).collect();
    let letters: String = name.chars().filter(|it| it.is_alphanumeric()).collect();
    let says = |says: &Says| match says {
        Anywhere(text) => letters.contains(text),
        Word(text) => {
            letters == *text
                || name
                    .split(|it: char| !it.is_alphanumeric())
                    .any(|it| it == *text)
        }
    };
    let found = NAMES.iter().find(|(_, names)| names.iter().any(says));
    let kind = found.map(|(kind, _)| *kind)?;
    let others = kind == CardExpiry && OTHER_DATES.iter().any(|it| letters.contains(it));
    (!others).then_some(kind)
}
