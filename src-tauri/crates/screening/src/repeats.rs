use casework::{Field, Finding, FindingCode, RepeatCode, Severity};

/// Another case that has the same card, phone or document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OtherCase {
    /// What it has in common.
    pub field: Field,
    /// Whether its identity document is the same one.
    pub same_document: bool,
}

/// What repeats mean: at most one finding a field, the graver one.
pub fn repeats(others: &[OtherCase]) -> Vec<Finding> {
    [Field::CardNumber, Field::Phone, Field::DocumentNumber]
        .into_iter()
        .filter_map(|field| {
            let mut of_field = others
                .iter()
                .filter(|other| other.field == field)
                .peekable();
            of_field.peek()?;
            let code = match of_field.all(|other| other.same_document) {
                true => RepeatCode::SameIdentity,
                false => RepeatCode::OtherIdentity,
            };
            Some(Finding {
                field,
                code: FindingCode::Repeat(code),
                severity: Severity::Warn,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn other(field: Field, same_document: bool) -> OtherCase {
        OtherCase {
            field,
            same_document,
        }
    }

    #[test]
    fn a_card_under_another_document_outweighs_any_number_of_honest_repeats() {
        let found = repeats(&[
            other(Field::CardNumber, true),
            other(Field::CardNumber, false),
        ]);
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].code,
            FindingCode::Repeat(RepeatCode::OtherIdentity)
        );
        assert_eq!(found[0].severity, Severity::Warn);
    }

    #[test]
    fn a_customer_who_comes_again_is_a_repeat_of_the_same_identity() {
        let found = repeats(&[
            other(Field::Phone, true),
            other(Field::DocumentNumber, true),
        ]);
        assert!(
            found
                .iter()
                .all(|it| it.code == FindingCode::Repeat(RepeatCode::SameIdentity))
        );
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn nothing_in_common_finds_nothing() {
        assert!(repeats(&[]).is_empty());
    }
}
