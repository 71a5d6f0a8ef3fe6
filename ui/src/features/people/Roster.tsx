import { Fragment, useRef, useState } from "react";
import type { RosterRowView } from "../../backend/generated/RosterRowView";
import { Button, Panel, Tag } from "../../design/primitives";
import { RoleTags } from "../../design/roles";
import { useWords } from "../../words/language";
import { type PersonAct, PersonForm } from "./acts";
import { words } from "./words";

/** Everybody, now and before. Where the person may propose, each line has what can be proposed about its person. */
export function Roster({
  people,
  mayPropose,
  noKeychain,
}: {
  people: RosterRowView[];
  mayPropose: boolean;
  noKeychain: boolean;
}) {
  const t = useWords(words);
  const [open, setOpen] = useState<{ name: string; act: PersonAct } | undefined>(undefined);
  const opener = useRef<HTMLElement | null>(null);
  const close = () => {
    setOpen(undefined);
    opener.current?.focus();
  };
  return (
    <Panel title={t.roster} flush>
      <table className="table roster">
        <thead>
          <tr>
            <th scope="col">{t.name}</th>
            <th scope="col">{t.roles}</th>
            <th scope="col">{t.term}</th>
            <th scope="col" className="right" title={t.keysHint}>
              {t.keys}
            </th>
            {mayPropose && (
              <th scope="col" className="right">
                {t.actions}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {people.map((person) => {
            const shown = open?.name === person.name ? open.act : undefined;
            return (
              <Fragment key={`${person.name} ${person.since_record}`}>
                <Line
                  person={person}
                  acts={mayPropose ? actsOf(person) : undefined}
                  shown={shown}
                  toggle={(act, button) => {
                    opener.current = button;
                    setOpen(shown === act ? undefined : { name: person.name, act });
                  }}
                />
                {shown !== undefined && person.here && (
                  <tr className="under">
                    <td colSpan={5}>
                      <PersonForm key={shown} act={shown} person={person} noKeychain={noKeychain} close={close} />
                    </td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </Panel>
  );
}

/** Whoever founded the desk is of it from this record on. */
const FOUNDING = 0;

/** Who is signed in has not lost their passphrase: another one is chosen among the keys. */
const actsOf = (person: RosterRowView): PersonAct[] =>
  !person.here ? [] : person.me ? ["roles", "dismissal"] : ["roles", "renewal", "dismissal"];

function Line({
  person,
  acts,
  shown,
  toggle,
}: {
  person: RosterRowView;
  acts: PersonAct[] | undefined;
  shown: PersonAct | undefined;
  toggle: (act: PersonAct, button: HTMLElement) => void;
}) {
  const t = useWords(words);
  const word: Record<PersonAct, string> = {
    roles: t.otherRoles,
    renewal: t.lostPassphrase,
    dismissal: t.leaving,
  };
  const record = person.since_record.toLocaleString();
  const since = person.since_record === FOUNDING ? t.founder : t.since(record);
  return (
    <tr className={person.here ? undefined : "gone"} data-testid="person" data-name={person.name}>
      <th scope="row">
        {person.name} {person.me && <Tag tone="info">{t.you}</Tag>}
      </th>
      <td>{person.roles.length === 0 ? "—" : <RoleTags roles={person.roles} />}</td>
      <td className="num nowrap">{person.here ? since : t.left(record)}</td>
      <td className="num right">{t.times(String(person.keys))}</td>
      {acts !== undefined && (
        <td className="right nowrap">
          {acts.map((act) => (
            <Button
              key={act}
              size="small"
              look="plain"
              aria-expanded={shown === act}
              aria-label={t.of(word[act], person.name)}
              onClick={(event) => toggle(act, event.currentTarget)}
              data-testid={`propose-${act}`}
            >
              {word[act]}
            </Button>
          ))}
        </td>
      )}
    </tr>
  );
}
