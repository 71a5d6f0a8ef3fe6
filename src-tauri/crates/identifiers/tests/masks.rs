//! Masks never reveal more than the rule: by example, by counting, and by changing what is hidden.
#![allow(clippy::unwrap_used, missing_docs)]

use identifiers::{card, mobile, person_name, resident_id};
use proptest::prelude::*;

#[test]
fn values_in_form_show_what_the_rule_allows() {
    assert_eq!(resident_id::mask("11010120000229000X"), "110****0X");
    assert_eq!(card::mask("6224090000000000050"), "622409****0050");
    assert_eq!(card::mask("378282246310005"), "378282****0005");
    assert_eq!(mobile::mask("13800138000"), "138****8000");
}

#[test]
fn a_number_that_fails_its_check_is_masked_like_one_that_does_not() {
    assert_eq!(resident_id::mask("110101200002290001"), "110****01");
    assert_eq!(card::mask("4242424242424245"), "424242****4245");
}

#[test]
fn short_and_odd_values_show_less() {
    for mask in [resident_id::mask, card::mask, mobile::mask] {
        assert_eq!(mask(""), "****");
        assert_eq!(mask("123"), "****");
        assert_eq!(mask("12345"), "1****5");
        assert_eq!(mask("\u{202E}张三李\u{202E}"), "******");
    }
    assert_eq!(card::mask("42424242424242"), "424****242");
    assert_eq!(mobile::mask("+8613800138000"), "*86****000");
    assert_eq!(mobile::mask("138001380001"), "138****001");
    assert_eq!(resident_id::mask("1101"), "1****1");
}

#[test]
fn names_show_the_surname_and_one_star() {
    let table = [
        ("张三", "张*"),
        ("张三四五", "张*"),
        ("欧阳娜娜", "欧阳*"),
        ("张", "*"),
        ("", "*"),
        ("努尔江·哈力克", "努*"),
        ("Ningfeng Song", "S*"),
        ("OUYANG, BO", "O*"),
        ("Madonna", "M*"),
        ("A", "*"),
        ("陈 Mary", "陈*"),
        ("6224090000000000050", "*"),
        ("张三13800138000", "张*"),
        ("\u{202E}张三", "*"),
    ];
    for (name, mask) in table {
        assert_eq!(person_name::mask(name), mask, "{name:?}");
    }
}

/// The parts of a value that a mask shows, before and after its stars.
fn shown(mask: &str) -> (&str, &str) {
    (
        mask.split("****").next().unwrap(),
        mask.rsplit("****").next().unwrap(),
    )
}

type Mask = fn(&str) -> String;

const RULES: [(Mask, usize, usize); 3] = [
    (resident_id::mask, 3, 2),
    (card::mask, 6, 4),
    (mobile::mask, 3, 4),
];

proptest! {
    #[test]
    fn no_text_shows_more_than_the_rule(text in "[0-9X+a-z]{0,24}") {
        for (mask, head, tail) in RULES {
            let masked = mask(&text);
            let (front, back) = shown(&masked);
            prop_assert!(front.len() <= head && back.len() <= tail, "{text} {masked}");
            prop_assert!(front.len() + back.len() < text.len().max(1), "{text} {masked}");
        }
    }

    #[test]
    fn what_is_hidden_does_not_change_the_mask(
        front in "[0-9]{6}", hidden in "[0-9]{0,9}", other in "[0-9]{9}", back in "[0-9]{4}",
    ) {
        let other = &other[..hidden.len()];
        for (mask, head, tail) in RULES {
            let (front, back) = (&front[..head], &back[4 - tail..]);
            prop_assert_eq!(
                mask(&format!("{front}{hidden}{back}")),
                mask(&format!("{front}{other}{back}"))
            );
        }
    }

    #[test]
    fn text_out_of_form_shows_at_most_half_of_itself(text in "[0-9a-z@张. ]{0,10}|[a-z@张. ]{0,40}") {
        for (mask, _, _) in RULES {
            let masked = mask(&text);
            let (front, back) = shown(&masked);
            prop_assert!((front.len() + back.len()) * 2 <= text.chars().count(), "{text} {masked}");
        }
    }

    #[test]
    fn a_mask_is_always_plain_printable_text(text in any::<String>()) {
        for (mask, _, _) in RULES {
            prop_assert!(mask(&text).bytes().all(|b| b.is_ascii_alphanumeric() || b == b'*'));
        }
    }

    #[test]
    fn the_given_name_does_not_change_the_mask(
        surname in "李|欧阳|尉迟", given in "[\u{4E00}-\u{9FA5}]{1,4}", other in "[\u{4E00}-\u{9FA5}]{1,4}",
    ) {
        prop_assert_eq!(
            person_name::mask(&format!("{surname}{given}")),
            person_name::mask(&format!("{surname}{other}"))
        );
    }

    #[test]
    fn a_chinese_name_shows_at_most_two_characters_and_never_all(name in "[\u{4E00}-\u{9FA5}]{0,8}") {
        let masked = person_name::mask(&name);
        let surname = masked.strip_suffix('*').unwrap();
        prop_assert!(surname.chars().count() <= 2);
        prop_assert!(name.starts_with(surname));
        prop_assert!(surname.is_empty() || surname.len() < name.len());
    }

    #[test]
    fn a_latin_name_shows_one_letter(name in "[A-Za-z]{1,8}( [A-Za-z]{1,8}){0,3}") {
        let masked = person_name::mask(&name);
        prop_assert!(masked.strip_suffix('*').unwrap().chars().count() <= 1);
    }
}
