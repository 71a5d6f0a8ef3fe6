//! What goes out: JSON, or the same as indented text; errors in both languages.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use serde_json::{Value, json};
use wire::ErrorKind;
use wire::view::ErrorView;

/// Prints a value: one line of JSON, or indented text.
pub(crate) fn value(value: &Value, as_json: bool) -> io::Result<()> {
    let mut out = io::stdout().lock();
    if as_json {
        writeln!(out, "{value}")?;
    } else {
        let mut text = String::new();
        render(value, 0, &mut text);
        out.write_all(text.as_bytes())?;
    }
    out.flush()
}

/// Prints a text in both languages, one page after the other.
pub(crate) fn pages(text: &Value) -> io::Result<()> {
    let page = |language: &str| text[language].as_str().unwrap_or_default();
    let mut out = io::stdout().lock();
    write!(out, "{}\n{}", page("zh"), page("en"))?;
    out.flush()
}

/// Writes a file for its owner's eyes.
pub(crate) fn file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut how = OpenOptions::new();
    how.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut how, 0o600);
    how.open(path)?.write_all(bytes)
}

/// Prints a text as it is.
pub(crate) fn text(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Writes a secret text to a file descriptor this process inherited, and nowhere else.
pub(crate) fn secret(fd: u32, text: &str) -> io::Result<()> {
    let mut out = OpenOptions::new()
        .write(true)
        .open(format!("/dev/fd/{fd}"))?;
    out.write_all(text.as_bytes())?;
    out.write_all(b"\n")
}

/// Names and values, a line each; lists with a dash. Empty things are left out.
fn render(value: &Value, depth: usize, text: &mut String) {
    let indent = "  ".repeat(depth);
    match value {
        // A refusal inside a view, such as why an act is not offered: its code says enough here.
        Value::Object(fields) if fields.contains_key("code") && fields.contains_key("zh") => {
            text.push_str(&format!("{indent}{}\n", scalar(&fields["code"])));
        }
        Value::Object(fields) => {
            for (name, field) in fields.iter().filter(|(_, field)| !is_empty(field)) {
                match field {
                    Value::Object(_) | Value::Array(_) => {
                        text.push_str(&format!("{indent}{name}:\n"));
                        render(field, depth + 1, text);
                    }
                    plain
                    @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => {
                        text.push_str(&format!("{indent}{name}: {}\n", scalar(plain)));
                    }
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                match item {
                    Value::Object(_) | Value::Array(_) => {
                        let begun = text.len();
                        render(item, depth + 1, text);
                        // The dash stands in the first line's own indent.
                        if text.len() > begun {
                            text.replace_range(
                                begun..begun + indent.len() + 2,
                                &format!("{indent}- "),
                            );
                        }
                    }
                    plain
                    @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => {
                        text.push_str(&format!("{indent}- {}\n", scalar(plain)));
                    }
                }
            }
        }
        plain @ (Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => {
            text.push_str(&format!("{indent}{}\n", scalar(plain)));
        }
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::String(text) => text.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

fn scalar(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), |text| text.replace('\n', " "))
}

/// Prints an error to standard error and answers with its exit code.
pub(crate) fn error(error: &ErrorView, as_json: bool) -> ExitCode {
    let mut out = io::stderr().lock();
    // Standard error may be closed; there is nobody else to tell, and the exit code still says it.
    let _ = if as_json {
        writeln!(out, "{}", json!({ "error": error }))
    } else {
        out.write_all(in_both_languages(error).as_bytes())
    };
    match error.code.kind() {
        ErrorKind::BadUse => ExitCode::from(2),
        ErrorKind::Refusal => ExitCode::from(3),
        ErrorKind::Fault => ExitCode::from(4),
    }
}

fn in_both_languages(error: &ErrorView) -> String {
    let mut text = format!("{}\n", error.code.as_str());
    for words in [&error.zh, &error.en] {
        text.push_str(&format!(
            "  {} {} {}\n",
            words.happened, words.kept, words.next
        ));
    }
    for detail in &error.details {
        text.push_str(&format!("  {}: {}\n", detail.name, detail.value));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_shows_names_and_values_and_leaves_empty_things_out() {
        let mut text = String::new();
        render(
            &json!({ "case": "A-1", "name": null, "checks": [{ "state": "queued" }], "notes": [] }),
            0,
            &mut text,
        );
        assert_eq!(text, "case: A-1\nchecks:\n  - state: queued\n");
    }
}
