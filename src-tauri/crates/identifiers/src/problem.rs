use crate::Language;

/// What a problem means for the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Severity {
    /// The value must be mended before it may enter a case.
    Refuse,
    /// The value may enter a case; a person should look at it.
    Warn,
}

/// One thing that is wrong or unusual about a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Problem {
    /// What it is.
    pub code: ProblemCode,
    /// What it means here; the same code can refuse one value and only warn of another.
    pub severity: Severity,
}

impl Problem {
    pub(crate) fn refuse(code: ProblemCode) -> Self {
        Problem {
            code,
            severity: Severity::Refuse,
        }
    }

    pub(crate) fn warn(code: ProblemCode) -> Self {
        Problem {
            code,
            severity: Severity::Warn,
        }
    }
}

/// Writes the codes, their stable names and their words in both languages in one place, so that none of the four
/// can be forgotten.
macro_rules! problem_codes {
    ($($(#[$doc:meta])+ $variant:ident = $name:literal, zh $zh:literal, en $en:literal;)+) => {
        /// Everything that can be wrong or unusual about an identifier. Closed: a new one is a new name for ever.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum ProblemCode {
            $($(#[$doc])+ $variant,)+
        }

        impl ProblemCode {
            /// Every code.
            pub const ALL: &'static [ProblemCode] = &[$(ProblemCode::$variant),+];

            /// The stable name in files, on the wire and in tests.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(ProblemCode::$variant => $name,)+
                }
            }

            /// What is wrong and how to mend it, for the customer as well as for the house.
            pub fn words(self, language: Language) -> &'static str {
                match (self, language) {
                    $(
                        (ProblemCode::$variant, Language::Zh) => $zh,
                        (ProblemCode::$variant, Language::En) => $en,
                    )+
                }
            }
        }
    };
}

