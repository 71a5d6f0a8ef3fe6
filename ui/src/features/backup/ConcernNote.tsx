import type { ReactNode } from "react";
import type { BackupStatusView } from "../../backend/generated/BackupStatusView";
import { useNow } from "../../lib/useNow";
import { useLanguage, useWords } from "../../words/language";
import "./backup.css";
import type { Concern } from "./concern";
import { ago } from "./figures";
import { words } from "./words";

/** Something that is not well with the backups: what it is, what follows from it, and beside it what can be done. */
export function ConcernNote({
  concern,
  status,
  children,
}: {
  concern: Concern;
  status: BackupStatusView;
  children?: ReactNode;
}) {
  const t = useWords(words);
  const language = useLanguage();
  const now = useNow();
  const said: Record<Concern, string> = {
    no_secret: t.concern.no_secret,
    none: t.concern.none,
    old: t.concern.old(ago(status.last ?? "", now, language)),
    erased: t.concern.erased(status.opens_erased),
  };
  return (
    <section
      className={concern === "erased" ? "backup-concern grave" : "backup-concern"}
      aria-label={t.title}
      data-testid="backup-concern"
      data-concern={concern}
    >
      <span className="glyph" aria-hidden="true">
        !
      </span>
      <div role="status">
        <strong>{said[concern]}</strong>
        <p>{t.concernText[concern]}</p>
      </div>
      {children !== undefined && <div className="row">{children}</div>}
    </section>
  );
}
