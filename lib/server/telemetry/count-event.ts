import { log } from "./log";
import { reportLoop } from "./loop-health";
import { metrics } from "./metrics";

/** Counts the events of a fleet's queue by outcome, and logs the messages that could not be read. */
export function recordEventsOf(fleet: string): {
  recordEvent: (kind: string, outcome: string) => void;
  recordUnreadable: (messageId: string, reason: string) => void;
  reportTrouble: (error: unknown) => void;
} {
  return {
    recordEvent: (kind, outcome) => metrics().events.inc({ fleet, kind, outcome }),
    recordUnreadable: (message, reason) => {
      metrics().events.inc({ fleet, kind: "unreadable", outcome: "dropped" });
      log().warn({ fleet, message, reason }, "A message of the event queue was dropped");
    },
    reportTrouble: (error) => reportLoop("events", fleet, error),
  };
}
