import { FAULT_KINDS } from "../faults/fault.ts";
import { statusOfErrorName } from "../http/aws-error.ts";
import { jobId, thingName } from "../http/model-shapes.ts";
import { boolean, integer, oneOf, optional, required, string, structure } from "../http/shape.ts";
import { isKnownRate } from "../quotas/service-rates.ts";
import { isSqsAction } from "../sqs/answer-sqs.ts";
import { isStsAction } from "../sts/answer-sts.ts";
import type { ControlDeed } from "./control-deed.ts";
import { ControlError, readControlBody } from "./control-body.ts";

const fault = {
  /** An API by name, device-plane calls as `Device:UpdateJobExecution`, or `*` for any. */
  api: required(string({ min: 1 })),
  kind: required(oneOf(FAULT_KINDS)),
  count: optional(integer({ min: 1 })),
  match: optional(structure({ thingName: optional(thingName), jobId: optional(jobId) })),
  delayMs: optional(integer({ min: 0, max: 600_000 })),
  errorName: optional(string({ min: 1 })),
  status: optional(integer({ min: 200, max: 599 })),
  message: optional(string()),
  member: optional(string({ min: 1 })),
  afterActing: optional(boolean()),
};

export const changeFaults: ControlDeed = ({ faults }, { body }) => {
  const given = readControlBody(fault, body);
  const isKnown =
    given.api === "*" || isKnownRate(given.api) || isStsAction(given.api) || isSqsAction(given.api);
  if (!isKnown) throw new ControlError(`There is no API ${given.api}`);
  if (given.kind === "slow" && given.delayMs === undefined) throw new ControlError("slow needs delayMs");
  if (given.kind === "omit" && given.member === undefined) throw new ControlError("omit needs member");
  const errorName = given.errorName ?? "InternalFailureException";
  faults.add({
    api: given.api,
    kind: given.kind,
    count: given.count ?? 1,
    match: given.match ?? {},
    delayMs: given.delayMs ?? 0,
    errorName,
    status: given.status ?? statusOfErrorName(errorName),
    message: given.message,
    member: given.member,
    afterActing: given.afterActing ?? false,
  });
  return { faults: faults.list() };
};

export const listFaults: ControlDeed = ({ faults }) => ({ faults: faults.list() });

export const clearFaults: ControlDeed = ({ faults }) => {
  faults.clear();
  return { faults: [] };
};
