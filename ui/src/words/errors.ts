import type { ErrorCode } from "../backend/generated/ErrorCode";

/**
 * How grave an error is: a refusal is a rule that speaks against the act, a fault is something that did not serve.
 * The words come with the error; this is all the window adds.
 */
const FAULTS: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  "desk_in_use",
  "cannot_open",
  "newer_than_program",
  "disk_full",
  "damaged",
  "io",
  "keychain_missing",
  "keychain_locked",
  "keychain_timed_out",
  "keychain_corrupt",
  "keychain_refused",
  "keychain_entry_missing",
  "keys_damaged",
  "keys_newer",
  "log_broken",
]);

export type Severity = "refusal" | "fault";

export const severity = (code: ErrorCode): Severity => (FAULTS.has(code) ? "fault" : "refusal");
