import { useState } from "react";
import { Button, Choice, Key, Segments } from "../design/primitives";
import { useWords } from "../words/language";
import { Row } from "./Row";
import { words } from "./words";

const LOOKS = [undefined, "main", "plain"] as const;
const SIZES = [undefined, "small"] as const;

export function Buttons() {
  const t = useWords(words);
  return (
    <>
      {LOOKS.map((look) => (
        <Row key={look ?? "ordinary"} of={look ?? "ordinary"}>
          {SIZES.map((size) => {
            const as = { ...(look === undefined ? {} : { look }), ...(size === undefined ? {} : { size }) };
            return (
              <div key={size ?? "normal"} className="sample-shown">
                <Button {...as}>{t.act}</Button>
                <Button {...as} hotkey="Ctrl ↵">
                  {t.act}
                </Button>
                <Button {...as} disabled>
                  {t.waiting}
                </Button>
                <Button {...as} hotkey="c" refused={t.refused}>
                  {t.act}
                </Button>
              </div>
            );
          })}
        </Row>
      ))}
      <Row of="wide" across>
        <Button look="main" size="wide" hotkey="Ctrl ↵">
          {t.act}
        </Button>
        <Button size="wide" hotkey="Ctrl ↵" refused={t.refused}>
          {t.act}
        </Button>
        <p className="why">{t.refused}</p>
      </Row>
      <Row of="long" across>
        <Button>{t.actLong}</Button>
        <Button look="main" size="wide" hotkey="Ctrl ↵">
          {t.actLong}
        </Button>
      </Row>
      <Row of="beside">
        <Button>{t.act}</Button>
        <input className="input sample-input" aria-label={t.label} defaultValue="A-1001" />
        <Button look="main">{t.act}</Button>
      </Row>
    </>
  );
}

export function Keys() {
  return (
    <>
      <Row of="one">
        {["a", "j", "1", "?", "/", "↵"].map((key) => (
          <Key key={key}>{key}</Key>
        ))}
      </Row>
      <Row of="several">
        <Key>g</Key>
        <Key>q</Key>
        <Key>Ctrl ↵</Key>
        <Key>Escape</Key>
      </Row>
    </>
  );
}

export function SegmentRows() {
  const t = useWords(words);
  const [two, setTwo] = useState<"one" | "two">("one");
  const [three, setThree] = useState<"one" | "two" | "three">("two");
  return (
    <>
      <Row of="two">
        <Segments
          label={t.label}
          value={two}
          options={[
            { value: "one", label: "中" },
            { value: "two", label: "EN" },
          ]}
          choose={setTwo}
        />
      </Row>
      <Row of="three">
        <Segments
          label={t.label}
          value={three}
          options={[
            { value: "one", label: t.few },
            { value: "two", label: t.third },
            { value: "three", label: t.many },
          ]}
          choose={setThree}
        />
      </Row>
    </>
  );
}

export function Choices() {
  const t = useWords(words);
  const [chosen, setChosen] = useState<string | null>("two");
  const options = [
    { value: "one", label: t.act, hotkey: "1" },
    { value: "two", label: t.sentence, hotkey: "2" },
    { value: "three", label: t.unbroken, hotkey: "3" },
    { value: "four", label: t.few },
  ];
  return (
    <>
      <Row of="free" across>
        <Choice legend={t.label} options={options} value={chosen} choose={setChosen} />
      </Row>
      <Row of="nothing yet" across>
        <Choice legend={t.label} options={options.slice(0, 2)} value={null} choose={setChosen} />
      </Row>
      <Row of="disabled" across>
        <Choice legend={t.label} options={options.slice(0, 2)} value="one" choose={setChosen} disabled />
      </Row>
    </>
  );
}
