import { QueryClientProvider } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState } from "react";
import { ask, askFirst, refusal } from "../backend/ask";
import type { ErrorView } from "../backend/generated/ErrorView";
import type { StationView } from "../backend/generated/StationView";
import { forgetAll, queryClient, useNotice } from "../backend/queries";
import { ErrorBoundary } from "../design/ErrorBoundary";
import { Problem } from "../design/Problem";
import { Skeleton } from "../design/primitives";
import { TellProvider, useTell } from "../design/tell";
import { Founding } from "../features/session/Founding";
import { Locking } from "../features/session/Locking";
import { LockScreen } from "../features/session/LockScreen";
import { KeyProvider } from "../lib/keys";
import { LanguageProvider } from "../words/language";
import { useBackupAge } from "./BackupAge";
import { useErasureDue } from "./erasureDue";
import { Frame } from "./Frame";
import { Presence } from "./Presence";
import { StationContext, type StationState } from "./station";

const dark = window.matchMedia("(prefers-color-scheme: dark)");

/** Light or dark: as chosen, else as the operating system has it. */
function useTheme(chosen: StationView["preferences"]["theme"] | undefined) {
  useEffect(() => {
    const show = () => {
      const isDark = chosen === "dark" || (chosen !== "light" && dark.matches);
      document.documentElement.dataset.theme = isDark ? "dark" : "light";
    };
    show();
    dark.addEventListener("change", show);
    return () => dark.removeEventListener("change", show);
  }, [chosen]);
}

export function App() {
  const [station, setStation] = useState<StationView | undefined>(undefined);
  const [problem, setProblem] = useState<ErrorView | undefined>(undefined);
  const language = station?.preferences.language ?? "zh";
  useTheme(station?.preferences.theme);
  useEffect(() => {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  }, [language]);
  useEffect(() => {
    askFirst().then(setStation, (fault: unknown) => setProblem(refusal(fault).view));
  }, []);
  return (
    <LanguageProvider language={language}>
      <QueryClientProvider client={queryClient}>
        <KeyProvider>
          <TellProvider>
            {station !== undefined && <Gate station={station} became={setStation} />}
            {station === undefined && problem === undefined && <Skeleton />}
            {problem !== undefined && <Problem error={problem} />}
          </TellProvider>
        </KeyProvider>
      </QueryClientProvider>
    </LanguageProvider>
  );
}

/** Who may see what: the phase of the station decides. */
function Gate({ station, became }: { station: StationView; became: (station: StationView) => void }) {
  const [locking, setLocking] = useState(false);
  const [because, setBecause] = useState<string | undefined>(undefined);
  const { complain, hush } = useTell();
  const prefer = useCallback(
    (what: Parameters<StationState["prefer"]>[0]) => {
      ask("prefer", { language: null, theme: null, list_width: null, ...what }).then(became, (fault: unknown) =>
        complain(refusal(fault).view),
      );
    },
    [became, complain],
  );
  // Blank first: nothing of a customer stays on the screen while calls that are out are waited for.
  const blank = useCallback(() => {
    setLocking(true);
    hush();
    forgetAll();
    document.title = "Veridesk";
  }, [hush]);
  const leave = useCallback(
    (how: "lock" | "station") => {
      blank();
      ask(how, {})
        .then(became, (fault: unknown) => complain(refusal(fault).view))
        .finally(() => setLocking(false));
    },
    [became, blank, complain],
  );
  const lock = useCallback(() => {
    setBecause(undefined);
    leave("lock");
  }, [leave]);
  // The house has locked already; the page only follows, and says why.
  useNotice((notice) => {
    if (notice.notice !== "locked" && notice.notice !== "veiled") return;
    setBecause(notice.notice === "locked" ? notice.cause : undefined);
    leave("station");
  });
  const isIn = station.phase === "signed_in" || station.phase === "founding";
  useEffect(() => {
    if (isIn) setBecause(undefined);
  }, [isIn]);
  const backupAge = useBackupAge(isIn);
  const due = useErasureDue(isIn);
  const state = useMemo(() => ({ station, became, prefer, lock }), [station, became, prefer, lock]);
  return (
    <StationContext.Provider value={state}>
      {isIn && !locking && <Presence />}
      <ErrorBoundary>
        {locking ? (
          <Locking />
        ) : station.phase === "signed_in" ? (
          <Frame backupAge={backupAge} due={due} />
        ) : station.phase === "locked" ? (
          <LockScreen station={station} became={became} prefer={prefer} because={because} />
        ) : (
          <Founding station={station} became={became} prefer={prefer} lock={lock} />
        )}
      </ErrorBoundary>
    </StationContext.Provider>
  );
}
