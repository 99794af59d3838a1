import type { AuditLog } from "@/lib/server/audit/audit-log";
import type { Actor } from "@/lib/core/permissions/actor";
import { authorize } from "@/lib/core/permissions/authorize";
import type { Permission } from "@/lib/core/permissions/permissions";
import { type CancelJobCommand, cancelJobSchema, toCancelJobCall } from "@/lib/core/contracts/cancel-job";
import {
  attributeJobCancellation,
  type CanceledJob,
  type CancelJobCall,
  type CancelJobFailure,
  isJobOpen,
} from "@/lib/core/domain/cancel-job";
import { otherAccount } from "@/lib/core/domain/cancel-failure";
import type { Job } from "@/lib/core/domain/job";
import { addMs, isPast, type Moment, momentNow } from "@/lib/core/domain/moment";
import { isSameTime } from "@/lib/core/domain/observed-execution";
import type { Forbidden } from "@/lib/core/domain/read-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import { readUntil } from "@/lib/server/executions/read-until-canceled";
import type { ResponseMetadata, CancelJobAnswer, IotGateway } from "@/lib/server/iot/iot-gateway";
import { completeJobEntry, openJobEntry, recordJobRefusal } from "./record-job-cancellation";

type Services = {
  /** The fleet that is meant, with the account that its configuration names. */
  fleet?: { account: string | null };
  iot: Pick<IotGateway, "describeJob" | "cancelJob" | "acquireCall">;
  audit: Pick<AuditLog, "open" | "complete" | "record">;
  /** The actor with the rights that they have now. Null: they may no longer sign in. */
  currentActor?: () => Promise<Actor | null>;
};
type Outcome = Result<CanceledJob, CancelJobFailure>;

const FRESH = { maxAgeMs: 0, priority: "cancel" } as const;

/** As for an execution: how old a read may be when AWS is called. */
const FRESH_WITHIN_MS = 2_000;

/** Tries if the server keeps stalling between the read and the call. */
const MAX_TRIES = 3;

/**
 * Cancels a whole job, or says exactly why not: it gets no new executions, queued ones are canceled by AWS afterwards,
 * and with force those in progress too.
 *
 * It is canceled only if it is the very job that the person saw, by its id and `createdAt`, when AWS is called. The order
 * is that of an execution: authorize → wait for the rate limiter → read → open the entry → authorize → one CancelJob →
 * determine the outcome → complete the entry. CancelJob takes no version, so a job that is deleted and created again
 * between the read and the call is canceled in place of the old one; that window is bounded by `FRESH_WITHIN_MS`.
 *
 * @throws when the command is not of its schema: our own form cannot send such a one
 */
export async function cancelJob(services: Services, actor: Actor, input: CancelJobCommand): Promise<Outcome> {
  const command = cancelJobSchema.parse(input);
  const asked = { actor, command };
  const forbidden = whyForbidden(actor, command);
  if (forbidden) return recordJobRefusal(services.audit, asked, forbidden);

  for (let tries = 1; ; tries++) {
    const outcome = await tryOnce(services, asked);
    if (outcome.ok || outcome.failure.kind !== "too-late" || tries === MAX_TRIES) return outcome;
  }
}

function whyForbidden(actor: Actor, { fleetId, force }: CancelJobCommand): Forbidden | null {
  const permissions: Permission[] = force ? ["cancel-job", "force-cancel-execution"] : ["cancel-job"];
  for (const permission of permissions) {
    const may = authorize(actor, permission, { fleetId });
    if (!may.ok) return may.failure;
  }
  return null;
}

async function tryOnce(
  services: Services,
  asked: { actor: Actor; command: CancelJobCommand },
): Promise<Outcome> {
  const { iot, audit } = services;
  const { command } = asked;
  let read = await readOpenJob(services, command);
  if (!read.ok) return read;
  const slot = await iot.acquireCall("CancelJob");
  if (!slot.ok) return slot;
  // The wait may have been long, so the read may need to be repeated.
  if (isPast(addMs(read.value.readAt, FRESH_WITHIN_MS / 2))) read = await readOpenJob(services, command);
  if (!read.ok) return read;
  const { job: before, readAt } = read.value;

  const call = toCancelJobCall(command);
  const ref = await openJobEntry(audit, asked, before, call);
  if (ref === null) return fail({ kind: "not-recorded" });
  let metadata: ResponseMetadata = { requestId: null, errorName: null };
  let outcome: Outcome;
  try {
    const forbidden = await whyForbiddenNow(services, command);
    if (forbidden) outcome = fail(forbidden);
    else {
      const options = { slot: slot.value, sendBefore: addMs(readAt, FRESH_WITHIN_MS) };
      const answer = await iot.cancelJob(command.jobId, call, options);
      metadata = answer.metadata;
      outcome = answer.ok
        ? ok(await confirm(services, before))
        : await explain(services, before, call, answer.failure);
    }
  } catch (error) {
    // A bug, or a store that failed in between: AWS may have been asked, and the entry must not stay open.
    const name = error instanceof Error ? error.name : typeof error;
    outcome = fail({ kind: "unknown", silent: "aws", error: name });
    metadata = { ...metadata, errorName: metadata.errorName ?? name };
  }
  await completeJobEntry(audit, ref, metadata, outcome, before);
  return outcome;
}

