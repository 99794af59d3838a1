import type * as z from "zod/mini";
import { anyEventSchema, awsEventSchema } from "@/lib/core/contracts/job-event";
import type { ExecutionRef } from "@/lib/core/domain/execution";
import { THING_NAME_PATTERN, thingNameFromArn } from "@/lib/core/domain/names";
import { fail, ok, type Result } from "@/lib/core/domain/result";
import type { TerminalEvent } from "@/lib/core/domain/classify-terminal-event";

/** An event that the index can apply, or one that is not about jobs. */
export type ReadEvent =
  | ({ kind: "execution" } & ExecutionRef & TerminalEvent)
  | { kind: "job"; jobId: string; operation: string }
  | { kind: "other" };

/** Where the events of a fleet come from. */
export interface EventOrigin {
  region: string;
  /** Null while it is not known. */
  account: string | null;
}

/**
 * Reads a message of the queue.
 *
 * @returns the event, or what is wrong with the message, without its contents
 */
export function readEvent(body: string, origin: EventOrigin): Result<ReadEvent, string> {
  const json = parse(body);
  const any = anyEventSchema.safeParse(json);
  if (!any.success) return fail("it is no event of AWS IoT");
  const { eventType } = any.data;
  if (eventType !== "JOB" && eventType !== "JOB_EXECUTION") return ok({ kind: "other" });
  const read = awsEventSchema.safeParse(json);
  if (!read.success) return fail(toIssueText(read.error.issues[0]!));
  const event = read.data;
  if (event.eventType === "JOB") return ok({ kind: "job", jobId: event.jobId, operation: event.operation });

  const [, , , region, account] = event.thingArn.split(":");
  if (region !== origin.region) return fail("it is of another region");
  if (origin.account !== null && account !== origin.account) return fail("it is of another account");
  const thingName = thingNameFromArn(event.thingArn);
  if (thingName === null || !THING_NAME_PATTERN.test(thingName)) return fail("its thingArn names no thing");
  return ok({
    kind: "execution",
    jobId: event.jobId,
    thingName,
    status: event.status,
    at: event.timestamp,
  });
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const toIssueText = ({ path, message }: z.core.$ZodIssue) => `its ${path.map(String).join(".")}: ${message}`;
