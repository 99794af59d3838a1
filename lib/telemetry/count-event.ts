import { log } from "./log";
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
    tellTrouble: (error) => {
      const reason = error instanceof Error ? `${error.name}: ${error.message}` : typeof error;
      if (error === null) log().info({ fleet }, "The event queue is read again");
      else log().warn({ fleet, reason }, "The event queue cannot be followed; the index is read as ever");
    },
  };
}
