import { Button, Skeleton } from "../design/primitives";
import { useWords } from "../words/language";
import { Row } from "./Row";
import { words } from "./words";

const GROUNDS = ["ground", "surface", "sunken", "hover", "selected"];
const INKS = ["ink", "ink-2", "ink-3", "accent"];
const TONES = ["ok", "near", "bad", "info", "quiet"];
const LINES = ["line", "line-strong", "edge", "focus", "accent", "accent-hover"];

/** Every ink on every ground it may stand on, so that one that cannot be read is seen. */
export function Colours() {
  const t = useWords(words);
  return (
    <>
      {GROUNDS.map((ground) => (
        <Row key={ground} of={ground} across>
          <div className="swatch" style={{ background: `var(--${ground})` }}>
            {[...INKS, ...TONES].map((ink) => (
              <span key={ink} style={{ color: `var(--${ink})` }}>
                {ink}
              </span>
            ))}
          </div>
        </Row>
      ))}
      {TONES.map((tone) => (
        <Row key={tone} of={`${tone}-bg`} across>
          <div className="swatch" style={{ background: `var(--${tone}-bg)` }}>
            {[tone, "ink", "ink-2", "ink-3"].map((ink) => (
              <span key={ink} style={{ color: `var(--${ink})` }}>
                {ink} {t.few}
              </span>
            ))}
          </div>
        </Row>
      ))}
      <Row of="lines">
        {LINES.map((line) => (
          <span key={line} className="swatch-line" style={{ borderColor: `var(--${line})` }}>
            {line}
          </span>
        ))}
      </Row>
      <Row of="accent-ink">
        {["accent", "accent-hover"].map((ground) => (
          <span key={ground} className="swatch" style={{ background: `var(--${ground})`, color: "var(--accent-ink)" }}>
            {ground}
          </span>
        ))}
      </Row>
    </>
  );
}

const SIZES = ["text-tiny", "text-small", "text", "text-large", "text-title"];
const WEIGHTS = [400, 500, 550, 600, 650, 700];

export function Types() {
  const t = useWords(words);
  return (
    <>
      {SIZES.map((size) => (
        <Row key={size} of={size} across>
          <span style={{ fontSize: `var(--${size})` }}>
            {t.name} {t.sentence} 0123456789 ¥ 1,280.50
          </span>
        </Row>
      ))}
      <Row of="weights">
        {WEIGHTS.map((weight) => (
          <span key={weight} style={{ fontWeight: weight }}>
            {t.few} {weight}
          </span>
        ))}
      </Row>
      <Row of="h1, h2" across>
        <h1>{t.emptyTitle}</h1>
        <h2>{t.panel}</h2>
        <p>{t.paragraph}</p>
        <p className="soft">{t.paragraph}</p>
      </Row>
      <Row of="mono">
        <code style={{ fontFamily: "var(--mono)" }}>3f9a0c71be42d650 0O 1lI ¥</code>
      </Row>
    </>
  );
}

export function Spaces() {
  return ["s1", "s2", "s3", "s4", "s5", "s6", "s7"].map((space) => (
    <Row key={space} of={space}>
      <span className="swatch-space" style={{ width: `var(--${space})` }} />
    </Row>
  ));
}

export function Radii() {
  return (
    <>
      {["radius", "radius-large"].map((radius) => (
        <Row key={radius} of={radius}>
          <span className="swatch-box" style={{ borderRadius: `var(--${radius})` }} />
        </Row>
      ))}
      <Row of="shadow">
        <span className="swatch-box" style={{ boxShadow: "var(--shadow)", borderRadius: "var(--radius-large)" }} />
      </Row>
    </>
  );
}

/** What moves, and how long it takes. Under a system that wants less motion, nothing of this moves. */
export function Motion() {
  const t = useWords(words);
  return (
    <>
      {["quick"].map((time) => (
        <Row key={time} of={time}>
          <span className="swatch-motion" style={{ transitionDuration: `var(--${time})` }} />
        </Row>
      ))}
      <Row of="hover">
        <Button>{t.act}</Button>
      </Row>
      <Row of="breathe" across>
        <Skeleton lines={2} />
      </Row>
    </>
  );
}
