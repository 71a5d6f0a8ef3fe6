import type { BackupStatusView } from "../../src/backend/generated/BackupStatusView";
import type { CeremonyView } from "../../src/backend/generated/CeremonyView";
import type { ShareView } from "../../src/backend/generated/ShareView";

export const HOLDERS = ["林示例", "赵示例", "孙示例"] as const;

/** A desk whose backup is as it should be, made an hour ago. */
export function aBackupStatus(more: Partial<BackupStatusView> = {}): BackupStatusView {
  return {
    recovery: true,
    holders: HOLDERS.join(" · "),
    last: new Date(Date.now() - 3_900_000).toISOString(),
    generation: 12,
    folder: "/media/safe/desk",
    opens_erased: 0,
    refusal: null,
    recovery_refusal: null,
    ceremony: null,
    ...more,
  };
}

/** How far each holder is: `-` was not shown their share, `s` was, `c` has typed it back. */
export const aCeremony = (stand: string): CeremonyView => ({
  holders: HOLDERS.map((name, place) => ({
    name,
    shown: stand[place] !== "-",
    confirmed: stand[place] === "c",
  })),
});

/** Twenty groups that are found nowhere else. */
export const GROUPS = Array.from({ length: 20 }, (_, place) => `ZQ${String(place + 1).padStart(2, "0")}X`);

export const aShare = (holder: number, asked: number[]): ShareView => ({
  holder: HOLDERS[holder - 1] ?? "",
  text: [0, 5, 10, 15].map((from) => GROUPS.slice(from, from + 5).join(" ")).join("\n"),
  asked,
});
