import type { BackupStatusView } from "../../backend/generated/BackupStatusView";
import { useReply } from "../../backend/queries";
import { Problem } from "../../design/Problem";
import { PageHead } from "../../design/page";
import { Fact, Mark, Panel, Skeleton } from "../../design/primitives";
import { useNow } from "../../lib/useNow";
import { moment } from "../../words/format";
import { useLanguage, useWords } from "../../words/language";
import { ConcernNote } from "./ConcernNote";
import { concernsOf } from "./concern";
import { ago } from "./figures";
import { Making } from "./Making";
import { Recovery } from "./Recovery";
import { words } from "./words";

/** The backups of the desk, and the recovery secret without which there are none. */
export function Backup({ openChanges }: { openChanges: () => void }) {
  const t = useWords(words);
  const now = useNow();
  const status = useReply("backup_status", {}, { anew: true });
  const view = status.data;
  // What is to be done first comes first.
  const making = (now: BackupStatusView) => <Making key="making" status={now} read={status.dataUpdatedAt} />;
  const recovery = (now: BackupStatusView) => <Recovery key="recovery" status={now} openChanges={openChanges} />;
  return (
    <>
      <PageHead title={t.title}>{t.text}</PageHead>
      {status.error !== null && <Problem error={status.error.view} />}
      {status.isPending && <Skeleton lines={12} />}
      {view !== undefined && (
        <>
          {concernsOf(view, now).map((it) => (
            <ConcernNote key={it} concern={it} status={view} />
          ))}
          <State status={view} now={now} />
          {view.recovery ? [making(view), recovery(view)] : [recovery(view), making(view)]}
          <Restoring />
        </>
      )}
    </>
  );
}

/** The last backup in one look. */
function State({ status, now }: { status: BackupStatusView; now: number }) {
  const t = useWords(words);
  const language = useLanguage();
  const { last, generation, folder, opens_erased } = status;
  return (
    <Panel title={t.state}>
      <dl className="facts backup-state">
        <Fact label={t.last} beside={last === null ? undefined : ago(last, now, language)}>
          <span className="num" data-testid="backup-last">
            {last === null ? t.never : moment(last, language)}
          </span>
        </Fact>
        <Fact label={t.generation}>
          <span className="num" data-testid="backup-generation" data-generation={generation ?? undefined}>
            {generation === null ? "—" : t.generationIs(generation.toLocaleString())}
          </span>
        </Fact>
        <Fact label={t.opens}>
          {last === null ? (
            "—"
          ) : opens_erased === 0 ? (
            t.opensNone
          ) : (
            <Mark tone="bad" glyph="!" word={t.opensIs(opens_erased)} />
          )}
        </Fact>
        <Fact label={t.folder} beside={folder === null ? undefined : t.folderHint}>
          <span data-testid="backup-last-folder">{folder ?? "—"}</span>
        </Fact>
      </dl>
    </Panel>
  );
}

const RESTORE = "veridesk-cli backup restore --help";
const REHEARSE = "veridesk-cli backup rehearse --help";

/** How a desk comes back: not here, since where it is needed there is no desk yet. */
function Restoring() {
  const t = useWords(words);
  return (
    <Panel title={t.restore}>
      <div className="stack">
        <p className="soft">{t.restoreText}</p>
        <p className="soft">{t.rehearseText}</p>
        <dl className="backup-commands">
          <dt>{t.restoreLabel}</dt>
          <dd>
            <code>{RESTORE}</code>
          </dd>
          <dt>{t.rehearseLabel}</dt>
          <dd>
            <code>{REHEARSE}</code>
          </dd>
        </dl>
      </div>
    </Panel>
  );
}
