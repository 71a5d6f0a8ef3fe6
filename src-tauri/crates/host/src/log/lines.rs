//! From an event to a line, with what the closed list takes of it.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use ports::Clock;
use serde_json::{Map, Value};
use tracing::field::{Field, Visit};
use tracing::level_filters::LevelFilter;
use tracing::{Event, Level, Metadata, Subscriber};
use tracing_subscriber::Layer;
use tracing_subscriber::layer::Context;

use super::closed::{self, Holds};
use super::files::LogFiles;
use crate::rim::SystemClock;
use crate::time::rfc3339;

/// What stands where something was not on the list.
pub(crate) const WITHHELD: &str = "…";

/// The only way into the log.
pub(super) struct Lines {
    files: Mutex<LogFiles>,
}

impl Lines {
    pub(super) fn into(files: Mutex<LogFiles>) -> Self {
        Self { files }
    }
}

impl<S: Subscriber> Layer<S> for Lines {
    fn enabled(&self, metadata: &Metadata<'_>, _: Context<'_, S>) -> bool {
        metadata.is_event()
            && *metadata.level() <= Level::INFO
            && closed::is_ours(metadata.target())
    }

    fn max_level_hint(&self) -> Option<LevelFilter> {
        Some(LevelFilter::INFO)
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let now_ms = SystemClock.now_ms();
        let mut line = line(event, &rfc3339(now_ms)).to_string();
        line.push('\n');
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        // A disk that takes no log is no reason not to work, and there is nobody else to tell.
        let _ = files.write(now_ms, &line);
    }
}

/// The event as it may be written.
fn line(event: &Event<'_>, time: &str) -> Value {
    let metadata = event.metadata();
    let mut kept = Kept::default();
    event.record(&mut kept);
    let mut line = Map::new();
    line.insert("time".into(), time.into());
    line.insert("level".into(), metadata.level().as_str().into());
    line.insert("target".into(), metadata.target().into());
    line.insert("said".into(), kept.said.unwrap_or(WITHHELD).into());
    line.extend(kept.fields);
    Value::Object(line)
}

/// What of an event is kept.
#[derive(Default)]
struct Kept {
    said: Option<&'static str>,
    fields: Map<String, Value>,
}

impl Kept {
    fn keep(&mut self, field: &Field, value: impl FnOnce(Holds) -> Option<Value>) {
        // A field that is not on the list is not even named.
        if let Some(holds) = closed::field(field.name()) {
            let value = value(holds).unwrap_or_else(|| WITHHELD.into());
            self.fields.insert(field.name().to_owned(), value);
        }
    }

    fn text(&mut self, field: &Field, text: &str) {
        if field.name() == "message" {
            let mut listed = closed::SENTENCES.iter();
            self.said = listed.find(|sentence| **sentence == text).copied();
            return;
        }
        self.keep(field, |holds| match holds {
            Holds::Word(takes) => takes(text).then(|| text.into()),
            Holds::Number | Holds::YesOrNo => None,
        });
    }
}

impl Visit for Kept {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.text(field, &format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.text(field, value);
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.keep(field, |holds| match holds {
            Holds::YesOrNo => Some(value.into()),
            Holds::Number | Holds::Word(_) => None,
        });
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.keep(field, |holds| match holds {
            Holds::Number => (value <= closed::NUMBER_MAX).then(|| value.into()),
            Holds::YesOrNo | Holds::Word(_) => None,
        });
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        match u64::try_from(value) {
            Ok(value) => self.record_u64(field, value),
            Err(_) => self.keep(field, |_| None),
        }
    }

    fn record_u128(&mut self, field: &Field, _: u128) {
        self.keep(field, |_| None);
    }

    fn record_i128(&mut self, field: &Field, _: i128) {
        self.keep(field, |_| None);
    }

    fn record_f64(&mut self, field: &Field, _: f64) {
        self.keep(field, |_| None);
    }
}
