import type { Actor } from "@/lib/auth/actor";
import { requireMay } from "@/lib/auth/may";
import type { JobsFilter } from "@/lib/contracts/filters";
import type { Page } from "@/lib/contracts/page";
import type { Job, JobSummary } from "@/lib/domain/job";
import type { ReadFailure } from "@/lib/domain/read-failure";
import { ok, type Result } from "@/lib/domain/result";
import type { IotGateway } from "@/lib/iot/iot-gateway";

type Services = { iot: Pick<IotGateway, "listJobs" | "describeJob" | "getJobDocument"> };
type Read<Value> = Promise<Result<Value, ReadFailure>>;

/** One page of jobs, as AWS orders them. */
export async function listJobs(
  { iot }: Services,
  actor: Actor,
  { cursor, ...filter }: JobsFilter & { cursor: string | null },
): Read<Page<JobSummary>> {
  const may = requireMay(actor, "read");
  return may.ok ? iot.listJobs(filter, cursor) : may;
}

/** Counters of a row in a list: kept longer, and read behind what people wait for. */
const COUNTERS_MAX_AGE_MS = 10_000;

/**
 * One job with its counters.
 *
 * @param query.background for a row of a list, which nobody waits for
 * @param query.fresh asks AWS itself, past what others have just read: before deciding
 */
export async function describeJob(
  { iot }: Services,
  actor: Actor,
  { jobId, background, fresh }: { jobId: string; background: boolean; fresh: boolean },
): Read<Job> {
  const may = requireMay(actor, "read");
  if (!may.ok) return may;
  if (fresh) return iot.describeJob(jobId, { maxAgeMs: 0 });
  return iot.describeJob(
    jobId,
    background ? { priority: "background", maxAgeMs: COUNTERS_MAX_AGE_MS } : undefined,
  );
}

/** The job's document as AWS has it: a text, normally JSON. */
export async function readJobDocument(
  { iot }: Services,
  actor: Actor,
  { jobId }: { jobId: string },
): Read<{ document: string | null }> {
  const may = requireMay(actor, "read");
  if (!may.ok) return may;
  const document = await iot.getJobDocument(jobId);
  return document.ok ? ok({ document: document.value }) : document;
}
