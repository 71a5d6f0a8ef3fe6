import type { ReactNode } from "react";
import { useReply } from "../../backend/queries";
import { useWords } from "../../words/language";
import type { SettingsPage } from "./pages";
import "./settings.css";
import { words } from "./words";

/** The settings as a place: their pages on the left, the one that is open beside them. */
export function Settings({
  pages,
  page,
  open,
  children,
}: {
  pages: readonly SettingsPage[];
  page: SettingsPage;
  open: (page: SettingsPage) => void;
  children: ReactNode;
}) {
  const t = useWords(words);
  const changes = useReply("changes", {});
  const waiting = changes.data?.filter((it) => it.state === "proposed").length ?? 0;
  return (
    <div className="settings">
      <nav aria-label={t.title} className="settings-pages scroll">
        <h2>{t.title}</h2>
        {pages.map((it) => (
          <button
            key={it}
            type="button"
            aria-current={it === page ? "page" : undefined}
            onClick={() => open(it)}
            data-testid={`settings-${it}`}
          >
            {t.pages[it]}
            {it === "changes" && waiting > 0 && (
              <b className="num" title={t.waiting(waiting)}>
                <span aria-hidden="true">{waiting}</span>
                <span className="sr">{t.waiting(waiting)}</span>
              </b>
            )}
          </button>
        ))}
      </nav>
      <div className="settings-page scroll" key={page}>
        <div className="settings-inner">{children}</div>
      </div>
    </div>
  );
}
