import type { ErrorView } from "../backend/generated/ErrorView";
import { Problem } from "../design/Problem";

const HELD: ErrorView = {
  code: "claimed_by_other",
  kind: "refusal",
  zh: { happened: "案件由他人办理。", kept: "什么都没有改变。", next: "请等待，或请对方退还案件。" },
  en: {
    happened: "Somebody else has the case.",
    kept: "Nothing was changed.",
    next: "Wait, or ask them to give it back.",
  },
  details: [],
};

const FULL: ErrorView = {
  code: "disk_full",
  kind: "fault",
  zh: {
    happened: "磁盘已满，记录没有写入。",
    kept: "之前保存的内容都在，没有损坏。",
    next: "请腾出空间后再试一次；在此之前不要关闭核验台。",
  },
  en: {
    happened: "The disk is full; the record was not written.",
    kept: "What was saved before is all there and undamaged.",
    next: "Make room and try once more; do not close the desk before that.",
  },
  details: [],
};

const MISUSED: ErrorView = { ...HELD, code: "malformed_request", kind: "bad_use" };

/** Each detail that is shown, long ones and one that is not shown among them. */
const DETAILS: ErrorView["details"] = [
  { name: "holder", value: "王示例".repeat(8) },
  { name: "until", value: "2026-03-04T15:30:00Z" },
  { name: "role", value: "supervisor" },
  { name: "missing_role", value: "second_person" },
  { name: "characters", value: "15" },
  { name: "missing", value: "card_number,consent_at" },
  { name: "field", value: "not shown" },
];

const ignore = () => undefined;

export function Problems() {
  return (
    <div className="stack">
      <Problem error={HELD} />
      <Problem error={HELD} close={ignore} />
      <Problem error={{ ...HELD, details: DETAILS }} close={ignore} />
      <Problem error={FULL} />
      <Problem error={{ ...FULL, details: DETAILS.slice(0, 2) }} close={ignore} />
      <Problem error={MISUSED} />
    </div>
  );
}
