import type { Job } from "@/lib/domain/job";

/** Why a job rolls out nothing now, or does so for some of the time only. Null: its schedule explains nothing. */
export function scheduleNote({ status, scheduling }: Pick<Job, "status" | "scheduling">): string | null {
  const { startTime, maintenanceWindows, nextRollouts } = scheduling;
  const [next] = nextRollouts;
  const at = next ? `, the next at ${next}` : "";
  if (status === "SCHEDULED") {
    if (maintenanceWindows.length > 0)
      return `Scheduled: it rolls out in its maintenance windows only${at}. Between them AWS IoT does not list what is queued to the devices.`;
    return `Scheduled: it starts ${startTime ? `at ${startTime}` : "later"}, and has rolled out nothing yet.`;
  }
  return status === "IN_PROGRESS" && maintenanceWindows.length > 0
    ? `It rolls out in its maintenance windows only${at}.`
    : null;
}
