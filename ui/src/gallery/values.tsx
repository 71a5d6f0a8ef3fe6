import { Due, Mark, Masked, Money, Tag, type Tone } from "../design/primitives";
import { useWords } from "../words/language";
import { Row } from "./Row";
import { words } from "./words";

const TONES: readonly Tone[] = ["ok", "near", "bad", "info", "quiet"];
const GLYPHS: Record<Tone, string> = { ok: "✓", near: "≈", bad: "✕", info: "↗", quiet: "–" };

export function Tags() {
  const t = useWords(words);
  return (
    <>
      <Row of="tones">
        {TONES.map((tone) => (
          <Tag key={tone} tone={tone}>
            {t.few}
          </Tag>
        ))}
      </Row>
      <Row of="long" across>
        <Tag tone="near">{t.sentence}</Tag>
      </Row>
    </>
  );
}

export function Marks() {
  const t = useWords(words);
  return (
    <>
      <Row of="tones">
        {TONES.map((tone) => (
          <Mark key={tone} tone={tone} glyph={GLYPHS[tone]} word={t.few} />
        ))}
      </Row>
      <Row of="brief">
        {TONES.map((tone) => (
          <Mark key={tone} tone={tone} glyph={GLYPHS[tone]} word={t.few} brief />
        ))}
      </Row>
      <Row of="in a line">
        <span>
          {t.name} <Mark tone="bad" glyph="✕" word={t.few} brief /> {t.label} <Mark tone="ok" glyph="✓" word={t.few} />{" "}
          1,280.50
        </span>
      </Row>
    </>
  );
}

const MINUTE = 60_000;
const opened = Date.now();
/** A moment so many minutes from when the gallery was opened; half a minute on, so that what is shown stands still. */
const within = (minutes: number) => new Date(opened + (minutes + 0.5) * MINUTE).toISOString();

export function Dues() {
  return (
    <>
      <Row of="over">
        {[-1, -75, -3 * 24 * 60].map((minutes) => (
          <Due key={minutes} at={within(minutes)} />
        ))}
      </Row>
      <Row of="soon">
        {[0, 9, 60, 119].map((minutes) => (
          <Due key={minutes} at={within(minutes)} />
        ))}
      </Row>
      <Row of="later">
        {[120, 23 * 60 + 59, 24 * 60, 120 * 24 * 60].map((minutes) => (
          <Due key={minutes} at={within(minutes)} />
        ))}
      </Row>
    </>
  );
}

export function Amounts() {
  return (
    <>
      <Row of="usual">
        <Money amount="1280.50" currency="CNY" />
        <Money amount="58000.00" currency="EUR" />
        <Money amount="0.00" currency="USD" />
        <Money amount="0" currency="HKD" />
      </Row>
      <Row of="whole, other">
        <Money amount="1234567" currency="JPY" />
        <Money amount="9.99" currency="GBP" />
        <Money amount="300.000" currency="KWD" />
      </Row>
      <Row of="long" across>
        <Money amount="999999999999999999.99" currency="CNY" />
      </Row>
      <Row of="in a column" across>
        <div className="sample-column">
          <Money amount="7.00" currency="CNY" />
          <Money amount="111111.11" currency="CNY" />
          <Money amount="888888.88" currency="CNY" />
        </div>
      </Row>
    </>
  );
}

export function MaskedValues() {
  const t = useWords(words);
  return (
    <>
      <Row of="usual">
        <Masked value="王**" />
        <Masked value="110101********0002" />
        <Masked value="622588******0019" />
        <Masked value="138****0001" />
      </Row>
      <Row of="nothing">
        <Masked value="" />
      </Row>
      <Row of="long" across>
        <Masked value={t.nameLong.slice(0, 1) + "*".repeat(39)} />
      </Row>
    </>
  );
}
