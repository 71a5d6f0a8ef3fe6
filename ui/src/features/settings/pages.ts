/** The pages of the settings, in the order in which they are listed. */
export const SETTINGS_PAGES = [
  "desk",
  "people",
  "keys",
  "backup",
  "changes",
  "retention",
  "audit",
  "reveals",
  "appearance",
  "support",
] as const;

export type SettingsPage = (typeof SETTINGS_PAGES)[number];

/** The log of reveals is for who reads the log beyond single cases; everything else can be looked at by everybody. */
export function pagesFor(roles: readonly string[]): readonly SettingsPage[] {
  const readsLog = roles.includes("supervisor") || roles.includes("auditor");
  return SETTINGS_PAGES.filter((page) => page !== "reveals" || readsLog);
}
