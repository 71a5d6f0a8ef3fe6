//! Reading of the tables under `data/`: a comment line, a line of column names, then rows without quoting.

/// The rows of an embedded table, each with `N` columns.
///
/// # Panics
/// On a row with another number of columns: the table is part of the program, and a test reads all of each.
pub(crate) fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .skip(1)
        .map(|line| {
            let mut cells = line.split(',');
            let row =
                std::array::from_fn(|_| cells.next().expect("a table row has all its columns"));
            assert!(cells.next().is_none(), "a table row has no further column");
            row
        })
}
