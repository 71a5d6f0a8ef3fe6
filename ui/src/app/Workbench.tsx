import { useCallback, useState } from "react";
import { useReply } from "../backend/queries";
import { Button, Empty } from "../design/primitives";
import { CasePage } from "../features/case/CasePage";
import { CaseList } from "../features/queue/CaseList";
import { useWords } from "../words/language";
import { useNext } from "./next";
import { useQuarantined } from "./Quarantine";
import { usePlace } from "./sections";
import { useStation } from "./station";
import { words } from "./words";

const LEAST = 320;
const MOST = 720;
const STEP = 20;

/** The list beside the case: one look, no way back and forth. */
export function Workbench({ section }: { section: "queue" | "review" }) {
  const t = useWords(words);
  const { station, prefer } = useStation();
  const { openCase, open, amend } = usePlace();
  const next = useNext(open);
  const [width, setWidth] = useState(station.preferences.list_width);
  const keep = useCallback((px: number) => {
    const within = Math.min(MOST, Math.max(LEAST, Math.round(px)));
    setWidth(within);
    return within;
  }, []);
  return (
    <div className="bench" ref={(bench) => bench?.style.setProperty("--list", `${width}px`)}>
      <CaseList section={section} openCase={openCase} open={open} />
      {/* biome-ignore lint/a11y/useSemanticElements: a rule across cannot be moved, a separator can */}
      <div
        className="divide"
        role="separator"
        aria-orientation="vertical"
        aria-label={t.resize}
        aria-valuenow={width}
        aria-valuemin={LEAST}
        aria-valuemax={MOST}
        tabIndex={0}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) {
            keep(event.clientX - (event.currentTarget.parentElement?.getBoundingClientRect().left ?? 0));
          }
        }}
        onPointerUp={(event) => {
          event.currentTarget.releasePointerCapture(event.pointerId);
          prefer({ list_width: width });
        }}
        onKeyDown={(event) => {
          if (event.key === "ArrowLeft") prefer({ list_width: keep(width - STEP) });
          if (event.key === "ArrowRight") prefer({ list_width: keep(width + STEP) });
        }}
      />
      {openCase === null ? (
        <NothingOpen section={section} next={next} />
      ) : (
        <CasePage
          key={openCase}
          id={openCase}
          me={station.person ?? ""}
          roles={station.roles}
          next={next}
          amend={amend}
        />
      )}
    </div>
  );
}

/** What to do first: on a desk without any case, how one comes; otherwise, how one is opened. */
function NothingOpen({ section, next }: { section: "queue" | "review"; next: () => void }) {
  const t = useWords(words);
  const { go } = usePlace();
  const quarantined = useQuarantined(useStation().station.quarantine);
  const { data } = useReply("queue", { statuses: [], mine: false, after: null, limit: 1 });
  if (data?.counts.every((it) => it.count === 0)) {
    return (
      <Empty
        title={t.firstTitle}
        action={
          <Button look="main" hotkey="g i" onClick={() => go("intake")} data-testid="first-case">
            {t.first}
          </Button>
        }
      >
        {t.firstText}
      </Empty>
    );
  }
  return (
    <Empty
      title={t.chooseTitle}
      action={
        section === "queue" && (
          <Button look="main" hotkey="n" refused={quarantined} onClick={next} data-testid="next">
            {t.next}
          </Button>
        )
      }
    >
      {quarantined ?? t.chooseText}
    </Empty>
  );
}
