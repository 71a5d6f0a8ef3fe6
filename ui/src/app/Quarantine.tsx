import type { ReactNode } from "react";
import type { QuarantineView } from "../backend/generated/QuarantineView";
import { sentences } from "../words/format";
import { bilingual, useLanguage, useWords } from "../words/language";

const words = bilingual(
  {
    title: "核验台处于隔离状态，只能查看",
    behind: (anchored: string, found: string) =>
      `密钥环记得第 ${anchored} 条记录，而文件只到第 ${found} 条：旧文件被放回，或有记录被移走。`,
    empty: (anchored: string) => `密钥环记得第 ${anchored} 条记录，而文件中没有记录。`,
    beside: (anchored: string) => `第 ${anchored} 条记录不是密钥环记得的那一条：文件来自另一份拷贝。`,
    keyFile: "密钥文件不是密钥环记得的那一份：它被换过或改过。",
    epoch: (anchored: string, found: string) =>
      `密钥环记得第 ${anchored} 期密钥，而打开文件的是第 ${found} 期：密钥文件与数据文件不是同一时期的。`,
    noAnchor: "密钥环中没有关于这些文件的记忆，虽然密钥还在：文件可能来自别处，或密钥环曾被恢复。",
    unknown: "文件与密钥环中的记录不符。",
    kept: "没有写入任何内容，也不发送任何请求；文件保持原样。",
    next: "请先查明原因，再把正确的文件放回原处，或从备份恢复，或由管理员提出、主管批准接受现有文件。",
  },
  {
    title: "This desk is in quarantine and can only be looked at",
    behind: (anchored: string, found: string) =>
      `The keychain remembers record ${anchored}, but the file ends at record ${found}: an older file was put back, or records were taken away.`,
    empty: (anchored: string) => `The keychain remembers record ${anchored}, but the file has no record at all.`,
    beside: (anchored: string) =>
      `Record ${anchored} is not the one the keychain remembers: the file comes from another copy.`,
    keyFile: "The key file is not the one the keychain remembers: it was replaced or changed.",
    epoch: (anchored: string, found: string) =>
      `The keychain remembers key epoch ${anchored}, but the file opens with epoch ${found}: key file and store are not of the same time.`,
    noAnchor:
      "The keychain remembers nothing of these files, although it has their keys: they may come from elsewhere, or the keychain was restored.",
    unknown: "The files are not those the keychain remembers.",
    kept: "Nothing is written and nothing is sent; the files stay as they were found.",
    next: "Find out why first. Then put the right files back, restore a backup, or have an administrator propose and a supervisor approve to accept these.",
  },
);

const shown = (n: number | null) => (n === null ? "?" : n.toLocaleString());

/** What was found, in words. */
function useFound({ reason, anchored, found }: QuarantineView): string {
  const t = useWords(words);
  switch (reason) {
    case "behind":
      return found === null ? t.empty(shown(anchored)) : t.behind(shown(anchored), shown(found));
    case "beside":
      return t.beside(shown(anchored));
    case "key_file":
      return t.keyFile;
    case "epoch":
      return t.epoch(shown(anchored), shown(found));
    case "no_anchor":
      return t.noAnchor;
    default:
      return t.unknown;
  }
}

/** Stands under the top bar of every page while the desk may only be looked at; below it, what leads out. */
export function Quarantine({ view, children }: { view: QuarantineView; children?: ReactNode }) {
  const t = useWords(words);
  const language = useLanguage();
  const found = useFound(view);
  return (
    <section className="quarantine" aria-label={t.title} data-testid="quarantine" data-reason={view.reason}>
      <span className="glyph" aria-hidden="true">
        !
      </span>
      <div role="alert">
        <strong>{t.title}</strong>
        <p>{found}</p>
        <p className="kept">{sentences(language, t.kept, t.next)}</p>
      </div>
      {children !== undefined && <div className="way-out">{children}</div>}
    </section>
  );
}

/** Why nothing can be done here now, in one line; nothing where the desk is worked with. */
export function useQuarantined(view: QuarantineView | null): string | undefined {
  const t = useWords(words);
  return view === null ? undefined : t.title;
}
