use std::sync::Arc;

use casework::InstitutionKind;
use desk::{Desk, DeskFault, HouseRefusal};
use ports::{Clock, Institution, Messenger};
use providers::http::HttpPolicy;
use providers::{Credential, SmsSettings, TencentFaceId, TencentSms};
use sync::Carriers;

use crate::rim::SystemClock;

/// The adapters of a desk's institutions, made when a run begins and dropped with it: credentials stay no longer.
pub(crate) struct DeskCarriers {
    institution: Option<Arc<dyn Institution>>,
    messenger: Option<Arc<dyn Messenger>>,
}

impl DeskCarriers {
    pub(crate) fn of(desk: &Desk) -> Result<Self, DeskFault> {
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let policy = HttpPolicy::default();
        let institution = match reached(desk, InstitutionKind::TencentFaceid)? {
            None => None,
            Some((url, credential)) => {
                let adapter = TencentFaceId::new(&url, credential, clock.clone(), &policy);
                Some(Arc::new(adapter.map_err(|_| HouseRefusal::UrlUnfit)?) as Arc<dyn Institution>)
            }
        };
        let messenger = match reached(desk, InstitutionKind::TencentSms)? {
            None => None,
            Some((url, credential)) => {
                let adapter =
                    TencentSms::new(&url, credential, SmsSettings::default(), clock, &policy);
                Some(Arc::new(adapter.map_err(|_| HouseRefusal::UrlUnfit)?) as Arc<dyn Messenger>)
            }
        };
        Ok(Self {
            institution,
            messenger,
        })
    }
}

fn reached(desk: &Desk, kind: InstitutionKind) -> Result<Option<(String, Credential)>, DeskFault> {
    let Some((settings, credential)) = desk.institution(kind)? else {
        return Ok(None);
    };
    let line =
        std::str::from_utf8(credential.expose()).map_err(|_| HouseRefusal::CredentialUnfit)?;
    let credential = Credential::parse(line).map_err(|_| HouseRefusal::CredentialUnfit)?;
    Ok(Some((settings.url, credential)))
}

impl Carriers for DeskCarriers {
    fn institution(&self) -> Option<Arc<dyn Institution>> {
        self.institution.clone()
    }

    fn messenger(&self) -> Option<Arc<dyn Messenger>> {
        self.messenger.clone()
    }
}
