import { attributeCancellation } from "@/lib/core/domain/attribute-cancellation";
import type { Canceled, CancelFailure } from "@/lib/core/domain/cancel-failure";
import { type CancelCall, type CancelRefusal, refusalByState } from "@/lib/core/domain/decide-cancellation";
import type { Execution, ExecutionRef } from "@/lib/core/domain/execution";
import { compareIdentity, toObserved } from "@/lib/core/domain/observed-execution";
import type { AwsFailure } from "@/lib/core/domain/read-failure";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import type { AuditLog } from "@/lib/server/audit/audit-log";
import type { CancelAnswer, IotGateway } from "@/lib/server/iot/iot-gateway";
import type { Priority } from "@/lib/server/iot/priority";
import type { SentEntry } from "./audited-cancellation";
import { findOtherCanceler } from "./find-other-canceler";
import { readUntil, readUntilCanceled } from "./read-until-canceled";

interface Services {
  iot: Pick<IotGateway, "describeExecution">;
  audit: Pick<AuditLog, "findOfExecution">;
}

/** A call that was sent, when, and the read that it is based on. */
export interface SentCancellation extends SentEntry {
  fleetId: string;
  before: Execution;
  call: CancelCall;
  /** The actor asked for exactly this version. */
  holdsVersion: boolean;
  /** Priority of the reads. */
  priority: Priority;
}

/** Why a call that has an audit entry did not cancel, or is not known to have. */
export type SentFailure = Exclude<CancelFailure, { kind: "not-recorded" }>;

type Outcome = Result<Canceled, SentFailure>;

/** Determines the outcome of a call that AWS did not accept, by reading the execution again. */
export async function explainAnswer(
  services: Services,
  sent: SentCancellation,
  answer: CancelAnswer,
): Promise<Outcome> {
  switch (answer.kind) {
    case "version-conflict":
      return explainConflict(services, sent);
    case "invalid-transition":
      return explainTransition(services, sent);
    case "unconfirmed":
      return explainSilence(services, sent, answer.error);
    case "too-late":
      return fail({ kind: "too-late" });
    case "unavailable":
      return fail(answer);
    case "not-found":
    case "denied":
    case "credentials":
    case "throttled":
    case "invalid-request": {
      // A proxy may have sent the call twice, and AWS may have refused only the second copy. One read shows it.
      const now = await read(services, sent);
      const other = now.ok ? await otherThanOpen(services, sent, now.value) : null;
      return other ?? fail(answer);
    }
  }
}

const refOf = ({ thingName, jobId }: ExecutionRef): ExecutionRef => ({ thingName, jobId });

const read = ({ iot }: Services, { before, priority }: SentCancellation) =>
  iot.describeExecution(refOf(before), { maxAgeMs: 0, priority });

/** AWS knows of a change that its reads may not show yet, so reads are repeated before it is reported. */
async function explainConflict(services: Services, sent: SentCancellation): Promise<Outcome> {
  const { before, call, holdsVersion } = sent;
  const now = await readUntil(
    () => read(services, sent),
    ({ versionNumber, status }) =>
      versionNumber === null || versionNumber !== call.expectedVersion || refusalByState(status) !== null,
  );
  if (!now.ok) return fail(unread(now.failure, "VersionConflictException"));
  const other = await otherThanOpen(services, sent, now.value);
  if (other) return other;
  const { versionNumber } = now.value;
  if (versionNumber !== null && versionNumber === call.expectedVersion)
    return fail({ kind: "not-canceled", because: "refused", error: null, current: now.value });
  // If the actor asked for no version, all that matters is that the device has started.
  if (!holdsVersion && before.status === "QUEUED" && now.value.status === "IN_PROGRESS")
    return fail({ kind: "needs-force", current: now.value });
  return fail({
    kind: "version-conflict",
    expectedVersion: holdsVersion ? call.expectedVersion : null,
    versionNumber,
    current: now.value,
  });
}

/** It started or it ended; AWS does not say which. Reads are repeated until one shows either. */
async function explainTransition(services: Services, sent: SentCancellation): Promise<Outcome> {
  const { force } = sent.call;
  const now = await readUntil(
    () => read(services, sent),
    ({ status }) => status !== "QUEUED" && (status !== "IN_PROGRESS" || !force),
  );
  if (!now.ok) return fail(unread(now.failure, "InvalidStateTransitionException"));
  const other = await otherThanOpen(services, sent, now.value);
  if (other) return other;
  if (now.value.status === "IN_PROGRESS" && !force) return fail({ kind: "needs-force", current: now.value });
  return fail({ kind: "not-canceled", because: "refused", error: null, current: now.value });
}

/** AWS gave no recognizable answer, so only a read can show whether it acted. */
async function explainSilence(services: Services, sent: SentCancellation, error: string): Promise<Outcome> {
  const { before, priority } = sent;
  const now = await readUntilCanceled(services.iot, before, priority);
  if (!now.ok) return fail({ kind: "unknown", silent: "aws", error });
  // If another execution has replaced it, its outcome can no longer be read. A later attempt of the same execution
  // proves that it was not canceled: AWS starts none after a cancellation.
  const { differs } = compareIdentity(toObserved(before), now.value);
  if (differs.some((member) => member !== "startedAt"))
    return fail({ kind: "unknown", silent: "aws", error });
  const other = await otherThanOpen(services, sent, now.value);
  return other ?? fail({ kind: "not-canceled", because: "aws", error, current: now.value });
}

/**
 * The outcome if the reads after a refusal failed. AWS may have acted on the call and refused a second copy of it, so
 * nobody knows that nothing was canceled.
 */
function unread(failure: AwsFailure, refusal: string): SentFailure {
  return failure.kind === "not-found" ? failure : { kind: "unknown", silent: "aws", error: refusal };
}

/** The outcome that a read after the call shows. Null: it shows the same execution, still open. */
async function otherThanOpen(
  services: Services,
  sent: SentCancellation,
  now: Execution,
): Promise<Outcome | null> {
  const { fleetId, before, call, sentAt, ref } = sent;
  const observed = toObserved(before);
  const { differs } = compareIdentity(observed, now);
  const end = refusalByState(now.status);
  if (differs.some((member) => member !== "startedAt" || end === null))
    return fail({ kind: "replaced", seen: observed, differs, current: now });
  if (end === null) return null;
  if (end.kind !== "already-canceled") return fail(ended(end, now));

  const attribution = attributeCancellation(before, call, sentAt, now);
  if (attribution === "others") return fail(ended(end, now));
  // Needed even if the details are ours: two cancellations of this console may have sent the same ones.
  const other = await findOtherCanceler(services.audit, { fleetId, ...refOf(before) }, before, ref.entry);
  return other ? fail(ended(end, now)) : ok({ current: now, confirmed: true, by: attribution });
}

function ended(refusal: CancelRefusal, current: Execution): SentFailure {
  return { ...refusal, current };
}
