import { queryClient } from "../../src/backend/queries";

/** Everything in which a secret could have stayed: the page, its fields, its title, what was read, what was asked. */
export function left(): string {
  const fields = [...document.querySelectorAll("input")].map(
    (field) => `${field.value} ${field.getAttribute("value")}`,
  );
  const asked = queryClient.getMutationCache().getAll();
  const read = queryClient.getQueryCache().getAll();
  return [
    document.documentElement.outerHTML,
    document.title,
    ...fields,
    ...asked.map((it) => JSON.stringify(it.state.variables)),
    ...read.map((it) => JSON.stringify([it.queryKey, it.state.data])),
    JSON.stringify({ ...localStorage, ...sessionStorage }),
  ].join();
}

/** Fields and buttons without a name that is read out. */
export function unnamed(): string[] {
  const named = (it: Element) =>
    it.getAttribute("aria-label") !== null ||
    (it.textContent ?? "").trim() !== "" ||
    it.closest("label") !== null ||
    document.querySelector(`label[for="${it.id}"]`) !== null;
  return [...document.querySelectorAll("input, select, textarea, button, progress")]
    .filter((it) => !named(it))
    .map((it) => it.outerHTML);
}
