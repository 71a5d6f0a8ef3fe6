import { fireEvent } from "@testing-library/react";
import { expect, test } from "vitest";
import { Support } from "../src/features/settings/Support";
import { fakeBackend } from "./support/fakeBackend";
import { show } from "./support/show";

test("the support bundle is read before it can be saved", async () => {
  const house = fakeBackend({ support_bundle: () => ({ text: '{\n  "support_bundle": 1\n}\n' }) });
  const { getByTestId, findByTestId, queryByTestId } = show(<Support />);
  expect(queryByTestId("support-save")).toBeNull();
  expect(house.asked).toEqual([]);
  fireEvent.click(getByTestId("support-show"));
  const text = (await findByTestId("support-text")) as HTMLTextAreaElement;
  expect(text.value).toContain("support_bundle");
  expect(queryByTestId("support-save")).not.toBeNull();
});
