import { ErrorBoundary } from "../design/ErrorBoundary";
import { Audit } from "../features/audit/Audit";
import { Backup } from "../features/backup/Backup";
import { Keys } from "../features/keys/Keys";
import { People } from "../features/people/People";
import { Retention } from "../features/retention/Retention";
import { RevealLog } from "../features/reveals/RevealLog";
import { Appearance } from "../features/settings/Appearance";
import { Changes } from "../features/settings/Changes";
import { DeskPage } from "../features/settings/DeskPage";
import { pagesFor, type SettingsPage } from "../features/settings/pages";
import { Settings } from "../features/settings/Settings";
import { Support } from "../features/settings/Support";
import { useQuarantined } from "./Quarantine";
import { useStation } from "./station";

/** The settings with the page of theirs that is open. */
export function SettingsPlace({ page, open }: { page: SettingsPage; open: (page: SettingsPage) => void }) {
  const { station, became, prefer } = useStation();
  const quarantined = useQuarantined(station.quarantine);
  return (
    <Settings pages={pagesFor(station.roles)} page={page} open={open}>
      <ErrorBoundary key={page}>
        {page === "desk" && <DeskPage station={station} />}
        {page === "people" && <People noKeychain={station.no_keychain} openChanges={() => open("changes")} />}
        {page === "keys" && <Keys roles={station.roles} noKeychain={station.no_keychain} />}
        {page === "backup" && <Backup openChanges={() => open("changes")} />}
        {page === "changes" && <Changes />}
        {page === "retention" && (
          <Retention roles={station.roles} refused={quarantined} openChanges={() => open("changes")} />
        )}
        {page === "audit" && <Audit roles={station.roles} />}
        {page === "reveals" && <RevealLog />}
        {page === "appearance" && <Appearance station={station} became={became} prefer={prefer} />}
        {page === "support" && <Support />}
      </ErrorBoundary>
    </Settings>
  );
}
