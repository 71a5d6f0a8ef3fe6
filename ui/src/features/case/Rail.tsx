import type { CaseView } from "../../backend/generated/CaseView";
import { Decided } from "./Decided";
import { Propose } from "./Propose";
import { Review } from "./Review";

/** What can be decided, by where the case stands: propose, judge a proposal, or see what became of it. */
export function Rail({ view, next }: { view: CaseView; next: () => void }) {
  if (view.decision !== null) return <Decided view={view} decision={view.decision} />;
  if (view.proposal !== null) return <Review view={view} proposal={view.proposal} />;
  return <Propose view={view} next={next} />;
}
