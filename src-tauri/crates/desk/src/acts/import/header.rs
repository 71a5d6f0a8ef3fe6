//! The first line of a file.

use csv::ByteRecord;
use identifiers::card_data;

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
    if let Some(kind) = names.iter().find_map(|name| card_data::named(name)) {
        return Err(HouseRefusal::ImportCardData(kind).into());
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
