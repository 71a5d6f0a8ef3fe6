import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, configure, fireEvent, render } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, expect } from "vitest";
import type { Language } from "../../src/backend/generated/Language";
import { queryClient } from "../../src/backend/queries";
import { TellProvider } from "../../src/design/tell";
import { DraftsProvider } from "../../src/lib/drafts";
import { KeyProvider } from "../../src/lib/keys";
import { LanguageProvider } from "../../src/words/language";
import { endFakeBackend } from "./fakeBackend";

// A machine that builds at the same time is slow; what does not come at all is told just the same.
configure({ asyncUtilTimeout: 4_000 });

/** Nothing of one test is left to the next: not the page, not what was read, not the fake. */
afterEach(async () => {
  cleanup();
  // What is unmounted stops listening a moment later, and needs the fake for that.
  await new Promise((resolve) => setTimeout(resolve));
  queryClient.clear();
  expect(endFakeBackend(), "requests that the test gave no answer to").toEqual([]);
});

/** Puts something on the page, inside everything that stands around it in the window. */
export function show(what: ReactNode, language: Language = "zh") {
  const around = (inside: ReactNode) => (
    <LanguageProvider language={language}>
      <QueryClientProvider client={queryClient}>
        <KeyProvider>
          <TellProvider>
            <DraftsProvider>{inside}</DraftsProvider>
          </TellProvider>
        </KeyProvider>
      </QueryClientProvider>
    </LanguageProvider>
  );
  const page = render(around(what));
  return { ...page, instead: (other: ReactNode) => page.rerender(around(other)) };
}

type Press = { ctrlKey?: boolean; metaKey?: boolean; isComposing?: boolean; keyCode?: number; repeat?: boolean };

/** Presses a key where the focus is. */
export const press = (key: string, how: Press = {}) =>
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...how });

/** Types into a field as a whole. */
export const type = (field: Element, value: string) => fireEvent.change(field, { target: { value } });
