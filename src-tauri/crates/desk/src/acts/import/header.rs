//! The first line of a file.

use csv::ByteRecord;

use super::IMPORT_HEADER;
use crate::{DeskFault, HouseRefusal};

/// Where each canonical column stands in the file.
pub(super) fn column_order(header: &ByteRecord) -> Result<[usize; 16], DeskFault> {
    let names: Vec<String> = header
        .iter()
        .map(|name| {
            Ok(std::str::from_utf8(name)
                .map_err(|_| HouseRefusal::ImportUnreadable)?
                .trim()
                .to_lowercase())
        })
        .collect::<Result<_, HouseRefusal>>()?;
    if names.iter().any(|name| is_security_code_column(name)) {
        return Err(HouseRefusal::ImportSecurityCode.into());
    }
    let mut order = [0; 16];
    let mut missing = Vec::new();
    for (at, column) in order.iter_mut().zip(IMPORT_HEADER) {
        match names.iter().position(|name| name == column) {
            Some(place) => *at = place,
            None => missing.push(column.to_owned()),
        }
    }
    // A column named twice is one too many as well.
    let unknown = names.len() - (IMPORT_HEADER.len() - missing.len());
    if !missing.is_empty() || unknown > 0 {
        return Err(HouseRefusal::ImportHeader { missing, unknown }.into());
    }
    Ok(order)
}

/// Sensitive authentication data is never stored (PCI DSS 3.3.1): a column that says it carries it is refused by name.
pub(super) fn is_security_code_column(name: &str) -> bool {
    let letters: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    [
        "cvv",
        "cvc",
        "cvn",
        "csc",
        "cav",
        "cid",
        "securitycode",
        "track1",
        "track2",
        "trackdata",
        "pinblock",
    ]
    .iter()
    .any(|word| letters.contains(word))
        || ["安全码", "校验码", "磁道"]
            .iter()
            .any(|word| name.contains(word))
}
