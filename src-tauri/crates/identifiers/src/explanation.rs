use crate::{Problem, ProblemCode, Sensitive, Severity};

/// What the house has to say about one value. `F` are the facts of its kind.
///
/// The parts always agree: `refuse` is true when a problem refuses, `valid` implies not `refuse`, and there are
/// facts exactly when the value is not refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation<F> {
    /// The rule of the kind holds in full. Warnings do not touch it.
    pub valid: bool,
    /// The value must not enter a case. A value can be neither valid nor refused: a mainland card that fails
    /// only the Luhn check, because old debit cards exist that do not follow it.
    pub refuse: bool,
    /// The form that was checked and is to be stored.
    pub normalised: Sensitive,
    /// All that is wrong or unusual, refusals and warnings, in the order in which the value is read.
    pub problems: Vec<Problem>,
    /// What the value says, if it is not refused.
    pub facts: Option<F>,
}

impl<F> Explanation<F> {
    /// Draws the verdict from the problems, so that the two cannot part. `read` is asked only for facts that a
    /// reader may rely on.
    pub(crate) fn of(
        normalised: Sensitive,
        problems: Vec<Problem>,
        read: impl FnOnce(&str) -> F,
    ) -> Self {
        let refuse = problems.iter().any(|p| p.severity == Severity::Refuse);
        let valid = !refuse && problems.iter().all(|p| p.code != ProblemCode::LuhnFailed);
        let facts = (!refuse).then(|| read(normalised.expose()));
        Explanation {
            valid,
            refuse,
            normalised,
            problems,
            facts,
        }
    }

    /// The normalised value if it may enter a case, with warnings or without.
    ///
    /// # Errors
    /// The problems, at least one of which refuses.
    pub fn accepted(self) -> Result<Sensitive, Vec<Problem>> {
        if self.refuse {
            Err(self.problems)
        } else {
            Ok(self.normalised)
        }
    }
}
