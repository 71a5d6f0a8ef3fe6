import { useReply } from "../../backend/queries";
import { Problem } from "../../design/Problem";
import { PageHead } from "../../design/page";
import { Skeleton } from "../../design/primitives";
import { Waiting } from "../../design/Waiting";
import { useWords } from "../../words/language";
import { CertificateDesk } from "./CertificateDesk";
import { Due } from "./Due";
import { Early } from "./Early";
import "./retention.css";
import { Terms } from "./Terms";
import { words } from "./words";

const ABOUT_KEEPING = ["set_retention", "erase_case"];

/** How long cases are kept, which of them are due, how they go, and what proves that they went. */
export function Retention({
  roles,
  refused,
  openChanges,
}: {
  roles: readonly string[];
  /** Why nothing can be done here now. */
  refused: string | undefined;
  openChanges: () => void;
}) {
  const t = useWords(words);
  const terms = useReply("retention", {}, { anew: true });
  const runs = roles.includes("administrator");
  const supervises = roles.includes("supervisor");
  return (
    <>
      <PageHead title={t.title}>{t.text}</PageHead>
      <Due mayErase={runs} refused={refused} />
      {terms.error !== null && <Problem error={terms.error.view} />}
      {terms.isPending && <Skeleton lines={6} />}
      {terms.data !== undefined && <Terms view={terms.data} mayPropose={supervises} refused={refused} />}
      <Waiting about={ABOUT_KEEPING} none={t.noneWaiting} openChanges={openChanges} />
      {runs && <Early refused={refused} />}
      {(runs || supervises || roles.includes("auditor")) && <CertificateDesk />}
    </>
  );
}
