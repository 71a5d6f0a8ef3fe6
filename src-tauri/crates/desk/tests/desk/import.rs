//! Files: what is taken, what is in the report, and what no file gets past.

use std::io::{self, Read};

use casework::CaseStatus;
use desk::{Desk, DeskFault, HouseRefusal, IMPORT_HEADER, ImportReport, ROWS_A_COMMIT};
use identifiers::card_data::NeverStored;
use screening::Handed;

use crate::house::{House, house};

/// What became of a file: the sums, the error report as rows of cells, what each commit told.
struct Imported {
    result: Result<ImportReport, DeskFault>,
    report: Vec<Vec<String>>,
    commits: Vec<u64>,
}

fn import(desk: &mut Desk, file: impl Read + Send) -> Imported {
    let mut errors = Vec::new();
    let mut commits = Vec::new();
    let result = desk.import(file, &mut errors, &mut |rows| commits.push(rows));
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(errors.as_slice());
    let report = reader
        .records()
        .map(|row| row.unwrap().iter().map(str::to_owned).collect())
        .collect();
    Imported {
        result,
        report,
        commits,
    }
}

fn sums(imported: u64, already_there: u64, refused: u64) -> Result<ImportReport, DeskFault> {
    Ok(ImportReport {
        imported,
        already_there,
        refused,
    })
}

fn cells(handed: &Handed) -> [String; 16] {
    let text = |it: &str| it.to_owned();
    [
        text(&handed.reference),
        text(handed.name.expose()),
        text(&handed.document_type),
        text(handed.document_number.expose()),
        text(&handed.method),
        text(handed.card_number.expose()),
        text(handed.phone.expose()),
        text(handed.email.expose()),
        text(&handed.amount),
        text(&handed.currency),
        text(&handed.partner),
        text(&handed.language),
        text(&handed.consent_terms),
        text(&handed.consent_at),
        text(&handed.consent_channel),
        text(&handed.accuracy_confirmed),
    ]
}

fn row(handed: &Handed) -> String {
    cells(handed).join(",") + "\n"
}

fn header() -> String {
    IMPORT_HEADER.join(",") + "\n"
}

fn file(rows: &[Handed]) -> Vec<u8> {
    rows.iter()
        .fold(header(), |file, it| file + &row(it))
        .into_bytes()
}

/// A file made while it is read: the header, then one long row over and over, up to this many bytes.
fn long(bytes: u64) -> impl Read {
    struct Rows(Vec<u8>, usize);
    impl Read for Rows {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let rest = &self.0[self.1..];
            let length = rest.len().min(buffer.len());
            buffer[..length].copy_from_slice(&rest[..length]);
            self.1 = (self.1 + length) % self.0.len();
            Ok(length)
        }
    }
    let header = header().into_bytes();
    let mut row = vec![b'x'; 1 << 20];
    row.push(b'\n');
    let rows = Rows(row, 0).take(bytes - header.len() as u64);
    io::Cursor::new(header).chain(rows)
}

#[test]
fn a_sound_file_becomes_its_cases() {
    let (_house, mut desk) = House::solo();
    let done = import(&mut desk, &file(&[1, 2, 3].map(testkit::handed))[..]);
    assert_eq!((done.result, done.commits), (sums(3, 0, 0), vec![3]));
    assert_eq!(done.report.len(), 1, "only the header");
    assert!(desk.find_case("shop/R-000003").is_ok());
}

#[test]
fn a_header_that_is_not_the_canonical_one_imports_nothing_and_names_what_is_missing() {
    let (_house, mut signed_in) = House::solo();
    let sound = String::from_utf8(file(&[testkit::handed(1)])).unwrap();
    let table = [
        (sound.replace("reference,", ""), vec!["reference"], 0),
        (sound.replace("email", "e_mail"), vec!["email"], 1),
        (
            sound.replace("accuracy_confirmed", "accuracy_confirmed,remarks"),
            vec![],
            1,
        ),
        (
            sound.replace("accuracy_confirmed", "accuracy_confirmed,phone"),
            vec![],
            1,
        ),
        (String::new(), IMPORT_HEADER.to_vec(), 0),
    ];
    for (text, missing, unknown) in table {
        let missing = missing.into_iter().map(str::to_owned).collect();
        let done = import(&mut signed_in, text.as_bytes());
        assert_eq!(
            done.result,
            Err(house(HouseRefusal::ImportHeader { missing, unknown }))
        );
        assert!(done.commits.is_empty());
    }
}

#[test]
fn columns_may_stand_in_another_order_and_in_capitals() {
    let (_house, mut desk) = House::solo();
    let columns = cells(&testkit::handed(1));
    let turned = |cells: &[String]| cells.iter().rev().cloned().collect::<Vec<_>>().join(",");
    let header = IMPORT_HEADER.map(|it| format!(" {} ", it.to_uppercase()));
    let text = format!("{}\n{}\n", turned(&header), turned(&columns));
    assert_eq!(import(&mut desk, text.as_bytes()).result, sums(1, 0, 0));
    assert!(desk.find_case("shop/R-000001").is_ok());
}

