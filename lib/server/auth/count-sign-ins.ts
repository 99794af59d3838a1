import { metrics } from "@/lib/server/telemetry/metrics";
import type { AuthAudit } from "./auth-audit";

/** The same audit log, which also counts sign-ins by their outcome in the metrics. */
export function countSignIns(audit: AuthAudit): AuthAudit {
  return {
    ...audit,
    record: (event, outcome) => {
      if (event.action === "sign-in") metrics().signIns.inc({ outcome });
      return audit.record(event, outcome);
    },
  };
}
