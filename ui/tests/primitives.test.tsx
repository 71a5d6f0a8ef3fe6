import { fireEvent } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { Button, Choice, Field, Masked, type Said, Segments } from "../src/design/primitives";
import { CallMark, CheckMark, CheckMarks, OutcomeMark } from "../src/design/signs";
import { VOCABULARY } from "../src/words/vocabulary";
import { show } from "./support/show";

test("a refused button does nothing, can be reached, and tells why to those who hear", () => {
  const act = vi.fn();
  const page = show(
    <Button onClick={act} refused="案件由赵示例办理。">
      领取
    </Button>,
  );
  const button = page.getByRole("button");
  fireEvent.click(button);
  expect(act).not.toHaveBeenCalled();
  expect(button.hasAttribute("disabled")).toBe(false);
  expect(button.getAttribute("aria-disabled")).toBe("true");
  const why = document.getElementById(button.getAttribute("aria-describedby") ?? "");
  expect(why?.textContent).toBe("案件由赵示例办理。");
  page.instead(<Button onClick={act}>领取</Button>);
  fireEvent.click(page.getByRole("button"));
  expect(act).toHaveBeenCalledTimes(1);
});

test("a button submits no form unless it is meant to", () => {
  const submit = vi.fn((event: React.FormEvent) => event.preventDefault());
  const page = show(
    <form onSubmit={submit}>
      <Button>撤回</Button>
      <Button type="submit">提交</Button>
    </form>,
  );
  fireEvent.click(page.getByText("撤回"));
  expect(submit).not.toHaveBeenCalled();
  fireEvent.click(page.getByText("提交"));
  expect(submit).toHaveBeenCalledTimes(1);
});

test("what is said about a field belongs to it, and only what is bad makes it wrong", () => {
  const field = (said?: Said) => (
    <Field label="业务编号" said={said}>
      {(wiring) => <input {...wiring} />}
    </Field>
  );
  const page = show(field({ tone: "near", text: "请核对" }));
  const input = page.getByLabelText("业务编号");
  const said = document.getElementById(input.getAttribute("aria-describedby") ?? "");
  expect([said?.textContent, said?.getAttribute("aria-live")]).toEqual(["请核对", "polite"]);
  expect(input.getAttribute("aria-invalid")).toBeNull();
  page.instead(field({ tone: "bad", text: "末位不符" }));
  expect(page.getByLabelText("业务编号").getAttribute("aria-invalid")).toBe("true");
});

test("a choice has one option chosen at most, and none can be chosen while it is disabled", () => {
  const choose = vi.fn();
  const options = [
    { value: "agree", label: "同意" },
    { value: "return", label: "退回" },
  ];
  const page = show(<Choice legend="复核意见" options={options} value="agree" choose={choose} />);
  expect(page.getAllByRole("radio", { checked: true })).toHaveLength(1);
  fireEvent.click(page.getByLabelText("退回"));
  expect(choose.mock.calls).toEqual([["return"]]);
  page.instead(<Choice legend="复核意见" options={options} value="agree" choose={choose} disabled />);
  expect(page.getByLabelText("退回").matches(":disabled, fieldset:disabled *")).toBe(true);
});

test("a row of segments says which one is on", () => {
  const choose = vi.fn();
  const options = [
    { value: "zh", label: "中" },
    { value: "en", label: "EN" },
  ];
  const page = show(<Segments label="界面语言" options={options} value="zh" choose={choose} />);
  expect(page.getAllByRole("button", { pressed: true }).map((it) => it.textContent)).toEqual(["中"]);
  fireEvent.click(page.getByText("EN"));
  expect(choose.mock.calls).toEqual([["en"]]);
});

test("where there is no masked value there is a dash", () => {
  const page = show(<Masked value="" />);
  expect(page.container.textContent).toBe("—");
});

/** The sign that a word has when nobody gave it one of its own. */
const NO_SIGN = "·";

test.each(Object.keys(VOCABULARY.callState))("a call that is %s has a sign of its own, and its word", (state) => {
  const page = show(<CallMark state={state} />);
  const word = VOCABULARY.callState[state as keyof typeof VOCABULARY.callState][0];
  expect(page.container.textContent).toContain(word);
  expect(page.container.textContent).not.toContain(NO_SIGN);
});

test.each(Object.keys(VOCABULARY.outcome))("an outcome %s has a sign of its own", (outcome) => {
  const page = show(<OutcomeMark outcome={outcome} />);
  expect(page.container.textContent).not.toContain(NO_SIGN);
});

test("each answer to a check has a sign and a word that no other has", () => {
  const seen = Object.keys(VOCABULARY.checkOutcome).map((outcome) => {
    const page = show(<CheckMark check={{ state: "answered", outcome }} brief />);
    const mark = page.getByRole("img");
    const sign = `${mark.textContent} ${mark.className}`;
    const word = mark.getAttribute("aria-label") ?? "";
    page.unmount();
    return { sign, word };
  });
  expect(new Set(seen.map((it) => it.sign)).size).toBe(seen.length);
  expect(new Set(seen.map((it) => it.word)).size).toBe(seen.length);
});

test("the letters of a list are a mark each, and a letter from a newer house is left out", () => {
  const page = show(<CheckMarks letters="mxqZ" />);
  expect(page.getAllByRole("img").map((it) => it.getAttribute("aria-label"))).toEqual(["一致", "不一致", "待发送"]);
});