#[test]
fn a_column_for_card_data_that_is_never_stored_is_refused_by_name_before_a_row_is_read() {
    let (_house, mut signed_in) = House::solo();
    for (name, kind) in [
        ("cvv", NeverStored::SecurityCode),
        ("CVV2", NeverStored::SecurityCode),
        ("Card Security Code", NeverStored::SecurityCode),
        ("card-cvc", NeverStored::SecurityCode),
        ("安全码", NeverStored::SecurityCode),
        ("track2_data", NeverStored::TrackData),
        ("PIN block", NeverStored::Pin),
        ("有效期", NeverStored::CardExpiry),
        ("Exp. Date", NeverStored::CardExpiry),
    ] {
        let text = format!("{},{name}\n", header().trim());
        let done = import(&mut signed_in, text.as_bytes().chain(Broken));
        assert_eq!(
            done.result,
            Err(house(HouseRefusal::ImportCardData(kind))),
            "{name}"
        );
    }
}

/// A disk that breaks off.
struct Broken;

impl Read for Broken {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        Err(io::ErrorKind::Other.into())
    }
}

#[test]
fn each_problem_of_a_row_is_in_the_report_with_masked_values_and_both_remedies() {
    let (_house, mut desk) = House::solo();
    let sound = testkit::handed(1);
    let wrong = Handed {
        document_number: "110101195001010001".into(),
        card_number: "4111111111111112".into(),
        phone: "12345678901".into(),
        ..testkit::handed(2)
    };
    let done = import(&mut desk, &file(&[sound, wrong.clone()])[..]);
    assert_eq!(done.result, sums(1, 0, 1));
    let head: Vec<&str> = done.report[0].iter().map(String::as_str).collect();
    let columns = [
        "row",
        "reference",
        "name",
        "document_number",
        "card_number",
        "phone",
        "field",
        "problem",
        "remedy_zh",
        "remedy_en",
    ];
    assert_eq!(head, columns);
    let fields: Vec<&str> = done.report[1..].iter().map(|it| it[6].as_str()).collect();
    assert_eq!(fields, ["document_number", "card_number", "phone"]);
    for line in &done.report[1..] {
        assert_eq!((line[0].as_str(), line[1].as_str()), ("3", "R-000002"));
        let text = line.join(",");
        for value in [
            &wrong.name,
            &wrong.document_number,
            &wrong.card_number,
            &wrong.phone,
        ] {
            assert!(!text.contains(value.expose()), "{text}");
        }
        assert!(line[8].ends_with('。') && line[9].ends_with('.'), "{text}");
    }
    assert!(
        desk.find_case("R-000002").is_err(),
        "what is plainly wrong in a file is not stored"
    );
}

#[test]
fn a_row_without_consent_or_with_a_gap_is_in_the_report() {
    let (_house, mut desk) = House::solo();
    let rows = [
        (
            Handed {
                consent_at: "2027-01-01T00:00:00Z".into(),
                ..testkit::handed(1)
            },
            "consent_at",
            "in_future",
        ),
        (
            Handed {
                accuracy_confirmed: "no".into(),
                ..testkit::handed(2)
            },
            "accuracy_confirmed",
            "not_confirmed",
        ),
        (
            Handed {
                amount: "12.345".into(),
                ..testkit::handed(3)
            },
            "amount",
            "unreadable",
        ),
        (
            Handed {
                reference: "x".repeat(500),
                ..testkit::handed(4)
            },
            "reference",
            "too_long",
        ),
        (
            Handed {
                name: "".into(),
                ..testkit::handed(5)
            },
            "name",
            "missing",
        ),
    ];
    let handed: Vec<Handed> = rows.iter().map(|it| it.0.clone()).collect();
    let done = import(&mut desk, &file(&handed)[..]);
    assert_eq!(done.result, sums(0, 0, rows.len() as u64));
    for (line, (_, field, problem)) in done.report[1..].iter().zip(&rows) {
        assert_eq!((line[6].as_str(), line[7].as_str()), (*field, *problem));
        assert!(line[1].chars().count() <= 64, "no cell without end");
    }
    assert!(done.commits.is_empty());
}

#[test]
fn no_cell_of_the_report_is_a_formula() {
    let (_house, mut desk) = House::solo();
    let formulas = [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "＝1+1",
        " =cmd|' /C calc'!A0",
    ];
    let rows: Vec<Handed> = formulas
        .iter()
        .map(|it| Handed {
            reference: (*it).to_owned(),
            name: (*it).into(),
            phone: (*it).into(),
            ..testkit::handed(1)
        })
        .collect();
    let done = import(&mut desk, &file(&rows)[..]);
    assert!(done.report.len() > rows.len());
    for cell in done.report.iter().flatten() {
        let first = cell.trim_start().chars().next();
        assert!(
            !matches!(
                first,
                Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠')
            ),
            "{cell}"
        );
        assert!(!cell.contains(['\t', '\r', '\n']), "{cell:?}");
    }
}

