import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { CaseRowView } from "../../backend/generated/CaseRowView";
import { useArchive, useCases } from "../../backend/queries";
import { Problem } from "../../design/Problem";
import { Due, Empty, Masked, Money, Segments, Skeleton, Tag } from "../../design/primitives";
import { CheckMarks, OutcomeMark, StatusTag } from "../../design/signs";
import { useKey } from "../../lib/keys";
import { useNow } from "../../lib/useNow";
import { shortMoment, timeLeft } from "../../words/format";
import { useLanguage, useWords } from "../../words/language";
import { useVocabulary } from "../../words/vocabulary";
import "./queue.css";
import { words } from "./words";

type View = "next" | "mine" | "review" | "decided" | "closed" | "screened" | "archive" | "erased";

/** The views that have a tab of their own. */
type Tab = Exclude<View, "archive" | "erased">;

/** Which cases a view shows. */
const STATUSES: Record<View, string[]> = {
  next: ["open", "in_progress"],
  mine: [],
  review: ["waiting_for_review"],
  decided: ["decided"],
  closed: ["closed"],
  screened: ["screened_out"],
  archive: [],
  erased: ["erased"],
};

const VIEWS: Record<"queue" | "review", Tab[]> = {
  queue: ["next", "mine", "review", "decided", "closed", "screened"],
  review: ["review", "decided"],
};

/** What has ended: lately, longer ago, or so long ago that it is erased. One tab stands for all three. */
const ENDED = ["closed", "archive", "erased"] as const;

const isEnded = (view: View): view is (typeof ENDED)[number] => (ENDED as readonly View[]).includes(view);

/** Views whose count asks for something; how many are closed does not. */
const COUNTED: View[] = ["next", "mine", "review", "decided", "screened"];

const ROW = 58;

/** The cases of a view, as many as there are: only those in sight are drawn. */
export function CaseList({
  section,
  openCase,
  open,
}: {
  section: "queue" | "review";
  openCase: string | null;
  open: (caseId: string) => void;
}) {
  const t = useWords(words);
  const [view, setView] = useState<View>(section === "review" ? "review" : "next");
  const listed = useCases(STATUSES[view], view === "mine", view !== "archive");
  const archive = useArchive(view === "archive");
  const cases = view === "archive" ? archive : listed;
  // While the archive is looked at, what was counted last stands at the other views.
  const first = listed.data?.pages[0];
  const pages: { cases: CaseRowView[] }[] | undefined = cases.data?.pages;
  const rows = useMemo(() => pages?.flatMap((page) => page.cases) ?? [], [pages]);
  const { fetchNextPage } = cases;
  // A page that is being fetched is not asked for again, however fast the list is scrolled.
  const more = useCallback(() => fetchNextPage({ cancelRefetch: false }), [fetchNextPage]);
  const total = (of: View) =>
    of === "mine"
      ? (first?.mine ?? 0)
      : (first?.counts ?? []).filter((it) => STATUSES[of].includes(it.of)).reduce((sum, it) => sum + it.count, 0);
  return (
    <section className="list" aria-label={t.label}>
      <div>
        <div className="tabs scroll" role="tablist" aria-label={t.viewsLabel}>
          {VIEWS[section].map((it) => (
            <button
              key={it}
              type="button"
              role="tab"
              aria-selected={it === (isEnded(view) ? "closed" : view)}
              data-testid={`view-${it}`}
              onClick={() => setView(it)}
            >
              {t.views[it]}
              {COUNTED.includes(it) && total(it) > 0 && <span className="num soft"> {brief(total(it))}</span>}
            </button>
          ))}
        </div>
        {isEnded(view) && (
          <div className="ended">
            <Segments
              label={t.ended}
              value={view}
              options={ENDED.map((value) => ({ value, label: t.endedViews[value] }))}
              choose={setView}
            />
          </div>
        )}
      </div>
      {cases.error !== null && <Problem error={cases.error.view} />}
      {cases.isPending && <Skeleton lines={12} />}
      {cases.isSuccess && rows.length === 0 && <NothingHere text={t.empty[view]} />}
      {rows.length > 0 && (
        <Rows
          rows={rows}
          more={cases.hasNextPage && !cases.isFetchingNextPage ? more : undefined}
          openCase={openCase}
          open={open}
        />
      )}
    </section>
  );
}

/** A count in at most four characters. */
const brief = (n: number) => (n < 1_000 ? String(n) : n < 99_500 ? `${Math.round(n / 1_000)}k` : "99k+");

function NothingHere({ text }: { text: string }) {
  const [title = "", ...rest] = text.split("\n");
  return <Empty title={title}>{rest.join(" ")}</Empty>;
}

