// Run by Node itself, in a process of its own: what is frozen here stays frozen.
// Reads what to import and what the house answers, then says what broke and what the page shows.
import { setTimeout as later } from "node:timers/promises";
import { Window } from "happy-dom";

const { imports, answers, shows } = JSON.parse(process.argv[2]);

// A page to stand on, made beforehand: the window of a desk brings its own, this one is not what is tested.
const page = new Window({ url: "http://localhost/" });
page.document.body.innerHTML = '<div id="root"></div>';
page.__TAURI_INTERNALS__ = {
  invoke: async (command, { name }) => (command === "ask" ? answers[name] : 1),
  transformCallback: () => 1,
  unregisterCallback: () => undefined,
};
const given = [...Object.getOwnPropertyNames(page), "addEventListener", "removeEventListener", "dispatchEvent"];
for (const name of given.filter((it) => !(it in globalThis) || it === "navigator")) {
  const value = typeof page[name] === "function" && /^[a-z]/.test(name) ? page[name].bind(page) : page[name];
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

// As the window does with `freezePrototype`.
Object.freeze(Object.prototype);

const faults = {};
process.on("uncaughtException", (fault) => {
  faults.later ??= String(fault.stack);
});
for (const it of imports) {
  try {
    await import(it);
  } catch (fault) {
    faults[it] = String(fault.stack);
  }
}
for (let waited = 0; shows !== undefined && waited < 5_000; waited += 50) {
  if (page.document.body.textContent.includes(shows)) break;
  await later(50);
}
process.stdout.write(JSON.stringify({ faults, text: page.document.body.textContent }));
process.exit(0);
