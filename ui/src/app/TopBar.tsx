import { useReply } from "../backend/queries";
import { LanguageChoice } from "../design/looks";
import { Button, Mark, Tag } from "../design/primitives";
import { useKey } from "../lib/keys";
import { useNow } from "../lib/useNow";
import { shortMoment } from "../words/format";
import { useLanguage, useWords } from "../words/language";
import { useVocabulary } from "../words/vocabulary";
import { Icon } from "./icons";
import { Search } from "./Search";
import { usePlace } from "./sections";
import { useStation } from "./station";
import { words } from "./words";

export function TopBar({ stopped, works }: { stopped: boolean; works: boolean }) {
  const t = useWords(words);
  const say = useVocabulary();
  const { station, prefer, lock } = useStation();
  const { language } = station.preferences;
  useKey("ctrl+l", t.lockKey, lock);
  return (
    <header className="top">
      <strong className="brand">{t.brand}</strong>
      {station.demo && (
        <Tag tone="info" title={t.demoWhy}>
          {t.demo}
        </Tag>
      )}
      {station.solo && <Tag title={t.soloWhy}>{t.solo}</Tag>}
      {station.no_keychain && <Tag title={t.noKeychainWhy}>{t.noKeychain}</Tag>}
      {works && <Search />}
      <div className="push row top-right">
        {works && <Line stopped={stopped} />}
        <span className="who">
          <b>{station.person}</b>
          <span className="soft"> {station.roles.map((role) => say("role", role)).join(" · ")}</span>
        </span>
        <LanguageChoice brief value={language} choose={(chosen) => prefer({ language: chosen })} />
        <Button size="small" onClick={lock} data-testid="lock" title={`${t.lockKey} (Ctrl L)`}>
          <Icon of="lock" />
          {t.lock}
        </Button>
      </div>
    </header>
  );
}

/** What is on its way out, in words: what waits, what is out, what somebody must look at. */
function Line({ stopped }: { stopped: boolean }) {
  const t = useWords(words).line;
  const { go } = usePlace();
  const language = useLanguage();
  const now = useNow();
  const { data } = useReply("outbox_status", {});
  if (data === undefined) return null;
  const of = (state: string) => data.counts.find((it) => it.of === state)?.count ?? 0;
  const oldest = data.calls.filter((it) => it.state === "queued").map((it) => it.queued_at);
  oldest.sort();
  const said = stopped
    ? { tone: "bad" as const, glyph: "!", word: t.stopped }
    : of("unknown") > 0
      ? { tone: "bad" as const, glyph: "?", word: t.unknown(of("unknown")) }
      : of("sending") > 0
        ? { tone: "info" as const, glyph: "↗", word: t.sending(of("sending")) }
        : of("queued") > 0
          ? {
              tone: "info" as const,
              glyph: "…",
              word: t.queued(of("queued"), shortMoment(oldest[0] ?? "", language, now)),
            }
          : of("failed") > 0
            ? { tone: "near" as const, glyph: "!", word: t.failed(of("failed")) }
            : { tone: "quiet" as const, glyph: "✓", word: t.quiet };
  return (
    <button type="button" className="line" onClick={() => go("outbox")} title={t.open} data-testid="line">
      <Mark {...said} />
    </button>
  );
}
