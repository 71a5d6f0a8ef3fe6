import { Button, Empty, Fact, Key, Masked, Money, Panel, Skeleton } from "../design/primitives";
import { StatusTag } from "../design/signs";
import { useWords } from "../words/language";
import { Row } from "./Row";
import { words } from "./words";

export function Facts() {
  const t = useWords(words);
  return (
    <dl className="facts">
      <Fact label={t.label}>A-1001</Fact>
      <Fact label={t.label} beside={t.beside}>
        <Masked value="622588******0019" />
      </Fact>
      <Fact label={t.label}>
        <Money amount="999999999999.99" currency="CNY" />
      </Fact>
      <Fact label={t.label} beside="">
        <Masked value="" />
      </Fact>
      <Fact label={t.label} beside={t.sentence}>
        {t.nameLong}
      </Fact>
      <Fact label={t.sentence} beside={t.unbroken}>
        {t.unbroken}
      </Fact>
      <Fact label={t.label}>
        <Masked value={"*".repeat(40)} />
      </Fact>
      <Fact label={t.label}>DEMO-2026-0000000000000000000000000001</Fact>
      <Fact label={t.label}>
        <StatusTag status="open" />
      </Fact>
    </dl>
  );
}

export function Panels() {
  const t = useWords(words);
  return (
    <div className="stack">
      <Panel title={t.panel}>{t.sentence}</Panel>
      <Panel title={t.panel} aside={<span>{t.hint}</span>}>
        {t.sentence}
      </Panel>
      <Panel
        title={t.panel}
        flush
        aside={
          <Button size="small" hotkey="r">
            {t.act}
          </Button>
        }
      >
        <Skeleton lines={2} />
      </Panel>
      <Panel title={t.unbroken} aside={t.sentence}>
        {t.unbroken}
      </Panel>
    </div>
  );
}

export function Nothing() {
  const t = useWords(words);
  return (
    <div className="stack">
      <Empty title={t.emptyTitle}>{t.sentence}</Empty>
      <Empty
        title={t.emptyTitle}
        action={
          <Button look="main" hotkey="n">
            {t.again}
          </Button>
        }
      >
        {t.paragraph}
      </Empty>
    </div>
  );
}

export function Skeletons() {
  return (
    <>
      <Row of="6" across>
        <Skeleton />
      </Row>
      <Row of="1" across>
        <Skeleton lines={1} />
      </Row>
    </>
  );
}

export function Sheet() {
  const t = useWords(words);
  return (
    // Open without being modal: four of them stand on one page.
    <dialog className="sheet sample-sheet" open aria-label={t.sheet}>
      <div className="sheet-head">
        <h2>{t.sheet}</h2>
        <Button className="push" size="small">
          {t.close}
        </Button>
      </div>
      <div className="body stack">
        <p className="row">
          {t.act}
          <span className="push">
            <Key>Ctrl ↵</Key>
          </span>
        </p>
        <p className="soft">{t.paragraph}</p>
      </div>
    </dialog>
  );
}
