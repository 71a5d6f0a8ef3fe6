import { type FormEvent, useEffect, useRef, useState } from "react";
import { useAct } from "../../backend/act";
import type { HolderView } from "../../backend/generated/HolderView";
import { Problem } from "../../design/Problem";
import { Button } from "../../design/primitives";
import { TextField } from "../../design/TextField";
import { useWords } from "../../words/language";
import { CeremonySheet } from "./CeremonySheet";
import { recoveryWords } from "./recoveryWords";
import { type Share, useShare } from "./useShare";

type Props = {
  /** The holder's place, from 1. */
  place: number;
  name: string;
  /** They typed it back: how all holders stand now. */
  confirmed: (holders: HolderView[]) => void;
  over: (anew: boolean) => void;
};

/** One holder and their share: they are called, they see it once, they type part of it back. */
export function HandOver(props: Props) {
  const share = useShare(props.place);
  if (share.groups !== undefined) return <Shown {...props} groups={share.groups} hide={share.hide} />;
  if (share.asked !== undefined) return <TypedBack {...props} asked={share.asked} askOthers={share.askOthers} />;
  return <Called {...props} act={share.act} show={share.show} />;
}

/** Before anything is shown: who is to be here, and who is not. */
function Called({ place, name, over, act, show }: Props & Pick<Share, "act" | "show">) {
  const t = useWords(recoveryWords);
  return (
    <CeremonySheet page={{ stage: "called", title: t.call(name), step: t.of(String(place)) }} close={() => over(false)}>
      {act.error !== null && <Problem error={act.error.view} />}
      <ul className="backup-rules">
        <li>{t.rules.alone}</li>
        <li>{t.rules.once}</li>
        <li>{t.rules.gone}</li>
      </ul>
      <div className="row">
        <Button look="main" disabled={act.isPending || act.error !== null} onClick={show} data-testid="share-show">
          {t.show(name)}
        </Button>
        <Button look="plain" onClick={() => over(false)} data-testid="ceremony-later">
          {t.notNow}
        </Button>
      </div>
    </CeremonySheet>
  );
}

/** The share. It cannot be marked, so it cannot be copied; what is on paper is typed back. */
function Shown({ place, name, groups, hide }: Props & { groups: readonly string[]; hide: () => void }) {
  const t = useWords(recoveryWords);
  return (
    <CeremonySheet page={{ stage: "shown", title: t.yours(name), step: t.of(String(place)), holds: true }} close={hide}>
      <p>{t.yoursText}</p>
      <ol className="backup-share" data-testid="share">
        {groups.map((group, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a group's place is its name; two groups may be alike
          <li key={at}>
            <span className="num">{at + 1}</span>
            <code>{group}</code>
          </li>
        ))}
      </ol>
      <div className="row">
        <Button look="main" onClick={hide} data-testid="share-hide">
          {t.written}
        </Button>
      </div>
    </CeremonySheet>
  );
}

/** Two groups from the paper. What was typed is gone from the page before the house has answered. */
function TypedBack({
  place,
  name,
  asked,
  askOthers,
  confirmed,
  over,
}: Props & { asked: readonly number[]; askOthers: Share["askOthers"] }) {
  const t = useWords(recoveryWords);
  const act = useAct("confirm_share");
  const [typed, setTyped] = useState<readonly string[]>(() => asked.map(() => ""));
  const first = useRef<HTMLInputElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: where others are asked for, they are typed from the first
  useEffect(() => first.current?.focus(), [asked]);
  const isWhole = typed.every((it) => it.trim() !== "");
  const send = (event: FormEvent) => {
    event.preventDefault();
    if (!isWhole || act.isPending) return;
    const body = { holder: place, groups: [...typed] };
    setTyped(asked.map(() => ""));
    act.mutate(body, {
      onSuccess: ({ holders }) => confirmed(holders),
      onError: ({ view }) => {
        const others = view.details.filter((it) => it.name === "group").map((it) => Number(it.value));
        if (others.length > 0) askOthers(others);
      },
    });
  };
  return (
    <CeremonySheet
      page={{ stage: "typing", title: t.back(name), step: t.of(String(place)), holds: true }}
      close={() => over(false)}
    >
      <form className="stack" onSubmit={send}>
        <p>{t.backText}</p>
        {act.error !== null && <Problem error={act.error.view} />}
        <div className="backup-groups">
          {asked.map((number, at) => (
            <TextField
              key={number}
              ref={at === 0 ? first : undefined}
              label={t.group(String(number))}
              value={typed[at] ?? ""}
              maxLength={12}
              autoCapitalize="characters"
              change={(value) => setTyped((was) => was.with(at, value))}
              testid={`group-${at + 1}`}
              data-group={number}
            />
          ))}
        </div>
        <div className="row">
          <Button look="main" type="submit" disabled={!isWhole || act.isPending} data-testid="share-check">
            {t.check}
          </Button>
          <Button look="plain" onClick={() => over(true)} data-testid="ceremony-anew">
            {t.notWritten}
          </Button>
        </div>
      </form>
    </CeremonySheet>
  );
}
