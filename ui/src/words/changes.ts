import type { ChangeView } from "../backend/generated/ChangeView";
import type { MonthsView } from "../backend/generated/MonthsView";
import type { RetentionView } from "../backend/generated/RetentionView";
import { bilingual, useLanguage, useWords } from "./language";
import { useVocabulary } from "./vocabulary";

/** How a case ended, as it is read: by its outcome, or by screening. */
export function useEndingWords(): (ending: string) => string {
  const say = useVocabulary();
  return (ending) => say(ending === "screened_out" ? "status" : "outcome", ending);
}

const words = bilingual(
  {
    enrol: (name: string, roles: string) => `${name} 加入，角色：${roles}`,
    set_roles: (name: string, roles: string) => `${name} 的角色改为：${roles}`,
    dismiss: (name: string) => `${name} 离开，不能再登录；批准时更换全部密钥`,
    renew: (name: string) => `${name} 遗失口令，已另选新口令；批准时更换全部密钥`,
    set_recovery: (holders: string) => `恢复份额由 ${holders} 保管`,
    set_retention: (terms: string) => `案件结束后保存：${terms}`,
    ofPartner: (partner: string, terms: string) => `${partner}（${terms}）`,
    months: (ending: string, months: number) => `${ending} ${months} 个月`,
    erase_case: (id: string, why: string) => `提前删除案件 ${id}，此后不能复原。理由：${why}`,
    set_institution: (institution: string, url: string) => `${institution}：${url}`,
  },
  {
    enrol: (name: string, roles: string) => `${name} joins as: ${roles}`,
    set_roles: (name: string, roles: string) => `${name} becomes: ${roles}`,
    dismiss: (name: string) => `${name} leaves and can sign in no more; all keys change on approval`,
    renew: (name: string) => `${name} lost their passphrase and has chosen a new one; all keys change on approval`,
    set_recovery: (holders: string) => `${holders} hold the recovery shares`,
    set_retention: (terms: string) => `Cases are kept after their end: ${terms}`,
    ofPartner: (partner: string, terms: string) => `${partner} (${terms})`,
    months: (ending: string, months: number) => `${ending} ${months} months`,
    erase_case: (id: string, why: string) =>
      `Erases case ${id} before its time; it cannot be brought back. Why: ${why}`,
    set_institution: (institution: string, url: string) => `${institution}: ${url}`,
  },
);

/** What a change is about, in one sentence. */
export function useChangeWords(): (change: ChangeView) => string {
  const t = useWords(words);
  const say = useVocabulary();
  const comma = useLanguage() === "zh" ? "、" : ", ";
  const ended = useEndingWords();
  const terms = (months: MonthsView[]) => months.map((it) => t.months(ended(it.ending), it.months)).join(comma);
  const retention = ({ usual, partners }: RetentionView) =>
    [terms(usual), ...partners.map((it) => t.ofPartner(it.partner, terms(it.months)))].join(comma);
  return (change) => {
    const name = change.person ?? "—";
    const roles = change.roles.map((role) => say("role", role)).join(comma);
    switch (change.what) {
      case "enrol":
        return t.enrol(name, roles);
      case "set_roles":
        return t.set_roles(name, roles);
      case "dismiss":
        return t.dismiss(name);
      case "renew":
        return t.renew(name);
      case "set_recovery":
        return t.set_recovery(change.holders.join(comma));
      case "set_retention":
        return change.retention ? t.set_retention(retention(change.retention)) : say("change", change.what);
      case "erase_case":
        return t.erase_case(change.case ?? "—", change.why ?? "—");
      case "set_institution":
        return t.set_institution(say("institution", change.institution ?? ""), change.url ?? "");
      default:
        return say("change", change.what);
    }
  };
}
