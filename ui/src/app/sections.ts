import { createContext, useContext } from "react";

export type Section = "queue" | "intake" | "review" | "outbox" | "settings";

/** Where the person is, and which case is open. */
export type Place = {
  section: Section;
  openCase: string | null;
  go: (section: Section) => void;
  open: (caseId: string | null) => void;
};

export const PlaceContext = createContext<Place | undefined>(undefined);

export function usePlace(): Place {
  const place = useContext(PlaceContext);
  if (place === undefined) throw new Error("places are inside the frame");
  return place;
}

/** The sections a person sees. What may be done in them the house says, request by request. */
export function sectionsOf(roles: readonly string[]): Section[] {
  const works = roles.includes("operator") || roles.includes("supervisor");
  return works ? ["queue", "intake", "review", "outbox", "settings"] : ["settings"];
}
