import type { CaseView } from "../../backend/generated/CaseView";

/** The sentence about card numbers in what was just written, if any were masked as it was kept. */
export const cardsMasked = (t: { cardsMasked: (n: number) => string }, { masked_card_numbers: masked }: CaseView) =>
  masked === null ? [] : [t.cardsMasked(masked)];
