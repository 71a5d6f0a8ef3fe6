const ORDINARY = 12;
const ELEVATED = 15;

/** How long a passphrase must be, to be said beside the field. The house decides, and says so when it refuses. */
export function passphraseLength(roles: readonly string[], noKeychain: boolean): number {
  const elevated = noKeychain || roles.includes("supervisor") || roles.includes("administrator");
  return elevated ? ELEVATED : ORDINARY;
}
