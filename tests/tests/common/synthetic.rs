use fastrand::Rng;

/// The first line of an import file.
pub(crate) const HEADER: &str = "reference,name,document_type,document_number,method,card_number,phone,email,amount,\
                                 currency,partner,language,consent_terms,consent_at,consent_channel,accuracy_confirmed";

/// Amounts from this one on take two people to verify, in yuan (policy 1).
pub(crate) const REVIEWED_FROM_YUAN: u32 = 50_000;

const SURNAMES: &[char] = &['王', '李', '张', '刘', '陈', '杨', '赵', '黄', '周', '吴'];
const GIVEN: &[char] = &[
    '伟', '芳', '娜', '敏', '静', '丽', '强', '磊', '军', '洋', '勇', '艳', '杰', '娟', '涛', '明',
];
const DIVISIONS: &[&str] = &["110101", "310104", "440305", "530721", "610802"];

/// A case that no customer stands behind: valid by every rule, and nobody's.
///
/// Documents are of people born before 1912, so of nobody alive. Cards have a valid check digit under one bank's
/// prefix. Phones end in four digits that are the sandbox's to read: below 8000 it gives its ordinary answer.
#[derive(Debug, Clone)]
pub(crate) struct Case {
    pub(crate) reference: String,
    pub(crate) name: String,
    pub(crate) document: String,
    pub(crate) card: String,
    pub(crate) phone: String,
    /// In yuan, without cents.
    pub(crate) amount: u32,
}

impl Case {
    /// The case of this number. Two numbers below 10,000 never share a phone.
    pub(crate) fn of(number: u32, rng: &mut Rng) -> Self {
        let given: String = (0..2)
            .map(|_| rng.choice(GIVEN).expect("there are some"))
            .collect();
        Self {
            reference: format!("R-{number:06}"),
            name: format!("{}{given}", rng.choice(SURNAMES).expect("there are some")),
            document: document(rng),
            card: card(rng),
            phone: format!("138{number:04}{:04}", rng.u32(..8_000)),
            amount: rng.u32(1..REVIEWED_FROM_YUAN),
        }
    }

    /// The same with a phone that asks the sandbox for something: one of its documented endings.
    #[must_use]
    pub(crate) fn ending(mut self, ending: &str) -> Self {
        self.phone.replace_range(7.., ending);
        self
    }

    fn row(&self) -> String {
        let Self {
            reference,
            name,
            document,
            card,
            phone,
            amount,
        } = self;
        format!(
            "{reference},{name},resident_id,{document},bank_card,{card},{phone},,{amount}.00,CNY,shop,zh-CN,terms-3,\
             2025-11-01T10:00:00+08:00,counter,true\n"
        )
    }
}

/// The cases as an import file.
pub(crate) fn import_file<'a>(cases: impl IntoIterator<Item = &'a Case>) -> String {
    let rows: String = cases.into_iter().map(Case::row).collect();
    format!("{HEADER}\n{rows}")
}

/// A resident identity number (GB 11643).
fn document(rng: &mut Rng) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let division = rng.choice(DIVISIONS).expect("there are some");
    let (year, month, day) = (rng.u32(1900..1912), rng.u32(1..=12), rng.u32(1..=28));
    let body = format!("{division}{year}{month:02}{day:02}{:03}", rng.u32(..1_000));
    let sum: u32 = digits(&body)
        .zip(WEIGHTS)
        .map(|(digit, weight)| digit * weight)
        .sum();
    let check = char::from(b"10X98765432"[sum as usize % 11]);
    format!("{body}{check}")
}

/// A card number with the check digit of ISO/IEC 7812-1, annex B.
fn card(rng: &mut Rng) -> String {
    let body = format!("622588{:09}", rng.u32(..1_000_000_000));
    let sum: u32 = digits(&body)
        .rev()
        .enumerate()
        .map(|(place, digit)| match place % 2 {
            0 => digit * 2 / 10 + digit * 2 % 10,
            _ => digit,
        })
        .sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

fn digits(text: &str) -> impl DoubleEndedIterator<Item = u32> + ExactSizeIterator + '_ {
    text.bytes().map(|byte| u32::from(byte - b'0'))
}
