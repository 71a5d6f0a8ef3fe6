use std::collections::BTreeMap;

use casework::InstitutionKind;

/// Where an institution is reached when nothing else is set.
pub fn default_url(kind: InstitutionKind) -> &'static str {
    match kind {
        InstitutionKind::TencentFaceid => "https://faceid.tencentcloudapi.com",
        InstitutionKind::TencentSms => "https://sms.tencentcloudapi.com",
    }
}

/// What the message channel approved for this house. No secret is in here.
///
/// The default is what the sandbox approves, so that a demo desk sends at once; the real channel refuses it
/// until the house's own values are set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SmsSettings {
    /// The channel's region, such as `ap-guangzhou`.
    pub region: String,
    /// The application's number.
    pub app_id: String,
    /// The approved signature text, not its number.
    pub sign_name: String,
    /// The house's name of a text to the channel's number of it.
    ///
    /// By default `verification_code` (code, minutes), `case_outcome` and `case_outcome_en` (the words).
    pub templates: BTreeMap<String, String>,
}

impl Default for SmsSettings {
    fn default() -> Self {
        let templates = [
            ("verification_code", "1110"),
            ("case_outcome", "2101"),
            ("case_outcome_en", "2102"),
        ];
        Self {
            region: "ap-guangzhou".into(),
            app_id: "1400006666".into(),
            sign_name: "核验台演示".into(),
            templates: templates.map(|(name, id)| (name.into(), id.into())).into(),
        }
    }
}
