//! What is plainly wrong goes back to the customer and is mended; what is half written is kept while one looks away.

use sandbox::{Sandbox, SandboxOptions};
use testkit::secret_service::Session;

use crate::acts::{CHINESE, Customer, MISTYPED, SMALL};
use crate::window::{Window, hook};

#[tokio::test]
async fn a_case_that_went_back_is_mended_under_its_own_number_and_nothing_half_written_is_lost() {
    let session = Session::unlocked();
    let sandbox = Sandbox::start(SandboxOptions::default()).unwrap();
    let desk = session.home().join("desk");
    let mut window = Window::open(&session, &desk, "mending").await;
    window.speak(CHINESE).await;
    window.found(&sandbox.url()).await;

    // The form says what is wrong before anything is stored.
    window.enter(&MISTYPED, "screened_out").await;
    window.picture("sent-back").await;
    window.click(&hook("open-submitted")).await;
    window.click(&hook("mend")).await;
    window.see("[data-testid=field-reference][readonly]").await;
    let mended = Customer {
        card: SMALL.card,
        ..MISTYPED
    };
    window.fill_in(&mended).await;
    window
        .see("[data-testid=screening][data-status=open]")
        .await;
    window.picture("amendment").await;
    window.click(&hook("submit")).await;
    window.see("[data-testid=status][data-status=open]").await;
    window
        .see("[data-testid=timeline] [data-kind=amended]")
        .await;

    // A note, an outcome, a form: half written, looked away from, and there again.
    window.fill(&hook("note"), "回拨过预留号码").await;
    window.press("3").await;
    window.click(&hook("go-intake")).await;
    window.fill(&hook("field-name"), "钱示意").await;
    window.click(&hook("go-queue")).await;
    window.click(&hook("case-row")).await;
    window.value(&hook("note"), "回拨过预留号码").await;
    window
        .see("[data-testid=choice-not_verified_final] :checked")
        .await;
    window.click(&hook("go-intake")).await;
    window.value(&hook("field-name"), "钱示意").await;
    // Locking is where it ends.
    window.lock().await;
    window.sign_in(&crate::acts::LIN).await;
    window.click(&hook("go-intake")).await;
    window.value(&hook("field-name"), "").await;
    window.close().await;
}
