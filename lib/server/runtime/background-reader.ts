import type { OutcomeReader } from "@/lib/server/executions/complete-open-cancellations";
import { findFleet } from "@/lib/server/runtime/fleets";

/** Reads a fleet in the console's own name. Null when there is no such fleet. */
export const findBackgroundReader = (fleetId: string): OutcomeReader | null =>
  findFleet(fleetId)?.gateway.as(null) ?? null;
