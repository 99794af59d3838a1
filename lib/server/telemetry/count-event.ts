import { log } from "./log";
import { reportLoop } from "./loop-health";
import { metrics } from "./metrics";

/** Counts what came of each event of a fleet's queue, and tells the log of what went wrong with it. */
export function tellEventsOf(fleet: string): {
  tellEvent: (kind: string, outcome: string) => void;
  tellUnreadable: (messageId: string, reason: string) => void;
  tellTrouble: (error: unknown) => void;
} {
  return {
    tellEvent: (kind, outcome) => metrics().events.inc({ fleet, kind, outcome }),
    tellUnreadable: (message, reason) => {
      metrics().events.inc({ fleet, kind: "unreadable", outcome: "dropped" });
      log().warn({ fleet, message, reason }, "A message of the event queue was dropped");
    },
    tellTrouble: (error) => reportLoop("events", fleet, error),
  };
}