function Rows({
  rows,
  more,
  openCase,
  open,
}: {
  rows: CaseRowView[];
  more: (() => unknown) | undefined;
  openCase: string | null;
  open: (caseId: string) => void;
}) {
  const t = useWords(words);
  const scroll = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState<string | null>(openCase);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW,
    overscan: 6,
    // React draws by itself when what is in sight changes; forcing it to is refused while it is drawing.
    useFlushSync: false,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  // A row that is out of sight is not in the document, so nothing may point at it.
  const isDrawn = items.some((item) => rows[item.index]?.case === cursor);
  useEffect(() => {
    if (last >= rows.length - 20) more?.();
  }, [last, rows.length, more]);
  useEffect(() => {
    if (openCase !== null) setCursor(openCase);
  }, [openCase]);
  const move = (by: number) => {
    const at = rows.findIndex((row) => row.case === cursor);
    const to = at < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, at + by));
    setCursor(rows[to]?.case ?? null);
    virtual.scrollToIndex(to, { align: "auto" });
  };
  useKey("j", t.down, () => move(1), true, "again");
  useKey("k", t.up, () => move(-1), true, "again");
  useKey("enter", t.open, () => {
    if (cursor !== null) open(cursor);
  });
  const choose = useCallback(
    (caseId: string) => {
      setCursor(caseId);
      open(caseId);
    },
    [open],
  );
  return (
    <div
      ref={scroll}
      className="rows scroll"
      role="listbox"
      aria-label={t.label}
      aria-activedescendant={isDrawn ? `row-${cursor}` : undefined}
      tabIndex={0}
      onKeyDown={(event) => {
        if (event.key === "ArrowDown" || event.key === "ArrowUp") {
          event.preventDefault();
          move(event.key === "ArrowDown" ? 1 : -1);
        }
      }}
    >
      <div className="rows-all" ref={(all) => all?.style.setProperty("height", `${virtual.getTotalSize()}px`)}>
        {items.map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          return (
            <CaseRow
              key={row.case}
              row={row}
              top={item.start}
              isCursor={row.case === cursor}
              isOpen={row.case === openCase}
              choose={choose}
            />
          );
        })}
      </div>
    </div>
  );
}

const WORKED = ["open", "in_progress", "waiting_for_review"];

const CaseRow = memo(function CaseRow({
  row,
  top,
  isCursor,
  isOpen,
  choose,
}: {
  row: CaseRowView;
  top: number;
  isCursor: boolean;
  isOpen: boolean;
  choose: (caseId: string) => void;
}) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list hears the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names the active row
    <div
      id={`row-${row.case}`}
      role="option"
      aria-selected={isCursor}
      className={`case-row${isCursor ? " cursor" : ""}${isOpen ? " open" : ""}`}
      ref={(it) => it?.style.setProperty("transform", `translateY(${top}px)`)}
      onClick={() => choose(row.case)}
      data-testid="case-row"
      data-reference={row.reference}
    >
      <span className="when">
        {WORKED.includes(row.status) ? <DueCell at={row.due_at} /> : <Moment at={row.received_at} />}
      </span>
      {row.status === "erased" ? <Gone row={row} /> : <Known row={row} />}
      <span className="marks">
        <CheckMarks letters={row.checks} />
        {row.outcome !== null && row.status !== "in_progress" && row.status !== "open" && (
          <OutcomeMark outcome={row.outcome} />
        )}
        {row.status === "screened_out" && <StatusTag status={row.status} />}
      </span>
    </div>
  );
});

/** What there is to see of a case before it is opened. */
function Known({ row }: { row: CaseRowView }) {
  return (
    <>
      <span className="who">
        <Masked value={row.name} />
        <span className="soft">{row.partner}</span>
      </span>
      <Money amount={row.amount} currency={row.currency} />
      <span className="why">
        <Reason row={row} />
      </span>
    </>
  );
}

/** Of an erased case its id is left. */
function Gone({ row }: { row: CaseRowView }) {
  const t = useWords(words);
  return (
    <>
      <span className="who soft">{t.erasedCase}</span>
      <code className="why gone">{row.case}</code>
    </>
  );
}

function DueCell({ at }: { at: string }) {
  const t = useWords(words);
  const state = timeLeft(at, useNow(), useLanguage()).state;
  return (
    <>
      <Due at={at} />
      <span className="soft">{state === "over" ? t.over : t.due}</span>
    </>
  );
}

function Moment({ at }: { at: string }) {
  return <span className="num soft">{shortMoment(at, useLanguage(), useNow())}</span>;
}

/** The reference, and what there is to know before opening: who has it, what asks for attention, why it ranks so. */
function Reason({ row }: { row: CaseRowView }) {
  const t = useWords(words);
  const say = useVocabulary();
  const known = row.proposed_by_me
    ? t.yours
    : row.attention !== null
      ? ""
      : row.holder !== null
        ? t.heldBy(row.holder)
        : row.rank_reason !== "due"
          ? say("rank", row.rank_reason)
          : "";
  return (
    <>
      <span className="num">{row.reference}</span>
      {row.on_hold && <Tag tone="near">{t.held}</Tag>}
      {row.attention !== null && <Tag tone="near">{say("attention", row.attention)}</Tag>}
      {known !== "" && <span className="known">{known}</span>}
    </>
  );
}
