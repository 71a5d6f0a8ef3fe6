import { fireEvent, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { Body } from "../src/backend/ask";
import type { FindingView } from "../src/backend/generated/FindingView";
import type { IdentifiedView } from "../src/backend/generated/IdentifiedView";
import type { SubmitBody } from "../src/backend/generated/SubmitBody";
import { queryClient } from "../src/backend/queries";
import { Intake } from "../src/features/intake/Intake";
import { type Answers, fakeBackend, pending } from "./support/fakeBackend";
import { aCase, anError } from "./support/samples";
import { press, show, type } from "./support/show";

const identified = (more: Partial<IdentifiedView> = {}): IdentifiedView => ({
  valid: true,
  refuse: false,
  normalised: "",
  problems: [],
  explained: [],
  facts: {},
  ...more,
});

const REPEAT: FindingView = {
  field: "card_number",
  code: "repeat_other_identity",
  severity: "warn",
  words: { zh: "此卡号在另一人的案件中出现过。", en: "This card is in somebody else's case." },
};

const MISSING: FindingView = {
  field: "accuracy_confirmed",
  code: "not_confirmed",
  severity: "refuse",
  words: { zh: "客户须确认资料无误。", en: "The customer has to confirm the data." },
};

const FILLED: Partial<SubmitBody> = {
  name: "王示例",
  document_number: "110101190003070002",
  card_number: "6225880000000019",
  phone: "13800000001",
  amount: "1280.50",
  partner: "示例商城",
  reference: "A-1001",
  consent_terms: "terms-3",
};

function intake(answers: Answers = {}, language: "zh" | "en" = "zh") {
  const house = fakeBackend({
    identify: () => identified(),
    screen_draft: () => ({ status: "open", findings: [] }),
    screen_amendment: () => ({ status: "open", findings: [] }),
    ...answers,
  });
  const openCase = vi.fn();
  const page = show(<Intake mending={null} openCase={openCase} />, language);
  const field = (name: string) => page.getByTestId(`field-${name}`) as HTMLInputElement;
  const fill = () => {
    for (const [name, value] of Object.entries(FILLED)) type(field(name), String(value));
    fireEvent.click(field("accuracy_confirmed"));
  };
  const saidOf = (name: string) =>
    document.getElementById(field(name).getAttribute("aria-describedby") ?? "")?.textContent ?? "";
  return { ...page, house, openCase, field, fill, saidOf };
}

test("a field says what its value tells about itself, as the house explains it", async () => {
  const explain = (body: Body<"identify">): IdentifiedView =>
    ({
      name: identified({ facts: { pinyin: "Wáng Shìlì" } }),
      "resident-id": identified({
        facts: { birth_date: "1900-03-07", sex: "female", province: "北京市", county: "东城区" },
      }),
      card: identified({ facts: { issuers: [{ bank: "示例银行", kind: "debit" }], schemes: ["unionpay"] } }),
      mobile: identified({ facts: { operator: "china_mobile" } }),
    })[body.kind];
  const { house, fill, saidOf } = intake({ identify: explain });
  fill();
  await waitFor(() => expect(saidOf("name")).toBe("拼音 Wáng Shìlì"));
  await waitFor(() => expect(saidOf("document_number")).toBe("1900-03-07 出生 · 女 · 北京市东城区"));
  await waitFor(() => expect(saidOf("card_number")).toBe("示例银行 借记卡 · UnionPay"));
  await waitFor(() => expect(saidOf("phone")).toBe("中国移动"));
  expect(house.bodies("identify")).toContainEqual({ kind: "card", value: "6225880000000019" });
});

test.each(["zh", "en"] as const)(
  "what is wrong with a value is said below its field, in the house's words (%s)",
  async (language) => {
    const words = { zh: "末位校验不符。", en: "The last digit does not fit." };
    const { field, saidOf } = intake(
      { identify: () => identified({ valid: false, refuse: true, problems: ["check_digit"], explained: [words] }) },
      language,
    );
    type(field("card_number"), "6225880000000018");
    await waitFor(() => expect(saidOf("card_number")).toBe(words[language]));
    expect(field("card_number").getAttribute("aria-invalid")).toBe("true");
  },
);

test("what was said about a value is gone as soon as the value changes", async () => {
  const { field, saidOf } = intake({ identify: () => identified({ facts: { operator: "china_mobile" } }) });
  type(field("phone"), "13800000001");
  await waitFor(() => expect(saidOf("phone")).toBe("中国移动"));
  type(field("phone"), "1380000000");
  expect(saidOf("phone")).toBe("");
});

test("an answer that comes late is not said about the value that stands there by then", async () => {
  const late = pending<IdentifiedView>();
  const { house, field, saidOf } = intake({
    identify: ({ value }) => (value === "138" ? late.promise : identified({ facts: { operator: "china_unicom" } })),
  });
  type(field("phone"), "138");
  await waitFor(() => expect(house.bodies("identify")).toHaveLength(1));
  type(field("phone"), "13800000001");
  await waitFor(() => expect(saidOf("phone")).toBe("中国联通"));
  late.answer(identified({ facts: { operator: "china_mobile" } }));
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(saidOf("phone")).toBe("中国联通");
});

test("what the desk saw before is said while it is typed, before anything is submitted", async () => {
  const { house, field, saidOf, getByTestId } = intake({
    screen_draft: () => ({ status: "open", findings: [REPEAT] }),
  });
  type(field("card_number"), "6225880000000019");
  await waitFor(() => expect(saidOf("card_number")).toBe("此卡号在另一人的案件中出现过。"));
  expect(getByTestId("screening").dataset.status).toBe("open");
  expect(house.asked).not.toContain("submit");
});

test("what is missing is not complained of while somebody types, only once they submit", async () => {
  const { field, saidOf, findByText, queryByText } = intake({
    screen_draft: () => ({ status: null, findings: [MISSING, { ...REPEAT, field: "name", code: "unusual" }] }),
    submit: () => {
      throw anError("form_incomplete");
    },
  });
  type(field("name"), "王示例");
  await waitFor(() => expect(saidOf("name")).toBe(REPEAT.words.zh));
  expect(queryByText(/客户须确认资料无误/)).toBeNull();
  press("Enter", { ctrlKey: true });
  expect(await findByText(/客户须确认资料无误/)).toBeTruthy();
});

test("the whole form is submitted, with the customer's word that it is right and a moment with its zone", async () => {
  const { house, fill, findByTestId } = intake({ submit: () => ({ case: "c1", status: "open", findings: [] }) });
  fill();
  press("Enter", { ctrlKey: true });
  expect((await findByTestId("submitted")).dataset.status).toBe("open");
  const [body] = house.bodies("submit");
  expect(body).toEqual({
    ...FILLED,
    document_type: "resident_id",
    method: "bank_card",
    email: "",
    currency: "CNY",
    language: "zh-CN",
    consent_channel: "counter",
    consent_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:00[+-]\d\d:\d\d$/),
    accuracy_confirmed: true,
  });
});

