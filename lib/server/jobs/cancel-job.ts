import type { AuditLog } from "@/lib/server/audit/audit-log";
import type { Actor } from "@/lib/core/permissions/actor";
import { authorize } from "@/lib/core/permissions/authorize";
import type { Permission } from "@/lib/core/permissions/permissions";
import { type CancelJobCommand, cancelJobSchema, toCancelJobCall } from "@/lib/core/contracts/cancel-job";
import { type CanceledJob, type CancelJobFailure, isJobOpen } from "@/lib/core/domain/cancel-job";
import { otherAccount } from "@/lib/core/domain/cancel-failure";
import type { Job } from "@/lib/core/domain/job";
import type { Moment } from "@/lib/core/domain/moment";
import { isSameTime } from "@/lib/core/domain/observed-execution";
import type { Forbidden } from "@/lib/core/domain/read-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import { cancelOnRecord } from "@/lib/server/executions/audited-cancellation";
import { freshUntil, readAndAcquire, readFresh } from "@/lib/server/executions/fresh-read";
import type { CallSlot, CancelJobAnswer, IotGateway } from "@/lib/server/iot/iot-gateway";
import {
  confirmJobCanceled,
  explainJobAnswer,
  FRESH,
  notOpen,
  type SentJobFailure,
} from "./explain-job-answer";
import { type AskedOfJob, jobFactsOf, recordJobRefusal, toJobIntent } from "./record-job-cancellation";

type Services = {
  /** The fleet that the command names, with the account that its configuration names. */
  fleet?: { account: string | null };
  iot: Pick<IotGateway, "describeJob" | "cancelJob" | "acquireCall">;
  audit: Pick<AuditLog, "open" | "complete" | "record">;
  /** Reads the actor again, with their present permissions. Null: they may no longer sign in. */
  currentActor?: () => Promise<Actor | null>;
};
type Outcome = Result<CanceledJob, CancelJobFailure>;

/** How often to try if the server stalls between the read and the call. */
const MAX_TRIES = 3;

/**
 * Cancels a whole job, or says exactly why not: it gets no new executions, queued ones are canceled by AWS afterwards,
 * and with force those in progress too.
 *
 * The order is: authorize → read → wait for the rate limiter → open the entry → authorize → call CancelJob once →
 * determine the outcome → complete the entry.
 *
 * The read must show the job that the person saw, by its id and `createdAt`. CancelJob takes no version. So if the job
 * is deleted and created again between the read and the call, the new job is canceled; `freshUntil` bounds that window.
 *
 * @throws when the command does not match its schema, which our own form cannot send
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
    const authorized = authorize(actor, permission, { fleetId });
    if (!authorized.ok) return authorized.failure;
  }
  return null;
}

async function tryOnce(services: Services, asked: AskedOfJob): Promise<Outcome> {
  const { iot, audit } = services;
  const { command } = asked;
  const acquired = await readAndAcquire<OpenJob, CallSlot, CancelJobFailure>(
    () => readOpenJob(services, command),
    () => iot.acquireCall("CancelJob"),
  );
  if (!acquired.ok) return acquired;
  const { ready, slot } = acquired.value;
  const { job: before } = ready;
  const call = toCancelJobCall(command);
  const canceled = await cancelOnRecord<Job, SentJobFailure, CancelJobAnswer>(audit, {
    intent: toJobIntent(asked, before, call),
    before,
    factsOf: jobFactsOf,
    check: () => whyForbiddenNow(services, command),
    send: () => iot.cancelJob(command.jobId, call, { slot, sendBefore: freshUntil(ready) }),
    confirm: () => confirmJobCanceled(iot, before),
    explain: (answer) => explainJobAnswer(iot, before, call, answer),
  });
  return canceled?.outcome ?? fail({ kind: "not-recorded" });
}

/** Permissions may have been withdrawn while the call waited. */
async function whyForbiddenNow(services: Services, command: CancelJobCommand): Promise<Forbidden | null> {
  if (!services.currentActor) return null;
  const actor = await services.currentActor();
  return actor === null
    ? { kind: "forbidden", permission: "cancel-job", because: "role" }
    : whyForbidden(actor, command);
}

/** The job that the person saw, and that is still open. */
interface OpenJob {
  job: Job;
  readAt: Moment;
}

async function readOpenJob(
  { iot, fleet }: Services,
  { jobId, seenCreatedAt }: CancelJobCommand,
): Promise<Result<OpenJob, CancelJobFailure>> {
  const read = await readFresh((onSend) => iot.describeJob(jobId, { ...FRESH, onSend }));
  if (!read.ok) return read;
  const { value: job, readAt } = read.value;
  const elsewhere = otherAccount(fleet?.account ?? null, job.origin);
  if (elsewhere) return fail(elsewhere);
  // Without both times the job cannot be told from another one with the same id, so nothing is sent.
  if (isSameTime(seenCreatedAt, job.createdAt) !== true)
    return fail({ kind: "job-replaced", seenCreatedAt, current: job });
  return isJobOpen(job.status) ? ok({ job, readAt }) : fail(notOpen(job));
}
