//! What a station answers whoever sits at it.

use std::path::Path;
use std::sync::atomic::Ordering;
use std::time::Instant;

use desk::{FoundingProgress, HouseRefusal, SignedIn};
use ports::Clock;
use wire::entrance::{
    AddPersonBody, FoundDeskBody, OpenDeskBody, PinBody, PreferBody, SetInstitutionBody, SignInBody,
};
use wire::request::{IdentifyBody, Nothing};
use wire::view::{
    ErrorView, FoundingView, IdentifiedView, ImportView, InstitutionView, PersonView, Phase,
    StationView, SupportBundleView,
};
use wire::{Entrance, ErrorCode, Handler};

use super::presence::Presence;
use super::{Report, Seat, Station, demo, locked};
use crate::errors::error;
use crate::found::{self, Person};
use crate::rim::{SystemClock, rim};
use crate::session::Session;

impl Station {
    fn seen_from_outside(&self, view: &mut StationView) -> Result<(), ErrorView> {
        let Some(outside) = self.outside()? else {
            return Ok(());
        };
        view.phase = Phase::Locked;
        view.demo = outside.marks.demo;
        view.no_keychain = outside.marks.no_keychain;
        view.solo = outside.marks.solo;
        if outside.marks.demo {
            view.demo_people = demo::people(&self.dir);
        }
        Ok(())
    }

    fn view(&self, seat: &Seat) -> Result<StationView, ErrorView> {
        let mut view = StationView {
            phase: Phase::NoDesk,
            demo: false,
            no_keychain: false,
            solo: false,
            person: None,
            roles: Vec::new(),
            veiled: self.is_veiled(),
            pin: self.pin_of(),
            quarantine: None,
            actions: Vec::new(),
            founding: None,
            demo_people: Vec::new(),
            preferences: locked(&self.preferences).chosen,
            version: env!("CARGO_PKG_VERSION").to_owned(),
        };
        match seat {
            Seat::Worker(_) if view.veiled => self.seen_from_outside(&mut view)?,
            Seat::Nobody => self.seen_from_outside(&mut view)?,
            Seat::Founder(founding) => {
                let marks = founding.marks();
                let progress = founding.progress().map_err(|fault| error(&fault, None))?;
                let me = founding
                    .person_name()
                    .map_err(|fault| error(&fault, None))?;
                let founding = founding_view(progress);
                let mine = founding.people.iter().find(|it| it.name == me);
                view.roles = mine.map(|it| it.roles.clone()).unwrap_or_default();
                view.phase = Phase::Founding;
                view.demo = marks.demo;
                view.no_keychain = marks.no_keychain;
                view.person = Some(me);
                view.founding = Some(founding);
            }
            Seat::Worker(worker) => {
                let desk = locked(&worker.session).desk(Nothing {})?;
                view.phase = Phase::SignedIn;
                view.demo = desk.demo;
                view.no_keychain = desk.no_keychain;
                view.solo = desk.solo;
                view.person = Some(desk.person);
                view.roles = desk.roles;
                view.actions = desk.actions;
                view.quarantine = desk.quarantine;
            }
        }
        Ok(view)
    }

    fn outside(&self) -> Result<Option<desk::FromOutside>, ErrorView> {
        desk::look_from_outside(&self.dir).map_err(|fault| error(&fault, None))
    }

    fn take_seat(&self, seat: &mut Seat, name: &str, passphrase: &str) -> Result<(), ErrorView> {
        let signed_in = desk::sign_in(&self.dir, rim(), name, passphrase);
        *seat = match signed_in.map_err(|fault| error(&fault, None))? {
            SignedIn::Founding(founding) => Seat::Founder(founding),
            SignedIn::Open(desk) => self.seat(Session::of(*desk)?),
        };
        // Somebody else's PIN has no business here any more.
        let mut pin = locked(&self.pin);
        if pin.as_ref().is_some_and(|it| it.name() != name) {
            *pin = None;
        }
        self.arrived(SystemClock.now_ms());
        Ok(())
    }

