import { useEffect, useState } from "react";
import { useNotice } from "../backend/queries";
import { useTell } from "../design/tell";
import { useWords } from "../words/language";
import { words } from "./words";

/** What the house says is due for erasure. */
export type ErasureDue = { cases: number; lateDays: number };

/** Hears that cases are due. The house says so while somebody signs in, before there is a frame to show it in. */
export function useErasureDue(isIn: boolean): ErasureDue | undefined {
  const [due, setDue] = useState<ErasureDue | undefined>(undefined);
  useNotice((notice) => {
    if (notice.notice === "erasure_due") setDue({ cases: notice.cases, lateDays: notice.late_days });
  });
  // It was said to whoever leaves.
  useEffect(() => (isIn ? () => setDue(undefined) : undefined), [isIn]);
  return due;
}

/** Offers the way to what is due, once for each time that it is said; it goes with the frame. */
export function useErasureOffer(due: ErasureDue | undefined, open: () => void) {
  const t = useWords(words);
  const { offer } = useTell();
  useEffect(() => {
    if (due === undefined) return undefined;
    const cases = due.cases.toLocaleString();
    const text = due.lateDays === 0 ? t.erasureDueToday(cases) : t.erasureDue(cases, due.lateDays.toLocaleString());
    offer({ text, word: t.erasureDueOpen, act: open });
    return () => offer(undefined);
  }, [due, offer, open, t]);
}
