//! Retention terms as they stand in a proposal: `[[ending, months], ...]`, then `[[partner, [[ending, months], ...]], ...]`.

use std::collections::BTreeMap;

use casework::{Ending, Months, RetentionTerms};

use crate::cbor::{Malformed, Reader, Writer};

pub(super) fn write(writer: Writer, terms: &RetentionTerms) -> Writer {
    let writer = writer.each(terms.usual(), month);
    writer.each(terms.partners().iter(), |writer, (name, own)| {
        let own = own.iter().map(|(ending, months)| (*ending, *months));
        writer.list(2).str(name).each(own, month)
    })
}

fn month(writer: Writer, (ending, months): (Ending, Months)) -> Writer {
    let writer = writer.list(2).str(ending.as_str());
    writer.uint(u64::from(months.get()))
}

pub(super) fn read(it: &mut Reader<'_>) -> Result<RetentionTerms, Malformed> {
    let usual = it.each(read_month)?;
    if !usual.iter().map(|(ending, _)| ending).eq(Ending::ALL) {
        return Err(Malformed);
    }
    let usual: Vec<Months> = usual.into_iter().map(|(_, months)| months).collect();
    let partners = it.each(|it| match it.list()? {
        2 => Ok((it.string()?, in_order(it.each(read_month)?)?)),
        _ => Err(Malformed),
    })?;
    let usual = usual.try_into().map_err(|_| Malformed)?;
    RetentionTerms::new(usual, in_order(partners)?).map_err(|_| Malformed)
}

fn read_month(it: &mut Reader<'_>) -> Result<(Ending, Months), Malformed> {
    match it.list()? {
        2 => Ok((
            it.word(Ending::parse)?,
            Months::new(it.uint()?).ok_or(Malformed)?,
        )),
        _ => Err(Malformed),
    }
}

/// One set of terms has one spelling: in order, each name once.
fn in_order<K: Ord, V>(pairs: Vec<(K, V)>) -> Result<BTreeMap<K, V>, Malformed> {
    match pairs.is_sorted_by(|(one, _), (next, _)| one < next) {
        true => Ok(pairs.into_iter().collect()),
        false => Err(Malformed),
    }
}
