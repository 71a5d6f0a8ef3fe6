use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

use super::NeverStored;
use super::masking::ends_of_groups;
use crate::card;

/// Which card data stands in a text, if any does.
///
/// - Track data: a card number followed by `^` (ISO/IEC 7813, track 1), or by `=` and four digits (track 2).
/// - A security code: three or four digits behind a word such as `CVV2` or `安全码`.
/// - An expiry date: a month and a year right beside a card number, masked or not, or behind a word such as `exp` or
///   `有效期`, unless that speaks of an identity document. A date with a day is none.
/// - A PIN: four to twelve digits behind a word such as `PIN` or `密码`.
///
/// Case, full-width forms and characters that are not seen do not matter. What a person hides on purpose is not found.
pub fn found_in(text: &str) -> Option<NeverStored> {
    if has_too_little(text) {
        return None;
    }
    let text = Text::of(text);
    let has = |kind: &NeverStored| match kind {
        NeverStored::SecurityCode => text.has_security_code(),
        NeverStored::CardExpiry => text.has_expiry(),
        NeverStored::TrackData => text.has_track(),
        NeverStored::Pin => text.has_pin(),
    };
    // Track data first: it has an expiry in it as well.
    let order = [
        NeverStored::TrackData,
        NeverStored::SecurityCode,
        NeverStored::CardExpiry,
        NeverStored::Pin,
    ];
    order.into_iter().find(has)
}

/// Whether there is nothing to look for: fewer than three digits, or nothing beside the digits of one number. Most values
/// of a form are so, and a form is looked at for each row of a file.
fn has_too_little(text: &str) -> bool {
    // One character may stand for several digits.
    let digits = |it: char| match it {
        '0'..='9' => 1,
        other if other.is_ascii() => 0,
        other => 3 * usize::from(other.is_numeric()),
    };
    text.chars().map(digits).sum::<usize>() < 3
        || text
            .bytes()
            .all(|it| it.is_ascii_digit() || matches!(it, b' ' | b'x' | b'X' | b'+'))
}

/// Longer words first, where one begins another.
const SECURITY_CODE: &[&str] = &[
    "cvv2",
    "cvv",
    "cvc2",
    "cvc",
    "cvn2",
    "cvn",
    "cav2",
    "csc",
    "cid",
    "security code",
    "安全码",
    "校验码",
    "卡验证码",
    "卡片验证码",
    "背面三位",
    "背面后三位",
];
const EXPIRY: &[&str] = &[
    "expiration",
    "expires",
    "expiry",
    "expire",
    "exp",
    "valid thru",
    "valid through",
    "valid until",
    "valid to",
    "good thru",
    "有效期",
    "有效日期",
    "到期日",
    "失效日",
];
const PIN: &[&str] = &["pin", "密码"];

/// What may stand between such a word and what it announces, beside blanks and marks.
const BETWEEN: &[&str] = &[
    "code", "number", "no", "date", "is", "was", "码", "是", "为", "至", "到", "限", "日期", "月份",
];
/// A mark that ends a thought: what follows is about something else.
const ENDS: &[char] = &[',', '、', '。', ';', '!', '?', '|'];
/// How far what is announced may be, in characters.
const REACH: usize = 12;
/// How far an expiry may stand from a card number, in characters.
const BESIDE: usize = 3;

/// A text as it is looked at: NFKC, small letters, without characters that are not seen.
struct Text(Zeroizing<Vec<char>>);

impl Text {
    fn of(text: &str) -> Self {
        let seen = |it: &char| !matches!(it, '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}');
        let dash = |it| match it {
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            other => other,
        };
        let plain = text.nfkc().filter(seen).flat_map(char::to_lowercase);
        Self(Zeroizing::new(plain.map(dash).collect()))
    }

    fn at(&self, place: usize) -> Option<char> {
        self.0.get(place).copied()
    }

    fn before(&self, place: usize) -> Option<char> {
        self.at(place.checked_sub(1)?)
    }

    fn is_digit(&self, place: usize) -> bool {
        self.at(place).is_some_and(|it| it.is_ascii_digit())
    }

    /// Where the digits end that begin here.
    fn digits(&self, begin: usize) -> usize {
        let rest = self.0.get(begin..).unwrap_or_default();
        begin + rest.iter().take_while(|it| it.is_ascii_digit()).count()
    }

    fn number(&self, begin: usize, end: usize) -> u32 {
        let digits = self.0.get(begin..end).unwrap_or_default();
        digits
            .iter()
            .filter_map(|it| it.to_digit(10))
            .fold(0, |sum, digit| sum.saturating_mul(10).saturating_add(digit))
    }

    fn stands(&self, place: usize, word: &str) -> bool {
        word.chars()
            .enumerate()
            .all(|(index, letter)| self.at(place + index) == Some(letter))
    }

    /// Where something stands that one of these words announces.
    fn announced(&self, words: &[&str]) -> Vec<(usize, usize)> {
        let latin = |it: Option<char>| it.is_some_and(|it| it.is_ascii_alphabetic());
        let mut found = Vec::new();
        for begin in 0..self.0.len() {
            for word in words.iter().filter(|word| self.stands(begin, word)) {
                let end = begin + word.chars().count();
                let by_itself = !word.is_ascii()
                    || !latin(self.at(end))
                        && !self
                            .before(begin)
                            .is_some_and(|it| it.is_ascii_alphanumeric());
                if by_itself {
                    found.push((begin, self.skip(end)));
                }
            }
        }
        found
    }

    /// Over blanks, marks and words that announce nothing themselves.
    fn skip(&self, begin: usize) -> usize {
        let mut place = begin;
        while place < begin + REACH {
            let Some(next) = self.at(place) else { break };
            if let Some(word) = BETWEEN.iter().find(|word| self.stands(place, word)) {
                place += word.chars().count();
            } else if !next.is_alphanumeric() && !ENDS.contains(&next) {
                place += 1;
            } else {
                break;
            }
        }
        place
    }

