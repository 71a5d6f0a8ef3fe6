import { createContext, useContext } from "react";
import type { ActionView } from "../backend/generated/ActionView";
import type { CaseView } from "../backend/generated/CaseView";

export type Section = "queue" | "intake" | "review" | "outbox" | "settings";

/** Where the person is, and which case is open. */
export type Place = {
  section: Section;
  openCase: string | null;
  go: (section: Section) => void;
  open: (caseId: string | null) => void;
  /** Goes to the form in which this case is mended. */
  amend: (view: CaseView) => void;
};

export const PlaceContext = createContext<Place | undefined>(undefined);

export function usePlace(): Place {
  const place = useContext(PlaceContext);
  if (place === undefined) throw new Error("places are inside the frame");
  return place;
}

/** The sections a person sees: those of cases only where the house lets them work cases. */
export function sectionsOf(actions: readonly ActionView[]): Section[] {
  const works = actions.some((it) => it.action === "work_cases" && it.allowed);
  return works ? ["queue", "intake", "review", "outbox", "settings"] : ["settings"];
}
