import type { AuditLog } from "@/lib/audit/audit-log";
import type { Actor } from "@/lib/auth/actor";
import { requireMay } from "@/lib/auth/may";
import type { Deed } from "@/lib/auth/permissions";
import { type CancelJobCommand, cancelJobSchema, toCancelJobCall } from "@/lib/contracts/cancel-job";
import { type CanceledJob, type CancelJobFailure, isJobOpen } from "@/lib/domain/cancel-job";
import type { Job } from "@/lib/domain/job";
import type { ReadFailure } from "@/lib/domain/read-failure";
import { fail, ok, type Result } from "@/lib/domain/result";
import { readUntil } from "@/lib/executions/read-until-canceled";
import type { CancelJobAnswer, IotGateway } from "@/lib/iot/iot-gateway";
import { intendJobCancellation, recordJobRefusal, settleJobCancellation } from "./record-job-cancellation";

type Services = {
  iot: Pick<IotGateway, "describeJob" | "cancelJob">;
  audit: Pick<AuditLog, "intend" | "settle" | "record">;
};
type Outcome = Promise<Result<CanceledJob, CancelJobFailure>>;

const FRESH = { maxAgeMs: 0 };

/**
 * Cancels a whole job, or says exactly why not: it gets no new executions, queued ones are canceled by AWS afterwards,
 * and with force those in progress too.
 *
 * In the order of `cancelExecution`: may this actor? → what is it now? → the intent is written down → one CancelJob →
 * what is it now? → the outcome is written down. After a lost answer only a read tells what happened.
 *
 * @throws when the command is not of its schema: our own form cannot send such a one
 */
export async function cancelJob(services: Services, actor: Actor, input: CancelJobCommand): Outcome {
  const command = cancelJobSchema.parse(input);
  const asked = { actor, command };
  const deeds: Deed[] = command.force ? ["cancel-job", "force-cancel-execution"] : ["cancel-job"];
  for (const deed of deeds) {
    const may = requireMay(actor, deed, { fleetId: command.fleetId });
    if (!may.ok) return recordJobRefusal(services.audit, asked, may.failure);
  }

  const before = await services.iot.describeJob(command.jobId, FRESH);
  if (!before.ok) return fail(toFailure(before.failure));
  if (!isJobOpen(before.value.status)) return fail(notOpen(before.value));

  const call = toCancelJobCall(command);
  const intent = await intendJobCancellation(services.audit, asked, before.value, call);
  if (intent === null) return fail({ kind: "not-recorded" });
  const answer = await services.iot.cancelJob(command.jobId, call);
  const outcome = answer.ok
    ? ok(await confirm(services, before.value))
    : await explain(services, before.value, answer.failure);
  await settleJobCancellation(services.audit, intent, answer.receipt, outcome, before.value);
  return outcome;
}

const readUntilOver = ({ iot }: Services, { jobId }: Job) =>
  readUntil(
    () => iot.describeJob(jobId, FRESH),
    ({ status }) => !isJobOpen(status),
  );

async function confirm(services: Services, before: Job): Promise<CanceledJob> {
  const after = await readUntilOver(services, before);
  const current = after.ok ? after.value : before;
  return { current, confirmed: current.status === "CANCELED" };
}

async function explain(services: Services, before: Job, answer: CancelJobAnswer): Outcome {
  switch (answer.kind) {
    case "invalid-request": {
      // What AWS says of a job that has ended meanwhile is not documented; this is the one error that fits (facts 2.6).
      const now = await services.iot.describeJob(before.jobId, FRESH);
      return fail(now.ok && !isJobOpen(now.value.status) ? notOpen(now.value) : answer);
    }
    case "unavailable": {
      // Without a connection AWS has never heard of it.
      if (answer.because === "refused" || answer.because === "tls") return fail(answer);
      const now = await readUntilOver(services, before);
      if (!now.ok) return fail({ kind: "unknown", silent: "aws" });
      if (now.value.status === "CANCELED") return ok({ current: now.value, confirmed: true });
      return fail(
        isJobOpen(now.value.status) ? { kind: "not-canceled", current: now.value } : notOpen(now.value),
      );
    }
    case "limit-exceeded":
    case "not-found":
    case "denied":
    case "credentials":
    case "throttled":
    case "forbidden":
    case "signed-out":
    case "console":
      return fail(answer);
  }
}

function notOpen(current: Job): CancelJobFailure {
  return { kind: "job-not-open", status: current.status, current };
}

/** The index plays no part in describing a job. */
function toFailure(failure: ReadFailure): CancelJobFailure {
  if (failure.kind === "index-off" || failure.kind === "index-not-ready")
    throw new Error(`DescribeJob answered as only SearchIndex does: ${failure.kind}`);
  return failure;
}