test("without the customer's word the form says so to the house, which decides", async () => {
  const { house, fill, field } = intake({
    submit: () => {
      throw anError("form_incomplete");
    },
  });
  fill();
  fireEvent.click(field("accuracy_confirmed"));
  fireEvent.submit(field("name"));
  await waitFor(() => expect(house.bodies("submit").map((body) => body.accuracy_confirmed)).toEqual([false]));
});

test("what was entered stays when it is refused", async () => {
  const { fill, field, findByTestId } = intake({
    submit: () => {
      throw anError("already_received");
    },
  });
  fill();
  press("Enter", { ctrlKey: true });
  expect((await findByTestId("problem")).dataset.code).toBe("already_received");
  for (const [name, value] of Object.entries(FILLED)) expect(field(name).value).toBe(value);
  expect(field("accuracy_confirmed").checked).toBe(true);
});

test("pressed twice quickly, a form is submitted once", async () => {
  const answer = pending<{ case: string; status: string; findings: FindingView[] }>();
  const { house, fill, getByTestId, findByTestId } = intake({ submit: () => answer.promise });
  fill();
  press("Enter", { ctrlKey: true });
  await waitFor(() => expect(getByTestId("submit").matches(":disabled")).toBe(true));
  press("Enter", { ctrlKey: true });
  answer.answer({ case: "c1", status: "open", findings: [] });
  await findByTestId("submitted");
  expect(house.bodies("submit")).toHaveLength(1);
});

