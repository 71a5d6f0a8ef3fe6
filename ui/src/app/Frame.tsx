import { useCallback, useMemo, useState } from "react";
import type { CaseView } from "../backend/generated/CaseView";
import type { NoticeView } from "../backend/generated/NoticeView";
import { useNotices, useReply } from "../backend/queries";
import { ErrorBoundary } from "../design/ErrorBoundary";
import { useTell } from "../design/tell";
import { Intake } from "../features/intake/Intake";
import { Outbox } from "../features/outbox/Outbox";
import type { SettingsPage } from "../features/settings/pages";
import { DraftsProvider } from "../lib/drafts";
import { useKey } from "../lib/keys";
import { useWords } from "../words/language";
import { Acceptance } from "./Acceptance";
import { type BackupAge, BackupStrip } from "./BackupAge";
import { type ErasureDue, useErasureOffer } from "./erasureDue";
import { Icon } from "./icons";
import { KeySheet } from "./KeySheet";
import { useNext } from "./next";
import { Quarantine } from "./Quarantine";
import { SettingsPlace } from "./SettingsPlace";
import { type Place, PlaceContext, type Section, sectionsOf, usePlace } from "./sections";
import { useStation } from "./station";
import { TopBar } from "./TopBar";
import { Workbench } from "./Workbench";
import { words } from "./words";

/** The frame around everything a signed-in person does. */
export function Frame({ backupAge, due }: { backupAge: BackupAge; due: ErasureDue | undefined }) {
  const t = useWords(words);
  const { station } = useStation();
  const sections = sectionsOf(station.actions);
  const [section, setSection] = useState<Section>(sections[0] ?? "settings");
  const [openCase, setOpenCase] = useState<string | null>(null);
  const [mending, setMending] = useState<CaseView | null>(null);
  const [settingsPage, setSettingsPage] = useState<SettingsPage>("desk");
  const [stopped, setStopped] = useState(false);
  const { complain, hush } = useTell();
  const go = useCallback(
    (to: Section) => {
      hush();
      setSection(to);
      setMending(null);
      if (to === "queue" || to === "review") setOpenCase(null);
    },
    [hush],
  );
  const open = useCallback((caseId: string | null) => {
    setOpenCase(caseId);
    if (caseId !== null) setSection((now) => (now === "review" ? now : "queue"));
  }, []);
  const amend = useCallback((view: CaseView) => {
    setMending(view);
    setSection("intake");
  }, []);
  const openRetention = useCallback(() => {
    setSettingsPage("retention");
    go("settings");
  }, [go]);
  useErasureOffer(due, openRetention);
  const place = useMemo<Place>(() => ({ section, openCase, go, open, amend }), [section, openCase, go, open, amend]);
  const told = useCallback(
    (notice: NoticeView) => {
      if (notice.notice === "courier_stopped") {
        setStopped(true);
        complain(notice.error);
      }
      if (notice.notice === "outbox_changed") setStopped(false);
    },
    [complain],
  );
  useNotices(told);
  useNextKey(place, sections.includes("queue"));
  return (
    <PlaceContext.Provider value={place}>
      <DraftsProvider>
        <div className="frame">
          <TopBar stopped={stopped} works={sections.includes("queue")} />
          <div className="strips">
            {station.quarantine !== null && (
              <Quarantine view={station.quarantine}>
                <Acceptance />
              </Quarantine>
            )}
            {backupAge.isTold && !(section === "settings" && settingsPage === "backup") && (
              <BackupStrip
                read={backupAge.read}
                open={() => {
                  setSettingsPage("backup");
                  go("settings");
                }}
              />
            )}
          </div>
          <Rail sections={sections} />
          <main className="main">
            <ErrorBoundary key={section}>
              {(section === "queue" || section === "review") && <Workbench key={section} section={section} />}
              {section === "intake" && <Intake key={mending?.row.case ?? ""} mending={mending} openCase={open} />}
              {section === "outbox" && <Outbox openCase={open} />}
              {section === "settings" && <SettingsPlace page={settingsPage} open={setSettingsPage} />}
            </ErrorBoundary>
          </main>
          <KeySheet title={t.keys} />
        </div>
      </DraftsProvider>
    </PlaceContext.Provider>
  );
}

/** `n` claims the next case, wherever one is. */
function useNextKey(place: Place, works: boolean) {
  const t = useWords(words);
  const next = useNext(place.open);
  useKey("n", t.next, next, works);
}

function Rail({ sections }: { sections: Section[] }) {
  const t = useWords(words);
  const place = useWords(words).sections;
  const works = sections.includes("queue");
  const queue = useReply("queue", { statuses: [], mine: false, after: null, limit: 1 }, { enabled: works });
  const outbox = useReply("outbox_status", {}, { enabled: works });
  const count = (list: { of: string; count: number }[] | undefined, ...of: string[]) =>
    (list ?? []).filter((it) => of.includes(it.of)).reduce((sum, it) => sum + it.count, 0);
  const counts: Partial<Record<Section, number>> = {
    review: count(queue.data?.counts, "waiting_for_review"),
    outbox: count(outbox.data?.counts, "unknown", "failed"),
  };
  return (
    <nav className="rail" aria-label={t.sectionsLabel}>
      {sections.map((section) => (
        <RailItem key={section} section={section} word={place[section]} count={counts[section] ?? 0} />
      ))}
    </nav>
  );
}

const GO_KEYS: Record<Section, string> = {
  queue: "g q",
  intake: "g i",
  review: "g r",
  outbox: "g o",
  settings: "g s",
};

function RailItem({ section, word, count }: { section: Section; word: string; count: number }) {
  const [isHere, go] = useHere(section);
  useKey(GO_KEYS[section], word, go);
  return (
    <button type="button" aria-current={isHere ? "page" : undefined} onClick={go} data-testid={`go-${section}`}>
      <Icon of={section} />
      <span>{word}</span>
      {count > 0 && <b className="num">{count > 99 ? "99+" : count}</b>}
    </button>
  );
}

function useHere(section: Section): [boolean, () => void] {
  const place = usePlace();
  const go = useCallback(() => place.go(section), [place, section]);
  return [place.section === section, go];
}
