import * as z from "zod/mini";
import type { CancelRequest } from "@/lib/core/domain/decide-cancellation";
import { keyIssue, MAX_PAIRS, valueIssue } from "@/lib/core/domain/status-details";
import { valid } from "./valid";
import { observedExecutionSchema } from "./observed-execution";
import { fleetIdSchema, jobIdSchema, thingNameSchema } from "./names";
import { plainText } from "./plain-text";

export const statusDetailsPairSchema = z.object({
  key: z.string().check(valid(keyIssue)),
  value: z.string().check(valid(valueIssue)),
});
export type StatusDetailsPair = z.infer<typeof statusDetailsPairSchema>;

/** Status details as a person types them: pairs, so that a duplicate key can be seen and reported. */
export const statusDetailsPairsSchema = z.array(statusDetailsPairSchema).check(
  z.maxLength(MAX_PAIRS, `At most ${MAX_PAIRS} pairs.`),
  z.check<StatusDetailsPair[]>((context) => {
    const seen = new Set<string>();
    context.value.forEach(({ key }, index) => {
      if (seen.has(key))
        context.issues.push({
          code: "custom",
          input: context.value,
          path: [index, "key"],
          message: `“${key}” is there twice. Keys are unique.`,
        });
      if (key !== "") seen.add(key);
    });
  }),
);

export const REASON_MAX_LENGTH = 1_024;

/** The input of the dialog's form and of the action. The only definition of either. */
export const cancelExecutionSchema = z.object({
  fleetId: fleetIdSchema,
  thingName: thingNameSchema,
  jobId: jobIdSchema,
  /** What the person saw: another execution than this is never canceled. */
  observed: observedExecutionSchema,
  force: z.boolean(),
  /** The version that the person limits it to; null: none. */
  expectedVersion: z.nullable(z.int()),
  statusDetails: statusDetailsPairsSchema,
  keepDeviceDetails: z.boolean(),
  /** For the audit log only, not for AWS. Empty: none was given. */
  reason: z
    .string()
    .check(z.trim(), z.maxLength(REASON_MAX_LENGTH, `At most ${REASON_MAX_LENGTH} characters.`), plainText),
});
export type CancelExecutionCommand = z.infer<typeof cancelExecutionSchema>;
/** A command before it is parsed: members with defaults may be left out. */
export type CancelExecutionInput = z.input<typeof cancelExecutionSchema>;

/** The pairs as the flat map that AWS takes. Call it on parsed pairs: of two equal keys the last would win. */
export function toStatusDetails(pairs: readonly StatusDetailsPair[]): Record<string, string> {
  // `__proto__` is a legal key for AWS, and a plain assignment would lose it.
  return Object.fromEntries(pairs.map(({ key, value }) => [key, value]));
}

/** The command as the rule's request. */
export function toCancelRequest(command: CancelExecutionCommand): CancelRequest {
  return {
    force: command.force,
    observed: command.observed,
    expectedVersion: command.expectedVersion,
    statusDetails: toStatusDetails(command.statusDetails),
    keepDeviceDetails: command.keepDeviceDetails,
  };
}
