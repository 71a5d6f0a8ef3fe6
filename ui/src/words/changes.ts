import type { ChangeView } from "../backend/generated/ChangeView";
import { bilingual, useLanguage, useWords } from "./language";
import { useVocabulary } from "./vocabulary";

const words = bilingual(
  {
    enrol: (name: string, roles: string) => `${name} 加入，角色：${roles}`,
    set_roles: (name: string, roles: string) => `${name} 的角色改为：${roles}`,
    dismiss: (name: string) => `${name} 离开，不能再登录；批准时更换全部密钥`,
    renew: (name: string) => `${name} 遗失口令，已另选新口令；批准时更换全部密钥`,
    set_recovery: (holders: string) => `恢复份额由 ${holders} 保管`,
    set_institution: (institution: string, url: string) => `${institution}：${url}`,
  },
  {
    enrol: (name: string, roles: string) => `${name} joins as: ${roles}`,
    set_roles: (name: string, roles: string) => `${name} becomes: ${roles}`,
    dismiss: (name: string) => `${name} leaves and can sign in no more; all keys change on approval`,
    renew: (name: string) => `${name} lost their passphrase and has chosen a new one; all keys change on approval`,
    set_recovery: (holders: string) => `${holders} hold the recovery shares`,
    set_institution: (institution: string, url: string) => `${institution}: ${url}`,
  },
);

/** What a change is about, in one sentence. */
export function useChangeWords(): (change: ChangeView) => string {
  const t = useWords(words);
  const say = useVocabulary();
  const comma = useLanguage() === "zh" ? "、" : ", ";
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
      case "set_institution":
        return t.set_institution(say("institution", change.institution ?? ""), change.url ?? "");
      default:
        return say("change", change.what);
    }
  };
}
