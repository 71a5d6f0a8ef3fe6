import { fireEvent, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { StationView } from "../src/backend/generated/StationView";
import { queryClient } from "../src/backend/queries";
import { Founding } from "../src/features/session/Founding";
import { SignIn } from "../src/features/session/SignIn";
import { type Answers, fakeBackend, pending } from "./support/fakeBackend";
import { anError, aStation } from "./support/samples";
import { show, type } from "./support/show";

const SECRET = "六只鹭鸶站在无名湖边";
const locked = aStation({ phase: "locked", person: null, roles: [], actions: [] });
const prefer = () => undefined;

/** Everything in which a passphrase could have stayed: what the page shows, what its fields hold, what was asked. */
function left(): string {
  const fields = [...document.querySelectorAll("input")].map(
    (field) => `${field.value} ${field.getAttribute("value")}`,
  );
  const asked = queryClient.getMutationCache().getAll();
  return [
    document.documentElement.outerHTML,
    ...fields,
    ...asked.map((it) => JSON.stringify(it.state.variables)),
  ].join();
}

function signIn(answers: Answers) {
  const house = fakeBackend(answers);
  const became = vi.fn();
  const page = show(<SignIn station={locked} became={became} prefer={prefer} />);
  type(page.getByTestId("name"), "林示例");
  type(page.getByTestId("passphrase"), SECRET);
  const field = page.getByTestId("passphrase") as HTMLInputElement;
  return { ...page, house, became, field };
}

test("the passphrase is handed on and gone from the page at once, before the house has answered", async () => {
  const answer = pending<StationView>();
  const { house, became, field, getByTestId } = signIn({ sign_in: () => answer.promise });
  expect(field.value).toBe(SECRET);
  fireEvent.click(getByTestId("sign-in"));
  expect(field.value).toBe("");
  expect(left()).not.toContain(SECRET);
  await waitFor(() => expect(house.bodies("sign_in")).toEqual([{ name: "林示例", passphrase: SECRET }]));
  const station = aStation();
  answer.answer(station);
  await waitFor(() => expect(became.mock.calls[0]?.[0]).toEqual(station));
});

test("a passphrase that was refused is gone too, and the name stays", async () => {
  const { field, getByTestId, findByTestId, became } = signIn({
    sign_in: () => {
      throw anError("sign_in_failed");
    },
  });
  fireEvent.click(getByTestId("sign-in"));
  expect((await findByTestId("problem")).dataset.code).toBe("sign_in_failed");
  expect(field.value).toBe("");
  expect(left()).not.toContain(SECRET);
  expect((getByTestId("name") as HTMLInputElement).value).toBe("林示例");
  expect(became).not.toHaveBeenCalled();
});

test("a passphrase is not readable while it is typed, until its owner asks for it", () => {
  const { field, getByLabelText } = signIn({});
  expect(field.type).toBe("password");
  fireEvent.click(getByLabelText("显示口令"));
  expect(field.type).toBe("text");
});

test("nobody signs in without a name and a passphrase", () => {
  const { house, getByTestId, field } = signIn({});
  type(field, "");
  expect(getByTestId("sign-in").matches(":disabled")).toBe(true);
  fireEvent.submit(field);
  type(field, SECRET);
  type(getByTestId("name"), "  ");
  fireEvent.submit(field);
  expect(house.asked).toEqual([]);
});

test("while the house is opening, nobody signs in a second time", async () => {
  const { house, field, getByTestId, findByText } = signIn({ sign_in: () => pending<StationView>().promise });
  fireEvent.click(getByTestId("sign-in"));
  await findByText("正在打开，请稍候…");
  type(field, SECRET);
  fireEvent.click(getByTestId("sign-in"));
  expect(house.bodies("sign_in")).toHaveLength(1);
});

test("on a desk for trying out, a person is chosen with a click", async () => {
  const demo = {
    ...locked,
    demo: true,
    demo_people: [{ name: "林示例", roles: ["operator"], passphrase: "演示口令" }],
  };
  const house = fakeBackend({ sign_in: () => aStation({ demo: true }) });
  const page = show(<SignIn station={demo} became={() => undefined} prefer={prefer} />);
  fireEvent.click(page.getByTestId("demo-person"));
  await waitFor(() => expect(house.bodies("sign_in")).toEqual([{ name: "林示例", passphrase: "演示口令" }]));
});

const founding = aStation({
  phase: "founding",
  roles: ["operator", "administrator"],
  founding: { people: [{ name: "林示例", roles: ["operator"] }], institutions: [], missing: ["supervisor"] },
});

function foundingPage(answers: Answers) {
  const house = fakeBackend(answers);
  const page = show(<Founding station={founding} became={() => undefined} prefer={prefer} lock={() => undefined} />);
  return { ...page, house };
}

test("the passphrase of somebody who joins is gone from the page once they have joined", async () => {
  const { house, getByTestId } = foundingPage({ add_person: () => founding });
  type(getByTestId("person-name"), "赵示例");
  for (const field of ["person-passphrase", "person-passphrase-again"]) type(getByTestId(field), SECRET);
  fireEvent.click(getByTestId("person-add"));
  await waitFor(() => expect((getByTestId("person-passphrase") as HTMLInputElement).value).toBe(""));
  expect(house.bodies("add_person")).toEqual([{ name: "赵示例", roles: ["supervisor"], passphrase: SECRET }]);
  expect(left()).not.toContain(SECRET);
});

test("two passphrases that differ are not sent", () => {
  const { house, getByTestId, getByText } = foundingPage({});
  type(getByTestId("person-name"), "赵示例");
  type(getByTestId("person-passphrase"), SECRET);
  type(getByTestId("person-passphrase-again"), `${SECRET}。`);
  expect(getByText("两次输入的口令不一样。")).toBeTruthy();
  fireEvent.submit(getByTestId("person-name"));
  expect(house.asked).toEqual([]);
});

test("an institution's credential is gone from the page once it is set", async () => {
  const { house, getByTestId, container } = foundingPage({ set_institution: () => founding });
  const form = container.querySelector("[data-testid=institution-tencent-sms]") as HTMLElement;
  const [url, credential] = form.querySelectorAll("input");
  type(url as Element, "http://127.0.0.1:8080");
  type(credential as Element, "ID:SECRET-OF-NOBODY");
  fireEvent.submit(form);
  await waitFor(() => expect((credential as HTMLInputElement).value).toBe(""));
  expect(house.bodies("set_institution")).toEqual([
    { institution: "tencent-sms", url: "http://127.0.0.1:8080", credential: "ID:SECRET-OF-NOBODY" },
  ]);
  expect(left()).not.toContain("SECRET-OF-NOBODY");
  expect(getByTestId("missing").textContent).toContain("主管");
});