#[test]
fn byte_order_mark_crlf_and_quotes_are_read() {
    let (_house, mut desk) = House::solo();
    let quoted = cells(&testkit::handed(1))
        .map(|it| format!("\"{it}\""))
        .join(",");
    let comma = cells(&Handed {
        consent_channel: "counter, second floor".into(),
        ..testkit::handed(2)
    });
    let comma = comma.map(|it| format!("\"{it}\"")).join(",");
    let text = format!("\u{feff}{}\r\n{quoted}\r\n\r\n{comma}", header().trim());
    assert_eq!(import(&mut desk, text.as_bytes()).result, sums(2, 0, 0));
}

#[test]
fn rows_are_committed_by_the_thousand() {
    let (_house, mut desk) = House::solo();
    let rows: Vec<Handed> = (0..=ROWS_A_COMMIT as u32).map(testkit::handed).collect();
    let text = file(&rows);
    let done = import(&mut desk, &text[..]);
    assert_eq!(
        (done.result, done.commits),
        (sums(1_001, 0, 0), vec![1_000, 1])
    );

    let again = import(&mut desk, &text[..]);
    assert_eq!(
        (again.result, again.commits),
        (sums(0, 1_001, 0), vec![]),
        "the same file twice is the same cases"
    );
    assert_eq!(
        desk.queue(CaseStatus::ALL, None, 1).unwrap().counts,
        [(CaseStatus::Open, 1_001)]
    );
    assert_eq!(desk.verify_log().unwrap().broken, None);
}

#[test]
fn a_reference_that_stands_twice_in_one_file_is_taken_once() {
    let (_house, mut desk) = House::solo();
    let twice = Handed {
        reference: testkit::handed(1).reference,
        ..testkit::handed(2)
    };
    let done = import(&mut desk, &file(&[testkit::handed(1), twice])[..]);
    assert_eq!(done.result, sums(1, 0, 1));
    assert_eq!(
        (done.report[1][6].as_str(), done.report[1][7].as_str()),
        ("reference", "repeated_reference")
    );
}

#[test]
fn a_card_that_stands_twice_in_one_file_under_two_names_is_a_high_risk() {
    let (_house, mut desk) = House::solo();
    let shared = Handed {
        card_number: testkit::handed(1).card_number,
        ..testkit::handed(2)
    };
    import(&mut desk, &file(&[testkit::handed(1), shared])[..]);
    let second = desk.find_case("R-000002").unwrap();
    assert_eq!(desk.case_page(second).unwrap().row.rank_reason, "high_risk");
}

#[test]
fn rows_that_are_ragged_or_not_utf_8_are_in_the_report_and_the_others_are_taken() {
    let (_house, mut desk) = House::solo();
    let mut text = header().into_bytes();
    text.extend_from_slice(b"R-1,only,three\n");
    text.extend_from_slice(row(&testkit::handed(1)).replace('\n', ",more\n").as_bytes());
    let broken = row(&testkit::handed(2)).into_bytes();
    // The same row as a spreadsheet in China may save it: the name in GB 18030.
    let name = testkit::handed(2).name;
    let at = broken
        .windows(3)
        .position(|it| it == &name.expose().as_bytes()[..3])
        .unwrap();
    text.extend_from_slice(&broken[..at]);
    text.extend_from_slice(b"\xc0\xee");
    text.extend_from_slice(&broken[at + 3..]);
    text.extend_from_slice(row(&testkit::handed(3)).as_bytes());
    let done = import(&mut desk, &text[..]);
    assert_eq!(done.result, sums(1, 0, 3));
    let problems: Vec<(&str, &str)> = done.report[1..]
        .iter()
        .map(|it| (it[0].as_str(), it[7].as_str()))
        .collect();
    assert_eq!(
        problems,
        [("2", "columns"), ("3", "columns"), ("4", "not_utf8")]
    );
    assert!(desk.find_case("R-000003").is_ok());
}

#[test]
fn a_header_that_is_not_utf_8_is_no_import_file() {
    let (_house, mut signed_in) = House::solo();
    let done = import(&mut signed_in, &b"\xd0\xd5\xc3\xfb,reference\n"[..]);
    assert_eq!(done.result, Err(house(HouseRefusal::ImportUnreadable)));
}

#[test]
fn a_file_over_the_cap_is_refused_with_or_without_a_byte_order_mark() {
    const CAP: u64 = 64 << 20;
    let (_house, mut signed_in) = House::solo();
    for mark in ["", "\u{feff}"] {
        let done = signed_in.import(
            io::Cursor::new(mark).chain(long(CAP + 1)),
            io::sink(),
            &mut |_| (),
        );
        assert_eq!(done, Err(house(HouseRefusal::TooLong)), "{mark:?}");
    }
    let done = signed_in.import(long(CAP), io::sink(), &mut |_| ());
    assert_eq!(
        done.map(|it| it.imported),
        Ok(0),
        "a file at the cap is read to its end"
    );
}

#[test]
fn a_report_that_cannot_be_written_is_told() {
    struct Full;
    impl io::Write for Full {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(io::ErrorKind::StorageFull.into())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let (_house, mut desk) = House::solo();
    let done = desk.import(&file(&[testkit::handed(1)])[..], Full, &mut |_| ());
    assert_eq!(done, Err(DeskFault::Ledger(ledger::LedgerFault::DiskFull)));
}
