/**
 * What went wrong in the page itself, counted on the document for tests that drive the window. Only under automation:
 * a person's page keeps nothing.
 */
export function countFaults() {
  if (!navigator.webdriver) return;
  const faults: string[] = [];
  const count = (what: string) => {
    faults.push(what);
    document.documentElement.dataset.faults = JSON.stringify(faults);
  };
  document.addEventListener("securitypolicyviolation", (event) => {
    count(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
  });
  window.addEventListener("error", (event) => count(`error: ${event.message}`));
  window.addEventListener("unhandledrejection", (event) => count(`rejection: ${String(event.reason)}`));
  const { error, warn } = console;
  console.error = (...said: unknown[]) => {
    count(`console.error: ${said.map(String).join(" ").slice(0, 300)}`);
    error(...said);
  };
  console.warn = (...said: unknown[]) => {
    count(`console.warn: ${said.map(String).join(" ").slice(0, 300)}`);
    warn(...said);
  };
}