test("after one case the form is empty but for partner and terms, and the case can be opened", async () => {
  const { fill, field, findByTestId, openCase } = intake({
    submit: () => ({ case: "c1", status: "screened_out", findings: [REPEAT] }),
  });
  fill();
  press("Enter", { ctrlKey: true });
  const submitted = await findByTestId("submitted");
  expect(submitted.dataset.status).toBe("screened_out");
  expect(submitted.textContent).toContain("此卡号在另一人的案件中出现过。");
  fireEvent.click(await findByTestId("open-submitted"));
  expect(openCase.mock.calls).toEqual([["c1"]]);
  fireEvent.click(await findByTestId("another"));
  await findByTestId("field-name");
  const { partner, consent_terms } = FILLED;
  expect([field("partner").value, field("consent_terms").value]).toEqual([partner, consent_terms]);
  for (const name of ["name", "document_number", "card_number", "phone", "amount", "reference"]) {
    expect(field(name).value).toBe("");
  }
  expect(field("accuracy_confirmed").checked).toBe(false);
});

test("nothing that was submitted is kept among what was asked", async () => {
  const { fill, findByTestId } = intake({ submit: () => ({ case: "c1", status: "open", findings: [] }) });
  fill();
  press("Enter", { ctrlKey: true });
  await findByTestId("submitted");
  const asked = queryClient
    .getMutationCache()
    .getAll()
    .map((it) => JSON.stringify(it.state.variables));
  expect(asked.join()).not.toContain(FILLED.card_number);
});

test("a form that was submitted is empty for whoever comes back, also if they left before it was answered", async () => {
  const answer = pending<{ case: string; status: string; findings: FindingView[] }>();
  const { house, fill, field, instead, openCase } = intake({ submit: () => answer.promise });
  fill();
  press("Enter", { ctrlKey: true });
  await waitFor(() => expect(house.asked).toContain("submit"));
  instead(null);
  answer.answer({ case: "c1", status: "open", findings: [] });
  await new Promise((resolve) => setTimeout(resolve, 20));
  instead(<Intake mending={null} openCase={openCase} />);
  expect([field("name").value, field("partner").value]).toEqual(["", "示例商城"]);
});

test("nothing that was typed is kept among what was read once the form is off the page", async () => {
  const { house, fill, unmount, saidOf } = intake();
  fill();
  await waitFor(() => expect(house.asked).toContain("screen_draft"));
  await waitFor(() => expect(saidOf("phone")).not.toBe(""));
  unmount();
  await waitFor(() => expect(queryClient.getQueryCache().getAll()).toEqual([]));
});

test("a case that is mended has its number and its partner already, and its customer's data is typed anew", async () => {
  const house = fakeBackend({
    identify: () => identified(),
    screen_amendment: () => ({ status: "open", findings: [] }),
    amend: () => aCase({ version: 2 }),
  });
  const openCase = vi.fn();
  const page = show(<Intake mending={aCase()} openCase={openCase} />);
  const value = (name: string) => (page.getByTestId(`field-${name}`) as HTMLInputElement).value;
  expect([value("reference"), value("partner"), value("amount")]).toEqual(["A-1001", "示例商城", "58000.00"]);
  expect([value("name"), value("card_number"), value("document_number"), value("phone")]).toEqual(["", "", "", ""]);
  type(page.getByTestId("field-name"), "王示例");
  press("Enter", { ctrlKey: true });
  await waitFor(() => expect(openCase.mock.calls).toEqual([["c1"]]));
  expect(house.bodies("amend").map(({ reference, name }) => ({ reference, name }))).toEqual([
    { reference: "A-1001", name: "王示例" },
  ]);
});
