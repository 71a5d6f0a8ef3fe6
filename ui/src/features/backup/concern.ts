import type { BackupStatusView } from "../../backend/generated/BackupStatusView";

/** What is not well with the backups, the gravest first. */
export type Concern = "erased" | "no_secret" | "none" | "old";

const DAY_MS = 24 * 60 * 60_000;

/** What somebody should do something about. Without a recovery secret that comes first: nothing else can be done. */
export function concernsOf(status: BackupStatusView, now: number): Concern[] {
  if (!status.recovery) return ["no_secret"];
  if (status.last === null) return ["none"];
  const isOld = now - Date.parse(status.last) > DAY_MS;
  return [...(status.opens_erased > 0 ? (["erased"] as const) : []), ...(isOld ? (["old"] as const) : [])];
}
