import { createContext, useContext } from "react";
import type { Body } from "../backend/ask";
import type { StationView } from "../backend/generated/StationView";

/** Where the station stands, and how that changes. */
export type StationState = {
  station: StationView;
  became: (station: StationView) => void;
  prefer: (what: Partial<Body<"prefer">>) => void;
  lock: () => void;
};

export const StationContext = createContext<StationState | undefined>(undefined);

export function useStation(): StationState {
  const state = useContext(StationContext);
  if (state === undefined) throw new Error("the station is known inside the app only");
  return state;
}
