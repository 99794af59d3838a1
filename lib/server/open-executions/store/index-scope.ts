import type { TriageThresholds } from "@/lib/core/domain/triage";

/** A fleet, and the settings by which its rows are triaged. */
export interface IndexScope {
  fleetId: string;
  thresholds: TriageThresholds;
  /** Called with each row that the store refuses and the index leaves out. A job's own row has no thing. */
  onRowRefused?: (row: { jobId: string; thingName: string | null }, reason: string) => void;
}
