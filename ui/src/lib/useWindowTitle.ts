import { useEffect } from "react";

/** The title of the window carries the reference of the open case, never a name. */
export function useWindowTitle(reference: string | undefined) {
  useEffect(() => {
    document.title = reference === undefined ? "Veridesk" : `${reference} · Veridesk`;
    return () => {
      document.title = "Veridesk";
    };
  }, [reference]);
}
