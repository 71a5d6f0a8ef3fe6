//! Where the surname ends and how it is read.

use super::characters::Script;

/// Compound surnames, simplified and traditional, with their reading: those of the Hundred Family Surnames and the
/// few beside them that are borne today.
#[rustfmt::skip]
const COMPOUND: &[(&str, &str)] = &[
    ("欧阳", "ouyang"), ("歐陽", "ouyang"), ("上官", "shangguan"), ("司马", "sima"), ("司馬", "sima"),
    ("司徒", "situ"), ("司空", "sikong"), ("司寇", "sikou"), ("诸葛", "zhuge"), ("諸葛", "zhuge"),
    ("夏侯", "xiahou"), ("皇甫", "huangfu"), ("尉迟", "yuchi"), ("尉遲", "yuchi"),
    ("公孙", "gongsun"), ("公孫", "gongsun"), ("公羊", "gongyang"), ("公冶", "gongye"),
    ("公西", "gongxi"), ("令狐", "linghu"), ("慕容", "murong"), ("宇文", "yuwen"),
    ("长孙", "zhangsun"), ("長孫", "zhangsun"), ("万俟", "moqi"), ("萬俟", "moqi"),
    ("澹台", "tantai"), ("澹臺", "tantai"), ("单于", "chanyu"), ("單于", "chanyu"),
    ("鲜于", "xianyu"), ("鮮于", "xianyu"), ("呼延", "huyan"), ("赫连", "helian"), ("赫連", "helian"),
    ("闻人", "wenren"), ("聞人", "wenren"), ("东方", "dongfang"), ("東方", "dongfang"),
    ("东郭", "dongguo"), ("東郭", "dongguo"), ("南宫", "nangong"), ("南宮", "nangong"),
    ("西门", "ximen"), ("西門", "ximen"), ("端木", "duanmu"), ("申屠", "shentu"), ("太史", "taishi"),
    ("太叔", "taishu"), ("仲孙", "zhongsun"), ("仲孫", "zhongsun"), ("轩辕", "xuanyuan"),
    ("軒轅", "xuanyuan"), ("钟离", "zhongli"), ("鍾離", "zhongli"), ("濮阳", "puyang"),
    ("濮陽", "puyang"), ("淳于", "chunyu"), ("宗政", "zongzheng"), ("独孤", "dugu"), ("獨孤", "dugu"),
    ("拓跋", "tuoba"), ("百里", "baili"), ("闾丘", "lüqiu"), ("閭丘", "lüqiu"), ("梁丘", "liangqiu"),
    ("左丘", "zuoqiu"), ("谷梁", "guliang"), ("榖梁", "guliang"), ("颛孙", "zhuansun"),
    ("亓官", "qiguan"), ("巫马", "wuma"), ("漆雕", "qidiao"), ("乐正", "yuezheng"),
    ("壤驷", "rangsi"), ("第五", "diwu"), ("呼衍", "huyan"), ("完颜", "wanyan"), ("耶律", "yelü"),
    ("纳兰", "nalan"), ("叶赫", "yehe"), ("夹谷", "jiagu"), ("宰父", "zaifu"), ("段干", "duangan"),
    ("羊舌", "yangshe"),
];

/// Single surnames whose reading differs from the character's commonest one.
#[rustfmt::skip]
const READINGS: &[(char, &str)] = &[
    ('单', "shan"), ('單', "shan"), ('仇', "qiu"), ('曾', "zeng"), ('查', "zha"), ('区', "ou"),
    ('區', "ou"), ('解', "xie"), ('朴', "piao"), ('盖', "ge"), ('蓋', "ge"), ('缪', "miao"),
    ('繆', "miao"), ('乐', "yue"), ('樂', "yue"), ('员', "yun"), ('員', "yun"), ('种', "chong"),
    ('秘', "bi"), ('繁', "po"), ('折', "she"), ('召', "shao"), ('句', "gou"), ('炅', "gui"),
    ('佴', "nai"), ('覃', "qin"), ('翟', "zhai"), ('乜', "nie"), ('祭', "zhai"), ('重', "chong"),
    ('都', "du"), ('薄', "bo"), ('阚', "kan"), ('洗', "xian"), ('郇', "xun"), ('么', "yao"),
    ('能', "nai"), ('角', "jue"),
];

/// Surname and the rest. A surname is told only by the forms that [`super::PersonNameFacts::surname`] names.
pub(super) fn split(name: &str, script: Script) -> (Option<&str>, &str) {
    match script {
        Script::Chinese => split_chinese(name),
        Script::Latin => split_latin(name),
        Script::Mixed | Script::Other => (None, name),
    }
}

/// The reading of a Chinese surname where it has one of its own.
pub(super) fn reading(surname: &str) -> Option<&'static str> {
    let mut chars = surname.chars();
    match (chars.next(), chars.next()) {
        (Some(single), None) => READINGS.iter().find(|(c, _)| *c == single).map(|(_, r)| *r),
        _ => COMPOUND
            .iter()
            .find(|(s, _)| *s == surname)
            .map(|(_, r)| *r),
    }
}

fn split_chinese(name: &str) -> (Option<&str>, &str) {
    let mut ends = name.char_indices().map(|(start, c)| start + c.len_utf8());
    let (Some(first), Some(second)) = (ends.next(), ends.next()) else {
        return (None, name);
    };
    if name.contains('·') {
        return (None, name);
    }
    // Two characters are a single surname and a given name, even if together they could be a compound.
    let compound = ends.next().is_some() && COMPOUND.iter().any(|(s, _)| *s == &name[..second]);
    let (surname, given) = name.split_at(if compound { second } else { first });
    (Some(surname), given)
}

fn split_latin(name: &str) -> (Option<&str>, &str) {
    if let Some((family, given)) = name.split_once(',') {
        return (Some(family), given.trim_start());
    }
    let Some((before, last)) = name.rsplit_once(' ') else {
        return (None, name);
    };
    // An initial is a capital too, but no shouted word: it ends with a full stop or is one letter.
    let shouted = |word: &str| {
        word.chars().filter(|c| c.is_uppercase()).count() > 1
            && !word.contains('.')
            && !word.chars().any(char::is_lowercase)
    };
    match name.split_once(' ') {
        Some((first, after)) if shouted(first) && !after.split(' ').any(shouted) => {
            (Some(first), after)
        }
        _ => (Some(last), before),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_compound_has_two_characters_and_every_surname_one_reading() {
        for (index, (surname, reading)) in COMPOUND.iter().enumerate() {
            assert_eq!(surname.chars().count(), 2, "{surname}");
            assert!(reading.chars().all(char::is_lowercase));
            assert!(
                COMPOUND[..index].iter().all(|(other, _)| other != surname),
                "{surname} twice"
            );
        }
        for (index, (surname, _)) in READINGS.iter().enumerate() {
            assert!(
                READINGS[..index].iter().all(|(other, _)| other != surname),
                "{surname} twice"
            );
        }
    }

    #[test]
    fn a_reading_is_listed_only_where_it_differs_from_the_characters_own() {
        use pinyin::ToPinyin;
        let idle: Vec<char> = READINGS
            .iter()
            .filter(|(surname, reading)| {
                surname.to_pinyin().map(pinyin::Pinyin::plain) == Some(*reading)
            })
            .map(|(surname, _)| *surname)
            .collect();
        assert_eq!(idle, [], "these need no entry");
    }
}