    /// Whose PIN opens the station, as long as it does.
    fn pin_of(&self) -> Option<String> {
        let pin = locked(&self.pin);
        let pin = pin.as_ref().filter(|it| !it.is_over(SystemClock.now_ms()));
        pin.map(|it| it.name().to_owned())
    }
}

fn founding_view(progress: FoundingProgress) -> FoundingView {
    let words =
        |roles: Vec<casework::Role>| roles.iter().map(|it| it.as_str().to_owned()).collect();
    let missing = match progress.lacking {
        Some(HouseRefusal::RosterIncomplete {
            missing,
            second_person,
            ..
        }) => missing
            .iter()
            .map(|it| it.as_str().to_owned())
            .chain(second_person.then(|| "second_person".to_owned()))
            .collect(),
        _ => Vec::new(),
    };
    FoundingView {
        people: progress
            .people
            .into_iter()
            .map(|(name, roles)| PersonView {
                name,
                roles: words(roles),
            })
            .collect(),
        institutions: progress
            .institutions
            .into_iter()
            .map(|it| InstitutionView {
                institution: it.kind.as_str().to_owned(),
                url: it.url,
            })
            .collect(),
        missing,
    }
}

/// On a desk for trying out, what was chosen is shown; a disk that does not take it costs only the showing.
fn show_if_demo(demo: bool, desk: &Path, person: &Person<'_>) {
    if !demo {
        return;
    }
    if let Err(fault) = demo::show_on_sign_in(desk, person.name, person.roles, person.passphrase) {
        tracing::warn!(kind = %fault.kind(), "the demo desk does not show a person");
    }
}

impl Entrance for &Station {
    fn station(&mut self, _: Nothing) -> Result<StationView, ErrorView> {
        let seat = locked(&self.seat);
        self.view(&seat)
    }

    fn identify(&mut self, body: IdentifyBody) -> Result<IdentifiedView, ErrorView> {
        Ok(crate::identify(&body))
    }

    fn support_bundle(&mut self, _: Nothing) -> Result<SupportBundleView, ErrorView> {
        let text = crate::support::bundle(Some(&self.dir)).text();
        let report = Report::SupportBundle;
        self.shown.keep(report, report.file_name(), text.clone());
        Ok(SupportBundleView { text })
    }

    fn prefer(&mut self, body: PreferBody) -> Result<StationView, ErrorView> {
        locked(&self.preferences).prefer(&body);
        self.station(Nothing {})
    }

    fn found_desk(&mut self, body: FoundDeskBody) -> Result<StationView, ErrorView> {
        let mut seat = locked(&self.seat);
        let person = Person {
            name: &body.name,
            roles: &body.roles,
            passphrase: body.passphrase.expose(),
        };
        found::create(&self.dir, &person, body.demo, body.no_keychain)?;
        show_if_demo(body.demo, &self.dir, &person);
        self.take_seat(&mut seat, person.name, person.passphrase)?;
        self.view(&seat)
    }

    fn sign_in(&mut self, body: SignInBody) -> Result<StationView, ErrorView> {
        let mut seat = locked(&self.seat);
        if let Seat::Nobody = *seat {
            self.take_seat(&mut seat, &body.name, body.passphrase.expose())?;
        }
        self.view(&seat)
    }

    fn set_pin(&mut self, body: PinBody) -> Result<StationView, ErrorView> {
        let seat = locked(&self.seat);
        let Seat::Worker(worker) = &*seat else {
            return Err(ErrorCode::SessionNeeded.into());
        };
        let since_ms = locked(&self.presence).map_or(0, Presence::since_ms);
        let set = {
            let mut session = locked(&worker.session);
            let set = session.desk.set_pin(body.digits.expose(), since_ms);
            set.map_err(|fault| session.error(&fault))?
        };
        *locked(&self.pin) = Some(set);
        self.view(&seat)
    }

