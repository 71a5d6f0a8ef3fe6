import type { CertificateView } from "../backend/generated/CertificateView";
import { Certificate } from "../design/Certificate";
import { Button, Empty, Fact, Key, Masked, Money, Panel, Skeleton } from "../design/primitives";
import { StatusTag } from "../design/signs";
import { TellProvider } from "../design/tell";
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

const ID = "0019c37e28d14b9a02f7e15d6c90ab34";

const CERTIFICATE: CertificateView = {
  case: ID,
  team: ID,
  desk: ID,
  erased_at: "2026-11-25T05:00:00Z",
  by: "王示例",
  person: ID,
  cause: "early",
  terms: ID,
  proposal: ID,
  record: 4_031,
  record_hash: ID,
  head: 4_040,
  head_hash: ID,
  header: "00",
  signature: "00",
  open: "00",
  key: "00",
  text: { zh: `删除证明\n\n案件号  ${ID}\n`, en: `Certificate of erasure\n\ncase  ${ID}\n` },
};

export function Certificates() {
  return (
    <TellProvider>
      <Certificate view={CERTIFICATE} />
    </TellProvider>
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
