import type { Language } from "../backend/generated/Language";

/** One way in which somebody may see the window. */
export type Look = { name: string; language: Language; theme: "light" | "dark" };

/** Every way: a fault of a colour or of a length shows in one of these four only. */
export const LOOKS: readonly Look[] = [
  { name: "zh-light", language: "zh", theme: "light" },
  { name: "zh-dark", language: "zh", theme: "dark" },
  { name: "en-light", language: "en", theme: "light" },
  { name: "en-dark", language: "en", theme: "dark" },
];

/** The looks an address asks for, such as `gallery.html?look=en-dark`; without one, all of them. */
export function looksOf(query: string): readonly Look[] {
  const wanted = new URLSearchParams(query).get("look");
  const one = LOOKS.filter((look) => look.name === wanted);
  return one.length === 0 ? LOOKS : one;
}
