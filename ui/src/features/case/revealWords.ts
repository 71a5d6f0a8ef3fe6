import { bilingual } from "../../words/language";

export const revealWords = bilingual(
  {
    reveal: "查看",
    revealKey: "查看遮盖内容：在字段上按一次填写原因",
    revealField: (field: string) => `查看：${field}`,
    hide: "隐藏",
    hideField: (field: string) => `隐藏：${field}`,
    left: (seconds: number) => `${seconds} 秒后隐藏`,
    why: "查看原因",
    whyChoose: "请选择原因",
    words: "说明",
    wordsNeed: "必填",
    recorded: "查看会留下记录：何人、何时、哪一项、何种原因。",
    show: "留下记录并查看",
    cancel: "取消",
  },
  {
    reveal: "Reveal",
    revealKey: "Reveal what is masked: on a field, say why",
    revealField: (field: string) => `Reveal: ${field}`,
    hide: "Hide",
    hideField: (field: string) => `Hide: ${field}`,
    left: (seconds: number) => `hidden in ${seconds} s`,
    why: "Why",
    whyChoose: "Choose a reason",
    words: "In words",
    wordsNeed: "needed",
    recorded: "It goes on record: who, when, which field and why.",
    show: "Record and reveal",
    cancel: "Cancel",
  },
);