    fn unlock(&mut self, body: PinBody) -> Result<StationView, ErrorView> {
        let mut seat = locked(&self.seat);
        if let Seat::Nobody = *seat {
            let mut pin = locked(&self.pin);
            let lock = pin.as_mut().ok_or(ErrorCode::PinOver)?;
            let opened = lock.open(&self.dir, rim(), body.digits.expose());
            let since_ms = lock.since_ms();
            if lock.is_over(SystemClock.now_ms()) {
                *pin = None;
            }
            drop(pin);
            let desk = opened.map_err(|fault| error(&fault, None))?;
            *seat = self.seat(Session::of(desk)?);
            self.arrived(since_ms);
        }
        self.view(&seat)
    }

    fn touch(&mut self, _: Nothing) -> Result<(), ErrorView> {
        if let Some(presence) = &mut *locked(&self.presence) {
            presence.touch(SystemClock.now_ms(), Instant::now());
        }
        Ok(())
    }

    fn add_person(&mut self, body: AddPersonBody) -> Result<StationView, ErrorView> {
        let mut seat = locked(&self.seat);
        let Seat::Founder(founding) = &mut *seat else {
            return Err(ErrorCode::DeskOpen.into());
        };
        let person = Person {
            name: &body.name,
            roles: &body.roles,
            passphrase: body.passphrase.expose(),
        };
        let joined = found::joining(&person).and_then(|it| founding.add_person(&it));
        joined.map_err(|fault| error(&fault, None))?;
        show_if_demo(founding.marks().demo, &self.dir, &person);
        self.view(&seat)
    }

    fn set_institution(&mut self, body: SetInstitutionBody) -> Result<StationView, ErrorView> {
        let mut seat = locked(&self.seat);
        let Seat::Founder(founding) = &mut *seat else {
            return Err(ErrorCode::DeskOpen.into());
        };
        let set = found::reached_with(&body.institution, body.credential.expose())
            .and_then(|(kind, credential)| founding.set_institution(kind, &body.url, credential));
        set.map_err(|fault| error(&fault, None))?;
        self.view(&seat)
    }

    fn open_desk(&mut self, body: OpenDeskBody) -> Result<StationView, ErrorView> {
        let mut seat = locked(&self.seat);
        let Seat::Founder(founding) = &*seat else {
            return Err(ErrorCode::DeskOpen.into());
        };
        // Asked before, since opening takes the founding with it: who is told what is missing stays signed in.
        let complete = founding.check_roster(body.solo);
        complete.map_err(|fault| error(&fault, None))?;
        if let Seat::Founder(founding) = std::mem::replace(&mut *seat, Seat::Nobody) {
            let desk = founding.open(body.solo);
            *seat = self.seat(Session::of(desk.map_err(|fault| error(&fault, None))?)?);
        }
        self.view(&seat)
    }

    fn lock(&mut self, _: Nothing) -> Result<StationView, ErrorView> {
        Station::lock(self);
        self.station(Nothing {})
    }

    fn import_begin(&mut self, _: Nothing) -> Result<(), ErrorView> {
        match &*locked(&self.seat) {
            Seat::Worker(_) => self.import.begin(),
            Seat::Nobody | Seat::Founder(_) => Err(ErrorCode::SessionNeeded.into()),
        }
    }

    fn import_end(&mut self, _: Nothing) -> Result<ImportView, ErrorView> {
        let session = match &*locked(&self.seat) {
            Seat::Worker(worker) => worker.session.clone(),
            Seat::Nobody | Seat::Founder(_) => return Err(ErrorCode::SessionNeeded.into()),
        };
        self.import.run(&session, &self.notices)
    }

    fn import_stop(&mut self, _: Nothing) -> Result<(), ErrorView> {
        self.import.stop();
        Ok(())
    }

    fn stop_work(&mut self, _: Nothing) -> Result<(), ErrorView> {
        self.stop_work.store(true, Ordering::SeqCst);
        Ok(())
    }
}
