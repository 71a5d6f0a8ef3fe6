// @vitest-environment node
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const css = readFileSync(new URL("../src/design/tokens.css", import.meta.url), "utf8");

/** The colours of a theme, by their names. */
function theme(name: string): Record<string, string> {
  const block = new RegExp(`\\[data-theme="${name}"\\][^{]*\\{([^}]*)\\}`).exec(css)?.[1] ?? "";
  return Object.fromEntries([...block.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map((it) => [it[1], it[2]]));
}

/** Relative luminance, WCAG 2.2. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

const TONES = ["ok", "near", "bad", "info", "quiet"];
const GROUNDS = ["ground", "surface", "sunken", "hover", "selected"];
const INKS = ["ink", "ink-2", "ink-3", "accent", ...TONES];

/** Each pair of colours in which words are written, ink first. */
const WRITTEN = [
  ...GROUNDS.flatMap((ground) => INKS.map((ink) => [ink, ground] as const)),
  ...TONES.flatMap((tone) => [tone, "ink", "ink-2"].map((ink) => [ink, `${tone}-bg`] as const)),
  ["accent-ink", "accent"],
  ["accent-ink", "accent-hover"],
  ["surface", "ink"],
] as const;

test.each(["light", "dark"])("every ink can be read on every ground it stands on (%s)", (name) => {
  const colours = theme(name);
  const tooFaint = WRITTEN.map(([ink, ground]) => {
    const ratio = contrast(colours[ink] ?? "", colours[ground] ?? "");
    return { pair: `${ink} on ${ground}`, ratio };
  }).filter(({ ratio }) => !(ratio >= 4.5));
  expect(tooFaint).toEqual([]);
});

test.each(["light", "dark"])("the edge of a field and the focus can be seen on what is around them (%s)", (name) => {
  const colours = theme(name);
  for (const line of ["edge", "focus"]) {
    for (const ground of ["surface", "ground"]) {
      expect(contrast(colours[line] ?? "", colours[ground] ?? ""), `${line} on ${ground}`).toBeGreaterThanOrEqual(3);
    }
  }
});

test("both themes have the same colours, so that none is missing in one of them", () => {
  expect(Object.keys(theme("dark"))).toEqual(Object.keys(theme("light")));
});

test("contrast is reckoned as WCAG has it", () => {
  expect(contrast("#000000", "#ffffff")).toBeCloseTo(21, 5);
  expect(contrast("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});
