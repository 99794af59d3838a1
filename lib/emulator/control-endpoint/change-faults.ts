import { FAULT_KINDS, KIND_OPTIONS, rulesOf } from "../faults/fault-kinds.ts";
import type { Emulator } from "../emulator.ts";
import { statusOfErrorName } from "../http/aws-error.ts";
import { jobId, thingName } from "../http/model-shapes.ts";
import {
  boolean,
  double,
  integer,
  oneOf,
  optional,
  required,
  string,
  structure,
  type ReadOf,
  type Shape,
} from "../http/shape.ts";
import { isSqsAction } from "../sqs/answer-sqs.ts";
import { isStsAction } from "../sts/answer-sts.ts";
import type { ControlAction } from "./control-action.ts";
import { ControlError, readControlBody } from "./control-body.ts";

const times: Shape<number | "unlimited"> = {
  read: (value, where, wrongs, text) =>
    value === "unlimited" ? value : integer({ min: 1 }).read(value, where, wrongs, text),
};
const anyJson: Shape<unknown> = { read: (value) => value };
const MAX_DELAY_MS = 600_000;

const fault = {
  /** An API by name, device-plane calls as `Device:UpdateJobExecution`, or `*` for any. */
  api: required(string({ min: 1 })),
  kind: required(oneOf(FAULT_KINDS)),
  count: optional(times),
  match: optional(structure({ thingName: optional(thingName), jobId: optional(jobId) })),
  probability: optional(double({ min: 0, max: 1 })),
  seed: optional(integer({ min: 0 })),
  delayMs: optional(integer({ min: 0, max: MAX_DELAY_MS })),
  afterActing: optional(boolean()),
  actsAfterMs: optional(integer({ min: 0, max: MAX_DELAY_MS })),
  errorName: optional(string({ min: 1 })),
  status: optional(integer({ min: 200, max: 599 })),
  message: optional(string()),
  member: optional(string({ min: 1 })),
  rows: optional(integer({ min: 1 })),
  body: optional(anyJson),
  requestId: optional(boolean()),
};
type GivenFault = ReadOf<typeof fault>;

export const changeFaults: ControlAction = (emulator, { body }) => {
  const given = readControlBody(fault, body);
  refuseUnknownApi(emulator, given);
  refuseWrongOptions(given);
  const errorName = given.errorName ?? "InternalFailureException";
  emulator.faults.add({
    api: given.api,
    kind: given.kind,
    count: given.count ?? (given.probability === undefined ? 1 : "unlimited"),
    match: given.match ?? {},
    probability: given.probability ?? 1,
    seed: given.seed ?? 1,
    delayMs: given.delayMs ?? 0,
    afterActing: given.afterActing ?? false,
    actsAfterMs: given.actsAfterMs,
    errorName,
    status: given.status ?? statusOfErrorName(errorName),
    message: given.message,
    member: given.member,
    rows: given.rows,
    body: given.body,
    requestId: given.requestId,
  });
  return { faults: emulator.faults.list() };
};

export const listFaults: ControlAction = ({ faults }) => ({ faults: faults.list() });

export const clearFaults: ControlAction = ({ faults }) => {
  faults.clear();
  return { faults: [] };
};

function refuseUnknownApi({ router }: Emulator, { api, kind }: GivenFault): void {
  if (api === "*") return;
  const operation = router.operation(api);
  if (!operation && !isStsAction(api) && !isSqsAction(api)) throw new ControlError(`There is no API ${api}`);
  if (rulesOf(kind).listsOnly && !operation?.isList) {
    throw new ControlError(`${kind} needs an API that answers in pages; ${api} does not`);
  }
}

/** Refuses options that the kind does not know: ignored, they would go unnoticed. */
function refuseWrongOptions(given: GivenFault): void {
  const { kind } = given;
  const { needs = [], takes = [], alwaysActs } = rulesOf(kind);
  for (const option of needs) {
    if (given[option] === undefined) throw new ControlError(`${kind} needs ${option}`);
  }
  for (const option of KIND_OPTIONS) {
    if (given[option] !== undefined && !needs.includes(option) && !takes.includes(option)) {
      throw new ControlError(`${kind} does not take ${option}`);
    }
  }
  if (given.seed !== undefined && given.probability === undefined) {
    throw new ControlError("seed needs probability");
  }
  if (given.actsAfterMs !== undefined && (alwaysActs || given.afterActing)) {
    throw new ControlError(
      alwaysActs ? `${kind} does not take actsAfterMs` : "afterActing and actsAfterMs exclude each other",
    );
  }
  if (kind === "html" && (given.status === 204 || given.status === 304)) {
    throw new ControlError(`An answer with status ${given.status} has no body: use empty`);
  }
  if ((kind === "html" || kind === "not-http") && !["undefined", "string"].includes(typeof given.body)) {
    throw new ControlError(`The body of ${kind} must be text`);
  }
}