problem_codes! {
    /// Nothing is left after blanks and hyphens.
    Empty = "empty",
        zh "没有填写。请填写完整。",
        en "Nothing was entered. Please fill it in.";
    /// A character that this kind never contains.
    WrongAlphabet = "wrong_alphabet",
        zh "含有不该出现的字符（例如把数字 0 写成字母 O）。请对照原件重新填写。",
        en "It contains a character that does not belong there, such as the letter O for a zero. Compare it with the original and enter it again.";
    /// Too many or too few characters.
    WrongLength = "wrong_length",
        zh "位数不对，可能漏写或多写了。请对照原件逐位核对。",
        en "There are too many or too few characters. Compare it with the original, one character at a time.";
    /// A resident number of the form before October 1999, not accepted since 2013.
    FifteenDigitNumber = "fifteen_digit_number",
        zh "这是旧的 15 位身份证号，已停止使用。请填写现行身份证上的 18 位号码。",
        en "This is an old 15-digit number, which is no longer accepted. Enter the 18 characters of the present identity card.";
    /// The first two digits are no province of GB/T 2260.
    UnknownProvince = "unknown_province",
        zh "前两位不是任何省级行政区的代码。请对照身份证核对前六位。",
        en "The first two digits are not the code of any province. Compare the first six digits with the card.";
    /// 71, 81 or 82: a province of GB/T 2260 that no resident number carries.
    ProvinceWithoutResidentNumbers = "province_without_resident_numbers",
        zh "居民身份证号不以 71、81、82 开头，这可能是港澳台居民居住证。请确认证件类型。",
        en "Resident numbers never begin with 71, 81 or 82; this may be a residence permit of Hong Kong, Macao or Taiwan residents. Confirm the kind of document.";
    /// The six-digit division is in no edition of the table.
    UnknownDivision = "unknown_division",
        zh "前六位不在行政区划表中，表可能不全。请对照身份证核对前六位。",
        en "The first six digits are not in our table of divisions, which may lack some. Compare them with the card.";
    /// Digits 7 to 14 are no day of the calendar.
    ImpossibleDate = "impossible_date",
        zh "第 7 至 14 位不是真实存在的日期。请对照身份证核对出生日期。",
        en "Digits 7 to 14 are not a day that exists. Compare the date of birth with the card.";
    /// The date of birth is later than today.
    DateInFuture = "date_in_future",
        zh "出生日期晚于今天。请对照身份证核对第 7 至 14 位。",
        en "The date of birth lies in the future. Compare digits 7 to 14 with the card.";
    /// The date of birth is earlier than 1890.
    DateBefore1890 = "date_before_1890",
        zh "出生日期早于 1890 年。请对照身份证核对第 7 至 14 位。",
        en "The date of birth is before 1890. Compare digits 7 to 14 with the card.";
    /// The last character does not follow from the others.
    WrongCheckCharacter = "wrong_check_character",
        zh "最后一位校验码不符，多半有一位写错或相邻两位写反。请对照原件逐位核对。",
        en "The last character does not fit the others: probably one is wrong or two are swapped. Compare it with the original, one character at a time.";
    /// A card number of zeros only.
    AllZero = "all_zero",
        zh "号码全是 0。请填写真实的号码。",
        en "The number is all zeros. Enter the real number.";
    /// The Luhn sum of the card number is off.
    LuhnFailed = "luhn_failed",
        zh "卡号校验不符，多半有一位写错。请对照卡面逐位核对。",
        en "The check digit of the card does not fit: probably one digit is wrong. Compare it with the card, one digit at a time.";
    /// Neither the table of schemes nor that of mainland banks knows the beginning of the card number.
    UnknownBin = "unknown_bin",
        zh "认不出这张卡的发卡机构。请对照卡面核对前六位。",
        en "The issuer of this card is not known to us. Compare the first six digits with the card.";
    /// The card number has a length that its scheme does not use.
    UnusualLength = "unusual_length",
        zh "这类卡的卡号通常不是这个位数。请对照卡面核对，看是否漏写。",
        en "Cards of this scheme usually have another number of digits. Compare it with the card; a digit may be missing.";
    /// Eleven digits that do not begin as mainland mobiles do.
    NotAMobilePrefix = "not_a_mobile_prefix",
        zh "不是内地手机号：应为 11 位，以 13 至 19 开头。请填写手机号，不要填座机。",
        en "This is not a mainland mobile number, which has 11 digits and begins with 13 to 19. Enter a mobile, not a landline.";
    /// A number with another country code than 86.
    ForeignNumber = "foreign_number",
        zh "国家或地区代码不是 +86。请填写内地手机号。",
        en "The country code is not +86. Enter a mobile number of mainland China.";
    /// A 13-digit number of a machine (140, 141, 144).
    MachineNumber = "machine_number",
        zh "这是物联网设备的 13 位号码。请填写本人使用的 11 位手机号。",
        en "This is a 13-digit number of a device. Enter the 11-digit mobile number of a person.";
    /// A mobile range that was not assigned at the date of the table.
    UnassignedRange = "unassigned_range",
        zh "这个号段在我们的表中尚未分配，可能是新号段。请核对前四位。",
        en "This range is not assigned in our table; it may be new. Check the first four digits.";
    /// A digit in a person's name.
    DigitInName = "digit_in_name",
        zh "姓名中含有数字。请按证件填写姓名。",
        en "The name contains a digit. Enter the name as on the document.";
    /// A control, direction or zero-width character in a person's name.
    InvisibleCharacter = "invisible_character",
        zh "姓名中含有看不见的字符，多半是复制粘贴带来的。请手工重新输入。",
        en "The name contains an invisible character, probably from copying. Type it again by hand.";
    /// A dot, hyphen, comma or apostrophe at an edge of a name or beside another.
    MisplacedMark = "misplaced_mark",
        zh "姓名中的间隔号或连字符位置不对。请按证件填写姓名。",
        en "A dot, hyphen, comma or apostrophe in the name is out of place. Enter the name as on the document.";
    /// More than 100 characters.
    TooLong = "too_long",
        zh "姓名超过 100 个字符。请按证件填写姓名。",
        en "The name has more than 100 characters. Enter the name as on the document.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stable_names_are_snake_case_and_no_two_are_the_same() {
        let mut names: Vec<&str> = ProblemCode::ALL.iter().map(|code| code.as_str()).collect();
        for name in &names {
            assert!(
                name.bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_'),
                "{name}"
            );
        }
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ProblemCode::ALL.len());
    }

    #[test]
    fn every_code_speaks_both_languages_and_says_how_to_mend() {
        for &code in ProblemCode::ALL {
            let zh = code.words(Language::Zh);
            let en = code.words(Language::En);
            assert!(zh.contains('请') && zh.ends_with('。'), "{zh}");
            assert!(en.is_ascii() && en.ends_with('.'), "{en}");
            assert!(en.matches(". ").count() >= 1, "no remedy: {en}");
        }
    }
}
