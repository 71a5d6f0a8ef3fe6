import type { AnchorView } from "../../backend/generated/AnchorView";
import type { KeysView } from "../../backend/generated/KeysView";
import { Fact, Mark, Panel } from "../../design/primitives";
import { moment } from "../../words/format";
import { useLanguage, useWords } from "../../words/language";
import { useVocabulary } from "../../words/vocabulary";
import { words } from "./words";

/** The keys in one look: which epoch, since when, whether they must be changed, what the keychain remembers. */
export function InForce({ keys }: { keys: KeysView }) {
  const t = useWords(words);
  const say = useVocabulary();
  const language = useLanguage();
  const begun = keys.changes.find((it) => it.epoch === keys.epoch);
  return (
    <Panel title={t.inForce}>
      <dl className="facts in-force">
        <Fact label={t.epoch}>
          <span className="num" data-testid="epoch" data-epoch={keys.epoch}>
            {t.epochIs(String(keys.epoch))}
          </span>
        </Fact>
        <Fact label={t.since}>
          <span className="num">{begun === undefined ? t.first : moment(begun.at, language)}</span>
        </Fact>
        <Fact label={t.due} beside={keys.due === null ? undefined : t.dueText}>
          {keys.due === null ? t.notDue : <Mark tone="near" glyph="!" word={t.isDue(say("keyCause", keys.due))} />}
        </Fact>
        <Anchor anchor={keys.anchor} />
      </dl>
    </Panel>
  );
}

function Anchor({ anchor }: { anchor: AnchorView | null }) {
  const t = useWords(words);
  const language = useLanguage();
  if (anchor === null) {
    return (
      <Fact label={t.anchor} beside={t.noAnchorText}>
        {t.noAnchor}
      </Fact>
    );
  }
  const known =
    anchor.record === null
      ? t.anchorNone
      : t.anchorAt(anchor.record.toLocaleString(), anchor.at === null ? "—" : moment(anchor.at, language));
  return (
    <Fact label={t.anchor} beside={anchor.failed ? t.anchorFailedText : t.anchorText}>
      <span className="num" data-testid="anchor" data-failed={anchor.failed}>
        {known}
      </span>
      {anchor.failed && (
        <span className="anchor-failed">
          <Mark tone="near" glyph="!" word={t.anchorFailed} />
        </span>
      )}
    </Fact>
  );
}
