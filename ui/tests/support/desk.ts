import type { OutboxView } from "../../src/backend/generated/OutboxView";
import type { QueueView } from "../../src/backend/generated/QueueView";
import type { Answers } from "./fakeBackend";
import { aCase, aRow, aStation, REASONS } from "./samples";

/** The case that stands in the list of the working desk below. */
export const FIRST = aRow({ case: "c1", reference: "A-1001", status: "open", name: "王**" });

const QUEUE: QueueView = { cases: [FIRST], next: null, counts: [{ of: "open", count: 1 }], mine: 0 };
const OUTBOX: OutboxView = { counts: [], waiting: 0, calls: [] };

/** A desk at which somebody has signed in, with one case in its queue: whatever the window asks by itself is answered. */
export const workingDesk = (): Answers => ({
  station: () => aStation(),
  queue: () => QUEUE,
  outbox_status: () => OUTBOX,
  reasons: () => REASONS,
  case: () => aCase({}, FIRST),
});
