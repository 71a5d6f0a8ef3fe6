/** The pages of the settings, in the order in which they are listed. */
export const SETTINGS_PAGES = [
  "desk",
  "people",
  "keys",
  "changes",
  "retention",
  "audit",
  "appearance",
  "support",
] as const;

export type SettingsPage = (typeof SETTINGS_PAGES)[number];
