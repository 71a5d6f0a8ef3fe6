use tokio::sync::watch;

/// Asks a run to end. Its clones are the same request: whoever holds one can make it and wait for it.
///
/// A request cannot be withdrawn; the next run takes a new `Stop`.
#[derive(Debug, Clone, Default)]
pub struct Stop(watch::Sender<bool>);

impl Stop {
    /// Nobody has asked yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Asks. Asking again changes nothing.
    pub fn ask(&self) {
        self.0.send_replace(true);
    }

    /// Whether somebody has asked.
    pub fn is_asked(&self) -> bool {
        *self.0.borrow()
    }

    /// Waits until somebody asks; at once where somebody has. May be dropped and called anew.
    pub async fn asked(&self) {
        let asked = self.0.subscribe().wait_for(|asked| *asked).await.is_ok();
        debug_assert!(
            asked,
            "`self` is a sender, so the channel stays open while this waits"
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_request_reaches_those_who_wait_and_those_who_come_later() {
        let stop = Stop::new();
        let early = tokio::spawn({
            let stop = stop.clone();
            async move { stop.asked().await }
        });
        tokio::task::yield_now().await;
        assert!(!stop.is_asked());
        assert!(!early.is_finished());

        stop.ask();
        assert!(early.await.is_ok());
        stop.asked().await;
        assert!(stop.is_asked());
    }

    #[tokio::test]
    async fn two_runs_do_not_share_a_request() {
        let (first, second) = (Stop::new(), Stop::new());
        first.ask();
        assert!(!second.is_asked());
    }
}
