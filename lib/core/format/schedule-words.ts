import type { Job } from "@/lib/core/domain/job";

const END: Readonly<Record<string, string>> = {
  STOP_ROLLOUT: "no further executions are created",
  CANCEL: "what is queued is canceled",
  FORCE_CANCEL: "what is queued or in progress is canceled",
};

/** What AWS does at the end of a schedule. Null: nothing is set. */
export const endWords = (endBehavior: string | null): string | null =>
  endBehavior && (END[endBehavior] ?? endBehavior);

/**
 * Why a job rolls out nothing now or only some of the time, and when its schedule ends. Null: the schedule explains
 * nothing.
 */
export function scheduleNote({ status, scheduling }: Pick<Job, "status" | "scheduling">): string | null {
  if (status !== "SCHEDULED" && status !== "IN_PROGRESS") return null;
  const { endTime, endBehavior } = scheduling;
  const then = endWords(endBehavior);
  const notes = [
    rolloutNote(status, scheduling),
    endTime && `Its schedule ends at ${endTime}${then ? `: then ${then}` : ""}.`,
  ].filter(Boolean);
  return notes.length > 0 ? notes.join(" ") : null;
}

function rolloutNote(
  status: "SCHEDULED" | "IN_PROGRESS",
  { startTime, maintenanceWindows, nextRollouts }: Job["scheduling"],
): string | null {
  const [next] = nextRollouts;
  const at = next ? `, the next at ${next}` : "";
  if (status === "SCHEDULED") {
    if (maintenanceWindows.length > 0)
      return `Scheduled: it rolls out in its maintenance windows only${at}. Between them AWS IoT does not list queued executions to the devices.`;
    return `Scheduled: it starts ${startTime ? `at ${startTime}` : "later"}, and has rolled out nothing yet.`;
  }
  return maintenanceWindows.length > 0 ? `It rolls out in its maintenance windows only${at}.` : null;
}
