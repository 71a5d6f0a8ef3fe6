import { fireEvent, waitFor } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import type { CaseView } from "../src/backend/generated/CaseView";
import type { PreviewView } from "../src/backend/generated/PreviewView";
import { Rail } from "../src/features/case/Rail";
import { type Answers, type FakeBackend, fakeBackend, pending } from "./support/fakeBackend";
import { aCase, anError, notAllowed, REASONS } from "./support/samples";
import { press, show, type } from "./support/show";

const PREVIEW: PreviewView = {
  text: "尊敬的客户，您的付款已通过核验。",
  language: "zh-CN",
  causes: [],
  hold_seconds: 30,
};

let house: FakeBackend;
const next = vi.fn();

beforeEach(() => next.mockClear());

/** The rail of a case, with everything answered that it asks by itself. */
function rail(view: CaseView, answers: Answers = {}, language: "zh" | "en" = "zh") {
  house = fakeBackend({ reasons: () => REASONS, preview_message: () => PREVIEW, ...answers });
  const page = show(<Rail view={view} next={next} />, language);
  const chosen = () => page.queryByRole("radio", { checked: true })?.closest("label")?.dataset.testid;
  return { ...page, chosen };
}

const decided = aCase({}, { status: "waiting_for_review" });

test("an outcome is chosen with the keys 1 to 4", () => {
  const { chosen } = rail(aCase());
  const seen = ["1", "2", "3", "4"].map((key) => {
    press(key);
    return chosen();
  });
  expect(seen).toEqual([
    "choice-verified",
    "choice-not_verified_may_retry",
    "choice-not_verified_final",
    "choice-unable_to_verify",
  ]);
});

test("once an outcome is chosen, what the customer would read is shown, and what policy would do", async () => {
  const { findByText, getByTestId } = rail(aCase());
  expect(getByTestId("preview").textContent).toContain("选定结论后");
  press("1");
  await findByText(PREVIEW.text);
  expect(getByTestId("policy").textContent).toContain("30 秒");
  expect(house.bodies("preview_message")).toEqual([{ case: "c1", outcome: "verified", reasons: [] }]);
});

test("an outcome that takes two people says why before it is proposed", async () => {
  const { findByTestId } = rail(aCase(), { preview_message: () => ({ ...PREVIEW, causes: ["amount", "risk"] }) });
  press("1");
  const policy = await findByTestId("policy");
  expect(policy.textContent).toContain("将送复核：");
  expect(policy.textContent).toContain("风险为高");
});

test("Ctrl and Enter propose with outcome, reasons and note, and then the next case comes", async () => {
  const { getByTestId, findByTestId, findByText } = rail(aCase(), { propose: () => decided });
  press("3");
  const field = getByTestId("reason");
  field.focus();
  fireEvent.click(await findByTestId("reason-suspected_fraud"));
  type(getByTestId("why"), "客户本人来电否认。");
  press("Enter", { ctrlKey: true });
  await findByText("结论已提出，等待复核。");
  expect(house.bodies("propose")).toEqual([
    { case: "c1", outcome: "not_verified_final", reasons: ["suspected_fraud"], note: "客户本人来电否认。" },
  ]);
  expect(next).toHaveBeenCalledTimes(1);
});

test("pressed twice quickly, a proposal is made once", async () => {
  const answer = pending<CaseView>();
  rail(aCase(), { propose: () => answer.promise });
  press("1");
  press("Enter", { ctrlKey: true });
  press("Enter", { ctrlKey: true });
  answer.answer(decided);
  await waitFor(() => expect(next).toHaveBeenCalled());
  press("Enter", { ctrlKey: true });
  expect(house.bodies("propose")).toHaveLength(1);
  expect(next).toHaveBeenCalledTimes(1);
});

test("without an outcome nothing is proposed", () => {
  const { getByTestId } = rail(aCase());
  press("Enter", { ctrlKey: true });
  fireEvent.click(getByTestId("propose"));
  expect(house.asked).not.toContain("propose");
});

const HELD = anError("claimed_by_other", {
  zh: { happened: "案件由赵示例办理。", kept: "什么都没有改变。", next: "请等待，或请对方退还案件。" },
  en: { happened: "Zhao Sample has the case.", kept: "Nothing was changed.", next: "Wait, or ask for it." },
});
const held = aCase({ actions: [notAllowed("propose", HELD)] });

test.each(["zh", "en"] as const)(
  "what may not be done says so in the house's words, and is not asked for (%s)",
  (language) => {
    const { getByTestId, getAllByText, chosen } = rail(held, {}, language);
    const words = HELD[language];
    const said = language === "zh" ? `${words.happened}${words.next}` : `${words.happened} ${words.next}`;
    expect(getAllByText(said).length).toBeGreaterThan(0);
    expect(getByTestId("propose").getAttribute("aria-disabled")).toBe("true");
    press("1");
    expect(chosen()).toBeUndefined();
    press("Enter", { ctrlKey: true });
    fireEvent.click(getByTestId("propose"));
    expect(house.asked).not.toContain("propose");
  },
);

test("an act that the house says nothing about is not allowed either", () => {
  const { getByTestId } = rail(aCase({ actions: [] }));
  fireEvent.click(getByTestId("propose"));
  expect(getByTestId("propose").getAttribute("aria-disabled")).toBe("true");
  expect(house.asked).not.toContain("propose");
});

test("a proposal that is refused keeps what was filled in, and the next case does not come", async () => {
  const { getByTestId, findByTestId, chosen } = rail(aCase(), {
    propose: () => {
      throw anError("reason_missing");
    },
  });
  press("2");
  type(getByTestId("why"), "姓名对不上。");
  press("Enter", { ctrlKey: true });
  expect((await findByTestId("problem")).dataset.code).toBe("reason_missing");
  expect(chosen()).toBe("choice-not_verified_may_retry");
  expect((getByTestId("why") as HTMLTextAreaElement).value).toBe("姓名对不上。");
  expect(next).not.toHaveBeenCalled();
});

test("only reasons that fit the outcome are offered, and those of another outcome go when it changes", async () => {
  const { getByTestId, findByTestId, queryByTestId, container } = rail(aCase());
  expect(getByTestId("reason").matches(":disabled")).toBe(true);
  press("3");
  getByTestId("reason").focus();
  expect(await findByTestId("reason-name_differs")).toBeTruthy();
  expect(queryByTestId("reason-institution_silent")).toBeNull();
  fireEvent.click(getByTestId("reason-name_differs"));
  expect(container.querySelectorAll(".reason")).toHaveLength(1);
  getByTestId("reason").blur();
  press("4");
  expect(container.querySelectorAll(".reason")).toHaveLength(0);
});

test("a reason is found by what is typed and taken with Enter, without proposing", async () => {
  const { getByTestId, findByTestId, queryByTestId, container } = rail(aCase());
  press("3");
  const field = getByTestId("reason");
  field.focus();
  await findByTestId("reason-name_differs");
  type(field, "冒用");
  expect(queryByTestId("reason-name_differs")).toBeNull();
  press("Enter");
  expect(container.querySelector(".reason")?.textContent).toContain("疑似冒用");
  expect(container.querySelector(".reason")?.textContent).toContain("不告知客户具体原因");
  expect(house.asked).not.toContain("propose");
});

test("Enter that ends the composing of a word takes no reason", async () => {
  const { getByTestId, findByTestId, container } = rail(aCase());
  press("3");
  getByTestId("reason").focus();
  await findByTestId("reason-name_differs");
  press("Enter", { isComposing: true });
  expect(container.querySelectorAll(".reason")).toHaveLength(0);
});
