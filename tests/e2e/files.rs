//! A file handed to the window: what becomes of its rows, and the report of those that were not taken.

use std::fs;

use sandbox::{Sandbox, SandboxOptions};
use testkit::secret_service::Session;

use crate::acts::ENGLISH;
use crate::window::{Window, hook};

const HEADER: &str = "reference,name,document_type,document_number,method,card_number,phone,email,amount,currency,\
                      partner,language,consent_terms,consent_at,consent_channel,accuracy_confirmed";

fn row(reference: &str, document: &str, card: &str, phone: &str) -> String {
    format!(
        "{reference},王示例,resident_id,{document},bank_card,{card},{phone},,120.00,CNY,shop,zh-CN,terms-3,\
         2026-11-01T10:00:00+08:00,counter,true"
    )
}

#[tokio::test]
async fn a_file_becomes_cases_and_a_report_and_the_same_file_again_makes_nothing_twice() {
    let session = Session::unlocked();
    let sandbox = Sandbox::start(SandboxOptions::default()).unwrap();
    let desk = session.home().join("desk");
    let mut window = Window::open(&session, &desk, "files").await;
    window.speak(ENGLISH).await;
    window.found(&sandbox.url()).await;
    window.click(&hook("go-intake")).await;
    window.click(&hook("segment-file")).await;
    window.picture("door").await;

    let wrong = "530102190506210009";
    let rows = [
        HEADER.to_owned(),
        row(
            "F-1",
            "110101190003070002",
            "6225880000000019",
            "13800000001",
        ),
        row(
            "F-2",
            "310104191105120008",
            "6225880000000027",
            "13800000002",
        ),
        row("=F-3", wrong, "6225880000000035", "13800000003"),
    ];
    let file = session.home().join("客户.csv");
    fs::write(&file, rows.join("\n")).unwrap();
    let file = file.to_str().unwrap();
    let count = |of: &str| hook(&format!("count-{of}"));
    window.choose(&hook("import-file"), file).await;
    window.read(&count("imported"), "2").await;
    window.read(&count("refused"), "1").await;
    window.picture("imported").await;

    window.click(&hook("save-report")).await;
    window.see(&hook("told")).await;
    let report = fs::read_to_string(session.home().join("saved-errors.csv")).unwrap();
    assert!(
        !report.contains(wrong) && report.contains("530"),
        "{report}"
    );
    assert!(
        !report.contains("\n=") && !report.contains(",="),
        "{report}"
    );

    window.choose(&hook("import-file"), file).await;
    window.read(&count("already"), "2").await;
    window.read(&count("imported"), "0").await;

    // A column for a card's security code refuses the whole file, by name.
    let coded = session.home().join("coded.csv");
    fs::write(&coded, format!("{HEADER},cvv\n")).unwrap();
    window
        .choose(&hook("import-file"), coded.to_str().unwrap())
        .await;
    window
        .see("[data-testid=problem][data-code=import_security_code]")
        .await;
    window.picture("refused").await;
    window.close().await;
}
