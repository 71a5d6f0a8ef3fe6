/// A language the house speaks; every text for people exists in all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// Simplified Chinese, zh-CN.
    Zh,
    /// English.
    En,
}

impl Language {
    /// Every language, for loops that prove that no text is missing.
    pub const ALL: [Language; 2] = [Language::Zh, Language::En];

    /// The BCP 47 tag: `zh-CN` or `en`.
    pub fn tag(self) -> &'static str {
        match self {
            Language::Zh => "zh-CN",
            Language::En => "en",
        }
    }
}
