import type { IdentifierKind } from "../../backend/generated/IdentifierKind";
import { useReply } from "../../backend/queries";
import type { Said } from "../../design/primitives";
import { useDebounced } from "../../lib/useDebounced";
import { useLanguage, useText, useWords } from "../../words/language";
import { useVocabulary } from "../../words/vocabulary";
import { words } from "./words";

type Facts = Record<string, unknown>;

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** What an identifier says about itself while it is typed. Nothing of it is stored or on record. */
export function useExplained(kind: IdentifierKind, value: string): Said | undefined {
  const t = useWords(words);
  const say = useVocabulary();
  const inWords = useText();
  const language = useLanguage();
  const asked = useDebounced(value.trim(), 150);
  const { data } = useReply("identify", { kind, value: asked }, { enabled: asked !== "", fleeting: true });
  if (asked === "" || data === undefined || asked !== value.trim()) return undefined;
  const problem = data.explained[0];
  if (problem !== undefined) return { tone: data.refuse ? "bad" : "near", text: inWords(problem) };
  const facts = (data.facts ?? {}) as Facts;
  return { tone: "ok", text: tells(facts) || t.valid };

  function tells(facts: Facts): string {
    switch (kind) {
      case "name":
        return text(facts.pinyin) === "" ? "" : t.pinyin(text(facts.pinyin));
      case "resident-id": {
        const sex = facts.sex === "male" || facts.sex === "female" ? t.sex[facts.sex] : "";
        const place = [facts.province, facts.prefecture, facts.county].map(text).join("");
        return t.birth(text(facts.birth_date), sex, place);
      }
      case "card": {
        const issuers = (facts.issuers ?? []) as { bank: string; kind: string }[];
        const schemes = ((facts.schemes ?? []) as string[]).map((it) => SCHEMES[it] ?? it);
        return [...issuers.map((it) => `${it.bank} ${say("cardKind", it.kind)}`), ...schemes].join(" · ");
      }
      case "mobile":
        return OPERATORS[text(facts.operator)]?.[language] ?? "";
    }
  }
}

const SCHEMES: Record<string, string> = {
  "american-express": "American Express",
  "diners-club": "Diners Club",
  discover: "Discover",
  elo: "Elo",
  hiper: "Hiper",
  hipercard: "Hipercard",
  jcb: "JCB",
  maestro: "Maestro",
  mastercard: "Mastercard",
  mir: "Mir",
  naranja: "Naranja",
  troy: "Troy",
  unionpay: "UnionPay",
  verve: "Verve",
  visa: "Visa",
};

const OPERATORS: Record<string, { zh: string; en: string }> = {
  china_mobile: { zh: "中国移动", en: "China Mobile" },
  china_unicom: { zh: "中国联通", en: "China Unicom" },
  china_telecom: { zh: "中国电信", en: "China Telecom" },
  china_broadnet: { zh: "中国广电", en: "China Broadnet" },
  china_satellite_network: { zh: "中国星网", en: "China Satellite Network" },
};
