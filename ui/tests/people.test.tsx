import { fireEvent, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { PeopleView } from "../src/backend/generated/PeopleView";
import type { RosterRowView } from "../src/backend/generated/RosterRowView";
import { People } from "../src/features/people/People";
import { type Answers, fakeBackend } from "./support/fakeBackend";
import { aChange, anError } from "./support/samples";
import { left, unnamed } from "./support/secrets";
import { show, type } from "./support/show";

const SECRET = "七只白鹭停在旧石桥上面不飞走";

const person = (name: string, more: Partial<RosterRowView> = {}): RosterRowView => ({
  name,
  roles: ["operator"],
  me: false,
  here: true,
  keys: 1,
  since_record: 12,
  ...more,
});

const PEOPLE: PeopleView = {
  people: [
    person("林示例", { roles: ["operator", "administrator"], me: true, since_record: 0 }),
    person("赵示例", { roles: ["supervisor"], keys: 2 }),
    person("钱示例", { roles: [], here: false, since_record: 4_031 }),
  ],
  recovery: null,
  solo: false,
  refusal: null,
};

function people(view: Partial<PeopleView> = {}, answers: Answers = {}, language: "zh" | "en" = "zh") {
  const house = fakeBackend({ people: () => ({ ...PEOPLE, ...view }), changes: () => [], ...answers });
  const openChanges = vi.fn();
  const page = show(<People noKeychain={false} openChanges={openChanges} />, language);
  return { ...page, house, openChanges };
}

async function line(page: ReturnType<typeof people>, name: string) {
  await page.findAllByTestId("person");
  const row = page.getAllByTestId("person").find((it) => it.dataset.name === name);
  if (row === undefined) throw new Error(name);
  return within(row);
}

test("each person stands with roles, term and keys, and who left can be proposed nothing about", async () => {
  const page = people();
  const zhao = await line(page, "赵示例");
  expect(zhao.getByText("自第 12 条记录起在职")).toBeTruthy();
  expect(zhao.getByText("主管")).toBeTruthy();
  expect(zhao.getByText("2 次")).toBeTruthy();
  const qian = await line(page, "钱示例");
  expect(qian.getByText("于第 4,031 条记录离开")).toBeTruthy();
  expect(qian.queryAllByRole("button")).toEqual([]);
  // Who is signed in has not lost their passphrase. They founded the desk.
  const lin = await line(page, "林示例");
  expect(lin.queryByTestId("propose-renewal")).toBeNull();
  expect(lin.getByText("自建立核验台起在职")).toBeTruthy();
});

test("somebody is taken on with the passphrase they typed, which is nowhere once it is proposed", async () => {
  const page = people({}, { propose_enrolment: () => aChange({ what: "enrol" }) });
  fireEvent.click(await page.findByTestId("enrol-open"));
  type(page.getByTestId("enrol-name"), "孙示例");
  for (const field of ["enrol-passphrase", "enrol-passphrase-again"]) type(page.getByTestId(field), SECRET);
  expect(unnamed()).toEqual([]);
  fireEvent.click(page.getByTestId("enrol-propose"));
  await waitFor(() => expect(page.queryByTestId("enrol")).toBeNull());
  expect(page.house.bodies("propose_enrolment")).toEqual([{ name: "孙示例", roles: ["operator"], passphrase: SECRET }]);
  expect(left()).not.toContain(SECRET);
  // What waits is read anew.
  expect(page.house.bodies("changes").length).toBeGreaterThan(1);
});

test("how long the passphrase must be follows the roles that are ticked", async () => {
  const page = people();
  fireEvent.click(await page.findByTestId("enrol-open"));
  expect(page.getByText(/至少 12 个字符/)).toBeTruthy();
  fireEvent.click(page.getByTestId("role-supervisor"));
  expect(page.getByText(/至少 15 个字符/)).toBeTruthy();
});

test("what the house refuses is said in the form, and what was typed stays for mending", async () => {
  const page = people(
    {},
    {
      propose_enrolment: () => {
        throw anError("name_taken");
      },
    },
  );
  fireEvent.click(await page.findByTestId("enrol-open"));
  type(page.getByTestId("enrol-name"), "赵示例");
  for (const field of ["enrol-passphrase", "enrol-passphrase-again"]) type(page.getByTestId(field), SECRET);
  fireEvent.click(page.getByTestId("enrol-propose"));
  expect((await page.findByTestId("problem")).dataset.code).toBe("name_taken");
  expect((page.getByTestId("enrol-name") as HTMLInputElement).value).toBe("赵示例");
  fireEvent.click(page.getByText("取消"));
  expect(left()).not.toContain(SECRET);
});

test("other roles are proposed only where they are other", async () => {
  const page = people({}, { propose_roles: () => aChange({ what: "set_roles" }) });
  fireEvent.click((await line(page, "赵示例")).getByTestId("propose-roles"));
  expect(page.getByTestId("person-propose").matches(":disabled")).toBe(true);
  fireEvent.click(page.getByTestId("role-administrator"));
  fireEvent.click(page.getByTestId("person-propose"));
  await waitFor(() => expect(page.queryByTestId("person-act")).toBeNull());
  expect(page.house.bodies("propose_roles")).toEqual([{ name: "赵示例", roles: ["supervisor", "administrator"] }]);
});

test("leaving says what happens before it is proposed, and Escape gives it up", async () => {
  const page = people({}, { propose_dismissal: () => aChange({ what: "dismiss" }) });
  const zhao = await line(page, "赵示例");
  fireEvent.click(zhao.getByTestId("propose-dismissal"));
  expect(page.getByTestId("person-act").textContent).toContain("更换全部密钥");
  expect(page.house.asked).not.toContain("propose_dismissal");
  fireEvent.keyDown(page.getByTestId("person-act"), { key: "Escape" });
  expect(page.queryByTestId("person-act")).toBeNull();
  fireEvent.click(zhao.getByTestId("propose-dismissal"));
  fireEvent.click(page.getByTestId("person-propose"));
  await waitFor(() => expect(page.house.bodies("propose_dismissal")).toEqual([{ name: "赵示例" }]));
});

test("a lost passphrase is replaced by one that its owner types, which is nowhere afterwards", async () => {
  const page = people({}, { propose_renewal: () => aChange({ what: "renew" }) });
  fireEvent.click((await line(page, "赵示例")).getByTestId("propose-renewal"));
  for (const field of ["renewal-passphrase", "renewal-passphrase-again"]) type(page.getByTestId(field), SECRET);
  fireEvent.click(page.getByTestId("person-propose"));
  await waitFor(() => expect(page.queryByTestId("person-act")).toBeNull());
  expect(page.house.bodies("propose_renewal")).toEqual([{ name: "赵示例", passphrase: SECRET }]);
  expect(left()).not.toContain(SECRET);
});

test("in quarantine nothing can be proposed, and the banner alone says why", async () => {
  const page = people({ refusal: anError("quarantined") });
  await line(page, "赵示例");
  expect(page.queryByTestId("people-refused")).toBeNull();
  expect(page.queryByTestId("enrol-open")).toBeNull();
  expect(page.queryByTestId("propose-roles")).toBeNull();
});

test.each(["zh", "en"] as const)("who may only look is told why, and offered nothing (%s)", async (language) => {
  const refusal = anError("role_missing");
  const page = people({ refusal }, {}, language);
  expect((await page.findByTestId("people-refused")).textContent).toContain(refusal[language].happened);
  expect(page.queryByTestId("enrol-open")).toBeNull();
  expect(page.queryByTestId("propose-roles")).toBeNull();
});

test("a solo desk says that nothing can be approved", async () => {
  const page = people({ solo: true });
  expect((await page.findByTestId("people-solo")).textContent).toContain("会一直等待");
});

test("what waits about people is told in a sentence, with the way to where it is judged", async () => {
  const page = people(
    {},
    {
      changes: () => [
        aChange({ change: "x1", what: "enrol", person: "孙示例", roles: ["operator", "supervisor"] }),
        aChange({ change: "x2", what: "set_institution" }),
        aChange({ change: "x3", what: "dismiss", person: "赵示例", state: "approved" }),
      ],
    },
  );
  const waiting = await page.findAllByTestId("waiting");
  expect(waiting.map((it) => it.firstElementChild?.textContent)).toEqual(["孙示例 加入，角色：操作员、主管"]);
  fireEvent.click(page.getByTestId("open-changes"));
  expect(page.openChanges).toHaveBeenCalledTimes(1);
});
