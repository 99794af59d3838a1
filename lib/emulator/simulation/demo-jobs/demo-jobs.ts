import type { JobPlan } from "../job-plan.ts";
import { firmwareJobs } from "./firmware-jobs.ts";
import { kioskConfigurationJobs } from "./kiosk-configuration-jobs.ts";
import { MACHINE_CONFIGURATION_JOBS } from "./machine-configuration-jobs.ts";
import { upkeepJobs } from "./upkeep-jobs.ts";

/**
 * Three months of jobs, oldest first. A thing works on one execution at a time, so the order decides what it waits for.
 * The stuck kiosk has executions in four jobs.
 */
export function demoJobs(nowMs: number): JobPlan[] {
  return [
    ...firmwareJobs(nowMs),
    ...kioskConfigurationJobs(nowMs),
    ...MACHINE_CONFIGURATION_JOBS,
    ...upkeepJobs(nowMs),
  ].sort((one, other) => other.ageMs - one.ageMs);
}
