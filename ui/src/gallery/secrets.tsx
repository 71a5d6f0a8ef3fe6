import { useState } from "react";
import { Digits } from "../design/Digits";
import { KeySteps } from "../design/KeyChange";
import { NewPassphrase, useNewPassphrase } from "../design/Passphrase";
import { PageHead, PageNote } from "../design/page";
import { Button } from "../design/primitives";
import { RoleTags, RoleTicks } from "../design/roles";
import { useWords } from "../words/language";
import { words } from "./words";

const ROLES = ["operator", "supervisor", "administrator", "auditor"];

export function Secrets() {
  const t = useWords(words);
  const chosen = useNewPassphrase();
  const [digits, setDigits] = useState("");
  return (
    <div className="sample-fields">
      <NewPassphrase label={t.label} chosen={chosen} said={{ tone: "plain", text: t.hint }} testid="sample" />
      <Digits label={t.label} value={digits} change={setDigits} testid="sample-digits" />
    </div>
  );
}

export function Roles() {
  const [roles, setRoles] = useState(ROLES.slice(0, 2));
  return (
    <div className="stack">
      <RoleTicks roles={roles} change={setRoles} />
      <RoleTags roles={ROLES} />
    </div>
  );
}

export function KeyChanges() {
  return (
    <div className="stack">
      <KeySteps at={{ step: 1, done: 0, total: 0 }} />
      <KeySteps at={{ step: 3, done: 1_200, total: 5_000 }} />
    </div>
  );
}

export function PageHeads() {
  const t = useWords(words);
  return (
    <div className="stack">
      <PageHead title={t.panel} action={<Button look="main">{t.act}</Button>}>
        {t.sentence}
      </PageHead>
      <PageNote>{t.paragraph}</PageNote>
    </div>
  );
}
