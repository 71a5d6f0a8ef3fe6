//! The search, tried on what was planted. The planted forms are written out or made by other code than the search's.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};

use crate::canaries::{AGREEING, CANARIES, DISAGREEING, Datum, FAILING, REFUSED};
use crate::search::Search;

fn finds(search: &Search, bytes: &[u8], reference: &str, datum: Datum) -> bool {
    let found = search.bytes(bytes, Path::new("planted"));
    found
        .iter()
        .any(|it| (it.reference, it.datum) == (Some(reference), Some(datum)))
}

#[test]
fn planted_forms_of_a_chinese_name_are_found() {
    let search = Search::new(&[]);
    let plants: &[&[u8]] = &[
        "客户淳于翀璟，".as_bytes(),
        // UTF-16, both ways round.
        b"\xF3\x6D\x8E\x4E\xC0\x7F\x9F\x74",
        b"\x6D\xF3\x4E\x8E\x7F\xC0\x74\x9F",
        // GB18030.
        b"name=\xB4\xBE\xD3\xDA\xC1\x88\xAD\x5A;",
        b"e6b7b3e4ba8ee7bf80e7929f",
        b"E6B7B3E4BA8EE7BF80E7929F",
        b"?name=%E6%B7%B3%E4%BA%8E%E7%BF%80%E7%92%9F&",
        b"?name=%e6%b7%b3%e4%ba%8e%e7%bf%80%e7%92%9f&",
        br#"{"name":"\u6df3\u4e8e\u7fc0\u749f"}"#,
        b"Chunyu Chongjing",
        b"CHUN YU CHONG JING",
        b"chunyuchongjing",
        "chún yú chōng jǐng".as_bytes(),
    ];
    for plant in plants {
        assert!(
            finds(&search, plant, "C-1", Datum::Name),
            "{}",
            String::from_utf8_lossy(plant)
        );
    }
}

#[test]
fn planted_forms_of_other_names_are_found() {
    let search = Search::new(&[]);
    for plant in [
        "QUETZALMAYR, Zbigniewa",
        "zbigniewa",
        "Zbigniewa+Quetzalmayr",
        "Zbigniewa%20Quetzalmayr",
    ] {
        assert!(
            finds(
                &search,
                plant.as_bytes(),
                DISAGREEING.reference,
                Datum::Name
            ),
            "{plant}"
        );
    }
    for plant in ["阿依古丽麦麦提", "阿依古丽•麦麦提", "麦麦提 阿依古丽"] {
        assert!(
            finds(&search, plant.as_bytes(), FAILING.reference, Datum::Name),
            "{plant}"
        );
    }
    // Four bytes for the third character, which is outside the plane of two.
    assert!(finds(
        &search,
        b"\xC5\xB7\xD1\xF4\x95\x34\xB2\x35\xA0\xC4",
        REFUSED.reference,
        Datum::Name
    ));
}

#[test]
fn planted_forms_of_numbers_are_found() {
    let search = Search::new(&[]);
    let cards: &[&[u8]] = &[
        b"6225 8810 4739 2658",
        b"6225-8810-4739-2658",
        b"622 5881 0473 92658",
        "６２２５８８１０４７３９２６５８".as_bytes(),
        b"6\x002\x002\x005\x008\x008\x001\x000\x004\x007\x003\x009\x002\x006\x005\x008\x00",
        b"36323235383831303437333932363538",
        b"%36%32%32%35%38%38%31%30%34%37%33%39%32%36%35%38",
        b"\x62\x25\x88\x10\x47\x39\x26\x58",
        &6_225_881_047_392_658_u64.to_le_bytes(),
        &6_225_881_047_392_658_u64.to_be_bytes(),
    ];
    for plant in cards {
        assert!(finds(&search, plant, "C-1", Datum::Card), "{plant:?}");
    }
    for plant in ["139 7406 2583", "139-7406-2583", "+8613974062583"] {
        assert!(
            finds(&search, plant.as_bytes(), "C-1", Datum::Phone),
            "{plant}"
        );
    }
    for plant in [
        "110101 19050317 7316",
        "110101-19050317-7316",
        "1101 0119 0503 1773 16",
    ] {
        assert!(
            finds(&search, plant.as_bytes(), "C-1", Datum::Document),
            "{plant}"
        );
    }
    assert!(finds(
        &search,
        b"44030519040806253x",
        FAILING.reference,
        Datum::Document
    ));
}

#[test]
fn base64_is_found_wherever_in_a_group_of_three_the_value_begins() {
    let search = Search::new(&[]);
    for canary in &CANARIES {
        for datum in Datum::ALL {
            for before in ["", "a", "ab", "abc"] {
                let text = format!("{before}{}!", canary.value(datum));
                let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
                for bytes in [text.as_bytes(), &wide] {
                    for packed in [STANDARD.encode(bytes), URL_SAFE_NO_PAD.encode(bytes)] {
                        assert!(
                            finds(&search, packed.as_bytes(), canary.reference, datum),
                            "{packed}"
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn what_masks_show_is_not_taken_for_a_find() {
    let search = Search::new(&[]);
    let masked = "淳于* Q* 阿* 1****6 110101****7316 622588****2658 139****2583 h****@example.com zh-CN 2026-01-05";
    let found = search.bytes(masked.as_bytes(), Path::new("masked"));
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn files_in_folders_and_the_names_of_files_are_searched() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("a/b");
    std::fs::create_dir_all(&inner).unwrap();
    std::fs::write(
        inner.join("log"),
        [&[0; 5000][..], AGREEING.phone.as_bytes()].concat(),
    )
    .unwrap();
    std::fs::write(inner.join(AGREEING.card), "").unwrap();
    let searched = Search::new(&["a passphrase of the house"]).folder(folder.path());
    let found: Vec<_> = searched.found.iter().filter_map(|it| it.datum).collect();
    assert!(
        found.contains(&Datum::Phone) && found.contains(&Datum::Card),
        "{found:?}"
    );
    assert!(
        searched.saw("log") && !searched.saw(AGREEING.card),
        "{:?}",
        searched.files
    );
}
