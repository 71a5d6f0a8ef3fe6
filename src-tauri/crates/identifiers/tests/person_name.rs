//! Person names, by hand-checked examples.
#![allow(clippy::unwrap_used, missing_docs)]

use identifiers::person_name::{Script, explain};
use proptest::prelude::*;

#[track_caller]
fn reads(name: &str, surname: Option<&str>, given: &str, pinyin: Option<&str>) {
    let explained = explain(name);
    assert!(explained.valid, "{name}: {:?}", explained.problems);
    let facts = explained.facts.unwrap();
    assert_eq!(
        facts.surname.as_ref().map(|s| s.expose()),
        surname,
        "{name}"
    );
    assert_eq!(facts.given.expose(), given, "{name}");
    assert_eq!(facts.pinyin.as_ref().map(|p| p.expose()), pinyin, "{name}");
}

#[test]
fn chinese_names_split_at_the_surname_and_take_its_reading() {
    reads("张三", Some("张"), "三", Some("Zhang San"));
    reads("单田芳", Some("单"), "田芳", Some("Shan Tianfang"));
    reads("仇英", Some("仇"), "英", Some("Qiu Ying"));
    reads("曾国藩", Some("曾"), "国藩", Some("Zeng Guofan"));
    reads("查良镛", Some("查"), "良镛", Some("Zha Liangyong"));
    reads("区小明", Some("区"), "小明", Some("Ou Xiaoming"));
    reads("解缙", Some("解"), "缙", Some("Xie Jin"));
    reads("吕布", Some("吕"), "布", Some("Lyu Bu"));
    reads("王静安", Some("王"), "静安", Some("Wang Jing'an"));
}

#[test]
fn compound_surnames_are_known_and_need_a_given_name_after_them() {
    reads("欧阳娜娜", Some("欧阳"), "娜娜", Some("Ouyang Nana"));
    reads("司馬懿", Some("司馬"), "懿", Some("Sima Yi"));
    reads("万俟卨", Some("万俟"), "卨", Some("Moqi Xie"));
    reads("欧阳", Some("欧"), "阳", Some("Ou Yang"));
}

#[test]
fn names_with_a_middle_dot_have_no_surname() {
    reads(
        "努尔江•哈力克",
        None,
        "努尔江·哈力克",
        Some("Nu'erjiang Halike"),
    );
    reads("次仁 . 旺姆", None, "次仁·旺姆", Some("Ciren Wangmu"));
}

#[test]
fn the_family_name_of_a_latin_name_is_told_by_comma_capitals_or_place() {
    reads("OUYANG, BO", Some("OUYANG"), "BO", None);
    reads("WANG Shanhan", Some("WANG"), "Shanhan", None);
    reads("Ningfeng Song", Some("Song"), "Ningfeng", None);
    reads("J.-P. O'Brien", Some("O'Brien"), "J.-P.", None);
    reads("Jürgen Nguyễn", Some("Nguyễn"), "Jürgen", None);
    reads("Madonna", None, "Madonna", None);
}

#[test]
fn scripts_are_told_apart() {
    let script = |name| explain(name).facts.unwrap().script;
    assert_eq!(script("张〇三"), Script::Chinese);
    assert_eq!(script("Ånna"), Script::Latin);
    assert_eq!(script("陈 Mary"), Script::Mixed);
    assert_eq!(script("Иван Петров"), Script::Other);
}

#[test]
fn each_fault_has_its_own_code() {
    let codes = |name: &str| -> Vec<&str> {
        explain(name)
            .problems
            .iter()
            .map(|p| p.code.as_str())
            .collect()
    };
    let table: [(&str, &[&str]); 17] = [
        ("", &["empty"]),
        ("\u{3000} \n", &["empty"]),
        ("张三3", &["digit_in_name"]),
        ("张三３", &["digit_in_name"]),
        ("张②三", &["digit_in_name"]),
        ("张\u{200B}三", &["invisible_character"]),
        ("张三\u{202E}", &["invisible_character"]),
        ("\u{FEFF}张三", &["invisible_character"]),
        ("张\u{0007}三", &["invisible_character"]),
        ("葛\u{E0100}三", &["invisible_character"]),
        ("张三@", &["wrong_alphabet"]),
        ("=张三", &["wrong_alphabet"]),
        ("张三(先生)", &["wrong_alphabet"]),
        ("·张三", &["misplaced_mark"]),
        ("买买提··依明", &["misplaced_mark"]),
        ("-", &["misplaced_mark"]),
        ("Smith,", &["misplaced_mark"]),
    ];
    for (name, expected) in table {
        assert_eq!(codes(name), expected, "{name:?}");
    }
}

#[test]
fn a_hundred_characters_are_a_name_and_one_more_is_not() {
    assert!(explain(&"张".repeat(100)).valid);
    assert!(explain(&"张".repeat(101)).refuse);
}

#[test]
fn facts_show_nothing_when_printed() {
    let printed = format!("{:?}", explain("欧阳娜娜"));
    assert!(
        !printed.contains('欧') && !printed.contains("Ouyang"),
        "{printed}"
    );
}

proptest! {
    #[test]
    fn normalising_a_name_twice_changes_nothing_more(raw in "[张三欧阳a-zA-Z .·•・‧．，,'’\u{3000}\t-]{0,12}") {
        let once = explain(&raw).normalised;
        prop_assert_eq!(&explain(once.expose()).normalised, &once, "{:?}", raw);
    }

    #[test]
    fn surname_and_given_name_together_are_the_whole_chinese_name(name in "[\u{4E00}-\u{9FA5}]{1,6}") {
        let explained = explain(&name);
        let facts = explained.facts.unwrap();
        let surname = facts.surname.as_ref().map_or("", |s| s.expose());
        prop_assert_eq!(format!("{surname}{}", facts.given.expose()), name);
    }

    #[test]
    fn any_text_at_all_is_explained_as_the_parts_promise(raw in any::<String>()) {
        let explained = explain(&raw);
        prop_assert_eq!(explained.refuse, explained.facts.is_none());
        prop_assert!(!(explained.valid && explained.refuse));
    }
}