    fn has_track(&self) -> bool {
        let marks = (0..self.0.len()).filter(|place| matches!(self.at(*place), Some('^' | '=')));
        marks.into_iter().any(|mark| {
            let (mut digits, mut place) = (0, mark);
            while place > 0 && digits <= 19 {
                match self.before(place) {
                    Some(it) if it.is_ascii_digit() => digits += 1,
                    Some(' ') if digits > 0 => {}
                    _ => break,
                }
                place -= 1;
            }
            let track_2 = self.digits(mark + 1) >= mark + 5;
            (12..=19).contains(&digits) && (self.at(mark) == Some('^') || track_2)
        })
    }

    fn has_security_code(&self) -> bool {
        self.announced(SECURITY_CODE)
            .iter()
            .any(|(_, code)| (3..=4).contains(&(self.digits(*code) - code)))
    }

    fn has_pin(&self) -> bool {
        self.announced(PIN).iter().any(|(_, pin)| {
            let end = self.digits(*pin);
            (4..=12).contains(&(end - pin)) && !self.goes_on(end)
        })
    }

    fn has_expiry(&self) -> bool {
        let of_a_card = |begin: usize| {
            let before: String = self.0[begin.saturating_sub(6)..begin].iter().collect();
            !["证件", "身份证"].iter().any(|it| before.contains(it))
        };
        let announced = self.announced(EXPIRY);
        let mut behind_a_word = announced.iter().filter(|(word, _)| of_a_card(*word));
        behind_a_word.any(|(_, date)| self.month_of_any_form(*date))
            || self.has_date_beside_a_card()
    }

    /// Whether a date or a number goes on here.
    fn goes_on(&self, place: usize) -> bool {
        self.is_digit(place)
            || matches!(self.at(place), Some('/' | '-' | '.' | '年' | '月'))
                && self.is_digit(place + 1)
    }

    fn is_month(&self, begin: usize, end: usize) -> bool {
        (1..=2).contains(&(end - begin)) && (1..=12).contains(&self.number(begin, end))
    }

    fn is_year(&self, begin: usize, end: usize) -> bool {
        match end - begin {
            2 => true,
            4 => (2000..=2099).contains(&self.number(begin, end)),
            _ => false,
        }
    }

    /// A month and a year in any order and way of writing.
    fn month_of_any_form(&self, begin: usize) -> bool {
        let end = self.digits(begin);
        let joined = end - begin == 4 && self.is_month(begin, begin + 2) && !self.goes_on(end);
        if joined && self.at(end) != Some('年') {
            return true;
        }
        let mark = self.over_blanks(end);
        if !matches!(self.at(mark), Some('/' | '-' | '.' | '年' | '月')) {
            return false;
        }
        let second = self.over_blanks(mark + 1);
        let last = self.digits(second);
        let month_first = self.is_month(begin, end) && self.is_year(second, last);
        let year_first = self.is_year(begin, end) && self.is_month(second, last);
        (month_first || year_first) && !self.goes_on(last)
    }

    fn over_blanks(&self, place: usize) -> usize {
        let blanks = (place..place + 2).take_while(|at| self.at(*at) == Some(' '));
        place + blanks.count()
    }

    /// `MM/YY`, `MM-YY`, `MM/YYYY` or `MM-YYYY`: where it ends.
    fn month_as_on_a_card(&self, begin: usize, cards: &[(usize, usize)]) -> Option<usize> {
        let within = self.before(begin).is_some_and(|it| {
            it.is_ascii_digit()
                || matches!(it, '/' | '-' | '.')
                    && begin
                        .checked_sub(2)
                        .is_some_and(|place| self.is_digit(place))
                    && !cards.iter().any(|(_, card)| *card == begin - 1)
        });
        let mark = self.digits(begin);
        let month = mark - begin == 2 && self.is_month(begin, mark);
        let marked = matches!(self.at(mark), Some('/' | '-'));
        let end = self.digits(mark + 1);
        let year = marked && self.is_year(mark + 1, end);
        (!within && month && year && !self.goes_on(end)).then_some(end)
    }

    /// Where card numbers stand: whole ones, and masks as this program writes them.
    fn cards(&self) -> Vec<(usize, usize)> {
        let mut found = Vec::new();
        for begin in (0..self.0.len()).filter(|it| self.is_digit(*it)) {
            if self.before(begin).is_some_and(|it| it.is_ascii_digit()) {
                continue;
            }
            for end in ends_of_groups(&self.0, begin) {
                let number: String = self.0[begin..end].iter().collect();
                if card::explain(&Zeroizing::new(number)).valid {
                    found.push((begin, end));
                }
            }
            let stars = self.0[self.digits(begin)..].iter();
            let stars = self.digits(begin) + stars.take_while(|it| **it == '*').count();
            if stars >= self.digits(begin) + 2 && self.digits(stars) >= stars + 3 {
                found.push((begin, self.digits(stars)));
            }
        }
        found
    }

    fn has_date_beside_a_card(&self) -> bool {
        let only_marks = |from: usize, to: usize| {
            from <= to
                && to - from <= BESIDE
                && self.0[from..to].iter().all(|it| !it.is_alphanumeric())
        };
        let cards = self.cards();
        let dates = (0..self.0.len()).filter(|it| self.is_digit(*it));
        let mut dates =
            dates.filter_map(|begin| Some((begin, self.month_as_on_a_card(begin, &cards)?)));
        dates.any(|(date, over)| {
            cards
                .iter()
                .any(|(begin, end)| only_marks(*end, date) || only_marks(over, *begin))
        })
    }
}