/** Rights may have been withdrawn while the call waited. */
async function whyForbiddenNow(services: Services, command: CancelJobCommand): Promise<Forbidden | null> {
  if (!services.currentActor) return null;
  const actor = await services.currentActor();
  return actor === null
    ? { kind: "forbidden", permission: "cancel-job", because: "role" }
    : whyForbidden(actor, command);
}

/** Reads the job. Fails unless it is the one that was seen, and open. */
async function readOpenJob(
  { iot, fleet }: Services,
  { jobId, seenCreatedAt }: CancelJobCommand,
): Promise<Result<{ job: Job; readAt: Moment }, CancelJobFailure>> {
  let readAt = momentNow();
  const onSend = () => void (readAt = momentNow());
  const answer = await iot.describeJob(jobId, { ...FRESH, onSend });
  if (!answer.ok) return answer;
  const job = answer.value;
  const elsewhere = otherAccount(fleet?.account ?? null, job.origin);
  if (elsewhere) return fail(elsewhere);
  // Without both times the job cannot be told from another one with the same id, so nothing is sent.
  if (isSameTime(seenCreatedAt, job.createdAt) !== true)
    return fail({ kind: "job-replaced", seenCreatedAt, current: job });
  return isJobOpen(job.status) ? ok({ job, readAt }) : fail(notOpen(job));
}

const readUntilOver = ({ iot }: Services, { jobId }: Job) =>
  readUntil(
    () => iot.describeJob(jobId, FRESH),
    ({ status }) => !isJobOpen(status),
  );

const isSameJob = (before: Job, now: Job) => isSameTime(before.createdAt, now.createdAt) !== false;

async function confirm(services: Services, before: Job): Promise<CanceledJob> {
  const after = await readUntilOver(services, before);
  const current = after.ok && isSameJob(before, after.value) ? after.value : before;
  return { current, confirmed: current.status === "CANCELED", by: "us" };
}

async function explain(
  services: Services,
  before: Job,
  call: CancelJobCall,
  answer: CancelJobAnswer,
): Promise<Outcome> {
  switch (answer.kind) {
    case "invalid-request": {
      // AWS does not document its answer for a job that has ended; this is the one declared error that fits (facts
      // 2.6). Our own call may have ended it, if a proxy sent it twice, and reads may lag behind.
      const now = await readUntilOver(services, before);
      if (!now.ok && now.failure.kind !== "not-found")
        return fail({ kind: "unknown", silent: "aws", error: "InvalidRequestException" });
      return now.ok && !isJobOpen(now.value.status) ? ended(before, call, now.value) : fail(answer);
    }
    case "unconfirmed": {
      const { error } = answer;
      const now = await readUntilOver(services, before);
      // If the job was created again since, the outcome of the one that was meant can no longer be read.
      if (!now.ok || !isSameJob(before, now.value)) return fail({ kind: "unknown", silent: "aws", error });
      if (!isJobOpen(now.value.status)) return ended(before, call, now.value);
      return fail({ kind: "not-canceled", error, current: now.value });
    }
    case "too-late":
      return fail({ kind: "too-late" });
    case "unavailable":
      return fail(answer);
    case "limit-exceeded":
    case "not-found":
    case "denied":
    case "credentials":
    case "throttled": {
      // A proxy may have sent the call twice, and AWS may have refused only the second copy. One read shows it.
      const now = await services.iot.describeJob(before.jobId, FRESH);
      return now.ok && !isJobOpen(now.value.status) ? ended(before, call, now.value) : fail(answer);
    }
  }
}

/** The job is over. If it is canceled, the read may be showing our own cancellation. */
function ended(before: Job, call: CancelJobCall, now: Job): Outcome {
  if (!isSameJob(before, now))
    return fail({ kind: "job-replaced", seenCreatedAt: before.createdAt, current: now });
  if (now.status !== "CANCELED") return fail(notOpen(now));
  const by = attributeJobCancellation(before, call, now);
  return by === "others" ? fail(notOpen(now)) : ok({ current: now, confirmed: true, by });
}

function notOpen(current: Job): CancelJobFailure {
  return { kind: "job-not-open", status: current.status, current };
}
