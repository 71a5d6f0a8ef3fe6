import type { FindingView } from "../../backend/generated/FindingView";
import { useReply } from "../../backend/queries";
import type { Said } from "../../design/primitives";
import { useDebounced } from "../../lib/useDebounced";
import { useText } from "../../words/language";
import { asSubmitted, type Draft } from "./draft";
import { useExplained } from "./useExplained";

/** Only these are said before the field was touched: everything else would scold an empty form. */
const EARLY = new Set(["repeat_other_identity", "repeat_same_identity"]);

/** Where screening would put the case: nothing yet, not to be stored, the queue, or back to the customer. */
export type Screening = "empty" | "none" | "open" | "screened_out";

/**
 * What each field says while it is filled in: what screening would find in it, else what the value tells about itself.
 * Once `pressed`, what is missing is said too.
 */
export function useScreening(
  request: "screen_draft" | "screen_amendment",
  draft: Draft,
  pressed: boolean,
): { status: Screening; said: (field: keyof Draft, hint?: string) => Said | undefined } {
  const inWords = useText();
  const asked = useDebounced(draft, 250);
  const touched = draft.name !== "" || draft.document_number !== "" || draft.card_number !== "" || draft.phone !== "";
  const screened = useReply(request, asSubmitted(asked), {
    enabled: touched || pressed,
    keepPrevious: true,
    fleeting: true,
  });
  const explained: Partial<Record<keyof Draft, Said | undefined>> = {
    name: useExplained("name", draft.name),
    document_number: useExplained("resident-id", draft.document_number),
    card_number: useExplained("card", draft.card_number),
    phone: useExplained("mobile", draft.phone),
  };
  const worthSaying = (finding: FindingView) => {
    const value = draft[finding.field as keyof Draft];
    const isEmpty = value === "" || value === false || value === undefined;
    return pressed || EARLY.has(finding.code) || !isEmpty;
  };
  const found = touched || pressed ? screened.data : undefined;
  const said = (field: keyof Draft, hint?: string): Said | undefined => {
    const finding = found?.findings.find((it) => it.field === field && worthSaying(it));
    if (finding !== undefined) {
      return { tone: finding.severity === "refuse" ? "bad" : "near", text: inWords(finding.words) };
    }
    return explained[field] ?? (hint === undefined ? undefined : { tone: "plain", text: hint });
  };
  const status = found === undefined ? "empty" : found.status === null ? "none" : (found.status as Screening);
  return { status, said };
}
